//! `mizan check --return-pack`: what goes back to institutions is theirs, and nothing in it is of rows of others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::cli::mizan;

/// Two institutions. Of one, two sources; every value of a row begins with what tells whose it is.
const RULES: &str = r#"source staff {
  title  { en "Staff"  fr "Personnel"  ar "المستخدمون" }
  owner  { en "Fund"  fr "Caisse"  ar "الصندوق" }
  files  "fund/staff.csv"
  key    id
  id:    text
  person: text  identifying
  town:  text   in {"FUND-A", "FUND-B"}
  wage:  integer
}
source firms {
  owner  { fr "Caisse"  en "Fund" }
  files  "fund/firms.csv"
  key    firm
  firm:  text
  town:  text
}
source permits {
  owner  { en "Ministry"  fr "Ministère"  ar "الوزارة" }
  files  "ministry/permits.csv"
  key    permit
  permit: text
  holder: text  identifying
  town:  text   in {"MIN-A"}
  fee:   integer
}
link permits_of from staff to permits by person = holder
link staff_of from permits to staff by holder = person

rule paid on staff { require wage > 0  message { en "{id} is paid {wage}" } }
rule same_town on staff {
  require every permits_of (town == this.town) and any permits_of
  message { en "the permit is of {max permits_of (fee)}" }
}
rule has_a_permit on staff { require any permits_of  message { en "{id} has no permit" } }
rule firms_of_towns on staff { require town in firms.town  message { en "no firm in {town}" } }
rule few_by_person on staff by person {
  require count permits_of () < 1  message { en "a permit of {max permits_of (fee)}" }
}
rule cheap on permits { require fee < 100  message { en "{permit} for {fee}" } }
rule holder_works on permits { require any staff_of (wage > 0)  message { en "for a wage of {max staff_of (wage)}" } }
rule every_town on staff { expects town in permits.town }
rule every_firm on staff { expects town in firms.town }

table wages from staff { by town  measure wages = sum(wage) }
table fees from permits { by town  measure fees = sum(fee) }
rule low on fees: fees < 1
compare of_towns: wages with fees by town {
  pair wages with fees
  bridge "two columns of money"
}
"#;

const STAFF: &str = "id,person,town,wage\nFUND-1,FUNDSECRET-1,FUND-A,7711\nFUND-2,BOTHSECRET-2,FUND-B,-7722\n\
                     FUND-3,BOTHSECRET-3,FUND-C,7733\n";
const FIRMS: &str = "firm,town\nFUND-F1,FUND-A\nFUND-F2,FUND-D\n";
const PERMITS: &str = "permit,holder,town,fee\nMIN-1,MINSECRET-1,MIN-A,5511\nMIN-2,BOTHSECRET-2,MIN-B,5522\n\
                       MIN-3,BOTHSECRET-3,MIN-C,5533\n";

/// What occurs in the rows of one only.
const OF_FUND: [&str; 9] =
    ["FUND-1", "FUND-2", "FUND-3", "FUND-A", "FUND-B", "FUND-C", "FUND-F", "77", "FUNDSECRET"];
const OF_MINISTRY: [&str; 8] = ["MIN-1", "MIN-2", "MIN-3", "MIN-A", "MIN-B", "MIN-C", "55", "MINSECRET"];

fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("standard/mizan.toml", "name = \"two\"\nversion = \"1.0\"\n");
    put("standard/two.mizan", RULES);
    put("delivery/fund/staff.csv", STAFF);
    put("delivery/fund/firms.csv", FIRMS);
    put("delivery/fund/FUND-1.csv", "misnamed");
    put("delivery/ministry/permits.csv", PERMITS);
    put("delivery/ministry/MIN-1.csv", "misnamed");
    place
}

const CHECK: &str = "check delivery --standard standard --as-of 2024-12-31";

/// Every file of a folder by its name.
/// The files of a folder by their names; of a spreadsheet everything that its archive holds but what every one has.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_sheet = |path: &Path| path.extension().is_some_and(|end| end == "xlsx");
    let text = |path: &Path| if is_sheet(path) { unpacked(path) } else { fs::read_to_string(path).unwrap() };
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), text(&path))).collect()
}

