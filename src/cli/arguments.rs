//! What may be written after `mizan`.

use std::path::PathBuf;

use bytesize::ByteSize;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use mizan::demo::Size;
use mizan::locale::Lang;

/// Data quality for official statistics: what an office asks of the data that institutions deliver, and what they deliver.
#[derive(Debug, Parser)]
#[command(name = "mizan", bin_name = "mizan", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(super) struct Arguments {
    /// Language of everything that is said: fr, ar, en [default: that of the system].
    #[arg(long, global = true, value_parser = lang, value_name = "LANG")]
    pub(super) lang: Option<Lang>,
    #[command(subcommand)]
    pub(super) command: Command,
}

const GENERATE_NOTES: &str = "\
Cells have the values that columns declare, keys are different, and what is looked for in another source is there.
Rules on a row are obeyed, and on the records that it is linked to: what a rule reads is drawn again, then looked for. Rules on
groups, on whole sources and on what is computed from them are not looked at. Which rules could not be obeyed, or not be
broken, is said by name, and of every rule in rules.csv: its state (obeyed, never broken, not reached, not looked at) and rows.
Memory does not grow with the rows. The same seed gives the same delivery.";

const EXIT_CODES: &str = "\
Exit codes: 0 passed, 1 failed, 2 wrong usage, 3 the standard does not compile,
4 data is missing or can not be read, 5 an internal error, 130 interrupted.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge a delivery by a standard.
    Check(CheckArguments),
    /// Compile a standard without data, and say what is wrong with it.
    Lint(LintArguments),
    /// Write a Moroccan standard and two synthetic deliveries with planted errors, and check them.
    Demo(DemoArguments),
    /// Write a synthetic delivery for a standard, with planted errors and the list of them.
    Generate(GenerateArguments),
    /// Run the examples of a standard.
    Test(TestArguments),
    /// Compute the tables of a standard from a delivery.
    Tables(TablesArguments),
    /// Bring the files of a standard into canonical form.
    Fmt(FmtArguments),
    /// Show which source can compute which definition of an entity, and what is missing.
    Coverage(CoverageArguments),
    /// Write the sheet of a source: what it can serve, what is missing, what its deliveries came to.
    Sheet(SheetArguments),
    /// Check a receipt against the files and the standard that it is of.
    Verify(VerifyArguments),
    /// Say what differs between two results: what is fixed, new, still there, no longer checked.
    Diff(DiffArguments),
    /// Show how deliveries went over time, from a folder of results.
    History(HistoryArguments),
    /// Write waivers for what fails in a result, to be completed.
    Waivers(WaiversArguments),
    /// Explain a diagnostic, with the mistake and its repair.
    Explain(ExplainArguments),
    /// List the functions of the language, or describe one.
    Functions(FunctionsArguments),
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_NOTES)]
pub(super) struct CheckArguments {
    /// The delivery: a folder, or a file where the standard has one source.
    #[arg(value_name = "DELIVERY", required_unless_present = "source")]
    pub(super) delivery: Option<PathBuf>,
    /// The standard's folder; several make one standard [default: the nearest mizan.toml from the delivery, or from
    /// here, upward; else the Moroccan standard that is built in].
    #[arg(long, value_name = "DIR")]
    pub(super) standard: Vec<PathBuf>,
    /// File or folder of one source, wherever it is. Without DELIVERY only the sources named so are judged.
    #[arg(long, value_name = "NAME=PATH", value_parser = source)]
    pub(super) source: Vec<(String, PathBuf)>,
    /// Only say what would be read: which columns of which sources, how often, how many bytes. No data page is read.
    #[arg(long, conflicts_with_all = ["failing", "split", "return_pack", "receipt", "format"])]
    pub(super) plan: bool,
    #[command(flatten)]
    pub(super) judging: Judging,
}

#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    /// The folder that it is written to: the standard, the two deliveries, what was planted, results and a report.
    #[arg(value_name = "DIR", default_value = "mizan-demo")]
    pub(super) folder: PathBuf,
    /// Declarations of the later delivery, from 100,000 to 10,000,000: so many times as many titles, contracts and
    /// planted errors.
    #[arg(long, value_name = "N", default_value = "100000", value_parser = size)]
    pub(super) declarations: Size,
    /// What the synthetic deliveries are drawn from.
    #[arg(long, value_name = "N", default_value_t = 2024)]
    pub(super) seed: u64,
    #[command(flatten)]
    pub(super) judging: Judging,
}

