//! `mizan check`: the main job.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use mizan::Standard;
use mizan::check::{
    CheckError, CheckOptions, Delivery, Engine, KeyError, Previous, PreviousError, Pseudonyms, Waivers,
    check_in_languages,
};
use mizan::data::{WholeFolder, append_file, read_text, write_file};
use mizan::ir::Rows;
use mizan::locale::Lang;
use mizan::report::{self, Known, Past, PastError, ReceiptError, Run, RunVerdict, SignKey, TextOptions};
use mizan::types::{Severity, days_of};

use super::arguments::{CheckArguments, EngineName, FailOn, Format, FormatKind, Judging};
use super::failure::{Exit, Failure};
use super::progress::Bar;
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &CheckArguments) -> Result<Exit, Failure> {
    let here = Path::new(".");
    let start = arguments.delivery.as_deref().unwrap_or(here);
    let standard =
        standards::compile(&standards::load_for_delivery(session, &arguments.standard, &[start, here])?)?;
    let delivery = delivery(&standard, arguments.delivery.clone(), &arguments.source)?;
    if arguments.plan {
        return super::plan::show(session, &standard, &delivery, &arguments.judging);
    }
    judge(session, &standard, &delivery, &arguments.judging)
}

/// Judges a delivery and writes the reports that are asked for.
pub(super) fn judge(
    session: Session,
    standard: &Standard,
    delivery: &Delivery,
    judging: &Judging,
) -> Result<Exit, Failure> {
    if judging.format.iter().filter(|format| format.path.is_none()).count() > 1 {
        return Err(Failure::usage("cli-two-reports", &[]));
    }
    let sign_key = judging.sign_key.as_deref().map(sign_key).transpose()?;
    let formats = formats(judging);
    let others = other_languages(session, standard, &formats);
    let pack = judging.return_pack.as_deref().map(WholeFolder::begin);
    let (run, others) = judged(session, standard, delivery, judging, &others)?;
    formats.iter().try_for_each(|format| write(session, &run, &others, format))?;
    if let Some(path) = environment::step_summary() {
        append_file(&path, report::markdown(&run, session.words).as_bytes())
            .map_err(|error| unwritten(&path.display().to_string(), &error))?;
    }
    if let Some(path) = &judging.receipt {
        write_text(session, &report::receipt(&run, sign_key.as_ref()), Some(path))?;
    }
    if let Some(folder) = &judging.return_pack {
        super::return_pack::write(session, standard, delivery, judging, &run, folder)?;
    }
    pack.into_iter().for_each(WholeFolder::finish);
    Ok(match run.verdict {
        RunVerdict::Passed => Exit::Passed,
        RunVerdict::Failed => Exit::Failed,
        RunVerdict::Incomplete => Exit::Incomplete,
    })
}

/// What a delivery comes to, in the language of the session and in others.
pub(super) fn judged(
    session: Session,
    standard: &Standard,
    delivery: &Delivery,
    judging: &Judging,
    others: &[Lang],
) -> Result<(Run, Vec<Run>), Failure> {
    let previous = judging.previous.as_deref().map(|path| previous(session, path)).transpose()?;
    let (known, gate) = match judging.fail_on {
        FailOn::New => (Known::Pass, "new"),
        FailOn::Worse => (Known::FailIfWorse, "worse"),
        FailOn::Error | FailOn::Warning | FailOn::Info | FailOn::Never => (Known::Fail, ""),
    };
    if known != Known::Fail && previous.is_none() {
        return Err(Failure::usage("cli-fail-on-new", &[("gate", gate)]));
    }
    let waivers = judging.waivers.as_deref().map(|path| waivers(session, path)).transpose()?;
    let waivers = waivers.unwrap_or_default();
    let pseudonyms = pseudonyms(judging)?;
    let bar = Bar::new(session);
    let as_of = judging.as_of.unwrap_or_else(environment::today);
    let options = CheckOptions {
        only: &judging.only,
        skip: &judging.skip,
        as_of: days_of(as_of),
        set: &judging.set,
        lang: session.words.lang(),
        threads: judging.threads,
        memory: judging.memory,
        engine: match judging.engine {
            EngineName::Native => Engine::Native,
            EngineName::Reference => Engine::Reference,
        },
        previous: previous.as_ref(),
        samples: judging.samples,
        failing: judging.failing.as_deref(),
        split: judging.split.as_deref(),
        return_pack: judging.return_pack.as_deref(),
        fail_on: match judging.fail_on {
            FailOn::Error | FailOn::New | FailOn::Worse => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        },
        known,
        waivers: &waivers,
        pseudonyms: pseudonyms.as_ref(),
        shows_values: !judging.no_values,
        timing: !judging.reproducible,
        progress: &|progress| bar.show(progress),
    };
    let runs = check_in_languages(standard, delivery, &options, others);
    bar.clear();
    runs.map_err(|error| failure(session, standard, error))
}

