//! `mizan check`: the main job.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use mizan::Standard;
use mizan::check::{CheckError, CheckOptions, Delivery, Engine, check};
use mizan::data;
use mizan::locale::Arg;
use mizan::report::{self, Run, RunVerdict, TextOptions};
use mizan::types::Severity;

use super::Exit;
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the delivery [default: the current one, or none with --source]
    delivery: Option<PathBuf>,
    /// Folder of a standard; repeatable [default: the nearest mizan.toml from the delivery or here upward]
    #[arg(long, value_name = "DIR")]
    standard: Vec<PathBuf>,
    /// A file of one source, wherever it is; repeatable
    #[arg(long, value_name = "NAME=PATH", value_parser = pair)]
    source: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Options that `demo` has too.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// Judge only rules of these names (`cnss.*`); repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,
    /// Leave out rules of these names; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) skip: Vec<String>,
    /// The date that `as_of` means, as 2024-12-31 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// A parameter; repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
    /// Format of the result, and the file it goes to; repeatable [default: text]
    #[arg(long, value_name = "text|json[=PATH]", value_parser = format)]
    pub(crate) format: Vec<(Format, Option<PathBuf>)>,
    /// Failing items shown for each rule
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) samples: usize,
    /// Severity from which a breached rule fails the gate
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", env = "MIZAN_THREADS")]
    pub(crate) threads: Option<usize>,
    /// Engine: the fast one, or the reference that it is held equal to
    #[arg(long, value_enum, default_value_t = EngineName::Native)]
    pub(crate) engine: EngineName,
    /// Leave times out of the result, so that equal deliveries give equal results
    #[arg(long)]
    pub(crate) reproducible: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    Native,
    Reference,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not NAME=VALUE"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn format(text: &str) -> Result<(Format, Option<PathBuf>), String> {
    let (name, path) = match text.split_once('=') {
        Some((name, path)) => (name, Some(PathBuf::from(path))),
        None => (text, None),
    };
    match name {
        "text" => Ok((Format::Text, path)),
        "json" => Ok((Format::Json, path)),
        _ => Err(format!("`{name}` is no format: text, json")),
    }
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let root = match (&arguments.delivery, arguments.source.is_empty()) {
        (Some(folder), _) => Some(folder.clone()),
        (None, true) => Some(PathBuf::from(".")),
        (None, false) => None,
    };
    if let Some(folder) = root.as_ref().filter(|folder| !folder.is_dir()) {
        return absent(session, folder);
    }
    let near = root.clone().unwrap_or_else(|| PathBuf::from("."));
    let files = arguments.source.iter().map(|(name, path)| (name.clone(), PathBuf::from(path))).collect();
    let loaded = session.load(&arguments.standard, &near).and_then(|files| session.compile(&files));
    match loaded {
        Ok(standard) => judge(session, &standard, &Delivery { root, files }, &arguments.options),
        Err(exit) => exit,
    }
}

fn absent(session: &Session, folder: &Path) -> Exit {
    session.refuse("cli-delivery-absent", &[("path", Arg::from(folder.display().to_string()))]);
    Exit::Incomplete
}

/// Judges a delivery and writes the result in every format that is asked for.
pub(crate) fn judge(session: &Session, standard: &Standard, delivery: &Delivery, options: &Options) -> Exit {
    let Some(as_of) = common::as_of(options.as_of.as_deref()) else {
        let text = options.as_of.clone().unwrap_or_default();
        return session.refuse("cli-not-a-date", &[("text", Arg::from(text))]);
    };
    let bar = progress();
    let rows = AtomicU64::new(0);
    let advance = |more: u64| {
        let rows = rows.fetch_add(more, Ordering::Relaxed) + more;
        if let Some(bar) = &bar {
            bar.set_position(rows);
        }
    };
    let checked = check(
        standard,
        delivery,
        &CheckOptions {
            only: options.only.clone(),
            skip: options.skip.clone(),
            as_of,
            set: options.set.clone(),
            threads: options.threads,
            engine: match options.engine {
                EngineName::Native => Engine::Native,
                EngineName::Reference => Engine::Reference,
            },
            samples: options.samples,
            fail_on: match options.fail_on {
                FailOn::Error => Some(Severity::Error),
                FailOn::Warning => Some(Severity::Warning),
                FailOn::Info => Some(Severity::Info),
                FailOn::Never => None,
            },
            lang: session.lang,
            reproducible: options.reproducible,
            progress: &advance,
        },
    );
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    match checked {
        Ok(run) => write(session, &run, &options.format),
        Err(error) => refuse(session, standard, &error),
    }
}

fn progress() -> Option<ProgressBar> {
    if !common::has_progress() {
        return None;
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} {elapsed}").ok()?;
    Some(ProgressBar::new_spinner().with_style(style))
}

fn write(session: &Session, run: &Run, formats: &[(Format, Option<PathBuf>)]) -> Exit {
    let default = [(Format::Text, None)];
    let formats = if formats.is_empty() { &default[..] } else { formats };
    for (format, path) in formats {
        let colour = path.is_none() && common::has_colour(&io::stdout());
        let text = match format {
            Format::Text => {
                report::text(run, session.words, TextOptions { width: common::width().min(80), colour })
            }
            Format::Json => report::json(run),
        };
        match path {
            None => common::print(&text),
            Some(path) => {
                if let Err(error) = data::write_file(path, text.as_bytes()) {
                    let arguments = [
                        ("path", Arg::from(path.display().to_string())),
                        ("reason", Arg::from(error.to_string())),
                    ];
                    return session.refuse("cli-can-not-write", &arguments);
                }
            }
        }
    }
    match run.verdict {
        RunVerdict::Passed => Exit::Passed,
        RunVerdict::Failed => Exit::Failed,
        RunVerdict::Incomplete => Exit::Incomplete,
    }
}

fn refuse(session: &Session, standard: &Standard, error: &CheckError) -> Exit {
    let similar = |name: &str, near: &Option<String>| match near {
        Some(near) => vec![("name", Arg::from(name)), ("similar", Arg::from(near.as_str()))],
        None => vec![("name", Arg::from(name))],
    };
    let near = |plain: &'static str, with: &'static str, near: &Option<String>| {
        if near.is_some() { with } else { plain }
    };
    match error {
        CheckError::Pattern { pattern, reason } => session.refuse(
            "cli-bad-pattern",
            &[("pattern", Arg::from(pattern.as_str())), ("reason", Arg::from(reason.as_str()))],
        ),
        CheckError::NoSuchRule { pattern, similar: found } => session
            .refuse(near("cli-no-such-rule", "cli-no-such-rule-similar", found), &similar(pattern, found)),
        CheckError::NoSuchSource { name, similar: found } => session
            .refuse(near("cli-no-such-source", "cli-no-such-source-similar", found), &similar(name, found)),
        CheckError::Settings(diagnostics) => {
            session.show(diagnostics, standard.files());
            Exit::Usage
        }
        CheckError::Find(error) => {
            session.refuse("cli-can-not-look", &[("reason", Arg::from(error.to_string()))]);
            Exit::Incomplete
        }
        CheckError::Threads(reason) => {
            session.refuse("cli-can-not-look", &[("reason", Arg::from(reason.as_str()))])
        }
    }
}
