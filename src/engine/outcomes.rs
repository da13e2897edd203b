//! From the truth of a rule's conditions to outcomes.

use arrow::array::BooleanBufferBuilder;
use arrow::buffer::BooleanBuffer;

use super::evaluate::Evaluator;
use super::plan::PlannedRule;
use super::program::NodeId;
use crate::kernel::Mask;
use crate::outcome::Counts;

/// Which items come to what; those in no mask are unknown.
pub(super) struct Outcomes {
    pub(super) pass: BooleanBuffer,
    pub(super) fail: BooleanBuffer,
    not_applicable: BooleanBuffer,
    not_evaluated: Option<BooleanBuffer>,
}

/// Every requirement together.
fn requirement(nodes: &[NodeId], evaluator: &mut Evaluator<'_>) -> Mask {
    let rows = evaluator.rows();
    let all = nodes
        .iter()
        .map(|node| Mask::of(&evaluator.get(*node), rows))
        .reduce(|all, part| Mask { truth: &all.truth & &part.truth, falsity: &all.falsity | &part.falsity });
    all.unwrap_or_else(|| Mask::all(rows))
}

/// Bits of the rows that were kept, along all rows.
fn spread(bits: &BooleanBuffer, kept: &BooleanBuffer) -> BooleanBuffer {
    let mut spread = BooleanBufferBuilder::new(kept.len());
    spread.append_n(kept.len(), false);
    for (_, row) in bits.iter().zip(kept.set_indices()).filter(|(bit, _)| *bit) {
        spread.set_bit(row, true);
    }
    spread.finish()
}

impl Outcomes {
    /// Of the rows, or groups, of an evaluator.
    pub(super) fn of(rule: &PlannedRule, evaluator: &mut Evaluator<'_>) -> Self {
        let rows = evaluator.rows();
        let guard = rule.guard.map(|guard| (guard, Mask::of(&evaluator.get(guard), rows)));
        let few = match &guard {
            Some((node, guard)) => evaluator.few(*node, &guard.falsity, &rule.requirements),
            None => None,
        };
        let requirement = match few {
            Some((kept, few)) => {
                let Mask { truth, falsity } = requirement(&rule.requirements, few);
                Mask { truth: spread(&truth, kept), falsity: spread(&falsity, kept) }
            }
            None => requirement(&rule.requirements, evaluator),
        };
        let mut mask_of = |node: NodeId| Mask::of(&evaluator.get(node), rows);
        let mut outcomes = Outcomes {
            pass: requirement.truth,
            fail: requirement.falsity,
            not_applicable: BooleanBuffer::new_unset(rows),
            not_evaluated: None,
        };
        if let Some((_, guard)) = guard {
            outcomes.pass = &outcomes.pass & &!&guard.falsity;
            outcomes.fail = &outcomes.fail & &guard.truth;
            outcomes.not_applicable = guard.falsity;
        }
        // Outside `effective`: not applicable. An unknown `effective` leaves all else open.
        if let Some(effective) = rule.effective {
            let effective = mask_of(effective);
            outcomes.keep(&effective.truth);
            outcomes.not_applicable = &outcomes.not_applicable | &effective.falsity;
        }
        if let Some(evaluated) = rule.evaluated {
            let evaluated = mask_of(evaluated);
            outcomes.keep(&evaluated.truth);
            outcomes.not_evaluated = Some(evaluated.falsity);
        }
        outcomes
    }

    /// Takes every outcome from the other items.
    fn keep(&mut self, kept: &BooleanBuffer) {
        self.pass = &self.pass & kept;
        self.fail = &self.fail & kept;
        self.not_applicable = &self.not_applicable & kept;
    }

    /// How many items come to what.
    pub(super) fn counts(&self) -> Counts {
        self.count(self.pass.len() as u64, |mask| mask.count_set_bits() as u64)
    }

    /// The same where each item stands for so many.
    pub(super) fn weighted(&self, weights: &[u32]) -> Counts {
        let items = weights.iter().map(|weight| u64::from(*weight)).sum();
        self.count(items, |mask| mask.set_indices().map(|item| u64::from(weights[item])).sum())
    }

    fn count(&self, items: u64, count: impl Fn(&BooleanBuffer) -> u64) -> Counts {
        let (pass, fail, not_applicable) =
            (count(&self.pass), count(&self.fail), count(&self.not_applicable));
        let not_evaluated = self.not_evaluated.as_ref().map_or(0, &count);
        let unknown = items - pass - fail - not_applicable - not_evaluated;
        Counts { items, pass, fail, unknown, not_applicable, not_evaluated, ..Counts::default() }
    }
}
