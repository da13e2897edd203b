//! Texts of data made harmless: a value may hold what a terminal or a line of text would obey.

/// The text with control characters and controls of text direction written out, as `\u{1b}`.
#[must_use]
pub fn harmless(text: &str) -> String {
    let obeyed = |c: char| c.is_control() || is_direction_control(c);
    if text.chars().any(obeyed) {
        text.chars().map(|c| if obeyed(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
    } else {
        text.to_owned()
    }
}

fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Whether a spreadsheet would take a text for a formula.
pub(super) fn is_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text of one line that Markdown takes as it is.
pub(super) fn of_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_can_not_colour_the_terminal_or_turn_the_line() {
        assert_eq!(harmless("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(harmless("x\u{202E}y\n"), "x\\u{202e}y\\u{a}");
        assert_eq!(harmless("قيمة"), "قيمة");
    }
}
