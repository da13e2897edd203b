//! What miette draws of a diagnostic: places with their labels, text that can not harm a terminal.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{LabeledSpan, NamedSource, Severity, SourceCode};

use super::words::{Words, level_word};
use super::{Diagnostic, Level};
use crate::files::{FileId, Files, Span};
use crate::locale::Catalog;

/// What miette draws: a message and the labelled places of one file; those of other files are drawings below it.
#[derive(Debug)]
pub(super) struct Drawing {
    header: Option<String>,
    pub(super) message: String,
    level: Level,
    source: Option<NamedSource<Arc<str>>>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Drawing>,
}

impl Drawing {
    pub(super) fn of(diagnostic: &Diagnostic, files: &Files, catalog: Catalog) -> Self {
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
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
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
