//! Links, membership, parameters that depend on time, rates: what they compile to, and what is refused.

use std::sync::Arc;

use mizan::diag::Level;
use mizan::ir::{Aggregate, AggregateFunction, Expr, ExprKind, Matching, Scope, Standard as Typed};
use mizan::types::{Scalar, Type};
use mizan::{Files, Standard};

use crate::support::{bound, csv_file, deliver, native, reference, standard};

const PEOPLE: &str = "
codelist country { 'MAR' { en \"Morocco\" } 'SEN' { en \"Senegal\" } }
source taechir {
  files \"taechir.csv\" key contract period visa_month
  contract: text  person_id: text?  nationality: country  start: date  visa_month: month
}
source dgsn {
  files \"dgsn.csv\" key title
  title: text  person_id: text  citizenship: country  issued: date  expires: date?  reason: text?  missing { \"X\" \"refused\" }
}
link permits from taechir to dgsn by person_id, nationality = citizenship
link permit from taechir to one dgsn by person_id where citizenship == this.nationality
link others from dgsn to dgsn by person_id
";

/// The codes of what is an error or a warning.
fn codes(text: &str) -> Vec<&'static str> {
    let (_, found) = Standard::compile(&Files::of("a.mizan", text));
    found.iter().filter(|one| one.level() != Level::Advice).map(|one| one.code.info().code).collect()
}

/// The codes of a rule on a source of [`PEOPLE`].
fn of_rule(subject: &str, condition: &str) -> Vec<&'static str> {
    codes(&format!("{PEOPLE}rule r on {subject}: {condition}\n"))
}

fn condition(text: &str, rule: &str) -> Arc<Expr> {
    let standard = standard(text);
    let rule = standard.ir().rules.iter().find(|one| one.id == rule).expect("the rule is there").clone();
    rule.requirements[0].condition.clone()
}

fn compiled(subject: &str, text: &str) -> Arc<Expr> {
    condition(&format!("{PEOPLE}rule r on {subject}: {text}\n"), &format!("{subject}.r"))
}

fn aggregate(expr: &Expr) -> &Aggregate {
    let ExprKind::Aggregate(aggregate) = &expr.kind else { panic!("no aggregate: {expr:?}") };
    aggregate
}

fn matching(aggregate: &Aggregate) -> &Matching {
    let Scope::Matching(matching) = &aggregate.scope else { panic!("not over linked records") };
    matching
}

fn name_of(standard: &Typed, source: &str, expr: &Expr) -> String {
    let source = standard.sources.iter().find(|one| one.name == source).expect("the source is there");
    let ExprKind::Column(id) = expr.kind else { panic!("no column: {expr:?}") };
    source.schema.column(id).name.clone()
}

#[test]
fn a_quantifier_over_a_link_pairs_its_keys_and_captures_the_judged_record() {
    let text = format!(
        "{PEOPLE}rule r on taechir: any permits (this.start in issued..expires and this.start > issued)\n"
    );
    let typed = standard(&text).ir().clone();
    let holds = condition(&text, "taechir.r");
    let any = aggregate(&holds);
    assert_eq!(any.function, AggregateFunction::Any);
    let rows = matching(any);
    assert_eq!(typed.source(rows.source).name, "dgsn");
    let mine: Vec<String> = rows.mine.iter().map(|key| name_of(&typed, "taechir", key)).collect();
    let theirs: Vec<String> = rows.theirs.iter().map(|key| name_of(&typed, "dgsn", key)).collect();
    assert_eq!(
        (mine.join(" "), theirs.join(" ")),
        ("person_id nationality".into(), "person_id citizenship".into())
    );
    assert_eq!(rows.captured.len(), 1, "one value of the judged record is captured once");
    assert_eq!(name_of(&typed, "taechir", &rows.captured[0]), "start");
}

#[test]
fn without_a_condition_a_quantifier_asks_whether_there_is_a_record() {
    let any = compiled("taechir", "any permits");
    let value = aggregate(&any).value.clone().expect("a quantifier has a value");
    assert!(matches!(value.kind, ExprKind::Literal(Some(Scalar::Boolean(true)))));
    assert!(matches!(&compiled("taechir", "no permits (expires < issued)").kind, ExprKind::Not(_)));
}

#[test]
fn where_of_a_link_narrows_its_records() {
    let any = compiled("taechir", "any permit (issued < expires)");
    assert!(matches!(aggregate(&any).value.as_ref().unwrap().kind, ExprKind::And(_)));
    let every = compiled("taechir", "no permit or every permit (issued < expires)");
    let ExprKind::Or(parts) = &every.kind else { panic!("a disjunction") };
    assert!(matches!(aggregate(&parts[1]).value.as_ref().unwrap().kind, ExprKind::Implies(..)));
    let only = compiled("taechir", "permit.expires > start");
    let ExprKind::Compare(_, left, _) = &only.kind else { panic!("a comparison") };
    assert_eq!(aggregate(left).function, AggregateFunction::Only);
    assert!(aggregate(left).condition.is_some());
}

#[test]
fn a_count_of_linked_records_with_an_open_condition_is_an_interval() {
    let holds = compiled("taechir", "count permits (where expires > issued) <= 1");
    assert!(matches!(holds.kind, ExprKind::Interval { .. }));
    let decided = compiled("taechir", "count permits () <= 1");
    assert!(matches!(decided.kind, ExprKind::Compare(..)));
}

#[test]
fn a_link_to_one_brings_its_rule() {
    let typed = standard(&format!("{PEOPLE}rule r on taechir: any permits\n")).ir().clone();
    let rule = typed.rules.iter().find(|rule| rule.id == "taechir.permit.one").expect("it is generated");
    assert!(matches!(rule.requirements[0].condition.kind, ExprKind::Interval { .. }));
    assert!(rule.guard.is_some(), "a record whose optional key is empty is linked to nothing");
}

#[test]
fn a_link_of_a_group_goes_by_its_keys() {
    let text = format!(
        "{PEOPLE}link held from taechir to dgsn by person_id\nrule r on taechir by person_id: count() <= count held ()\n"
    );
    let holds = condition(&text, "taechir.r");
    let ExprKind::Compare(_, _, right) = &holds.kind else { panic!("a comparison") };
    assert!(matches!(matching(aggregate(right)).mine[0].kind, ExprKind::GroupKey(0)));
    let by_start = format!("{PEOPLE}rule r on taechir by start: any permits\n");
    assert_eq!(codes(&by_start), ["M0611", "M0611"], "each of the two keys");
}

#[test]
fn missing_and_its_reasons_are_asked_where_the_value_is() {
    assert_eq!(of_rule("taechir", "permit.expires is known"), Vec::<&str>::new());
    assert_eq!(of_rule("taechir", "permit.reason is not missing \"refused\""), Vec::<&str>::new());
    assert_eq!(of_rule("taechir", "any permits (reason is missing \"refused\")"), Vec::<&str>::new());
    assert_eq!(of_rule("dgsn", "any others (this.reason is missing \"refused\")"), Vec::<&str>::new());
    assert_eq!(of_rule("taechir", "permit.reason is missing \"lost\""), ["M0317"]);
}

#[test]
fn membership_looks_a_value_up_in_a_source() {
    let holds = compiled("taechir", "person_id in dgsn.person_id");
    assert_eq!(aggregate(&holds).function, AggregateFunction::Any);
    let pair = compiled("taechir", "(person_id, nationality) not in (dgsn.person_id, dgsn.citizenship)");
    let ExprKind::Not(pair) = &pair.kind else { panic!("a negation") };
    assert_eq!(matching(aggregate(pair)).mine.len(), 2);
    assert_eq!(of_rule("taechir", "'MAR' in dgsn.citizenship"), Vec::<&str>::new());
    assert_eq!(of_rule("taechir", "start in dgsn.person_id"), ["M0302"]);
    assert_eq!(of_rule("taechir", "(start, person_id) in dgsn.person_id"), ["M0310"]);
    assert_eq!(of_rule("taechir", "(start, person_id) in (dgsn.issued, taechir.person_id)"), ["M0310"]);
    assert_eq!(of_rule("taechir", "start in dgsn.isued"), ["M0202"]);
}

#[test]
fn what_a_link_does_not_allow_is_refused() {
    let refused = [
        ("dgsn", "any permits", "M0220"),
        ("taechir", "any permts (expires > issued)", "M0221"),
        ("taechir", "this.start <= as_of", "M0223"),
        ("taechir", "any permits (start <= expires)", "M0224"),
        ("taechir", "permits.expires >= as_of", "M0225"),
        ("taechir", "start < dgsn.issued", "M0226"),
        ("taechir", "permits is known", "M0228"),
        ("taechir", "any permits (any others)", "M0603"),
        ("taechir", "count permits (where any others) > 0", "M0603"),
        ("taechir", "any permits (count() > 1)", "M0603"),
        ("taechir", "every permits (expires > issued)", "M0608"),
        ("taechir", "year_of permits (expires) == 2024", "M0609"),
        ("taechir", "max permits (expires by title) > start", "M0610"),
        ("taechir", "every permits", "M0607"),
        ("taechir", "any permits (this.strat < expires)", "M0202"),
        ("taechir", "permit.expire > start", "M0202"),
    ];
    for (subject, condition, code) in refused {
        assert_eq!(of_rule(subject, condition), [code], "{condition}");
    }
}

#[test]
fn every_is_not_warned_of_where_something_asks_for_a_record() {
    for rule in [
        "{ when any permits  require every permits (expires > issued) }",
        ": any permits and every permits (expires > issued)",
        ": no permits or every permits (expires > issued)",
        ": count permits () > 0 implies every permits (expires > issued)",
    ] {
        assert_eq!(codes(&format!("{PEOPLE}rule r on taechir{rule}\n")), Vec::<&str>::new(), "{rule}");
    }
}

#[test]
fn quantifiers_nest_through_a_definition() {
    let text = format!(
        "{PEOPLE}define several on dgsn = any others (title != this.title)\nrule r on taechir: no permits (several)\n"
    );
    assert_eq!(codes(&text), Vec::<&str>::new());
}

#[test]
fn keys_of_a_link_have_one_type() {
    let link = |by: &str| {
        codes(&format!("{PEOPLE}link l from taechir to dgsn by {by}\nrule r on taechir: any permits\n"))
    };
    assert_eq!(link("start = issued"), Vec::<&str>::new());
    assert_eq!(link("start = person_id"), ["M0222"]);
    assert_eq!(link("nationality = person_id"), ["M0222"]);
    assert_eq!(link("start = isued"), ["M0202"]);
    assert_eq!(link("strat = issued"), ["M0202"]);
    assert_eq!(
        codes(&format!(
            "{PEOPLE}link start from taechir to dgsn by person_id\nrule r on taechir: any permits\n"
        )),
        ["M0204"]
    );
}

const SMIG: &str = "
parameter smig: decimal [MAD/month] from 2022-09 = 2_970.05 from 2023-09 = 3_111.39
source cnss { files \"cnss.csv\" period month  month: month  person: text  wage: decimal [MAD/month] }
";

#[test]
fn a_parameter_that_depends_on_time_is_read_at_the_period_of_the_record() {
    let holds = condition(&format!("{SMIG}rule r on cnss: wage >= smig\n"), "cnss.r");
    let ExprKind::Compare(_, _, right) = &holds.kind else { panic!("a comparison") };
    let ExprKind::Dated(_, day) = &right.kind else { panic!("no dated parameter: {right:?}") };
    let ExprKind::Call(last_day, arguments) = &day.kind else { panic!("no day: {day:?}") };
    assert_eq!(last_day.name, "last_day");
    assert!(matches!(arguments[0].kind, ExprKind::Column(_)));
    let group = condition(&format!("{SMIG}rule r on cnss by person, month: max(wage) >= smig\n"), "cnss.r");
    let ExprKind::Compare(_, _, right) = &group.kind else { panic!("a comparison") };
    let ExprKind::Dated(_, day) = &right.kind else { panic!("no dated parameter") };
    assert!(matches!(day.children()[0].kind, ExprKind::GroupKey(1)));
    let whole = condition(&format!("{SMIG}rule r on cnss as a whole: max(wage) >= smig\n"), "cnss.r");
    let ExprKind::Compare(_, _, right) = &whole.kind else { panic!("a comparison") };
    assert!(matches!(&right.kind, ExprKind::Dated(_, day) if matches!(day.kind, ExprKind::AsOf)));
}

#[test]
fn values_of_a_parameter_are_in_order_and_constant() {
    let with = |values: &str| {
        codes(&format!(
            "parameter a: integer = 2\nparameter p: integer {values}\nsource t {{ files \"t.csv\" n: integer }}\nrule r on t: n <= p + a\n"
        ))
    };
    assert_eq!(with("from 2022 = 1 from 2023-06 = a * 2"), Vec::<&str>::new());
    assert_eq!(with("from 2023-06 = 1 from 2022 = 2"), ["M0227"]);
    assert_eq!(with("from 2022 = 1 from 2022-01-01 = 2"), ["M0227"]);
    assert_eq!(with("from 2022 = \"a\""), ["M0301"]);
    assert_eq!(
        codes(&format!("{SMIG}parameter half: decimal [MAD/month] = smig\nrule r on cnss: wage > half\n")),
        ["M0315"]
    );
}

const MONEY: &str = "
codelist currency { 'EUR' { en \"Euro\" } 'MAD' { en \"Dirham\" } 'USD' { en \"Dollar\" } }
unit kMAD = 1000 MAD
source fx { files \"fx.csv\" rates mad_per_unit by currency, month  currency: currency  month: month  mad_per_unit: decimal [MAD] }
source survey {
  files \"survey.csv\" period month
  month: month  cost_currency: currency?  wage_currency: currency?  day: date
  cost: decimal [cost_currency]?  received: decimal [wage_currency/month]?  fee: decimal [USD]  total: decimal [kMAD]
}
define recruitment_cost on survey = convert(cost, MAD, month)
define first_earnings on survey = convert(received, MAD, day)
define months_of_earnings on survey = recruitment_cost / first_earnings
";

fn type_of(definition: &str) -> Type {
    let typed =
        standard(&format!("{MONEY}define x on survey = {definition}\nrule r on survey: x is known\n"))
            .ir()
            .clone();
    let definitions = typed.sources.iter().flat_map(|source| source.definitions.clone());
    definitions.into_iter().find(|one| one.name == "x").expect("it is there").expr.ty.clone()
}

fn unit(definition: &str) -> String {
    type_of(definition).unit().expect("a numeric type").to_string()
}

#[test]
fn the_indicator_10_7_1_is_in_months_of_earnings() {
    assert_eq!(unit("months_of_earnings"), "month");
    assert_eq!(unit("recruitment_cost"), "MAD");
    assert_eq!(unit("first_earnings"), "MAD/month");
    assert_eq!(
        codes(&format!("{MONEY}rule r on survey: months_of_earnings <= 12 months\n")),
        Vec::<&str>::new()
    );
}

#[test]
fn money_is_converted_by_the_currency_of_its_unit() {
    assert_eq!(unit("convert(fee, MAD, month)"), "MAD");
    assert_eq!(unit("convert(2 * cost, [MAD], day)"), "MAD");
    assert_eq!(unit("convert(in_unit(total, [MAD]), MAD, month)"), "MAD");
    let refused = [
        ("convert(fee, EUR, month) > 0", "M0406"),
        ("convert(total, MAD, month) > 0", "M0407"),
        ("convert(cost, MDA, month) > 0", "M0401"),
        ("convert(cost, MAD) > 0", "M0208"),
        ("convert(month, MAD, month) > 0", "M0311"),
        ("convert(cost, MAD, cost_currency) > 0", "M0311"),
        ("cost > received", "M0402"),
        ("in_unit(fee, [MAD]) > 0", "M0409"),
        ("mean(cost overall) > 0", "M0408"),
    ];
    for (condition, code) in refused {
        assert_eq!(
            codes(&format!("{MONEY}rule r on survey: {condition} or months_of_earnings > 0\n")),
            [code],
            "{condition}"
        );
    }
    assert_eq!(
        codes(&format!(
            "{MONEY}rule r on survey: cost <= 3 * median(cost by cost_currency) or months_of_earnings > 0\n"
        )),
        Vec::<&str>::new()
    );
}

#[test]
fn rates_whose_unit_is_not_said_are_into_the_one_currency_that_is_asked_for() {
    let bare = MONEY.replace("mad_per_unit: decimal [MAD]", "mad_per_unit: decimal");
    assert_eq!(codes(&format!("{bare}rule r on survey: months_of_earnings > 0\n")), Vec::<&str>::new());
    let two = format!("{bare}rule r on survey: convert(fee, EUR, month) > 0 or months_of_earnings > 0\n");
    assert_eq!(codes(&two), ["M0406"]);
    let none = MONEY.replace("rates mad_per_unit by currency, month", "");
    assert!(codes(&format!("{none}rule r on survey: months_of_earnings > 0\n")).contains(&"M0405"));
}

#[test]
fn a_record_of_an_example_may_be_of_a_linked_source_and_gets_its_keys() {
    let text = format!(
        "{PEOPLE}rule r on taechir {{
  require any permits (this.start in issued..expires)
  example pass {{ taechir {{ start: 2024-03-01 }}  permits {{ issued: 2024-01-01, expires: 2024-12-31 }} }}
  example fail {{ taechir {{ person_id: \"7\", start: 2024-03-01 }}  dgsn {{ person_id: \"8\", issued: 2024-01-01, expires: 2024-12-31 }} }}
}}\n"
    );
    let typed = standard(&text).ir().clone();
    let rule = typed.rules.iter().find(|rule| rule.id == "taechir.r").expect("it is there");
    let [pass, fail] = rule.examples.as_slice() else { panic!("two examples") };
    let value = |example: &mizan::ir::Example, record: usize, name: &str| {
        let (source, cells) = &example.records[record];
        let id = typed.source(*source).schema.find(name).expect("a column");
        cells.iter().find(|(own, _)| *own == id).and_then(|(_, value)| value.clone())
    };
    assert_eq!(typed.source(pass.records[1].0).name, "dgsn");
    assert!(value(pass, 0, "person_id").is_some());
    assert_eq!(value(pass, 0, "person_id"), value(pass, 1, "person_id"));
    assert_eq!(value(pass, 0, "nationality"), value(pass, 1, "citizenship"));
    assert_eq!(value(fail, 1, "person_id"), Some(Scalar::text("8")));
    let rule = text.strip_suffix("}\n").expect("the rule ends the text");
    let first = format!(
        "{rule}  example fail {{ dgsn {{ issued: 2024-01-01 }} taechir {{ start: 2024-03-01 }} }}\n}}\n"
    );
    assert_eq!(codes(&first), ["M0803"]);
}

#[test]
fn a_definition_that_only_linked_records_need_is_used() {
    let text =
        format!("{PEOPLE}define lasts on dgsn = expires > issued\nrule r on taechir: any permits (lasts)\n");
    let (_, found) = Standard::compile(&Files::of("a.mizan", &text));
    assert!(found.iter().all(|one| one.code.info().code != "M0219"), "{found:#?}");
}

/// Passes, failures, unknown items of a rule, on which both engines agree.
fn outcomes(text: &str, files: &[(&str, &str)], rule: &str) -> (u64, u64, u64) {
    let bound = bound(&standard(text));
    let files: Vec<_> = files.iter().map(|(name, text)| csv_file(name, text)).collect();
    let data = deliver(&bound, &files);
    let (id, _) = bound.rules().find(|(_, one)| one.id == rule).expect("the rule is there");
    let of = |counts: mizan::outcome::Counts| (counts.pass, counts.fail, counts.unknown);
    let engines = [native(&bound, &data, 2), reference(&bound, &data)].map(|tallies| of(tallies[&id].counts));
    assert_eq!(engines[0], engines[1], "{rule}");
    engines[0]
}

const STAFF: &str = "
parameter least: integer from 2024-01 = 10 from 2024-03 = 20
source firms { files \"firms.csv\" firm: text  city: text  size: integer }
source jobs { files \"jobs.csv\" period month  firm: text?  city: text  month: month  wage: integer? }
source cities { files \"cities.csv\" city: text  capital: boolean }
link employer from jobs to one firms by firm
link seat from firms to one cities by city
link offered from firms to jobs by firm
table pay from jobs { by firm  measure people = count()  measure wages = sum(known wage) }
link paid from firms to one pay by firm
link belongs from pay to one firms by firm
";
const STAFF_FILES: [(&str, &str); 3] = [
    ("firms.csv", "firm,city,size\na,rabat,2\nb,fes,1\nc,fes,0\n"),
    (
        "jobs.csv",
        "firm,city,month,wage\na,rabat,2024-01,10\na,fes,2024-03,10\nb,fes,2024-02,\n,fes,2024-03,30\n",
    ),
    ("cities.csv", "city,capital\nrabat,true\nfes,false\n"),
];

fn of_staff(rules: &str, rule: &str) -> (u64, u64, u64) {
    outcomes(&format!("{STAFF}{rules}\n"), &STAFF_FILES, rule)
}

#[test]
fn links_lead_on_from_linked_records_and_to_tables() {
    assert_eq!(of_staff("rule r on jobs: employer.city == city", "jobs.r"), (2, 1, 1));
    assert_eq!(of_staff("rule r on firms: any offered (employer.size > 1)", "firms.r"), (1, 2, 0));
    assert_eq!(of_staff("rule r on firms: no offered (this.city not in cities.city)", "firms.r"), (3, 0, 0));
    assert_eq!(of_staff("rule r on firms: seat.capital or size < 2", "firms.r"), (3, 0, 0));
    assert_eq!(of_staff("rule r on firms: paid.people == size", "firms.r"), (2, 0, 1));
    assert_eq!(of_staff("rule r on pay: belongs.size == people", "pay.r"), (2, 0, 1));
    assert_eq!(of_staff("rule r on jobs by firm: count() <= employer.size", "jobs.r"), (2, 0, 0));
    assert_eq!(
        of_staff("rule r on jobs as a whole: count(where employer.size > 1) == 2", "jobs.r"),
        (0, 0, 1)
    );
    assert_eq!(
        of_staff("rule r on jobs as a whole: count(where firm not in firms.firm) == 0", "jobs.r"),
        (0, 0, 1)
    );
}

#[test]
fn a_parameter_in_a_link_is_read_at_the_period_of_the_linked_record() {
    assert_eq!(of_staff("rule r on firms: no offered (wage < least)", "firms.r"), (1, 1, 1));
    assert_eq!(of_staff("rule r on jobs: employer.size < least", "jobs.r"), (3, 0, 1));
    assert_eq!(
        of_staff(
            "rule r on jobs: any employers_of (10 * size >= least)\nlink employers_of from jobs to firms by firm",
            "jobs.r"
        ),
        (3, 0, 1)
    );
    assert_eq!(of_staff("rule r on jobs by month: count(where wage < least) == 0", "jobs.r"), (1, 1, 1));
}
