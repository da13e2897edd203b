//! Tables and comparisons: what they compile to, and what is refused.

use mizan::ir::{self, CompareRule, Origin, Rows};
use mizan::{Files, Standard};

const SOURCES: &str = "
codelist area { 'M' { en \"Country\" } 'N' { en \"North\" } parent 'M' 'S' { en \"South\" } parent 'M' }
codelist sex { '1' { en \"Male\" } '2' { en \"Female\" } }
parameter home: text = \"MAR\"
source cnss {
  files    \"cnss.csv\"
  key      record
  observes flow of persons
  basis    { age >= 15 reference month }
  record:  integer
  person:  text identifying
  nation:  text
  area:    area
  sex:     sex
  month:   month
  wage:    decimal [MAD]
  weight:  number
}
source dgsn {
  files    \"dgsn.csv\"
  observes flow of persons
  basis    { reference month age >= 15 }
  holder:  text identifying
  nation:  text
  sex:     sex
  year:    year
  wage:    decimal [EUR]
}
";

fn compile(text: &str) -> (Option<Standard>, Vec<&'static str>) {
    let (standard, found) = Standard::compile(&Files::of("t.mizan", &format!("{SOURCES}{text}")));
    let graver = found.iter().filter(|found| found.level() != mizan::diag::Level::Advice);
    (standard, graver.map(|found| found.code.info().code).collect())
}

fn standard(text: &str) -> ir::Standard {
    let (standard, codes) = compile(text);
    assert!(codes.is_empty(), "{codes:?}");
    standard.expect("nothing is an error").ir().clone()
}

fn refused(text: &str) -> Vec<&'static str> {
    let rules = "\nrules on cnss { given: nation != \"x\" }\n";
    compile(&format!("{text}{rules}")).1
}

fn names(source: &ir::Source) -> Vec<&str> {
    source.schema.iter().map(|(_, column)| column.name.as_str()).collect()
}

#[test]
fn a_table_stands_after_what_it_is_computed_from_and_measures_use_each_other() {
    let standard = standard(
        "
table b from a { by year measure all = sum(persons) }
table a from cnss {
  by nation, year_of(month) as year
  measure mean = bill / persons
  measure bill = sum(known wage weighted weight)
  measure persons = count(distinct person)
}
define growth on b = all / previous(all along year)
rule steady on b: growth <= 2
rule jump on a: persons within 20% of previous(persons along year)
",
    );
    let at =
        |name: &str| standard.sources.iter().position(|source| source.name == name).expect("it is there");
    assert!(at("cnss") < at("a") && at("a") < at("b"));
    let table = &standard.sources[at("a")];
    assert_eq!(names(table), ["nation", "year", "mean", "bill", "persons", "#records"]);
    assert_eq!(table.key.len(), 2);
    assert!(table.period.is_some());
    for rule in &standard.rules {
        if rule.origin == Origin::Written {
            assert_eq!(rule.kind, "VNO", "{}", rule.id);
            assert!(rule.effective.is_some(), "{} leaves the first period out", rule.id);
        }
    }
}

#[test]
fn tables_and_measures_that_depend_on_each_other_are_refused_with_the_circle() {
    assert_eq!(refused("table a from b { by nation }\ntable b from a { by nation }"), ["M0210"]);
    let circle = "table a from cnss { by nation measure x = y + 1 measure y = x + 1 }";
    assert_eq!(refused(circle), ["M0210"]);
}

#[test]
fn a_table_refuses_what_has_no_name_or_stands_bare() {
    assert_eq!(refused("table a from cnss { by year_of(month) measure n = count() }"), ["M0615"]);
    assert_eq!(refused("table a from cnss { by nation measure n = wage }"), ["M0602"]);
    assert_eq!(refused("table a from cnss { by nation measure nation = count() }"), ["M0203"]);
    assert_eq!(refused("table a from cnss { by nation measure home = count() }"), ["M0204"]);
    assert_eq!(refused("table a from nowhere { by nation }"), ["M0205"]);
    assert_eq!(refused("table a from cnss { by nation measure n: text = count() }"), ["M0301"]);
    assert_eq!(refused("table a from cnss { by nation measure n = count(by sex) }"), ["M0606"]);
}

#[test]
fn previous_parts_and_last_delivery_ask_for_a_key_of_the_right_type() {
    let on = |condition: &str| {
        refused(&format!(
            "table a from cnss {{ by nation, area, sex, month measure n = count() }}\nrules on a {{ r: {condition} }}"
        ))
    };
    assert_eq!(on("n == previous(n along n)"), ["M0616"]);
    assert_eq!(on("n == previous(n along nation)"), ["M0617"]);
    assert_eq!(on("n == parts(n along nation)"), ["M0617"]);
    assert_eq!(on("n == parts(n along sex)"), ["M0510"]);
    assert_eq!(on("n == previous(n)"), ["M0701"]);
    assert_eq!(on("n == last_delivery(n along month)"), ["M0605"]);
    assert_eq!(on("n == previous(n, n along month)"), ["M0208"]);
    assert_eq!(on("n <= sum(previous(n along month) overall)"), ["M0603"]);
    assert_eq!(refused("rules on dgsn { r: year == previous(year along year) }"), ["M0618"]);
    assert_eq!(refused("rules on cnss { r: wage == last_delivery(wage) }"), ["M0619"]);
}

#[test]
fn the_last_delivery_of_a_table_has_its_columns_and_gates_the_rules() {
    let standard = standard(
        "
table a from cnss { by nation measure n = count() }
rule little on a: n within 2% of last_delivery(n)
",
    );
    let last = standard.sources.iter().find(|source| matches!(source.rows, Rows::LastDelivery(_)));
    assert_eq!(names(last.expect("it is entered")), ["nation", "n", "#records"]);
    let rule = standard.rules.iter().find(|rule| rule.id == "a.little").expect("it is there");
    assert!(rule.effective.is_some());
    assert_eq!(rule.kind, "VRT");
}

#[test]
fn a_comparison_is_a_rule_for_each_class_of_keys() {
    let standard = standard(
        "
table a from cnss { by nation, year_of(month) as year measure n = count() measure m = min(wage) }
table b from dgsn { by nation, year measure holders = count() measure low = min(wage) }
compare a with b by nation, year {
  pair n with holders within 10% at least 3
  pair m with m2 { severity info }
  require a.n >= b.holders
  only in a ignored
  only in b tolerate 2%
  when nation != \"MAR\"
  severity warning
}
define m2 on b = m_of_b
define m_of_b on b = missing
"
        .replace("= missing", "= 0 [MAD] * 1.5")
        .as_str(),
    );
    let mut found: Vec<(&str, &Origin, &str)> = Vec::new();
    for rule in standard.rules.iter().filter(|rule| matches!(rule.origin, Origin::Compare(_))) {
        found.push((&rule.id, &rule.origin, rule.kind));
    }
    found.sort_by_key(|(id, _, _)| *id);
    assert_eq!(
        found,
        [
            ("a_with_b", &Origin::Compare(CompareRule::Matched), "VCO"),
            ("a_with_b.duplicated_in_a", &Origin::Compare(CompareRule::DuplicateLeft), "RWD"),
            ("a_with_b.duplicated_in_b", &Origin::Compare(CompareRule::DuplicateRight), "RWD"),
            ("a_with_b.m", &Origin::Compare(CompareRule::Matched), "VCO"),
            ("a_with_b.only_in_b", &Origin::Compare(CompareRule::OnlyRight), "REP"),
        ]
    );
    let compare = &standard.compares[0];
    let matched = standard.rule(compare.matched.expect("it has pairs"));
    assert_eq!((matched.id.as_str(), matched.requirements.len()), ("a_with_b", 2));
    assert_eq!(
        names(standard.source(compare.source)),
        ["nation", "year", "#left", "#right", "a.n", "a.m", "b.holders", "b.m2"]
    );
}

#[test]
fn across_compares_every_two_sources() {
    let standard = standard("compare people: cnss across dgsn by person = holder { pair sex only in dgsn }");
    let rules = standard.rules.iter().filter(|rule| matches!(rule.origin, Origin::Compare(_)));
    let mut ids: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["people.cnss_with_dgsn", "people.cnss_with_dgsn.only_in_dgsn"]);
}

#[test]
fn an_example_of_three_sources_is_of_the_two_that_it_names() {
    let text = |examples: &str| {
        let source = |name: &str| {
            format!("source {name} {{ files \"{name}.csv\" observes stock of people k: text n: integer? }}\n")
        };
        let sources: String = ["a", "b", "c"].map(source).concat();
        format!("{sources}compare three: a across b, c by k {{ pair n\n{examples} }}")
    };
    let standard = standard(&text(
        "example pass { a { k: \"1\", n: 1 } b { k: \"1\", n: 1 } }
         example fail { b { k: \"1\", n: 1 } c { k: \"1\", n: 2 } }",
    ));
    let with_examples = standard.rules.iter().filter(|rule| !rule.examples.is_empty());
    let found: Vec<(&str, usize)> =
        with_examples.map(|rule| (rule.id.as_str(), rule.examples.len())).collect();
    assert_eq!(found, [("three.a_with_b", 1), ("three.b_with_c", 1)]);
    for wrong in [
        "example pass { a { k: \"1\", n: 1 } b { k: \"1\", n: 1 } c { k: \"1\", n: 1 } }",
        "example pass { d { k: \"1\" } }",
    ] {
        assert_eq!(compile(&text(wrong)).1, ["M0622"], "{wrong}");
    }
}

#[test]
fn a_mirror_swaps_the_keys_of_the_right_side() {
    let standard = standard(
        "
source flows { files \"f.csv\" observes flow of goods reporter: text partner: text exports: integer imports: integer }
compare flows with flows by reporter, partner {
  mirror reporter with partner
  pair   exports with imports within 10%
  require flows.exports <= 2 * mirror.imports
}
",
    );
    let Rows::Matched { right, .. } = standard.source(standard.compares[0].source).rows else {
        panic!("a comparison is matched rows")
    };
    assert_eq!(names(standard.source(right)), ["partner", "reporter", "imports", "#records"]);
    assert!(standard.rules.iter().any(|rule| rule.id == "flows_with_flows" && rule.kind == "VMP"));
}

#[test]
fn a_comparison_refuses_what_can_not_be_compared() {
    assert_eq!(refused("compare cnss with dgsn by month = year { }"), ["M0302"]);
    assert_eq!(refused("compare cnss with dgsn by nation { pair wage }"), ["M0402"]);
    assert_eq!(refused("compare cnss with dgsn by nation { pair wages }"), ["M0202", "M0202"]);
    assert_eq!(refused("compare cnss with dgsn by nation { require cnss.wages > 0 [MAD] }"), ["M0202"]);
    assert_eq!(refused("compare cnss with dgsn by nation { only in amci }"), ["M0622"]);
    assert_eq!(refused("compare cnss with dgsn by nation { mirror nation with sex }"), ["M0616"]);
    assert_eq!(refused("compare cnss with last delivery by record { pair wage }"), ["M0619"]);
    assert_eq!(refused("compare cnss with nowhere by nation { }"), ["M0205"]);
    let twice = "compare cnss with dgsn by nation { }\ncompare cnss with dgsn by sex { }";
    assert!(refused(twice).contains(&"M0203"));
}

#[test]
fn a_side_says_what_it_counts_or_the_comparison_says_why() {
    let with = |observes: &str, clauses: &str| {
        refused(&format!(
            "source other {{ files \"o.csv\" {observes} nation: text n: integer }}\n\
             compare cnss with other by nation {{ {clauses} }}"
        ))
    };
    assert_eq!(with("observes stock of persons", ""), ["M0620"]);
    assert_eq!(with("observes flow of contracts", ""), ["M0620"]);
    assert_eq!(with("observes flow of persons basis { age >= 18 }", ""), ["M0620"]);
    assert_eq!(with("observes flow of persons", ""), [""; 0]);
    assert_eq!(with("", ""), ["M0621"]);
    assert_eq!(with("observes stock of persons", "bridge \"why\""), [""; 0]);
}

#[test]
fn cells_of_few_records_are_suppressed_below_what_the_settings_say() {
    let mut files = Files::of("t.mizan", &format!("{SOURCES}\nrules on cnss {{ r: nation != \"x\" }}\n"));
    files.attach("mizan.toml", Ok("suppress_below = 5"));
    let (standard, _) = Standard::compile(&files);
    assert_eq!(standard.expect("it compiles").ir().threshold, 5);
}

#[test]
fn a_definition_that_only_a_table_or_a_comparison_uses_is_used() {
    let text = "
define foreign on cnss = nation != home
define low on a = n * 2
table a from cnss { where foreign by nation measure n = count() }
table b from dgsn { by nation measure n = count() }
compare a with b by nation { pair low with n }
";
    let (_, found) = Standard::compile(&Files::of("t.mizan", &format!("{SOURCES}{text}")));
    let codes: Vec<&str> = found.iter().map(|found| found.code.info().code).collect();
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn examples_of_tables_and_comparisons_are_cells() {
    let text = "
table a from cnss { by nation, year_of(month) as year measure n = count() }
table b from dgsn { by nation, year measure n = count() }
rule no_jump on a {
  require n within 20% of previous(n along year)
  example pass \"cells\" { a { nation: \"x\", year: 2023, n: 10 } a { nation: \"x\", year: 2022, n: 9 } }
  example fail \"records\" {
    cnss { nation: \"x\", month: 2023-01 } cnss { nation: \"x\", month: 2023-02 } cnss { nation: \"x\", month: 2022-02 }
  }
  example not applicable \"the first year\" { nation: \"x\", year: 2023, n: 20 }
}
compare a with b by nation, year {
  pair n within 10%
  example pass { a { nation: \"x\", year: 2023, n: 10 } b { nation: \"x\", year: 2023, n: 10 } }
  example fail { a { nation: \"x\", year: 2023, n: 10 } b { nation: \"x\", year: 2023, n: 20 } }
  example not applicable { a { nation: \"x\", year: 2023, n: 10 } b { nation: \"y\", year: 2023, n: 20 } }
}
compare last: a with last delivery by nation, year {
  pair n within 10%
  example fail { a { nation: \"x\", year: 2023, n: 10 } last_delivery { nation: \"x\", year: 2023, n: 20 } }
  example not applicable \"the first delivery\" { a { nation: \"x\", year: 2023, n: 10 } }
}
";
    let (standard, codes) = compile(text);
    let results = standard.unwrap_or_else(|| panic!("{codes:?}")).test(20_088);
    assert_eq!(results.len(), 8);
    assert!(results.iter().all(|result| result.agrees), "{results:#?}");
}

#[test]
fn of_an_entity_each_source_is_compared_by_what_it_provides() {
    let text = "
entity person { sex: sex born: month seeking: boolean }
source a { files \"a.csv\" id: text s: sex provides person { sex = s everything else not collected } }
source b { files \"b.csv\" id: text sex: sex m: month provides person { sex born = m everything else not collected } }
source c { files \"c.csv\" id: text born: month provides person { born everything else not collected } }
compare person across a, b, c by id { pair sex pair born }
";
    let standard = standard(text);
    let rules = standard.rules.iter().filter(|rule| matches!(rule.origin, Origin::Compare(_)));
    let mut found: Vec<(&str, usize)> =
        rules.map(|rule| (rule.id.as_str(), rule.requirements.len())).collect();
    found.sort_unstable();
    assert_eq!(found, [("person_across.a_with_b", 1), ("person_across.b_with_c", 1)]);
    assert_eq!(refused(&text.replace("pair sex", "pair sexe")), ["M0715"]);
    let unprovided = text.replace("provides person { sex = s everything else not collected }", "");
    assert_eq!(refused(&unprovided), ["M0902"]);
}

#[test]
fn the_message_of_a_balance_can_show_both_sides_and_their_difference() {
    let text = |message: &str| {
        format!(
            "source cells {{ files \"cells.csv\" key area, year area: area year: year total: decimal }}
             balance closed on cells of total over area {{
               'M' = 'N' + 'S'
               'N' = 'S'
               message {{ en \"{message}\" }}
             }}"
        )
    };
    let standard = standard(&text("{year}: {total} and not {sum}, off by {difference}; {abs(difference)}"));
    let rule = standard.rules.iter().find(|rule| rule.origin == Origin::Balance).expect("a relation");
    let message = rule.requirements[0].message.as_ref().expect("a message");
    let fields: Vec<&str> = message.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(fields, ["year", "total", "sum", "difference", "abs(difference)"]);
    assert_eq!(refused(&text("{diference}")), ["M0213"]);
}
