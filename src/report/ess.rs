//! A run as the validation report of the European Statistical System, version 1.0.0 of 2017-08-15 (`ESSnet` Validat
//! Integration): a validation for each rule, and aggregations of what they count.

use serde::Serialize;

use super::{FORMAT, RuleRun, Run, sentences};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::types::Severity;

/// The run as JSON. `finished` is when it ended (ISO 8601), which every event must say; a result that is to be the same
/// again has none and says the midnight (UTC) of the date that it judges for. There are no keys and no values of data.
///
/// # Panics
/// Never: every key is a text.
#[must_use]
pub fn ess(run: &Run, words: Catalog, finished: Option<&str>) -> String {
    let time = finished.map_or_else(|| format!("{}T00:00:00Z", run.as_of), str::to_owned);
    let event = Event { time, actor: format!("Mizan {}", run.mizan) };
    let of_rules = run.rules.iter().flat_map(|rule| {
        let validation = Entry::Validation(validation(run, rule, &event, words));
        std::iter::once(validation).chain(failing(run, rule, &event, words).map(Entry::Aggregation))
    });
    let of_run = summary(run, &event).into_iter().map(Entry::Aggregation);
    let entries: Vec<Entry> = of_rules.chain(of_run).collect();
    let mut text = serde_json::to_string_pretty(&entries).expect("every key is a text");
    text.push('\n');
    text
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Entry {
    Validation(Validation),
    Aggregation(Aggregation),
}

#[derive(Serialize)]
struct Validation {
    id: String,
    event: Event,
    rule: Rule,
    data: Data,
    value: &'static str,
}

#[derive(Serialize)]
struct Aggregation {
    id: String,
    event: Event,
    aggregate: Aggregate,
    data: Data,
    value: String,
}

#[derive(Serialize, Clone)]
struct Event {
    time: String,
    actor: String,
}

#[derive(Serialize)]
struct Rule {
    language: String,
    expression: String,
    severity: &'static str,
    description: String,
    /// How this report departs from the severity of the rule, and why.
    #[serde(flatten)]
    change: Option<SeverityChange>,
}

#[derive(Serialize)]
struct SeverityChange {
    change: &'static str,
    explanation: String,
}

#[derive(Serialize)]
struct Aggregate {
    language: String,
    expression: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

/// What was read, and what the value is said of: the same, where `target` is empty.
#[derive(Serialize)]
struct Data {
    source: Vec<String>,
    target: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

fn validation(run: &Run, rule: &RuleRun, event: &Event, words: Catalog) -> Validation {
    // A failure that is accepted is only told, as in the other forms.
    let change = rule.waived.then(|| SeverityChange {
        change: "down",
        explanation: sentences::accepted(run, rule, words).unwrap_or_default(),
    });
    Validation {
        id: rule.id.clone(),
        event: event.clone(),
        rule: Rule {
            language: format!("Mizan {}", run.mizan),
            expression: rule.text.clone(),
            severity: severity(if rule.waived { Severity::Info } else { rule.severity }),
            description: rule.title.clone(),
            change,
        },
        data: data(run, rule),
        value: value(rule.verdict),
    }
}

/// Where too little could be checked, what the rule asks is not known: neither met nor broken.
fn value(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok | Verdict::Tolerated => "1",
        Verdict::Breached => "0",
        Verdict::NotCheckedEnough | Verdict::NotEvaluated => "NA",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "information",
    }
}

/// The files of the source that is judged; its name where there are none, for its rows are computed or were not delivered.
fn data(run: &Run, rule: &RuleRun) -> Data {
    let source = run.sources.iter().find(|source| source.name == rule.subject);
    let files = source.map(|source| source.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>());
    let files = files.filter(|files| !files.is_empty());
    Data {
        source: files.unwrap_or_else(|| vec![rule.subject.clone()]),
        target: vec![rule.subject.clone()],
        description: source.map(sentences::name).unwrap_or_default(),
    }
}

/// How many items of a rule fail; none where it judged none.
fn failing(run: &Run, rule: &RuleRun, event: &Event, words: Catalog) -> Option<Aggregation> {
    (rule.checked() > 0).then(|| Aggregation {
        id: format!("{}#fail", rule.id),
        event: event.clone(),
        aggregate: of_result(count_of(&rule.id), sentences::failing(rule, words)),
        data: data(run, rule),
        value: rule.fail.to_string(),
    })
}

/// The ids of rules over the codes of a column hold quotes.
fn count_of(id: &str) -> String {
    format!("$.rules[?@.id == '{}'].fail", id.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// How many rules came to what, over the validations of this report.
fn summary(run: &Run, event: &Event) -> Vec<Aggregation> {
    let counts = run.summary;
    let counts = [
        ("ok", counts.ok),
        ("tolerated", counts.tolerated),
        ("breached", counts.breached),
        ("not_checked_enough", counts.not_checked_enough),
        ("nothing_to_judge", counts.nothing_to_judge),
        ("not_evaluated", counts.not_evaluated),
    ];
    let ids: Vec<String> = run.rules.iter().map(|rule| rule.id.clone()).collect();
    let of_count = |(name, count): (&str, usize)| Aggregation {
        // No id of a rule begins so.
        id: format!("#{name}"),
        event: event.clone(),
        aggregate: of_result(format!("$.summary.{name}"), None),
        data: Data { source: ids.clone(), target: Vec::new(), description: String::new() },
        value: count.to_string(),
    };
    counts.into_iter().map(of_count).collect()
}

/// A value of the result as JSON, by the query that finds it there (RFC 9535).
fn of_result(expression: String, description: Option<String>) -> Aggregate {
    Aggregate { language: format!("JSONPath, {FORMAT}"), expression, description }
}
