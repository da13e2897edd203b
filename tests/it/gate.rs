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
    mizan(folder, "diff a.json b.json --format markdown --lang fr")
        .exits(0)
        .says("## Corrigé\u{a0}: 1 règle");
    mizan(folder, "diff a.json b.json --format json").exits(0).says("\"change\": \"fixed\"");
    mizan(folder, "diff a.json delivery/people.csv")
        .exits(4)
        .complains("`delivery/people.csv`: the result is broken");
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
fn what_is_known_and_gets_worse_fails_where_that_is_asked() {
    let people = |rows: usize, failing: usize| {
        let row = |row: usize| format!("{row},{}\n", if row < failing { 10 } else { 20 });
        format!("id,age\n{}", (0..rows).map(row).collect::<String>())
    };
    let place = workplace(RULES, &people(200, 20));
    let folder = place.path();
    let check = "check delivery --standard standard --as-of 2024-12-31 --reproducible";
    mizan(folder, &format!("{check} --format json=a.json")).exits(1);
    mizan(folder, &format!("{check} --fail-on worse")).exits(2).complains("`--fail-on worse` compares");
    let delivered = |rows, failing, code| {
        fs::write(folder.join("delivery/people.csv"), people(rows, failing)).unwrap();
        mizan(folder, &format!("{check} --fail-on new --previous a.json")).exits(0);
        mizan(folder, &format!("{check} --fail-on worse --previous a.json --format json=b.json")).exits(code);
        mizan(folder, "diff a.json b.json --fail-on new").exits(0);
        mizan(folder, "diff a.json b.json --fail-on worse").exits(code);
    };
    // As many of as many, a few more, and ten times as many of ten times as many rows.
    delivered(200, 20, 0);
    delivered(200, 24, 0);
    delivered(2_000, 200, 0);
    delivered(200, 60, 1);
    // Fewer, and of far fewer rows.
    delivered(40, 16, 1);
    mizan(folder, "diff a.json b.json").says("Worse: 1 rule failed before").lacks("Still there");
    mizan(folder, "diff a.json b.json --format markdown --lang fr").says("## Aggravé\u{a0}: 1 règle");
    mizan(folder, "diff a.json b.json --format json").says("\"change\": \"worse\"");
    mizan(folder, "--lang ar diff a.json b.json").says("ازدادت سوءا");
    let check = format!("{check} --previous a.json");
    mizan(folder, &check).exits(1).says("Previous delivery: 20 (10.0%). It is worse now.");
    mizan(folder, &format!("{check} --fail-on worse --format json"))
        .exits(1)
        .says("\"fail_on_worse\": true")
        .says("\"change\": \"worse\"");
    // Who answers for it lets it through all the same.
    let written = mizan(folder, "waivers b.json --owner CNSS --expires 2025-03-31").exits(0);
    let reasons = written.out().replace("reason = \"\"", "reason = \"known\"");
    fs::write(folder.join("waivers.toml"), reasons).unwrap();
    mizan(folder, &format!("{check} --fail-on worse --waivers waivers.toml")).exits(0);
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

/// A key pair for tests only, as `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout` write it.
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIEXSCwwXFVAU3VTNbtJyL6uQoXn+kMLgXVeC6+6EtWjl
-----END PRIVATE KEY-----
";
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAwM0i7GqF9zpFBcyep0d6yDQZpyBzQcs0lY0iKHTjVQs=
-----END PUBLIC KEY-----
";

#[test]
fn a_receipt_holds_until_a_byte_changes() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    fs::write(folder.join("private.pem"), PRIVATE).unwrap();
    fs::write(folder.join("public.pem"), PUBLIC).unwrap();
    let check = "check delivery --standard standard --as-of 2024-12-31";
    mizan(folder, &format!("{check} --receipt r.json --sign-key private.pem")).exits(1);
    let verify = "verify r.json delivery --standard standard";
    let signed = format!("{verify} --public-key public.pem");
    mizan(folder, &signed)
        .exits(0)
        .says("is the one that was checked")
        .says("failed")
        .says("that of the key");
    mizan(folder, verify).exits(0).says("nothing was checked by whom");
    fs::write(folder.join("delivery/people.csv"), FIRST.replace("20", "21")).unwrap();
    mizan(folder, &signed).exits(1).says("not of what is here:\npeople.csv: has changed");
    fs::remove_file(folder.join("delivery/people.csv")).unwrap();
    mizan(folder, &signed).exits(1).says("people.csv: is not there.");
    fs::write(folder.join("delivery/people.csv"), FIRST).unwrap();
    let rules = folder.join("standard/people.mizan");
    fs::write(&rules, RULES.replace("15", "16")).unwrap();
    mizan(folder, &signed).exits(1).says("The standard is not the one");
    fs::write(&rules, RULES).unwrap();
    let receipt = fs::read_to_string(folder.join("r.json")).unwrap();
    let at = receipt.find("\"payload\": \"").unwrap() + 40;
    let mut bytes = receipt.clone().into_bytes();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    fs::write(folder.join("r.json"), &bytes).unwrap();
    assert_ne!(mizan(folder, &signed).code(), 0);
    mizan(folder, &format!("{check} --receipt r.json")).exits(1);
    mizan(folder, verify).exits(0).says("is not signed");
    mizan(folder, &signed).exits(1).says("not that of the key").lacks("not of what is here");
    mizan(folder, "verify delivery/people.csv delivery --standard standard").exits(2).complains("no receipt");
    mizan(folder, &format!("{check} --receipt r.json --sign-key public.pem")).exits(2).complains("no key");
}

