//! What a delivery of a standard is made of: files, columns with their values, keys, links, and what can be broken.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::domain::Domain;
use super::rules::{Conditions, Questions, questions};
use crate::ir::{
    ConstraintRule, Expr, ExprKind, Origin, Rows, Rule, Scope, SourceId, Standard, replace_columns,
};
use crate::types::{Column, ColumnId, Scalar, Schema};

/// A source that is delivered.
#[derive(Debug)]
pub(super) struct PlannedSource {
    pub(super) name: String,
    /// Below the delivery.
    pub(super) file: String,
    pub(super) rows: u64,
    pub(super) columns: Vec<PlannedColumn>,
    /// Positions of the columns of its key.
    pub(super) key: Vec<usize>,
    pub(super) errors: Vec<Error>,
    pub(super) questions: Questions,
    /// The columns of the extended record.
    pub(super) extended: Schema,
    /// By position in the extended record, what is asked that depends on it.
    pub(super) reach: Vec<Vec<usize>>,
    /// By own column, those after it whose question it decides.
    pub(super) decides: Vec<Vec<usize>>,
    /// Whether records of other sources are judged by its records.
    pub(super) is_linked_to: bool,
}

/// A column with what its cells are filled with.
#[derive(Debug)]
pub(super) struct PlannedColumn {
    pub(super) column: Column,
    pub(super) values: Values,
    /// Whether another source's cells are taken from it.
    pub(super) is_taken_from: bool,
    /// When a cell is there, by the other cells of the row.
    pub(super) asked: Option<Arc<Expr>>,
    /// Whether no two rows have the same value.
    pub(super) is_distinct: bool,
    /// Whether records of other sources, which can not choose theirs, are judged by it: it is never broken.
    pub(super) is_guarded: bool,
    /// What written rules ask of the cell alone, which is their column 0.
    pub(super) filters: Vec<Conditions>,
}

/// Where values come from.
#[derive(Debug)]
pub(super) enum Values {
    Own(Domain),
    /// Cells of another source: its position, and that of its column.
    Taken(usize, usize),
}

/// One way to break a generated rule in a row.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) rule: String,
    pub(super) kind: ErrorKind,
}

#[derive(Debug)]
pub(super) enum ErrorKind {
    /// The cell is empty.
    Empty(usize),
    /// The cell is a text that is no code or does not match; with the number of the row, so that keys stay different.
    Text(usize),
    /// The cell is outside of what is declared.
    Outside(usize, Scalar),
    /// The key is that of the row before.
    Repeated,
    /// The record is changed until it breaks a rule that somebody has written, by its position.
    Breach(usize),
}

/// The sources of a standard whose parameters are in place, each with at most so many rows: fewer where its key has not
/// so many values.
pub(super) fn plan(standard: &Standard, as_of: i32, rows: u64) -> Vec<PlannedSource> {
    let delivered: Vec<SourceId> = standard
        .sources()
        .filter(|(_, source)| matches!(source.rows, Rows::Files))
        .map(|(id, _)| id)
        .collect();
    let mut planned: Vec<PlannedSource> =
        delivered.iter().map(|id| planned_source(standard, *id, as_of)).collect();
    for (from, to) in links(standard) {
        let place = |(source, column): (SourceId, ColumnId)| {
            Some((delivered.iter().position(|id| *id == source)?, column.index()))
        };
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            take(&mut planned, from, to);
        }
    }
    // Rows first of sources that no cell is taken from elsewhere: the size of a key depends on those.
    for _ in 0..planned.len() {
        for at in 0..planned.len() {
            let size = key_size(&planned, at);
            planned[at].rows = u64::try_from(size).unwrap_or(u64::MAX).min(rows);
        }
    }
    planned.iter_mut().for_each(mark_distinct);
    let asked: Vec<Questions> =
        (0..planned.len()).map(|at| questions(standard, &delivered, &planned, at)).collect();
    for (at, questions) in asked.into_iter().enumerate() {
        hand_filters(&mut planned, at, &questions);
        guard(&mut planned, at, &questions);
        let own = planned[at].columns.iter().map(|planned| &planned.column);
        let linked = questions.linked.iter().map(|cell| &planned[cell.source].columns[cell.column].column);
        planned[at].extended = Schema::new(own.chain(linked).cloned().collect());
        planned[at].ask(questions);
    }
    for column in planned.iter_mut().flat_map(|source| &mut source.columns) {
        // What no value does is not looked for again and again.
        if !column.may_pass() {
            column.filters.clear();
        }
    }
    for (id, source) in delivered.iter().zip(&mut planned) {
        source.errors = errors(standard, *id, source);
    }
    planned
}

impl PlannedSource {
    /// Whether a column's cells are taken from another source.
    pub(super) fn is_taken(&self, column: usize, other: usize) -> bool {
        matches!(self.columns[column].values, Values::Taken(source, _) if source == other)
    }

