//! The words of people: catalogues that agree with each other and with the table of codes, and a page for each code.

use std::collections::{BTreeMap, BTreeSet};

use mizan::diag::{Code, explain};
use mizan::locale::{Catalog, Lang};

const CATALOGUES: [(&str, &str); 3] = [
    ("en", include_str!("../../src/locale/en.ftl")),
    ("fr", include_str!("../../src/locale/fr.ftl")),
    ("ar", include_str!("../../src/locale/ar.ftl")),
];

/// The variables of each message (`slug`) and attribute (`slug.name`) of a catalogue.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// Reads as much of Fluent's syntax as the catalogues use. Also gives names that are there twice.
fn read(text: &str) -> (Texts, Vec<String>) {
    let (mut texts, mut twice) = (Texts::new(), Vec::new());
    let (mut message, mut current) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = head(line) {
            name.clone_into(&mut message);
            current.clone_from(&message);
        } else if let Some(name) = line.strip_prefix("    .").and_then(head) {
            current = format!("{message}.{name}");
        } else {
            texts.entry(current.clone()).or_default().extend(variables(line));
            continue;
        }
        if texts.insert(current.clone(), variables(line).collect()).is_some() {
            twice.push(current.clone());
        }
    }
    texts.remove("");
    (texts, twice)
}

