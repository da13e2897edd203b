//! How alike two texts are.

use super::Accepts::Text;
use super::Lift::{TextTextToInteger, TextTextToNumber};
use crate::types::{Type, Unit};

super::builtins! { "similarity"
    /// How alike two texts are, from 0 for nothing in common to 1 for equal: the similarity of Jaro, raised for a
    /// common beginning of up to four characters where it is above 0.7 (Winkler, "String Comparator Metrics and
    /// Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage", 1990). Compare `normalise`d names.
    ///
    /// ```mizan
    /// jaro_winkler("martha", "martha")           // 1
    /// jaro_winkler("abc", "xyz")                 // 0
    /// round(jaro_winkler("martha", "marhta"), 3) // 0.961
    /// ```
    jaro_winkler(a: Text, b: Text) -> "number" |_| Type::Number(Unit::none())
        => [TextTextToNumber(strsim::jaro_winkler)];

    /// How many characters must be inserted, removed or replaced to make one text of the other (Levenshtein).
    ///
    /// ```mizan
    /// edit_distance("kitten", "sitting")   // 3
    /// edit_distance("Fès", "Fez")          // 2
    /// ```
    edit_distance(a: Text, b: Text) -> "integer" |_| Type::Integer(Unit::none())
        => [TextTextToInteger(edit_distance)];
}

fn edit_distance(a: &str, b: &str) -> i64 {
    i64::try_from(strsim::levenshtein(a, b)).unwrap_or(i64::MAX)
}
