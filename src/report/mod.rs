//! A run as people and programs read it. Knows nothing of engines, files or the typed standard: a [`Run`] holds all
//! that any report shows, with identifying values masked already.

mod changes;
mod changes_text;
mod ci;
mod computed;
mod counts;
mod coverage;
mod csv;
mod escape;
mod ess;
mod findings;
mod health;
mod history;
mod html;
mod items_sheet;
mod json;
mod junit;
mod markdown;
mod model;
mod page;
mod past;
mod receipt;
mod rule;
mod sarif;
mod sentences;
mod sheet;
mod sizes;
mod text;
mod text_computed;
mod units;
mod value;

pub use changes::{
    CHANGES_FORMAT, Change, Changes, RuleChange, Side, SourceChange, Standing, asks_otherwise,
};
pub use changes_text::{changes_markdown, changes_text};
pub use ci::{github, gitlab};
pub use computed::{ColumnRun, CompareRun, RowRun, TableRun};
pub use coverage::{
    COVERAGE_FORMAT, Coverage, CoverageCell, CoverageRow, Covered, CoveredSource, EntityCoverage,
    coverage_html, coverage_json, coverage_markdown, coverage_text,
};
pub use csv::{RECORDS, SUPPRESSED_COLUMN, csv, csv_line};
pub use escape::harmless;
pub use ess::ess;
pub use history::{History, history_html, history_text};
pub use html::{html, html_in_languages};
pub use items_sheet::{ItemsSheet, MOST_ITEMS};
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use model::{
    Before, CitationRun, DiagnosticRun, FORMAT, FileRun, Gate, Known, Problem, RowsFrom, RuleRun, Run,
    RunVerdict, SampleRun, SourceRun, StandardRun, Summary, Timing, TogetherRun, ToleranceRun, Unit,
    WaiverRun, WaiverState, Why,
};
pub use past::{Past, PastError, PastRule, PastSource, result_of};
pub use receipt::{
    Annotations, Authenticity, FileDigest, Judgement, PublicKey, Receipt, ReceiptError, RuleJudgement,
    SignKey, Subject, receipt,
};
pub use sarif::sarif;
pub use sheet::{Measure, Results, Served, Sheet, sheet_html, sheet_markdown};
pub use sizes::SizeRun;
pub use text::{TextOptions, text};
pub use units::{in_unit, says_unit, unit_in_words};
pub use value::{MASK, SUPPRESSED, ShownValue};
