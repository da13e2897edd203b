//! `mizan demo`: a first run, without any data of one's own: two deliveries that follow each other.

use std::path::{Path, PathBuf};

use mizan::Standard;
use mizan::check::Delivery;
use mizan::data::create_folder;
use mizan::demo::{self, DemoError, WrittenDelivery};
use mizan::locale::Arg;
use mizan::report::{self, Change, Changes};
use mizan::types::naive_date;

use super::arguments::{DemoArguments, Format, FormatKind, Judging};
use super::check::{formats, judge, judged, past, unwritten, write_text};
use super::failure::{Exit, Failure};
use super::{Session, standards};

pub(super) fn run(session: Session, arguments: &DemoArguments) -> Result<Exit, Failure> {
    let written = demo::write(&arguments.folder, arguments.declarations, arguments.seed)
        .map_err(|error| failure(&error))?;
    let standard = standards::compile(&standards::load(std::slice::from_ref(&written.standard), &[])?)?;
    let made = Made::below(&arguments.folder)?;
    let mut judging = arguments.judging.clone();
    if judging.previous.is_none() {
        judge_before(session, &standard, &written.before, &judging, &made.before)?;
        judging.previous = Some(made.before.clone());
    }
    judging.as_of = judging.as_of.or_else(|| naive_date(written.now.as_of));
    judging.format = formats(&judging);
    judging.format.push(Format { kind: FormatKind::Json, path: Some(made.now.clone()) });
    if judging.format.iter().all(|format| format.kind != FormatKind::Html) {
        judging.format.push(Format { kind: FormatKind::Html, path: Some(made.page.clone()) });
    }
    let exit = judge(session, &standard, &delivery(&written.now), &judging)?;
    let is_for_people = |format: &Format| format.path.is_none() && format.kind == FormatKind::Text;
    if judging.format.iter().any(is_for_people) {
        let changes = match &judging.previous {
            Some(previous) => changes(session, previous, &made.now)?,
            None => String::new(),
        };
        let steps = next_steps(session, &arguments.folder, &made, &changes);
        session.output.print(&steps).map_err(|error| unwritten("-", &error))?;
    }
    // The planted errors are what is shown: a gate that they fail is a demonstration that went well.
    Ok(if exit == Exit::Failed { Exit::Passed } else { exit })
}

/// What is made of the deliveries.
struct Made {
    /// The folder of the results.
    results: PathBuf,
    before: PathBuf,
    now: PathBuf,
    page: PathBuf,
}

impl Made {
    fn below(folder: &Path) -> Result<Self, Failure> {
        let results = folder.join("results");
        create_folder(&results).map_err(|error| unwritten(&results.display().to_string(), &error))?;
        let of = |days| results.join(format!("{}.json", date(days)));
        let (before, now) = (of(demo::AS_OF_BEFORE), of(demo::AS_OF));
        Ok(Made { before, now, page: folder.join("report.html"), results })
    }
}

/// A date as the command line takes it.
fn date(days: i32) -> String {
    naive_date(days).map(|date| date.to_string()).unwrap_or_default()
}

fn delivery(written: &WrittenDelivery) -> Delivery {
    Delivery { root: Some(written.folder.clone()), ..Delivery::default() }
}

/// Judges the earlier delivery by itself: only its result is wanted.
fn judge_before(
    session: Session,
    standard: &Standard,
    before: &WrittenDelivery,
    judging: &Judging,
    result: &Path,
) -> Result<(), Failure> {
    let judging = Judging {
        as_of: naive_date(before.as_of),
        fail_on: super::arguments::FailOn::Error,
        failing: None,
        split: None,
        return_pack: None,
        waivers: None,
        ..judging.clone()
    };
    let (run, _) = judged(session, standard, &delivery(before), &judging, &[])?;
    write_text(session, &report::json(&run), Some(result))
}

fn failure(error: &DemoError) -> Failure {
    match error {
        DemoError::Exists { path } => {
            Failure::usage("cli-demo-exists", &[("path", &path.display().to_string())])
        }
        DemoError::Write { path, error } => unwritten(&path.display().to_string(), error),
        DemoError::Parquet { path, error } => {
            let arguments = [("path", path.display().to_string()), ("reason", error.to_string())];
            Failure::message(
                Exit::Internal,
                "cli-write",
                &arguments.each_ref().map(|(name, text)| (*name, text.as_str())),
            )
        }
    }
}

/// How many rules are fixed, fail newly and still fail, in a sentence.
fn changes(session: Session, before: &Path, now: &Path) -> Result<String, Failure> {
    let (before, now) = (past(session, before)?, past(session, now)?);
    let changes = Changes::between(&before, &now);
    let count = |change| Arg::from(changes.count(change));
    let persisting = changes.count(Change::Persisting) + changes.count(Change::Worse);
    let arguments = [
        ("before", Arg::from(before.as_of.as_str())),
        ("fixed", count(Change::Fixed)),
        ("new", count(Change::New)),
        ("persisting", Arg::from(persisting)),
    ];
    Ok(session.words.text("cli-demo-changes", &arguments))
}

fn next_steps(session: Session, folder: &Path, made: &Made, changes: &str) -> String {
    let words = session.words;
    let folder = folder.display().to_string();
    let truth = format!("{folder}/ground_truth.json");
    let wrote =
        words.text("cli-demo-wrote", &[("folder", Arg::from(folder.as_str())), ("truth", Arg::from(truth))]);
    let page = words.text("cli-demo-page", &[("path", Arg::from(made.page.display().to_string()))]);
    let check =
        format!("mizan check {folder}/delivery --standard {folder}/standard --as-of {}", date(demo::AS_OF));
    let (before, now) = (made.before.display(), made.now.display());
    let commands = [
        format!("{check} --lang ar"),
        format!("{check} --only 'taechir.*' --format json"),
        format!("{check} --previous {before} --fail-on new"),
        format!("mizan diff {before} {now}"),
        format!("mizan history {}", made.results.display()),
        format!("mizan sheet cnss --standard {folder}/standard --result {now} --previous {before}"),
        format!("mizan lint {folder}/standard"),
        format!("mizan test {folder}/standard"),
        "mizan functions".to_owned(),
        "mizan explain M0201".to_owned(),
    ];
    let lines: Vec<String> = commands.iter().map(|command| format!("  {command}")).collect();
    let next = words.text("cli-demo-next", &[]);
    format!("\n{wrote}\n{changes}\n{page}\n\n{next}\n{}\n", lines.join("\n"))
}
