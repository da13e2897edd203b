//! Coverage and variants on small standards.

use super::{Coverage, DataChange, Mutation, coverage, mutate};
use crate::files::Files;
use crate::standard::Standard;

fn compile(text: &str) -> Standard {
    let files = Files::of("a.mizan", text);
    let (standard, diagnostics) = Standard::compile(&files);
    standard.unwrap_or_else(|| {
        let codes: Vec<String> = diagnostics.iter().map(|found| format!("{found:?}")).collect();
        panic!("the standard does not compile: {codes:#?}")
    })
}

const SOURCE: &str = r#"
codelist sex { '1' { en "Male" }  '2' { en "Female" } }
source people {
  files "people.csv"
  key id
  id: integer
  age: integer
  days: integer?
  wage: integer
  pay: integer
  sex: sex
  start: date?
  end: date?
}
"#;

fn of(rules: &str) -> Standard {
    compile(&format!("{SOURCE}{rules}"))
}

fn survivors(rules: &str) -> Vec<String> {
    let found: Mutation = mutate(&of(rules), 0);
    found.survivors.into_iter().map(|variant| format!("{} → {}", variant.from, variant.to)).collect()
}

fn covered(rules: &str) -> Coverage {
    coverage(&of(rules), 0)
}

#[test]
fn an_example_away_from_the_boundary_does_not_notice_another_comparison() {
    let rule = |examples: &str| {
        format!("rule adult on people {{\n require age >= 15\n example fail {{ age: 10 }}\n {examples} }}")
    };
    let far = survivors(&rule("example pass { age: 30 }"));
    assert!(far.contains(&"age >= 15 → age > 15".to_owned()), "{far:?}");
    assert!(
        far.contains(&"age >= 15 → age >= 14".to_owned())
            && far.contains(&"age >= 15 → age >= 16".to_owned()),
        "{far:?}"
    );
    let near = survivors(&rule("example pass { age: 15 }  example fail { age: 14 }"));
    assert!(!near.iter().any(|text| text.contains("15")), "{near:?}");
}

#[test]
fn a_guard_that_examples_do_not_show_survives_being_left_out() {
    let rules = "rule paid on people {\n when days > 0\n require wage > 0\n\
                 example pass { days: 1, wage: 1 }\n example fail { days: 1, wage: 0 } }";
    let found = survivors(rules);
    assert!(found.contains(&"when days > 0 → ".to_owned()), "{found:?}");
    assert!(!found.contains(&"when days > 0 → when not (days > 0)".to_owned()), "{found:?}");
    let shown = format!("{}  example not applicable {{ days: 0, wage: 0 }} }}", &rules[..rules.len() - 1]);
    assert!(!survivors(&shown).contains(&"when days > 0 → ".to_owned()));
}

#[test]
fn connectives_requirements_codes_and_columns_have_variants() {
    let all = mutate(
        &of("rule all on people {\n when sex in {'1', '2'}\n require age > 15 and (days > 1 or pay > 2)\n\
             require not (wage == 3)\n require if sex == '1' then pay > 0 else wage > 0 \n\
             example unknown { sex: missing, age: 20, days: 2, pay: 3, wage: 4 } }"),
        0,
    );
    let texts: Vec<String> =
        all.survivors.iter().map(|variant| format!("{} → {}", variant.from, variant.to)).collect();
    for expected in [
        "age > 15 and (days > 1 or pay > 2) → age > 15 or (days > 1 or pay > 2)",
        "age > 15 and (days > 1 or pay > 2) → age > 15",
        "(days > 1 or pay > 2) → (days > 1 and pay > 2)",
        "require not (wage == 3) → ",
        "sex in {'1', '2'} → sex in {'2'}",
        "if sex == '1' then pay > 0 else wage > 0 → if sex == '1' then wage > 0 else pay > 0",
        "sex == '1' → sex == '2'",
        "days > 1 → wage > 1",
    ] {
        assert!(texts.iter().any(|text| text == expected), "{expected} is not in {texts:#?}");
    }
}

