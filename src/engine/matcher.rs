//! Regular expressions over texts; the common fixed forms as classes of bytes for each position.

use arrow::array::{Array, BooleanArray, StringViewArray};
use arrow::buffer::BooleanBuffer;
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::kernel::{Vector, View, on_texts};

/// A pattern ready to be asked of many texts.
#[derive(Debug)]
pub(super) struct Matcher {
    /// For texts of ASCII alone.
    ascii: Option<Fixed>,
    /// For every text; `None` where the fixed form is the whole meaning.
    regex: Option<Regex>,
}

/// One class of bytes a position: `[A-Z]{2}[0-9]{10}`.
#[derive(Debug)]
struct Fixed {
    classes: Vec<[bool; 256]>,
    /// Where every class is a range and the text fits in a view.
    inline: Option<Inline>,
    /// Whether the pattern also takes texts beyond ASCII.
    wider: bool,
}

/// A form of at most twelve ranges of ASCII as the sixteen bytes of a view: four for its length, then its text. All bytes
/// are compared at once: a byte below 0x80 does not carry into the next one when what is added to it is at most 0x80.
#[derive(Debug)]
struct Inline {
    /// By byte what lifts it to 0x80 or more if it is not below the range.
    reach: u128,
    /// By byte what lifts it to 0x80 or more if it is above the range.
    pass: u128,
}

/// The highest bit of every byte.
const HIGH: u128 = u128::from_ne_bytes([0x80; 16]);

/// The longest fixed form.
const LONGEST: usize = 64;

impl Matcher {
    /// For a pattern that compiles.
    pub(super) fn new(pattern: &str) -> Self {
        let ascii = Fixed::of(pattern);
        if ascii.as_ref().is_some_and(|fixed| !fixed.wider) {
            return Matcher { ascii, regex: None };
        }
        let whole = format!(r"\A(?:{pattern})\z");
        let regex = regex::RegexBuilder::new(&whole).size_limit(1 << 20).build();
        Matcher { ascii, regex: Some(regex.expect("a pattern of a compiled standard compiles")) }
    }

    /// Whether the whole text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        match (&self.ascii, &self.regex) {
            (Some(fixed), None) => fixed.matches(text.as_bytes()),
            (Some(fixed), Some(_)) if text.is_ascii() => fixed.matches(text.as_bytes()),
            (_, regex) => regex.as_ref().is_some_and(|regex| regex.is_match(text)),
        }
    }

    /// Whether each text matches.
    pub(super) fn mask(&self, texts: &Vector, rows: usize) -> Vector {
        let inline = self.ascii.as_ref().and_then(|fixed| fixed.inline.as_ref());
        if let (Some(inline), View::Text(texts)) = (inline, texts.view()) {
            return self.views(inline, texts);
        }
        on_texts(texts, rows, |text| Some(self.matches(text)))
    }

    fn views(&self, inline: &Inline, texts: &StringViewArray) -> Vector {
        let views = texts.views();
        let mut found = BooleanBuffer::collect_bool(views.len(), |row| inline.matches(views[row]));
        if self.regex.is_some() {
            let beyond = |row: usize| {
                let text = texts.value(row);
                !text.is_ascii() && self.matches(text)
            };
            let more = |row: usize| found.value(row) || (texts.is_valid(row) && beyond(row));
            found = BooleanBuffer::collect_bool(views.len(), more);
        }
        Vector::mask(BooleanArray::new(found, texts.nulls().cloned()))
    }
}

impl Fixed {
    fn of(pattern: &str) -> Option<Fixed> {
        let hir = regex_syntax::parse(pattern).ok()?;
        let mut fixed = Fixed { classes: Vec::new(), inline: None, wider: false };
        fixed.push(&hir)?;
        fixed.inline = Inline::of(&fixed.classes);
        Some(fixed)
    }

    fn matches(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.classes.len()
            && bytes.iter().zip(&self.classes).all(|(byte, class)| class[usize::from(*byte)])
    }

