//! The gate and its memory: the previous delivery, what differs between two results, waivers.

use std::fs;

use crate::cli::{RULES, mizan, workplace};

const FIRST: &str = "id,age\n1,20\n2,130\n3,40\n";
const SECOND: &str = "id,age\n1,10\n2,30\n3,20\n";

#[test]
fn a_diff_names_what_is_new_fixed_and_gone() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    let people = folder.join("delivery/people.csv");
    let check = "check delivery --standard standard --as-of 2024-12-31 --reproducible --format json=";
    mizan(folder, &format!("{check}a.json")).exits(1);
    fs::write(&people, SECOND).unwrap();
    mizan(folder, &format!("{check}b.json")).exits(1);
    mizan(folder, "diff a.json b.json")
        .exits(0)
        .says("New: 1 rule fails that did not\n  people.adults ok → 1 (33.3%)")
        .says("Fixed: 1 rule does not fail any more\n  people.age.range")
        .lacks("people.age.present");
    mizan(folder, "diff a.json b.json --fail-on new").exits(1);
    mizan(folder, "diff b.json b.json --fail-on new").exits(0).says("Still there: 1 rule fails as before");
    mizan(folder, "diff a.json b.json --format markdown --lang fr").exits(0).says("## Corrigé : 1 règle");
    mizan(folder, "diff a.json b.json --format json").exits(0).says("\"change\": \"fixed\"");
    mizan(folder, "diff a.json delivery/people.csv").exits(4).complains("previous result is broken");
    // The rule asks something else now; how it is laid out is no change.
    let file = folder.join("standard/people.mizan");
    fs::write(&file, RULES.replace("age >= 15", "age  >=  15")).unwrap();
    mizan(folder, &format!("{check}c.json")).exits(1);
    mizan(folder, "diff b.json c.json").exits(0).lacks("The rule has changed");
    fs::write(&file, RULES.replace("age >= 15", "age >= 18")).unwrap();
    mizan(folder, &format!("{check}d.json")).exits(1);
    mizan(folder, "diff b.json d.json").exits(0).says("The rule has changed").says("The standards differ");
}

#[test]
fn only_what_is_new_fails_where_that_is_asked() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    let check = "check delivery --standard standard --as-of 2024-12-31 --reproducible";
    mizan(folder, &format!("{check} --format json=a.json")).exits(1);
    mizan(folder, &format!("{check} --fail-on new")).exits(2).complains("--previous");
    mizan(folder, &format!("{check} --fail-on new --previous a.json"))
        .exits(0)
        .says("Passed, though one of")
        .says("Previous delivery: 1 (33.3%).");
    fs::write(folder.join("delivery/people.csv"), SECOND).unwrap();
    mizan(folder, &format!("{check} --fail-on new --previous a.json")).exits(1);
}

#[test]
fn a_waiver_counts_until_its_day_and_up_to_its_number() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    let check = "check delivery --standard standard --reproducible --as-of";
    mizan(folder, &format!("{check} 2024-12-31 --format json=a.json")).exits(1);
    let written = mizan(folder, "waivers a.json --owner CNSS --expires 2025-03-31").exits(0);
    let waivers = folder.join("waivers.toml");
    fs::write(&waivers, written.out()).unwrap();
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml"))
        .exits(2)
        .complains("does not say its reason");
    let whole = written.out().replace("reason = \"\"", "reason = \"under repair\"");
    fs::write(&waivers, &whole).unwrap();
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml"))
        .exits(0)
        .says("`people.age.range`: accepted until 2025-03-31 by CNSS. under repair")
        .says("— breached, waived");
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml --format sarif"))
        .says("\"suppressions\"");
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml --format junit")).says("<skipped");
    mizan(folder, &format!("{check} 2025-04-01 --waivers waivers.toml"))
        .exits(1)
        .says("expired on 2025-03-31");
    fs::write(folder.join("delivery/people.csv"), FIRST.replace("1,20", "1,140")).unwrap();
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml"))
        .exits(1)
        .says("does not count, for more than 1 items fail");
    fs::write(folder.join("delivery/people.csv"), "id,age\n1,20\n2,30\n3,40\n").unwrap();
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml")).exits(0).says("can go");
    fs::write(&waivers, whole.replace("people.age.range", "people.age.rnage")).unwrap();
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml"))
        .exits(2)
        .complains("people.age.rnage");
    fs::write(&waivers, "[[waiver]\n").unwrap();
    mizan(folder, &format!("{check} 2024-12-31 --waivers waivers.toml")).exits(2).complains("line 1");
}
