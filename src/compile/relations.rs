//! The relations of a balance: written out, read from a CSV file, or those of a code list.

use std::collections::{BTreeMap, BTreeSet};

use super::Compiler;
use super::balances::relation_text;
use crate::diag::{Code, Diagnostic, similar};
use crate::syntax::ast::{self, CompareOp};
use crate::types::CodelistId;

/// The column whose codes the relations name.
pub(super) struct Dimension {
    pub(super) name: ast::Name,
    /// Its list; none of a text.
    pub(super) list: Option<CodelistId>,
}

/// A relation, and the line of its file (0 where it is written out).
pub(super) struct Placed {
    pub(super) written: ast::Relation,
    line: usize,
}

impl Compiler<'_> {
    /// Every relation of a balance; `None` when one is in error.
    pub(super) fn balance_relations(
        &mut self,
        balance: &ast::Balance,
        dimension: &Dimension,
    ) -> Option<Vec<Placed>> {
        let written = balance.relations.iter().map(|written| Placed { written: written.clone(), line: 0 });
        let mut relations: Vec<Placed> = written.collect();
        if let Some(path) = &balance.relations_from {
            relations.extend(self.relations_from(path)?);
        }
        if balance.along {
            relations.extend(self.relations_along(dimension)?);
        }
        if relations.is_empty() {
            let write = "'TOTAL' = 'PART' + 'PART'";
            let diagnostic = Diagnostic::new(Code::MissingClause, balance.name.span)
                .with("name", balance.name.value.clone());
            self.report(diagnostic.with("clause", "=").with("write", write).help("write"));
            return None;
        }
        let codes = self.check_codes(balance, dimension, &relations);
        let single = self.check_single(&relations);
        let straight = self.check_cycles(&relations);
        (codes && single && straight).then_some(relations)
    }

    /// A code list's parents with their children.
    fn relations_along(&mut self, dimension: &Dimension) -> Option<Vec<Placed>> {
        let id = dimension.list?;
        let (list, span) = (self.codelist_of(id).clone(), dimension.name.span);
        if !list.has_parents() {
            let diagnostic = Diagnostic::new(Code::NoParents, span).with("codelist", list.name.clone());
            self.report(diagnostic.label("declared", self.codelist_spans[id.0 as usize]));
            return None;
        }
        let text = |code: &str| ast::Text { value: code.to_owned(), span };
        let relation = |parent: &crate::types::Code| {
            let below = list.codes().iter().filter(|code| code.parent.as_ref() == Some(&parent.code));
            let terms: Vec<(bool, ast::Text)> = below.map(|code| (false, text(&code.code))).collect();
            let total = text(&parent.code);
            let written = ast::Relation { total, op: CompareOp::Equal, terms, when: None, span };
            (!written.terms.is_empty()).then_some(Placed { written, line: 0 })
        };
        Some(list.codes().iter().filter_map(relation).collect())
    }

    /// Every code is one of the dimension's list.
    fn check_codes(&mut self, balance: &ast::Balance, dimension: &Dimension, relations: &[Placed]) -> bool {
        let Some(id) = dimension.list else { return true };
        let list = self.codelist_of(id).clone();
        let mut whole = true;
        for placed in relations {
            let parts = placed.written.terms.iter().map(|(_, code)| code);
            for code in std::iter::once(&placed.written.total).chain(parts) {
                if list.contains(&code.value) {
                    continue;
                }
                whole = false;
                match &balance.relations_from {
                    Some(path) if placed.line > 0 => {
                        let near = similar(&code.value, list.codes().iter().map(|code| code.code.as_ref()));
                        let near = near.map(str::to_owned);
                        let diagnostic = relations_problem(path, placed.line, format!("'{}'", code.value));
                        let diagnostic = diagnostic.with("codelist", list.name.clone()).help("code");
                        self.report(diagnostic.similar(near.as_deref()));
                    }
                    _ => self.report_unknown_code(&code.value, id, code.span),
                }
            }
        }
        whole
    }

    /// No code stands twice in a relation, and no relation twice in a balance.
    fn check_single(&mut self, relations: &[Placed]) -> bool {
        let mut whole = true;
        let mut seen: Vec<(String, BTreeSet<(bool, &str)>, crate::files::Span)> = Vec::new();
        for placed in relations {
            let written = &placed.written;
            let mut codes = vec![written.total.value.as_str()];
            for (_, code) in &written.terms {
                if codes.contains(&code.value.as_str()) {
                    let diagnostic =
                        Diagnostic::new(Code::CodeTwice, code.span).with("code", code.value.clone());
                    let diagnostic = diagnostic.with("relation", relation_text(written));
                    self.report(diagnostic.with("line", placed.line));
                    whole = false;
                }
                codes.push(&code.value);
            }
            let terms = written.terms.iter().map(|(minus, code)| (*minus, code.value.as_str())).collect();
            let head = format!("{} {:?}", written.total.value, written.op);
            let same =
                |(other, parts, _): &&(String, BTreeSet<(bool, &str)>, _)| *other == head && *parts == terms;
            if let (Some((_, _, first)), None) = (seen.iter().find(same), &written.when) {
                let diagnostic = Diagnostic::new(Code::RelationTwice, written.span)
                    .with("relation", relation_text(written))
                    .with("line", placed.line);
                let diagnostic =
                    if placed.line == 0 { diagnostic.label("first", *first) } else { diagnostic };
                self.report(diagnostic);
                whole = false;
            }
            seen.push((head, terms, written.span));
        }
        whole
    }

    /// No total is a part of itself. A relation that takes a part off is an identity turned around, and no hierarchy.
    fn check_cycles(&mut self, relations: &[Placed]) -> bool {
        let sums = |placed: &&Placed| {
            placed.written.op == CompareOp::Equal && placed.written.terms.iter().all(|(minus, _)| !minus)
        };
        let sums: Vec<&Placed> = relations.iter().filter(sums).collect();
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for placed in &sums {
            let codes = placed.written.terms.iter().map(|(_, code)| code.value.as_str());
            parts.entry(&placed.written.total.value).or_default().extend(codes);
        }
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for placed in &sums {
            let total = placed.written.total.value.as_str();
            if told.contains(total) {
                continue;
            }
            if let Some(way) = way_back(total, &parts) {
                let names: Vec<&str> = std::iter::once(total).chain(way.iter().copied()).collect();
                let diagnostic = Diagnostic::new(Code::BalanceCycle, placed.written.total.span)
                    .with("code", total)
                    .with("cycle", names.join(" → "))
                    .with("line", placed.line);
                self.report(diagnostic);
                told.extend(way);
            }
        }
        told.is_empty()
    }

    /// The relations of a CSV file: a row for each part of each total.
    fn relations_from(&mut self, path: &ast::Text) -> Option<Vec<Placed>> {
        let text = match self.files.attachment(&path.value) {
            None => return self.bad_relations(path, 0, "not found"),
            Some(Err(reason)) => {
                let reason = reason.clone();
                return self.bad_relations(path, 0, &reason);
            }
            Some(Ok(text)) => text.clone(),
        };
        let bytes = text.trim_start_matches('\u{feff}').as_bytes();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(error) => return self.bad_relations(path, 0, &error.to_string()),
        };
        let column = |name: &str| headers.iter().position(|header| header.trim() == name);
        let (Some(total), Some(part)) = (column("total"), column("part")) else {
            let absent = if column("total").is_none() { "total" } else { "part" };
            let diagnostic = relations_problem(path, 0, absent.to_owned()).help("columns");
            self.report(diagnostic);
            return None;
        };
        let columns = Columns {
            total,
            part,
            sign: column("sign"),
            operator: column("operator"),
            relation: column("relation"),
        };
        let mut found: Vec<(String, Placed)> = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => return self.bad_relations(path, 0, &error.to_string()),
            };
            let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
            match columns.read(&record, path) {
                Ok(row) => self.add_part(row, path, line, &mut found)?,
                Err((reason, help)) => {
                    let diagnostic = relations_problem(path, line, reason).help(help);
                    self.report(diagnostic);
                    return None;
                }
            }
        }
        Some(found.into_iter().map(|(_, placed)| placed).collect())
    }

    /// Adds a row to its relation, which its total and the column `relation` tell.
    fn add_part(
        &mut self,
        row: Row,
        path: &ast::Text,
        line: usize,
        found: &mut Vec<(String, Placed)>,
    ) -> Option<()> {
        let same = |(name, placed): &&mut (String, Placed)| {
            *name == row.relation && placed.written.total.value == row.total.value
        };
        let Some((_, placed)) = found.iter_mut().find(same) else {
            let op = row.op.unwrap_or(CompareOp::Equal);
            let written =
                ast::Relation { total: row.total, op, terms: vec![row.term], when: None, span: path.span };
            found.push((row.relation, Placed { written, line }));
            return Some(());
        };
        if row.op.is_some_and(|op| op != placed.written.op) {
            let text = relation_text(&placed.written);
            let diagnostic = relations_problem(path, line, text).help("operator");
            self.report(diagnostic);
            return None;
        }
        placed.written.terms.push(row.term);
        Some(())
    }

    fn bad_relations<T>(&mut self, path: &ast::Text, line: usize, reason: &str) -> Option<T> {
        self.report(relations_problem(path, line, reason.to_owned()));
        None
    }
}

