//! Which rules a run judges.

use glob::Pattern;

use super::CheckError;
use crate::diag::similar;
use crate::ir::{Rule, RuleId, Standard};

/// The rules whose id, or an earlier id, some pattern of `only` matches (all, when there is none) and none of `skip`.
///
/// # Errors
/// A pattern that does not read, or that no rule matches: most likely a mistyped name.
pub(super) fn select(
    standard: &Standard,
    only: &[String],
    skip: &[String],
) -> Result<Vec<RuleId>, CheckError> {
    let only = patterns(standard, only)?;
    let skip = patterns(standard, skip)?;
    let wanted = |rule: &Rule| only.is_empty() || only.iter().any(|pattern| names(rule, pattern));
    let left_out = |rule: &Rule| skip.iter().any(|pattern| names(rule, pattern));
    Ok(standard.rules().filter(|(_, rule)| wanted(rule) && !left_out(rule)).map(|(id, _)| id).collect())
}

/// Patterns of rules, each of which some rule matches.
///
/// # Errors
/// A pattern that does not read, or that no rule matches.
pub(super) fn patterns(standard: &Standard, texts: &[String]) -> Result<Vec<Pattern>, CheckError> {
    texts
        .iter()
        .map(|text| {
            let pattern = Pattern::new(text).map_err(|error| CheckError::Pattern {
                pattern: text.clone(),
                reason: error.msg.to_owned(),
            })?;
            if standard.rules.iter().any(|rule| names(rule, &pattern)) {
                Ok(pattern)
            } else {
                let near = similar(text, standard.rules.iter().map(|rule| rule.id.as_str()));
                Err(CheckError::NoSuchRule { pattern: text.clone(), similar: near.map(str::to_owned) })
            }
        })
        .collect()
}

fn names(rule: &Rule, pattern: &Pattern) -> bool {
    pattern.matches(&rule.id) || rule.replaces.iter().any(|earlier| pattern.matches(earlier))
}
