//! `mizan check --plan`: what would be read.

use mizan::Standard;
use mizan::check::{CheckOptions, Delivery, plan};
use mizan::locale::Arg;
use mizan::types::days_of;

use super::arguments::Judging;
use super::check::{failure, unwritten};
use super::failure::{Exit, Failure};
use super::{Session, environment};

/// Says what would be read.
pub(super) fn show(
    session: Session,
    standard: &Standard,
    delivery: &Delivery,
    judging: &Judging,
) -> Result<Exit, Failure> {
    let options = CheckOptions {
        only: &judging.only,
        skip: &judging.skip,
        as_of: days_of(judging.as_of.unwrap_or_else(environment::today)),
        set: &judging.set,
        lang: session.words.lang(),
        samples: judging.samples,
        ..CheckOptions::default()
    };
    let scans = plan(standard, delivery, &options).map_err(|error| failure(session, standard, error))?;
    let lang = session.words.lang();
    let mut text = String::new();
    for scan in &scans {
        let rows = scan.rows.map_or_else(|| "?".to_owned(), |rows| lang.count(rows));
        let columns = scan.columns.join(lang.list_separator());
        let values = [
            ("number", Arg::from(scan.number.to_string())),
            ("source", Arg::from(scan.source.as_str())),
            ("rows", Arg::from(rows)),
            ("pieces", Arg::from(lang.count(scan.pieces as u64))),
            ("bytes", Arg::from(lang.count(scan.bytes))),
            ("all", Arg::from(lang.count(scan.bytes_of_all))),
            ("columns", Arg::from(if columns.is_empty() { "–" } else { columns.as_str() })),
        ];
        text += &(session.words.text("cli-plan-scan", &values) + "\n");
    }
    let bytes: u64 = scans.iter().map(|scan| scan.bytes).sum();
    let readings = Arg::from(lang.count(scans.len() as u64));
    let values = [("readings", readings), ("bytes", Arg::from(lang.count(bytes)))];
    text += &(session.words.text("cli-plan-all", &values) + "\n");
    session.output.print(&text).map_err(|error| unwritten("-", &error))?;
    Ok(Exit::Passed)
}