/// A problem of a file of relations; line 0 is the file itself.
fn relations_problem(path: &ast::Text, line: usize, reason: String) -> Diagnostic {
    Diagnostic::new(Code::RelationsFile, path.span)
        .with("path", path.value.clone())
        .with("line", line)
        .with("reason", reason)
}

/// Positions of the columns of a file of relations.
struct Columns {
    total: usize,
    part: usize,
    sign: Option<usize>,
    operator: Option<usize>,
    relation: Option<usize>,
}

/// A row of a file of relations.
struct Row {
    total: ast::Text,
    term: (bool, ast::Text),
    op: Option<CompareOp>,
    relation: String,
}

impl Columns {
    /// A row, or what of it does not read and the help for that.
    fn read(&self, record: &csv::StringRecord, path: &ast::Text) -> Result<Row, (String, &'static str)> {
        let cell = |position: usize| record.get(position).map(str::trim).unwrap_or_default();
        let optional = |position: Option<usize>| position.map(cell).unwrap_or_default();
        let text = |position: usize| ast::Text { value: cell(position).to_owned(), span: path.span };
        let (total, part) = (text(self.total), text(self.part));
        if total.value.is_empty() || part.value.is_empty() {
            return Err((format!("{},{}", total.value, part.value), "columns"));
        }
        let minus = match optional(self.sign) {
            "" | "+" => false,
            "-" | "−" => true,
            other => return Err((other.to_owned(), "sign")),
        };
        let op = match optional(self.operator) {
            "" => None,
            "=" => Some(CompareOp::Equal),
            "<" => Some(CompareOp::Less),
            "<=" => Some(CompareOp::LessOrEqual),
            ">" => Some(CompareOp::Greater),
            ">=" => Some(CompareOp::GreaterOrEqual),
            other => return Err((other.to_owned(), "operator")),
        };
        Ok(Row { total, term: (minus, part), op, relation: optional(self.relation).to_owned() })
    }
}

/// The codes from a part of `total` down to `total` again, where parts lead there.
fn way_back<'r>(total: &'r str, parts: &BTreeMap<&'r str, Vec<&'r str>>) -> Option<Vec<&'r str>> {
    let below = |code: &str| parts.get(code).map_or(&[][..], Vec::as_slice);
    let mut above: BTreeMap<&str, &str> = BTreeMap::new();
    let mut next = vec![total];
    while let Some(code) = next.pop() {
        for part in below(code) {
            // A code that is its own part is said by itself.
            if *part == code || above.contains_key(part) {
                continue;
            }
            above.insert(part, code);
            if *part == total {
                let mut way = vec![total];
                while let Some(code) = above.get(way[way.len() - 1]).filter(|code| **code != total) {
                    way.push(code);
                }
                way.reverse();
                return Some(way);
            }
            next.push(part);
        }
    }
    None
}
