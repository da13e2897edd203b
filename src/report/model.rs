//! A run: everything that any report says of it, in the order of the standard.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Change, CompareRun, PastRule, ShownValue, SizeRun, Standing, TableRun};
use crate::outcome::Verdict;
use crate::types::Severity;

/// The format of the JSON result, and its version.
pub const FORMAT: &str = "mizan-result/1";

/// One run of a standard over a delivery. Texts are in one language; identifying values are masked already.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// [`FORMAT`].
    pub format: &'static str,
    /// The version of Mizan that ran.
    pub mizan: String,
    /// ISO 639-1 code of the language of the texts.
    pub lang: String,
    /// What the delivery was judged by.
    pub standard: StandardRun,
    /// The date that `as_of` meant, as `2024-12-31`.
    pub as_of: String,
    /// Value of each parameter.
    pub parameters: BTreeMap<String, ShownValue>,
    /// Units of the parameters that have one, as `MAD/month`: for people, who read them beside the values.
    #[serde(skip)]
    pub units: BTreeMap<String, String>,
    /// Breaches of this severity or a graver one fail the gate; none where nothing does.
    pub fail_on: Option<Severity>,
    /// Whether only rules fail it that did not fail in the previous delivery.
    pub fail_on_new: bool,
    /// Whether those fail it too that failed and got worse.
    pub fail_on_worse: bool,
    /// What the run comes to.
    pub verdict: RunVerdict,
    /// How many rules came to what.
    pub summary: Summary,
    /// Sources that rules were judged on.
    pub sources: Vec<SourceRun>,
    /// Files in the folders of the sources that no source reads: perhaps misnamed.
    pub unclaimed: Vec<String>,
    /// Rules that were judged.
    pub rules: Vec<RuleRun>,
    /// Known failures that do not fail the gate, or that do not count any more, in the order of their file.
    pub waivers: Vec<WaiverRun>,
    /// Cells of tables with fewer records than this are not shown; 0: all are.
    pub threshold: u64,
    /// Comparisons whose sides could be computed, in the order of the standard.
    pub compares: Vec<CompareRun>,
    /// Declared tables that could be computed, in the order of the standard.
    pub tables: Vec<TableRun>,
    /// What compiling the standard had to say, none of which is an error: what `mizan lint` shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<DiagnosticRun>,
    /// Where the files of the standard are, from the directory that the command runs in: what code hosts know them by. Not
    /// part of the result, which is the same wherever it was made.
    #[serde(skip)]
    pub paths: BTreeMap<String, String>,
    /// How long it took; left out of reproducible results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
}

/// What a run comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunVerdict {
    /// The gate passed.
    Passed,
    /// A rule of the severity that fails the gate is breached or not checked enough.
    Failed,
    /// Data is missing or can not be read, a rule could not be evaluated, or nothing was judged.
    Incomplete,
}

/// The standard of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardRun {
    /// Its name; may be empty.
    pub name: String,
    /// Its version; may be empty.
    pub version: String,
    /// SHA-256 of its texts.
    pub sha256: String,
}

/// What compiling a standard had to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosticRun {
    /// Its code, as `M1001`.
    pub code: &'static str,
    /// A warning, or a remark for information.
    pub severity: Severity,
    /// The file of the standard, where it is of one.
    pub file: Option<String>,
    /// The line in the file.
    pub line: Option<u64>,
    /// What it is, in words.
    pub message: String,
}

/// How many rules came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// Rules that were asked for.
    pub rules: usize,
    /// [`Verdict::Ok`]
    pub ok: usize,
    /// [`Verdict::Tolerated`]
    pub tolerated: usize,
    /// [`Verdict::Breached`]
    pub breached: usize,
    /// [`Verdict::NotCheckedEnough`]
    pub not_checked_enough: usize,
    /// [`Verdict::NotEvaluated`], because there was nothing to judge.
    pub nothing_to_judge: usize,
    /// [`Verdict::NotEvaluated`], for any other reason.
    pub not_evaluated: usize,
}

