//! How much a page says of each rule, so that it stays small enough to be sent and opened.

/// Bytes that a page stays below.
pub(super) const LARGEST: usize = 3_000_000;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Detail {
    /// Whether there are other languages than the first.
    pub(super) languages: bool,
    /// Failing items shown of each rule.
    pub(super) samples: usize,
    /// Rows shown of each table; `mizan tables` writes all of them.
    pub(super) rows: usize,
    /// Whether the rule's text and documentation are there.
    pub(super) text: bool,
    /// Rules of a source that have a paragraph; the others have a line.
    pub(super) paragraphs: usize,
    /// Whether the rules that are met are listed.
    pub(super) met: bool,
}

impl Detail {
    const ALL: Detail = Detail {
        languages: true,
        samples: usize::MAX,
        rows: 200,
        text: true,
        paragraphs: usize::MAX,
        met: true,
    };

    /// The fullest first.
    pub(super) const LEVELS: [Detail; 8] = [
        Detail::ALL,
        Detail { samples: 2, ..Detail::ALL },
        Detail { samples: 2, rows: 20, ..Detail::ALL },
        Detail { samples: 1, rows: 20, met: false, ..Detail::ALL },
        Detail { languages: false, ..Detail::ALL },
        Detail { languages: false, samples: 2, ..Detail::ALL },
        Detail { languages: false, samples: 1, rows: 20, paragraphs: 25, met: false, ..Detail::ALL },
        Detail { languages: false, samples: 1, rows: 20, paragraphs: 5, met: false, text: false },
    ];

    /// Whether everything is there.
    pub(super) fn is_all(self) -> bool {
        self == Detail::ALL
    }
}