#[test]
fn a_name_in_a_receipt_does_not_lead_out_of_the_delivery() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    fs::create_dir(folder.join("delivery/below")).unwrap();
    mizan(folder, "check delivery --standard standard --receipt r.json").exits(1);
    let receipt = fs::read_to_string(folder.join("r.json")).unwrap();
    let start = receipt.find("\"payload\": \"").unwrap() + "\"payload\": \"".len();
    let end = start + receipt[start..].find('"').unwrap();
    let payload = String::from_utf8(decoded(&receipt[start..end])).unwrap();
    let changed = encoded(payload.replace("people.csv", "../people.csv").as_bytes());
    fs::write(folder.join("r.json"), format!("{}{changed}{}", &receipt[..start], &receipt[end..])).unwrap();
    mizan(folder, "verify r.json delivery/below --standard standard")
        .exits(1)
        .says("leads out of the delivery");
}

/// Base64 of RFC 4648, for tests.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn decoded(text: &str) -> Vec<u8> {
    let digit = |byte: u8| DIGITS.iter().zip(0..).find(|(digit, _)| **digit == byte).map_or(0, |(_, at)| at);
    let padding = text.bytes().filter(|byte| *byte == b'=').count();
    let bytes: Vec<u8> = text
        .as_bytes()
        .chunks(4)
        .flat_map(|four| {
            let all = four.iter().fold(0_u32, |all, byte| all << 6 | digit(*byte));
            all.to_be_bytes()[1..].to_vec()
        })
        .collect();
    bytes[..bytes.len() - padding].to_vec()
}

fn encoded(bytes: &[u8]) -> String {
    bytes
        .chunks(3)
        .flat_map(|three| {
            let mut all = [0; 4];
            all[1..=three.len()].copy_from_slice(three);
            let all = u32::from_be_bytes(all);
            let digit = move |at: u32| char::from(DIGITS[(all >> (18 - 6 * at) & 63) as usize]);
            (0..4).map(move |at| if at as usize > three.len() { '=' } else { digit(at) })
        })
        .collect()
}

#[test]
fn identifying_values_are_masked_or_have_pseudonyms_and_none_is_shown_on_demand() {
    let rules = RULES.replace("  id:   integer\n", "  id:   integer  identifying\n");
    let place = workplace(&rules, "id,age\n7654321,20\n7654322,130\n7654322,140\n");
    let folder = place.path();
    fs::write(folder.join("key"), "0123456789abcdef0123\n").unwrap();
    fs::write(folder.join("short"), "0123456789\n").unwrap();
    let check = "check delivery --standard standard --as-of 2024-12-31 --reproducible";
    for format in ["text", "json", "html", "markdown", "junit", "sarif", "github", "gitlab"] {
        let plain = format!("{check} --format {format}");
        mizan(folder, &plain).exits(1).lacks("7654322");
        mizan(folder, &format!("{plain} --pseudonyms")).exits(1).lacks("7654322");
        mizan(folder, &format!("{plain} --no-values")).exits(1).lacks("7654322").lacks("140");
    }
    let keyed = format!("{check} --format json --pseudonym-key key");
    let (one, other) = (mizan(folder, &keyed).exits(1), mizan(folder, &keyed).exits(1));
    assert_eq!(one.out(), other.out());
    assert!(one.out().contains("\"p-"));
    mizan(folder, &format!("{check} --pseudonym-key short")).exits(2).complains("16 bytes");
    mizan(folder, &format!("{check} --pseudonym-key key --failing rows.parquet")).exits(1);
    let written = fs::read(folder.join("rows.parquet")).unwrap();
    assert!(!written.windows(7).any(|bytes| bytes == b"7654322"));
}

