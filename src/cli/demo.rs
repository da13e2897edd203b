//! `mizan demo`: a first run, without any data of one's own.

use std::path::Path;

use mizan::check::Delivery;
use mizan::demo::{self, DemoError};
use mizan::locale::Arg;
use mizan::types::naive_date;

use super::arguments::{DemoArguments, Format, FormatKind};
use super::check::{formats, judge, unwritten};
use super::failure::{Exit, Failure};
use super::{Session, standards};

pub(super) fn run(session: Session, arguments: &DemoArguments) -> Result<Exit, Failure> {
    let written = demo::write(&arguments.folder, arguments.seed).map_err(|error| failure(&error))?;
    let standard = standards::compile(&standards::load(std::slice::from_ref(&written.standard), &[])?)?;
    let delivery = Delivery { root: Some(written.delivery.clone()), ..Delivery::default() };
    let mut judging = arguments.judging.clone();
    judging.as_of = judging.as_of.or_else(|| naive_date(demo::AS_OF));
    let page = arguments.folder.join("report.html");
    judging.format = formats(&judging);
    if judging.format.iter().all(|format| format.kind != FormatKind::Html) {
        judging.format.push(Format { kind: FormatKind::Html, path: Some(page.clone()) });
    }
    let exit = judge(session, &standard, &delivery, &judging)?;
    let is_for_people = |format: &Format| format.path.is_none() && format.kind == FormatKind::Text;
    if judging.format.iter().any(is_for_people) {
        let steps = next_steps(session, &arguments.folder, &page);
        session.output.print(&steps).map_err(|error| unwritten("-", &error))?;
    }
    // The planted errors are what is shown: a gate that they fail is a demonstration that went well.
    Ok(if exit == Exit::Failed { Exit::Passed } else { exit })
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

fn next_steps(session: Session, folder: &Path, page: &Path) -> String {
    let words = session.words;
    let folder = folder.display().to_string();
    let truth = format!("{folder}/ground_truth.json");
    let wrote =
        words.text("cli-demo-wrote", &[("folder", Arg::from(folder.as_str())), ("truth", Arg::from(truth))]);
    let page = words.text("cli-demo-page", &[("path", Arg::from(page.display().to_string()))]);
    let date = naive_date(demo::AS_OF).map_or_else(String::new, |date| format!(" --as-of {date}"));
    let check = format!("mizan check {folder}/delivery --standard {folder}/standard{date}");
    let commands = [
        format!("{check} --lang ar"),
        format!("{check} --only 'taechir.*' --format json"),
        format!("mizan lint {folder}/standard"),
        format!("mizan test {folder}/standard"),
        "mizan functions".to_owned(),
        "mizan explain M0201".to_owned(),
    ];
    let lines: Vec<String> = commands.iter().map(|command| format!("  {command}")).collect();
    format!("\n{wrote}\n{page}\n\n{}\n{}\n", words.text("cli-demo-next", &[]), lines.join("\n"))
}