    /// Whether a cell may be drawn again for its record's sake: it is neither looked for elsewhere nor a part of a key.
    pub(super) fn is_free(&self, column: usize) -> bool {
        let planned = &self.columns[column];
        let is_own = matches!(planned.values, Values::Own(_)) && !planned.column.from_file_name;
        is_own && !planned.is_distinct && !planned.is_taken_from && !self.key.contains(&column)
    }

    /// Whether a record may be linked to another of a source.
    pub(super) fn may_choose(&self, other: usize) -> bool {
        let mut taken = (0..self.columns.len()).filter(|at| self.is_taken(*at, other)).peekable();
        let is_judged = self.is_judged_by(other);
        let may_change =
            |at: usize| !self.key.contains(&at) && (is_judged || !self.columns[at].is_taken_from);
        taken.peek().is_some() && taken.all(may_change)
    }

    /// Whether rules on its records read those of another source.
    pub(super) fn is_judged_by(&self, other: usize) -> bool {
        self.questions.linked.iter().any(|cell| cell.source == other)
    }

    fn ask(&mut self, questions: Questions) {
        let own = self.columns.len();
        let mut reach = vec![Vec::new(); own + questions.linked.len()];
        for (position, asked) in questions.asked.iter().enumerate() {
            asked.columns.iter().for_each(|column| reach[*column].push(position));
        }
        self.decides = vec![Vec::new(); own];
        for at in (0..own).rev() {
            let later = (0..own).filter(|later| self.reads_to_ask(*later, at));
            let mut decided: BTreeSet<usize> = later.collect();
            let further: Vec<usize> = decided
                .iter()
                .filter(|later| **later > at)
                .flat_map(|later| self.decides[*later].clone())
                .collect();
            decided.extend(further);
            for later in &decided {
                let theirs = reach[*later].clone();
                reach[at].extend(theirs);
            }
            self.decides[at] = decided.into_iter().collect();
        }
        reach.iter_mut().for_each(|asked| {
            asked.sort_unstable();
            asked.dedup();
        });
        (self.reach, self.questions) = (reach, questions);
    }

    fn reads_to_ask(&self, column: usize, other: usize) -> bool {
        let mut reads = false;
        if let Some(asked) = &self.columns[column].asked {
            asked.walk(&mut |part| reads |= matches!(part.kind, ExprKind::Column(id) if id.index() == other));
        }
        reads
    }
}

/// Sees to it that values differ where another source takes them: so a link leads to one record, as far as there are values.
fn mark_distinct(source: &mut PlannedSource) {
    for at in 0..source.columns.len() {
        let (column, in_key) = (&source.columns[at], source.key.contains(&at));
        let Values::Own(domain) = &column.values else { continue };
        let may_be = if in_key { source.key.len() == 1 } else { column.is_taken_from };
        let is_enough = domain.count() >= u128::from(source.rows);
        source.columns[at].is_distinct = may_be && is_enough && !column.column.from_file_name;
    }
}

/// What is asked of one cell alone is seen to where it is drawn first.
fn hand_filters(planned: &mut [PlannedSource], at: usize, questions: &Questions) {
    for asked in questions.asked.iter().filter(|asked| !asked.is_of_column) {
        let [column] = asked.columns[..] else { continue };
        if column >= planned[at].columns.len() {
            continue;
        }
        let mut root = (at, column);
        while let Values::Taken(source, column) = planned[root.0].columns[root.1].values {
            root = (source, column);
        }
        let alone = |expr: &Arc<Expr>| {
            replace_columns(expr, &|_| {
                let ty = planned[at].columns[column].column.ty.clone();
                Arc::new(Expr { kind: ExprKind::Column(ColumnId(0)), ty, span: expr.span })
            })
        };
        let filter = Conditions {
            gates: asked.surely.gates.iter().map(alone).collect(),
            requirements: asked.surely.requirements.iter().map(alone).collect(),
        };
        planned[root.0].columns[root.1].filters.push(filter);
    }
}

/// Notes what records of a source are judged by in others.
fn guard(planned: &mut [PlannedSource], at: usize, questions: &Questions) {
    for other in &questions.links {
        planned[*other].is_linked_to = true;
        let own = &planned[at];
        let taken: Vec<usize> = (0..own.columns.len()).filter(|at| own.is_taken(*at, *other)).collect();
        if !taken.iter().any(|at| own.key.contains(at)) {
            continue;
        }
        let links = taken.iter().filter_map(|at| match own.columns[*at].values {
            Values::Taken(_, column) => Some(column),
            Values::Own(_) => None,
        });
        let cells = questions.linked.iter().filter(|cell| cell.source == *other).map(|cell| cell.column);
        let guarded: Vec<usize> = links.chain(cells).collect();
        guarded.into_iter().for_each(|column| planned[*other].columns[column].is_guarded = true);
    }
}