/// What was delivered of a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRun {
    /// Its name in the standard.
    pub name: String,
    /// Where its rows come from.
    pub rows_from: RowsFrom,
    /// Its title; may be empty.
    pub title: String,
    /// Who delivers it; may be empty.
    pub owner: String,
    /// Its files, in the order of their names.
    pub files: Vec<FileRun>,
    /// Rows of all files.
    pub rows: u64,
    /// What is wrong with the delivery, whatever the rules say.
    pub problems: Vec<Problem>,
    /// Where it is declared, as `file.mizan:12`. Not part of the result.
    #[serde(skip)]
    pub place: String,
    /// Where its files are, by their paths below the delivery, from the directory that the command runs in, where they are
    /// below that: what code hosts know them by. Not part of the result, which is the same wherever it was made.
    #[serde(skip)]
    pub paths: BTreeMap<String, String>,
    /// How many failing records each field was blamed for, by name; nothing where nobody asked for it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub blamed: BTreeMap<String, u64>,
    /// Pairs of rules that mostly the same rows break, those of most rows first; nothing where nobody asked for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<TogetherRun>,
}

/// Two rules that mostly the same rows break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TogetherRun {
    /// Their ids.
    pub rules: [String; 2],
    /// Rows that break both.
    pub rows: u64,
}

/// Where the rows of a source come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsFrom {
    /// The files of an institution.
    Files,
    /// A table: grouped aggregates.
    Table,
    /// A comparison of two sides.
    Comparison,
    /// The records that must be there.
    Expected,
    /// The result of the previous delivery.
    LastDelivery,
}

/// A delivered file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRun {
    /// Below the delivery, with `/`.
    pub path: String,
    /// SHA-256 of its bytes; empty when they can not be read.
    pub sha256: String,
    /// Its rows; those that could be read when it breaks off.
    pub rows: u64,
}

/// Something wrong with the delivery of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What it is, by a name that does not change: `file-absent`, `column-absent`, `no-rows`, …
    pub kind: String,
    /// An error leaves something unread, so that the run is incomplete; information is a remark only.
    pub severity: Severity,
    /// The file, where it is of one.
    pub file: Option<String>,
    /// The column, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What it is, in words.
    pub message: String,
}

/// What a rule judges one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Rows.
    Row,
    /// Groups of rows.
    Group,
    /// The whole source.
    Whole,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleRun {
    /// `SOURCE.NAME`, or `SOURCE.COLUMN.CONSTRAINT`.
    pub id: String,
    /// Earlier ids.
    pub replaces: Vec<String>,
    /// ESS type of validation rule.
    pub kind: String,
    /// How grave a breach is.
    pub severity: Severity,
    /// The source that it judges.
    pub subject: String,
    /// What an item is.
    pub unit: Unit,
    /// What it asks: its title, else the first line of its documentation, else the words for its constraint.
    pub title: String,
    /// Its documentation; may be empty.
    pub doc: String,
    /// Where it comes from.
    pub citations: Vec<CitationRun>,
    /// Where it is written: `file.mizan:12`.
    pub place: String,
    /// Its text, or the line of the column that it comes from.
    pub text: String,
    /// Items.
    pub items: u64,
    /// Items that hold.
    pub pass: u64,
    /// Items that do not.
    pub fail: u64,
    /// Items that missing values leave open.
    pub unknown: u64,
    /// Items that the rule does not apply to.
    pub not_applicable: u64,
    /// Items that could not be judged, where their number is known.
    pub not_evaluated: u64,
    /// Rows in no group, because a key is missing; not items.
    pub ungrouped: u64,
    /// Failing items of the checked ones; none where none was checked.
    pub share: Option<f64>,
    /// Checked items of the applicable ones, times the share of rows in a group; none where it applies to none.
    pub checked_share: Option<f64>,
    /// What failing items are tolerated.
    pub tolerance: ToleranceRun,
    /// The share of applicable items that must have been checked.
    pub coverage: f64,
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it was not evaluated.
    pub why: Option<Why>,
    /// How its counts were established.
    pub proved: &'static str,
    /// Sixteen hexadecimal digits that change with what it asks: conditions, definitions, parameters, code lists,
    /// settings.
    pub fingerprint: String,
    /// Whether it fails and a waiver says that this is known.
    pub waived: bool,
    /// What it came to in the previous delivery, where its result is given and has the rule.
    pub before: Option<Before>,
    /// The first failing items.
    pub samples: Vec<SampleRun>,
    /// Units of the columns that it reads, of those that have one: for people, who read them beside the values.
    #[serde(skip)]
    pub units: BTreeMap<String, String>,
    /// For a column with declared missing codes: cells by reason.
    pub missing: BTreeMap<String, u64>,
    /// How large the differences of failing items are, ascending; nothing where it compares no numbers, or they may not be
    /// shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<SizeRun>,
}

