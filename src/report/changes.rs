//! What differs between two runs: rules that fail newly, that are fixed, that still fail, that say nothing any more.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Past, PastRule, RunVerdict, StandardRun};
use crate::outcome::Verdict;
use crate::types::Severity;

/// The format of the JSON of a comparison of two runs, and its version.
pub const CHANGES_FORMAT: &str = "mizan-diff/1";

/// What became of a rule from one run to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It fails, and did not.
    New,
    /// It fails, and did, and for more than chance explains; or too little of it can be checked now.
    Worse,
    /// It fails, and did.
    Persisting,
    /// It could be judged, and can not be any more; or it is not there any more.
    NoLongerChecked,
    /// It failed, and does not.
    Fixed,
    /// It could not be judged, or was not there, and holds.
    NowChecked,
    /// It fails in neither, and another number of items does.
    Moved,
    /// Nothing.
    Same,
}

impl Change {
    /// From what a rule came to in both runs; nothing of one that was not asked.
    #[must_use]
    pub fn between(before: Option<&PastRule>, after: Option<&PastRule>) -> Self {
        let judged = |rule: Option<&PastRule>| rule.is_some_and(|rule| !rule.is_open());
        let fails = |rule: Option<&PastRule>| rule.is_some_and(PastRule::fails);
        let items = |rule: Option<&PastRule>| rule.map_or(0, |rule| rule.fail);
        match (judged(before), judged(after)) {
            (true, false) => Change::NoLongerChecked,
            (_, true) if fails(after) => match before.zip(after).filter(|_| fails(before)) {
                None => Change::New,
                Some((before, after)) if is_worse(before, after) => Change::Worse,
                Some(_) => Change::Persisting,
            },
            (false, true) => Change::NowChecked,
            (true, true) if fails(before) => Change::Fixed,
            (true, true) if items(before) != items(after) => Change::Moved,
            (true, true) | (false, false) => Change::Same,
        }
    }
}

/// How many standard errors a share must have grown by. Chance alone grows a share by so many once in 700 times.
const STANDARD_ERRORS: f64 = 3.0;

/// Whether a rule that failed fails for more. Deliveries are of several sizes, so that shares are compared, and not the
/// numbers of items; a share of few items moves by chance, so that it must have grown by more than that (the test of two
/// proportions with their common variance).
#[expect(clippy::cast_precision_loss, reason = "no source has 2^53 rows")]
fn is_worse(before: &PastRule, after: &PastRule) -> bool {
    if before.verdict == Verdict::Breached && after.verdict == Verdict::NotCheckedEnough {
        return true;
    }
    let checked = |rule: &PastRule| (rule.pass + rule.fail) as f64;
    let (fail_before, fail_after) = (before.fail as f64, after.fail as f64);
    let (checked_before, checked_after) = (checked(before), checked(after));
    if checked_before == 0.0 || checked_after == 0.0 {
        return false;
    }
    let common = (fail_before + fail_after) / (checked_before + checked_after);
    let variance = common * (1.0 - common) * (1.0 / checked_before + 1.0 / checked_after);
    let growth = fail_after / checked_after - fail_before / checked_before;
    growth > STANDARD_ERRORS * variance.sqrt()
}

/// Two runs side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// [`CHANGES_FORMAT`].
    pub format: &'static str,
    /// The earlier run.
    pub before: Side,
    /// The later run.
    pub after: Side,
    /// How many rules each change is of; those of which nothing changed too.
    pub summary: BTreeMap<Change, usize>,
    /// Rows of sources, where they differ.
    pub sources: Vec<SourceChange>,
    /// The rules of which something changed, or whose text did; worst first, then by name.
    pub rules: Vec<RuleChange>,
}

/// One of the two runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Its standard.
    pub standard: StandardRun,
    /// Its date.
    pub as_of: String,
    /// What it came to.
    pub verdict: RunVerdict,
}

/// The rows of a source in both runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceChange {
    /// Its name.
    pub name: String,
    /// None where it was not there.
    pub before: Option<u64>,
    /// None where it is not there.
    pub after: Option<u64>,
}

