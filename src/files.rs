//! The text of a standard's files, and places in it.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Before the name of a rule file that is not UTF-8, the path that its error is attached under.
pub const NOT_UTF8: &str = "not-utf8:";

/// One file of a [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A half-open range of bytes of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file` from byte `start` to byte `end`, which is not in it.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start: saturate(start), end: saturate(end) }
    }

    /// The smallest span that holds both, which are of one file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.file, other.file, "two spans of one file");
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Bytes of the span.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn saturate(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// One file's name, relative to the standard with `/`, and its text.
#[derive(Debug, Clone)]
pub struct File {
    name: String,
    path: Option<String>,
    text: Arc<str>,
    line_starts: Vec<u32>,
}

impl File {
    fn new(name: String, text: Arc<str>) -> Self {
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| saturate(at + 1)),
            )
            .collect();
        File { name, path: None, text, line_starts }
    }

    /// Name relative to the standard's folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is, from the directory that the command runs in, with `/`; none where it is not below that.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The text, as read.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Line and column of a byte, both counted from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.line_starts[line] as usize;
        let before = self.text.get(start..(offset as usize).min(self.text.len())).unwrap_or("");
        (line + 1, before.chars().count() + 1)
    }
}

/// Every text that a standard is made of: rule files, which have [`FileId`]s, and the tables and settings they name.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<File>,
    attachments: BTreeMap<String, Result<Arc<str>, String>>,
}

impl Files {
    /// No file yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One rule file: what tests and examples need.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Self {
        let mut files = Files::new();
        files.add(name, text);
        files
    }

    /// Adds a rule file.
    pub fn add(&mut self, name: &str, text: &str) -> FileId {
        let id = FileId(saturate(self.files.len()));
        self.files.push(File::new(name.to_owned(), Arc::from(text)));
        id
    }

    /// Says where a rule file is, from the directory that the command runs in.
    pub fn locate(&mut self, file: FileId, path: String) {
        self.files[file.0 as usize].path = Some(path);
    }

    /// Adds a text that rule files name (`codelist … from "PATH"`, `mizan.toml`): what it holds, or why it could not be read.
    pub fn attach(&mut self, path: &str, content: Result<&str, String>) {
        self.attachments.insert(path.to_owned(), content.map(Arc::from));
    }

    /// A text by the path that rule files name it by; `None` when no such file was found.
    #[must_use]
    pub fn attachment(&self, path: &str) -> Option<&Result<Arc<str>, String>> {
        self.attachments.get(path)
    }

    /// Every attached text, in the order of the paths.
    pub fn attachments(&self) -> impl Iterator<Item = (&str, &Result<Arc<str>, String>)> {
        self.attachments.iter().map(|(path, text)| (path.as_str(), text))
    }

    /// The file of an id that this collection gave.
    #[must_use]
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The text under a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }

    /// The whole lines that a span is on, without the blanks before them.
    #[must_use]
    pub fn lines(&self, span: Span) -> &str {
        let text = self.file(span.file).text();
        let range = span.range();
        let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end =
            text.get(range.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| range.end + at);
        text.get(start..end).unwrap_or("").trim()
    }

    /// Every rule file with its id, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(saturate(index)), file))
    }

    /// `file.mizan:12`, as reports cite a place.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let file = self.file(span.file);
        format!("{}:{}", file.name(), file.line_column(span.start).0)
    }
}
