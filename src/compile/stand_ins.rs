//! Texts of a family's messages and titles, with a member's column or row in place.

/// A message's text with a column in place of the name that stands for it: `{c}` is the column's name, within a larger
/// expression its value.
pub(super) fn with_column(text: &str, stand_in: &str, column: &str) -> String {
    with_placeholders(text, &|inside| {
        if inside.trim() == stand_in {
            return escaped(column);
        }
        let quoted =
            if is_plain(column) { column.to_owned() } else { format!("`{}`", column.replace('`', "``")) };
        let value = format!("{stand_in}.value");
        let inside = if inside.trim() == value { stand_in } else { inside };
        format!("{{{}}}", with_names(inside, &|name, _| (name == stand_in).then(|| quoted.clone())))
    })
}

/// A message's text with the cells of a row in place of `row.x`.
pub(super) fn with_row(text: &str, cell: &dyn Fn(&str) -> Option<(String, String)>) -> String {
    with_placeholders(text, &|inside| {
        if let Some((shown, _)) = inside.trim().strip_prefix("row.").and_then(cell) {
            return escaped(&shown);
        }
        let of = |name: &str, field: Option<&str>| (name == "row").then(|| cell(field?)).flatten();
        format!("{{{}}}", with_names(inside, &|name, field| of(name, field).map(|(_, written)| written)))
    })
}

fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn is_plain(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c == '_' || unicode_xid::UnicodeXID::is_xid_start(c))
        && characters.all(unicode_xid::UnicodeXID::is_xid_continue)
}

/// The text with each placeholder, its braces included, replaced; doubled braces stay.
fn with_placeholders(text: &str, of: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let brace = &rest[at..=at];
        if after.starts_with(brace) {
            out.push_str(&rest[at..at + 2]);
            rest = &after[1..];
        } else if let (true, Some(end)) = (brace == "{", after.find('}')) {
            out.push_str(&of(&after[..end]));
            rest = &after[end + 1..];
        } else {
            out.push_str(brace);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// An expression's text with names replaced, outside quotes: `of` is given a name and, of `a.b`, the part behind the point,
/// which is then replaced with it.
fn with_names(text: &str, of: &dyn Fn(&str, Option<&str>) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' | '`' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ => name_length(rest),
        };
        if length == 0 || matches!(first, '"' | '\'' | '`') {
            let taken = length.max(first.len_utf8());
            out.push_str(&rest[..taken]);
            rest = &rest[taken..];
            continue;
        }
        let behind = rest[length..].strip_prefix('.').map(|field| &field[..name_length(field)]);
        let field = behind.filter(|field| !field.is_empty());
        match (of(&rest[..length], field), field) {
            (Some(new), Some(field)) => {
                out.push_str(&new);
                rest = &rest[length + 1 + field.len()..];
            }
            (Some(new), None) => {
                out.push_str(&new);
                rest = &rest[length..];
            }
            (None, _) => {
                out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    out
}

/// Bytes of the name that a text begins with.
fn name_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, c)) if c == '_' || unicode_xid::UnicodeXID::is_xid_start(c) => characters
            .find(|(_, c)| !unicode_xid::UnicodeXID::is_xid_continue(*c))
            .map_or(text.len(), |(at, _)| at),
        _ => 0,
    }
}
