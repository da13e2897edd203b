//! `mizan diff`: what differs between two results.

use mizan::report::{Change, Changes, TextOptions, changes_markdown, changes_text};

use super::Session;
use super::arguments::{DiffArguments, DiffFailOn, DiffFormat, DiffKind};
use super::check::{past, write_text};
use super::failure::{Exit, Failure};

pub(super) fn run(session: Session, arguments: &DiffArguments) -> Result<Exit, Failure> {
    if arguments.format.iter().filter(|format| format.path.is_none()).count() > 1 {
        return Err(Failure::usage("cli-two-reports", &[]));
    }
    let (before, after) = (past(session, &arguments.before)?, past(session, &arguments.after)?);
    let changes = Changes::between(&before, &after);
    arguments.format.iter().try_for_each(|format| write(session, &changes, format))?;
    let failing: &[Change] = match arguments.fail_on {
        DiffFailOn::New => &[Change::New, Change::NoLongerChecked],
        DiffFailOn::Worse => &[Change::New, Change::NoLongerChecked, Change::Worse],
        DiffFailOn::Never => &[],
    };
    let fails = failing.iter().any(|change| changes.count(*change) > 0);
    Ok(if fails { Exit::Failed } else { Exit::Passed })
}

fn write(session: Session, changes: &Changes, format: &DiffFormat) -> Result<(), Failure> {
    let text = match format.kind {
        DiffKind::Text => {
            let colour = session.output.colour && format.path.is_none();
            changes_text(changes, session.words, TextOptions { width: session.output.width, colour })
        }
        DiffKind::Json => changes.json(),
        DiffKind::Markdown => changes_markdown(changes, session.words),
    };
    write_text(session, &text, format.path.as_deref())
}
