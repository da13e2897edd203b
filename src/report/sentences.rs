//! The sentences of a run that every report for people says alike.

use std::collections::BTreeMap;

use super::{
    CitationRun, CompareRun, RowsFrom, RuleRun, Run, RunVerdict, SampleRun, SourceRun, TableRun, TogetherRun,
    Unit, WaiverRun, WaiverState, harmless,
};
use crate::locale::{Arg, Catalog};
use crate::outcome::Verdict;
use crate::types::Severity;

/// What the run comes to, then what to do about it.
pub(super) fn verdict(run: &Run, words: Catalog) -> Vec<String> {
    let failing = run.rules.iter().filter(|rule| rule.fails()).count();
    let counts = [
        ("rules", Arg::from(run.summary.rules)),
        ("failing", Arg::from(failing)),
        ("tolerated", Arg::from(run.summary.tolerated)),
    ];
    let messages: &[&str] = match run.verdict {
        RunVerdict::Passed if failing > 0 && accepts_some(run) => &["report-passed-accepted"],
        RunVerdict::Passed if failing > 0 => &["report-passed-though"],
        RunVerdict::Passed if run.summary.tolerated > 0 => &["report-passed-tolerating"],
        RunVerdict::Passed => &["report-passed"],
        RunVerdict::Failed => &["report-failed", "report-failed-advice"],
        RunVerdict::Incomplete if run.rules.is_empty() => &["report-no-rules"],
        RunVerdict::Incomplete if failing > 0 => &["report-incomplete-failing", "report-incomplete-advice"],
        RunVerdict::Incomplete => &["report-incomplete", "report-incomplete-advice"],
    };
    messages.iter().map(|message| words.text(message, &counts)).collect()
}

/// Whether failures are let through that are grave: waived ones, or those of the previous delivery.
fn accepts_some(run: &Run) -> bool {
    run.rules.iter().any(|rule| run.gate().accepts(rule))
}

/// A line for each waiver: who answers for what, why, until when, and what became of it.
pub(super) fn waivers(run: &Run, words: Catalog) -> Vec<(WaiverState, String)> {
    run.waivers.iter().map(|accepted| (accepted.state, waiver(accepted, words))).collect()
}

/// Who answers for the failure of a rule, why, and until when; none where it is not waived.
pub(super) fn accepted(run: &Run, rule: &RuleRun, words: Catalog) -> Option<String> {
    let is_of = |waiver: &&WaiverRun| waiver.state == WaiverState::Applied && waiver.rules.contains(&rule.id);
    run.waivers.iter().filter(|_| rule.waived).find(is_of).map(|accepted| waiver(accepted, words))
}

fn waiver(waiver: &WaiverRun, words: Catalog) -> String {
    let message = match waiver.state {
        WaiverState::Applied => "report-waiver-applied",
        WaiverState::Exceeded => "report-waiver-exceeded",
        WaiverState::Expired => "report-waiver-expired",
        WaiverState::Unused => "report-waiver-unused",
    };
    let arguments = [
        ("rule", Arg::from(harmless(&waiver.rule))),
        ("owner", Arg::from(harmless(&waiver.owner))),
        ("reason", Arg::from(harmless(&waiver.reason))),
        ("date", Arg::from(waiver.expires.as_str())),
        ("most", Arg::from(waiver.failing.unwrap_or_default())),
    ];
    words.text(message, &arguments)
}

/// What the rule came to in the previous delivery; none where that is not known.
pub(super) fn before(rule: &RuleRun, words: Catalog) -> Option<String> {
    let before = rule.before?;
    let share = before.standing.share.map(|share| words.lang().failing_share(share));
    let arguments = [
        ("fail", Arg::from(before.standing.fail)),
        ("share", Arg::from(share.unwrap_or_default())),
        ("verdict", Arg::from(of_verdict(before.standing.verdict, words))),
    ];
    let message = match before.standing.fail {
        0 => "report-before",
        _ if rule.is_worse() => "report-before-worse",
        _ => "report-before-failing",
    };
    let mut text = words.text(message, &arguments);
    if before.rule_changed {
        text.push(' ');
        text.push_str(&words.text("diff-asks-otherwise", &[]));
    }
    Some(text)
}

/// The words that tell a rule's breach: its severity, what it comes to, and whether it is waived.
pub(super) fn tags(rule: &RuleRun, words: Catalog) -> Vec<String> {
    let mut tags = vec![severity(rule.severity, words), of_verdict(rule.verdict, words)];
    if rule.waived {
        tags.push(words.text("report-waived", &[]));
    }
    tags
}

/// By what the delivery was judged, and for which date.
pub(super) fn standard(run: &Run, words: Catalog) -> String {
    let date = ("date", Arg::from(run.as_of.as_str()));
    let name = run.standard.name.as_str();
    if name.is_empty() {
        return words.text("report-as-of", &[date]);
    }
    let title = format!("{name} {}", run.standard.version);
    words.text("report-standard", &[("standard", Arg::from(title.trim())), date])
}

