//! `mizan history`: how deliveries went over time.

use mizan::data::files_of;
use mizan::report::{History, TextOptions, history_html, history_text};

use super::Session;
use super::arguments::{HistoryArguments, HistoryKind};
use super::check::{past, unreadable, write_text};
use super::failure::{Exit, Failure};

pub(super) fn run(session: Session, arguments: &HistoryArguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let mut runs = Vec::new();
    for path in files_of(folder, "json").map_err(|error| unreadable(folder, &error))? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        runs.push((name, past(session, &path)?));
    }
    if runs.is_empty() {
        return Err(Failure::usage("cli-no-history", &[("path", &folder.display().to_string())]));
    }
    let history = History::new(runs);
    let text = match arguments.format.kind {
        HistoryKind::Text => {
            let colour = session.output.colour && arguments.format.path.is_none();
            history_text(&history, session.words, TextOptions { width: session.output.width, colour })
        }
        HistoryKind::Html => history_html(&history, session.words),
    };
    write_text(session, &text, arguments.format.path.as_deref())?;
    Ok(Exit::Passed)
}
