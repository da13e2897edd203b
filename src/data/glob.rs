//! File patterns: `cnss/CNSS_{period: month}_v{version: integer}.parquet`.

use std::ops::Range;

use regex::{Captures, Regex};

/// Why a file pattern does not read. Offsets are bytes of the pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GlobError {
    /// Nothing, or nothing between two slashes.
    #[error("an empty name at byte {at}")]
    Empty {
        /// Where.
        at: usize,
    },
    /// It begins with `/`, a drive or a scheme.
    #[error("an absolute path")]
    Absolute,
    /// It has a part `..`.
    #[error("`..` at byte {at} leaves the delivery")]
    Parent {
        /// Where.
        at: usize,
    },
    /// Folders are separated by `/`.
    #[error("a backslash at byte {at}")]
    Backslash {
        /// Where.
        at: usize,
    },
    /// A `{` without its `}`, or a `}` without its `{`.
    #[error("an unmatched brace at byte {at}")]
    Brace {
        /// Where.
        at: usize,
    },
    /// What stands in braces is not `name: type`.
    #[error("bytes {} to {} are not `name: type`", span.start, span.end)]
    Field {
        /// What stands in braces.
        span: Range<usize>,
    },
    /// Two fields of one name.
    #[error("the field `{name}` stands twice")]
    DuplicateField {
        /// The name.
        name: String,
    },
    /// Two fields, or a field and a `*`, with nothing between them.
    #[error("nothing separates the field at byte {at} from what stands before it")]
    Touching {
        /// Where the second begins.
        at: usize,
    },
}

/// The fields that a file pattern names, each with the name of its type, in order.
///
/// # Errors
/// When the pattern does not read.
pub fn file_fields(glob: &str) -> Result<Vec<(String, String)>, GlobError> {
    let pattern = Pattern::parse(glob)?;
    Ok(pattern.fields().map(|(name, ty)| (name.to_owned(), ty.to_owned())).collect())
}

/// A file pattern, folder by folder.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) segments: Vec<Segment>,
}

/// What matches one name of a path.
#[derive(Debug)]
pub(super) enum Segment {
    /// This very name.
    Literal(String),
    /// `**`: any number of folders.
    Folders,
    /// A name with `*`, `?` or fields in it.
    Pieces(Pieces),
}

/// A name with wildcards.
#[derive(Debug)]
pub(super) struct Pieces {
    fields: Vec<(String, String)>,
    /// Matches names whose fields are spelled as their types are.
    strict: Regex,
    /// Matches every name of the form.
    loose: Regex,
}

enum Piece {
    Text(String),
    Any,
    One,
    Field { name: String, ty: String },
}

impl Pattern {
    pub(super) fn parse(glob: &str) -> Result<Self, GlobError> {
        let has_drive = glob.as_bytes().get(1) == Some(&b':') && glob.as_bytes()[0].is_ascii_alphabetic();
        if glob.starts_with('/') || has_drive || glob.contains("://") {
            return Err(GlobError::Absolute);
        }
        let mut segments = Vec::new();
        let mut at = 0;
        for text in glob.split('/') {
            segments.push(segment(text, at)?);
            at += text.len() + 1;
        }
        let pattern = Pattern { segments };
        let mut seen: Vec<&str> = Vec::new();
        for (name, _) in pattern.fields() {
            if seen.contains(&name) {
                return Err(GlobError::DuplicateField { name: name.to_owned() });
            }
            seen.push(name);
        }
        Ok(pattern)
    }

    fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.segments.iter().flat_map(|segment| {
            match segment {
                Segment::Pieces(pieces) => pieces.fields.as_slice(),
                Segment::Literal(_) | Segment::Folders => &[],
            }
            .iter()
            .map(|(name, ty)| (name.as_str(), ty.as_str()))
        })
    }
}

fn segment(text: &str, at: usize) -> Result<Segment, GlobError> {
    match text {
        "" | "." => Err(GlobError::Empty { at }),
        ".." => Err(GlobError::Parent { at }),
        "**" => Ok(Segment::Folders),
        _ => {
            let pieces = pieces(text, at)?;
            match pieces.as_slice() {
                [Piece::Text(name)] => Ok(Segment::Literal(name.clone())),
                _ => Ok(Segment::Pieces(Pieces::new(&pieces))),
            }
        }
    }
}

