//! The pages of `mizan explain`: the mistake yields exactly its code, the repair nothing that needs a repair.

use mizan::diag::{Code, Diagnostics, Level, Style, explain, render};
use mizan::files::Files;
use mizan::locale::{Catalog, Lang};
use mizan::standard::Standard;

/// 2024-12-31, in days since 1970-01-01: the date of examples that give none.
const AS_OF: i32 = 20_088;

/// The blocks of one section: what each is, and its text.
fn blocks(section: &str) -> Vec<(&str, &str)> {
    section
        .split("```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').expect("a block begins with what it is"))
        .collect()
}

/// The standard that a section shows; none where it can only be told in words.
fn standard(section: &str) -> Option<Files> {
    let blocks = blocks(section);
    let (_, rules) = blocks.iter().find(|(kind, _)| *kind == "mizan")?;
    let mut files = Files::of("example.mizan", rules);
    for (kind, text) in blocks {
        if let Some((_, path)) = kind.split_once(' ') {
            files.attach(path, Ok(text));
        }
    }
    Some(files)
}

/// Everything that is wrong with a standard, its examples included.
pub(crate) fn lint(files: &Files) -> Diagnostics {
    let (standard, mut found) = Standard::compile(files);
    if let Some(standard) = standard {
        found.extend(standard.lint_examples(AS_OF));
    }
    found
}

fn codes(found: &Diagnostics) -> Vec<&'static str> {
    found.iter().map(|diagnostic| diagnostic.code.info().code).collect()
}

/// What came of a page, for a failing test.
fn told(code: &str, found: &Diagnostics, files: &Files) -> String {
    let drawn = render(found, files, &Catalog::of(Lang::English), Style::default());
    format!("{code}: {:?}\n{drawn}", codes(found))
}

/// Mistake and repair of a page.
fn sections(page: &str) -> (&str, &str) {
    let mut sections = page.split("\n## ").skip(1);
    (sections.next().expect("a page has a mistake"), sections.next().expect("a page has a repair"))
}

/// The standard of a code's mistake; none where it can only be told in words.
pub(crate) fn mistake(code: Code) -> Option<Files> {
    standard(sections(explain(code.info().code, Lang::English).expect("every code has a page")).0)
}

#[test]
fn the_mistake_of_a_page_yields_exactly_its_code() {
    let mut wrong = String::new();
    for code in Code::ALL {
        let page = explain(code.info().code, Lang::English).expect("every code has a page");
        let Some(files) = standard(sections(page).0) else { continue };
        let found = lint(&files);
        if codes(&found) != [code.info().code] {
            wrong += &told(code.info().code, &found, &files);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_repair_of_a_page_needs_no_repair() {
    let mut wrong = String::new();
    for code in Code::ALL {
        let page = explain(code.info().code, Lang::English).expect("every code has a page");
        let Some(files) = standard(sections(page).1) else { continue };
        let found = lint(&files);
        if found.iter().any(|diagnostic| diagnostic.level() != Level::Advice || diagnostic.code == *code) {
            wrong += &told(code.info().code, &found, &files);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_page_shows_the_same_standards_in_every_language() {
    for code in Code::ALL {
        let of = |lang| explain(code.info().code, lang).expect("every code has a page");
        let shown = |page| blocks(page).into_iter().filter(|(kind, _)| *kind != "text").collect::<Vec<_>>();
        assert_eq!(shown(of(Lang::English)), shown(of(Lang::French)), "{}", code.info().code);
    }
}

#[test]
fn only_what_no_text_can_show_is_told_in_words() {
    let told: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.info().code)
        .filter(|code| standard(explain(code, Lang::English).expect("every code has a page")).is_none())
        .collect();
    assert_eq!(told, ["M0113", "M0120"]);
}