/// A rule in both runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleChange {
    /// Its id; the later one.
    pub id: String,
    /// The source that it judges.
    pub subject: String,
    /// What it asks.
    pub title: String,
    /// How grave a breach is.
    pub severity: Severity,
    /// What became of it.
    pub change: Change,
    /// Whether it asks something else than before.
    pub rule_changed: bool,
    /// None where it was not there.
    pub before: Option<Standing>,
    /// None where it is not there.
    pub after: Option<Standing>,
}

/// What a rule came to in one run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Standing {
    /// Its verdict.
    pub verdict: Verdict,
    /// Items that do not hold.
    pub fail: u64,
    /// Of the checked ones.
    pub share: Option<f64>,
}

impl From<&PastRule> for Standing {
    fn from(rule: &PastRule) -> Self {
        Standing { verdict: rule.verdict, fail: rule.fail, share: rule.share }
    }
}

/// Whether a rule asks something else; unknown of results of versions that did not say what it asks, and then no.
#[must_use]
pub fn asks_otherwise(before: &PastRule, after: &PastRule) -> bool {
    !before.fingerprint.is_empty() && !after.fingerprint.is_empty() && before.fingerprint != after.fingerprint
}

impl Changes {
    /// Everything that differs from one run to a later one.
    #[must_use]
    pub fn between(before: &Past, after: &Past) -> Self {
        let mut pairs: Vec<(Option<&PastRule>, Option<&PastRule>)> = Vec::new();
        let mut met: BTreeSet<&str> = BTreeSet::new();
        let known = before.by_id();
        for rule in &after.rules {
            let mut earlier = std::iter::once(&rule.id).chain(&rule.replaces);
            let earlier = earlier.find_map(|id| known.get(id.as_str()).copied());
            met.extend(earlier.map(|earlier| earlier.id.as_str()));
            pairs.push((earlier, Some(rule)));
        }
        let gone = before.rules.iter().filter(|rule| !met.contains(rule.id.as_str()));
        pairs.extend(gone.map(|rule| (Some(rule), None)));
        let all: Vec<RuleChange> = pairs.into_iter().filter_map(|(a, b)| rule_change(a, b)).collect();
        let mut summary: BTreeMap<Change, usize> = BTreeMap::new();
        for rule in &all {
            *summary.entry(rule.change).or_default() += 1;
        }
        let mut rules: Vec<RuleChange> =
            all.into_iter().filter(|rule| rule.change != Change::Same || rule.rule_changed).collect();
        rules.sort_by(|a, b| {
            (a.change, std::cmp::Reverse(a.severity), &a.id).cmp(&(
                b.change,
                std::cmp::Reverse(b.severity),
                &b.id,
            ))
        });
        let side = |past: &Past| Side {
            standard: past.standard.clone(),
            as_of: past.as_of.clone(),
            verdict: past.verdict,
        };
        Changes {
            format: CHANGES_FORMAT,
            before: side(before),
            after: side(after),
            summary,
            sources: source_changes(before, after),
            rules,
        }
    }

    /// How many rules a change is of.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.summary.get(&change).copied().unwrap_or_default()
    }

    /// The changes as JSON.
    ///
    /// # Panics
    /// Never: every key is a text.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("every key is a text");
        text.push('\n');
        text
    }
}

fn rule_change(before: Option<&PastRule>, after: Option<&PastRule>) -> Option<RuleChange> {
    let shown = after.or(before)?;
    Some(RuleChange {
        id: shown.id.clone(),
        subject: shown.subject.clone(),
        title: shown.title.clone(),
        severity: shown.severity,
        change: Change::between(before, after),
        rule_changed: before.zip(after).is_some_and(|(before, after)| asks_otherwise(before, after)),
        before: before.map(Standing::from),
        after: after.map(Standing::from),
    })
}

