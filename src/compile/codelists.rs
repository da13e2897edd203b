//! Code lists, written out or read from CSV.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Compiler;
use crate::diag::{Code as Problem, Diagnostic, similar};
use crate::files::Span;
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{Code, Codelist, CodelistId, Labels, days_of};

/// Where a code was read: a place of the standard, and the line of its table (0 where it is written out).
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    line: usize,
}

impl Compiler<'_> {
    /// Builds every code list.
    pub(super) fn declare_codelists(&mut self, declarations: &[ast::Declaration]) {
        for declaration in declarations {
            if let DeclarationKind::Codelist(list) = &declaration.kind {
                let built = self.codelist(list);
                self.codelists.push(Arc::new(built));
                self.codelist_spans.push(list.name.span);
            }
        }
    }

    /// The id of a list.
    pub(super) fn find_codelist(&self, name: &str) -> Option<CodelistId> {
        let position = self.codelists.iter().position(|list| list.name == name)?;
        Some(CodelistId(u32::try_from(position).expect("fewer than 2^32 code lists")))
    }

    /// A list by its id.
    pub(super) fn codelist_of(&self, id: CodelistId) -> &Arc<Codelist> {
        &self.codelists[id.0 as usize]
    }

    fn codelist(&mut self, ast: &ast::Codelist) -> Codelist {
        let title = self.labels(&ast.title);
        let mut list = Codelist::new(&ast.name.value, title);
        let mut places = BTreeMap::new();
        if let Some(path) = &ast.from {
            self.read_table(ast, path, &mut list, &mut places);
        }
        for entry in &ast.codes {
            let code = self.code_entry(entry);
            self.add_code(&mut list, code, Place { span: entry.code.span, line: 0 }, &mut places);
        }
        self.check_parents(&list, &places);
        list
    }

    fn code_entry(&mut self, entry: &ast::CodeEntry) -> Code {
        let bound = |time: &Option<ast::Spanned<ast::Literal>>, end: bool| -> Option<i32> {
            time.as_ref().and_then(|time| day_of(&time.value, end))
        };
        let period = entry.period.as_ref();
        Code {
            code: Arc::from(entry.code.value.as_str()),
            labels: self.labels(&entry.labels),
            parent: entry.parent.as_ref().map(|parent| Arc::from(parent.value.as_str())),
            validity: (
                period.and_then(|p| bound(&p.from, false)),
                period.and_then(|p| bound(&p.until, true)),
            ),
        }
    }

    fn add_code(
        &mut self,
        list: &mut Codelist,
        code: Code,
        place: Place,
        places: &mut BTreeMap<Arc<str>, Place>,
    ) {
        let text = code.code.clone();
        if list.add(code) {
            places.insert(text, place);
            return;
        }
        let mut diagnostic = Diagnostic::new(Problem::DuplicateCode, place.span)
            .with("code", text.as_ref())
            .with("codelist", list.name.clone())
            .with("line", place.line);
        if let Some(first) = places.get(&text).filter(|first| first.span != place.span) {
            diagnostic = diagnostic.label("first", first.span);
        }
        self.report(diagnostic);
    }

    /// Every parent is a code of the list, and no code is its own ancestor.
    fn check_parents(&mut self, list: &Codelist, places: &BTreeMap<Arc<str>, Place>) {
        let mut looping: Vec<Arc<str>> = Vec::new();
        for code in list.codes() {
            let Some(parent) = &code.parent else { continue };
            let Some(place) = places.get(&code.code).copied() else { continue };
            let start = |problem| {
                Diagnostic::new(problem, place.span)
                    .with("code", code.code.as_ref())
                    .with("codelist", list.name.clone())
                    .with("line", place.line)
            };
            if !list.contains(parent) {
                self.report(start(Problem::UnknownParent).with("parent", parent.as_ref()));
                continue;
            }
            let chain = list.ancestry(&code.code);
            let above_last =
                chain.last().and_then(|last| list.get(last)).and_then(|last| last.parent.clone());
            let Some(back) = above_last.filter(|back| **back == *code.code && !looping.contains(back)) else {
                continue;
            };
            let names: Vec<&str> = chain.iter().chain(std::iter::once(&back)).map(AsRef::as_ref).collect();
            self.report(start(Problem::ParentCycle).with("cycle", names.join(" → ")));
            looping.extend(chain);
        }
    }

    fn read_table(
        &mut self,
        ast: &ast::Codelist,
        path: &ast::Text,
        list: &mut Codelist,
        places: &mut BTreeMap<Arc<str>, Place>,
    ) {
        let problem = |reason: String| {
            Diagnostic::new(Problem::CodelistFile, path.span)
                .with("path", path.value.clone())
                .with("reason", reason)
        };
        let text = match self.files.attachment(&path.value) {
            None => return self.report(problem("not found".to_owned())),
            Some(Err(reason)) => return self.report(problem(reason.clone())),
            Some(Ok(text)) => text.clone(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(error) => return self.report(problem(error.to_string())),
        };
        let Some(columns) = self.table_columns(ast, path, &headers) else { return };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line =
                        record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
                    self.table_row(&columns, &record, list, Place { span: path.span, line }, places);
                }
                Err(error) => return self.report(problem(error.to_string())),
            }
        }
    }

    /// Positions of the columns that the list names; `None` when one is not in the table.
    fn table_columns(
        &mut self,
        ast: &ast::Codelist,
        path: &ast::Text,
        headers: &csv::StringRecord,
    ) -> Option<TableColumns> {
        let mut whole = true;
        let mut find = |name: &ast::Name| -> usize {
            if let Some(position) = headers.iter().position(|header| header.trim() == name.value) {
                return position;
            }
            whole = false;
            let near =
                similar(&name.value, headers.iter()).map(|near| format!(" ({near}?)")).unwrap_or_default();
            let reason = format!("{}{near}", name.value);
            let diagnostic =
                Diagnostic::new(Problem::CodelistFile, name.span).with("path", path.value.clone());
            self.report(diagnostic.with("reason", reason));
            0
        };
        let codes: Vec<(usize, Option<String>)> = ast
            .code_columns
            .iter()
            .map(|(name, coding)| (find(name), coding.as_ref().map(|c| c.value.clone())))
            .collect();
        let labels = ast.label_columns.iter().map(|(lang, name)| (lang.value.clone(), find(name))).collect();
        let parent = ast.parent_column.as_ref().map(&mut find);
        let own = codes.iter().find(|(_, coding)| coding.is_none()).map(|(position, _)| *position);
        if own.is_none() {
            let diagnostic =
                Diagnostic::new(Problem::MissingClause, ast.name.span).with("name", ast.name.value.clone());
            self.report(diagnostic.with("clause", "code").with("write", "code COLUMN").help("write"));
        }
        let codings = codes.into_iter().filter_map(|(position, coding)| Some((position, coding?))).collect();
        whole.then_some(TableColumns { code: own?, codings, labels, parent })
    }

    fn table_row(
        &mut self,
        columns: &TableColumns,
        record: &csv::StringRecord,
        list: &mut Codelist,
        place: Place,
        places: &mut BTreeMap<Arc<str>, Place>,
    ) {
        let cell = |position: usize| record.get(position).map(str::trim).filter(|cell| !cell.is_empty());
        let Some(text) = cell(columns.code) else { return };
        let labels: Labels = columns
            .labels
            .iter()
            .filter_map(|(lang, at)| Some((lang.clone(), cell(*at)?.to_owned())))
            .collect();
        let parent = columns.parent.and_then(cell).map(Arc::from);
        let code: Arc<str> = Arc::from(text);
        self.add_code(
            list,
            Code { code: code.clone(), labels, parent, validity: (None, None) },
            place,
            places,
        );
        for (position, coding) in &columns.codings {
            if let Some(other) = cell(*position) {
                list.add_coding(coding, other, &code);
            }
        }
    }
}

/// Positions of a code list's columns in its table.
struct TableColumns {
    code: usize,
    codings: Vec<(usize, String)>,
    labels: Vec<(String, usize)>,
    parent: Option<usize>,
}

/// The first (or, at an `end`, the last) day of a time literal.
pub(super) fn day_of(literal: &ast::Literal, end: bool) -> Option<i32> {
    let period = match literal {
        ast::Literal::Date(days) => return Some(*days),
        ast::Literal::Period(period) => *period,
        ast::Literal::Integer(year) => crate::types::Period::year(i32::try_from(*year).ok()?)?,
        _ => return None,
    };
    let day = if end { period.last_day() } else { period.first_day() };
    day.map(days_of)
}