/// How many keys a source can have.
pub(super) fn key_size(planned: &[PlannedSource], at: usize) -> u128 {
    if planned[at].key.is_empty() {
        return u128::MAX;
    }
    let sizes = planned[at].key.iter().map(|column| size(planned, &planned[at].columns[*column].values));
    sizes.fold(1, u128::saturating_mul)
}

/// How many values there are to take.
pub(super) fn size(planned: &[PlannedSource], values: &Values) -> u128 {
    match values {
        Values::Own(domain) => domain.count(),
        Values::Taken(source, column) => {
            let (other, rows) = (&planned[*source], u128::from(planned[*source].rows));
            // The first rows differ in the first part of their key, as far as that has values.
            let is_first = other.key.len() > 1 && other.key.first() == Some(column);
            if is_first { rows.min(size(planned, &other.columns[*column].values)) } else { rows }
        }
    }
}

fn planned_source(standard: &Standard, id: SourceId, as_of: i32) -> PlannedSource {
    let source = standard.source(id);
    let columns: Vec<PlannedColumn> = source
        .schema
        .iter()
        .map(|(column_id, column)| {
            let conditions: Vec<Arc<Expr>> = rules_of(standard, id, column_id)
                .flat_map(|(_, rule)| &rule.requirements)
                .map(|requirement| requirement.condition.clone())
                .collect();
            let values = Values::Own(Domain::of(column, &conditions, as_of));
            let asked = rules_of(standard, id, column_id).find_map(|(kind, rule)| asked(kind, rule));
            PlannedColumn {
                column: column.clone(),
                values,
                is_taken_from: false,
                asked,
                is_distinct: false,
                is_guarded: false,
                filters: Vec::new(),
            }
        })
        .collect();
    let file = file_name(source.files.first().map_or("*", String::as_str), &columns);
    let key = source.key.iter().map(|column| column.index()).collect();
    PlannedSource {
        name: source.name.clone(),
        file,
        rows: u64::MAX,
        columns,
        key,
        errors: Vec::new(),
        questions: Questions::default(),
        extended: Schema::default(),
        reach: Vec::new(),
        decides: Vec::new(),
        is_linked_to: false,
    }
}

/// A name that a file pattern matches; its fields are the first values of their columns.
fn file_name(pattern: &str, columns: &[PlannedColumn]) -> String {
    let mut name = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '*', '?']) {
        name.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(field) = rest.strip_prefix('{').and_then(|field| field.split_once('}')) {
            let column = format!("file.{}", field.0.split(':').next().unwrap_or_default().trim());
            let column = columns.iter().find(|planned| planned.column.name == column);
            let value = column.and_then(|planned| constant(&planned.values));
            name.push_str(&value.map_or_else(|| "1".to_owned(), |value| value.to_string()));
            rest = field.1;
        } else {
            name.push('1');
            rest = rest.trim_start_matches(&rest[..1]);
        }
    }
    name + rest
}

/// What a field of the file's name is in all rows.
pub(super) fn constant(values: &Values) -> Option<Scalar> {
    if let Values::Own(domain) = values { domain.value(0) } else { None }
}

/// Columns whose values are looked for in those of another source, each with the other.
fn links(standard: &Standard) -> Vec<((SourceId, ColumnId), (SourceId, ColumnId))> {
    let mut links = Vec::new();
    for (_, rule) in standard.rules() {
        let exprs =
            rule.guard.iter().chain(rule.requirements.iter().map(|requirement| &requirement.condition));
        for expr in exprs {
            expr.walk(&mut |part| {
                let ExprKind::Aggregate(aggregate) = &part.kind else { return };
                let Scope::Matching(matching) = &aggregate.scope else { return };
                for (theirs, mine) in matching.theirs.iter().zip(&matching.mine) {
                    if let (ExprKind::Column(theirs), ExprKind::Column(mine)) = (&theirs.kind, &mine.kind) {
                        links.push(((rule.source, *mine), (matching.source, *theirs)));
                    }
                }
            });
        }
    }
    links
}

/// When a cell is asked for: what is declared by `asked when`.
fn asked(kind: ConstraintRule, rule: &Rule) -> Option<Arc<Expr>> {
    let condition = &rule.requirements.first()?.condition;
    match &condition.kind {
        ExprKind::If(asked, _, _) if kind == ConstraintRule::Asked => Some(asked.clone()),
        _ => None,
    }
}