/// The files that no source reads; none where every file is read.
pub(super) fn unclaimed(run: &Run, words: Catalog) -> Option<String> {
    if run.unclaimed.is_empty() {
        return None;
    }
    let names: Vec<String> = run.unclaimed.iter().map(|name| harmless(name)).collect();
    let files = names.join(words.lang().list_separator());
    Some(words.text("report-unclaimed", &[("files", Arg::from(files))]))
}

/// The title of a source with its name, or its name.
pub(super) fn name(source: &SourceRun) -> String {
    if source.title.is_empty() { source.name.clone() } else { format!("{} ({})", source.title, source.name) }
}

/// Who delivers a source, and how much came.
pub(super) fn delivered(source: &SourceRun, words: Catalog) -> Vec<String> {
    let mut lines = Vec::new();
    if !source.owner.is_empty() {
        lines.push(words.text("report-owner", &[("owner", Arg::from(source.owner.as_str()))]));
    }
    let computed = match source.rows_from {
        RowsFrom::Files => None,
        RowsFrom::Table => Some("report-from-table"),
        RowsFrom::Comparison => Some("report-from-comparison"),
        RowsFrom::Expected => Some("report-from-expected"),
        RowsFrom::LastDelivery => Some("report-from-last-delivery"),
    };
    lines.extend(computed.map(|message| words.text(message, &[("rows", Arg::from(source.rows))])));
    if !source.files.is_empty() {
        let counts = [("files", Arg::from(source.files.len())), ("rows", Arg::from(source.rows))];
        lines.push(words.text("report-files", &counts));
    }
    lines
}

/// The fields of a source to correct, those that most failing records blame first; none where nobody asked.
pub(super) fn blamed(source: &SourceRun, words: Catalog) -> Option<String> {
    let mut fields: Vec<(&String, u64)> = source.blamed.iter().map(|(name, count)| (name, *count)).collect();
    if fields.is_empty() {
        return None;
    }
    fields.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let each = fields.iter().map(|(name, count)| format!("`{name}` {}", words.lang().count(*count)));
    let list = each.collect::<Vec<_>>().join(words.lang().list_separator());
    Some(words.text("report-blamed", &[("list", Arg::from(list))]))
}

/// Pairs of rules that mostly the same rows of a source break.
pub(super) fn together(source: &SourceRun, words: Catalog) -> Vec<String> {
    let pair = |pair: &TogetherRun| {
        let [first, second] = pair.rules.each_ref().map(|id| Arg::from(id.as_str()));
        words
            .text("report-together", &[("first", first), ("second", second), ("count", Arg::from(pair.rows))])
    };
    source.together.iter().map(pair).collect()
}

/// The word for a severity.
pub(super) fn severity(severity: Severity, words: Catalog) -> String {
    let message = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    };
    words.text(message, &[])
}

/// The word for what a rule comes to.
pub(super) fn of_verdict(verdict: Verdict, words: Catalog) -> String {
    let message = match verdict {
        Verdict::Ok => "verdict-ok",
        Verdict::Tolerated => "verdict-tolerated",
        Verdict::NotCheckedEnough => "verdict-not-checked-enough",
        Verdict::Breached => "verdict-breached",
        Verdict::NotEvaluated => "verdict-not-evaluated",
    };
    words.text(message, &[])
}

/// The word for a problem of a delivery.
pub(super) fn of_problem(severity: Severity, words: Catalog) -> String {
    let message = match severity {
        Severity::Error | Severity::Warning => "report-problem",
        Severity::Info => "report-remark",
    };
    words.text(message, &[])
}

/// How many of the checked items fail; none where none does.
pub(super) fn failing(rule: &RuleRun, words: Catalog) -> Option<String> {
    if rule.fail == 0 {
        return None;
    }
    let message = match rule.unit {
        Unit::Row => "report-failing-rows",
        Unit::Group => "report-failing-groups",
        Unit::Whole => "report-failing-whole",
    };
    let digits = if rule.fail.saturating_mul(100) < rule.checked() { 2 } else { 1 };
    let share = words.lang().share(rule.fail, rule.checked(), digits);
    let arguments =
        [("fail", Arg::from(rule.fail)), ("checked", Arg::from(rule.checked())), ("share", Arg::from(share))];
    Some(words.text(message, &arguments))
}

/// What is tolerated; empty where nothing is.
pub(super) fn tolerance(rule: &RuleRun, words: Catalog) -> String {
    let share = rule.tolerance.share.map(|share| percent(share, words));
    let count = rule.tolerance.count.map(Arg::from);
    match (share, count) {
        (None, None) => String::new(),
        (Some(share), None) => words.text("report-tolerated-share", &[("share", Arg::from(share))]),
        (None, Some(count)) => words.text("report-tolerated-count", &[("count", count)]),
        (Some(share), Some(count)) => {
            words.text("report-tolerated-either", &[("share", Arg::from(share)), ("count", count)])
        }
    }
}