/// The languages beside that of the run which a page is to have: those that the texts of the standard have.
fn other_languages(session: Session, standard: &Standard, formats: &[Format]) -> Vec<Lang> {
    if formats.iter().all(|format| format.kind != FormatKind::Html) {
        return Vec::new();
    }
    let languages = standard.ir().languages.iter().filter_map(|code| Lang::from_tag(code));
    languages.filter(|lang| *lang != session.words.lang()).collect()
}

/// The forms that are asked for; else text, and what GitHub Actions shows beside the code where it runs there.
pub(super) fn formats(judging: &Judging) -> Vec<Format> {
    if !judging.format.is_empty() {
        return judging.format.clone();
    }
    let of = |kind| Format { kind, path: None };
    let github = environment::is_github().then(|| of(FormatKind::Github));
    std::iter::once(of(FormatKind::Text)).chain(github).collect()
}

/// The key that a receipt is signed with.
fn sign_key(path: &Path) -> Result<SignKey, Failure> {
    SignKey::read(&read(path)?).map_err(|error| receipt_failure(path, &error))
}

/// A key or a receipt that is none.
pub(super) fn receipt_failure(path: &Path, error: &ReceiptError) -> Failure {
    let (message, reason) = match error {
        ReceiptError::Key(reason) => ("cli-no-key", reason),
        ReceiptError::Foreign(reason) => ("cli-no-receipt", reason),
    };
    Failure::usage(message, &[("path", &path.display().to_string()), ("reason", &report::harmless(reason))])
}

/// What identifying values are replaced by, where that is asked for. A key is never an argument: others can read those.
fn pseudonyms(judging: &Judging) -> Result<Option<Pseudonyms>, Failure> {
    let pseudonyms = match (&judging.pseudonym_key, environment::pseudonym_key()) {
        (Some(path), _) => Pseudonyms::with_key(read(path)?.as_bytes()),
        (None, _) if !judging.pseudonyms => return Ok(None),
        (None, Some(key)) => Pseudonyms::with_key(key.as_bytes()),
        (None, None) => Pseudonyms::fresh(),
    };
    let failure = |error| match error {
        KeyError::Short(bytes) => Failure::usage("cli-key-short", &[("bytes", &bytes.to_string())]),
        KeyError::NoRandomness(reason) => {
            Failure::message(Exit::Internal, "cli-no-randomness", &[("reason", &reason)])
        }
    };
    pseudonyms.map(Some).map_err(failure)
}

/// A file stands for the only source of a standard.
pub(super) fn delivery(
    standard: &Standard,
    mut root: Option<PathBuf>,
    given: &[(String, PathBuf)],
) -> Result<Delivery, Failure> {
    let mut sources: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (name, path) in given {
        sources.entry(name.clone()).or_default().push(path.clone());
    }
    if let Some(file) = root.take_if(|path| path.is_file()) {
        let of_files = standard.ir().sources.iter().filter(|source| matches!(source.rows, Rows::Files));
        let names: Vec<&str> = of_files.map(|source| source.name.as_str()).collect();
        match names.as_slice() {
            [only] => sources.entry((*only).to_owned()).or_default().push(file),
            _ => {
                let arguments = [("path", file.display().to_string()), ("names", names.join(", "))];
                let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
                return Err(Failure::usage("cli-file-of-which-source", &arguments));
            }
        }
    }
    Ok(Delivery { root, sources })
}

