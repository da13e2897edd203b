//! `mizan check --return-pack`: a folder for each institution, to hand over.

use std::path::Path;

use mizan::Standard;
use mizan::check::{CheckOptions, Delivery, Returned, coverage, returned};
use mizan::data::create_folder;
use mizan::locale::Arg;
use mizan::report::{self, Coverage, Past, Run, Sheet};

use super::Session;
use super::arguments::Judging;
use super::check::{failure, past, unwritten, write_text};
use super::failure::Failure;

/// Writes the reports and sheets, beside the failing items that were written while the delivery was judged.
pub(super) fn write(
    session: Session,
    standard: &Standard,
    delivery: &Delivery,
    judging: &Judging,
    run: &Run,
    folder: &Path,
) -> Result<(), Failure> {
    let lang = session.words.lang();
    let options = CheckOptions { lang, ..CheckOptions::default() };
    let matrix = coverage(standard, None, &options).map_err(|error| failure(session, standard, error))?;
    let before = judging.previous.as_deref().map(|path| past(session, path)).transpose()?;
    create_folder(folder).map_err(|error| unwritten(&folder.display().to_string(), &error))?;
    let all = returned(standard, delivery, run, lang);
    all.iter().try_for_each(|part| write_part(session, part, &matrix, before.as_ref(), folder))?;
    let rules: usize = all.iter().map(|part| part.run.rules.len()).sum();
    if rules < run.rules.len() {
        let count = ("count", Arg::from(run.rules.len() - rules));
        session.output.note(&session.words.text("cli-returned-nowhere", &[count]));
    }
    Ok(())
}

fn write_part(
    session: Session,
    part: &Returned,
    matrix: &Coverage,
    before: Option<&Past>,
    folder: &Path,
) -> Result<(), Failure> {
    let words = session.words;
    let folder = folder.join(&part.folder);
    create_folder(&folder).map_err(|error| unwritten(&folder.display().to_string(), &error))?;
    write_text(session, &report::html(&part.run, words), Some(&folder.join("report.html")))?;
    let last = Past::from(&part.run);
    for (source, name) in part.judged() {
        if let Some(mut sheet) = Sheet::new(matrix, source, Some(&last), before) {
            // The coverage knows sources that provide an entity only.
            if let Some(found) = part.run.sources.iter().find(|found| found.name == *source) {
                sheet.owner.clone_from(&found.owner);
                sheet.title = if found.title.is_empty() { sheet.title } else { found.title.clone() };
            }
            let path = folder.join(format!("sheet-{name}.html"));
            write_text(session, &report::sheet_html(&sheet, words), Some(&path))?;
        }
    }
    let owner = if part.owner.is_empty() { &part.folder } else { &part.owner };
    let unmet = part.run.rules.iter().filter(|rule| rule.fails()).count();
    let arguments = [
        ("folder", Arg::from(folder.display().to_string())),
        ("owner", Arg::from(owner.as_str())),
        ("count", Arg::from(unmet)),
    ];
    session.output.note(&words.text("cli-returned", &arguments));
    Ok(())
}
