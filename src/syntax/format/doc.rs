//! Text with the places where a line may end, and its printing within a width.

use unicode_width::UnicodeWidthStr;

/// The width that code is kept within where it can be.
pub(super) const WIDTH: usize = 110;
/// Blanks of one level.
const STEP: usize = 2;

/// A text whose layout is still open.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    /// Code without a line's end.
    Text(String),
    /// A line's end if the group around it is broken, else these blanks.
    Line(&'static str),
    /// A line's end, and an empty line if wished.
    Hard { blank: bool },
    /// One after the other.
    Concat(Vec<Doc>),
    /// On one line if it fits, else broken at its own lines.
    Group(Box<Doc>),
    /// New lines begin one level deeper.
    Indent(Box<Doc>),
    /// New lines begin at the column where this begins.
    Align(Box<Doc>),
    /// A comment on lines of its own.
    Own { text: String, blank: bool },
    /// A comment at the end of its line.
    Trail(String),
}

impl Doc {
    /// Nothing.
    pub(super) fn nil() -> Doc {
        Doc::Concat(Vec::new())
    }

    /// Code.
    pub(super) fn text(text: impl Into<String>) -> Doc {
        Doc::Text(text.into())
    }

    /// Blanks that no line ends at.
    pub(super) fn blanks(count: usize) -> Doc {
        Doc::Text(" ".repeat(count))
    }

    /// A line's end or one blank.
    pub(super) fn line() -> Doc {
        Doc::Line(" ")
    }

    /// See [`Doc::Group`].
    pub(super) fn group(parts: Vec<Doc>) -> Doc {
        Doc::Group(Box::new(Doc::Concat(parts)))
    }

    /// See [`Doc::Indent`].
    pub(super) fn indent(parts: Vec<Doc>) -> Doc {
        Doc::Indent(Box::new(Doc::Concat(parts)))
    }

    /// See [`Doc::Align`].
    pub(super) fn align(parts: Vec<Doc>) -> Doc {
        Doc::Align(Box::new(Doc::Concat(parts)))
    }

    /// Its width on one line, without comments.
    pub(super) fn flat_width(&self) -> usize {
        match self {
            Doc::Text(text) => text.width(),
            Doc::Line(blanks) => blanks.len(),
            Doc::Concat(parts) => parts.iter().map(Doc::flat_width).sum(),
            Doc::Group(inner) | Doc::Indent(inner) | Doc::Align(inner) => inner.flat_width(),
            Doc::Hard { .. } | Doc::Own { .. } | Doc::Trail(_) => 0,
        }
    }

    /// Whether it can not stand on one line: a line must end within it.
    pub(super) fn must_break(&self) -> bool {
        self.breaks_after(&mut false)
    }

    /// `trailed`: a comment at the end of a line was met, so code after it needs another line.
    fn breaks_after(&self, trailed: &mut bool) -> bool {
        match self {
            Doc::Text(text) => *trailed && !text.is_empty(),
            Doc::Line(_) => false,
            Doc::Hard { .. } | Doc::Own { .. } => true,
            Doc::Trail(_) => {
                *trailed = true;
                false
            }
            Doc::Concat(parts) => parts.iter().any(|part| part.breaks_after(trailed)),
            Doc::Group(inner) | Doc::Indent(inner) | Doc::Align(inner) => inner.breaks_after(trailed),
        }
    }
}

/// How the lines of a group are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Broken,
}

/// A line of the result: its code, and the comment after it.
#[derive(Debug, Default)]
struct Line {
    code: String,
    trail: String,
}

struct Printer {
    lines: Vec<Line>,
    current: Line,
    /// A comment of its own ended: code begins on the next line.
    ended: bool,
}