/// What could not be decided, and whether too little was checked.
pub(super) fn undecided(rule: &RuleRun, words: Catalog) -> Vec<String> {
    let mut lines = Vec::new();
    for (message, count) in [("report-unknown", rule.unknown), ("report-ungrouped", rule.ungrouped)] {
        if count > 0 {
            lines.push(words.text(message, &[("count", Arg::from(count))]));
        }
    }
    if let (Verdict::NotCheckedEnough, Some(share)) = (rule.verdict, rule.checked_share) {
        let arguments = [
            ("share", Arg::from(words.lang().percent(share, 1))),
            ("coverage", Arg::from(percent(rule.coverage, words))),
        ];
        lines.push(words.text("report-coverage", &arguments));
    }
    lines
}

/// A share that the standard states, with the digits it needs.
fn percent(share: f64, words: Catalog) -> String {
    let digits = (0..7).find(|digits| is_exact(share * 100.0, *digits)).unwrap_or(7);
    words.lang().percent(share, digits)
}

fn is_exact(percent: f64, digits: usize) -> bool {
    let rounded: f64 = format!("{percent:.digits$}").parse().unwrap_or(percent);
    (rounded - percent).abs() < 1e-9
}

/// Cells of a column by the reason why they are missing; none where no reason is declared.
pub(super) fn reasons(rule: &RuleRun, words: Catalog) -> Option<String> {
    if rule.missing.is_empty() {
        return None;
    }
    let lang = words.lang();
    let each = rule.missing.iter().map(|(reason, count)| format!("{reason} {}", lang.count(*count)));
    let list = each.collect::<Vec<_>>().join(lang.list_separator());
    Some(words.text("report-missing", &[("list", Arg::from(list))]))
}

/// Where a failing item stands: its row and file, its key; empty for a whole.
pub(super) fn place(sample: &SampleRun, words: Catalog) -> String {
    let mut place: Vec<String> = Vec::new();
    if let (Some(file), Some(row)) = (&sample.file, sample.row) {
        let row = ("row", Arg::from(row.to_string()));
        place.push(words.text("report-sample-row", &[row, ("file", Arg::from(harmless(file)))]));
    }
    if !sample.key.is_empty() {
        place.push(words.text("report-sample-key", &[("key", Arg::from(harmless(&sample.key)))]));
    }
    place.join(words.lang().list_separator())
}

/// How many failing items are not shown; none where all are, or none is.
pub(super) fn more(rule: &RuleRun, shown: usize, words: Catalog) -> Option<String> {
    let more = rule.fail.saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    (more > 0 && shown > 0).then(|| words.text("report-more", &[("count", Arg::from(more))]))
}

/// Where a rule comes from, and where it is written.
pub(super) fn provenance(rule: &RuleRun, words: Catalog) -> Vec<String> {
    let cites = |citation: &CitationRun| {
        let place = citation.place.as_deref().unwrap_or("");
        let text = format!("{} {place}", citation.document);
        let message = if citation.to_verify { "report-cites-to-verify" } else { "report-cites" };
        words.text(message, &[("document", Arg::from(text.trim()))])
    };
    let written = words.text("report-place", &[("place", Arg::from(rule.place.as_str()))]);
    rule.citations.iter().map(cites).chain([written]).collect()
}

/// Rules that were not evaluated for one reason.
pub(super) struct Unevaluated<'r> {
    /// No fault of the delivery.
    pub(super) is_harmless: bool,
    pub(super) sentence: String,
    /// Ids.
    pub(super) rules: Vec<&'r str>,
}

/// The rules that were not evaluated, those of one reason together.
pub(super) fn unevaluated<'r>(rules: &[&'r RuleRun], words: Catalog) -> Vec<Unevaluated<'r>> {
    let mut reasons: BTreeMap<(bool, &str), Vec<&str>> = BTreeMap::new();
    for (rule, why) in rules.iter().filter_map(|rule| Some((rule, rule.why.as_ref()?))) {
        reasons.entry((rule.had_nothing_to_judge(), &why.message)).or_default().push(&rule.id);
    }
    let sentence = |((is_harmless, reason), rules): ((bool, &str), Vec<&'r str>)| {
        let message = if is_harmless { "report-nothing-to-judge" } else { "report-not-evaluated" };
        let arguments = [("count", Arg::from(rules.len())), ("reason", Arg::from(reason))];
        Unevaluated { is_harmless, sentence: words.text(message, &arguments), rules }
    };
    reasons.into_iter().map(sentence).collect()
}