/// The name before ` =` at the start of a line.
fn head(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(" =")?;
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

fn variables(line: &str) -> impl Iterator<Item = String> {
    let name = |rest: &str| {
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or("").to_owned()
    };
    line.split('$').skip(1).map(name).collect::<Vec<_>>().into_iter()
}

#[test]
fn no_message_is_given_twice() {
    for (lang, text) in CATALOGUES {
        assert_eq!(read(text).1, Vec::<String>::new(), "{lang}.ftl");
    }
}

#[test]
fn the_catalogues_have_the_same_messages_with_the_same_variables() {
    let [english, others @ ..] = CATALOGUES.map(|(lang, text)| (lang, read(text).0));
    for (lang, texts) in others {
        let lacking: Vec<&String> = english.1.keys().filter(|name| !texts.contains_key(*name)).collect();
        let more: Vec<&String> = texts.keys().filter(|name| !english.1.contains_key(*name)).collect();
        assert!(lacking.is_empty(), "{lang}.ftl lacks {lacking:?}");
        assert!(more.is_empty(), "{lang}.ftl has {more:?}, which en.ftl has not");
        for (name, variables) in &english.1 {
            assert_eq!(variables, &texts[name], "variables of `{name}` in {lang}.ftl");
        }
    }
}

#[test]
fn every_code_has_its_words() {
    for (lang, text) in CATALOGUES {
        let (texts, _) = read(text);
        for info in Code::ALL.iter().map(|code| code.info()) {
            let attributes = info.labels.iter().chain(info.helps);
            let wanted: BTreeSet<String> = std::iter::once(info.slug.to_owned())
                .chain(attributes.map(|name| format!("{}.{name}", info.slug)))
                .collect();
            let prefix = format!("{}.", info.slug);
            let given: BTreeSet<String> = texts
                .keys()
                .filter(|name| **name == info.slug || name.starts_with(&prefix))
                .cloned()
                .collect();
            assert_eq!(given, wanted, "{} in {lang}.ftl should be\n{}", info.code, stanza(info));
        }
    }
}

/// What to paste into a catalogue.
fn stanza(info: &mizan::diag::CodeInfo) -> String {
    let attributes = info.labels.iter().chain(info.helps).map(|name| format!("\n    .{name} = …"));
    let arguments: Vec<String> = info.arguments.iter().map(|name| format!("{{ ${name} }}")).collect();
    format!("{} = … {}{}", info.slug, arguments.join(" "), attributes.collect::<String>())
}

#[test]
fn words_use_only_arguments_that_their_code_declares() {
    for (lang, text) in CATALOGUES {
        let (texts, _) = read(text);
        for info in Code::ALL.iter().map(|code| code.info()) {
            let own = texts.iter().filter(|(name, _)| name.split('.').next() == Some(info.slug));
            for (name, variables) in own {
                for variable in variables {
                    let argument = variable.strip_suffix("-given").unwrap_or(variable);
                    assert!(info.arguments.contains(&argument), "`{name}` in {lang}.ftl uses ${variable}");
                }
            }
        }
    }
}

#[test]
fn every_argument_is_said_somewhere() {
    let (texts, _) = read(CATALOGUES[0].1);
    for info in Code::ALL.iter().map(|code| code.info()) {
        for argument in info.arguments {
            let said = texts.iter().any(|(name, variables)| {
                name.split('.').next() == Some(info.slug) && variables.contains(*argument)
            });
            assert!(said, "{} has the argument {argument}, which its words never use", info.code);
        }
    }
}

#[test]
fn a_label_and_a_help_of_one_code_have_two_names() {
    for info in Code::ALL.iter().map(|code| code.info()) {
        let shared: Vec<_> = info.labels.iter().filter(|name| info.helps.contains(name)).collect();
        assert!(shared.is_empty(), "{}: {shared:?}", info.code);
    }
}

#[test]
fn every_message_can_be_written_without_its_arguments() {
    for (lang, (_, text)) in Lang::ALL.into_iter().zip(CATALOGUES) {
        for name in read(text).0.keys() {
            let catalog = Catalog::of(lang);
            let written = match name.split_once('.') {
                Some((message, attribute)) => catalog.attribute(message, attribute, &[]),
                None => Some(catalog.text(name, &[])),
            };
            let written = written.unwrap_or_else(|| panic!("Fluent does not find `{name}` in {lang}.ftl"));
            assert!(
                !written.contains("{$") && !written.is_empty() && written != *name,
                "`{name}` in {lang}.ftl: {written}"
            );
        }
    }
}

#[test]
fn messages_state_without_a_final_stop() {
    for (lang, text) in CATALOGUES {
        let language = Lang::from_tag(lang).expect("the catalogues are named by languages");
        for info in Code::ALL.iter().map(|code| code.info()) {
            let message = Catalog::of(language).text(info.slug, &[]);
            assert!(!message.ends_with('.'), "{} in {lang}.ftl: {message}", info.code);
            assert!(
                !message.starts_with(|c: char| c.is_ascii_uppercase()) || text.is_empty(),
                "{}: {message}",
                info.code
            );
        }
    }
}

#[test]
fn arabic_counts_in_all_its_forms() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.info().slug).collect();
    for (name, text) in blocks(CATALOGUES[2].1) {
        if !["[zero]", "[one]", "[two]", "[few]", "[many]"].iter().any(|form| text.contains(form)) {
            continue;
        }
        // Reports leave out what there is none or one of; diagnostics may count both.
        let lowest: &[&str] = if codes.contains(&name.as_str()) { &["[zero]", "[one]"] } else { &[] };
        for form in lowest.iter().chain(&["[two]", "[few]", "[many]", "*[other]"]) {
            assert!(text.contains(form), "`{name}` in ar.ftl has no form {form}");
        }
    }
}

/// The whole text of each message, its attributes included.
fn blocks(text: &str) -> BTreeMap<String, String> {
    let mut blocks: BTreeMap<String, String> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = head(line) {
            name.clone_into(&mut current);
        }
        let block = blocks.entry(current.clone()).or_default();
        block.push_str(line);
        block.push('\n');
    }
    blocks
}

#[test]
fn every_code_has_a_page_in_both_languages_of_pages() {
    for info in Code::ALL.iter().map(|code| code.info()) {
        for lang in [Lang::English, Lang::French] {
            let page =
                explain(info.code, lang).unwrap_or_else(|| panic!("{} has no page in {lang}", info.code));
            let title = page.lines().next().unwrap_or("");
            assert!(title.starts_with(&format!("# {} · ", info.code)), "{} in {lang}: {title}", info.code);
            let (mistake, repair) = match lang {
                Lang::French => ("## L'erreur", "## La réparation"),
                Lang::English | Lang::Arabic => ("## The mistake", "## The repair"),
            };
            assert!(page.contains(mistake) && page.contains(repair), "{} in {lang}", info.code);
        }
    }
}