#[test]
fn a_variant_of_a_definition_is_noticed_by_an_example_of_a_rule_that_uses_it() {
    let rules = "define adult on people = age >= 15\n\
                 rule paid on people {\n require adult implies wage > 0\n\
                 example pass { age: 14, wage: 0 }\n example fail { age: 15, wage: 0 }\n\
                 example pass { age: 15, wage: 1 } }";
    let found = survivors(rules);
    assert!(!found.iter().any(|text| text.starts_with("age >= 15")), "{found:?}");
}

#[test]
fn variants_of_what_has_no_example_are_counted_and_not_noticed() {
    let found = mutate(&of("rule adult on people: age >= 15"), 0);
    assert_eq!(found.survivors, vec![]);
    assert_eq!((found.rules.noticed, found.rules.variants), (0, found.rules.without_example));
    assert!(found.rules.variants > 2 && !found.score().reaches(1) && found.score().reaches(0));
}

#[test]
fn wrong_data_that_changes_no_outcome_is_said() {
    let found = mutate(
        &of("rule order on people {\n require start <= end\n\
             example pass { start: 2024-01-01, end: 2024-02-01 }\n\
             example fail { start: 2024-03-01, end: 2024-02-01 } }"),
        0,
    );
    let said: Vec<(&str, DataChange)> =
        found.unnoticed.iter().map(|data| (data.column.as_str(), data.change)).collect();
    assert_eq!(said, [("start", DataChange::Step), ("end", DataChange::Step)]);
    assert_eq!((found.data.variants, found.data.noticed), (4, 2));
}

#[test]
fn coverage_names_rules_without_examples_and_outcomes_that_are_not_shown() {
    let found = covered(
        "rule adult on people: age >= 15\n\
         rule paid on people {\n when days > 0\n require wage > 0\n example pass { days: 1, wage: 1 } }",
    );
    assert_eq!(found.subjects, 2);
    assert_eq!(found.without_example.len(), 1);
    assert_eq!(
        (found.without_example[0].subject.as_str(), found.without_example[0].place.as_str()),
        ("people.adult", "a.mizan:15")
    );
    let outcomes: Vec<&str> = found.outcomes.iter().map(|absent| absent.outcome).collect();
    assert_eq!(outcomes, ["fail", "unknown", "not applicable"]);
}

#[test]
fn coverage_names_comparisons_without_examples() {
    let source = |name: &str| {
        format!("source {name} {{ files \"{name}.csv\" observes stock of people id: text age: integer? }}\n")
    };
    let sources = source("a") + &source("b");
    let found = covered(&format!("{sources}compare ages: a with b by id {{ pair age }}"));
    let names: Vec<&str> = found.without_example.iter().map(|absent| absent.subject.as_str()).collect();
    assert_eq!((found.subjects, names), (1, vec!["ages"]));
}

#[test]
fn a_branch_that_no_example_takes_is_named() {
    let rules = "define kind on people = case { age < 15 => 1, age < 65 => 2, else => 3 } {\n\
                 example 1 { age: 3 }\n example 3 { age: 70 } }\n\
                 rule counted on people {\n require age >= 0 and kind <= 3\n example pass { age: 1 } }";
    let found = covered(rules);
    let unreached: Vec<&str> = found.unreached.iter().map(|branch| branch.text.as_str()).collect();
    assert_eq!(unreached, ["2", "age >= 0", "kind <= 3"]);
    assert_eq!(found.branches, 5);
    let shown =
        rules.replace("example pass { age: 1 }", "example pass { age: 20 }  example fail { age: -1 }");
    let found = covered(&shown);
    let unreached: Vec<&str> = found.unreached.iter().map(|branch| branch.text.as_str()).collect();
    assert_eq!(unreached, ["kind <= 3"]);
}

#[test]
fn a_wrong_table_is_noticed_by_the_examples_of_rules_on_it() {
    let rules = |example: &str| {
        format!(
            "table by_sex from people {{ where age > 15 by sex measure n = count() }}\n\
             rule few on by_sex {{\n require n <= 2\n {example} }}"
        )
    };
    let record = |age: u8| format!("people {{ sex: '1', age: {age} }}");
    let far = rules(&format!("example pass {{ {} }}", record(30)));
    let found = survivors(&far);
    assert!(found.contains(&"where age > 15 → ".to_owned()), "{found:?}");
    assert!(found.contains(&"age > 15 → age >= 15".to_owned()), "{found:?}");
    let three = [record(16), record(16), record(16)].join(" ");
    let two = [record(16), record(16), record(15)].join(" ");
    let near = rules(&format!("example fail {{ {three} }}  example pass {{ {two} }}"));
    let found = survivors(&near);
    assert!(!found.iter().any(|text| text.contains("age > 15 →")), "{found:?}");
}

