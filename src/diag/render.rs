//! Diagnostics for people: miette's graphics with words of our own.

use std::fmt::{self, Write};

use anstyle::{AnsiColor, Effects};
use miette::{GraphicalReportHandler, GraphicalTheme};
use unicode_width::UnicodeWidthStr;

use super::drawing::{Drawing, harmless};
use super::words::Words;
use super::{Diagnostic, Diagnostics, Level};
use crate::files::Files;
use crate::locale::{Arg, Catalog};

/// How a rendering looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether it has the escape sequences of colours.
    pub colour: bool,
    /// Columns that it may take; texts are wrapped, lines of files are not.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { colour: false, width: 100 }
    }
}

/// Every diagnostic with its places, and a last line that counts them. Nothing for none. Beside errors, advice is counted only.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "writing into a String does not fail")]
pub fn render(diagnostics: &Diagnostics, files: &Files, catalog: &Catalog, style: Style) -> String {
    let mut text = String::new();
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.level() == Level::Error);
    let is_shown = |diagnostic: &&Diagnostic| !has_errors || diagnostic.level() != Level::Advice;
    for diagnostic in diagnostics.iter().filter(is_shown) {
        render_one(&mut text, diagnostic, files, *catalog, style)
            .expect("a String takes all that is written");
        text.push('\n');
    }
    text.push_str(&summary(diagnostics, *catalog));
    text
}

fn render_one(
    text: &mut String,
    diagnostic: &Diagnostic,
    files: &Files,
    catalog: Catalog,
    style: Style,
) -> fmt::Result {
    let mut drawn = Drawing::of(diagnostic, files, catalog);
    drawn.message = wrapped(&harmless(&drawn.message), style.width.saturating_sub(6).max(20)).join("\n");
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_wrap_lines(false)
        .with_links(false)
        .without_syntax_highlighting()
        .with_show_related_as_nested(true)
        .render_report(text, &drawn)?;
    let words = Words::of(diagnostic, catalog);
    words.helps().iter().try_for_each(|help| render_help(text, &harmless(help), catalog, style))
}

/// `  help: …`, wrapped under its first word.
fn render_help(text: &mut String, help: &str, catalog: Catalog, style: Style) -> fmt::Result {
    let word = catalog.text("help-word", &[]);
    let indent = word.width() + 3;
    let lines = wrapped(help, style.width.saturating_sub(indent).max(20));
    let word = if style.colour {
        let cyan = AnsiColor::Cyan.on_default() | Effects::BOLD;
        format!("{cyan}{word}{cyan:#}")
    } else {
        word
    };
    writeln!(text, "  {word} {}", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// Lines of at most `width` columns, broken at blanks outside backquotes; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words_of(text) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The words of a text; what stands between backquotes is one word with what touches it.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |letter: char| {
        quoted ^= letter == '`';
        letter == ' ' && !quoted
    })
}

