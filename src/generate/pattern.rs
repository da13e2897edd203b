//! The texts that a pattern matches, in an order: how many there are, and each by its number.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A repetition without an end goes so far beyond its least.
const FURTHER: u32 = 6;

/// A set of texts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Texts {
    One(String),
    Characters(Vec<(u32, u32)>),
    Sequence(Vec<Texts>),
    Either(Vec<Texts>),
    Repeated { of: Box<Texts>, least: u32, most: u32 },
}

impl Texts {
    /// Those of a regular expression; none if it does not read. What it asks of places (`^`, `\b`) is left out.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        Some(from(&regex_syntax::parse(pattern).ok()?))
    }

    /// How many there are, as far as 128 bits count.
    pub(super) fn count(&self) -> u128 {
        match self {
            Texts::One(_) => 1,
            Texts::Characters(ranges) => ranges.iter().map(|range| u128::from(range.1 - range.0) + 1).sum(),
            Texts::Sequence(parts) => parts.iter().map(Texts::count).fold(1, u128::saturating_mul),
            Texts::Either(choices) => choices.iter().map(Texts::count).fold(0, u128::saturating_add),
            Texts::Repeated { of, least, most } => {
                let count = of.count();
                (*least..=*most).fold(0, |sum, length| sum.saturating_add(count.saturating_pow(length)))
            }
        }
    }

    /// Adds the text of a number below their count.
    pub(super) fn write(&self, mut number: u128, text: &mut String) {
        match self {
            Texts::One(one) => text.push_str(one),
            Texts::Characters(ranges) => {
                for (low, high) in ranges {
                    let count = u128::from(high - low) + 1;
                    if number < count {
                        let code = low + u32::try_from(number).expect("below the size of a range");
                        text.extend(char::from_u32(code));
                        return;
                    }
                    number -= count;
                }
            }
            Texts::Sequence(parts) => {
                for part in parts {
                    let count = part.count().max(1);
                    part.write(number % count, text);
                    number /= count;
                }
            }
            Texts::Either(choices) => {
                for choice in choices {
                    let count = choice.count();
                    if number < count {
                        return choice.write(number, text);
                    }
                    number -= count;
                }
            }
            Texts::Repeated { of, least, most } => {
                let count = of.count().max(1);
                for length in *least..=*most {
                    let texts = count.saturating_pow(length);
                    if number < texts {
                        for _ in 0..length {
                            of.write(number % count, text);
                            number /= count;
                        }
                        return;
                    }
                    number -= texts;
                }
            }
        }
    }
}

fn from(hir: &Hir) -> Texts {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Texts::One(String::new()),
        HirKind::Literal(literal) => Texts::One(String::from_utf8_lossy(&literal.0).into_owned()),
        HirKind::Class(class) => Texts::Characters(printable(&ranges(class))),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min.max(1) + FURTHER);
            Texts::Repeated { of: Box::new(from(&repetition.sub)), least: repetition.min, most }
        }
        HirKind::Capture(capture) => from(&capture.sub),
        HirKind::Concat(parts) => Texts::Sequence(parts.iter().map(from).collect()),
        HirKind::Alternation(choices) => Texts::Either(choices.iter().map(from).collect()),
    }
}

fn ranges(class: &Class) -> Vec<(u32, u32)> {
    match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
    }
}

/// Those characters of a class that every keyboard has; all, where it has none.
fn printable(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let kept = |&(low, high): &(u32, u32)| {
        let (low, high) = (low.max(u32::from(b' ')), high.min(u32::from(b'~')));
        (low <= high).then_some((low, high))
    };
    let printable: Vec<(u32, u32)> = ranges.iter().filter_map(kept).collect();
    if printable.is_empty() { ranges.to_vec() } else { printable }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_number_has_a_text_of_its_own_that_matches() {
        for pattern in ["[A-Z]{1,2}[0-9]", r"\d{2}", "a|bc|[d-f]x?", "(?:A|B)-[01]{0,3}", r"^xy?$"] {
            let texts = Texts::of(pattern).expect("a pattern");
            let regex = regex::Regex::new(&format!("^(?:{pattern})$")).expect("a pattern");
            let all: BTreeSet<String> = (0..texts.count())
                .map(|number| {
                    let mut text = String::new();
                    texts.write(number, &mut text);
                    text
                })
                .collect();
            assert_eq!(all.len() as u128, texts.count(), "{pattern}");
            assert!(all.iter().all(|text| regex.is_match(text)), "{pattern}: {all:?}");
        }
    }

    #[test]
    fn what_has_no_end_is_counted_as_far_as_it_goes() {
        assert!(Texts::of(r"[a-z]+ .*").expect("a pattern").count() > 1_000_000);
        assert!(Texts::of("(").is_none());
    }
}
