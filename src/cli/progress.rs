//! A bar on a terminal while data is read.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mizan::check::Progress;
use mizan::locale::Catalog;

use super::Session;

/// A bar, or nothing where standard error is no terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    words: Catalog,
}

impl Bar {
    pub(super) fn new(session: Session) -> Self {
        let target =
            if session.output.lively { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(ProgressStyle::with_template("{spinner} {msg}").expect("a fixed template"));
        bar.set_message(session.words.text("cli-opening", &[]));
        bar.tick();
        Bar { bar, words: session.words }
    }

    pub(super) fn show(&self, progress: Progress) {
        match progress {
            Progress::Opened { rows: 0 } => self.bar.set_message(self.words.text("cli-judging", &[])),
            Progress::Opened { rows } => {
                let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {percent} %");
                self.bar.set_style(style.expect("a fixed template"));
                self.bar.set_length(rows);
                self.bar.set_message(self.words.text("cli-judging", &[]));
            }
            Progress::Rows(rows) => {
                self.bar.inc(rows);
                // A second scan of a source, and CSV files, read more rows than were announced.
                if self.bar.length().is_some_and(|length| self.bar.position() > length) {
                    self.bar.set_length(self.bar.position());
                }
            }
        }
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
