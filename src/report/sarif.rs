//! A run as SARIF 2.1.0 (OASIS standard of 27 March 2020): a result for each finding, at the line of its rule.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::escape::of_markdown;
use super::findings::{Finding, Of, findings, is_open, path};
use super::{DiagnosticRun, RuleRun, Run, RunVerdict, sentences};
use crate::locale::{Arg, Catalog};
use crate::types::Severity;

/// Results that hosts take of one run.
const RESULTS: usize = 25_000;

/// The run as SARIF. Results carry fingerprints that do not change with counts, so that a host can tell known findings
/// from new ones.
///
/// # Panics
/// Never: every key is a text.
#[must_use]
pub fn sarif(run: &Run, words: Catalog) -> String {
    let (findings, left_out) = gravest(findings(run, words));
    // Two files of a source may have the same problem.
    let mut rules: Vec<&Finding<'_>> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings {
        index.entry(&finding.id).or_insert_with(|| {
            rules.push(finding);
            rules.len() - 1
        });
    }
    let result = |finding: &Finding<'_>| result(run, index[finding.id.as_str()], finding, words);
    let codes = codes(&run.diagnostics);
    let told = run.diagnostics.iter().map(|diagnostic| of_diagnostic(run, &codes, diagnostic));
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Mizan",
                "version": run.mizan,
                "language": run.lang,
                "rules": rules.iter().map(|rule| descriptor(rule, words)).collect::<Vec<_>>(),
                "notifications": codes.iter().map(|code| json!({ "id": code })).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": run.verdict != RunVerdict::Incomplete,
                "toolConfigurationNotifications": told.collect::<Vec<_>>(),
                "toolExecutionNotifications": execution(&findings, left_out, words),
            }],
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("every key is a text");
    text.push('\n');
    text
}

/// The gravest findings, as many as hosts take, in their order; and how many are left out.
fn gravest(found: Vec<Finding<'_>>) -> (Vec<Finding<'_>>, usize) {
    let left_out = found.len().saturating_sub(RESULTS);
    let mut by_gravity: Vec<(usize, Finding<'_>)> = found.into_iter().enumerate().collect();
    by_gravity.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    by_gravity.truncate(RESULTS);
    by_gravity.sort_by_key(|(position, _)| *position);
    (by_gravity.into_iter().map(|(_, finding)| finding).collect(), left_out)
}

/// What could not be judged is no result of a rule: hosts that show failures only are told beside them. So is what the log
/// leaves out.
fn execution(findings: &[Finding<'_>], left_out: usize, words: Catalog) -> Vec<Value> {
    let open = findings.iter().filter(|finding| matches!(finding.of, Of::Rule(rule) if is_open(rule)));
    let text = |finding: &Finding<'_>| format!("{}: {}", finding.id, finding.message);
    let open = open.map(|finding| json!({ "level": "error", "message": { "text": text(finding) } }));
    let cut = (left_out > 0).then(|| {
        let text = words.text("report-left-out", &[("count", Arg::from(left_out))]);
        json!({ "level": "warning", "message": { "text": text } })
    });
    open.chain(cut).collect()
}

/// The codes of diagnostics, each once.
fn codes(diagnostics: &[DiagnosticRun]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// What the compiler said of the standard (3.58).
fn of_diagnostic(run: &Run, codes: &[&str], diagnostic: &DiagnosticRun) -> Value {
    let place = diagnostic.file.as_deref().map(|file| physical(&path(run, file), diagnostic.line));
    let index = codes.iter().position(|code| *code == diagnostic.code);
    let mut notification = json!({
        "descriptor": { "id": diagnostic.code, "index": index },
        "level": level(diagnostic.severity),
        "message": { "text": diagnostic.message },
    });
    if let Some(place) = place {
        notification["locations"] = json!([{ "physicalLocation": place }]);
    }
    notification
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What is said of a rule whatever it found (3.49).
fn descriptor(finding: &Finding<'_>, words: Catalog) -> Value {
    let (text, markdown) = match finding.of {
        Of::Rule(rule) => help(rule, words),
        Of::Delivery(..) => (finding.title.clone(), of_markdown(&finding.title)),
    };
    json!({
        "id": finding.id,
        "shortDescription": { "text": finding.title },
        "help": { "text": text, "markdown": markdown },
        "defaultConfiguration": { "level": level(default_severity(finding)) },
    })
}

/// That of the rule, whatever became of it in this run.
fn default_severity(finding: &Finding<'_>) -> Severity {
    match finding.of {
        Of::Rule(rule) => rule.severity,
        Of::Delivery(_, problem) => problem.severity,
    }
}

/// What a rule is for, where it comes from, and how it is written.
fn help(rule: &RuleRun, words: Catalog) -> (String, String) {
    let doc = if rule.doc.is_empty() { &rule.title } else { &rule.doc };
    let lines: Vec<String> = std::iter::once(doc.clone()).chain(sentences::provenance(rule, words)).collect();
    let mut markdown = lines.iter().map(|line| of_markdown(line)).collect::<Vec<_>>().join("\n\n");
    if !rule.text.is_empty() {
        // Indented: no text can end the block.
        let code = rule.text.lines().map(|line| format!("    {line}"));
        markdown = format!("{markdown}\n\n{}", code.collect::<Vec<_>>().join("\n"));
    }
    (lines.join("\n"), markdown)
}

/// One finding (3.27).
fn result(run: &Run, index: usize, finding: &Finding<'_>, words: Catalog) -> Value {
    let (file, line) = &finding.place;
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
        "locations": [{
            "physicalLocation": physical(file, *line),
            "logicalLocations": logical(finding),
        }],
        "partialFingerprints": { "mizan/1": finding.fingerprint() },
        "properties": { "kind": kind },
    });
    if let Of::Rule(rule) = finding.of
        && rule.waived
    {
        let mut suppression = json!({ "kind": "external", "status": "accepted" });
        if let Some(justification) = sentences::accepted(run, rule, words) {
            suppression["justification"] = json!(justification);
        }
        result["suppressions"] = json!([suppression]);
    }
    result
}

/// A file and a line of it (3.29).
fn physical(file: &str, line: Option<u64>) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(file) } });
    if let Some(line) = line {
        place["region"] = json!({ "startLine": line });
    }
    place
}

/// The source that is judged, and the rule or the column that says so (3.33): texts have no such places of their own.
fn logical(finding: &Finding<'_>) -> Value {
    let source = |name: &str| json!({ "fullyQualifiedName": name, "kind": "source" });
    match finding.of {
        Of::Rule(rule) => {
            json!([source(&rule.subject), { "fullyQualifiedName": rule.id, "kind": "rule" }])
        }
        Of::Delivery(of, problem) => {
            let column = problem.column.iter().map(
                |column| json!({ "fullyQualifiedName": format!("{}.{column}", of.name), "kind": "column" }),
            );
            std::iter::once(source(&of.name)).chain(column).collect()
        }
    }
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