#[derive(Debug, Args)]
#[command(after_help = GENERATE_NOTES)]
pub(super) struct GenerateArguments {
    /// The folder that it is written to: `delivery/`, `planted.csv` with the rule, file and row of each error, and `rules.csv`.
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// The standard's folder; several make one standard [default: the nearest mizan.toml from here upward; else the
    /// Moroccan standard that is built in].
    #[arg(long, value_name = "DIR")]
    pub(super) standard: Vec<PathBuf>,
    /// Rows of each source; fewer where its key has not so many values.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) rows: u64,
    /// What the delivery is drawn from.
    #[arg(long, value_name = "N", default_value_t = 2024)]
    pub(super) seed: u64,
    /// Rows of a thousand in which a rule is broken, where it can be said of each other rule whether it is then broken too.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=1000))]
    pub(super) errors: u64,
    /// The date that `as_of` means; no date is later [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<NaiveDate>,
    /// Value of a parameter.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(super) set: Vec<(String, String)>,
}

/// How a delivery is judged and reported.
#[derive(Debug, Clone, Args)]
pub(super) struct Judging {
    /// Only the rules that match, by name: `cnss.*`.
    #[arg(long, value_name = "GLOB")]
    pub(super) only: Vec<String>,
    /// Not the rules that match.
    #[arg(long, value_name = "GLOB")]
    pub(super) skip: Vec<String>,
    /// The date that `as_of` means; recorded in the result [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<NaiveDate>,
    /// Value of a parameter.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(super) set: Vec<(String, String)>,
    /// Form of the report, and where it goes; without a path, to standard output. May be repeated [default: text; in GitHub
    /// Actions text and github].
    #[arg(long, value_name = "text|json|html|markdown|junit|sarif|github|gitlab|ess[=PATH]", value_parser = format)]
    pub(super) format: Vec<Format>,
    /// Failing items shown for each rule; values of identifying columns are always masked.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(super) samples: usize,
    /// Parquet file of every failing item: rule, place, key, message, and of rows the fields to blame; a spreadsheet of the
    /// first 100,000 where it is called `.xlsx`.
    #[arg(long, value_name = "PATH", conflicts_with = "engine")]
    pub(super) failing: Option<PathBuf>,
    /// Folder that every file is written to as two, below `good` and `bad`: the rows that break no rule of the severity
    /// that fails the gate, and those that do.
    #[arg(long, value_name = "DIR", conflicts_with = "engine")]
    pub(super) split: Option<PathBuf>,
    /// Folder, empty or not there yet, with a folder for each institution that delivers: its report, the sheets of its
    /// sources, and every failing item of them. Nothing in it is of rows of other institutions.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["engine", "no_values", "pseudonyms", "pseudonym_key"])]
    pub(super) return_pack: Option<PathBuf>,
    /// Receipt of the run: which files were judged by which standard, and what came of it (`mizan verify`).
    #[arg(long, value_name = "PATH")]
    pub(super) receipt: Option<PathBuf>,
    /// File with the private key (Ed25519, PKCS #8 in PEM) that the receipt is signed with.
    #[arg(long, value_name = "FILE", requires = "receipt")]
    pub(super) sign_key: Option<PathBuf>,
    /// Show no value of any failing item: where it stands, and what is asked. For reports that are sent on.
    #[arg(long, conflicts_with_all = ["failing", "pseudonyms", "pseudonym_key"])]
    pub(super) no_values: bool,
    /// Replace identifying values by pseudonyms in place of masking them, so that what is of one person can be told. The
    /// key is that of `MIZAN_PSEUDONYM_KEY` or of --pseudonym-key, else a fresh one for this run.
    #[arg(long)]
    pub(super) pseudonyms: bool,
    /// File with the key of the pseudonyms; implies --pseudonyms.
    #[arg(long, value_name = "FILE")]
    pub(super) pseudonym_key: Option<PathBuf>,
    /// The least severity whose breach fails the gate; `new`: errors that the previous delivery did not have; `worse`: and
    /// those that it had, of which a greater share fails than chance explains.
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(super) fail_on: FailOn,
    /// Known failures (TOML), each with its owner, reason and last day: they do not fail the gate.
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    /// The result of the previous delivery (`--format json`), for `last_delivery(…)` and comparisons with it.
    #[arg(long, value_name = "RESULT.json")]
    pub(super) previous: Option<PathBuf>,
    /// Threads [default: one for each core].
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
    /// Memory that the process stays below, as `1GB`: files are read again rather than that all their keys be held
    /// [default: no limit].
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    pub(super) memory: Option<u64>,
    /// How rules are computed: vectorised, or item by item to compare with.
    #[arg(long, value_enum, default_value_t = EngineName::Native)]
    pub(super) engine: EngineName,
    /// Leave out what differs between two runs over the same data: when they ran, and how long they took.
    #[arg(long)]
    pub(super) reproducible: bool,
}

