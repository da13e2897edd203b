//! Entities: one definition, put in place at each source that provides what it reads.

use mizan::check::{CheckOptions, Delivery, check, coverage};
use mizan::diag::Diagnostics;
use mizan::ir::{self, Computable};
use mizan::locale::{Catalog, Lang};
use mizan::outcome::{Tally, Verdict};
use mizan::report::{self, Coverage};
use mizan::{Files, Standard};

use crate::support::{AS_OF, bound, csv_file, deliver, native, reference, standard};

const PERSON: &str = r#"
codelist country { 'MAR' 'SEN' 'FRA' }
parameter here: country = 'MAR'

/// A person, whoever holds the record.
entity person {
  title { fr "Personne"  en "Person" }
  cite "20th ICLS" "§ 5" to verify
  /// In completed years.
  age:         integer [year] { title { fr "Âge"  en "Age" } }
  resident:    boolean
  citizenship: country
  born:        country
  worked:      boolean
}

/// Anyone from elsewhere who lives here.
define migrant on person = resident and (born != here or citizenship != here) {
  title { fr "Migrant international"  en "International migrant" }
  cite "20th ICLS" "§ 12" to verify
  example true    "foreign resident" { resident: true, citizenship: 'SEN', born: 'SEN' }
  example unknown "no residence"     { citizenship: 'SEN', born: 'SEN' }
  example false   "visitor"          { resident: false }
}
define foreign on person = citizenship != here
define migrant_worker on person = migrant and worked and age >= 15

rule workers_are_old_enough on person {
  when    worked
  require age >= 10
  message "aged {age}"
  example pass { worked: true, age: 20 }
  example fail { person { worked: true, age: 9 } }
}

source register {
  files "register.csv"
  observes stock of persons
  basis { age >= 15  reference month }
  birth:       date
  citizenship: country
  days:        integer [day]?
  provides person {
    age    = years_between(birth, as_of)
    worked = days > 0
    citizenship
    born, resident_ = citizenship
    everything else not collected
  }
}

source permits {
  files "permits.csv"
  country: country
  kind:    text
  provides person {
    citizenship = country
    born        = country
    resident    = true
    worked      = not collected
    everything else not collected
    migrant_worker = kind == "work"
  }
}
"#;

fn text() -> String {
    PERSON.replace("    born, resident_ = citizenship\n", "")
}

fn codes(text: &str) -> Vec<&'static str> {
    let (_, found): (_, Diagnostics) = Standard::compile(&Files::of("t.mizan", text));
    found.iter().map(|found| found.code.info().code).collect()
}

fn how(standard: &ir::Standard, source: &str, name: &str) -> (Computable, Vec<String>) {
    let [entity] = standard.entities.as_slice() else { panic!("one entity") };
    let provision = entity.provisions.iter().find(|at| standard.source(at.source).name == source).unwrap();
    let definition = entity.shape.definitions.iter().position(|definition| definition.name == name);
    let provided = match definition {
        Some(position) => &provision.definitions[position],
        None => &provision.variables[entity.shape.schema.find(name).unwrap().index()],
    };
    (provided.how, provided.missing.clone())
}

#[test]
fn each_source_says_what_it_can_compute() {
    let standard = standard(&text());
    let at = |source, name| how(standard.ir(), source, name);
    let none = Vec::<String>::new();
    assert_eq!(at("register", "age"), (Computable::Yes, none.clone()));
    assert_eq!(at("register", "resident"), (Computable::No, vec!["resident".to_owned()]));
    assert_eq!(at("register", "foreign"), (Computable::Yes, none.clone()));
    // Unknown or false, never known to be true: but known for those who did not work.
    let (how, missing) = at("register", "migrant_worker");
    assert_eq!((how, missing.join(" ")), (Computable::InPart, "resident born".to_owned()));
    assert_eq!(at("permits", "migrant"), (Computable::Yes, none.clone()));
    assert_eq!(at("permits", "migrant_worker"), (Computable::BySubstitute, none));
}