fn pieces(text: &str, start: usize) -> Result<Vec<Piece>, GlobError> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let open = matches!(pieces.last(), Some(Piece::Field { .. } | Piece::Any));
        match next {
            '\\' => return Err(GlobError::Backslash { at: start + at }),
            '}' => return Err(GlobError::Brace { at: start + at }),
            '{' | '*' if open && (next == '{' || matches!(pieces.last(), Some(Piece::Field { .. }))) => {
                return Err(GlobError::Touching { at: start + at });
            }
            '{' => {
                let end = text[at..].find('}').ok_or(GlobError::Brace { at: start + at })? + at;
                pieces.push(field(&text[at + 1..end], start + at + 1)?);
                at = end;
            }
            '*' => pieces.push(Piece::Any),
            '?' => pieces.push(Piece::One),
            letter => match pieces.last_mut() {
                Some(Piece::Text(text)) => text.push(letter),
                _ => pieces.push(Piece::Text(letter.to_string())),
            },
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    Ok(pieces)
}

fn field(text: &str, start: usize) -> Result<Piece, GlobError> {
    let bad = || GlobError::Field { span: start..start + text.len() };
    let (name, ty) = text.split_once(':').ok_or_else(bad)?;
    let (name, ty) = (name.trim(), ty.trim());
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| first == '_' || unicode_xid::UnicodeXID::is_xid_start(first))
            && letters.all(unicode_xid::UnicodeXID::is_xid_continue)
    };
    if !is_name(name) || !is_name(ty) {
        return Err(bad());
    }
    Ok(Piece::Field { name: name.to_owned(), ty: ty.to_owned() })
}

impl Pieces {
    fn new(pieces: &[Piece]) -> Self {
        let mut fields = Vec::new();
        let (mut strict, mut loose) = ("^".to_owned(), "^".to_owned());
        for piece in pieces {
            let (exact, any) = match piece {
                Piece::Text(text) => (regex::escape(text), regex::escape(text)),
                Piece::Any => ("(?s:.*)".to_owned(), "(?s:.*)".to_owned()),
                Piece::One => ("(?s:.)".to_owned(), "(?s:.)".to_owned()),
                Piece::Field { name, ty } => {
                    fields.push((name.clone(), ty.clone()));
                    (format!("({})", spelling(ty)), "((?s:.+?))".to_owned())
                }
            };
            strict.push_str(&exact);
            loose.push_str(&any);
        }
        let compile = |text: &str| Regex::new(&format!("{text}$")).expect("escaped text and fixed classes");
        Pieces { fields, strict: compile(&strict), loose: compile(&loose) }
    }

    /// The fields' texts, when the name matches.
    pub(super) fn captures(&self, name: &str) -> Option<Vec<(String, String)>> {
        let found: Captures<'_> = self.strict.captures(name).or_else(|| self.loose.captures(name))?;
        let texts = found.iter().skip(1).map(|text| text.map_or("", |text| text.as_str()));
        Some(
            self.fields
                .iter()
                .zip(texts)
                .map(|((field, _), text)| (field.clone(), text.to_owned()))
                .collect(),
        )
    }
}

/// How values of a type are spelled in names of files.
fn spelling(ty: &str) -> &'static str {
    match ty {
        "boolean" => "(?i:true|false|0|1)",
        "integer" => "[+-]?[0-9]+",
        "decimal" | "number" | "percent" => r"[+-]?[0-9]+(?:\.[0-9]+)?",
        "date" => "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}",
        "year" => "[0-9]{4}",
        "quarter" => "[0-9]{4}-?Q[1-4]",
        "month" => "[0-9]{4}-?M?[0-9]{2}",
        "week" => "[0-9]{4}-?W[0-9]{2}",
        "period" => "[0-9]{4}(?:-?(?:Q[1-4]|M?[0-9]{2}|W[0-9]{2}))?",
        _ => "(?s:.+?)",
    }
}
