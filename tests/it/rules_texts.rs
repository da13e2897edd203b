//! What people read of the standards that ship: it is there, in three languages, and French is set as French is.

use std::fs;
use std::path::{Path, PathBuf};

use mizan::examples;

use crate::rules::{AS_OF, LISTS, folder, standard, that_ship};

const LANGUAGES: [&str; 3] = ["ar", "en", "fr"];
/// A space at which a line does not break.
const NO_BREAK: char = '\u{a0}';

/// A declaration of a rule file: its first word, its `///` lines, its text.
struct Declaration {
    place: String,
    word: String,
    doc: String,
    text: String,
}

fn declarations() -> Vec<Declaration> {
    let files = rule_files().into_iter().map(|path| (fs::read_to_string(&path).expect("a text"), path));
    files.flat_map(|(text, path)| in_file(&text, &path)).collect()
}

/// A declaration begins in the first column, and its `///` lines stand before it.
fn in_file(text: &str, path: &Path) -> Vec<Declaration> {
    let (mut found, mut doc): (Vec<Declaration>, String) = (Vec::new(), String::new());
    for (number, line) in text.lines().enumerate() {
        match line.split(' ').next().unwrap_or_default() {
            "///" => doc.push_str(line),
            word if word.starts_with(|first: char| first.is_ascii_lowercase()) => found.push(Declaration {
                place: format!("{}:{}", path.display(), number + 1),
                word: word.to_owned(),
                doc: std::mem::take(&mut doc),
                text: format!("{line}\n"),
            }),
            _ => found.iter_mut().last().into_iter().for_each(|last| last.text += &format!("{line}\n")),
        }
    }
    found
}

impl Declaration {
    /// What stands in braces after each occurrence of a word that begins a line, or follows a brace.
    fn braced(&self, word: &str) -> Vec<&str> {
        let lines = self.text.match_indices(word).filter(|(at, _)| {
            let before = self.text[..*at].trim_end_matches(' ');
            before.ends_with(['\n', '{', '}']) && self.text[at + word.len()..].starts_with(' ')
        });
        let bodies = lines.map(|(at, _)| self.text[at + word.len()..].trim_start());
        bodies.map(|body| &body[..end_of_braces(body)]).collect()
    }

    fn has(&self, word: &str) -> bool {
        let bodies = self.braced(word);
        !bodies.is_empty() && bodies.into_iter().all(in_three_languages)
    }

    /// Numbers of a catalogue that the `///` lines name: X-01, E01.
    fn is_of_a_catalogue(&self) -> bool {
        let is_number = |word: &str| {
            let number = word.strip_prefix("X-").or_else(|| word.strip_prefix('E'));
            number.is_some_and(|number| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        self.doc
            .split(|character: char| !character.is_ascii_alphanumeric() && character != '-')
            .any(is_number)
    }

    fn lacks(&self) -> Vec<&'static str> {
        let asked: &[&'static str] = match self.word.as_str() {
            "rule" | "compare" | "balance" => &["title", "message"],
            "define" | "table" | "parameter" | "source" | "entity" | "codelist" => &["title"],
            _ => &[],
        };
        let mut lacks: Vec<&'static str> = asked.iter().copied().filter(|word| !self.has(word)).collect();
        if self.braced("bridge").into_iter().any(|bridge| !in_three_languages(bridge))
            || self.text.contains("  bridge   \"")
        {
            lacks.push("bridge");
        }
        if asked.contains(&"message") && self.is_of_a_catalogue() && !self.text.contains("  cite ") {
            lacks.push("citation");
        }
        lacks
    }
}

/// Where the brace that a text begins with is closed: braces of what is filled in stand in pairs.
fn end_of_braces(text: &str) -> usize {
    let mut depth = 0;
    let closes = |(_, character): &(usize, char)| {
        depth += i32::from(*character == '{') - i32::from(*character == '}');
        depth <= 0
    };
    text.char_indices().find(closes).map_or(text.len(), |(at, _)| at)
}

fn in_three_languages(texts: &str) -> bool {
    LANGUAGES.iter().all(|lang| texts.contains(&format!("{lang} \"")))
}

/// The files of all standards that ship, lists for others among them.
fn rule_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for name in that_ship().into_iter().chain(LISTS.map(str::to_owned)) {
        let entries = fs::read_dir(folder(&name)).expect("a folder that ships");
        let paths = entries.map(|entry| entry.expect("an entry of it").path());
        files.extend(paths.filter(|path| path.extension().is_some_and(|extension| extension == "mizan")));
    }
    files.sort();
    files
}

