//! `mizan verify`: whether a receipt is of these files and this standard, and who made it.

use std::path::{Component, Path};

use mizan::data::sha256;
use mizan::locale::Arg;
use mizan::report::{Authenticity, PublicKey, Receipt, RunVerdict, Subject, harmless};

use super::arguments::VerifyArguments;
use super::check::{read, receipt_failure, write_text};
use super::failure::{Exit, Failure};
use super::{Session, standards};

pub(super) fn run(session: Session, arguments: &VerifyArguments) -> Result<Exit, Failure> {
    let key = arguments.public_key.as_deref().map(public_key).transpose()?;
    let text = read(&arguments.receipt)?;
    let (receipt, authenticity) =
        Receipt::read(&text, key.as_ref()).map_err(|error| receipt_failure(&arguments.receipt, &error))?;
    let starts = [arguments.delivery.as_path(), Path::new(".")];
    let standard = standards::compile(&standards::load_for_delivery(session, &arguments.standard, &starts)?)?;
    let mut wrong: Vec<String> = Vec::new();
    let words = session.words;
    let sha256 = &standard.ir().sha256;
    if *sha256 != receipt.predicate.standard.sha256 {
        wrong.push(words.text("verify-standard", &[]));
    }
    wrong.extend(receipt.subject.iter().filter_map(|file| differs(session, &arguments.delivery, file)));
    let differs = !wrong.is_empty();
    if authenticity == Authenticity::Forged {
        wrong.push(words.text("verify-forged", &[]));
    }
    let mut lines = Vec::new();
    if wrong.is_empty() {
        let files = Arg::from(receipt.subject.len());
        lines.push(words.text(
            "verify-holds",
            &[("files", files), ("date", Arg::from(receipt.predicate.as_of.as_str()))],
        ));
        let message = match receipt.predicate.verdict {
            RunVerdict::Passed => "verify-passed",
            RunVerdict::Failed => "verify-failed",
            RunVerdict::Incomplete => "verify-incomplete",
        };
        lines.push(words.text(message, &[]));
    }
    if differs {
        lines.push(words.text("verify-differs", &[]));
    }
    lines.extend(wrong.iter().cloned());
    lines.extend(match &authenticity {
        Authenticity::Unsigned => Some(words.text("verify-unsigned", &[])),
        Authenticity::Unchecked(ids) => {
            let ids = ids.iter().map(|id| harmless(id)).collect::<Vec<_>>();
            Some(
                words.text(
                    "verify-unchecked",
                    &[("keys", Arg::from(ids.join(words.lang().list_separator())))],
                ),
            )
        }
        Authenticity::Authentic => Some(words.text("verify-authentic", &[])),
        Authenticity::Forged => None,
    });
    write_text(session, &format!("{}\n", lines.join("\n")), None)?;
    Ok(if wrong.is_empty() { Exit::Passed } else { Exit::Failed })
}

fn public_key(path: &Path) -> Result<PublicKey, Failure> {
    PublicKey::read(&read(path)?).map_err(|error| receipt_failure(path, &error))
}

/// What is wrong with a file of the receipt. Its name may not lead out of the delivery.
fn differs(session: Session, delivery: &Path, file: &Subject) -> Option<String> {
    let name = || ("file", Arg::from(harmless(&file.name)));
    let path = Path::new(&file.name);
    if !path.components().all(|component| matches!(component, Component::Normal(_))) {
        return Some(session.words.text("verify-outside", &[name()]));
    }
    match sha256(&delivery.join(path)) {
        Ok(found) if found == file.digest.sha256 => None,
        Ok(_) => Some(session.words.text("verify-changed", &[name()])),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Some(session.words.text("verify-absent", &[name()]))
        }
        Err(error) => {
            let reason = ("reason", Arg::from(error.to_string()));
            Some(session.words.text("verify-unread", &[name(), reason]))
        }
    }
}
