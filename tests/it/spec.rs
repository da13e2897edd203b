//! The reference of the language, every block run.

use std::collections::BTreeMap;

use mizan::interpret;
use mizan::outcome::{self, Tally};
use mizan::{Files, Standard, ir};

use crate::support::{AS_OF, bound, csv_file, deliver, native, reference};

/// A fenced block: what stands behind the fence, the text, the line.
struct Block {
    info: String,
    text: String,
    line: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                open = Some(Block { info: info.trim().to_owned(), text: String::new(), line: number + 1 });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn page() -> Vec<Block> {
    blocks(include_str!("../../docs/language.md"))
}

fn codes(text: &str) -> Vec<&'static str> {
    let (_, diagnostics) = Standard::compile(&Files::of("block.mizan", text));
    diagnostics.iter().map(|found| found.code.info().code).collect()
}

/// A standard's text with the files that the blocks just before it give.
fn files_of(before: &[Block], text: &str) -> Files {
    let mut files = Files::of("block.mizan", text);
    for block in before.iter().rev() {
        match block.info.split_once(' ') {
            Some(("csv-of-standard", path)) => files.attach(path, Ok(&block.text)),
            _ => break,
        }
    }
    files
}

#[test]
fn every_block_of_the_reference_compiles_or_yields_what_it_says() {
    let page = page();
    let mut wrong = Vec::new();
    for (position, block) in page.iter().enumerate().filter(|(_, block)| block.info == "mizan") {
        let next = page.get(position + 1).filter(|next| next.info == "error");
        let (standard, diagnostics) = Standard::compile(&files_of(&page[..position], &block.text));
        let mut all = diagnostics.clone();
        if let Some(standard) = &standard {
            all.extend(standard.lint_examples(AS_OF));
        }
        let graver = all.iter().filter(|found| found.level() != mizan::diag::Level::Advice);
        let found: Vec<&str> = graver.map(|found| found.code.info().code).collect();
        let expected: Vec<&str> = next.map_or_else(Vec::new, |next| next.text.split_whitespace().collect());
        if found != expected {
            wrong.push(format!("line {}: {found:?} instead of {expected:?}\n{all:#?}", block.line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_outcome_of_the_reference_is_what_comes_of_its_data() {
    let page = page();
    let mut standard = Files::new();
    let mut files = Vec::new();
    let mut wrong = Vec::new();
    for (position, block) in page.iter().enumerate() {
        match block.info.split_once(' ').unwrap_or((&block.info, "")) {
            ("mizan", _) => {
                standard = files_of(&page[..position], &block.text);
                files.clear();
            }
            ("csv", name) => files.push(csv_file(name, &block.text)),
            ("outcome", _) => wrong.extend(check_outcomes(&standard, &files, block)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check_outcomes(
    standard: &Files,
    files: &[(mizan::data::FoundFile, Vec<u8>)],
    block: &Block,
) -> Vec<String> {
    let (standard, diagnostics) = Standard::compile(standard);
    let standard = standard.unwrap_or_else(|| panic!("does not compile: {diagnostics:#?}"));
    let bound = bound(&standard);
    let data = deliver(&bound, files);
    let engines = [("native", native(&bound, &data, 2)), ("reference", reference(&bound, &data))];
    let mut wrong = Vec::new();
    for (engine, tallies) in &engines {
        let found: BTreeMap<&str, String> =
            bound.rules().map(|(id, rule)| (rule.id.as_str(), sentence(rule, &tallies[&id]))).collect();
        for line in block.text.lines().filter(|line| !line.trim().is_empty()) {
            let (rule, expected) = line.split_once(' ').expect("a rule and its outcome");
            let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
            match found.get(rule) {
                Some(found) if *found == expected => {}
                found => wrong.push(format!(
                    "line {} ({engine}): {rule}\n  found    {found:?}\n  expected {expected}",
                    block.line
                )),
            }
        }
    }
    wrong
}

fn sentence(rule: &ir::Rule, tally: &Tally) -> String {
    let counts = tally.counts.with_policy(rule.unknown);
    let whole = matches!(rule.items, ir::Items::Whole);
    let verdict = outcome::verdict(counts, rule.tolerance, rule.coverage, whole);
    let verdict = serde_json::to_value(verdict).expect("a verdict is a word");
    format!(
        "pass {} fail {} unknown {} not_applicable {} {}",
        counts.pass,
        counts.fail,
        counts.unknown,
        counts.not_applicable,
        verdict.as_str().unwrap_or_default()
    )
}

#[test]
fn every_value_of_the_reference_is_what_its_expression_means() {
    let mut wrong = Vec::new();
    for block in page().iter().filter(|block| block.info == "values") {
        for line in block.text.lines().filter(|line| !line.trim().is_empty()) {
            let (expression, expected) = line.rsplit_once("//").expect("an expression and its value");
            let text = format!("source t {{ files \"t.csv\" a: integer? }}\ndefine x on t = {expression}\n");
            let (_, diagnostics) =
                Standard::compile(&Files::of("v.mizan", &format!("{text}rule r on t: a > 0\n")));
            if diagnostics.has_errors() {
                wrong.push(format!("{expression}: {:?}", codes(&text)));
                continue;
            }
            let standard = crate::support::standard(&format!("{text}rule r on t: a > 0\n"));
            let bindings = standard.bindings(AS_OF, &[]).expect("nothing is set");
            let expr = bindings.expr(&standard.ir().sources[0].definitions[0].expr);
            let found = interpret::constant(&expr).map_or("missing".to_owned(), |value| value.to_string());
            if found != expected.trim() {
                wrong.push(format!("{expression}: {found} instead of {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