/// `3 errors, 1 warning` and what explains the first; empty for no diagnostic.
fn summary(diagnostics: &Diagnostics, catalog: Catalog) -> String {
    let Some(first) = diagnostics.iter().min_by_key(|diagnostic| diagnostic.level()) else {
        return String::new();
    };
    let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level() == level).count();
    let counts: Vec<String> =
        [(Level::Error, "count-errors"), (Level::Warning, "count-warnings"), (Level::Advice, "count-advice")]
            .into_iter()
            .map(|(level, message)| (count(level), message))
            .filter(|(count, _)| *count > 0)
            .map(|(count, message)| catalog.text(message, &[("count", Arg::from(count))]))
            .collect();
    let command = Arg::Text(format!("mizan explain {}", first.code.info().code));
    let later = count(Level::Error) > 0 && count(Level::Advice) > 0;
    let later = if later { format!("; {}", catalog.text("advice-later", &[])) } else { String::new() };
    let shown = if later.is_empty() { diagnostics.len() } else { diagnostics.len() - count(Level::Advice) };
    let hint = if shown == 1 { "explain-hint" } else { "explain-hint-many" };
    let counts = counts.join(catalog.lang().list_separator());
    format!("{counts}{later}\n{}\n", catalog.text(hint, &[("command", command)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::files::Span;
    use crate::locale::Lang;

    fn unknown_column() -> (Diagnostics, Files) {
        let mut files = Files::new();
        let sources = files.add("sources.mizan", "source cnss {\n  wage: decimal\n}\n");
        let rules = files.add("rules.mizan", "rule paid on cnss: wgae > 0\n");
        let mut found = Diagnostics::new();
        found.push(
            Diagnostic::new(Code::UnknownColumn, Span::new(rules, 19, 23))
                .with("column", "wgae")
                .with("source", "cnss")
                .label("subject", Span::new(sources, 7, 11))
                .similar(Some("wage"))
                .fix(Span::new(rules, 19, 23), "wage"),
        );
        (found, files)
    }

    #[test]
    fn places_of_two_files_are_both_drawn() {
        let (found, files) = unknown_column();
        let text = render(&found, &files, &Catalog::of(Lang::English), Style::default());
        for part in [
            "error M0202",
            "[rules.mizan:1:20]",
            "[sources.mizan:1:8]",
            "help: did you mean `wage`?",
            "1 error",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }

    #[test]
    fn no_english_word_is_left_in_other_languages() {
        let (found, files) = unknown_column();
        for lang in [Lang::French, Lang::Arabic] {
            let text = render(&found, &files, &Catalog::of(lang), Style::default()).to_lowercase();
            for word in ["error", "help", "warning", "advice"] {
                assert!(!text.contains(word), "{word} in\n{text}");
            }
        }
    }

    #[test]
    fn colours_appear_only_where_they_are_asked_for() {
        let (found, files) = unknown_column();
        let rendered =
            |colour| render(&found, &files, &Catalog::of(Lang::French), Style { colour, width: 80 });
        assert!(!rendered(false).contains('\u{1b}'));
        assert!(rendered(true).contains('\u{1b}'));
    }

    #[test]
    fn labels_within_the_main_place_stand_for_it() {
        let files = Files::of("a.mizan", "x == y");
        let (id, _) = files.iter().next().expect("one file was added");
        let types = Diagnostic::new(Code::TypesDiffer, Span::new(id, 0, 6))
            .with("left", "text")
            .with("right", "date");
        let mut found = Diagnostics::new();
        found.push(types.label("left", Span::new(id, 0, 1)).label("right", Span::new(id, 5, 6)));
        let text = render(&found, &files, &Catalog::of(Lang::English), Style::default());
        assert!(text.contains("· ┬    ┬\n"), "{text}");
    }

    #[test]
    fn controls_of_a_file_do_not_reach_the_terminal() {
        let files = Files::of("a.mizan", "x \u{202e}\u{1b}[31m = 1 // é");
        let (id, _) = files.iter().next().expect("one file was added");
        let mut found = Diagnostics::new();
        found.push(
            Diagnostic::new(Code::UnknownDeclaration, Span::new(id, 2, 5)).with("found", "\u{202e}\u{1b}"),
        );
        let text = render(&found, &files, &Catalog::of(Lang::English), Style::default());
        assert!(
            !text.contains(['\u{202e}', '\u{1b}']) && text.contains("x \u{fffd}?[31m = 1 // é"),
            "{text}"
        );
    }

    #[test]
    fn long_words_in_backquotes_stay_whole() {
        assert_eq!(wrapped("write `a b c` now", 8), ["write", "`a b c`", "now"]);
    }

    #[test]
    fn a_diagnostic_without_a_place_is_a_message() {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::placeless(Code::NoRules));
        let text = render(&found, &Files::new(), &Catalog::of(Lang::English), Style::default());
        assert!(text.contains("this standard has no rule"), "{text}");
    }
}
