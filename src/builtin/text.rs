//! Texts. A code counts as its text; a character is a Unicode scalar value.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::Accepts::{Integer, Text};
use super::Lift::{
    TextIntegerIntegerToText, TextIntegerToText, TextTextToBoolean, TextToInteger, TextToText,
};
use crate::types::{Type, Unit};

super::builtins! { "text"
    /// How many characters a text has.
    ///
    /// ```mizan
    /// length("Rabat")   // 5
    /// length("الرباط")   // 6
    /// length("")        // 0
    /// length(missing)   // missing
    /// ```
    length(value: Text) -> "integer" |_| Type::Integer(Unit::none()) => [TextToInteger(length)];

    /// The text in lower case, by Unicode's full mapping.
    ///
    /// ```mizan
    /// lower("FÈS")   // "fès"
    /// ```
    lower(value: Text) -> "text" |_| Type::Text => [TextToText(lower)];

    /// The text in upper case, by Unicode's full mapping.
    ///
    /// ```mizan
    /// upper("fès")   // "FÈS"
    /// ```
    upper(value: Text) -> "text" |_| Type::Text => [TextToText(upper)];

    /// The text without blanks at its ends: all that Unicode calls white space, no-break spaces too.
    ///
    /// ```mizan
    /// trim("  A 12 ")   // "A 12"
    /// ```
    trim(value: Text) -> "text" |_| Type::Text => [TextToText(trim)];

    /// The text as names are compared: each run of blanks becomes one space and those at the ends go; letter case is
    /// folded to lower case; accents and the other combining marks go, Arabic vowel signs and the hamza on a carrier
    /// among them, and the Arabic tatweel; the result is in NFC. Letters that Unicode does not decompose stay: `ø`,
    /// `ł`, `ة`, `ى`.
    ///
    /// ```mizan
    /// normalise("  EL  Haddad-Benaïssa ")   // "el haddad-benaissa"
    /// normalise("أَحْمَد") == normalise("احمد")   // true
    /// normalise("Straße")                   // "strasse"
    /// ```
    normalise(value: Text) -> "text" |_| Type::Text => [TextToText(normalise)];

    /// True when `value` begins with `prefix`.
    ///
    /// ```mizan
    /// starts_with("INV-2031", "INV-")   // true
    /// starts_with("inv-2031", "INV-")   // false
    /// starts_with(missing, "INV-")      // missing
    /// ```
    starts_with(value: Text, prefix: Text) -> "boolean" |_| Type::Boolean => [TextTextToBoolean(starts_with)];

    /// True when `value` ends with `suffix`.
    ///
    /// ```mizan
    /// ends_with("report.csv", ".csv")   // true
    /// ```
    ends_with(value: Text, suffix: Text) -> "boolean" |_| Type::Boolean => [TextTextToBoolean(ends_with)];

    /// True when `part` occurs in `value`.
    ///
    /// ```mizan
    /// contains("Casablanca", "blan")   // true
    /// contains("Casablanca", "BLAN")   // false
    /// ```
    contains(value: Text, part: Text) -> "boolean" |_| Type::Boolean => [TextTextToBoolean(contains)];

    /// The first `count` characters, or all where there are fewer; missing for a negative count.
    ///
    /// ```mizan
    /// left("2411", 1)    // "2"
    /// left("24", 5)      // "24"
    /// left("2411", -1)   // missing
    /// ```
    left(value: Text, count: Integer) -> "text" |_| Type::Text => [TextIntegerToText(left)];

    /// The last `count` characters, or all where there are fewer; missing for a negative count.
    ///
    /// ```mizan
    /// right("MA-2411", 4)   // "2411"
    /// ```
    right(value: Text, count: Integer) -> "text" |_| Type::Text => [TextIntegerToText(right)];

    /// Characters from the `start`-th on, counted from 1: `count` of them, or all the rest. Missing for a start
    /// before 1 or a negative count.
    ///
    /// ```mizan
    /// mid("001561191000066", 10, 4)   // "0000"
    /// mid("2411", 3)                  // "11"
    /// mid("2411", 9)                  // ""
    /// mid("2411", 0, 1)               // missing
    /// ```
    mid(value: Text, start: Integer; count: Integer) -> "text" |_| Type::Text
        => [TextIntegerIntegerToText(mid), TextIntegerToText(rest)];

    /// Only the digits 0 to 9 of a text.
    ///
    /// ```mizan
    /// digits("+212 5-37")   // "212537"
    /// ```
    digits(value: Text) -> "text" |_| Type::Text => [TextToText(digits)];
}

fn length(value: &str) -> i64 {
    if value.is_ascii() { clamped(value.len()) } else { clamped(value.chars().count()) }
}

fn clamped(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn lower(value: &str) -> Cow<'_, str> {
    let done = value.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if done { Cow::Borrowed(value) } else { Cow::Owned(value.to_lowercase()) }
}

fn upper(value: &str) -> Cow<'_, str> {
    let done = value.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_lowercase());
    if done { Cow::Borrowed(value) } else { Cow::Owned(value.to_uppercase()) }
}

fn trim(value: &str) -> Cow<'_, str> {
    Cow::Borrowed(value.trim())
}

const TATWEEL: char = '\u{640}';

fn normalise(value: &str) -> Cow<'_, str> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let marked = words.join(" ");
    let bare = marked.nfd().filter(|c| canonical_combining_class(*c) == 0 && *c != TATWEEL);
    // Upper case first, letter by letter: `ß` and `ss`, `ς` and `σ` come to the same.
    let folded = bare.flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    Cow::Owned(folded.nfd().filter(|c| canonical_combining_class(*c) == 0).nfc().collect())
}

fn starts_with(value: &str, prefix: &str) -> bool {
    value.starts_with(prefix)
}

fn ends_with(value: &str, suffix: &str) -> bool {
    value.ends_with(suffix)
}

fn contains(value: &str, part: &str) -> bool {
    value.contains(part)
}

/// Where the character of this position begins, or the text ends.
fn boundary(value: &str, position: usize) -> usize {
    if value.is_ascii() {
        return position.min(value.len());
    }
    value.char_indices().nth(position).map_or(value.len(), |(start, _)| start)
}

/// A count of characters; one too large for this machine is as good as all of them.
fn count_of(count: i64) -> Option<usize> {
    (count >= 0).then(|| usize::try_from(count).unwrap_or(usize::MAX))
}

fn left(value: &str, count: i64) -> Option<&str> {
    Some(&value[..boundary(value, count_of(count)?)])
}

fn right(value: &str, count: i64) -> Option<&str> {
    let count = count_of(count)?;
    let length = if value.is_ascii() { value.len() } else { value.chars().count() };
    Some(&value[boundary(value, length.saturating_sub(count))..])
}

fn rest(value: &str, start: i64) -> Option<&str> {
    let before = count_of(start.checked_sub(1)?)?;
    Some(&value[boundary(value, before)..])
}

fn mid(value: &str, start: i64, count: i64) -> Option<&str> {
    left(rest(value, start)?, count)
}

fn digits(value: &str) -> Cow<'_, str> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.chars().filter(char::is_ascii_digit).collect())
}
