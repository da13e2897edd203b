//! Long texts: every block of the documents that describe the language must parse.

use std::path::Path;

use super::mistakes;
use crate::files::Files;

/// The blocks of Mizan in a Markdown text, with the lines they begin on.
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

/// The folder of the package, and those above it.
fn folders() -> impl Iterator<Item = &'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors()
}

#[expect(clippy::disallowed_methods, reason = "a test reads documents")]
fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// Documents of the language's design, where they lie beside the package.
fn design_documents() -> Vec<(&'static str, String)> {
    let find = |name: &'static str| {
        let text = folders().find_map(|folder| read(&folder.join("shared/design").join(name)))?;
        Some((name, text))
    };
    ["examples.md", "language.md"].into_iter().filter_map(find).collect()
}

/// The rule files of the package.
fn rule_files() -> Vec<String> {
    let files = |pattern: &str| {
        let pattern = Path::new(env!("CARGO_MANIFEST_DIR")).join(pattern);
        glob::glob(&pattern.to_string_lossy()).expect("a pattern that reads").flatten()
    };
    ["rules/**/*.mizan", "benches/**/*.mizan"]
        .into_iter()
        .flat_map(files)
        .filter_map(|path| read(&path))
        .collect()
}

/// The rule files of the package and the blocks of the design, repaired: texts without mistakes.
pub(super) fn texts() -> Vec<String> {
    let repaired = |text: String| {
        let files = Files::of("text.mizan", &text);
        let (_, diagnostics) = crate::syntax::parse(&files);
        let (id, _) = files.iter().next().expect("one file was added");
        crate::syntax::repair(&files, id, &diagnostics)
    };
    let documents = design_documents();
    let blocks = documents.iter().flat_map(|(_, text)| blocks(text)).map(|(_, block)| block);
    rule_files().into_iter().chain(blocks).map(repaired).collect()
}

#[test]
fn the_rule_files_of_the_package_parse() {
    let files = rule_files();
    assert!(!files.is_empty());
    for text in files {
        assert_eq!(mistakes(&text), [""; 0]);
    }
}

#[test]
fn the_blocks_of_the_design_parse() {
    for (name, text) in design_documents() {
        for (line, block) in blocks(&text) {
            // Three columns of the examples lack their colon.
            let unexpected: Vec<String> =
                mistakes(&block).into_iter().filter(|mistake| !mistake.starts_with("M0118")).collect();
            assert!(unexpected.is_empty(), "{name}, block of line {line}: {unexpected:#?}");
        }
    }
}