#[derive(Debug, Args)]
pub(super) struct TablesArguments {
    /// The delivery: a folder, or a file where the standard has one source.
    #[arg(value_name = "DELIVERY", required_unless_present = "source")]
    pub(super) delivery: Option<PathBuf>,
    /// The standard's folder; several make one standard [default: as for `mizan check`].
    #[arg(long, value_name = "DIR")]
    pub(super) standard: Vec<PathBuf>,
    /// File or folder of one source, wherever it is.
    #[arg(long, value_name = "NAME=PATH", value_parser = source)]
    pub(super) source: Vec<(String, PathBuf)>,
    /// Only this table. May be repeated.
    #[arg(long, value_name = "NAME")]
    pub(super) table: Vec<String>,
    /// Form of the tables: a file for each as CSV or Parquet, one for all as JSON.
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub(super) format: TableFormat,
    /// Folder that they are written to [default: standard output, for JSON and for one table as CSV].
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The date that `as_of` means [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<NaiveDate>,
    /// Value of a parameter.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(super) set: Vec<(String, String)>,
    /// The result of the previous delivery, for tables that read it.
    #[arg(long, value_name = "RESULT.json")]
    pub(super) previous: Option<PathBuf>,
    /// Threads [default: one for each core].
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
    /// How tables are computed: vectorised, or item by item to compare with.
    #[arg(long, value_enum, default_value_t = EngineName::Native)]
    pub(super) engine: EngineName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    Csv,
    Parquet,
    Json,
}

const CHECK_NOTES: &str = "\
Missing and unreadable data wins over breached rules: the exit code is then 4, and the report says both.";

#[derive(Debug, Args)]
pub(super) struct LintArguments {
    /// The standard's folder; several make one standard [default: the nearest mizan.toml from here upward].
    #[arg(value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// The same.
    #[arg(long, value_name = "DIR", hide = true)]
    pub(super) standard: Vec<PathBuf>,
    /// Form of the diagnostics.
    #[arg(long, value_enum, default_value_t = LintFormat::Text)]
    pub(super) format: LintFormat,
    /// Fail on warnings too.
    #[arg(long, value_enum, value_name = "warnings")]
    pub(super) deny: Option<Deny>,
}

#[derive(Debug, Args)]
pub(super) struct TestArguments {
    /// The standard's folder; several make one standard [default: the nearest mizan.toml from here upward].
    #[arg(value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// The same.
    #[arg(long, value_name = "DIR", hide = true)]
    pub(super) standard: Vec<PathBuf>,
    /// The date that `as_of` means in examples that do not give one [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<NaiveDate>,
    /// List what the examples do not show: rules without any, outcomes, branches.
    #[arg(long)]
    pub(super) coverage: bool,
    /// Change rules and data, and list the changes that no example notices.
    #[arg(long)]
    pub(super) mutate: bool,
    /// Fail when fewer of a hundred changes are noticed; implies --mutate.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) fail_under: Option<u8>,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(super) format: TestFormat,
}

impl TestArguments {
    /// Whether rules and data are changed.
    pub(super) fn mutates(&self) -> bool {
        self.mutate || self.fail_under.is_some()
    }
}

#[derive(Debug, Args)]
pub(super) struct CoverageArguments {
    /// The standard's folder; several make one standard [default: the nearest mizan.toml from here, or from the delivery,
    /// upward; else the Moroccan standard that is built in].
    #[arg(value_name = "STANDARD")]
    pub(super) folders: Vec<PathBuf>,
    /// The same.
    #[arg(long, value_name = "DIR", hide = true)]
    pub(super) standard: Vec<PathBuf>,
    /// A delivery: with it, the share of its records for which each definition and variable is known.
    #[arg(long, value_name = "DIR")]
    pub(super) delivery: Option<PathBuf>,
    /// File or folder of one source, wherever it is.
    #[arg(long, value_name = "NAME=PATH", value_parser = source)]
    pub(super) source: Vec<(String, PathBuf)>,
    /// The date that `as_of` means [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<NaiveDate>,
    /// Value of a parameter.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(super) set: Vec<(String, String)>,
    /// Form of the matrix, and where it goes; without a path, to standard output. May be repeated.
    #[arg(long, value_name = "text|json|html|markdown[=PATH]", value_parser = matrix_format, default_value = "text")]
    pub(super) format: Vec<MatrixFormat>,
    /// Threads [default: one for each core].
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
}

#[derive(Debug, Args)]
pub(super) struct SheetArguments {
    /// The source.
    #[arg(value_name = "SOURCE")]
    pub(super) source: String,
    /// The standard's folder; several make one standard [default: the nearest mizan.toml from here upward; else the
    /// Moroccan standard that is built in].
    #[arg(long, value_name = "DIR")]
    pub(super) standard: Vec<PathBuf>,
    /// The result of the last delivery (`mizan check --format json`).
    #[arg(long, value_name = "RESULT.json")]
    pub(super) result: Option<PathBuf>,
    /// The result of the delivery before.
    #[arg(long, value_name = "RESULT.json", requires = "result")]
    pub(super) previous: Option<PathBuf>,
    /// Form of the sheet, and where it goes; without a path, to standard output.
    #[arg(long, value_name = "html|markdown[=PATH]", value_parser = sheet_format, default_value = "markdown")]
    pub(super) format: SheetFormat,
}

/// A form of a sheet, and the file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetFormat {
    pub(super) kind: SheetKind,
    pub(super) path: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SheetKind {
    Html,
    Markdown,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The receipt (`mizan check --receipt`).
    #[arg(value_name = "RECEIPT.json")]
    pub(super) receipt: PathBuf,
    /// The delivery: the folder that its files are in.
    #[arg(value_name = "DELIVERY")]
    pub(super) delivery: PathBuf,
    /// The standard's folder; several make one standard [default: as for `mizan check`].
    #[arg(long, value_name = "DIR")]
    pub(super) standard: Vec<PathBuf>,
    /// File with the public key (PEM) of who must have signed it.
    #[arg(long, value_name = "FILE")]
    pub(super) public_key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    /// The earlier result (`mizan check --format json`).
    #[arg(value_name = "BEFORE.json")]
    pub(super) before: PathBuf,
    /// The later result.
    #[arg(value_name = "AFTER.json")]
    pub(super) after: PathBuf,
    /// Form of the comparison, and where it goes; without a path, to standard output. May be repeated.
    #[arg(long, value_name = "text|json|markdown[=PATH]", value_parser = diff_format, default_value = "text")]
    pub(super) format: Vec<DiffFormat>,
    /// Exit with 1 when a rule fails newly or is no longer checked; `worse`: or when one that failed fails for more.
    #[arg(long, value_enum, default_value_t = DiffFailOn::Never)]
    pub(super) fail_on: DiffFailOn,
}

/// A form of a comparison of two results, and the file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DiffFormat {
    pub(super) kind: DiffKind,
    pub(super) path: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DiffKind {
    Text,
    Json,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFailOn {
    New,
    Worse,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArguments {
    /// The folder with the results (`mizan check --format json`), one a run.
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Form of the history, and where it goes; without a path, to standard output.
    #[arg(long, value_name = "text|html[=PATH]", value_parser = history_format, default_value = "text")]
    pub(super) format: HistoryFormat,
}

/// A form of a history, and the file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HistoryFormat {
    pub(super) kind: HistoryKind,
    pub(super) path: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryKind {
    Text,
    Html,
}

#[derive(Debug, Args)]
pub(super) struct WaiversArguments {
    /// The result (`mizan check --format json`).
    #[arg(value_name = "RESULT.json")]
    pub(super) result: PathBuf,
    /// Who answers for the failures.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(super) owner: String,
    /// The last day on which they are accepted.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) expires: NaiveDate,
}

#[derive(Debug, Args)]
pub(super) struct FmtArguments {
    /// Files, or folders with `.mizan` files [default: the standard of the nearest mizan.toml from here upward].
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Change nothing; exit with 1 when a file is not in canonical form.
    #[arg(long)]
    pub(super) check: bool,
    /// Also make the repairs that diagnostics propose.
    #[arg(long)]
    pub(super) repair: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Its code, such as M0204 [default: a line for each].
    pub(super) code: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct FunctionsArguments {
    /// Its name.
    pub(super) name: Option<String>,
}

/// A form of a report, and the file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) kind: FormatKind,
    pub(super) path: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormatKind {
    Text,
    Json,
    Html,
    Markdown,
    Junit,
    Sarif,
    Github,
    Gitlab,
    Ess,
}

/// A form of the coverage matrix, and the file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MatrixFormat {
    pub(super) kind: MatrixKind,
    pub(super) path: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatrixKind {
    Text,
    Json,
    Html,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TestFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    New,
    Worse,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EngineName {
    Native,
    Reference,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "expected fr, ar or en".to_owned())
}

fn source(text: &str) -> Result<(String, PathBuf), String> {
    pair(text, "NAME=PATH").map(|(name, path)| (name, PathBuf::from(path)))
}

fn setting(text: &str) -> Result<(String, String), String> {
    pair(text, "NAME=VALUE")
}

fn size(text: &str) -> Result<Size, String> {
    let (least, most) = (Size::BOUNDS.start(), Size::BOUNDS.end());
    let declarations = text.replace('_', "").parse().ok();
    declarations.and_then(Size::of).ok_or_else(|| format!("expected a number from {least} to {most}"))
}

/// What batches of rows alone take.
const LEAST_MEMORY: ByteSize = ByteSize::mb(128);

fn memory(text: &str) -> Result<u64, String> {
    let size: ByteSize = text.parse()?;
    if size < LEAST_MEMORY {
        return Err(format!("at least {} MB", LEAST_MEMORY.as_mb()));
    }
    Ok(size.as_u64())
}

fn pair(text: &str, form: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err(format!("expected {form}")),
    }
}

fn format(text: &str) -> Result<Format, String> {
    let (kind, path) = text.split_once('=').map_or((text, None), |(kind, path)| (kind, Some(path)));
    let kind = match kind {
        "text" => FormatKind::Text,
        "json" => FormatKind::Json,
        "html" => FormatKind::Html,
        "markdown" => FormatKind::Markdown,
        "junit" => FormatKind::Junit,
        "sarif" => FormatKind::Sarif,
        "github" => FormatKind::Github,
        "gitlab" => FormatKind::Gitlab,
        "ess" => FormatKind::Ess,
        _ => {
            let kinds =
                "text, json, html, markdown, junit, sarif, github, gitlab or ess, or one of these with =PATH";
            return Err(format!("expected {kinds}"));
        }
    };
    match path {
        Some("") => Err("expected a path after `=`".to_owned()),
        path => Ok(Format { kind, path: path.map(PathBuf::from) }),
    }
}

fn history_format(text: &str) -> Result<HistoryFormat, String> {
    let (kind, path) = text.split_once('=').map_or((text, None), |(kind, path)| (kind, Some(path)));
    let kind = match kind {
        "text" => HistoryKind::Text,
        "html" => HistoryKind::Html,
        _ => return Err("expected text or html, or one of these with =PATH".to_owned()),
    };
    match path {
        Some("") => Err("expected a path after `=`".to_owned()),
        path => Ok(HistoryFormat { kind, path: path.map(PathBuf::from) }),
    }
}

fn sheet_format(text: &str) -> Result<SheetFormat, String> {
    let (kind, path) = text.split_once('=').map_or((text, None), |(kind, path)| (kind, Some(path)));
    let kind = match kind {
        "html" => SheetKind::Html,
        "markdown" => SheetKind::Markdown,
        _ => return Err("expected html or markdown, or one of these with =PATH".to_owned()),
    };
    match path {
        Some("") => Err("expected a path after `=`".to_owned()),
        path => Ok(SheetFormat { kind, path: path.map(PathBuf::from) }),
    }
}

fn diff_format(text: &str) -> Result<DiffFormat, String> {
    let (kind, path) = text.split_once('=').map_or((text, None), |(kind, path)| (kind, Some(path)));
    let kind = match kind {
        "text" => DiffKind::Text,
        "json" => DiffKind::Json,
        "markdown" => DiffKind::Markdown,
        _ => return Err("expected text, json or markdown, or one of these with =PATH".to_owned()),
    };
    match path {
        Some("") => Err("expected a path after `=`".to_owned()),
        path => Ok(DiffFormat { kind, path: path.map(PathBuf::from) }),
    }
}

fn matrix_format(text: &str) -> Result<MatrixFormat, String> {
    let (kind, path) = text.split_once('=').map_or((text, None), |(kind, path)| (kind, Some(path)));
    let kind = match kind {
        "text" => MatrixKind::Text,
        "json" => MatrixKind::Json,
        "html" => MatrixKind::Html,
        "markdown" => MatrixKind::Markdown,
        _ => return Err("expected text, json, html or markdown, or one of these with =PATH".to_owned()),
    };
    match path {
        Some("") => Err("expected a path after `=`".to_owned()),
        path => Ok(MatrixFormat { kind, path: path.map(PathBuf::from) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_path_may_hold_an_equals_sign() {
        let found = source("cnss=a=b.csv");
        assert_eq!(found, Ok(("cnss".to_owned(), PathBuf::from("a=b.csv"))));
        assert_eq!(format("json=x=y.json").map(|format| format.path), Ok(Some(PathBuf::from("x=y.json"))));
    }
}
