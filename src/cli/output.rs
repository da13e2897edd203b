//! Where words go: reports to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::environment;

/// Columns of a line where the terminal's are not known.
const WIDTH: usize = 80;

/// What the two standard outputs can show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    /// Whether standard output shows colours.
    pub(super) colour: bool,
    /// Whether standard error shows colours and moving bars.
    pub(super) lively: bool,
    /// Columns of a line.
    pub(super) width: usize,
}

impl Output {
    pub(super) fn of_environment() -> Self {
        let plain = environment::is_plain();
        Output {
            colour: !plain && io::stdout().is_terminal(),
            lively: !plain && io::stderr().is_terminal(),
            width: environment::columns().unwrap_or(WIDTH).clamp(40, 100),
        }
    }

    /// Writes to standard output. A reader that has seen enough is no error.
    pub(super) fn print(self, text: &str) -> io::Result<()> {
        let mut out = AutoStream::new(io::stdout().lock(), choice(self.colour));
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// Writes a line to standard error. Where that is closed there is nobody to tell.
    pub(super) fn note(self, text: &str) {
        let mut err = AutoStream::new(io::stderr().lock(), choice(self.lively));
        let _closed = writeln!(err, "{}", text.trim_end());
    }
}

fn choice(colour: bool) -> ColorChoice {
    if colour { ColorChoice::Always } else { ColorChoice::Never }
}
