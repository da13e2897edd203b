//! From what an engine found to a run: the `unknown` setting, tolerance, coverage, words, masks.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::say::Speaker;
use super::veil::{Cover, Veil, may_reveal};
use crate::ir::{Citation, Expr, Items, Key, Origin, Rows, Rule, Standard, differences};
use crate::locale::Arg;
use crate::outcome::{Counts, NotEvaluated, Sample, Shown, Tally, Verdict, verdict};
use crate::report::{
    CitationRun, RuleRun, SampleRun, ShownValue, SizeRun, SourceRun, ToleranceRun, Unit, Why, harmless,
};
use crate::types::Tolerance;

/// What a rule comes to. `delivered` is what the run says of its source.
pub(super) fn rule_run(
    speaker: &Speaker<'_>,
    veil: &Veil<'_>,
    rule: &Rule,
    tally: &Tally,
    delivered: Option<&SourceRun>,
) -> RuleRun {
    let source = speaker.standard.source(rule.source);
    let counts = tally.counts.with_policy(rule.unknown);
    let (verdict, why) = conclusion(rule, tally, counts);
    let why = why.map(|why| {
        let (kind, message) = speaker.why(&why, source);
        Why { kind, message }
    });
    let unit = unit(rule);
    let unjudged = match (&why, unit) {
        (Some(why), Unit::Row) if why.kind != Why::NOTHING_TO_JUDGE => {
            delivered.map_or(0, |delivered| delivered.rows)
        }
        (Some(_) | None, _) => 0,
    };
    RuleRun {
        id: rule.id.clone(),
        replaces: rule.replaces.clone(),
        kind: rule.kind.to_owned(),
        severity: rule.severity,
        subject: source.name.clone(),
        unit,
        title: speaker.title(rule),
        doc: rule.doc.clone(),
        citations: rule.citations.iter().map(citation).collect(),
        place: speaker.files.place(rule.span),
        text: text(speaker, rule),
        items: counts.items.max(unjudged),
        pass: counts.pass,
        fail: counts.fail,
        unknown: counts.unknown,
        not_applicable: counts.not_applicable,
        not_evaluated: counts.not_evaluated.max(unjudged),
        ungrouped: counts.ungrouped,
        share: ratio(counts.fail, counts.checked()),
        checked_share: checked_share(counts),
        tolerance: ToleranceRun { share: rule.tolerance.share.map(share), count: rule.tolerance.count },
        coverage: share(rule.coverage),
        verdict,
        why,
        proved: "scanned",
        fingerprint: String::new(),
        waived: false,
        before: None,
        samples: tally
            .samples
            .iter()
            .map(|found| covered(speaker, veil.cover(rule, found), sample(speaker, rule, found, delivered)))
            .collect(),
        units: units(speaker, rule),
        missing: tally.reasons.clone(),
        sizes: sizes(speaker, rule, tally),
    }
}

/// Units of the columns that a rule reads, and of its source's key.
fn units(speaker: &Speaker<'_>, rule: &Rule) -> BTreeMap<String, String> {
    let source = speaker.standard.source(rule.source);
    let columns = rule.columns().into_iter().chain(source.key.iter().copied());
    let unit = |id| {
        let column = source.schema.column(id);
        Some((column.name.clone(), speaker.unit(column.ty.unit()?, None)?))
    };
    columns.filter_map(unit).collect()
}

/// How large the differences are, unless that would tell a value that is not shown.
fn sizes(speaker: &Speaker<'_>, rule: &Rule, tally: &Tally) -> Vec<SizeRun> {
    let keys: &[Key] = match &rule.items {
        Items::Groups(keys) => keys,
        Items::Rows | Items::Whole => &[],
    };
    let identifies =
        |difference: &Arc<Expr>| speaker.standard.shows_identifying(rule.source, keys, difference);
    let is_hidden = !speaker.shows_values
        || may_reveal(speaker.standard, rule)
        || differences(rule).iter().flatten().any(identifies);
    let counts = tally.sizes.counts().filter(|(_, count)| *count > 0 && !is_hidden);
    counts.map(|(up_to, count)| SizeRun { up_to, count }).collect()
}

/// The verdict, and why there is none. A rule that was not evaluated has no counts.
fn conclusion(rule: &Rule, tally: &Tally, counts: Counts) -> (Verdict, Option<NotEvaluated>) {
    if let Some(why) = &tally.not_evaluated {
        return (Verdict::NotEvaluated, Some(why.clone()));
    }
    match verdict(counts, rule.tolerance, rule.coverage, matches!(rule.items, Items::Whole)) {
        Verdict::NotEvaluated => (Verdict::NotEvaluated, Some(NotEvaluated::NothingToJudge)),
        verdict @ (Verdict::Ok | Verdict::Tolerated | Verdict::NotCheckedEnough | Verdict::Breached) => {
            (verdict, None)
        }
    }
}

/// The longest text of a rule that a report has.
const LONGEST_TEXT: usize = 4_000;

