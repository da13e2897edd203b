//! Diagnostics for people, by miette's graphics with words of our own, and for machines, as JSON.

use std::fmt::{self, Write};
use std::sync::Arc;

use anstyle::{AnsiColor, Effects};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::words::{Words, level_word};
use super::{Diagnostic, Diagnostics, Level};
use crate::files::{FileId, Files, Span};
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

/// Every diagnostic with its places, and a last line that counts them. Nothing for none.
#[must_use]
pub fn render(diagnostics: &Diagnostics, files: &Files, catalog: &Catalog, style: Style) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
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
    let drawn = Drawing::of(diagnostic, files, catalog);
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .without_syntax_highlighting()
        .with_show_related_as_nested(true)
        .render_report(text, &drawn)?;
    let words = Words::of(diagnostic, catalog);
    words.helps().iter().try_for_each(|help| render_help(text, help, catalog, style))
}

/// `  help: …`, wrapped under its first word.
fn render_help(text: &mut String, help: &str, catalog: Catalog, style: Style) -> fmt::Result {
    let word = catalog.text("help-word", &[]);
    let indent = word.width() + 4;
    let lines = wrapped(help, style.width.saturating_sub(indent).max(20));
    let word = match style.colour {
        true => {
            let cyan = AnsiColor::Cyan.on_default() | Effects::BOLD;
            format!("{cyan}{word}{cyan:#}")
        }
        false => word,
    };
    writeln!(text, "  {word}: {}", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// Lines of at most `width` columns, broken at blanks; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
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
    let hint = if diagnostics.len() == 1 { "explain-hint" } else { "explain-hint-many" };
    let counts = counts.join(catalog.lang().list_separator());
    format!("{counts}\n{}\n", catalog.text(hint, &[("command", command)]))
}

/// What miette draws: a message and the labelled places of one file; those of other files are drawings below it.
#[derive(Debug)]
struct Drawing {
    header: Option<String>,
    message: String,
    level: Level,
    source: Option<NamedSource<Arc<str>>>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Drawing>,
}

impl Drawing {
    fn of(diagnostic: &Diagnostic, files: &Files, catalog: Catalog) -> Self {
        let words = Words::of(diagnostic, catalog);
        let level = diagnostic.level();
        let header = format!("{} {}", level_word(level, catalog), diagnostic.code.info().code);
        let mut drawing = Drawing {
            header: Some(header),
            message: words.message(),
            level,
            source: diagnostic.span.map(|span| named_source(files, span.file)),
            labels: Vec::new(),
            elsewhere: Vec::new(),
        };
        let main = diagnostic.span.map(|span| span.file);
        if let Some(span) = diagnostic.span {
            drawing.labels.push(LabeledSpan::new_primary_with_span(words.here(), range(files, span)));
        }
        for label in &diagnostic.labels {
            let said = words.attribute(label.name);
            if Some(label.span.file) == main {
                drawing.labels.push(LabeledSpan::new_with_span(said, range(files, label.span)));
            } else {
                drawing.elsewhere.push(Drawing::beside(said.unwrap_or_default(), label.span, files));
            }
        }
        drawing
    }

    /// A place of another file.
    fn beside(said: String, span: Span, files: &Files) -> Self {
        Drawing {
            header: None,
            message: said,
            level: Level::Advice,
            source: Some(named_source(files, span.file)),
            labels: vec![LabeledSpan::new_primary_with_span(None, range(files, span))],
            elsewhere: Vec::new(),
        }
    }
}

fn named_source(files: &Files, id: FileId) -> NamedSource<Arc<str>> {
    let file = files.file(id);
    NamedSource::new(file.name(), file.text().clone())
}

/// The bytes of a span, within its file.
fn range(files: &Files, span: Span) -> std::ops::Range<usize> {
    let length = files.file(span.file).text().len();
    let end = span.range().end.min(length);
    span.range().start.min(end)..end
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.header.as_ref().map(|header| Box::new(header) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Advice => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        let drawings = self.elsewhere.iter().map(|drawing| drawing as &dyn miette::Diagnostic);
        (!self.elsewhere.is_empty()).then(|| Box::new(drawings) as Box<dyn Iterator<Item = _>>)
    }
}

/// The same as an array of objects with `code`, `level`, `message`, `file`, `line`, `column`, `end`, `labels`, `helps`
/// and `fix`. Lines and columns count from 1, columns in characters; an end is the place after the last character.
#[must_use]
pub fn json(diagnostics: &Diagnostics, files: &Files, catalog: &Catalog) -> Value {
    diagnostics.iter().map(|diagnostic| json_one(diagnostic, files, *catalog)).collect()
}

fn json_one(diagnostic: &Diagnostic, files: &Files, catalog: Catalog) -> Value {
    let words = Words::of(diagnostic, catalog);
    let mut object = diagnostic.span.map_or_else(no_place, |span| place(files, span));
    object["code"] = json!(diagnostic.code.info().code);
    object["level"] = json!(match diagnostic.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "advice",
    });
    object["message"] = json!(words.message());
    object["label"] = json!(words.here());
    object["labels"] = diagnostic
        .labels
        .iter()
        .map(|label| with(place(files, label.span), "text", json!(words.attribute(label.name))))
        .collect();
    object["helps"] = json!(words.helps());
    object["fix"] = match &diagnostic.fix {
        Some(fix) => with(place(files, fix.span), "text", json!(fix.text)),
        None => Value::Null,
    };
    object
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn no_place() -> Value {
    json!({ "file": null, "line": null, "column": null, "end": null })
}

fn place(files: &Files, span: Span) -> Value {
    let file = files.file(span.file);
    let ((line, column), (end_line, end_column)) = (file.line_column(span.start), file.line_column(span.end));
    json!({
        "file": file.name(), "line": line, "column": column,
        "end": { "line": end_line, "column": end_column },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
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
    fn json_counts_lines_and_columns_from_one() {
        let (found, files) = unknown_column();
        let value = json(&found, &files, &Catalog::of(Lang::English));
        assert_eq!(value[0]["line"], 1);
        assert_eq!(value[0]["column"], 20);
        assert_eq!(value[0]["end"], json!({ "line": 1, "column": 24 }));
        assert_eq!(value[0]["labels"][0]["file"], "sources.mizan");
        assert_eq!(value[0]["fix"]["text"], "wage");
    }

    #[test]
    fn a_diagnostic_without_a_place_is_a_message() {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::placeless(Code::NoRules));
        let text = render(&found, &Files::new(), &Catalog::of(Lang::English), Style::default());
        assert!(text.contains("this standard has no rule"), "{text}");
        assert_eq!(json(&found, &Files::new(), &Catalog::of(Lang::English))[0]["file"], Value::Null);
    }
}
