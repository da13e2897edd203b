//! Lines of a terminal: words set within a width, with or without colours.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As the rest.
    Plain,
    /// A heading, a name.
    Strong,
    /// Of less weight.
    Faint,
    /// Bad.
    Bad,
    /// To be looked at.
    Doubtful,
    /// Good.
    Good,
}

impl Look {
    fn style(self) -> Style {
        let coloured = |colour: AnsiColor| Style::new().bold().fg_color(Some(colour.into()));
        match self {
            Look::Plain => Style::new(),
            Look::Strong => Style::new().bold(),
            Look::Faint => Style::new().dimmed(),
            Look::Bad => coloured(AnsiColor::Red),
            Look::Doubtful => coloured(AnsiColor::Yellow),
            Look::Good => coloured(AnsiColor::Green),
        }
    }
}

/// A text being set.
pub(super) struct Page {
    text: String,
    width: usize,
    colour: bool,
}

impl Page {
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Page { text: String::new(), width, colour }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// An empty line, unless one stands there already.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph in one look; each line of the text begins a line.
    pub(super) fn paragraph(&mut self, indent: usize, look: Look, text: &str) {
        text.lines().for_each(|line| self.pieces(indent, &[(look, line)]));
    }

    /// A paragraph of pieces, a blank between them. Further lines stand two columns deeper.
    pub(super) fn pieces(&mut self, indent: usize, pieces: &[(Look, &str)]) {
        let mut column = indent;
        let mut current = Look::Plain;
        self.text.extend(std::iter::repeat_n(' ', indent));
        let words = pieces.iter().flat_map(|(look, text)| text.split(' ').map(move |word| (*look, word)));
        for (position, (look, word)) in words.filter(|(_, word)| !word.is_empty()).enumerate() {
            let width = word.width();
            if position > 0 && column + 1 + width > self.width {
                self.switch(&mut current, Look::Plain);
                self.text.push('\n');
                column = indent + 2;
                self.text.extend(std::iter::repeat_n(' ', column));
            } else if position > 0 {
                self.text.push(' ');
                column += 1;
            }
            self.switch(&mut current, look);
            self.text.extend(word.chars().filter(|c| !c.is_control()));
            column += width;
        }
        self.switch(&mut current, Look::Plain);
        self.text.push('\n');
    }

    /// A line of pieces, each filled with blanks to its width, two blanks between them.
    pub(super) fn columns(&mut self, columns: &[(Look, String, usize)]) {
        let mut current = Look::Plain;
        for (position, (look, text, width)) in columns.iter().enumerate() {
            let plain: String = text.chars().filter(|c| !c.is_control()).collect();
            self.switch(&mut current, *look);
            self.text.push_str(&plain);
            self.switch(&mut current, Look::Plain);
            if position + 1 < columns.len() {
                let fill = width.saturating_sub(plain.width()) + 2;
                self.text.extend(std::iter::repeat_n(' ', fill));
            }
        }
        self.text.push('\n');
    }

    fn switch(&mut self, current: &mut Look, look: Look) {
        if self.colour && *current != look {
            let _infallible =
                write!(self.text, "{}{}", current.style().render_reset(), look.style().render());
        }
        *current = look;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_within_the_width() {
        let mut page = Page::new(12, false);
        page.pieces(2, &[(Look::Bad, "one two"), (Look::Plain, "three four")]);
        assert_eq!(page.into_text(), "  one two\n    three\n    four\n");
    }

    #[test]
    fn colours_end_before_the_line_does() {
        let mut page = Page::new(80, true);
        page.pieces(0, &[(Look::Strong, "a b")]);
        assert_eq!(page.into_text(), "\u{1b}[1ma b\u{1b}[0m\n");
    }
}