/// The sides of a comparison, what makes them comparable, and where the rows of both went.
pub(super) fn compare(compare: &CompareRun, words: Catalog) -> Vec<String> {
    let mut lines = vec![matched(compare, words)];
    let (left, right) = (&compare.left, &compare.right);
    let one_sided = [
        ("report-compare-only", left, compare.only_left, None),
        ("report-compare-only", right, compare.only_right, None),
        ("report-compare-duplicate", left, compare.duplicate_left, Some(compare.duplicate_left_rows)),
        ("report-compare-duplicate", right, compare.duplicate_right, Some(compare.duplicate_right_rows)),
        ("report-compare-against", left, compare.against_duplicate_left, None),
        ("report-compare-against", right, compare.against_duplicate_right, None),
        ("report-compare-not-stated", left, compare.not_stated_left, None),
        ("report-compare-not-stated", right, compare.not_stated_right, None),
    ];
    for (message, side, count, rows) in one_sided.into_iter().filter(|(_, _, count, _)| *count > 0) {
        let mut arguments = vec![("side", Arg::from(side.as_str())), ("count", Arg::from(count))];
        arguments.extend(rows.map(|rows| ("rows", Arg::from(rows))));
        lines.push(words.text(message, &arguments));
    }
    lines
}

/// `CNSS compared with permits`.
pub(super) fn compared(compare: &CompareRun, words: Catalog) -> String {
    let sides = [("left", Arg::from(compare.left.as_str())), ("right", Arg::from(compare.right.as_str()))];
    words.text("report-compare", &sides)
}

/// The keys that both sides have once, and what their pairs come to.
fn matched(compare: &CompareRun, words: Catalog) -> String {
    let mut arguments = vec![("count", Arg::from(compare.matched))];
    match (compare.matched_equal, compare.matched_different, compare.not_comparable) {
        (Some(equal), Some(different), Some(open)) => {
            arguments.extend([
                ("equal", Arg::from(equal)),
                ("different", Arg::from(different)),
                ("open", Arg::from(open)),
            ]);
            words.text("report-compare-judged", &arguments)
        }
        _ => words.text("report-compare-matched", &arguments),
    }
}

/// The name of a table and its rows; then what of it is not shown.
pub(super) fn table(run: &Run, table: &TableRun, words: Catalog) -> (String, Vec<String>) {
    let name =
        if table.title.is_empty() { table.name.clone() } else { format!("{} ({})", table.title, table.name) };
    let rows = [("table", Arg::from(name)), ("count", Arg::from(table.rows.len()))];
    let mut lines = Vec::new();
    if table.suppressed > 0 {
        let counts = [("count", Arg::from(table.suppressed)), ("threshold", Arg::from(run.threshold))];
        lines.push(words.text("report-table-suppressed", &counts));
    }
    if table.undecided > 0 {
        let counts = [("count", Arg::from(table.undecided)), ("from", Arg::from(table.from.as_str()))];
        lines.push(words.text("report-table-undecided", &counts));
    }
    (words.text("report-table", &rows), lines)
}

/// How many rules came to what.
pub(super) fn closing(run: &Run, words: Catalog) -> String {
    let summary = &run.summary;
    let parts = [
        ("report-count-ok", summary.ok),
        ("report-count-tolerated", summary.tolerated),
        ("report-count-breached", summary.breached),
        ("report-count-not-checked", summary.not_checked_enough),
        ("report-count-not-evaluated", summary.not_evaluated),
        ("report-count-nothing", summary.nothing_to_judge),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(message, count)| words.text(message, &[("count", Arg::from(count))]))
        .collect();
    let counts = parts.join(words.lang().list_separator());
    let rules = ("rules", Arg::from(summary.rules));
    words.text("report-closing", &[rules, ("counts", Arg::from(counts))])
}

/// Whether there is something to say of a rule beside that it is met, or why it is not known.
pub(super) fn is_worth_a_paragraph(rule: &RuleRun) -> bool {
    match rule.verdict {
        Verdict::Tolerated | Verdict::NotCheckedEnough | Verdict::Breached => true,
        Verdict::Ok | Verdict::NotEvaluated => false,
    }
}

/// The rules of a source that are worth a paragraph, the worst first.
pub(super) fn worst_first<'r>(rules: &[&'r RuleRun]) -> Vec<&'r RuleRun> {
    use std::cmp::Reverse;
    let share = |rule: &RuleRun| u128::from(rule.fail) * 1_000_000 / u128::from(rule.checked().max(1));
    let mut worse: Vec<&RuleRun> = rules.iter().copied().filter(|rule| is_worth_a_paragraph(rule)).collect();
    worse.sort_by_key(|rule| {
        (Reverse(rule.fails()), Reverse(rule.severity), Reverse(rule.verdict), Reverse(share(rule)))
    });
    worse
}