pub(super) fn failure(session: Session, standard: &Standard, error: CheckError) -> Failure {
    match error {
        CheckError::Parameters(diagnostics) => {
            Failure::diagnostics(Exit::Usage, diagnostics, standard.files())
        }
        CheckError::Previous(error) => Failure::sentence(exit_of(&error), error.message(session.words)),
        CheckError::NoDelivery { .. } => Failure::sentence(Exit::Incomplete, error.message(session.words)),
        CheckError::Pattern { .. }
        | CheckError::NoSuchRule { .. }
        | CheckError::NoSuchSource { .. }
        | CheckError::Write { .. }
        | CheckError::Occupied { .. }
        | CheckError::Threads { .. } => Failure::sentence(Exit::Usage, error.message(session.words)),
    }
}

/// A file that is no result is wrong usage; a broken result is data that can not be read.
fn exit_of(error: &PreviousError) -> Exit {
    match error {
        PreviousError::Result(PastError::Foreign { .. }) => Exit::Usage,
        PreviousError::Result(PastError::Broken { .. }) | PreviousError::Value { .. } => Exit::Incomplete,
    }
}

/// A file that is no result, or a broken one.
fn previous_failure(session: Session, path: &Path, error: &PreviousError) -> Failure {
    let arguments = [("path", path.display().to_string()), ("reason", error.message(session.words))];
    let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
    Failure::message(exit_of(error), "cli-of-file", &arguments)
}

/// What an earlier run found.
pub(super) fn past(session: Session, path: &Path) -> Result<Past, Failure> {
    let of = |error| previous_failure(session, path, &PreviousError::Result(error));
    Past::read(&read(path)?).map_err(of)
}

pub(super) fn read(path: &Path) -> Result<String, Failure> {
    read_text(path).map_err(|error| unreadable(path, &error))
}

/// A file or folder that can not be read. What is most often the reason is said in the language of the session.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "cli-read-absent",
        io::ErrorKind::IsADirectory => "cli-read-folder",
        io::ErrorKind::PermissionDenied => "cli-read-denied",
        _ => "cli-read",
    };
    let arguments = [("path", path.display().to_string()), ("reason", error.to_string())];
    let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
    Failure::message(Exit::Incomplete, message, &arguments)
}

/// Known failures. A file that is there and can not be used stops everything: it would change the verdict.
fn waivers(session: Session, path: &Path) -> Result<Waivers, Failure> {
    Waivers::read(&read(path)?).map_err(|error| Failure::sentence(Exit::Usage, error.message(session.words)))
}

/// The result of the previous delivery.
pub(super) fn previous(session: Session, path: &Path) -> Result<Previous, Failure> {
    Previous::read(&read(path)?).map_err(|error| previous_failure(session, path, &error))
}

fn write(session: Session, run: &Run, others: &[Run], format: &Format) -> Result<(), Failure> {
    let colour = session.output.colour && format.path.is_none();
    let text = match format.kind {
        FormatKind::Text => {
            report::text(run, session.words, TextOptions { width: session.output.width, colour })
        }
        FormatKind::Json => report::json(run),
        FormatKind::Html => report::html_in_languages(run, others),
        FormatKind::Markdown => report::markdown(run, session.words),
        FormatKind::Junit => report::junit(run, session.words),
        FormatKind::Sarif => report::sarif(run, session.words),
        FormatKind::Github => report::github(run, session.words),
        FormatKind::Gitlab => report::gitlab(run, session.words),
        FormatKind::Ess => {
            // What is to be the same again says no time of day, as it says no timing.
            let finished = run.timing.map(|_| environment::now());
            report::ess(run, session.words, finished.as_deref())
        }
    };
    write_text(session, &text, format.path.as_deref())
}

/// Writes a report to its file, or to standard output.
pub(super) fn write_text(session: Session, text: &str, path: Option<&Path>) -> Result<(), Failure> {
    match path {
        None => session.output.print(text).map_err(|error| unwritten("-", &error)),
        Some(path) => {
            write_file(path, text.as_bytes()).map_err(|error| unwritten(&path.display().to_string(), &error))
        }
    }
}

/// A report that can not be written where it was to go.
pub(super) fn unwritten(path: &str, error: &io::Error) -> Failure {
    Failure::usage("cli-write", &[("path", path), ("reason", &error.to_string())])
}
