//! Reports of one small delivery in which everything happens: as text in three languages, and as JSON by its schema.

use std::fs;
use std::path::Path;

use mizan::check::{CheckOptions, Delivery, Engine, check};
use mizan::locale::{Catalog, Lang};
use mizan::report::{self, Run, TextOptions};
use mizan::{Files, Standard};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::support::AS_OF;

const STANDARD: &str = r#"
codelist sex {
  title { fr "Sexe"  ar "الجنس"  en "Sex" }
  '1' { fr "Masculin"  ar "ذكر"   en "Male" }
  '2' { fr "Féminin"   ar "أنثى"  en "Female" }
}

parameter smig: decimal [MAD/month] = 3_111.39

source declarations {
  title  { fr "Déclarations"  ar "التصريحات"  en "Declarations" }
  owner  { fr "Sécurité sociale"  ar "الضمان الاجتماعي"  en "Social security" }
  files  "declarations_*.csv"
  key    record

  record: text
  person: text  matches /\d{4}/  identifying
  sex:    sex
  wage:   decimal [MAD/month]?  in 0..1_000_000  missing { 9999999 "refused" }
  days:   integer [day]
}

source permits {
  title { fr "Permis"  ar "التراخيص"  en "Permits" }
  files "permits.csv"
  number:  text
  expires: date
}

source visas {
  files "visas.csv"
  number: text
}

/// A full month of work is paid at least the legal minimum.
rule full_month_pays_the_minimum on declarations {
  when     days == 26
  require  wage >= smig
  severity warning
  cite     "Code du travail" "art. 356"
  message  { fr "Salaire de {wage}, sous le SMIG ({smig})."  ar "الأجر {wage} أقل من الحد الأدنى ({smig})."
             en "Wage of {wage}, below the legal minimum ({smig})." }
}

rule paid_if_worked on declarations {
  title    { fr "Qui travaille est payé."  ar "من يعمل يتقاضى أجرا."  en "Whoever works is paid." }
  require  days > 0 implies wage > 0
  tolerate 30%
  coverage 50%
}

rule one_record on declarations by person {
  require count() == 1
  message { fr "{person} : {count()} déclarations."  ar "{person}: {count()} تصريحات."  en "{person}: {count()} declarations." }
}

rule more_women on declarations as a whole: count(where sex == '2') >= 2

rule many_days on declarations {
  when    days > 26
  require wage > smig
}
"#;

const FIRST: &str = "\
record,person,sex,wage,days,note
A1,0001,1,5000,26,x
A2,0002,2,1200.5,26,x
A3,0002,1,900.50,10,x
A4,00,3,0,26,x
";

const SECOND: &str = "\
record,person,sex,wage,days
B1,0005,1,,26
B2,0006,1,9999999,26
B3,0007,1,abc,26
";

/// A delivery in which rules of every verdict are, and a source of every misfortune.
fn delivery(folder: &Path) {
    fs::write(folder.join("declarations_1.csv"), FIRST).unwrap();
    fs::write(folder.join("declarations_2.csv"), SECOND).unwrap();
    fs::write(folder.join("visa.csv"), "number\n1\n").unwrap();
    fs::write(folder.join("permits.csv"), "number,expiry\n1,2024-01-01\n").unwrap();
}

fn run_with(lang: Lang, engine: Engine, threads: usize) -> Run {
    let folder = tempfile::tempdir().unwrap();
    delivery(folder.path());
    let (standard, found) = Standard::compile(&Files::of("standard.mizan", STANDARD));
    let standard = standard.unwrap_or_else(|| panic!("{found:#?}"));
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    let options = CheckOptions { as_of: AS_OF, lang, engine, threads, samples: 2, ..CheckOptions::default() };
    Run { mizan: "0.0.0".to_owned(), ..check(&standard, &delivery, &options).unwrap() }
}

pub(crate) fn run(lang: Lang) -> Run {
    run_with(lang, Engine::Native, 1)
}

fn text(lang: Lang) -> String {
    report::text(&run(lang), Catalog::of(lang), TextOptions::default())
}

#[test]
fn a_report_in_english() {
    insta::assert_snapshot!(text(Lang::English));
}

#[test]
fn a_report_in_french() {
    insta::assert_snapshot!(text(Lang::French));
}

#[test]
fn a_report_in_arabic() {
    insta::assert_snapshot!(text(Lang::Arabic));
}

#[test]
fn a_report_as_json() {
    insta::assert_snapshot!(report::json(&run(Lang::French)));
}

#[test]
fn colours_change_no_word_of_a_report() {
    let run = run(Lang::English);
    let words = Catalog::of(Lang::English);
    let coloured = report::text(&run, words, TextOptions { colour: true, ..TextOptions::default() });
    assert!(coloured.contains('\u{1b}'));
    let plain = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(plain, report::text(&run, words, TextOptions::default()));
}

#[test]
fn no_value_of_an_identifying_column_is_in_any_report() {
    for lang in Lang::ALL {
        let run = run(lang);
        let words = Catalog::of(lang);
        let reports = [
            report::text(&run, words, TextOptions::default()),
            report::json(&run),
            report::html(&run, words),
            report::junit(&run, words),
            report::markdown(&run, words),
        ];
        let findings = [report::sarif(&run, words), report::github(&run, words), report::gitlab(&run, words)];
        // A digest holds digits of its own.
        let digits = |text: &str| {
            text.lines()
                .filter(|line| !line.contains("ingerprint") && !line.contains("mizan/1"))
                .collect::<String>()
        };
        for report in findings.iter().map(|text| digits(text)) {
            assert!(!report.contains("0002") && !report.contains("0005"), "{report}");
        }
        for report in reports {
            for person in ["0001", "0002", "0005", "0006", "0007", "\"00\"", "`00`"] {
                assert!(!report.contains(person), "{person} is in\n{report}");
            }
            assert!(report.contains("•••"));
        }
    }
}

#[test]
fn lines_stay_within_eighty_columns() {
    let long: Vec<String> = Lang::ALL
        .into_iter()
        .flat_map(|lang| {
            text(lang).lines().filter(|line| line.width() > 80).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn engines_and_threads_give_one_result() {
    let json = |engine, threads| report::json(&run_with(Lang::French, engine, threads));
    let native = json(Engine::Native, 1);
    assert_eq!(native, json(Engine::Native, 4));
    assert_eq!(native, json(Engine::Reference, 1));
}

#[test]
fn items_of_every_rule_add_up() {
    for rule in run(Lang::English).rules {
        let parts = rule.pass + rule.fail + rule.unknown + rule.not_applicable + rule.not_evaluated;
        assert_eq!(parts, rule.items, "{}", rule.id);
    }
}

/// The schema with every object closed: a field that it does not describe is then an error.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            fields.values_mut().for_each(closed);
        }
        Value::Array(items) => items.iter_mut().for_each(closed),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_result_is_what_the_schema_says_and_nothing_more() {
    let mut schema: Value = serde_json::from_str(include_str!("../../docs/result.schema.json")).unwrap();
    closed(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for reproducible in [true, false] {
        let mut run = run(Lang::Arabic);
        run.timing = (!reproducible).then_some(report::Timing { open_ms: 1, judge_ms: 2, total_ms: 3 });
        let result: Value = serde_json::from_str(&report::json(&run)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&result).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let mut broken = result.clone();
        broken["rules"][0]["verdict"] = Value::from("green");
        assert!(!validator.is_valid(&broken));
    }
}
