//! Tables that statisticians published with their own tools, under rules that one would ask of them.
//!
//! Every count here was found a second time, without Mizan. The tables are not part of the project; where they are
//! absent the tests say so and pass.
#![expect(clippy::print_stdout, reason = "a test that judged nothing says so")]

use std::fs;

use mizan::data::FoundFile;
use mizan::outcome::Counts;

use crate::support::{bound, csv_file, deliver, native, reference, shared, standard};

/// The table's bytes under the name that the standard's `files` has.
fn delivered(table: &str) -> Option<(FoundFile, Vec<u8>)> {
    let text = fs::read_to_string(shared("data/peers")?.join(table)).unwrap();
    Some(csv_file("t.csv", &text))
}

/// Judges a table by both engines, in batches that cut its groups, and compares `RULE PASS FAIL UNKNOWN NOT_APPLICABLE`.
fn check(table: &str, text: &str, expected: &str) {
    let Some(file) = delivered(table) else {
        println!("no shared/data/peers beside the project: nothing to judge");
        return;
    };
    // A declaration begins at the margin.
    let text: Vec<&str> = text.lines().map(str::trim_start).collect();
    let standard = standard(&text.join("\n"));
    let standard = bound(&standard);
    let data = deliver(&standard, &[file]);
    let mut wrong = Vec::new();
    let engines = [
        ("native, 7 rows", native(&standard, &data, 7)),
        ("native, all rows", native(&standard, &data, 100_000)),
        ("reference", reference(&standard, &data)),
    ];
    for (engine, tallies) in &engines {
        for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (rule, numbers) = line.split_once(' ').unwrap();
            let numbers: Vec<u64> =
                numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
            let Some((id, _)) = standard.rules().find(|(_, found)| found.id.as_str() == rule) else {
                let all: Vec<&str> = standard.rules().map(|(_, rule)| rule.id.as_str()).collect();
                panic!("no rule {rule} among {all:?}");
            };
            let Counts { items, pass, fail, unknown, not_applicable, .. } = tallies[&id].counts;
            let found = [pass, fail, unknown, not_applicable];
            if found != numbers.as_slice() || items != found.iter().sum::<u64>() {
                let why = &tallies[&id].not_evaluated;
                wrong.push(format!(
                    "{table}, {engine}: {rule} {found:?} of {items}, {why:?}; expected {numbers:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_balances_of_sixty_retailers_with_gaps() {
    check(
        "SBS2000.csv",
        r#"
        codelist size { 'sc0' { en "0" } 'sc1' { en "1 to 9" } 'sc2' { en "10 to 99" } 'sc3' { en "100 and more" } }
        source sbs {
          files "t.csv"
          key   id
          id:            text       matches /RET\d{2}/
          size:          size
          `incl.prob`:   decimal    in 0..1
          staff:         integer?   >= 0
          turnover:      decimal
          `other.rev`:   decimal?   >= 0
          `total.rev`:   decimal?
          `staff.costs`: decimal?
          `total.costs`: decimal?
          profit:        decimal?
          vat:           decimal
        }
        rules on sbs {
          has_staff:         staff > 0
          adds_up:           turnover + `other.rev` == `total.rev`
          adds_up_filled:    turnover + first_known(`other.rev`, 0) == `total.rev`
          profit_is_the_rest: profit == `total.rev` - `total.costs`
          profit_is_nearly:  profit within 2% at least 5 of `total.rev` - `total.costs`
          margin:            profit / `total.rev` <= 0.6
          cost_of_staff:     `staff.costs` / staff < 50
          staff_within_all:  `staff.costs` <= `total.costs`
          paid_if_staffed:   staff > 0 implies `staff.costs` > 0
          not_far_off:       turnover <= 10 * median(known turnover overall)
        }
        rule vat_is_near on sbs { when turnover > 500 require vat within 10% of turnover }
        rules on sbs by size {
          enough:          count() >= 10
          one_probability: count(distinct `incl.prob`) == 1
          gains:           sum(profit) > 0
          known_gains:     sum(known profit) < 100_000
          small:           mean(known staff) <= 10
          staff_is_known:  share(where staff is missing) < 10%
          few_are_large:   count(where staff > 20) <= 1
          some_lose:       any row (profit < 0)
        }
        rules on sbs as a whole {
          sixty:           count() == 60
          mean_turnover:   mean(known turnover) in 20_279.48..20_279.49
          profit_is_known: share(where profit is known) >= 90%
          unknown_total:   sum(turnover) > 0
        }
        "#,
        "
        sbs.id.pattern 60 0 0 0
        sbs.id.unique 60 0 0 0
        sbs.size.code 60 0 0 0
        sbs.incl.prob.range 60 0 0 0
        sbs.staff.range 54 0 0 6
        sbs.other.rev.range 23 1 0 36
        sbs.turnover.present 56 4 0 0
        sbs.vat.present 48 12 0 0
        sbs.has_staff 54 0 6 0
        sbs.adds_up 19 4 37 0
        sbs.adds_up_filled 49 6 5 0
        sbs.profit_is_the_rest 39 14 7 0
        sbs.profit_is_nearly 45 8 7 0
        sbs.margin 49 6 5 0
        sbs.cost_of_staff 39 5 16 0
        sbs.staff_within_all 47 0 13 0
        sbs.paid_if_staffed 50 0 10 0
        sbs.not_far_off 54 2 4 0
        sbs.vat_is_near 25 12 11 12
        sbs.enough 2 2 0 0
        sbs.one_probability 4 0 0 0
        sbs.gains 1 0 3 0
        sbs.known_gains 3 1 0 0
        sbs.small 2 2 0 0
        sbs.staff_is_known 2 2 0 0
        sbs.few_are_large 1 2 1 0
        sbs.some_lose 3 0 1 0
        sbs.sixty 1 0 0 0
        sbs.mean_turnover 1 0 0 0
        sbs.profit_is_known 1 0 0 0
        sbs.unknown_total 0 0 1 0
        ",
    );
}

/// National accounts in long format, into which their publishers planted errors.
const ACCOUNTS: &str = r#"
codelist freq { 'A' { en "Annual" } 'Q' { en "Quarterly" } }
codelist measure {
  'gdp' { en "Product" } 'import' { en "Imports" } 'export' { en "Exports" } 'balance' { en "Balance" }
}
source t {
  files "t.csv"
  key region, freq, period, measure
  region:  text
  freq:    freq
  period:  period
  measure: measure
  value:   number
}
rule positive on t { when measure != 'balance' require value > 0 }
rules on t by region, freq, period {
  four_measures: count() == 4 and count(distinct measure) == 4
  trade_balance: sum(value where measure == 'balance') within 0.001
                 of sum(value where measure == 'export') - sum(value where measure == 'import')
}
rules on t by region, measure {
  year_2014: sum(value where freq == 'Q' and year_of(period) == 2014) within 0.001
            of sum(value where freq == 'A' and period == 2014)
  year_2015: sum(value where freq == 'Q' and year_of(period) == 2015) within 0.001
            of sum(value where freq == 'A' and period == 2015)
  year_2016: sum(value where freq == 'Q' and year_of(period) == 2016) within 0.001
            of sum(value where freq == 'A' and period == 2016)
  year_2017: sum(value where freq == 'Q' and year_of(period) == 2017) within 0.001
            of sum(value where freq == 'A' and period == 2017)
  year_2018: sum(value where freq == 'Q' and year_of(period) == 2018) within 0.001
            of sum(value where freq == 'A' and period == 2018)
  year_2019: sum(value where freq == 'Q' and year_of(period) == 2019) within 0.001
            of sum(value where freq == 'A' and period == 2019)
  quarters_of_2018: count(where freq == 'Q' and year_of(period) == 2018) == 4
}
rule quarters_without_gap on t by region, measure: gapless(period where freq == 'Q')
rule districts_add_up on t by freq, period, measure:
  sum(value where region in {"Agria", "Induston"}) within 0.001 of sum(value where region == "Samplonia")
"#;

#[test]
fn national_accounts_in_long_format() {
    check(
        "samplonomy.csv",
        ACCOUNTS,
        "
        t.key.unique 1197 2 0 0
        t.value.type 1199 0 0 0
        t.period.type 1199 0 0 0
        t.value.present 1197 2 0 0
        t.positive 898 0 1 300
        t.four_measures 297 3 0 0
        t.trade_balance 296 2 2 0
        t.year_2014 39 0 1 0
        t.year_2015 39 1 0 0
        t.year_2016 40 0 0 0
        t.year_2017 40 0 0 0
        t.year_2018 39 1 0 0
        t.year_2019 39 0 1 0
        t.quarters_of_2018 40 0 0 0
        t.quarters_without_gap 39 1 0 0
        t.districts_add_up 117 3 0 0
        ",
    );
}

#[test]
fn national_accounts_without_the_duplicate() {
    check(
        "samplonomy_dedup.csv",
        ACCOUNTS,
        "
        t.key.unique 1198 0 0 0
        t.value.present 1196 2 0 0
        t.positive 897 0 1 300
        t.four_measures 298 2 0 0
        t.trade_balance 297 1 2 0
        t.year_2014 39 0 1 0
        t.year_2015 39 1 0 0
        t.year_2016 40 0 0 0
        t.year_2017 40 0 0 0
        t.year_2018 39 1 0 0
        t.year_2019 39 0 1 0
        t.quarters_of_2018 39 1 0 0
        t.quarters_without_gap 39 1 0 0
        t.districts_add_up 118 2 0 0
        ",
    );
}

#[test]
fn the_balance_of_payments_of_a_central_bank() {
    check(
        "nbb_bop.csv",
        r#"
        codelist entry {
          'A' { en "Assets" } 'L' { en "Liabilities" } 'N' { en "Net" }
          'C' { en "Credit" } 'D' { en "Debit" } 'B' { en "Balance" }
        }
        source bop {
          files "t.csv"
          key   ACCOUNTING_ENTRY, ADJUSTMENT, COMP_METHOD, COUNTERPART_AREA, COUNTERPART_SECTOR, CURRENCY_DENOM,
                FLOW_STOCK_ENTRY, FREQ, FUNCTIONAL_CAT, INSTR_ASSET, INT_ACC_ITEM, MATURITY, REF_AREA, REF_SECTOR,
                TIME_PERIOD, UNIT_MEASURE, VALUATION
          ACCOUNTING_ENTRY:   entry
          ADJUSTMENT:         text
          COMP_METHOD:        text     in {"N", "C"}
          COUNTERPART_AREA:   text
          COUNTERPART_SECTOR: text
          CURRENCY_DENOM:     text
          FLOW_STOCK_ENTRY:   text
          FREQ:               text
          FUNCTIONAL_CAT:     text
          INSTR_ASSET:        text
          INT_ACC_ITEM:       text
          MATURITY:           text
          REF_AREA:           text     matches /[A-Z]{2}/
          REF_SECTOR:         text
          TIME_PERIOD:        date
          UNIT_MEASURE:       text
          VALUATION:          text
          OBS_VALUE:          integer
        }
        rule not_negative on bop: OBS_VALUE >= 0
        rule has_an_instrument on bop: MATURITY != "_Z" implies INSTR_ASSET in {"F3", "FL"}
        rule reserves_are_the_banks on bop { when FUNCTIONAL_CAT == "R" require REF_SECTOR == "S121" }
        rule direct_is_equity on bop { when FUNCTIONAL_CAT == "D" require INSTR_ASSET in {"F5", "FL"} }
        rule current_is_not_valued on bop { when FUNCTIONAL_CAT == "_Z" require VALUATION == "_X" }
        rule end_of_month on bop: TIME_PERIOD == last_day(month_of(TIME_PERIOD))
        rule credit_less_debit on bop by key except ACCOUNTING_ENTRY {
          when    any row (ACCOUNTING_ENTRY == 'B')
          require sum(OBS_VALUE where ACCOUNTING_ENTRY == 'C') - sum(OBS_VALUE where ACCOUNTING_ENTRY == 'D')
                  == sum(OBS_VALUE where ACCOUNTING_ENTRY == 'B')
        }
        rule assets_less_liabilities on bop by key except ACCOUNTING_ENTRY {
          when    any row (ACCOUNTING_ENTRY == 'N')
          require sum(OBS_VALUE where ACCOUNTING_ENTRY == 'A') - sum(OBS_VALUE where ACCOUNTING_ENTRY == 'L')
                  == sum(OBS_VALUE where ACCOUNTING_ENTRY == 'N')
        }
        rules on bop by key except TIME_PERIOD {
          three_months: count() == 3
          no_gap:       gapless(month_of(TIME_PERIOD))
        }
        rule as_many_a_month on bop by TIME_PERIOD: count() in 400..500
        rules on bop as a whole {
          median_value: median(OBS_VALUE) in 19..19
          mean_value:   mean(OBS_VALUE) within 0.000001 of 1_064.221327968
          few_are_zero: share(where OBS_VALUE == 0) < 19.5%
        }
        "#,
        "
        bop.key.unique 1491 0 0 0
        bop.OBS_VALUE.type 1491 0 0 0
        bop.ACCOUNTING_ENTRY.code 1491 0 0 0
        bop.COMP_METHOD.range 1491 0 0 0
        bop.not_negative 1098 393 0 0
        bop.has_an_instrument 1422 69 0 0
        bop.reserves_are_the_banks 69 0 0 1422
        bop.direct_is_equity 399 12 0 1080
        bop.current_is_not_valued 327 0 0 1164
        bop.end_of_month 1491 0 0 0
        bop.credit_less_debit 9 9 0 930
        bop.assets_less_liabilities 2 16 0 930
        bop.three_months 497 0 0 0
        bop.no_gap 497 0 0 0
        bop.as_many_a_month 3 0 0 0
        bop.median_value 1 0 0 0
        bop.mean_value 1 0 0 0
        bop.few_are_zero 0 1 0 0
        ",
    );
}

/// A source of these columns, and rules.
fn small(columns: &str, rules: &str) -> String {
    format!("source t {{ files \"t.csv\" {columns} }}\n{rules}")
}

#[test]
fn rows_of_the_proof_of_concept() {
    let hours = small("`person-id`: integer hours_worked: integer?", "rule r on t: hours_worked in 0..80");
    check("poc_Rule_01.csv", &hours, "t.r 1 1 1 0");
    let profit =
        small("cost: decimal? profit: decimal turnover: decimal", "rule r on t: turnover == cost + profit");
    check("poc_Rule_02.csv", &profit, "t.r 2 1 1 0");
    let prices = small(
        "price_t: decimal price_tmin1: decimal? price_Ymin1: decimal",
        "rule r on t: price_t within 20% of price_tmin1 and price_t within 20% of price_Ymin1",
    );
    check("poc_Rule_04.csv", &prices, "t.r 1 2 1 0\n t.price_tmin1.type 4 0 0 0\n t.price_t.present 4 0 0 0");
    let season = small(
        "season: text price_t: decimal quantity_t: decimal price_tmin1: decimal quantity_tmin1: decimal?",
        "rule r on t { when season == \"out\" require price_t == price_tmin1 require quantity_t == quantity_tmin1 }",
    );
    check("poc_Rule_06.csv", &season, "t.r 1 2 1 1");
    let change = small("price_t: decimal price_tm1: decimal", "rule r on t: price_t within 5% of price_tm1");
    check("poc_Rule_07.csv", &change, "t.r 2 2 0 0");
    let place = small(
        "postcode: text? city: text",
        "rule one_city on t: postcode determines city\n rule one_postcode on t: city determines postcode",
    );
    check("poc_Rule_15.csv", &place, "t.one_city 2 2 1 0\n t.one_postcode 3 0 2 0");
}

#[test]
fn wholes_of_the_proof_of_concept() {
    let level = |rule: &str| {
        format!(
            "codelist level {{ 'low' {{ en \"Low\" }} 'medium' {{ en \"Medium\" }} 'high' {{ en \"High\" }} }}\n{}",
            small("level: level? missing { 'NA' \"no answer\" }", rule)
        )
    };
    let medium = level(
        "rule most on t as a whole: share(where level == 'medium') >= 50%
        rule some on t as a whole: share(where level == 'medium') >= 40%
        rule said on t as a whole: share(where level is missing \"no answer\") <= 20%",
    );
    check(
        "poc_Rule_03_valid.csv",
        &medium,
        "t.most 1 0 0 0\n t.some 1 0 0 0\n t.said 1 0 0 0\n t.level.code 1000 0 0 0",
    );
    check("poc_Rule_03_invalid.csv", &medium, "t.most 0 1 0 0\n t.some 0 1 0 0\n t.said 1 0 0 0");
    // 263 to 490 of a thousand: under a half for sure, and who knows whether under four tenths.
    let missing = "t.most 0 1 0 0\n t.some 0 0 1 0\n t.said 0 1 0 0";
    check("poc_Rule_03_invalid_with_missings.csv", &medium, missing);
    let age = small("age: integer?", "rule r on t as a whole: mean(age) in 20..50");
    check("poc_Rule_09_valid.csv", &age, "t.r 1 0 0 0");
    check("poc_Rule_09_invalid.csv", &age, "t.r 0 1 0 0");
    check("poc_Rule_09_undecided.csv", &age, "t.r 0 0 1 0");
    let large = small(
        "business_id: integer turnover: integer",
        "rule r on t as a whole: any row (business_id == 100 and turnover >= 1_000_000)",
    );
    check("poc_Rule_10_valid.csv", &large, "t.r 1 0 0 0");
    check("poc_Rule_10_invalid1.csv", &large, "t.r 0 1 0 0");
    check("poc_Rule_10_invalid2.csv", &large, "t.r 0 1 0 0");
    let one = small(
        "business_id: integer? turnover: integer?",
        "rule r on t as a whole: sum(turnover where business_id == 100) in 2_000_000..3_000_000",
    );
    check("poc_Rule_11_valid1.csv", &one, "t.r 1 0 0 0");
    check("poc_Rule_11_invalid1.csv", &one, "t.r 0 1 0 0");
    check("poc_Rule_11_invalid2.csv", &one, "t.r 0 1 0 0");
    check("poc_Rule_11_undecided.csv", &one, "t.r 0 0 1 0");
    // A row without its enterprise may be of any.
    check("poc_Rule_11_valid2.csv", &one, "t.r 0 0 1 0");
    let weights = small(
        "level: text weight: decimal",
        r#"rules on t as a whole {
             first:  sum(weight where level matches /1\.\d/) == sum(weight where level == "1")
             second: sum(weight where level matches /1\.3\.\d/) == only(weight where level == "1.3")
           }"#,
    );
    check("poc_Rule_16_valid.csv", &weights, "t.first 1 0 0 0\n t.second 1 0 0 0");
    check("poc_Rule_16_invalid.csv", &weights, "t.first 0 1 0 0\n t.second 1 0 0 0");
}

#[test]
fn groups_of_the_proof_of_concept() {
    let sexes = small(
        "gender: text age_group: text",
        "rule alike on t by age_group: count(where gender == \"male\") == count(where gender == \"female\")
         rule enough on t by age_group: count() in 3..6",
    );
    check("poc_Rule_13_valid.csv", &sexes, "t.alike 3 0 0 0");
    check("poc_Rule_13_invalid.csv", &sexes, "t.alike 2 1 0 0");
    check("poc_Rule_14_valid.csv", &sexes, "t.enough 2 1 0 0");
    check("poc_Rule_14_invalid.csv", &sexes, "t.enough 1 2 0 0");
    let members =
        small("person_id: integer household_id: integer", "rule two on t by household_id: count() == 2");
    check("poc_Rule_17PERSONS.csv", &members, "t.two 3 2 0 0");
    let heads =
        small("hhid: integer hhrole: text", "rule one on t by hhid: count(where hhrole == \"h\") == 1");
    check("households.csv", &heads, "t.one 1 2 0 0");
    check(
        "months.csv",
        &small("g: text p: month", "rule r on t by g: gapless(p)"),
        "t.r 1 1 0 0\n t.p.type 6 0 0 0",
    );
    check("years_every_second.csv", &small("p: year", "rule r on t as a whole: gapless(p)"), "t.r 0 1 0 0");
}

#[test]
fn small_tables_of_other_editing_tools() {
    let logic = small(
        "A: integer? B: integer?",
        "rule either on t: A > 0 or B > 0\n rule both on t: A > 0 and B > 0",
    );
    check("nulls.csv", &logic, "t.either 4 0 1 0\n t.both 1 1 3 0");
    check("fd.csv", &small("a: text? b: integer", "rule r on t: a determines b"), "t.r 1 2 2 0");
    // A blank line is no record: of five cells, the two empty ones are not there.
    check("unique_na.csv", &small("x: integer?", "rule r on t: unique(x)"), "t.r 1 2 0 0");
    let total = small(
        "A: decimal B: decimal C: decimal D: decimal? TOT: decimal",
        "rule r on t: A + B + C + D == TOT",
    );
    check("banff_bf3.csv", &total, "t.r 3 1 1 0");
    let balance =
        small("total: integer? a: integer b: integer c: integer", "rule r on t: total == a + b + c");
    check("el_el10.csv", &balance, "t.r 1 1 1 0");
    let persons = small(
        "ID: integer Age: integer Married: integer Employed: integer Working_hours: integer",
        "rule young on t: Age < 18 implies Married == 0\n rule idle on t: Employed == 0 implies Working_hours == 0",
    );
    check("task2_persons.csv", &persons, "t.young 24 1 0 0\n t.idle 24 1 0 0");
    let volumes = small(
        "nace: text volume: integer",
        r#"rules on t as a whole {
             divisions: sum(volume where nace matches /01\.\d/) == only(volume where nace == "01")
             groups:    sum(volume where nace matches /01\.1\d/) == only(volume where nace == "01.1")
           }"#,
    );
    check("nace_small.csv", &volumes, "t.divisions 0 1 0 0\n t.groups 1 0 0 0");
}

#[test]
fn a_short_row_of_the_proof_of_concept_is_judged_by_what_it_has() {
    let persons = small(
        "`person-id`: integer year_of_birth: integer? gender: text expected: text?",
        "rule r on t: gender in {\"male\", \"female\"}\n rule b on t: year_of_birth <= 1_997",
    );
    // The last row lacks its gender: what was to be expected stands in its place, and nothing in the last column.
    check("poc_Rule_08PERSON.csv", &persons, "t.r 5 1 0 0\n t.b 4 1 1 0\n t.expected.type 5 1 0 0");
}