/// What a rule came to in the previous delivery.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Before {
    /// Verdict and failing items.
    #[serde(flatten)]
    pub standing: Standing,
    /// What became of it since.
    pub change: Change,
    /// Whether it asked something else.
    pub rule_changed: bool,
}

/// A known failure: who answers for it, why, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaiverRun {
    /// The rules that it is of, as the file names them: an id, or a pattern.
    pub rule: String,
    /// Who answers for it.
    pub owner: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it counts.
    pub expires: String,
    /// The number of failing items up to which it counts.
    pub failing: Option<u64>,
    /// What became of it.
    pub state: WaiverState,
    /// The rules that it is of and that fail.
    pub rules: Vec<String>,
}

/// What became of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverState {
    /// Rules fail that do not fail the gate because of it.
    Applied,
    /// More items fail than it accepts.
    Exceeded,
    /// Its day is past, and rules fail.
    Expired,
    /// No rule that it is of fails: it can go.
    Unused,
}

/// The tolerance of a rule: within either is enough.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ToleranceRun {
    /// As a share of the checked items.
    pub share: Option<f64>,
    /// As a number of items.
    pub count: Option<u64>,
}

/// Why a rule was not evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// By a name that does not change: `source-absent`, `column-absent`, `source-unreadable`, `nothing-to-judge`,
    /// `not-collected`, `failure`.
    pub kind: &'static str,
    /// In words.
    pub message: String,
}

impl Why {
    /// The kind of a rule that had no item to judge, or only items that it does not apply to.
    pub const NOTHING_TO_JUDGE: &'static str = "nothing-to-judge";
    /// The kind of a rule on an entity at a source that does not collect what it needs.
    pub const NOT_COLLECTED: &'static str = "not-collected";
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationRun {
    /// The document.
    pub document: String,
    /// Where in it.
    pub place: Option<String>,
    /// Whether it is still to be verified.
    pub to_verify: bool,
}

/// A failing item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleRun {
    /// Its file; none for groups and wholes.
    pub file: Option<String>,
    /// Its row in the file, from 1; none for groups and wholes.
    pub row: Option<u64>,
    /// The values of its key, joined by `, `.
    pub key: String,
    /// The values that the rule reads, in the order of the rule.
    #[serde(serialize_with = "as_object")]
    pub values: Vec<(String, ShownValue)>,
    /// What is wrong with it: a line for each requirement that is false.
    pub message: String,
    /// Whether something of it is not shown, for it is of a cell of too few records.
    pub suppressed: bool,
}

/// How long a run took, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Timing {
    /// Finding and opening files.
    pub open_ms: u64,
    /// Judging.
    pub judge_ms: u64,
    /// All of it.
    pub total_ms: u64,
}

fn as_object<S: serde::Serializer>(
    values: &[(String, ShownValue)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().map(|(name, value)| (name, value)))
}

impl Summary {
    /// Counts the verdicts of rules.
    #[must_use]
    pub fn of(rules: &[RuleRun]) -> Self {
        let count = |verdict| rules.iter().filter(|rule| rule.verdict == verdict).count();
        let nothing_to_judge = rules.iter().filter(|rule| rule.had_nothing_to_judge()).count();
        Summary {
            rules: rules.len(),
            ok: count(Verdict::Ok),
            tolerated: count(Verdict::Tolerated),
            breached: count(Verdict::Breached),
            not_checked_enough: count(Verdict::NotCheckedEnough),
            nothing_to_judge,
            not_evaluated: count(Verdict::NotEvaluated) - nothing_to_judge,
        }
    }
}