/// Lets cells be taken from another source, unless they are already, that source takes from this one, or other values are
/// declared there, or keys would repeat. Where nothing is declared of them there, they are what is declared here.
fn take(planned: &mut [PlannedSource], from: (usize, usize), to: (usize, usize)) {
    let column = |place: (usize, usize)| &planned[place.0].columns[place.1];
    if column(from).column.from_file_name || column(to).column.from_file_name {
        return;
    }
    let Values::Own(mine) = &column(from).values else { return };
    let (mut root, mut theirs) = (to, &column(to).values);
    while let Values::Taken(source, at) = theirs {
        root = (*source, *at);
        theirs = &column(root).values;
    }
    let Values::Own(theirs) = theirs else { return };
    if mine.is_declared() && theirs.is_declared() && mine != theirs {
        return;
    }
    // Keys that are taken from what repeats would repeat: they have the same values, not those of its rows.
    let is_of_key = planned[from.0].key.contains(&from.1);
    if is_of_key && planned[to.0].key.first() != Some(&to.1) {
        if !mine.is_declared() {
            planned[from.0].columns[from.1].values = Values::Own(theirs.clone());
        }
        return;
    }
    let handed = (mine.is_declared() && !theirs.is_declared()).then(|| mine.clone());
    let mut reached = vec![to.0];
    while let Some(source) = reached.pop() {
        if source == from.0 {
            return;
        }
        reached.extend(planned[source].columns.iter().filter_map(|column| match column.values {
            Values::Taken(other, _) => Some(other),
            Values::Own(_) => None,
        }));
    }
    if let Some(domain) = handed {
        planned[root.0].columns[root.1].values = Values::Own(domain);
    }
    planned[from.0].columns[from.1].values = Values::Taken(to.0, to.1);
    planned[to.0].columns[to.1].is_taken_from = true;
}

/// The rules that a column brings.
fn rules_of(
    standard: &Standard,
    source: SourceId,
    column: ColumnId,
) -> impl Iterator<Item = (ConstraintRule, &Rule)> {
    standard.rules().filter(move |(_, rule)| rule.source == source).filter_map(move |(_, rule)| {
        match rule.origin {
            Origin::Column(of, kind) if of == column => Some((kind, rule)),
            _ => None,
        }
    })
}

/// What can be broken so that one generated rule fails, and no other.
fn errors(standard: &Standard, id: SourceId, source: &PlannedSource) -> Vec<Error> {
    let mut errors = Vec::new();
    // Whether cells are asked for must not depend on what is broken.
    let mut read = Vec::new();
    for condition in source.columns.iter().filter_map(|column| column.asked.as_ref()) {
        condition.walk(&mut |part| {
            read.extend(if let ExprKind::Column(id) = part.kind { Some(id) } else { None })
        });
    }
    for (at, (column_id, planned)) in
        standard.source(id).schema.iter().map(|(id, _)| id).zip(&source.columns).enumerate()
    {
        if planned.column.from_file_name || read.contains(&column_id) {
            continue;
        }
        let rules: Vec<(ConstraintRule, &Rule)> = rules_of(standard, id, column_id).collect();
        let on_values = [ConstraintRule::Code, ConstraintRule::Range, ConstraintRule::Pattern];
        let of_values: Vec<_> = rules.iter().filter(|(kind, _)| on_values.contains(kind)).collect();
        for (kind, rule) in &rules {
            let kind = match kind {
                ConstraintRule::Present => Some(ErrorKind::Empty(at)),
                _ if of_values.len() > 1 || planned.asked.is_some() => None,
                ConstraintRule::Code => Some(ErrorKind::Text(at)),
                ConstraintRule::Pattern if refuses_broken(rule) => Some(ErrorKind::Text(at)),
                ConstraintRule::Range if !source.key.contains(&at) => match &planned.values {
                    Values::Own(domain) => domain.outside().map(|value| ErrorKind::Outside(at, value)),
                    Values::Taken(..) => None,
                },
                _ => None,
            };
            errors.extend(kind.map(|kind| Error { rule: rule.id.clone(), kind }));
        }
    }
    let of_key = standard.rules().find(|(_, rule)| {
        rule.source == id && matches!(rule.origin, Origin::Key | Origin::Column(_, ConstraintRule::Unique))
    });
    errors.extend(of_key.map(|(_, rule)| Error { rule: rule.id.clone(), kind: ErrorKind::Repeated }));
    let written = source.questions.asked.iter().enumerate().filter(|(_, asked)| !asked.is_of_column);
    errors.extend(written.map(|(at, asked)| Error { rule: asked.rule.clone(), kind: ErrorKind::Breach(at) }));
    errors
}

/// A text that stands for a wrong one.
pub(super) fn broken(row: u64) -> String {
    format!("?{row}")
}

fn refuses_broken(rule: &Rule) -> bool {
    rule.requirements.iter().all(|requirement| match &requirement.condition.kind {
        ExprKind::Matches(_, pattern) => !pattern.matches(&broken(0)),
        _ => false,
    })
}
