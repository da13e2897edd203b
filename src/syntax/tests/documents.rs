//! Long texts: every block of the documents that describe the language must parse.

use super::mistakes;

/// The ```mizan blocks of a Markdown text, with the lines they begin on.
fn blocks(markdown: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in markdown.lines().enumerate() {
        match &mut open {
            Some((start, text)) if line == "```" => {
                found.push((*start, std::mem::take(text)));
                open = None;
            }
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```mizan" => open = Some((number + 2, String::new())),
            None => {}
        }
    }
    found
}

/// Documents of the language's design, where they lie beside the package.
fn design_documents() -> Vec<(&'static str, String)> {
    let package = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders: Vec<_> = package.ancestors().skip(1).map(|folder| folder.join("shared/design")).collect();
    let read = |name: &'static str| {
        #[expect(clippy::disallowed_methods, reason = "a test reads a document")]
        let text = folders.iter().find_map(|folder| std::fs::read_to_string(folder.join(name)).ok())?;
        Some((name, text))
    };
    ["examples.md", "language.md"].into_iter().filter_map(read).collect()
}

/// The blocks of the design as texts without mistakes.
pub(super) fn texts() -> Vec<String> {
    let repaired = |(_, block): (usize, String)| {
        let files = crate::files::Files::of("block.mizan", &block);
        let (_, diagnostics) = crate::syntax::parse(&files);
        let (id, _) = files.iter().next().expect("one file was added");
        crate::syntax::repair(&files, id, &diagnostics)
    };
    design_documents().iter().flat_map(|(_, text)| blocks(text)).map(repaired).collect()
}

#[test]
fn the_blocks_of_the_design_parse() {
    for (name, text) in design_documents() {
        for (line, block) in blocks(&text) {
            let unexpected: Vec<String> =
                mistakes(&block).into_iter().filter(|mistake| !mistake.starts_with("M0118")).collect();
            assert!(unexpected.is_empty(), "{name}, block of line {line}: {unexpected:#?}");
        }
    }
}
