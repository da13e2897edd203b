//! Tables and comparisons as a run hands them over.

use super::open::Opened;
use super::say::Speaker;
use super::suppress::Hidden;
use super::veil::Veil;
use crate::data::SourceData;
use crate::engine::Found;
use crate::ir::{self, Compare, Rows, SourceId, Standard};
use crate::outcome::{Account, Counts, NotEvaluated, Relation};
use crate::report::{ColumnRun, CompareRun, RowRun, ShownValue, TableRun};
use crate::types::{Column, ColumnId, Grain, Scalar, Type, Value};

/// The declared tables that could be computed.
pub(super) fn tables(speaker: &Speaker<'_>, found: &Found, veil: &Veil<'_>) -> Vec<TableRun> {
    let standard = speaker.standard;
    let table = |(id, source): (SourceId, &ir::Source)| {
        let Rows::Table(table) = &source.rows else { return None };
        let relation = found.relations.get(&id).filter(|_| table.declared)?;
        let columns: Vec<&Column> = source.schema.iter().map(|(_, column)| column).collect();
        let (keys, measures) = standard.shape(id);
        let run = |columns: &[&Column]| columns.iter().map(|column| column_run(column)).collect();
        Some(TableRun {
            name: source.name.clone(),
            title: speaker.label(&source.title),
            from: standard.source(table.base).name.clone(),
            keys: run(&columns[..keys]),
            measures: run(&columns[keys..keys + measures]),
            rows: rows(id, relation, &columns, (keys, measures), &veil.hidden),
            undecided: relation.undecided,
            suppressed: u64::try_from(veil.hidden.count(id)).unwrap_or(u64::MAX),
        })
    };
    standard.sources().filter_map(table).collect()
}

/// The declared tables that could not be computed, each with the reason.
pub(super) fn absent(speaker: &Speaker<'_>, opened: &Opened, found: &Found) -> Vec<(String, String)> {
    let standard = speaker.standard;
    let of_source = |id: SourceId| {
        let broke_off = found.failures.iter().any(|(source, _)| *source == id);
        if opened.is_hidden(id) || broke_off {
            Some(NotEvaluated::SourceUnreadable)
        } else {
            opened.delivered(id).is_none().then_some(NotEvaluated::SourceAbsent)
        }
    };
    let is_absent = |id: SourceId, column: ColumnId| {
        let absent = opened.delivered(id).map(SourceData::absent_columns).unwrap_or_default();
        absent.iter().any(|(absent, _)| *absent == column)
    };
    let reason = |(id, source): (SourceId, &ir::Source)| {
        if found.relations.contains_key(&id) || !matches!(&source.rows, Rows::Table(table) if table.declared)
        {
            return None;
        }
        let why = standard.reads_of_source(id).obstacle(standard, id, &of_source, &is_absent);
        let why = why.unwrap_or(NotEvaluated::SourceAbsent);
        Some((source.name.clone(), speaker.why(&why, source).1))
    };
    standard.sources().filter_map(reason).collect()
}

fn rows(
    id: SourceId,
    relation: &Relation,
    columns: &[&Column],
    (keys, measures): (usize, usize),
    hidden: &Hidden,
) -> Vec<RowRun> {
    let row = |row: &Vec<Value>| {
        let is_hidden = hidden.is_hidden(id, &row[..keys]);
        let shown = |at: usize| ShownValue::of(&row[at], columns[at].identifying);
        let measure = |at: usize| if is_hidden { ShownValue::Suppressed } else { shown(at) };
        let records = match row.last() {
            Some(Some(Scalar::Integer(count))) if !is_hidden => u64::try_from(*count).ok(),
            _ => None,
        };
        RowRun {
            key: (0..keys).map(shown).collect(),
            values: (keys..keys + measures).map(measure).collect(),
            records,
        }
    };
    relation.rows.iter().map(row).collect()
}

fn column_run(column: &Column) -> ColumnRun {
    let unit = column.ty.unit().filter(|unit| !unit.is_none()).map(ToString::to_string);
    ColumnRun { name: column.name.clone(), kind: type_word(&column.ty), unit }
}

/// The name of a type in results.
pub(super) fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Integer(_) => "integer",
        Type::Decimal(_) => "decimal",
        Type::Number(_) => "number",
        Type::Percent => "percent",
        Type::Text | Type::Tuple(_) | Type::Missing => "text",
        Type::Date => "date",
        Type::Timestamp => "timestamp",
        Type::Period(None) => "period",
        Type::Period(Some(Grain::Year)) => "year",
        Type::Period(Some(Grain::Quarter)) => "quarter",
        Type::Period(Some(Grain::Month)) => "month",
        Type::Period(Some(Grain::Week)) => "week",
        Type::Code(_) => "code",
    }
}

/// The comparisons whose sides could be computed.
pub(super) fn compares(speaker: &Speaker<'_>, found: &Found) -> Vec<CompareRun> {
    let run = |compare: &Compare| {
        let account = found.accounts.get(&compare.source)?;
        let judged = compare.matched.and_then(|rule| found.tallies.get(&rule));
        let counts = judged.filter(|tally| tally.not_evaluated.is_none()).map(|tally| tally.counts);
        Some(compare_run(speaker, compare, *account, counts))
    };
    speaker.standard.compares.iter().filter_map(run).collect()
}

fn compare_run(
    speaker: &Speaker<'_>,
    compare: &Compare,
    account: Account,
    counts: Option<Counts>,
) -> CompareRun {
    CompareRun {
        id: compare.name.clone(),
        title: speaker.label(&compare.title),
        left: compare.left.clone(),
        right: compare.right.clone(),
        bridge: speaker.label(&compare.bridge),
        left_rows: account.left_rows,
        right_rows: account.right_rows,
        matched: account.matched,
        matched_equal: counts.map(|counts| counts.pass),
        matched_different: counts.map(|counts| counts.fail),
        not_comparable: counts.map(|counts| counts.unknown),
        only_left: account.only_left,
        only_right: account.only_right,
        duplicate_left: account.duplicate_left.keys,
        duplicate_right: account.duplicate_right.keys,
        duplicate_left_rows: account.duplicate_left.rows,
        duplicate_right_rows: account.duplicate_right.rows,
        against_duplicate_left: account.against_duplicate_left,
        against_duplicate_right: account.against_duplicate_right,
        not_stated_left: account.not_stated_left,
        not_stated_right: account.not_stated_right,
    }
}

/// Sources whose rows are computed are handed over without files.
pub(super) fn is_output(standard: &Standard, id: SourceId) -> bool {
    match &standard.source(id).rows {
        Rows::Table(table) => table.declared,
        Rows::Matched { .. } => true,
        Rows::Files | Rows::Expected(_) | Rows::LastDelivery(_) => false,
    }
}