#[test]
fn a_delivery_is_split_into_the_rows_that_pass_and_those_that_do_not() {
    let people = "id,age,\"a,b\"\n1,20,\"x\ny\"\n2,130,\n3,10,z\n4,40,w\n";
    let place = workplace(&RULES.replace("age >= 15 {", "age >= 15 {\n  severity warning"), people);
    let folder = place.path();
    let check = "check delivery --standard standard --split halves";
    mizan(folder, check).exits(1);
    let read = |path: &str| fs::read_to_string(folder.join("halves").join(path)).unwrap();
    assert_eq!(read("good/people.csv"), "id,age,\"a,b\"\n1,20,\"x\ny\"\n3,10,z\n4,40,w\n");
    assert_eq!(read("bad/people.csv"), "id,age,\"a,b\"\n2,130,\n");
    mizan(folder, &format!("{check} --fail-on warning")).exits(1);
    assert_eq!(read("bad/people.csv"), "id,age,\"a,b\"\n2,130,\n3,10,z\n");
    mizan(folder, "check halves/good --standard standard --fail-on warning").exits(0);
    // Parquet keeps its columns and types; both halves together are the file.
    mizan(folder, "demo demo").exits(0);
    let check =
        "check demo/delivery --standard demo/standard --as-of 2025-01-31 --format json=a.json --split parts";
    mizan(folder, check).exits(1);
    let file = "cnss/CNSS_2024-07_v1.parquet";
    let rows = |half: &str| rows_of(&folder.join("parts").join(half).join(file));
    let whole = rows_of(&folder.join("demo/delivery").join(file));
    assert_eq!((rows("good").0, rows("good").1 + rows("bad").1), (whole.0.clone(), whole.1));
    assert!(rows("bad").1 > 0 && rows("bad").1 < whole.1);
}

/// The columns with their types, and the rows, of a Parquet file.
fn rows_of(path: &std::path::Path) -> (String, usize) {
    let file = fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = format!("{:?}", reader.schema().fields());
    (schema, reader.build().unwrap().map(|batch| batch.unwrap().num_rows()).sum())
}

#[test]
fn a_sheet_says_what_a_source_serves_lacks_and_came_to() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    mizan(folder, "demo demo").exits(0);
    let check = "check demo/delivery --standard demo/standard --as-of 2025-01-31 --only cnss.*";
    mizan(folder, &format!("{check} --format json=a.json")).exits(1);
    let sheet = "sheet cnss --standard demo/standard";
    mizan(folder, sheet)
        .exits(0)
        .says("# Monthly declarations of employees: what this source can serve")
        .says("- Foreign: **yes**")
        .says("- Wage or salary earner: **no**")
        .says("| Country of usual residence (residence) | add it to the register | 10 |")
        .says("| Worked for an hour (worked) | fill it in for every record | 14 |");
    mizan(folder, &format!("{sheet} --result a.json --previous a.json --format html"))
        .exits(0)
        .says("Last delivery, as of")
        .says("100,000 rows. Of")
        .says("Still there: ");
    // The result is in English, and the sheet in the language that is asked for.
    mizan(folder, &format!("{sheet} --lang fr --result a.json"))
        .exits(0)
        .says("# Déclarations mensuelles de salariés\u{a0}: ce que permet cette source")
        .says("Assuré déclaré une fois par employeur et par mois")
        .lacks("Insured declared once");
    mizan(folder, &format!("{sheet} --lang ar --format html")).exits(0).says("dir=\"rtl\"");
    mizan(folder, "sheet cnsss --standard demo/standard").exits(2).complains("cnss, dgsn, taechir");
}

#[test]
fn failing_items_of_every_kind_are_written_and_small_cells_are_not_told() {
    let rules = format!(
        "{RULES}rule few on people by age {{ require count() <= 1  message {{ en \"{{age}} stands here\" }} }}\n\
         rule whole on people as a whole: count() >= 100\n\
         table ages from people {{ by age  measure n = count() }}\n\
         rule no_cell_of_two on ages: n != 2\n"
    );
    let place = workplace(&rules, "id,age\n1,20\n2,20\n2,30\n3,7\n");
    let folder = place.path();
    let check = "check delivery --standard standard --samples 0 --failing rows.parquet";
    mizan(folder, check).exits(1);
    let lines = lines_of(&folder.join("rows.parquet"));
    let of = |rule: &str| lines.iter().filter(|line| line[0] == rule).cloned().collect::<Vec<_>>();
    let row = |rule: &str, row: &str, key: &str| [rule, row, key].map(str::to_owned);
    let found = |rule: &str| {
        of(rule)
            .into_iter()
            .map(|line| [line[0].clone(), line[1].clone(), line[2].clone()])
            .collect::<Vec<_>>()
    };
    assert_eq!(found("people.adults"), [row("people.adults", "4", "3")]);
    assert_eq!(
        found("people.id.unique"),
        [row("people.id.unique", "2", "2"), row("people.id.unique", "3", "2")],
        "every member of a group of duplicates"
    );
    assert_eq!(found("people.few"), [row("people.few", "", "20")]);
    assert_eq!(found("people.whole"), [row("people.whole", "", "")]);
    assert_eq!(found("ages.no_cell_of_two"), [row("ages.no_cell_of_two", "", "20")]);
    assert_eq!(of("people.few")[0][3], "20\u{a0}years stands here");
    let settings = folder.join("standard/mizan.toml");
    fs::write(&settings, "name = \"people\"\nsuppress_below = 5\n").unwrap();
    mizan(folder, check).exits(1);
    let lines = lines_of(&folder.join("rows.parquet"));
    let told: Vec<&[String; 4]> = lines
        .iter()
        .filter(|line| ["people.few", "ages.no_cell_of_two"].contains(&line[0].as_str()))
        .collect();
    assert!(told.len() == 2 && told.iter().all(|line| !line[3].contains("20")), "{told:?}");
}

