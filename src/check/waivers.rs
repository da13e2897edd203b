//! Waivers: failures that are known, with who answers for them, why, and until when. They change what the gate says,
//! never what is found.

use chrono::NaiveDate;
use glob::Pattern;
use serde::Deserialize;

use super::{CheckError, select};
use crate::ir::Standard;
use crate::locale::{Arg, Catalog};
use crate::report::{Past, RuleRun, WaiverRun, WaiverState, harmless};
use crate::types::days_of;

/// The waivers of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waivers(Vec<Waiver>);

/// One waiver, as the file says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Waiver {
    /// The id of a rule, or a pattern.
    rule: String,
    owner: String,
    reason: String,
    /// The last day on which it counts.
    expires: toml::value::Datetime,
    /// The number of failing items up to which it counts.
    failing: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    #[serde(default)]
    waiver: Vec<Waiver>,
}

/// Why a text holds no waivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaiversError {
    /// It is no TOML, or none of waivers: where and why, in the words of the library that reads it.
    Broken(String),
    /// A waiver, by its rule, does not say something.
    Empty {
        /// Its rule.
        rule: String,
        /// `rule`, `owner` or `reason`.
        field: &'static str,
    },
    /// The day of a waiver, by its rule, is no date.
    NoDate(String),
}

impl WaiversError {
    /// The error in words.
    #[must_use]
    pub fn message(&self, words: Catalog) -> String {
        match self {
            WaiversError::Broken(reason) => {
                let reason = reason.lines().map(harmless).collect::<Vec<_>>().join("\n");
                words.text("cli-waivers-broken", &[("reason", Arg::from(reason))])
            }
            WaiversError::Empty { rule, field } => {
                let arguments = [("rule", Arg::from(harmless(rule))), ("field", Arg::from(*field))];
                words.text("cli-waivers-empty", &arguments)
            }
            WaiversError::NoDate(rule) => {
                words.text("cli-waivers-date", &[("rule", Arg::from(harmless(rule)))])
            }
        }
    }
}

impl Waivers {
    /// No waiver.
    #[must_use]
    pub const fn none() -> Self {
        Waivers(Vec::new())
    }

    /// Reads waivers: `[[waiver]]` tables with `rule`, `owner`, `reason`, `expires` and perhaps `failing`.
    ///
    /// # Errors
    /// When something of one is missing: a failure that nobody answers for is not waived.
    pub fn read(text: &str) -> Result<Self, WaiversError> {
        let sheet: Sheet = toml::from_str(text).map_err(|error| WaiversError::Broken(error.to_string()))?;
        for waiver in &sheet.waiver {
            let fields = [("rule", &waiver.rule), ("owner", &waiver.owner), ("reason", &waiver.reason)];
            if let Some((field, _)) = fields.into_iter().find(|(_, text)| text.trim().is_empty()) {
                return Err(WaiversError::Empty { rule: waiver.rule.clone(), field });
            }
            if waiver.last_day().is_none() {
                return Err(WaiversError::NoDate(waiver.rule.clone()));
            }
        }
        Ok(Waivers(sheet.waiver))
    }

    /// # Errors
    /// A waiver of no rule of the standard: most likely a mistyped name.
    pub(super) fn verify(&self, standard: &Standard) -> Result<(), CheckError> {
        let names: Vec<String> = self.0.iter().map(|waiver| waiver.rule.clone()).collect();
        select::patterns(standard, &names).map(|_| ())
    }

    /// Marks the failing rules that are waived on a day, and says what became of every waiver.
    pub(super) fn apply(&self, rules: &mut [RuleRun], today: i32) -> Vec<WaiverRun> {
        self.0.iter().map(|waiver| waiver.apply(rules, today)).collect()
    }
}

impl Waiver {
    fn last_day(&self) -> Option<i32> {
        let date = self.expires.date.filter(|_| self.expires.time.is_none())?;
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).map(days_of)
    }

    fn apply(&self, rules: &mut [RuleRun], today: i32) -> WaiverRun {
        let pattern = Pattern::new(&self.rule).unwrap_or_default();
        let is_of = |rule: &&mut RuleRun| {
            rule.fails() && std::iter::once(&rule.id).chain(&rule.replaces).any(|id| pattern.matches(id))
        };
        let is_past = self.last_day().is_none_or(|last| last < today);
        let mut run = WaiverRun {
            rule: self.rule.clone(),
            owner: self.owner.clone(),
            reason: self.reason.clone(),
            expires: self.expires.to_string(),
            failing: self.failing,
            state: WaiverState::Unused,
            rules: Vec::new(),
        };
        for rule in rules.iter_mut().filter(is_of) {
            run.rules.push(rule.id.clone());
            let state = if is_past {
                WaiverState::Expired
            } else if self.failing.is_some_and(|most| rule.fail > most) {
                WaiverState::Exceeded
            } else {
                rule.waived = true;
                WaiverState::Applied
            };
            // What does not count any more is said before what does.
            run.state = match (run.state, state) {
                (WaiverState::Exceeded, WaiverState::Applied) => WaiverState::Exceeded,
                (_, state) => state,
            };
        }
        run
    }
}

/// Waivers for the rules that fail in a result, to be completed: the reason is empty, and is asked for.
#[must_use]
pub fn new_waivers(past: &Past, owner: &str, expires: NaiveDate) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = String::new();
    for rule in past.rules.iter().filter(|rule| rule.fails()) {
        let title = rule.title.lines().next().unwrap_or_default();
        text.push_str(&format!(
            "# {}\n[[waiver]]\nrule = {}\nowner = {}\nreason = \"\"\nexpires = {}\nfailing = {}\n\n",
            harmless(title),
            quoted(&rule.id),
            quoted(owner),
            expires.format("%Y-%m-%d"),
            rule.fail
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str =
        "[[waiver]]\nrule = \"a.*\"\nowner = \"CNSS\"\nreason = \"old codes\"\nexpires = 2025-03-31\n";

    #[test]
    fn a_waiver_says_who_why_and_until_when() {
        assert_eq!(Waivers::read(ONE).map(|waivers| waivers.0.len()), Ok(1));
        assert_eq!(Waivers::read(""), Ok(Waivers::default()));
        let without = |line: &str| Waivers::read(&ONE.replace(line, ""));
        for line in ["owner = \"CNSS\"\n", "reason = \"old codes\"\n", "expires = 2025-03-31\n"] {
            assert!(matches!(without(line), Err(WaiversError::Broken(_))), "{line}");
        }
        let empty = WaiversError::Empty { rule: "a.*".to_owned(), field: "reason" };
        assert_eq!(Waivers::read(&ONE.replace("old codes", " ")), Err(empty));
        let clock = ONE.replace("2025-03-31", "10:00:00");
        assert_eq!(Waivers::read(&clock), Err(WaiversError::NoDate("a.*".to_owned())));
        assert!(matches!(Waivers::read(&format!("{ONE}until = 3\n")), Err(WaiversError::Broken(_))));
    }
}