/// Prints a document; the text ends with a line's end.
pub(super) fn print(doc: &Doc) -> String {
    let mut printer = Printer { lines: Vec::new(), current: Line::default(), ended: false };
    let mut stack = vec![(0, Mode::Broken, doc)];
    while let Some((indent, mode, doc)) = stack.pop() {
        match doc {
            Doc::Text(text) => printer.code(indent, text),
            Doc::Line(blanks) if mode == Mode::Flat => printer.code(indent, blanks),
            Doc::Line(_) => printer.end_line(false),
            Doc::Hard { blank } => printer.end_line(*blank),
            Doc::Concat(parts) => stack.extend(parts.iter().rev().map(|part| (indent, mode, part))),
            Doc::Group(inner) => {
                let room = WIDTH.saturating_sub(printer.column(indent));
                let flat = !inner.must_break() && fits(room, inner, &stack);
                stack.push((indent, if flat { Mode::Flat } else { Mode::Broken }, inner));
            }
            Doc::Indent(inner) => stack.push((indent + STEP, mode, inner)),
            Doc::Align(inner) => stack.push((printer.column(indent), mode, inner)),
            Doc::Own { text, blank } => printer.comment(indent, text, *blank),
            Doc::Trail(text) => printer.trail(text),
        }
    }
    printer.end_line(false);
    finish(&printer.lines)
}

/// Whether a group fits in the room left, with what follows it up to the next place where a line can end.
fn fits(room: usize, group: &Doc, rest: &[(usize, Mode, &Doc)]) -> bool {
    let mut room = room;
    let mut ahead = vec![(Mode::Flat, group)];
    let mut rest = rest.iter().rev();
    loop {
        let Some((mode, doc)) = ahead.pop().or_else(|| rest.next().map(|(_, mode, doc)| (*mode, *doc)))
        else {
            return true;
        };
        let width = match doc {
            Doc::Text(text) => text.width(),
            Doc::Line(blanks) if mode == Mode::Flat => blanks.len(),
            Doc::Line(_) | Doc::Hard { .. } | Doc::Own { .. } => return true,
            Doc::Concat(parts) => {
                ahead.extend(parts.iter().rev().map(|part| (mode, part)));
                0
            }
            Doc::Group(inner) | Doc::Indent(inner) | Doc::Align(inner) => {
                ahead.push((mode, inner));
                0
            }
            Doc::Trail(_) => 0,
        };
        let Some(left) = room.checked_sub(width) else { return false };
        room = left;
    }
}

impl Printer {
    /// The column where code would be printed next.
    fn column(&self, indent: usize) -> usize {
        if self.current.code.is_empty() || self.ended { indent } else { self.current.code.width() }
    }

    fn code(&mut self, indent: usize, text: &str) {
        if self.ended {
            self.end_line(false);
        }
        if self.current.code.is_empty() {
            if text.trim().is_empty() {
                return;
            }
            self.current.code.push_str(&" ".repeat(indent));
        }
        self.current.code.push_str(text);
    }

    fn comment(&mut self, indent: usize, text: &str, blank: bool) {
        if !self.current.code.trim().is_empty() || self.ended {
            self.end_line(blank);
        }
        self.code(indent, text);
        self.ended = true;
    }

    fn trail(&mut self, text: &str) {
        // After a comment of its own, or at the start of a line, there is no code to stand beside.
        if !self.current.trail.is_empty() {
            self.current.trail.push(' ');
        }
        self.current.trail.push_str(text);
    }

    fn end_line(&mut self, blank: bool) {
        self.ended = false;
        let mut line = std::mem::take(&mut self.current);
        line.code.truncate(line.code.trim_end().len());
        if !line.code.is_empty() || !line.trail.is_empty() {
            self.lines.push(line);
        }
        if blank && self.lines.last().is_some_and(|last| !last.code.is_empty() || !last.trail.is_empty()) {
            self.lines.push(Line::default());
        }
    }
}

/// Joins the lines; comments at the ends of neighbouring lines stand in one column.
fn finish(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].iter().take_while(|line| !line.trail.is_empty()).count();
        let column = lines[at..at + run].iter().map(|line| line.code.width()).max().unwrap_or(0);
        for line in &lines[at..at + run.max(1)] {
            text.push_str(&line.code);
            if !line.trail.is_empty() {
                let pad = if line.code.is_empty() { 0 } else { column - line.code.width() + 2 };
                text.push_str(&" ".repeat(pad));
                text.push_str(&line.trail);
            }
            text.push('\n');
        }
        at += run.max(1);
    }
    text
}