#[test]
fn what_people_read_of_a_declaration_is_there_in_three_languages() {
    let all = declarations();
    for (word, least) in [("rule", 200), ("compare", 15), ("balance", 5), ("define", 70), ("parameter", 60)] {
        let count = all.iter().filter(|declaration| declaration.word == word).count();
        assert!(count >= least, "{count} of {word} are read");
    }
    let lacking = all.iter().map(|declaration| (&declaration.place, declaration.lacks()));
    let lacking: Vec<_> = lacking.filter(|(_, what)| !what.is_empty()).collect();
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn a_declaration_that_lacks_a_text_is_found() {
    let text = "/// X-01: a rule.\nrule r on t {\n  title { fr \"a\"  en \"b\" }\n  require x {\n    message { fr \"{y}\" \
                ar \"{y}\" en \"{y}\" }\n  }\n}\ncompare a with b by c {\n  bridge   \"why\"\n}\n";
    let found: Vec<_> = in_file(text, Path::new("r.mizan")).iter().map(Declaration::lacks).collect();
    assert_eq!(found, [vec!["title", "citation"], vec!["title", "message", "bridge"]]);
}

#[test]
fn examples_show_every_outcome_that_a_rule_can_have() {
    for name in that_ship() {
        let shown = examples::coverage(&standard(&name), AS_OF);
        assert!(shown.without_example.is_empty() && shown.outcomes.is_empty(), "{name}: {shown:#?}");
    }
}

/// French texts of a line: of a rule file what follows `fr`, of the catalogue the whole line.
fn french(path: &Path, line: &str) -> Vec<String> {
    if path.extension().is_some_and(|extension| extension == "ftl") {
        return if line.starts_with('#') { Vec::new() } else { vec![line.to_owned()] };
    }
    let texts = line.split("fr \"").skip(1);
    texts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Without what stands in braces and between backquotes, which is no French.
fn prose(text: &str) -> String {
    let (mut depth, mut code, mut kept) = (0, false, String::new());
    for character in text.chars() {
        match character {
            '`' => code = !code,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth > 0 || code => {}
            _ => kept.push(character),
        }
    }
    kept
}

/// Marks that stand after a space at which the line may break, or after none.
fn ill_set(text: &str) -> bool {
    let characters: Vec<char> = prose(text).chars().collect();
    characters.windows(2).any(|pair| {
        pair[0] == ' ' && matches!(pair[1], ':' | ';' | '?' | '!' | '»')
            || pair[0] == '«' && pair[1] != NO_BREAK
            || pair[0].is_alphanumeric() && matches!(pair[1], ';' | '?' | '!' | '»')
    })
}

#[test]
fn french_marks_stand_after_a_space_at_which_no_line_breaks() {
    assert!(ill_set("total : 3") && ill_set("« total »") && ill_set("quoi?"));
    assert!(!ill_set("total\u{a0}: {a ? b} `c ; d` à 10:30, «\u{a0}oui\u{a0}»"));
    let files = rule_files().into_iter().chain([folder("../src/locale/fr.ftl")]);
    for path in files {
        let text = fs::read_to_string(&path).expect("a text");
        for (number, line) in text.lines().enumerate() {
            let ill: Vec<String> = french(&path, line).into_iter().filter(|text| ill_set(text)).collect();
            assert!(ill.is_empty(), "{}:{}: {ill:?}", path.display(), number + 1);
        }
    }
}