pub(crate) fn unpacked(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        if !["xl/theme/theme1.xml", "xl/styles.xml"].contains(&&*part.name().unwrap()) {
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        }
    }
    text
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The page without what is the standard's, not the rows': texts of rules, digests and styles.
fn of_rows(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<pre") {
        kept.push_str(before);
        rest = after.split_once("</pre>").unwrap().1;
    }
    kept.push_str(rest);
    let is_digest = |word: &str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    let kept = kept.split_once("</style>").map_or(kept.as_str(), |(_, body)| body);
    let words: Vec<&str> = kept.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    words.into_iter().filter(|word| !is_digest(word)).collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_of_the_rows_of_another_institution_is_in_a_folder() {
    let place = place();
    for lang in ["en", "fr", "ar"] {
        mizan(place.path(), &format!("--lang {lang} {CHECK} --return-pack back-{lang}")).exits(1);
        let back = place.path().join(format!("back-{lang}"));
        assert_eq!(names(&back), ["permits", "staff+firms"]);
        let (ministry, fund) = (texts(&back.join("permits")), texts(&back.join("staff+firms")));
        assert_eq!(
            ministry.keys().collect::<Vec<_>>(),
            ["failing.csv", "failing.xlsx", "report.html", "sheet-permits.html"]
        );
        let of_fund = ["failing.csv", "failing.xlsx", "report.html", "sheet-firms.html", "sheet-staff.html"];
        assert_eq!(fund.keys().collect::<Vec<_>>(), of_fund);
        for (folder, foreign) in [(&ministry, &OF_FUND[..]), (&fund, &OF_MINISTRY[..])] {
            for (file, text) in folder {
                let rows = of_rows(text);
                let told: Vec<&&str> = foreign.iter().filter(|value| rows.contains(**value)).collect();
                assert!(told.is_empty(), "{lang}, {file}: {told:?} in\n{rows}");
                assert!(!text.contains("SECRET"), "{lang}, {file}: identifying values are masked");
            }
        }
    }
}

#[test]
fn the_failing_items_of_an_institution_are_all_there_with_what_it_needs() {
    let place = place();
    let session = mizan(place.path(), &format!("{CHECK} --return-pack back")).exits(1);
    session.complains("back/permits is for Ministry").complains("in none of the folders: 5");
    let fund = texts(&place.path().join("back/staff+firms"));
    let items: Vec<&str> = fund["failing.csv"].trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        items[0],
        "Rule,What it asks,Severity,Source,File,Row,Key,Values,What is wrong,Fields to look at"
    );
    let of = |rule: &str| -> Vec<&str> {
        items.iter().filter(|line| line.starts_with(&format!("{rule},"))).copied().collect()
    };
    assert_eq!(of("staff.paid").len(), 1);
    assert!(of("staff.paid")[0].contains("fund/staff.csv,2,FUND-2,wage = -7722,FUND-2 is paid -7722,wage"));
    assert_eq!(of("staff.town.range").len(), 1);
    assert_eq!(of("staff.firms_of_towns").len(), 2, "its other source is its own");
    assert!(of("staff.firms_of_towns")[0].contains("no firm in FUND-B"));
    assert_eq!(of("staff.every_firm").len(), 1, "{items:#?}");
    assert_eq!(of("staff.has_a_permit").len(), 1, "a row of its own");
    assert!(of("staff.has_a_permit")[0].contains("FUND-1 has no permit"));
    let same_town = of("staff.same_town");
    assert_eq!(same_town.len(), 3);
    assert!(same_town.iter().all(|line| !line.contains("the permit is of")), "{same_town:#?}");
    assert_eq!(of("staff.few_by_person").len(), 2);
    let hidden = "staff.every_town";
    assert!(of(hidden).is_empty(), "what its items are called by is of others");
    assert!(fund["report.html"].contains(hidden), "it is counted all the same");
    assert!(!items.iter().any(|line| line.starts_with("permits.") || line.starts_with("of_towns")));
    assert!(fund["report.html"].contains("fund/FUND-1.csv"), "a file of its own that no source reads");
    assert!(fund["sheet-staff.html"].contains("Staff"));
    let sheet = &fund["failing.xlsx"];
    assert_eq!(sheet.matches("<row ").count(), items.len(), "the same items");
    assert!(sheet.contains("<t>FUND-2 is paid -7722</t>") && !sheet.contains("the permit is of"));
    let ministry = texts(&place.path().join("back/permits"));
    assert!(ministry["failing.csv"].contains("MIN-2 for 5522"));
    assert!(ministry["failing.csv"].contains("fees.low"), "a table of its own");
    assert!(!ministry["report.html"].contains("fund/"));
}