/// The sources whose rows differ, in the order of the later run, then those that are gone.
fn source_changes(before: &Past, after: &Past) -> Vec<SourceChange> {
    let rows = |past: &Past, name: &str| {
        past.sources.iter().find(|source| source.name == name).map(|source| source.rows)
    };
    let gone = before.sources.iter().filter(|source| rows(after, &source.name).is_none());
    let all = after.sources.iter().chain(gone).map(|source| SourceChange {
        name: source.name.clone(),
        before: rows(before, &source.name),
        after: rows(after, &source.name),
    });
    all.filter(|change| change.before != change.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: &str, verdict: Verdict, fail: u64) -> PastRule {
        PastRule {
            id: id.to_owned(),
            replaces: Vec::new(),
            severity: Severity::Error,
            subject: "s".to_owned(),
            title: id.to_owned(),
            pass: 10,
            fail,
            share: None,
            verdict,
            fingerprint: "1".to_owned(),
        }
    }

    fn past(rules: Vec<PastRule>) -> Past {
        let standard = StandardRun { name: String::new(), version: String::new(), sha256: String::new() };
        let verdict = RunVerdict::Passed;
        Past { standard, as_of: "2024-12-31".to_owned(), verdict, sources: Vec::new(), rules }
    }

    #[test]
    fn a_share_that_grows_beyond_chance_is_worse_whatever_the_sizes() {
        let of =
            |fail: u64, checked: u64| PastRule { pass: checked - fail, ..rule("a", Verdict::Breached, fail) };
        let became = |before: (u64, u64), after: (u64, u64)| {
            Change::between(Some(&of(before.0, before.1)), Some(&of(after.0, after.1)))
        };
        assert_eq!(became((100, 1_000), (150, 1_000)), Change::Worse);
        assert_eq!(became((100, 1_000), (105, 1_000)), Change::Persisting, "chance");
        assert_eq!(became((100, 1_000), (1_000, 10_000)), Change::Persisting, "ten times the rows");
        assert_eq!(became((1_000, 10_000), (150, 1_000)), Change::Worse, "fewer items of far fewer");
        assert_eq!(became((1, 3), (2, 3)), Change::Persisting, "few items say little");
        assert_eq!(became((5, 5), (5, 5)), Change::Persisting, "no more than all can fail");
        assert_eq!(became((150, 1_000), (100, 1_000)), Change::Persisting, "better, and not yet good");
        let unchecked = PastRule { verdict: Verdict::NotCheckedEnough, ..of(0, 10) };
        assert_eq!(Change::between(Some(&of(5, 10)), Some(&unchecked)), Change::Worse);
        assert_eq!(Change::between(Some(&unchecked), Some(&unchecked)), Change::Persisting);
    }

    #[test]
    fn a_rule_is_followed_from_one_run_to_the_next() {
        let before = past(vec![
            rule("a", Verdict::Ok, 0),
            rule("b", Verdict::Breached, 4),
            rule("c", Verdict::Breached, 4),
            rule("d", Verdict::Tolerated, 1),
            rule("e", Verdict::NotEvaluated, 0),
            rule("f", Verdict::Ok, 0),
            rule("g", Verdict::Ok, 0),
            rule("h", Verdict::Ok, 0),
        ]);
        let renamed = PastRule { replaces: vec!["b".to_owned()], ..rule("b2", Verdict::Breached, 5) };
        let rewritten = PastRule { fingerprint: "2".to_owned(), ..rule("g", Verdict::Ok, 0) };
        let after = past(vec![
            rule("a", Verdict::NotCheckedEnough, 0),
            renamed,
            rule("c", Verdict::Ok, 0),
            rule("d", Verdict::Tolerated, 2),
            rule("e", Verdict::Ok, 0),
            rewritten,
            rule("h", Verdict::Ok, 0),
            rule("i", Verdict::Breached, 1),
        ]);
        let changes = Changes::between(&before, &after);
        let found: Vec<(&str, Change, bool)> =
            changes.rules.iter().map(|rule| (rule.id.as_str(), rule.change, rule.rule_changed)).collect();
        assert_eq!(
            found,
            [
                ("a", Change::New, false),
                ("i", Change::New, false),
                ("b2", Change::Persisting, false),
                ("f", Change::NoLongerChecked, false),
                ("c", Change::Fixed, false),
                ("e", Change::NowChecked, false),
                ("d", Change::Moved, false),
                ("g", Change::Same, true),
            ]
        );
        assert_eq!((changes.count(Change::Same), changes.count(Change::New)), (2, 2));
        let same = Changes::between(&after, &after);
        assert!(same.rules.iter().all(|rule| rule.change == Change::Persisting && !rule.rule_changed));
    }
}
