//! Check digits and forms of identifiers.

use super::Accepts::{ConstantText, Text};
use super::Lift::{TextTextToBoolean, TextToBoolean};
use crate::types::Type;

super::builtins! { "checks"
    /// True when the check digits of an identifier agree with the rest of it, by a named scheme. False for a text that
    /// is not of the scheme's form: blanks, hyphens and lower case are not taken out first.
    ///
    /// | scheme | form | standard |
    /// | --- | --- | --- |
    /// | `ISO 7064 MOD 97-10` | digits, two of them check digits: the remainder by 97 is 1 | ISO/IEC 7064:2003 |
    /// | `ISO 7064 MOD 11-2` | digits, the last one also `X`: ORCID, ISNI | ISO/IEC 7064:2003 |
    /// | `ISO 7064 MOD 37-2` | digits and letters, the last one also `*`: ISBT 128 donations | ISO/IEC 7064:2003 |
    /// | `ISO 7064 MOD 11,10` | digits | ISO/IEC 7064:2003 |
    /// | `ISO 7064 MOD 37,36` | digits and letters | ISO/IEC 7064:2003 |
    /// | `Luhn` | digits: payment cards, IMEI | ISO/IEC 7812-1, annex B |
    /// | `EAN-13` | 13 digits | GS1 General Specifications (GTIN-13) |
    /// | `ISBN-10` | 9 digits and a digit or `X` | ISO 2108:1992 |
    /// | `ISBN-13` | 13 digits from 978 or 979 | ISO 2108:2005 |
    /// | `IBAN` | country, two check digits, account; the country's own length is not tested | ISO 13616-1 |
    /// | `ISIN` | country, nine digits or letters, a digit | ISO 6166 |
    /// | `LEI` | eighteen digits or letters, two check digits | ISO 17442 |
    /// | `ICE` | 15 digits whose remainder by 97 is 0: the Moroccan common identifier of enterprises | practice of the register (ice.gov.ma), to verify |
    /// | `ICAO 9303` | a field of a machine-readable travel document and its check digit | ICAO Doc 9303-3, 4.9 |
    ///
    /// ```mizan
    /// check_digit("001561191000066", "ICE")                  // true
    /// check_digit("001561191000065", "ICE")                  // false
    /// check_digit("79444", "ISO 7064 MOD 97-10")             // true
    /// check_digit("0000000218250097", "ISO 7064 MOD 11-2")   // true
    /// check_digit("MA64011519000001205000534921", "IBAN")    // true
    /// check_digit(missing, "IBAN")                           // missing
    /// ```
    check_digit(value: Text, scheme: ConstantText(SCHEMES)) -> "boolean" |_| Type::Boolean
        => [TextTextToBoolean(check_digit)];

    /// True when a text is a UUID in its canonical form: 32 hexadecimal digits of either case in groups of 8, 4, 4, 4
    /// and 12 (RFC 9562, section 4).
    ///
    /// ```mizan
    /// is_uuid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")   // true
    /// is_uuid("f81d4fae7dec11d0a76500a0c91e6bf6")       // false
    /// ```
    is_uuid(value: Text) -> "boolean" |_| Type::Boolean => [TextToBoolean(is_uuid)];
}

/// Every scheme of `check_digit`.
const SCHEMES: &[&str] = &[
    "ISO 7064 MOD 97-10",
    "ISO 7064 MOD 11-2",
    "ISO 7064 MOD 37-2",
    "ISO 7064 MOD 11,10",
    "ISO 7064 MOD 37,36",
    "Luhn",
    "EAN-13",
    "ISBN-10",
    "ISBN-13",
    "IBAN",
    "ISIN",
    "LEI",
    "ICE",
    "ICAO 9303",
];

/// The compiler lets no other scheme through; a text of an unknown scheme has no right check digit.
fn check_digit(value: &str, scheme: &str) -> bool {
    let agrees = match scheme {
        "ISO 7064 MOD 97-10" => mod_97_10(value),
        "ISO 7064 MOD 11-2" => pure(value, 11, 'X', digit),
        "ISO 7064 MOD 37-2" => pure(value, 37, '*', alphanumeric),
        "ISO 7064 MOD 11,10" => hybrid(value, 10, digit),
        "ISO 7064 MOD 37,36" => hybrid(value, 36, alphanumeric),
        "Luhn" => luhn(value),
        "EAN-13" => ean_13(value),
        "ISBN-10" => isbn_10(value),
        "ISBN-13" => (value.starts_with("978") || value.starts_with("979")).then(|| ean_13(value)).flatten(),
        "IBAN" => iban(value),
        "ISIN" => isin(value),
        "LEI" => lei(value),
        "ICE" => ice(value),
        "ICAO 9303" => icao_9303(value),
        _ => None,
    };
    agrees.unwrap_or(false)
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10)
}

/// 0 to 9, and 10 for `A` to 35 for `Z`.
fn alphanumeric(c: char) -> Option<u32> {
    if c.is_ascii_lowercase() { None } else { c.to_digit(36) }
}

/// Everything before the last character, and that character.
fn split_last(value: &str) -> Option<(&str, char)> {
    let last = value.chars().next_back()?;
    let rest = &value[..value.len() - last.len_utf8()];
    (!rest.is_empty()).then_some((rest, last))
}

