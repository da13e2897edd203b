//! A run as SARIF 2.1.0 (OASIS standard of 27 March 2020): a result for each finding, at the line of its rule.

use serde_json::{Value, json};

use super::escape::of_markdown;
use super::findings::{Finding, Of, findings, is_open};
use super::{Run, RunVerdict};
use crate::locale::Catalog;
use crate::types::Severity;

/// The run as SARIF. Results carry fingerprints that do not change with counts, so that a host can tell known findings
/// from new ones.
///
/// # Panics
/// Never: every key is a text.
#[must_use]
pub fn sarif(run: &Run, words: Catalog) -> String {
    let findings = findings(run, words);
    // Two files of a source may have the same problem.
    let mut rules: Vec<&Finding<'_>> = Vec::new();
    for finding in &findings {
        if rules.iter().all(|known| known.id != finding.id) {
            rules.push(finding);
        }
    }
    let index = |finding: &Finding<'_>| rules.iter().position(|rule| rule.id == finding.id);
    let results: Vec<Value> = findings.iter().map(|finding| result(index(finding), finding)).collect();
    // What could not be judged is no result of a rule: hosts that show failures only are told beside them.
    let open = findings.iter().filter(|finding| matches!(finding.of, Of::Rule(rule) if is_open(rule)));
    let notifications: Vec<Value> = open
        .map(|finding| {
            json!({
                "level": "error",
                "message": { "text": format!("{}: {}", finding.id, finding.message) },
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Mizan",
                "version": run.mizan,
                "language": run.lang,
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": run.verdict != RunVerdict::Incomplete,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("every key is a text");
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What is said of a rule whatever it found (3.49).
fn descriptor(finding: &Finding<'_>) -> Value {
    let help = match finding.of {
        Of::Rule(rule) if !rule.doc.is_empty() => rule.doc.as_str(),
        Of::Rule(_) | Of::Delivery(..) => finding.title.as_str(),
    };
    json!({
        "id": finding.id,
        "shortDescription": { "text": finding.title },
        "help": { "text": help, "markdown": of_markdown(help) },
        "defaultConfiguration": { "level": level(finding.severity) },
    })
}

/// One finding (3.27).
fn result(index: Option<usize>, finding: &Finding<'_>) -> Value {
    let (file, line) = finding.place();
    let mut physical = json!({ "artifactLocation": { "uri": uri(&file) } });
    if let Some(line) = line {
        physical["region"] = json!({ "startLine": line });
    }
    let is_open = matches!(finding.of, Of::Rule(rule) if is_open(rule));
    let kind = match finding.of {
        Of::Delivery(_, problem) => problem.kind.as_str(),
        Of::Rule(rule) => rule.why.as_ref().map_or("breach", |why| why.kind),
    };
    let mut result = json!({
        "ruleId": finding.id,
        "ruleIndex": index,
        "kind": if is_open { "open" } else { "fail" },
        // A level is of failures only (3.27.10).
        "level": if is_open { "none" } else { level(finding.severity) },
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": physical }],
        "partialFingerprints": { "mizan/1": finding.fingerprint() },
        "properties": { "kind": kind },
    });
    if matches!(finding.of, Of::Rule(rule) if rule.waived) {
        result["suppressions"] = json!([{ "kind": "external", "status": "accepted" }]);
    }
    result
}

/// A path as a relative reference (RFC 3986): everything but unreserved characters and `/` is written in percents.
fn uri(path: &str) -> String {
    let keeps = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let text = |byte: u8| if keeps(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_reference() {
        assert_eq!(uri("règles/a b.mizan"), "r%C3%A8gles/a%20b.mizan");
    }
}