#[test]
fn what_is_unknown_for_every_record_is_not_computable() {
    let extra = "define seeking on person = not worked and resident is known\n\
                 define settled on person = if resident then born == here else born == here\n\
                 define both on person = resident == (born == here)\n";
    let standard = standard(&(text() + extra));
    assert_eq!(how(standard.ir(), "register", "both").0, Computable::No);
    assert_eq!(how(standard.ir(), "register", "settled").0, Computable::No);
    assert_eq!(how(standard.ir(), "permits", "settled").0, Computable::Yes);
    // `resident is known` is false there, whatever the record.
    assert_eq!(how(standard.ir(), "register", "seeking").0, Computable::InPart);
}

#[test]
fn a_rule_on_an_entity_is_one_rule_for_each_source() {
    let standard = standard(&text());
    let bound = bound(&standard);
    let ids: Vec<(&str, usize)> = bound
        .rules
        .iter()
        .filter(|rule| rule.id.ends_with("old_enough"))
        .map(|rule| (rule.id.as_str(), rule.uncollected.len()))
        .collect();
    assert_eq!(ids, [("register.workers_are_old_enough", 0), ("permits.workers_are_old_enough", 2)]);
    let files = [
        csv_file(
            "register.csv",
            "birth,citizenship,days\n2000-01-01,MAR,4\n2020-01-01,SEN,3\n2020-01-01,SEN,0\n",
        ),
        csv_file("permits.csv", "country,kind\nSEN,work\n"),
    ];
    let data = deliver(&bound, &files);
    for tallies in [native(&bound, &data, 2), reference(&bound, &data)] {
        let tally: &Tally = bound
            .rules()
            .find(|(_, rule)| rule.id == "register.workers_are_old_enough")
            .map(|(id, _)| &tallies[&id])
            .unwrap();
        assert_eq!((tally.counts.pass, tally.counts.fail, tally.counts.not_applicable), (1, 1, 1));
    }
}

#[test]
fn examples_on_entities_are_run() {
    let standard = standard(&text());
    let results = standard.test(AS_OF);
    assert_eq!(results.len(), 5);
    assert!(results.iter().all(|result| result.agrees), "{results:#?}");
    let wrong =
        standard_with("define adult on person = age >= 18 { example true { age: 17 } }\n").test(AS_OF);
    assert_eq!(wrong.iter().filter(|result| !result.agrees).count(), 1);
}

fn standard_with(extra: &str) -> Standard {
    standard(&(text() + extra))
}

#[test]
fn a_source_reads_variables_by_path_and_definitions_by_name() {
    let found = standard_with(
        "rules on register { grown: person.age >= 1  known_abroad: foreign is known  same: person.foreign == foreign }\n",
    );
    assert_eq!(found.ir().rules.iter().filter(|rule| rule.id.starts_with("register.grown")).count(), 1);
    assert_eq!(codes(&(text() + "rules on register { r: person.resident }\n")), ["M0901"]);
    assert_eq!(codes(&(text() + "rules on permits { r: person.aeg > 3 }\n")), ["M0715"]);
    assert_eq!(
        codes(&(text() + "source x { files \"x.csv\" a: text }\nrules on x { r: foreign }\n")),
        ["M0902"]
    );
}

#[test]
fn an_error_in_a_definition_is_said_once() {
    assert_eq!(codes(&(text() + "define odd on person = age > citizenship\n")).len(), 1);
    assert_eq!(codes(&(text() + "rules on person { odd: age > citizenship }\n")).len(), 1);
}

#[test]
fn a_definition_that_needs_itself_is_a_cycle() {
    let extra = "define a on person = b\ndefine b on person = a\n";
    assert_eq!(codes(&(text() + extra)), ["M0210"]);
    let own = text().replace("worked = days > 0", "worked = person.worked");
    assert_eq!(codes(&own), ["M0210"]);
}

#[test]
fn groups_of_an_entity_are_groups_of_each_source() {
    let standard = standard_with(
        "rule many on person by citizenship: share(where worked) >= 50%\n\
         rule all on person as a whole: count() >= 1\n",
    );
    let of = |id: &str| standard.ir().rules.iter().find(|rule| rule.id == id).unwrap();
    assert!(matches!(of("register.many").items, ir::Items::Groups(_)));
    assert!(of("permits.all").uncollected.is_empty());
    assert_eq!(of("permits.many").uncollected, ["worked"]);
}

