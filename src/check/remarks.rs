//! What compiling a standard had to say, in words: none of it is an error.

use crate::diag::{Diagnostic, Level};
use crate::locale::Catalog;
use crate::report::{DiagnosticRun, harmless};
use crate::standard::Standard;
use crate::types::Severity;

/// The warnings and the advice, in the order of the text.
pub(super) fn remarks(standard: &Standard, words: Catalog) -> Vec<DiagnosticRun> {
    standard.remarks().iter().map(|remark| in_words(standard, remark, words)).collect()
}

fn in_words(standard: &Standard, remark: &Diagnostic, words: Catalog) -> DiagnosticRun {
    let place = remark.span.map(|span| {
        let file = standard.files().file(span.file);
        (harmless(file.name()), file.line_column(span.start).0)
    });
    let (file, line) = place.unzip();
    DiagnosticRun {
        code: remark.code.info().code,
        severity: match remark.level() {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Advice => Severity::Info,
        },
        file,
        line: line.and_then(|line| u64::try_from(line).ok()),
        message: harmless(&remark.message(words)),
    }
}
