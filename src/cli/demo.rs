//! `mizan demo`: a first run, without any data of one's own.

use std::path::{Path, PathBuf};

use mizan::check::Delivery;
use mizan::demo;
use mizan::locale::Arg;

use super::Exit;
use super::check::{self, Options};
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder to write to [default: a new one among the temporary files]
    folder: Option<PathBuf>,
    /// What the synthetic delivery is drawn from
    #[arg(long, value_name = "N", default_value_t = 2024)]
    seed: u64,
    #[command(flatten)]
    options: Options,
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let folder = arguments.folder.clone().unwrap_or_else(temporary);
    let written = match demo::write(&folder, arguments.seed) {
        Ok(written) => written,
        Err(error) => {
            let path = Arg::from(folder.display().to_string());
            return session
                .refuse("cli-can-not-write", &[("path", path), ("reason", Arg::from(error.to_string()))]);
        }
    };
    let loaded = session.load(std::slice::from_ref(&written.standard), &folder);
    let standard = match loaded.and_then(|files| session.compile(&files)) {
        Ok(standard) => standard,
        Err(exit) => return exit,
    };
    let delivery = Delivery { root: Some(written.delivery.clone()), files: Vec::new() };
    let mut options = arguments.options.clone();
    options.as_of.get_or_insert_with(|| mizan::types::Scalar::Date(demo::AS_OF).to_string());
    let exit = check::judge(session, &standard, &delivery, &options);
    common::note(&next_steps(session, &folder));
    // The planted errors are what is shown: a gate that they fail is the demonstration's success.
    if exit == Exit::Failed { Exit::Passed } else { exit }
}

fn temporary() -> PathBuf {
    let number = std::process::id();
    std::env::temp_dir().join(format!("mizan-demo-{number}"))
}

fn next_steps(session: &Session, folder: &Path) -> String {
    let folder = folder.display();
    let truth = format!("{folder}/ground_truth.json");
    let wrote = session
        .say("cli-demo-wrote", &[("folder", Arg::from(folder.to_string())), ("truth", Arg::from(truth))]);
    let next = session.say("cli-demo-next", &[]);
    let standard = format!("{folder}/standard");
    let commands = [
        format!("mizan check {folder}/delivery --standard {standard} --as-of 2025-01-31 --lang fr"),
        format!(
            "mizan check {folder}/delivery --standard {standard} --as-of 2025-01-31 --only 'taechir.*' --format json"
        ),
        format!("mizan test {standard}"),
        "mizan explain M0201".to_owned(),
    ];
    let lines: Vec<String> = commands.iter().map(|command| format!("  {command}")).collect();
    format!("\n{wrote}\n\n{next}\n{}\n", lines.join("\n"))
}
