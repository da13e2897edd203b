//! Which cells may not be shown, so that none of too few records is, nor follows from others by one subtraction.

/// A published sum: the records of one cell are those of others together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) total: usize,
    pub(super) parts: Vec<usize>,
}

/// For each cell whether it is hidden: those of fewer records than `threshold`, and in each sum as many more, the
/// smallest first, as it takes that no hidden cell follows from those that are shown: of what a shown total hides there
/// are at least two parts, with at least `threshold` records together; a hidden total has a hidden part.
pub(super) fn hide(records: &[u64], sums: &[Sum], threshold: u64) -> Vec<bool> {
    let mut hidden: Vec<bool> = records.iter().map(|count| *count < threshold).collect();
    loop {
        let mut changed = false;
        for sum in sums {
            while let Some(next) = next_to_hide(sum, records, &hidden, threshold) {
                hidden[next] = true;
                changed = true;
            }
        }
        if !changed {
            return hidden;
        }
    }
}

/// The cell that must be hidden beside those that are; none where nothing follows from what is shown.
fn next_to_hide(sum: &Sum, records: &[u64], hidden: &[bool], threshold: u64) -> Option<usize> {
    let covered = || sum.parts.iter().copied().filter(|part| hidden[*part]);
    let count = covered().count();
    let is_open = match (hidden[sum.total], count) {
        (true, count) => count == 0,
        (false, 0) => false,
        (false, count) => {
            let together = covered().fold(0_u64, |sum, part| sum.saturating_add(records[part]));
            count == 1 || together < threshold
        }
    };
    if !is_open {
        return None;
    }
    let smallest = sum.parts.iter().copied().filter(|part| !hidden[*part]);
    smallest.min_by_key(|part| (records[*part], *part)).or((!hidden[sum.total]).then_some(sum.total))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_next_smallest_sibling_is_hidden_too_under_a_shown_total() {
        let sums = [Sum { total: 3, parts: vec![0, 1, 2] }];
        assert_eq!(hide(&[2, 50, 9, 61], &sums, 5), [true, false, true, false]);
        assert_eq!(hide(&[7, 50, 9, 66], &sums, 5), [false; 4]);
        assert_eq!(hide(&[1, 50, 2, 53], &sums, 5), [true, true, true, false], "1 and 2 are three together");
    }

    #[test]
    fn a_total_without_another_part_is_hidden_itself() {
        assert_eq!(hide(&[2, 9], &[Sum { total: 1, parts: vec![0] }], 5), [true, true]);
        assert_eq!(
            hide(&[3, 9], &[Sum { total: 0, parts: vec![1] }], 5),
            [true, true],
            "the same cell twice"
        );
    }

    #[test]
    fn what_is_hidden_for_one_sum_is_seen_by_the_others() {
        // Two rows, two columns: cells 0..4, totals of the rows 4, 5, of the columns 6, 7.
        let sums = [
            Sum { total: 4, parts: vec![0, 1] },
            Sum { total: 5, parts: vec![2, 3] },
            Sum { total: 6, parts: vec![0, 2] },
            Sum { total: 7, parts: vec![1, 3] },
        ];
        let hidden = hide(&[1, 20, 30, 40, 21, 70, 31, 60], &sums, 5);
        assert_eq!(hidden, [true, true, true, true, false, false, false, false]);
    }

    #[test]
    fn nothing_is_hidden_without_a_threshold() {
        assert_eq!(hide(&[0, 1, 1], &[Sum { total: 2, parts: vec![0, 1] }], 0), [false; 3]);
    }

    /// The counts of a table by two keys, with the sums of its rows, of its columns and of all.
    fn table() -> impl Strategy<Value = (Vec<u64>, Vec<Sum>)> {
        (1_usize..5, 1_usize..5).prop_flat_map(|(rows, columns)| {
            prop::collection::vec(0_u64..30, rows * columns).prop_map(move |mut records| {
                let inner = records.len();
                let mut sums: Vec<Sum> = Vec::new();
                let mut add = |parts: Vec<usize>, records: &mut Vec<u64>| {
                    records.push(parts.iter().map(|part| records[*part]).sum());
                    sums.push(Sum { total: records.len() - 1, parts });
                };
                for row in 0..rows {
                    add((0..columns).map(|column| row * columns + column).collect(), &mut records);
                }
                for column in 0..columns {
                    add((0..rows).map(|row| row * columns + column).collect(), &mut records);
                }
                add((inner..inner + rows).collect(), &mut records);
                add((inner + rows..inner + rows + columns).collect(), &mut records);
                (records, sums)
            })
        })
    }

    proptest! {
        #[test]
        fn no_hidden_cell_follows_by_one_subtraction((records, sums) in table(), threshold in 0_u64..12) {
            let hidden = hide(&records, &sums, threshold);
            for (cell, count) in records.iter().enumerate() {
                prop_assert!(hidden[cell] || *count >= threshold);
            }
            for sum in &sums {
                let covered: Vec<usize> = sum.parts.iter().copied().filter(|part| hidden[*part]).collect();
                let unknowns = covered.len() + usize::from(hidden[sum.total]);
                prop_assert!(unknowns != 1, "{sum:?} gives away one of {hidden:?}");
                let together: u64 = covered.iter().map(|part| records[*part]).sum();
                prop_assert!(hidden[sum.total] || covered.is_empty() || together >= threshold);
            }
        }

        #[test]
        fn no_more_is_hidden_than_where_something_is_small((records, sums) in table(), threshold in 0_u64..12) {
            if records.iter().all(|count| *count >= threshold) {
                prop_assert!(hide(&records, &sums, threshold).iter().all(|hidden| !hidden));
            }
        }
    }
}