const LONG: &str = "codelist sector { 'S1' { en \"All\" }  'S11' { en \"Firms\" }  'S13' { en \"State\" } }
source accounts { files \"accounts.csv\"  key year, sector  year: year  sector: sector  value: integer?  state: text }
source others { files \"others.csv\"  key year, sector  year: year  sector: sector  value: integer? }
";

fn survivors_of(rules: &str) -> Vec<String> {
    let found = mutate(&compile(&format!("{LONG}{rules}")), 0);
    found.survivors.into_iter().map(|variant| format!("{} → {}", variant.from, variant.to)).collect()
}

#[test]
fn a_wrong_sign_or_code_of_a_balance_is_noticed_by_its_examples_only() {
    let balance = |rest: &str| {
        let cell = |sector: &str, value: u8| {
            format!("accounts {{ year: 2024, sector: '{sector}', value: {value} }}")
        };
        let state = if rest.is_empty() { 0 } else { 2 };
        let cells = [cell("S1", 3 + state), cell("S11", 3), cell("S13", state)].join(" ");
        format!(
            "balance closed on accounts of value over sector {{ 'S1' = 'S11' + 'S13'  example pass {{ {cells} }} }}"
        )
    };
    let wrong = "'S11' + 'S13' → 'S11' - 'S13'".to_owned();
    let unshown = survivors_of(&balance(""));
    assert!(unshown.contains(&wrong), "{unshown:?}");
    let shown = survivors_of(&balance("two"));
    assert!(!shown.contains(&wrong), "{shown:?}");
}

#[test]
fn what_is_expected_has_variants() {
    let rules = "rule complete on accounts { when state == \"final\"  expects year in 2023..2024, sector in {'S1', 'S11'}
      example fail { year: 2023, sector: 'S1', state: \"final\" } }";
    let found = survivors_of(rules);
    for wanted in ["when state == \"final\" → ", "2023..2024 → 2024..2024", "'S1', 'S11' → 'S1'"] {
        assert!(found.iter().any(|text| text == wanted), "{wanted}: {found:?}");
    }
    let cell = |year: u16, sector: &str, state: &str| {
        format!("accounts {{ year: {year}, sector: '{sector}', state: \"{state}\" }}")
    };
    let all = [(2023, "S1"), (2023, "S11"), (2024, "S1"), (2024, "S11")];
    let every: Vec<String> = all.iter().map(|(year, sector)| cell(*year, sector, "final")).collect();
    let mut draft = every[1..].to_vec();
    draft.push(cell(2023, "S1", "draft"));
    let without = |at: usize| {
        let mut some = every.clone();
        some.remove(at);
        format!("example fail {{ {} }}", some.join(" "))
    };
    let examples = format!(
        "example pass {{ {} }} example fail {{ {} }} {} {}",
        every.join(" "),
        draft.join(" "),
        without(0),
        without(3)
    );
    let found = survivors_of(
        &rules.replace("example fail { year: 2023, sector: 'S1', state: \"final\" }", &examples),
    );
    assert!(!found.iter().any(|text| text.starts_with("when") || text.starts_with("2023")), "{found:?}");
}

#[test]
fn a_wrong_tolerance_of_a_comparison_is_noticed_at_its_border_only() {
    let compare = |value: u8| {
        format!(
            "compare both: accounts with others by year, sector {{ pair value within 2
             example pass {{ accounts {{ year: 2024, sector: 'S1', value: 5 }} others {{ year: 2024, sector: 'S1', value: {value} }} }}
             example fail {{ accounts {{ year: 2024, sector: 'S1', value: 5 }} others {{ year: 2024, sector: 'S1', value: 8 }} }} }}"
        )
    };
    let far = survivors_of(&compare(5));
    assert!(far.iter().any(|text| text == "2 → 1"), "{far:?}");
    let near = survivors_of(&compare(7));
    assert!(!near.iter().any(|text| text.starts_with("2 →")), "{near:?}");
}
