//! Diagnostics as they are drawn: of every code, and of the thirty mistakes that beginners make. The drawings are in
//! `tests/ui`; `INSTA_UPDATE=always cargo test --test it -- ui` draws them anew.

use std::fs;
use std::path::{Path, PathBuf};

use mizan::diag::{Code, Diagnostics, Level, Style, render};
use mizan::files::{Files, NOT_UTF8};
use mizan::locale::{Catalog, Lang};

use crate::explain_pages::{lint, mistake};

/// Bytes that a file of rules may have; more is a mistake of its own.
const TOO_LARGE: usize = 17 << 20;

fn drawn(found: &Diagnostics, files: &Files) -> String {
    render(found, files, &Catalog::of(Lang::English), Style::default())
}

/// Draws beside the texts of `tests/ui`.
fn assert_drawn(folder: &str, name: &str, drawing: &str) {
    let settings = {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new("../ui").join(folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    };
    settings.bind(|| insta::assert_snapshot!(name, drawing));
}

/// What yields a code that a page can only tell in words.
fn told_in_words(code: Code) -> Option<Files> {
    match code.info().code {
        "M0113" => Some(Files::of("large.mizan", &"// \n".repeat(TOO_LARGE / 4))),
        "M0120" => {
            let mut files = Files::new();
            files.attach(&format!("{NOT_UTF8}latin.mizan"), Err("invalid utf-8".to_owned()));
            Some(files)
        }
        _ => None,
    }
}

#[test]
fn every_code_is_drawn() {
    for code in Code::ALL {
        let name = code.info().code;
        let files = mistake(*code).or_else(|| told_in_words(*code));
        let Some(files) = files else { panic!("nothing yields {name}") };
        let found = lint(&files);
        let drawing = drawn(&found, &files);
        assert!(drawing.contains(name), "{name} is not in\n{drawing}");
        assert_drawn("codes", name, &drawing);
    }
}

fn mistakes() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/mistakes");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "mizan")).collect();
    files.sort();
    files
}

/// One diagnostic each, with a label and, but for one, with the repair. That a rule has no example is advice, and another matter.
#[test]
fn the_mistakes_of_beginners_are_told_once_with_their_repair() {
    let files = mistakes();
    assert!(files.len() >= 30, "the thirty mistakes are there");
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let files = Files::of("rules.mizan", &fs::read_to_string(&path).unwrap());
        let mut found = Diagnostics::new();
        let told = lint(&files);
        told.iter().filter(|one| one.level() != Level::Advice).for_each(|one| found.push(one.clone()));
        let drawing = drawn(&found, &files);
        assert_eq!(found.iter().count(), 1, "{name}\n{drawing}");
        // Two units that differ are shown, and only the writer knows which one is meant.
        assert!(drawing.contains("help: ") || name.starts_with("16-"), "{name}\n{drawing}");
        assert_drawn("mistakes", &name, &drawing);
    }
}
