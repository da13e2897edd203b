//! Diagnostics for machines.

use serde_json::{Value, json};

use super::words::Words;
use super::{Diagnostic, Diagnostics, Level};
use crate::files::{Files, Span};
use crate::locale::Catalog;

/// Diagnostics as an array of objects with `code`, `level`, `message`, `file`, `line`, `column`, `end`, `labels`, `helps`
/// and `fix`. Lines and columns count from 1, columns in characters; an end is the place after the last character.
#[must_use]
pub fn json(diagnostics: &Diagnostics, files: &Files, catalog: &Catalog) -> Value {
    diagnostics.iter().map(|diagnostic| json_one(diagnostic, files, *catalog)).collect()
}

fn json_one(diagnostic: &Diagnostic, files: &Files, catalog: Catalog) -> Value {
    let words = Words::of(diagnostic, catalog);
    let mut object = diagnostic.span.map_or_else(no_place, |span| place(files, span));
    object["code"] = json!(diagnostic.code.info().code);
    object["level"] = json!(match diagnostic.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "advice",
    });
    object["message"] = json!(words.message());
    object["label"] = json!(words.here());
    object["labels"] = diagnostic
        .labels
        .iter()
        .map(|label| with(place(files, label.span), "text", json!(words.attribute(label.name))))
        .collect();
    object["helps"] = json!(words.helps());
    object["fix"] = match &diagnostic.fix {
        Some(fix) => with(place(files, fix.span), "text", json!(fix.text)),
        None => Value::Null,
    };
    object
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn no_place() -> Value {
    json!({ "file": null, "line": null, "column": null, "end": null })
}

fn place(files: &Files, span: Span) -> Value {
    let file = files.file(span.file);
    let ((line, column), (end_line, end_column)) = (file.line_column(span.start), file.line_column(span.end));
    json!({
        "file": file.name(), "line": line, "column": column,
        "end": { "line": end_line, "column": end_column },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::locale::Lang;

    #[test]
    fn json_counts_lines_and_columns_from_one() {
        let mut files = Files::new();
        let sources = files.add("sources.mizan", "source cnss {\n  wage: decimal\n}\n");
        let rules = files.add("rules.mizan", "rule paid on cnss: wgae > 0\n");
        let wrong = Span::new(rules, 19, 23);
        let unknown =
            Diagnostic::new(Code::UnknownColumn, wrong).with("column", "wgae").with("source", "cnss");
        let mut found = Diagnostics::new();
        found.push(unknown.label("subject", Span::new(sources, 7, 11)).fix(wrong, "wage"));
        let value = json(&found, &files, &Catalog::of(Lang::English));
        assert_eq!(value[0]["line"], 1);
        assert_eq!(value[0]["column"], 20);
        assert_eq!(value[0]["end"], json!({ "line": 1, "column": 24 }));
        assert_eq!(value[0]["labels"][0]["file"], "sources.mizan");
        assert_eq!(value[0]["fix"]["text"], "wage");
    }

    #[test]
    fn a_diagnostic_without_a_place_has_no_file() {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::placeless(Code::NoRules));
        assert_eq!(json(&found, &Files::new(), &Catalog::of(Lang::English))[0]["file"], Value::Null);
    }
}
