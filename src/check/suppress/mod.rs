//! Disclosure control: which cells of tables no output may show.
//!
//! A cell of a declared table with fewer records than the standard's threshold is hidden, and with it, by [`sums`], what
//! would give it away: cells of the table under the same code of a list, of tables of the same rows by some of its keys,
//! of tables that are computed from it, and the number of all rows. A table that is computed from a table has the
//! records of the cells it is computed from.

mod sums;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::interpret::{self, Cell, Row, Table as Rows};
use crate::ir::{self, SourceId, Standard, Table};
use crate::outcome::Relation;
use crate::types::{Scalar, Type, Value};
use sums::{Sum, hide};

/// The cells that no output may show.
#[derive(Debug, Clone, Default)]
pub(super) struct Hidden {
    tables: BTreeMap<SourceId, Cells>,
}

/// The hidden cells of one table.
#[derive(Debug, Clone, Default)]
struct Cells {
    keys: HashSet<String>,
}

impl Hidden {
    /// Whether nothing is hidden.
    pub(super) fn is_empty(&self) -> bool {
        self.tables.values().all(|cells| cells.keys.is_empty())
    }

    /// Whether a cell of a table, by the values of its keys, is hidden.
    pub(super) fn is_hidden(&self, table: SourceId, keys: &[Value]) -> bool {
        self.tables.get(&table).is_some_and(|cells| cells.keys.contains(&name(keys)))
    }

    /// Whether any cell of a table is.
    pub(super) fn has(&self, table: SourceId) -> bool {
        self.tables.get(&table).is_some_and(|cells| !cells.keys.is_empty())
    }

    /// How many cells of a table are.
    pub(super) fn count(&self, table: SourceId) -> usize {
        self.tables.get(&table).map_or(0, |cells| cells.keys.len())
    }
}

/// Key values as a name: equal for equal values.
fn name(keys: &[Value]) -> String {
    format!("{keys:?}")
}

/// The cells of the tables that are looked at together.
struct Cube<'a> {
    standard: &'a Standard,
    tables: BTreeMap<SourceId, Sheet<'a>>,
    records: Vec<u64>,
    sums: Vec<Sum>,
}

/// The cells of one table.
struct Sheet<'a> {
    table: &'a Table,
    /// Key values of each cell.
    keys: Vec<Vec<Value>>,
    /// All columns of each cell; none where they are not known.
    rows: Vec<Vec<Value>>,
    /// The position of the first cell among all.
    start: usize,
}

impl Sheet<'_> {
    fn cells(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.keys.len()
    }
}

/// What is hidden of the tables of a run. Parameters are bound.
pub(super) fn hidden(standard: &Standard, relations: &BTreeMap<SourceId, Relation>) -> Hidden {
    if standard.threshold == 0 {
        return Hidden::default();
    }
    let mut cube = Cube { standard, tables: BTreeMap::new(), records: Vec::new(), sums: Vec::new() };
    for (id, source) in standard.sources() {
        if let ir::Rows::Table(table) = &source.rows {
            cube.add(id, table, relations.get(&id));
        }
    }
    cube.add_sums();
    let hidden = hide(&cube.records, &cube.sums, standard.threshold);
    let cells = |sheet: &Sheet<'_>| Cells {
        keys: sheet
            .cells()
            .zip(&sheet.keys)
            .filter(|(at, _)| hidden[*at])
            .map(|(_, keys)| name(keys))
            .collect(),
    };
    Hidden { tables: cube.tables.iter().map(|(id, sheet)| (*id, cells(sheet))).collect() }
}

impl<'a> Cube<'a> {
    /// Adds a declared table, or one that is computed from one that was added.
    fn add(&mut self, id: SourceId, table: &'a Table, relation: Option<&Relation>) {
        let width = table.keys.len();
        let groups = self.groups_of_base(table);
        let (keys, rows): (Vec<Vec<Value>>, Vec<Vec<Value>>) = match (relation, &groups) {
            (Some(relation), _) => {
                (relation.rows.iter().map(|row| row[..width].to_vec()).collect(), relation.rows.clone())
            }
            (None, Some(groups)) => (groups.iter().map(|(keys, _)| keys.clone()).collect(), Vec::new()),
            (None, None) => return,
        };
        let start = self.records.len();
        let parts: HashMap<String, Vec<usize>> =
            groups.unwrap_or_default().into_iter().map(|(keys, parts)| (name(&keys), parts)).collect();
        for (cell, key) in keys.iter().enumerate() {
            let own = rows.get(cell).and_then(|row| row.last()).map_or(0, count);
            match parts.get(&name(key)) {
                Some(parts) => {
                    let together = parts.iter().map(|part| self.records[*part]);
                    self.records.push(together.fold(0, u64::saturating_add));
                    self.sums.push(Sum { total: start + cell, parts: parts.clone() });
                }
                None => self.records.push(own),
            }
        }
        self.tables.insert(id, Sheet { table, keys, rows, start });
    }