fn mod_97_10(value: &str) -> Option<bool> {
    let digits_only = value.len() > 2 && value.bytes().all(|byte| byte.is_ascii_digit());
    digits_only.then(|| remainder_97(value.chars()))?.map(|rest| rest == 1)
}

/// The remainder by 97 of the number that one writes by putting two digits for each letter.
fn remainder_97(characters: impl Iterator<Item = char>) -> Option<u32> {
    let mut rest = 0;
    for character in characters {
        let value = alphanumeric(character)?;
        let shift = if value < 10 { 10 } else { 100 };
        rest = (rest * shift + value) % 97;
    }
    Some(rest)
}

/// A pure system with radix 2 and one check character, which may be the extra one.
fn pure(value: &str, modulus: u32, extra: char, of: fn(char) -> Option<u32>) -> Option<bool> {
    let (rest, last) = split_last(value)?;
    let check = if last == extra { modulus - 1 } else { of(last)? };
    let mut product = 0;
    for character in rest.chars() {
        product = (product + of(character)?) * 2 % modulus;
    }
    Some((product + check) % modulus == 1)
}

/// A hybrid system: two moduli, `modulus` and one more.
fn hybrid(value: &str, modulus: u32, of: fn(char) -> Option<u32>) -> Option<bool> {
    let (rest, last) = split_last(value)?;
    let mut product = modulus;
    for character in rest.chars() {
        let sum = (product + of(character)?) % modulus;
        product = (if sum == 0 { modulus } else { sum }) * 2 % (modulus + 1);
    }
    Some((product + of(last)?) % modulus == 1)
}

fn luhn(value: &str) -> Option<bool> {
    split_last(value)?;
    let digits: Option<Vec<u32>> = value.chars().map(digit).collect();
    Some(luhn_sum(&digits?).is_multiple_of(10))
}

fn luhn_sum(digits: &[u32]) -> u32 {
    let doubled = |digit: u32| if digit < 5 { digit * 2 } else { digit * 2 - 9 };
    let from_the_right = digits.iter().rev().enumerate();
    from_the_right.map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit }).sum()
}

/// The digits' sum, each times the weight of its place; `None` when the text is not of the weights' length.
fn weighted(value: &str, weights: &[u32], of: fn(char) -> Option<u32>) -> Option<u32> {
    if value.len() != weights.len() {
        return None;
    }
    value.chars().zip(weights).map(|(character, weight)| Some(of(character)? * weight)).sum()
}

fn ean_13(value: &str) -> Option<bool> {
    Some(weighted(value, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], digit)?.is_multiple_of(10))
}

fn isbn_10(value: &str) -> Option<bool> {
    let (rest, last) = split_last(value)?;
    let check = if last == 'X' { 10 } else { digit(last)? };
    Some((weighted(rest, &[10, 9, 8, 7, 6, 5, 4, 3, 2], digit)? + check).is_multiple_of(11))
}

/// Whether a text begins with two letters, as ISO 3166-1 codes are.
fn begins_with_country(value: &str) -> bool {
    value.len() > 2 && value.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
}

fn iban(value: &str) -> Option<bool> {
    let form = value.is_ascii() && (15..=34).contains(&value.len()) && begins_with_country(value);
    if !form || !value[2..4].bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (head, account) = value.split_at(4);
    Some(remainder_97(account.chars().chain(head.chars()))? == 1)
}

fn isin(value: &str) -> Option<bool> {
    if value.len() != 12 || !begins_with_country(value) || !value.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let values: Option<Vec<u32>> = value.chars().map(alphanumeric).collect();
    let digits: Vec<u32> =
        values?.into_iter().flat_map(|value| two_digits(value).into_iter().flatten()).collect();
    Some(luhn_sum(&digits).is_multiple_of(10))
}

/// The one or two digits of a value below 100.
fn two_digits(value: u32) -> [Option<u32>; 2] {
    [(value >= 10).then_some(value / 10), Some(value % 10)]
}

fn lei(value: &str) -> Option<bool> {
    let form = value.len() == 20 && value.is_ascii() && value[18..].bytes().all(|byte| byte.is_ascii_digit());
    form.then(|| remainder_97(value.chars()))?.map(|rest| rest == 1)
}

/// Not the pure system of ISO 7064, whose remainder is 1: numbers of the register leave 0.
fn ice(value: &str) -> Option<bool> {
    let form = value.len() == 15 && value.bytes().all(|byte| byte.is_ascii_digit());
    form.then(|| remainder_97(value.chars()))?.map(|rest| rest == 0)
}

fn icao_9303(value: &str) -> Option<bool> {
    let (rest, last) = split_last(value)?;
    let weights = [7, 3, 1].into_iter().cycle();
    let filled = |character| if character == '<' { Some(0) } else { alphanumeric(character) };
    let sum: Option<u32> = rest.chars().zip(weights).map(|(c, weight)| Some(filled(c)? * weight % 10)).sum();
    Some(sum? % 10 == digit(last)?)
}

fn is_uuid(value: &str) -> bool {
    let bytes = value.as_bytes();
    let fits = |(place, byte): (usize, &u8)| match place {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    bytes.len() == 36 && bytes.iter().enumerate().all(fits)
}
