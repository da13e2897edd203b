//! Regular expressions over texts; the common fixed forms as a class of bytes for each position.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A pattern ready to be asked of many texts.
#[derive(Debug)]
pub(super) enum Matcher {
    /// One class of bytes a position: `[A-Z]{2}[0-9]{10}`.
    Fixed(Vec<[bool; 256]>),
    /// Everything else.
    Regex(Regex),
}

/// The longest fixed form.
const LONGEST: usize = 64;

impl Matcher {
    /// For a pattern that compiles.
    pub(super) fn new(pattern: &str) -> Self {
        if let Some(classes) = fixed(pattern) {
            return Matcher::Fixed(classes);
        }
        let whole = format!(r"\A(?:{pattern})\z");
        let regex = regex::RegexBuilder::new(&whole).size_limit(1 << 20).build();
        Matcher::Regex(regex.expect("a pattern of a compiled standard compiles"))
    }

    /// Whether the whole text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Matcher::Fixed(classes) => {
                let bytes = text.as_bytes();
                bytes.len() == classes.len()
                    && bytes.iter().zip(classes).all(|(byte, class)| class[usize::from(*byte)])
            }
            Matcher::Regex(regex) => regex.is_match(text),
        }
    }
}

fn fixed(pattern: &str) -> Option<Vec<[bool; 256]>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut classes = Vec::new();
    push(&hir, &mut classes)?;
    Some(classes)
}

/// Appends the positions of a part; `None` when they are not fixed or not single ASCII bytes.
fn push(hir: &Hir, classes: &mut Vec<[bool; 256]>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            for byte in &literal.0 {
                if !byte.is_ascii() {
                    return None;
                }
                let mut class = [false; 256];
                class[usize::from(*byte)] = true;
                classes.push(class);
            }
        }
        HirKind::Class(class) => classes.push(ascii(class)?),
        HirKind::Capture(capture) => push(&capture.sub, classes)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| push(part, classes))?,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.filter(|max| *max == repetition.min)?;
            for _ in 0..times {
                push(&repetition.sub, classes)?;
                if classes.len() > LONGEST {
                    return None;
                }
            }
        }
        HirKind::Look(_) | HirKind::Alternation(_) => return None,
    }
    (classes.len() <= LONGEST).then_some(())
}

fn ascii(class: &Class) -> Option<[bool; 256]> {
    let Class::Unicode(class) = class else { return None };
    let mut bytes = [false; 256];
    for range in class.ranges() {
        if !range.end().is_ascii() {
            return None;
        }
        for byte in u32::from(range.start())..=u32::from(range.end()) {
            bytes[usize::try_from(byte).ok()?] = true;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_forms_mean_what_the_expression_means() {
        let texts = ["AB0123456789", "AB012345678", "ab0123456789", "", "AB012345678٣", "AB01234567890"];
        for pattern in
            ["[A-Z]{2}[0-9]{10}", "[A-Z]{2}\\d{10}", "(AB|CD)[0-9]{10}", ".{12}", "[A-Z]{2}[0-9]{10}(?:)"]
        {
            let regex = Regex::new(&format!(r"\A(?:{pattern})\z")).expect("a pattern");
            let matcher = Matcher::new(pattern);
            for text in texts {
                assert_eq!(matcher.matches(text), regex.is_match(text), "{pattern} on {text}");
            }
        }
        assert!(matches!(Matcher::new("[A-Z]{2}[0-9]{10}"), Matcher::Fixed(_)));
        assert!(matches!(Matcher::new("\\d{9}"), Matcher::Regex(_)), "\\d is every digit of Unicode");
    }
}
