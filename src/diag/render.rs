//! Diagnostics for people, by miette's graphics with words of our own, and for machines, as JSON.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ops::Range;
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
#[expect(clippy::missing_panics_doc, reason = "writing into a String does not fail")]
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
        let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
        for label in &diagnostic.labels {
            let said = words.attribute(label.name);
            match diagnostic.span {
                Some(main) if main.file == label.span.file => {
                    here.push((
                        beside(range(files, main), range(files, label.span), files.text(label.span)),
                        said,
                    ));
                }
                _ => elsewhere.push(Drawing::elsewhere(said.unwrap_or_default(), label.span, files)),
            }
        }
        drawing.elsewhere = elsewhere;
        drawing.labels =
            diagnostic.span.map_or_else(Vec::new, |span| arranged(range(files, span), words.here(), here));
        drawing
    }

    /// A place of another file.
    fn elsewhere(said: String, span: Span, files: &Files) -> Self {
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

/// Where a label is drawn: on one line, and beside the main place where it goes around that.
fn beside(main: Range<usize>, label: Range<usize>, text: &str) -> Range<usize> {
    let line = text.lines().next().unwrap_or("").trim_end().trim_end_matches('{').trim_end();
    let end = label.start + line.len();
    let before = main.start.saturating_sub(label.start);
    match line.get(..before).map(str::trim_end) {
        Some(before) if !before.is_empty() && main.start < end => label.start..label.start + before.len(),
        _ => label.start..end,
    }
}

/// The places of one file. A main place that says nothing gives way to labels that lie within it.
fn arranged(
    main: Range<usize>,
    here: Option<String>,
    labels: Vec<(Range<usize>, Option<String>)>,
) -> Vec<LabeledSpan> {
    let within = |label: &Range<usize>| main.start <= label.start && label.end <= main.end;
    let mut drawn = Vec::new();
    if here.is_some() || !labels.iter().any(|(label, _)| within(label)) {
        drawn.push(LabeledSpan::new_primary_with_span(here, main.clone()));
    }
    for (label, said) in labels {
        let primary = drawn.is_empty();
        drawn.push(if primary {
            LabeledSpan::new_primary_with_span(said, label)
        } else {
            LabeledSpan::new_with_span(said, label)
        });
    }
    drawn
}

fn named_source(files: &Files, id: FileId) -> NamedSource<Arc<str>> {
    let file = files.file(id);
    let text = match harmless(file.text()) {
        Cow::Borrowed(_) => file.text().clone(),
        Cow::Owned(text) => Arc::from(text),
    };
    NamedSource::new(file.name(), text)
}

/// Text with a stand-in of as many bytes for each control of terminals or of the text's direction: what a reader sees
/// is then what is there.
fn harmless(text: &str) -> Cow<'_, str> {
    let directs = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let harms =
        |letter: char| directs(letter) || (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
    if !text.contains(harms) {
        return Cow::Borrowed(text);
    }
    let stand_in = |letter: char| match letter.len_utf8() {
        1 => '?',
        2 => '¿',
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(|letter| if harms(letter) { stand_in(letter) } else { letter }).collect())
}

/// The bytes of a span, within its file.
fn range(files: &Files, span: Span) -> Range<usize> {
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
