//! The paragraph of one rule: what it asks, how much of the data breaks it, rows to look at.

use super::page::{Look, Page};
use super::units::{in_column, listed};
use super::{RuleRun, SampleRun, ShownValue, harmless, sentences};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::types::Severity;

/// Writes the paragraph of a rule that is not simply ok.
pub(super) fn paragraph(page: &mut Page, rule: &RuleRun, words: Catalog) {
    headline(page, rule, words);
    page.paragraph(4, Look::Plain, &rule.title);
    if let Some(failing) = sentences::failing(rule, words) {
        page.pieces(4, &[(Look::Strong, &failing), (Look::Plain, &sentences::tolerance(rule, words))]);
    }
    sentences::before(rule, words).iter().for_each(|line| page.paragraph(4, Look::Plain, line));
    sentences::undecided(rule, words).iter().for_each(|line| page.paragraph(4, Look::Plain, line));
    sentences::reasons(rule, words).iter().for_each(|line| page.paragraph(4, Look::Faint, line));
    rule.samples.iter().for_each(|shown| sample(page, shown, rule, words));
    sentences::more(rule, rule.samples.len(), words)
        .iter()
        .for_each(|line| page.paragraph(6, Look::Faint, line));
    sentences::provenance(rule, words).iter().for_each(|line| page.paragraph(4, Look::Faint, line));
}

fn headline(page: &mut Page, rule: &RuleRun, words: Catalog) {
    let look = match (rule.verdict, rule.severity) {
        (Verdict::Breached | Verdict::NotCheckedEnough, Severity::Error) => Look::Bad,
        (Verdict::Breached | Verdict::NotCheckedEnough, Severity::Warning | Severity::Info) => Look::Doubtful,
        (Verdict::Ok | Verdict::Tolerated | Verdict::NotEvaluated, _) => Look::Faint,
    };
    let look = if rule.waived { Look::Faint } else { look };
    let tags = sentences::tags(rule, words);
    let comes_to = tags[1..].join(words.lang().list_separator());
    page.pieces(2, &[(look, &tags[0]), (Look::Strong, &rule.id), (look, &format!("— {comes_to}"))]);
}

fn sample(page: &mut Page, sample: &SampleRun, rule: &RuleRun, words: Catalog) {
    let place = sentences::place(sample, words);
    let message = if sample.message == rule.title { "" } else { sample.message.as_str() };
    if place.is_empty() {
        page.paragraph(6, Look::Plain, &format!("· {message}"));
    } else {
        page.paragraph(6, Look::Plain, &format!("· {place}"));
    }
    let unit = |name: &str| rule.units.get(name).map(String::as_str);
    if !sample.values.iter().all(|(name, value)| says(&sample.message, name, value, unit(name), words)) {
        let values = sample
            .values
            .iter()
            .map(|(name, value)| format!("{name} = {}", harmless(&listed(value, unit(name), words))));
        page.paragraph(8, Look::Faint, &values.collect::<Vec<_>>().join(words.lang().list_separator()));
    }
    if !place.is_empty() {
        page.paragraph(8, Look::Plain, message);
    }
}

/// Whether a message says the value of a column already.
fn says(message: &str, name: &str, value: &ShownValue, unit: Option<&str>, words: Catalog) -> bool {
    let shown = match value {
        ShownValue::Missing | ShownValue::Boolean(_) => return message.contains(&format!("`{name}`")),
        ShownValue::Masked
        | ShownValue::Suppressed
        | ShownValue::Integer(_)
        | ShownValue::Decimal(_)
        | ShownValue::Number(_)
        | ShownValue::Text(_) => in_column(value, unit, words),
    };
    message.contains(&shown)
}
