//! What must hold of the source itself: floors, doors, one-way imports.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, lowest first; a module uses lower floors only. Exceptions are named with their reason.
const FLOORS: &[&[&str]] = &[
    &["files", "locale", "types", "kernel"],
    &["diag", "builtin", "data", "outcome"],
    &["syntax", "ir", "report"],
    &["compile", "interpret", "engine"],
    &["analyse"],
    &["standard"],
    &["check", "examples"],
    &["demo", "generate"],
];

/// Imports within a floor: array kernels are over the values of `types`; readers yield kernels' columns; words are
/// looked up by texts' places.
const WITHIN: &[(&str, &str)] = &[("kernel", "types"), ("locale", "types"), ("data", "kernel")];

/// Where each crate may be named.
const DOORS: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("miette", &["diag"]),
    ("parquet", &["data", "demo"]),
    ("arrow", &["kernel", "engine", "data", "demo", "types"]),
    ("fluent_bundle", &["locale"]),
    ("clap", &["cli", "main"]),
    ("rayon", &["engine", "check", "data", "generate"]),
    ("rust_xlsxwriter", &["report"]),
    ("signal_hook", &["cli"]),
];

fn source_files() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .expect("src can be listed")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The top-level module of a file, and its path for messages.
fn module_of(path: &Path) -> (String, String) {
    let relative = path.strip_prefix(root().join("src")).expect("below src");
    let first = relative.components().next().expect("a component").as_os_str().to_string_lossy().into_owned();
    (first.trim_end_matches(".rs").to_owned(), relative.to_string_lossy().into_owned())
}

/// The code of a line, without its comment.
fn code(line: &str) -> &str {
    line.find("//").map_or(line, |at| &line[..at])
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The modules that a line names after `crate::`.
fn imports(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or("").split(',').map(str::trim).collect(),
            None => vec![rest],
        };
        let name =
            |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        found.extend(names.into_iter().map(name));
    }
    found
}

#[test]
fn modules_use_lower_floors_only() {
    let mut upward = Vec::new();
    for path in source_files() {
        let (module, file) = module_of(&path);
        let text = fs::read_to_string(&path).expect("a source file");
        let Some(own) = floor(&module) else { continue };
        for (number, line) in text.lines().enumerate() {
            for used in imports(code(line)) {
                let allowed = WITHIN.contains(&(module.as_str(), used.as_str()));
                let same = used == module;
                if let Some(other) = floor(&used)
                    && other >= own
                    && !same
                    && !allowed
                {
                    upward.push(format!("{file}:{}: {module} uses {used}", number + 1));
                }
            }
        }
    }
    assert!(upward.is_empty(), "imports point one way:\n{}", upward.join("\n"));
}

#[test]
fn every_top_level_module_has_a_floor() {
    for path in source_files() {
        let (module, file) = module_of(&path);
        let known = floor(&module).is_some() || ["lib", "main", "cli"].contains(&module.as_str());
        assert!(known, "{file} is on no floor: say in ARCHITECTURE.md which");
    }
}

#[test]
fn the_interpreter_goes_its_own_road() {
    for path in source_files() {
        let (module, file) = module_of(&path);
        if module != "interpret" {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            for used in imports(code(line)) {
                assert!(
                    !["kernel", "engine", "data"].contains(&used.as_str()),
                    "{file}:{}: uses {used}",
                    number + 1
                );
            }
        }
    }
}

#[test]
fn crates_are_named_behind_their_doors_only() {
    let mut wrong = Vec::new();
    for path in source_files() {
        let (module, file) = module_of(&path);
        let text = fs::read_to_string(&path).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            for (name, doors) in DOORS {
                let named = code(line).contains(&format!("{name}::"));
                let other =
                    code(line).contains(&format!("::{name}::")) || code(line).contains(&format!("_{name}::"));
                if named && !other && !doors.contains(&module.as_str()) {
                    wrong.push(format!("{file}:{}: {name} in {module}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_binary_sees_only_the_public_face() {
    for path in source_files() {
        let (module, file) = module_of(&path);
        if !["cli", "main"].contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            for used in imports(code(line)) {
                assert!(used == "cli" || floor(&used).is_none(), "{file}:{}: crate::{used}", number + 1);
            }
        }
    }
}

#[test]
fn claims_of_security_and_reliability_name_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = ["SECURITY.md", "docs/reliability.md"]
        .map(|page| fs::read_to_string(root.join(page)).expect("a page"))
        .concat();
    let mut texts = String::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                texts.push_str(&fs::read_to_string(path).expect("a text"));
            }
        }
    }
    let claims: Vec<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.contains("::") && !name.contains(' '))
        .collect();
    assert!(claims.len() > 20, "{claims:?}");
    for claim in claims {
        let name = claim.rsplit("::").next().unwrap_or_default();
        let is_there = texts.contains(&format!("fn {name}()"));
        assert!(is_there, "there is no test `{claim}`");
    }
}