#[test]
fn a_folder_that_holds_something_is_left_as_it_is() {
    let place = place();
    let folder = place.path();
    let check = format!("{CHECK} --return-pack back --format json=result.json");
    fs::create_dir(folder.join("back")).unwrap();
    fs::write(folder.join("back/mine.txt"), "mine").unwrap();
    mizan(folder, &check).exits(2).complains("`back` is no empty folder");
    assert_eq!(names(&folder.join("back")), ["mine.txt"]);
    assert!(!folder.join("result.json").exists(), "nothing was judged");
    fs::remove_file(folder.join("back/mine.txt")).unwrap();
    mizan(folder, &check).exits(1);
    mizan(folder, &check).exits(2);
    mizan(folder, &format!("{CHECK} --return-pack result.json")).exits(2).complains("is no empty folder");
    for other in ["--no-values", "--pseudonyms", "--engine reference"] {
        mizan(folder, &format!("{CHECK} --return-pack other {other}")).exits(2).complains("cannot be used");
    }
}

#[test]
fn all_failing_items_are_a_spreadsheet_where_that_is_asked() {
    let place = place();
    let folder = place.path();
    for (lang, head) in [("en", "What is wrong"), ("fr", "Ce qui ne va pas"), ("ar", "الخلل")] {
        mizan(folder, &format!("--lang {lang} {CHECK} --failing all.xlsx --return-pack back-{lang}"))
            .exits(1);
        let sheet = unpacked(&folder.join("all.xlsx"));
        assert!(sheet.contains(&format!("<t>{head}</t>")), "{lang}");
        assert_eq!(sheet.contains("rightToLeft=\"1\""), lang == "ar");
        assert!(sheet.contains("FUND-2") && sheet.contains("MIN-2") && !sheet.contains("SECRET"));
        assert!(!sheet.contains("<f>"), "no formula");
    }
    mizan(folder, &format!("{CHECK} --failing nowhere/all.xlsx")).exits(2).complains("nowhere/all.xlsx");
}

#[test]
fn only_institutions_with_a_rule_have_a_folder() {
    let place = place();
    mizan(place.path(), &format!("{CHECK} --only staff.has_a_permit --return-pack back")).exits(1);
    assert_eq!(names(&place.path().join("back")), ["staff+firms"]);
}

#[test]
fn the_demonstration_goes_back_to_three_institutions() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    mizan(folder, "--lang ar demo demo --return-pack back").exits(0);
    let truth = fs::read_to_string(folder.join("demo/ground_truth.json")).unwrap();
    let truth: Json = serde_json::from_str(&truth).unwrap();
    let rules = truth["rules"].as_object().unwrap();
    assert_eq!(names(&folder.join("back")), ["cnss", "dgsn", "taechir"]);
    for source in ["cnss", "dgsn", "taechir"] {
        let own = texts(&folder.join("back").join(source));
        assert!(
            own["report.html"].contains("dir=\"rtl\"") && own.contains_key(&format!("sheet-{source}.html"))
        );
        for other in ["cnss", "dgsn", "taechir"].into_iter().filter(|other| *other != source) {
            assert!(!own["report.html"].contains(&format!("{other}/")), "{source} has no file of {other}");
        }
        let lines: Vec<&str> = own["failing.csv"].trim_start_matches('\u{feff}').lines().skip(1).collect();
        let prefix = format!("{source}.");
        assert!(lines.iter().all(|line| line.starts_with(&prefix)), "{source}");
        let fail = |rule: &str| rules[rule]["fail"].as_u64().unwrap();
        // Of what must be unique every member of a group of duplicates is written.
        let counted = |rule: &&String| rule.starts_with(&prefix) && !rule.ends_with(".unique");
        for rule in rules.keys().filter(counted) {
            let found = lines.iter().filter(|line| line.starts_with(&format!("{rule},"))).count();
            assert_eq!(found as u64, fail(rule), "{rule}");
        }
    }
}