    /// Appends the positions of a part; `None` when they are not fixed or not single characters.
    fn push(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for byte in &literal.0 {
                    if !byte.is_ascii() {
                        return None;
                    }
                    let mut class = [false; 256];
                    class[usize::from(*byte)] = true;
                    self.classes.push(class);
                }
            }
            HirKind::Class(class) => self.push_class(class)?,
            HirKind::Capture(capture) => self.push(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.push(part))?,
            HirKind::Repetition(repetition) => {
                let times = repetition.max.filter(|max| *max == repetition.min)?;
                for _ in 0..times {
                    self.push(&repetition.sub)?;
                    if self.classes.len() > LONGEST {
                        return None;
                    }
                }
            }
            HirKind::Look(_) | HirKind::Alternation(_) => return None,
        }
        (self.classes.len() <= LONGEST).then_some(())
    }

    fn push_class(&mut self, class: &Class) -> Option<()> {
        let Class::Unicode(class) = class else { return None };
        let mut bytes = [false; 256];
        for range in class.ranges() {
            self.wider |= !range.end().is_ascii();
            let end = u32::from(range.end()).min(0x7f);
            for byte in u32::from(range.start())..=end {
                bytes[usize::try_from(byte).ok()?] = true;
            }
        }
        self.classes.push(bytes);
        Some(())
    }
}

impl Inline {
    fn of(classes: &[[bool; 256]]) -> Option<Inline> {
        let length = u8::try_from(classes.len()).ok().filter(|length| *length <= 12)?;
        // What is behind the text is zero, as are the upper bytes of the length.
        let (mut reach, mut pass) = ([0x80; 16], [0x7f; 16]);
        (reach[0], pass[0]) = (0x80 - length, 0x7f - length);
        for (position, class) in classes.iter().enumerate() {
            let first = class.iter().position(|taken| *taken)?;
            let last = class.iter().rposition(|taken| *taken)?;
            if class[first..=last].contains(&false) {
                return None;
            }
            reach[4 + position] = 0x80 - u8::try_from(first).ok()?;
            pass[4 + position] = 0x7f - u8::try_from(last).ok()?;
        }
        Some(Inline { reach: u128::from_le_bytes(reach), pass: u128::from_le_bytes(pass) })
    }

    fn matches(&self, view: u128) -> bool {
        let inside = view.wrapping_add(self.reach) & !view.wrapping_add(self.pass) & !view;
        inside & HIGH == HIGH
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn fixed_forms_mean_what_the_expression_means() {
        let texts = [
            "AB0123456789",
            "AB012345678",
            "ab0123456789",
            "",
            "AB012345678٣",
            "AB01234567890",
            "٣",
            "0",
            "é1",
        ];
        let column = Vector::Array(Arc::new(StringViewArray::from_iter_values(texts)));
        for pattern in [
            "[A-Z]{2}[0-9]{10}",
            "[A-Z]{2}\\d{10}",
            "(AB|CD)[0-9]{10}",
            ".{12}",
            "[A-Z]{2}[0-9]{10}(?:)",
            "\\d",
            "",
            "[é0][0-9]?",
            "[^a]",
            "[A-CX-Z][a-zB]0123456789",
            "\\w\\d",
            "(?i)ab\\d{10}",
        ] {
            let regex = Regex::new(&format!(r"\A(?:{pattern})\z")).expect("a pattern");
            let matcher = Matcher::new(pattern);
            let found = matcher.mask(&column, texts.len());
            for (row, text) in texts.into_iter().enumerate() {
                assert_eq!(matcher.matches(text), regex.is_match(text), "{pattern} on {text}");
                assert_eq!(found.view().truth(row), Some(regex.is_match(text)), "{pattern} on {text}");
            }
        }
        let is_fixed = |pattern| Matcher::new(pattern).regex.is_none();
        assert!(is_fixed("[A-Z]{2}[0-9]{10}"));
        assert!(!is_fixed("\\d{9}"), "\\d is every digit of Unicode");
    }
}
