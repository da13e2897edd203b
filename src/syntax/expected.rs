//! What the grammar could have gone on with, as keys that the catalogues put into words.
//!
//! The keys: `clause code date expression language name number operator regex set text type unit`. What stands in quotes
//! is text of the language itself: `"when"`, `"}"`.

use super::grammar::Rule;

/// The longest list of keys that still says something.
const MOST: usize = 6;

/// The clauses of a source.
pub(super) const SOURCE_CLAUSES: [&str; 11] = [
    "basis", "columns", "files", "format", "key", "observes", "owner", "period", "provides", "rates", "title",
];
/// The words that a `setting` begins with.
const SETTINGS: [&str; 9] =
    ["cite", "coverage", "effective", "message", "replaces", "severity", "title", "tolerate", "unknown"];

/// The keys of what the parser tried, in the grammar's order.
pub(super) fn keys(positives: &[Rule]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for wanted in positives {
        if let Some(key) = key(*wanted).filter(|key| !keys.contains(key)) {
            keys.push(key);
        }
    }
    // Words of clauses are many: more than a few are called what they are.
    let is_word = |key: &String| key.starts_with('"') && key[1..].starts_with(|c: char| c.is_alphabetic());
    if keys.iter().filter(|key| is_word(key)).count() > 3 {
        keys.retain(|key| !is_word(key) && key != "clause");
        keys.push("clause".to_owned());
    }
    if keys.iter().any(|key| key == "expression") {
        keys.retain(|key| !matches!(key.as_str(), "name" | "number" | "unit"));
    }
    keys.dedup();
    keys.truncate(MOST);
    keys
}

/// The words of clauses among what the parser tried.
pub(super) fn words(positives: &[Rule]) -> Vec<String> {
    let mut words: Vec<String> = positives.iter().filter_map(|wanted| word(*wanted)).collect();
    if positives.contains(&Rule::setting) {
        words.extend(SETTINGS.iter().map(|word| (*word).to_owned()));
    }
    words
}

/// The word that a rule of the grammar stands for, if it is one.
fn word(wanted: Rule) -> Option<String> {
    let name = format!("{wanted:?}");
    let reserved = || {
        let is_word = matches!(
            wanted,
            Rule::by
                | Rule::case
                | Rule::r#else
                | Rule::every
                | Rule::implies
                | Rule::known
                | Rule::matches
                | Rule::missing
                | Rule::of
                | Rule::ON
                | Rule::then
                | Rule::r#where
                | Rule::within
        );
        is_word.then(|| name.to_lowercase())
    };
    match name.strip_prefix("K_") {
        Some(word) => Some(word.replace('_', " ")),
        None => reserved(),
    }
}

/// The key of a rule of the grammar; none for what no writer thinks of.
fn key(wanted: Rule) -> Option<String> {
    let key = match wanted {
        Rule::expr
        | Rule::implication
        | Rule::either
        | Rule::both
        | Rule::negation
        | Rule::comparison
        | Rule::sum
        | Rule::product
        | Rule::factor
        | Rule::operand
        | Rule::cases
        | Rule::quantified
        | Rule::call
        | Rule::path
        | Rule::group
        | Rule::conditional
        | Rule::literal
        | Rule::r#true
        | Rule::r#false
        | Rule::argument
        | Rule::arguments => "expression",
        Rule::name | Rule::names | Rule::pairing | Rule::pairings | Rule::column | Rule::field => "name",
        Rule::text | Rule::labels => "text",
        Rule::code => "code",
        Rule::number | Rule::percent | Rule::percent_sign | Rule::quantity => "number",
        Rule::date | Rule::month | Rule::moment | Rule::time | Rule::year => "date",
        Rule::regex => "regex",
        Rule::set => "set",
        Rule::r#type => "type",
        Rule::unit | Rule::unit_expr | Rule::unit_atom => "unit",
        Rule::lang | Rule::label => "language",
        Rule::setting | Rule::example | Rule::constraint | Rule::column_clause => "clause",
        Rule::plus
        | Rule::minus
        | Rule::times
        | Rule::remainder
        | Rule::compare_op
        | Rule::and
        | Rule::or
        | Rule::implies
        | Rule::is
        | Rule::is_test
        | Rule::set_test
        | Rule::between_test
        | Rule::determines_test
        | Rule::determines
        | Rule::r#in
        | Rule::under
        | Rule::not => "operator",
        Rule::lbrace | Rule::record => "\"{\"",
        Rule::rbrace => "\"}\"",
        Rule::lparen => "\"(\"",
        Rule::rparen => "\")\"",
        Rule::lbracket => "\"[\"",
        Rule::rbracket => "\"]\"",
        Rule::colon => "\":\"",
        Rule::eq | Rule::relation_op => "\"=\"",
        Rule::comma => "\",\"",
        Rule::dot => "\".\"",
        Rule::dots => "\"..\"",
        Rule::arrow => "\"=>\"",
        _ => return word(wanted).map(|word| format!("\"{word}\"")),
    };
    Some(key.to_owned())
}