#[test]
fn what_a_source_observes_is_carried() {
    let standard = standard(&text());
    let register = &standard.ir().sources[0];
    let observes = register.observes.as_ref().unwrap();
    assert_eq!((observes.kind, observes.of.as_str()), (ir::Observation::Stock, "persons"));
    assert_eq!(
        register.basis,
        [("age", "age >= 15"), ("reference", "reference month")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    let entity = &standard.ir().entities[0];
    assert!(entity.citations[0].to_verify);
    assert_eq!(entity.variables[0].title["fr"], "Âge");
    assert_eq!(entity.shape.definitions[0].doc, "Anyone from elsewhere who lives here.");
}

/// The matrix over a delivery of both sources.
fn matrix(lang: Lang, with_delivery: bool) -> Coverage {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "register.csv",
        "birth,citizenship,days\n2000-01-01,MAR,4\n2020-01-01,SEN,\n2020-01-01,SEN,0\n,SEN,0\n",
    );
    write("permits.csv", "country,kind\nSEN,work\n,\n");
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    let options = CheckOptions { as_of: AS_OF, lang, ..CheckOptions::default() };
    coverage(&standard(&text()), with_delivery.then_some(&delivery), &options).unwrap()
}

#[test]
fn a_delivery_says_for_how_many_records_each_is_known() {
    let matrix = matrix(Lang::English, true);
    let [person] = matrix.entities.as_slice() else { panic!("one entity") };
    let sources: Vec<(&str, Option<u64>)> =
        person.sources.iter().map(|source| (source.name.as_str(), source.records)).collect();
    assert_eq!(sources, [("register", Some(4)), ("permits", Some(2))]);
    let known = |name: &str| -> Vec<Option<u64>> {
        let mut rows = person.definitions.iter().chain(&person.variables);
        rows.find(|row| row.name == name).unwrap().cells.iter().map(|cell| cell.known).collect()
    };
    assert_eq!(known("age"), [Some(3), Some(0)]);
    assert_eq!(known("worked"), [Some(3), Some(0)]);
    assert_eq!(known("foreign"), [Some(4), Some(1)]);
    // Those who did not work, or are children, are no migrant workers, wherever they live.
    assert_eq!(known("migrant_worker"), [Some(3), Some(1)]);
}

#[test]
fn the_matrix_is_told_in_every_form_and_language() {
    for lang in Lang::ALL {
        let words = Catalog::of(lang);
        for with_delivery in [false, true] {
            let matrix = matrix(lang, with_delivery);
            let text = report::coverage_text(&matrix, words, report::TextOptions::default());
            let page = report::coverage_html(&matrix, words);
            let markdown = report::coverage_markdown(&matrix, words);
            let json: serde_json::Value = serde_json::from_str(&report::coverage_json(&matrix)).unwrap();
            assert_eq!(json["format"], "mizan-coverage/1");
            assert_eq!(json["entities"][0]["definitions"][0]["cells"][0]["computable"], "no");
            for told in [&text, &page, &markdown] {
                assert!(told.contains("register") && told.contains("resident"), "{told}");
                assert!(!told.contains("coverage-"), "{told}");
                let shares = told.contains('%') || told.contains('٪');
                assert!(shares || !with_delivery, "{told}");
            }
            assert!(page.contains(&format!("<html lang=\"{}\"", lang.code())));
            assert_eq!(page.contains("dir=\"rtl\""), lang.is_right_to_left());
            assert!(!page.contains("http"), "one file needs nothing else");
        }
    }
}

#[test]
fn a_rule_that_a_source_can_not_be_judged_by_fails_no_gate() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("register.csv", "birth,citizenship,days\n2000-01-01,MAR,4\n");
    write("permits.csv", "country,kind\nSEN,work\n");
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    let run = check(&standard(&text()), &delivery, &CheckOptions { as_of: AS_OF, ..CheckOptions::default() });
    let run = run.unwrap();
    let rule = run.rules.iter().find(|rule| rule.id == "permits.workers_are_old_enough").unwrap();
    let why = rule.why.as_ref().unwrap();
    assert_eq!((rule.verdict, why.kind), (Verdict::NotEvaluated, "not-collected"));
    assert!(why.message.contains("`worked`") && why.message.contains("permits"), "{}", why.message);
    assert_eq!(run.verdict, report::RunVerdict::Passed, "{:#?}", run.rules);
}
