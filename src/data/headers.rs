//! Which stored column each declared column is read from.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::problem::ProblemKind;
use crate::types::{ColumnId, Schema};

/// For each declared column the position of its stored one.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions(Vec<Option<usize>>);

impl Positions {
    /// Where a column is stored; `None` when it is absent or a field of the file's name.
    pub(super) fn get(&self, column: ColumnId) -> Option<usize> {
        self.0.get(column.index()).copied().flatten()
    }
}

/// Finds the declared columns among headers: by the very name, else without blanks around it and in normal form.
pub(super) fn resolve(schema: &Schema, headers: &[String]) -> (Positions, Vec<ProblemKind>) {
    let mut problems = duplicates(headers);
    let exact = first_positions(headers.iter().cloned());
    let normal = first_positions(headers.iter().map(|header| normal_form(header)));
    let mut positions = Vec::with_capacity(schema.len());
    for (column, declared) in schema.iter() {
        let name = &declared.name;
        let found = if declared.from_file_name {
            None
        } else if let Some(position) = exact.get(name) {
            Some(*position)
        } else if let Some(position) =
            normal.get(&normal_form(name)).filter(|at| !is_declared(schema, &headers[**at]))
        {
            problems.push(ProblemKind::HeaderRespelled { column, header: headers[*position].clone() });
            Some(*position)
        } else {
            None
        };
        positions.push(found);
    }
    let unclaimed: Vec<&String> = headers
        .iter()
        .enumerate()
        .filter(|(at, _)| !positions.contains(&Some(*at)))
        .map(|(_, header)| header)
        .collect();
    for (column, declared) in schema.iter() {
        if positions[column.index()].is_none() && !declared.from_file_name {
            let similar = similar(&declared.name, &unclaimed);
            problems.push(ProblemKind::ColumnAbsent { column, name: declared.name.clone(), similar });
        }
    }
    // The second of two equal headers is a duplicate, not a column that nobody declared.
    let names: Vec<String> =
        unclaimed.into_iter().filter(|header| !is_declared(schema, header)).cloned().collect();
    if !names.is_empty() {
        problems.push(ProblemKind::ExtraColumns { names });
    }
    (Positions(positions), problems)
}

fn is_declared(schema: &Schema, header: &str) -> bool {
    schema.find(header).is_some_and(|column| !schema.column(column).from_file_name)
}

fn first_positions(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut positions = BTreeMap::new();
    for (position, name) in names.enumerate() {
        positions.entry(name).or_insert(position);
    }
    positions
}

fn normal_form(name: &str) -> String {
    name.trim().nfc().collect()
}

fn duplicates(headers: &[String]) -> Vec<ProblemKind> {
    let mut times: BTreeMap<&String, usize> = BTreeMap::new();
    for header in headers {
        *times.entry(header).or_default() += 1;
    }
    times
        .into_iter()
        .filter(|(_, times)| *times > 1)
        .map(|(name, times)| ProblemKind::DuplicateHeader { name: name.clone(), times })
        .collect()
}

/// The header that is the name but for case, else the nearest one within a third of the name's length.
fn similar(name: &str, headers: &[&String]) -> Option<String> {
    let folded = normal_form(name).to_lowercase();
    let distance = |header: &str| strsim::damerau_levenshtein(&folded, &normal_form(header).to_lowercase());
    let (nearest, header) = headers.iter().map(|header| (distance(header), *header)).min()?;
    (nearest * 3 <= folded.chars().count()).then(|| header.clone())
}

#[cfg(test)]
mod tests {
    use super::resolve;
    use crate::data::ProblemKind;
    use crate::types::{Column, ColumnId, Schema, Type};

    fn schema(names: &[&str]) -> Schema {
        Schema::new(names.iter().map(|name| Column::new(name, Type::Text)).collect())
    }

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn headers_may_differ_by_blanks_and_unicode_form_but_not_by_case() {
        let (positions, problems) =
            resolve(&schema(&["région", "sexe", "wage"]), &headers(&["re\u{301}gion", " sexe", "Wage"]));
        assert_eq!(positions.get(ColumnId(0)), Some(0));
        assert_eq!(positions.get(ColumnId(1)), Some(1));
        assert_eq!(positions.get(ColumnId(2)), None);
        let absent = ProblemKind::ColumnAbsent {
            column: ColumnId(2),
            name: "wage".to_owned(),
            similar: Some("Wage".to_owned()),
        };
        assert!(problems.contains(&absent), "{problems:?}");
        assert_eq!(problems.iter().filter(|kind| kind.is_remark()).count(), 3);
    }

    #[test]
    fn a_header_that_another_column_declares_is_not_taken() {
        let (positions, _) = resolve(&schema(&["a", " a"]), &headers(&[" a"]));
        assert_eq!(positions.get(ColumnId(0)), None);
        assert_eq!(positions.get(ColumnId(1)), Some(0));
    }

    #[test]
    fn the_first_of_equal_headers_is_read() {
        let (positions, problems) = resolve(&schema(&["a"]), &headers(&["b", "a", "a"]));
        assert_eq!(positions.get(ColumnId(0)), Some(1));
        assert_eq!(
            problems,
            [
                ProblemKind::DuplicateHeader { name: "a".to_owned(), times: 2 },
                ProblemKind::ExtraColumns { names: vec!["b".to_owned()] }
            ]
        );
    }
}
