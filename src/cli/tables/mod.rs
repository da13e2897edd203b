//! `mizan tables`: the tables of a standard, computed from a delivery.

mod columns;

use std::path::Path;

use mizan::check::{CheckOptions, Engine, Tables, tables};
use mizan::data::{create_folder, write_file};
use mizan::locale::Arg;
use mizan::report::{TableRun, csv, harmless};
use mizan::types::days_of;
use serde_json::json;

use super::arguments::{EngineName, TableFormat, TablesArguments};
use super::check::{delivery, failure, previous, unwritten};
use super::failure::{Exit, Failure};
use super::progress::Bar;
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &TablesArguments) -> Result<Exit, Failure> {
    let here = Path::new(".");
    let start = arguments.delivery.as_deref().unwrap_or(here);
    let standard =
        standards::compile(&standards::load_for_delivery(session, &arguments.standard, &[start, here])?)?;
    let delivery = delivery(&standard, arguments.delivery.clone(), &arguments.source)?;
    let previous = arguments.previous.as_deref().map(|path| previous(session, path)).transpose()?;
    let bar = Bar::new(session);
    let options = CheckOptions {
        as_of: days_of(arguments.as_of.unwrap_or_else(environment::today)),
        set: &arguments.set,
        lang: session.words.lang(),
        threads: arguments.threads,
        engine: match arguments.engine {
            EngineName::Native => Engine::Native,
            EngineName::Reference => Engine::Reference,
        },
        previous: previous.as_ref(),
        progress: &|progress| bar.show(progress),
        ..CheckOptions::default()
    };
    let found = tables(&standard, &delivery, &options);
    bar.clear();
    let mut found = found.map_err(|error| failure(session, &standard, error))?;
    if !arguments.table.is_empty() {
        choose(&mut found, &arguments.table)?;
    }
    write(session, &found, arguments)?;
    describe(session, &found);
    Ok(if found.absent.is_empty() { Exit::Passed } else { Exit::Incomplete })
}

/// Keeps the tables that are named.
fn choose(found: &mut Tables, names: &[String]) -> Result<(), Failure> {
    let known = |name: &String| {
        found.tables.iter().any(|table| table.name == *name)
            || found.absent.iter().any(|(absent, _)| absent == name)
    };
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        return Err(Failure::usage("cli-no-such-table", &[("name", unknown)]));
    }
    found.tables.retain(|table| names.contains(&table.name));
    found.absent.retain(|(name, _)| names.contains(name));
    Ok(())
}

/// Writes each table into the folder, or to standard output.
fn write(session: Session, found: &Tables, arguments: &TablesArguments) -> Result<(), Failure> {
    let Some(folder) = &arguments.out else { return print(session, found, arguments.format) };
    create_folder(folder).map_err(|error| unwritten(&folder.display().to_string(), &error))?;
    let save = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        write_file(&path, bytes).map_err(|error| unwritten(&path.display().to_string(), &error))
    };
    match arguments.format {
        TableFormat::Json => save("tables.json", as_json(found).as_bytes()),
        TableFormat::Csv => found
            .tables
            .iter()
            .try_for_each(|table| save(&format!("{}.csv", table.name), csv(table).as_bytes())),
        TableFormat::Parquet => found.tables.iter().try_for_each(|table| {
            let name = format!("{}.parquet", table.name);
            let bytes = columns::bytes(table).map_err(|reason| {
                Failure::message(Exit::Internal, "cli-write", &[("path", &name), ("reason", &reason)])
            })?;
            save(&name, &bytes)
        }),
    }
}

/// All tables as JSON, or one as CSV.
fn print(session: Session, found: &Tables, format: TableFormat) -> Result<(), Failure> {
    let text = match (format, found.tables.as_slice()) {
        (TableFormat::Json, _) => as_json(found),
        (TableFormat::Csv, []) => String::new(),
        (TableFormat::Csv, [only]) => csv(only),
        (TableFormat::Csv, several) => {
            let names: Vec<&str> = several.iter().map(|table| table.name.as_str()).collect();
            return Err(Failure::usage("cli-tables-where", &[("names", &names.join(", "))]));
        }
        (TableFormat::Parquet, _) => return Err(Failure::usage("cli-tables-parquet", &[])),
    };
    session.output.print(&text).map_err(|error| unwritten("-", &error))
}

/// In the format `mizan-tables/1`.
fn as_json(found: &Tables) -> String {
    let value = json!({
        "format": "mizan-tables/1",
        "as_of": found.as_of,
        "threshold": found.threshold,
        "tables": found.tables,
    });
    format!("{}\n", serde_json::to_string_pretty(&value).expect("tables are plain JSON"))
}

/// Says on standard error what was computed, what is not shown of it, and what could not be computed.
fn describe(session: Session, found: &Tables) {
    let words = session.words;
    if found.tables.is_empty() && found.absent.is_empty() {
        session.output.note(&words.text("cli-tables-none", &[]));
    }
    for table in &found.tables {
        session.output.note(&line(session, table, found.threshold));
    }
    for (name, reason) in &found.absent {
        let arguments = [("table", Arg::from(name.as_str())), ("reason", Arg::from(harmless(reason)))];
        session.output.note(&words.text("cli-tables-absent", &arguments));
    }
}

fn line(session: Session, table: &TableRun, threshold: u64) -> String {
    let words = session.words;
    let rows = [("table", Arg::from(table.name.as_str())), ("count", Arg::from(table.rows.len()))];
    let mut line = words.text("report-table", &rows);
    if table.suppressed > 0 {
        let counts = [("count", Arg::from(table.suppressed)), ("threshold", Arg::from(threshold))];
        line = format!("{line}. {}", words.text("report-table-suppressed", &counts));
    }
    line
}