    /// The cells of a table that is computed from an added one: its keys, and the positions of the cells they are of.
    fn groups_of_base(&self, table: &Table) -> Option<Vec<(Vec<Value>, Vec<usize>)>> {
        let base =
            self.tables.get(&table.base).filter(|base| !base.rows.is_empty() || base.keys.is_empty())?;
        let rows = in_memory(&base.rows, self.standard.source(table.base).schema.len());
        let mut found: Vec<(Vec<Value>, Vec<usize>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for cell in 0..rows.rows {
            let row = Row::new(&rows, cell);
            let holds = table
                .condition
                .as_ref()
                .is_none_or(|condition| interpret::evaluate(condition, &row) == Some(Scalar::Boolean(true)));
            if !holds {
                continue;
            }
            let keys: Vec<Value> =
                table.keys.iter().map(|key| interpret::evaluate(&key.expr, &row)).collect();
            let place = *places.entry(name(&keys)).or_insert_with(|| {
                found.push((keys, Vec::new()));
                found.len() - 1
            });
            found[place].1.push(base.start + cell);
        }
        Some(found)
    }

    fn add_sums(&mut self) {
        let mut sums = Vec::new();
        for (id, sheet) in &self.tables {
            sums.extend(self.levels(sheet));
            let coarser = self.tables.iter().filter(|(other, _)| *other != id);
            sums.extend(coarser.flat_map(|(other, total)| margins((*other, total), (*id, sheet))));
        }
        self.sums.extend(sums);
        // The number of all rows is told by the sources.
        let whole: Vec<Vec<usize>> = self
            .tables
            .values()
            .filter(|sheet| sheet.table.condition.is_none() && !sheet.keys.is_empty())
            .filter(|sheet| !self.tables.contains_key(&sheet.table.base))
            .map(|sheet| sheet.cells().collect())
            .collect();
        for parts in whole {
            self.records.push(u64::MAX);
            self.sums.push(Sum { total: self.records.len() - 1, parts });
        }
    }

    /// Cells of a code over those of the codes below it, along each key whose list has levels.
    fn levels(&self, sheet: &Sheet<'_>) -> Vec<Sum> {
        let mut sums = Vec::new();
        for (at, key) in sheet.table.keys.iter().enumerate() {
            let Type::Code(id) = key.expr.ty else { continue };
            let list = &self.standard.codelists[id.0 as usize];
            if !list.has_parents() {
                continue;
            }
            let places: HashMap<String, usize> =
                sheet.keys.iter().enumerate().map(|(cell, keys)| (name(keys), cell)).collect();
            let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (cell, keys) in sheet.keys.iter().enumerate() {
                let Some(Scalar::Text(code)) = &keys[at] else { continue };
                let above = list.ancestry(code).into_iter().skip(1).find_map(|above| {
                    let mut keys = keys.clone();
                    keys[at] = Some(Scalar::Text(above));
                    places.get(&name(&keys)).copied()
                });
                if let Some(above) = above {
                    parts.entry(sheet.start + above).or_default().push(sheet.start + cell);
                }
            }
            sums.extend(parts.into_iter().map(|(total, parts)| Sum { total, parts }));
        }
        sums
    }
}

/// The cells of a table over those of another one of the same rows that has all its keys and perhaps more.
fn margins(total: (SourceId, &Sheet<'_>), fine: (SourceId, &Sheet<'_>)) -> Vec<Sum> {
    let (a, b) = (total.1.table, fine.1.table);
    if a.base != b.base || a.condition != b.condition {
        return Vec::new();
    }
    let place = |key: &ir::Key| b.keys.iter().position(|other| other.expr == key.expr);
    let Some(places) = a.keys.iter().map(place).collect::<Option<Vec<usize>>>() else { return Vec::new() };
    if a.keys.len() == b.keys.len() && total.0 > fine.0 {
        return Vec::new();
    }
    let mut parts: HashMap<String, Vec<usize>> = HashMap::new();
    for (cell, keys) in fine.1.keys.iter().enumerate() {
        let keys: Vec<Value> = places.iter().map(|at| keys[*at].clone()).collect();
        parts.entry(name(&keys)).or_default().push(fine.1.start + cell);
    }
    let sum = |(cell, keys): (usize, &Vec<Value>)| {
        let parts = parts.get(&name(keys))?.clone();
        Some(Sum { total: total.1.start + cell, parts })
    };
    total.1.keys.iter().enumerate().filter_map(sum).collect()
}

/// Rows as the reference meaning reads them.
fn in_memory(rows: &[Vec<Value>], width: usize) -> Rows {
    let column =
        |at: usize| rows.iter().map(|row| Cell::new(row.get(at).cloned().flatten())).collect::<Vec<_>>();
    Rows { columns: (0..width).map(column).collect(), rows: rows.len(), places: Vec::new() }
}

fn count(value: &Value) -> u64 {
    match value {
        Some(Scalar::Integer(count)) => u64::try_from(*count).unwrap_or(0),
        _ => 0,
    }
}