/// The text of a rule; of one that comes of a clause, the lines that the clause is on.
fn text(speaker: &Speaker<'_>, rule: &Rule) -> String {
    let text = match rule.origin {
        Origin::Column(..) | Origin::Key | Origin::LinkToOne => speaker.files.lines(rule.text),
        Origin::Written | Origin::Compare(_) | Origin::Expected | Origin::Balance => {
            speaker.files.text(rule.text)
        }
    };
    let text: String = text.trim_end().chars().take(LONGEST_TEXT).collect();
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

fn unit(rule: &Rule) -> Unit {
    match rule.items {
        Items::Rows => Unit::Row,
        Items::Groups(_) => Unit::Group,
        Items::Whole => Unit::Whole,
    }
}

pub(super) fn citation(citation: &Citation) -> CitationRun {
    CitationRun {
        document: citation.document.clone(),
        place: citation.place.clone(),
        to_verify: citation.to_verify,
    }
}

/// A failing item, masked.
fn sample(speaker: &Speaker<'_>, rule: &Rule, found: &Sample, delivered: Option<&SourceRun>) -> SampleRun {
    if !speaker.shows_values {
        return without_values(speaker, rule, found, delivered);
    }
    let sample = masked(speaker, rule, found);
    let files = delivered.map_or(&[][..], |delivered| &delivered.files);
    // A part of a table's key may be missing, and is a value like others.
    let is_computed = !matches!(speaker.standard.source(rule.source).rows, Rows::Files);
    let missing = if is_computed { speaker.words.text("value-missing", &[]) } else { String::new() };
    let key: Vec<String> = sample.key.iter().map(|shown| ShownValue::from(shown).plain(&missing)).collect();
    SampleRun {
        file: sample.file.and_then(|position| files.get(position)).map(|file| file.path.clone()),
        row: sample.row,
        key: key.join(", "),
        values: sample.values.iter().map(|shown| (shown.name.clone(), shown.into())).collect(),
        message: speaker.message(rule, &sample),
        suppressed: false,
    }
}

/// Where an item stands and what is asked of it, and nothing that is in it.
fn without_values(
    speaker: &Speaker<'_>,
    rule: &Rule,
    found: &Sample,
    delivered: Option<&SourceRun>,
) -> SampleRun {
    let files = delivered.map_or(&[][..], |delivered| &delivered.files);
    SampleRun {
        file: found.file.and_then(|position| files.get(position)).map(|file| file.path.clone()),
        row: found.row,
        key: String::new(),
        values: Vec::new(),
        message: speaker.title(rule),
        suppressed: false,
    }
}

/// The item without what may not be shown.
fn covered(speaker: &Speaker<'_>, cover: Cover, sample: SampleRun) -> SampleRun {
    let arguments = [("threshold", Arg::from(speaker.standard.threshold))];
    let message = || speaker.words.text("report-sample-suppressed", &arguments);
    match cover {
        Cover::Nothing => sample,
        Cover::Messages => SampleRun { message: message(), suppressed: true, ..sample },
        Cover::Everything => {
            let hidden = |(name, _): (String, ShownValue)| (name, ShownValue::Suppressed);
            let values = sample.values.into_iter().map(hidden).collect();
            SampleRun { values, message: message(), suppressed: true, ..sample }
        }
    }
}

/// The sample with every value marked that is of an identifying column, or computed from one, or with its pseudonym in
/// its place. Engines mark them too; this does not rely on it.
pub(super) fn masked(speaker: &Speaker<'_>, rule: &Rule, sample: &Sample) -> Sample {
    let marked = marked(speaker.standard, rule, sample);
    let Some(pseudonyms) = speaker.pseudonyms else { return marked };
    let all = |shown: Vec<Shown>| shown.into_iter().map(|shown| pseudonyms.shown(shown)).collect();
    let broken = marked.broken.into_iter().map(|(position, fields)| (position, all(fields)));
    Sample {
        key: all(marked.key),
        values: all(marked.values),
        broken: broken.collect(),
        file: marked.file,
        row: marked.row,
    }
}

fn marked(standard: &Standard, rule: &Rule, sample: &Sample) -> Sample {
    let source = standard.source(rule.source);
    let keys: &[Key] = match &rule.items {
        Items::Groups(keys) => keys,
        Items::Rows | Items::Whole => &[],
    };
    let reads_identifying = |expr: &Expr| standard.shows_identifying(rule.source, keys, expr);
    let by_name = |shown: &Shown| {
        let column = source.schema.find(&shown.name);
        let identifying = column.is_some_and(|id| source.schema.column(id).identifying);
        Shown { identifying: shown.identifying || identifying, ..shown.clone() }
    };
    let key = sample.key.iter().enumerate().map(|(position, shown)| {
        let shown = by_name(shown);
        let reads = keys.get(position).is_some_and(|key| reads_identifying(&key.expr));
        Shown { identifying: shown.identifying || reads, ..shown }
    });
    let broken = sample.broken.iter().map(|(position, fields)| {
        let message = rule.requirements.get(*position).and_then(|requirement| requirement.message.as_ref());
        let exprs = message.map_or(&[][..], |message| &message.fields);
        let fields = fields.iter().enumerate().map(|(at, shown)| {
            let reads = exprs.get(at).is_none_or(|field| reads_identifying(&field.expr));
            Shown { identifying: shown.identifying || reads, ..shown.clone() }
        });
        (*position, fields.collect())
    });
    Sample {
        file: sample.file,
        row: sample.row,
        key: key.collect(),
        values: sample.values.iter().map(by_name).collect(),
        broken: broken.collect(),
    }
}

pub(super) fn ratio(part: u64, whole: u64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a share for people; verdicts are found in integers")]
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn checked_share(counts: Counts) -> Option<f64> {
    let grouped = ratio(counts.rows.saturating_sub(counts.ungrouped), counts.rows).unwrap_or(1.0);
    ratio(counts.checked(), counts.applicable()).map(|checked| checked * grouped)
}

/// Thousand-millionths as a fraction.
fn share(millionths: u64) -> f64 {
    ratio(millionths, Tolerance::WHOLE).expect("one whole is not zero")
}