/// Rule, row, key and message of a file of failing items.
fn lines_of(path: &std::path::Path) -> Vec<[String; 4]> {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::Int64Type;
    let file = fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let mut lines = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let text = |name: &str, row: usize| {
            batch.column_by_name(name).unwrap().as_string::<i32>().value(row).to_owned()
        };
        let rows = batch.column_by_name("row").unwrap().as_primitive::<Int64Type>().clone();
        for row in 0..batch.num_rows() {
            let number = if rows.is_null(row) { String::new() } else { rows.value(row).to_string() };
            lines.push([text("rule", row), number, text("key", row), text("message", row)]);
        }
    }
    lines.sort();
    lines
}

#[test]
fn github_is_told_by_itself_what_fails_and_gets_a_summary() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    let run = |asked: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mizan"));
        let line = format!("check delivery --standard standard {asked}");
        command.current_dir(folder).args(line.split_whitespace()).env_clear();
        command.env("LANG", "C").env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", "summary.md");
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let out = run("");
    assert!(
        out.contains("Failed: one of 7 rules is not met.\n")
            && out.contains("::error file=standard/people.mizan,"),
        "{out}"
    );
    assert!(out.contains("::error title=Mizan::Failed: one of 7 rules is not met."), "{out}");
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    assert!(summary.starts_with("# Failed: one of 7 rules"), "{summary}");
    assert!(!run("--format text").contains("::error"));
    assert_eq!(fs::read_to_string(folder.join("summary.md")).unwrap().matches("# Failed").count(), 2);
}

#[test]
fn a_history_follows_every_rule_through_the_deliveries() {
    let place = workplace(RULES, FIRST);
    let folder = place.path();
    fs::create_dir(folder.join("results")).unwrap();
    let run = |people: &str, date: &str| {
        fs::write(folder.join("delivery/people.csv"), people).unwrap();
        let line =
            format!("check delivery --standard standard --as-of {date} --format json=results/{date}.json");
        mizan(folder, &line);
    };
    mizan(folder, "history results").exits(2).complains("no result");
    run(FIRST, "2024-06-30");
    run("id,age\n1,20\n2,30\n3,\n4,40\n", "2024-09-30");
    run(SECOND, "2024-12-31");
    mizan(folder, "history results")
        .exits(0)
        .says("3 deliveries")
        .says("2024-06-30: failed; 1 of 7 rules fail, 3 rows (2024-06-30.json)")
        .says("people.adults 0.00% → 0.00% → 33.3%")
        .says("people.age.range 33.3% → 0.00% → 0.00%");
    mizan(folder, "history results --format html --lang fr")
        .exits(0)
        .says("<h1>3 livraisons</h1>")
        .says("2024-06-30\u{a0}: refusé\u{a0}; 1 règle sur 7 n'est pas respectée, lignes\u{a0}: 3")
        .says("<td class=\"number\">33,3\u{202f}%</td><td class=\"number\">0,00\u{202f}%</td>")
        .says("<polyline");
    mizan(folder, "history results --format html --lang ar")
        .exits(0)
        .says("<html lang=\"ar\" dir=\"rtl\">")
        .says("<h1>3 تسليمات</h1>")
        .says("(<bdi dir=\"ltr\">2024-06-30.json</bdi>)")
        .says("<polyline");
    fs::write(folder.join("results/other.json"), "{}").unwrap();
    mizan(folder, "history results").exits(2).complains(".json`: no result of Mizan");
    for (lang, absent, is_folder) in [
        ("en", "`nowhere.json` is not there", "`results` is a folder"),
        ("fr", "`nowhere.json` n'existe pas", "`results` est un dossier"),
        ("ar", "`nowhere.json` غير موجود", "`results` مجلد"),
    ] {
        mizan(folder, &format!("--lang {lang} diff nowhere.json nowhere.json")).exits(4).complains(absent);
        mizan(folder, &format!("--lang {lang} waivers results --owner CNSS --expires 2025-03-31"))
            .exits(4)
            .complains(is_folder);
    }
}
