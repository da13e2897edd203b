//! What `mizan test` says of the examples: what they do not show, and what they would not notice.

use crate::cli::{GOOD, RULES, mizan, workplace};

#[test]
fn test_ends_with_what_examples_do_not_show_and_lists_it_when_asked() {
    let rules = format!("{RULES}\nrule old on people: age < 99\n");
    let folder = workplace(&rules, GOOD);
    let session = mizan(folder.path(), "test standard").exits(0).says("All 2 examples agree.");
    session
        .says("Not shown by examples: rules and definitions without any (1), outcomes (0), branches (0).")
        .says("`mizan test --coverage` lists them.");
    let session = mizan(folder.path(), "test standard --coverage").exits(0);
    session.says("Rules and definitions without an example (1 of 2):\n  people.old  people.mizan:14");
    let folder = workplace(RULES, GOOD);
    mizan(folder.path(), "test standard --coverage").exits(0).says("The examples show every outcome");
}

#[test]
fn an_outcome_and_a_branch_that_no_example_shows_are_named() {
    let rules = "source people { files \"people.csv\" id: integer age: integer? }\n\
                 rule adults on people {\n  when id > 0 or id == -1\n  require age >= 15\n  \
                 example pass { id: 1, age: 20 }\n}\n";
    let folder = workplace(rules, GOOD);
    let session = mizan(folder.path(), "test standard --coverage").exits(0);
    session
        .says("people.adults  people.mizan:2: fail, unknown, not applicable")
        .says("`id == -1` is never true");
}

#[test]
fn mutate_lists_the_changes_that_no_example_notices() {
    let folder = workplace(RULES, GOOD);
    let session = mizan(folder.path(), "test standard --mutate").exits(0);
    session
        .says("Wrong rules that no example notices")
        .says("people.adults  people.mizan:9")
        .says("`age >= 15` could be `age > 15`")
        .says("`age` one step lower or higher")
        .says("in all.");
    mizan(folder.path(), "test standard --fail-under 90").exits(1).says("That is less than the 90%");
    let sharp = RULES.replace("age: 20 }", "age: 15 }").replace("age: 10 }", "age: 14 }");
    let folder = workplace(&sharp, GOOD);
    mizan(folder.path(), "test standard --fail-under 60").exits(0).says("Noticed: ");
    mizan(folder.path(), "test standard --fail-under 101").exits(2).complains("fail-under");
}

#[test]
fn the_report_of_examples_is_said_in_three_languages_and_as_json() {
    let folder = workplace(RULES, GOOD);
    mizan(folder.path(), "test standard --mutate --lang fr")
        .exits(0)
        .says("`age >= 15` pourrait être `age > 15`");
    mizan(folder.path(), "test standard --mutate --lang ar").exits(0).says("قواعد خاطئة لا يلاحظها أي مثال");
    let session = mizan(folder.path(), "test standard --mutate --format json").exits(0);
    let found: serde_json::Value = serde_json::from_str(session.out()).unwrap();
    assert_eq!((found["format"].as_str(), found["examples"].as_u64()), (Some("mizan-test/1"), Some(2)));
    assert_eq!(found["coverage"]["without_example"].as_array().map(Vec::len), Some(0));
    assert_eq!(found["mutation"]["survivors"][0]["from"].as_str(), Some("age >= 15"));
    let plain = mizan(folder.path(), "test standard --format json").exits(0);
    let found: serde_json::Value = serde_json::from_str(plain.out()).unwrap();
    assert!(found["mutation"].is_null());
}
