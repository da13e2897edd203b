//! `mizan waivers`: waivers for what fails in a result.

use mizan::check::new_waivers;

use super::Session;
use super::arguments::WaiversArguments;
use super::check::{past, write_text};
use super::failure::{Exit, Failure};

pub(super) fn run(session: Session, arguments: &WaiversArguments) -> Result<Exit, Failure> {
    let past = past(session, &arguments.result)?;
    write_text(session, &new_waivers(&past, &arguments.owner, arguments.expires), None)?;
    Ok(Exit::Passed)
}
