//! By how much failing items break what is asked.

use super::evaluate::Evaluator;
use super::outcomes::Outcomes;
use super::plan::PlannedRule;
use super::program::NodeId;
use crate::outcome::Sizes;

/// The differences of the items of an evaluator that fail, each of which stands for so many.
pub(super) fn of_failing(
    rule: &PlannedRule,
    outcomes: &Outcomes,
    evaluator: &mut Evaluator<'_>,
    weights: Option<&[u32]>,
) -> Sizes {
    let mut sizes = Sizes::default();
    let compared: Vec<NodeId> = rule
        .requirements
        .iter()
        .zip(&rule.differences)
        .filter_map(|(asked, by)| Some([*asked, (*by)?]))
        .flatten()
        .collect();
    if compared.is_empty() || outcomes.fail.count_set_bits() == 0 {
        return sizes;
    }
    for pair in evaluator.on_rows(&outcomes.fail, &compared).chunks(2) {
        let [asked, by] = pair else { continue };
        let (asked, by) = (asked.view(), by.view());
        for (at, item) in outcomes.fail.set_indices().enumerate() {
            if asked.truth(at) == Some(false) {
                sizes.add(&by.get(at), weights.map_or(1, |weights| u64::from(weights[item])));
            }
        }
    }
    sizes
}