impl RuleRun {
    /// Whether it was not evaluated for want of items only: no fault of the delivery.
    #[must_use]
    pub fn had_nothing_to_judge(&self) -> bool {
        self.why.as_ref().is_some_and(|why| why.kind == Why::NOTHING_TO_JUDGE)
    }

    /// Whether its source does not collect what it needs: no fault of the delivery either.
    #[must_use]
    pub fn is_not_collected(&self) -> bool {
        self.why.as_ref().is_some_and(|why| why.kind == Why::NOT_COLLECTED)
    }

    /// Whether its verdict fails a gate, whatever its severity.
    #[must_use]
    pub fn fails(&self) -> bool {
        match self.verdict {
            Verdict::Breached | Verdict::NotCheckedEnough => true,
            Verdict::Ok | Verdict::Tolerated | Verdict::NotEvaluated => false,
        }
    }

    /// The same as an earlier run would be read.
    #[must_use]
    pub fn as_past(&self) -> PastRule {
        PastRule {
            id: self.id.clone(),
            replaces: self.replaces.clone(),
            severity: self.severity,
            subject: self.subject.clone(),
            title: self.title.clone(),
            pass: self.pass,
            fail: self.fail,
            share: self.share,
            verdict: self.verdict,
            fingerprint: self.fingerprint.clone(),
        }
    }

    /// Whether it failed in the previous delivery already.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.before.is_some_and(|before| matches!(before.change, Change::Persisting | Change::Worse))
    }

    /// Whether it failed in the previous delivery already, and for less.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.before.is_some_and(|before| before.change == Change::Worse)
    }

    /// Items that were decided.
    #[must_use]
    pub fn checked(&self) -> u64 {
        self.pass + self.fail
    }
}

/// What fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// Breaches of this severity or a graver one; none: nothing does.
    pub fail_on: Option<Severity>,
    /// What becomes of rules that failed in the previous delivery already.
    pub known: Known,
}

/// What becomes of a gate by rules that failed in the previous delivery already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    /// They fail it as others do.
    #[default]
    Fail,
    /// They do not.
    Pass,
    /// Those do that got worse.
    FailIfWorse,
}

impl Gate {
    /// Whether a failure is let through, however grave it is.
    #[must_use]
    pub fn accepts(self, rule: &RuleRun) -> bool {
        let is_let_through = match self.known {
            Known::Fail => false,
            Known::Pass => rule.is_known(),
            Known::FailIfWorse => rule.is_known() && !rule.is_worse(),
        };
        rule.waived || is_let_through
    }
}

impl Run {
    /// What fails it.
    #[must_use]
    pub fn gate(&self) -> Gate {
        let known = match (self.fail_on_new, self.fail_on_worse) {
            (false, _) => Known::Fail,
            (true, false) => Known::Pass,
            (true, true) => Known::FailIfWorse,
        };
        Gate { fail_on: self.fail_on, known }
    }
}

impl RunVerdict {
    /// What sources and rules come to. Missing data wins: it leaves open what the gate would say. A run that judged
    /// nothing at all is never green.
    #[must_use]
    pub fn of(sources: &[SourceRun], rules: &[RuleRun], gate: Gate) -> Self {
        let blocked = sources
            .iter()
            .flat_map(|source| &source.problems)
            .any(|problem| problem.severity == Severity::Error);
        let unevaluated = |rule: &RuleRun| rule.verdict == Verdict::NotEvaluated;
        let open =
            |rule: &RuleRun| unevaluated(rule) && !rule.had_nothing_to_judge() && !rule.is_not_collected();
        let grave = |rule: &RuleRun| gate.fail_on.is_some_and(|least| rule.severity >= least);
        if blocked || rules.iter().any(open) || rules.iter().all(unevaluated) {
            return RunVerdict::Incomplete;
        }
        if rules.iter().any(|rule| rule.fails() && grave(rule) && !gate.accepts(rule)) {
            RunVerdict::Failed
        } else {
            RunVerdict::Passed
        }
    }
}
