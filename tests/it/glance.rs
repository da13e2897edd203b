//! The language at a glance: one standard with every kind of declaration (`tests/data/glance`), over a generated delivery.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use mizan::Standard;
use mizan::check::{CheckOptions, Delivery, Engine, check};
use mizan::outcome::Verdict;
use mizan::report::{RuleRun, Run};

use crate::support::AS_OF;

fn glance() -> Standard {
    let files =
        mizan::data::load_standard(&[Path::new("tests/data/glance").to_owned()]).expect("the folder is read");
    let (standard, found) = Standard::compile(&files);
    assert!(!found.has_errors(), "{found:?}");
    standard.expect("nothing is an error")
}

/// Forty insured over two years; what is planted is said beside it.
fn deliver(folder: &Path) {
    fs::create_dir(folder.join("cnss")).expect("a folder");
    for year in [2022, 2023] {
        let mut rows = String::from(
            "record_id,person_id,citizenship,country_of_birth,sex,birth_date,declaration_month,wage,days_declared\n",
        );
        for person in 0..40_u32 {
            // Every fourth is foreign; the last one is declared in 2023 only.
            let country = if person % 4 == 0 { "686" } else { "504" };
            let wage = if person == 7 { 1_500 } else { 4_000 + person };
            if year == 2022 && person == 36 {
                continue;
            }
            writeln!(
                rows,
                "ABC{year}{person:05},{person:09},{country},MAR,{},1980-01-01,{year}-10,{wage},26",
                1 + person % 2
            )
            .expect("a text grows");
        }
        fs::write(folder.join(format!("cnss/CNSS_{year}-10_v1.csv")), rows).expect("it is written");
    }
    let mut permits = String::from("permit,person_id,citizenship,reason,issued,expires\n");
    let mut contracts = String::from("contract,person_id,nationality,start\n");
    for person in (0..40_u32).step_by(4) {
        // The fourth permit is for studies.
        let reason = if person == 12 { "STUDY" } else { "WORK" };
        writeln!(permits, "P{person},{person:09},SEN,{reason},2023-01-01,2023-12-31").expect("a text grows");
        writeln!(contracts, "T{person},{person:09},SEN,2023-06-01").expect("a text grows");
    }
    fs::write(folder.join("dgsn.csv"), permits).expect("it is written");
    fs::write(folder.join("taechir.csv"), contracts).expect("it is written");
    // The first year adds up, the second does not by 5; the balance of credit and debit is yearly.
    let accounts = "year,frequency,sector,value\n\
        2022,A,S1,100\n2022,A,S11,40\n2022,A,S12,30\n2022,A,S13,20\n2022,A,S1M,10\n\
        2022,A,B,5\n2022,A,C,25\n2022,A,D,20\n\
        2023,A,S1,100\n2023,A,S11,40\n2023,A,S12,30\n2023,A,S13,20\n2023,A,S1M,5\n";
    fs::write(folder.join("accounts.csv"), accounts).expect("it is written");
}

fn rule<'r>(run: &'r Run, id: &str) -> &'r RuleRun {
    run.rules.iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}

fn counts(run: &Run, id: &str) -> [u64; 4] {
    let rule = rule(run, id);
    [rule.pass, rule.fail, rule.unknown, rule.not_applicable]
}

#[test]
fn every_kind_of_declaration_runs_and_both_engines_agree() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    deliver(folder.path());
    let standard = glance();
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    let with = |engine| {
        let options = CheckOptions { engine, as_of: AS_OF, ..CheckOptions::default() };
        check(&standard, &delivery, &options).expect("there is something to run")
    };
    let run = with(Engine::Native);
    assert_eq!(run, with(Engine::Reference));
    assert_eq!(
        counts(&run, "cnss.full_month_pays_the_minimum"),
        [77, 2, 0, 0],
        "below the amount of each year"
    );
    assert_eq!(counts(&run, "taechir.authorised_worker_holds_a_work_permit"), [9, 1, 0, 0]);
    assert_eq!(counts(&run, "cnss.invariant_of_14")[1], 0);
    assert_eq!(counts(&run, "foreign_employees.no_sudden_jump"), [1, 0, 0, 1], "9, then 10: 11 percent");
    assert_eq!(counts(&run, "foreign_employees_with_work_permits"), [1, 0, 0, 1], "10 and 9 in 2023");
    assert_eq!(counts(&run, "foreign_employees_with_work_permits.only_in_foreign_employees")[1], 1, "2022");
    assert_eq!(counts(&run, "national_accounts.accounts['S1']")[..2], [1, 1]);
    let yearly = rule(&run, "national_accounts.accounts['B']");
    assert_eq!((yearly.pass, yearly.verdict), (1, Verdict::Ok), "of the year that has the parts");
    assert!(standard.test(AS_OF).iter().all(|example| example.agrees));
}
