//! What a run says of tables and comparisons beside the outcomes of rules.

use super::World;
use crate::ir::{Matched, Rows, SourceId};
use crate::outcome::{Account, Relation, Repeated};
use crate::types::Scalar;

/// The rows of a declared table; none of another source, and none of one that is absent.
#[must_use]
pub fn relation(world: &World<'_>, id: SourceId) -> Option<Relation> {
    let source = world.standard.source(id);
    let Rows::Table(declared) = &source.rows else { return None };
    let table = world.table(id).filter(|_| declared.declared)?;
    let columns: Vec<String> = source.schema.iter().map(|(_, column)| column.name.clone()).collect();
    let rows = (0..table.rows).map(|row| table.values(row, columns.len())).collect();
    Some(Relation { columns, rows, undecided: world.undecided(id) })
}

/// Where the rows of both sides of a comparison went; none of another source, and none of one that is absent.
#[must_use]
pub fn account(world: &World<'_>, id: SourceId) -> Option<Account> {
    let Rows::Matched { left, .. } = world.standard.source(id).rows else { return None };
    let table = world.table(id)?;
    let (keys, _) = world.standard.shape(left);
    let mut account = Account::default();
    for row in 0..table.rows {
        let cells = table.values(row, keys + Matched::COUNTS);
        let is_stated = cells[..keys].iter().all(Option::is_some);
        let count = |cell: usize| match cells[cell] {
            Some(Scalar::Integer(count)) => u64::try_from(count).unwrap_or(0),
            _ => 0,
        };
        add(&mut account, is_stated, count(keys), count(keys + 1));
    }
    Some(account)
}

/// One key, which the left side has in so many rows and the right side in so many.
fn add(account: &mut Account, is_stated: bool, left: u64, right: u64) {
    account.left_rows += left;
    account.right_rows += right;
    if !is_stated {
        account.not_stated_left += left;
        account.not_stated_right += right;
        return;
    }
    let repeated = |place: &mut Repeated, rows: u64| {
        place.keys += 1;
        place.rows += rows;
    };
    if left > 1 {
        repeated(&mut account.duplicate_left, left);
    }
    if right > 1 {
        repeated(&mut account.duplicate_right, right);
    }
    match (left, right) {
        (1, 1) => account.matched += 1,
        (1, 0) => account.only_left += 1,
        (0, 1) => account.only_right += 1,
        (1, _) => account.against_duplicate_left += 1,
        (_, 1) => account.against_duplicate_right += 1,
        _ => {}
    }
}
