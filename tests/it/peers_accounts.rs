//! Published tables under balances, expected records, sets of columns and families.
//!
//! Every count here was found a second time, by a few lines of Python. The tables are not part of the project; where they
//! are absent the tests say so and pass.
#![expect(clippy::print_stdout, reason = "a test that judged nothing says so")]

use std::fs;

use mizan::{Files, Standard};

use crate::support::{bound, csv_file, deliver, native, reference, shared};

/// Judges tables, each under its own name, by both engines, and compares
/// `RULE PASS FAIL UNKNOWN NOT_APPLICABLE NOT_EVALUATED`.
fn check(tables: &[&str], text: &str, expected: &str) {
    check_with(tables, &[], text, expected);
}

/// The same, with tables that are part of the standard.
fn check_with(tables: &[&str], of_standard: &[&str], text: &str, expected: &str) {
    let Some(folder) = shared("data/peers") else {
        println!("no shared/data/peers beside the project: nothing to judge");
        return;
    };
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("the tables are whole");
    // A declaration begins at the margin.
    let text: Vec<&str> = text.lines().map(str::trim_start).collect();
    let mut files = Files::of("standard.mizan", &text.join("\n"));
    of_standard.iter().for_each(|name| files.attach(name, Ok(&read(name))));
    let (standard, diagnostics) = Standard::compile(&files);
    let standard = bound(&standard.unwrap_or_else(|| panic!("{diagnostics:#?}")));
    let delivered: Vec<_> = tables.iter().map(|name| csv_file(name, &read(name))).collect();
    let data = deliver(&standard, &delivered);
    let engines = [
        ("native, 7 rows", native(&standard, &data, 7)),
        ("native, all rows", native(&standard, &data, 100_000)),
        ("reference", reference(&standard, &data)),
    ];
    let mut wrong = Vec::new();
    for (engine, tallies) in &engines {
        for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut words = line.rsplitn(6, ' ');
            let mut numbers: Vec<u64> = words.by_ref().take(5).map(|word| word.parse().unwrap()).collect();
            numbers.reverse();
            let rule = words.next().unwrap();
            let Some((id, _)) = standard.rules().find(|(_, found)| found.id == rule) else {
                let all: Vec<&str> = standard.rules().map(|(_, rule)| rule.id.as_str()).collect();
                panic!("no rule {rule} among {all:?}");
            };
            let counts = tallies[&id].counts;
            let found =
                [counts.pass, counts.fail, counts.unknown, counts.not_applicable, counts.not_evaluated];
            if found != numbers.as_slice() || counts.items != found.iter().sum::<u64>() {
                let why = &tallies[&id].not_evaluated;
                wrong.push(format!("{engine}: {rule} {found:?} of {}, {why:?}; {numbers:?}", counts.items));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The hierarchical ruleset of the VTL reference manual, with what an absent part means said in both ways.
#[test]
fn the_hierarchy_of_the_vtl_manual() {
    let relations = "
        'A' = 'J' + 'K' + 'L'
        'B' = 'M' + 'N' + 'O'
        'C' = 'P' + 'Q'
        'D' = 'R' + 'S'
        'E' = 'T' + 'U' + 'V'
        'F' = 'Y' + 'W' + 'Z'
        'G' = 'B' + 'C'
        'H' = 'D' + 'E'
        'I' = 'D' + 'G'
        'M' >= 'N'
        'M' <= 'G'";
    let text = format!(
        "source t {{
          files \"vtl_v2.1_check_hierarchy_ds_1.csv\"
          key Id_1, Id_2
          Id_1: year
          Id_2: text
          Me_1: integer?
        }}
        balance strict on t of Me_1 over Id_2 {{ {relations} }}
        balance filled on t of Me_1 over Id_2 {{ {relations} absent zero }}"
    );
    check(
        &["vtl_v2.1_check_hierarchy_ds_1.csv"],
        &text,
        "
        t.strict['A'] 0 0 0 0 1
        t.strict['B'] 1 0 0 0 0
        t.strict['C'] 1 0 0 0 0
        t.strict['D'] 0 0 1 0 0
        t.strict['E'] 0 0 1 0 0
        t.strict['F'] 0 0 0 0 1
        t.strict['G'] 0 1 0 0 0
        t.strict['H'] 0 0 0 0 1
        t.strict['I'] 0 0 1 0 0
        t.strict['M'] 0 1 0 0 0
        t.strict['M']_2 1 0 0 0 0
        t.filled['D'] 0 0 1 0 0
        t.filled['I'] 0 1 0 0 0
        t.filled['H'] 0 0 0 0 1
        ",
    );
}

#[test]
fn the_hierarchies_of_trevas() {
    let relations = "'ABC' = 'A' + 'B' + 'C'  'DEF' = 'D' + 'E' + 'F'  'HIJ' = 'H' + 'I' + 'J'";
    let text = format!(
        "source t {{ files \"trevas_hierarchy.csv\" key id id: text Me: integer }}
        balance strict on t of Me over id {{ {relations} }}
        balance filled on t of Me over id {{ {relations} absent zero }}"
    );
    check(
        &["trevas_hierarchy.csv"],
        &text,
        "
        t.strict['ABC'] 1 0 0 0 0
        t.strict['DEF'] 0 0 1 0 0
        t.strict['HIJ'] 0 0 1 0 0
        t.filled['ABC'] 1 0 0 0 0
        t.filled['DEF'] 1 0 0 0 0
        t.filled['HIJ'] 0 1 0 0 0
        ",
    );
}

/// Credit less debit, assets less liabilities: rows with too few cells have no value.
#[test]
fn the_hierarchies_of_vtlengine() {
    let text = |table: &str| {
        format!(
            "codelist entry {{ 'B' {{ en \"Balance\" }} 'C' {{ en \"Credit\" }} 'D' {{ en \"Debit\" }}
                              'N' {{ en \"Net\" }} 'A' {{ en \"Assets\" }} 'L' {{ en \"Liabilities\" }} }}
            source t {{
              files \"{table}\"
              key ACCOUNTING_ENTRY, FUNCTIONAL_CAT, INSTR_ASSET, INT_ACC_ITEM, REF_AREA, REF_SECTOR
              ACCOUNTING_ENTRY: entry
              FUNCTIONAL_CAT: text  INSTR_ASSET: text  INT_ACC_ITEM: text  REF_AREA: text  REF_SECTOR: text
              OBS_VALUE: integer?
            }}
            balance strict on t of OBS_VALUE over ACCOUNTING_ENTRY {{ 'B' = 'C' - 'D'  'N' = 'A' - 'L' }}
            balance filled on t of OBS_VALUE over ACCOUNTING_ENTRY {{ 'B' = 'C' - 'D'  'N' = 'A' - 'L'  absent zero }}"
        )
    };
    let small = "vtlengine_Hierarchical_1-1-1-1.csv";
    check(
        &[small],
        &text(small),
        "
        t.strict['B'] 0 1 2 0 0
        t.strict['N'] 0 0 1 0 2
        t.filled['B'] 0 1 2 0 0
        t.filled['N'] 0 1 0 0 2
        ",
    );
    let large = "vtlengine_Hierarchical_1-1-1-10.csv";
    check(
        &[large],
        &text(large),
        "
        t.strict['B'] 0 2 3 0 0
        t.strict['N'] 0 1 4 0 0
        t.filled['B'] 0 2 3 0 0
        t.filled['N'] 1 2 2 0 0
        ",
    );
    let wide = "source t { files \"vtlengine_Hierarchical_1-1-1-31.csv\" key Id1, Id2  Id1: integer  Id2: text  Me1: integer? }
        balance equal on t of Me1 over Id2 { 'A' = 'B' + 'C' absent zero }
        balance above on t of Me1 over Id2 { 'A' >= 'B' + 'C' absent zero }
        balance strict on t of Me1 over Id2 { 'A' >= 'B' + 'C' }";
    check(
        &["vtlengine_Hierarchical_1-1-1-31.csv"],
        wide,
        "
        t.equal['A'] 0 2 2 0 0
        t.above['A'] 1 1 2 0 0
        t.strict['A'] 0 1 3 0 0
        ",
    );
}

#[test]
fn accounts_of_regions_their_balances_and_what_is_expected() {
    check(
        &["samplonomy.csv", "sam_keys_all.csv", "sam_keys_provinces.csv"],
        r#"
        codelist measure {
          'gdp' { en "Product" } 'import' { en "Imports" } 'export' { en "Exports" } 'balance' { en "Balance" }
        }
        source t {
          files "samplonomy.csv"
          key region, freq, period, measure
          region:  text
          freq:    text
          period:  period
          measure: measure
          value:   number?
        }
        source all { files "sam_keys_all.csv" region: text  period: period }
        source provinces { files "sam_keys_provinces.csv" region: text  period: period }
        balance trade on t of value over measure { 'balance' = 'export' - 'import'  within 0.001 }
        balance trade_filled on t of value over measure { 'balance' = 'export' - 'import'  within 0.001  absent zero }
        balance districts on t of value over region {
          'Samplonia' = 'Agria' + 'Induston'
          'Agria'     = 'Wheaton' + 'Greenham' + 'Newbay'
          'Induston'  = 'Smokely' + 'Mudwater' + 'Crowdon' + 'Oakdale'
          within 0.001
        }
        rule complete on t { expects exactly (region, period) in all }
        rule of_provinces on t { expects exactly (region, period) in provinces }
        rule every_measure on t { expects (region, period) in all, measure in measure }
        rule every_value on t { when value is known expects (region, period) in all, measure in measure }
        rule four_measures on t by region, period { expects measure in {'gdp', 'import', 'export', 'balance'} }
        "#,
        "
        t.trade['balance'] 296 0 4 0 0
        t.trade_filled['balance'] 296 1 3 0 0
        t.districts['Samplonia'] 117 0 3 0 0
        t.districts['Agria'] 118 0 2 0 0
        t.districts['Induston'] 117 0 3 0 0
        t.complete 300 0 0 0 0
        t.of_provinces 48 252 0 0 0
        t.every_measure 1198 2 0 0 0
        t.every_value 1196 4 0 0 0
        t.four_measures 1198 2 0 0 0
        ",
    );
}

#[test]
fn the_balances_of_payments_of_a_central_bank() {
    check(
        &["nbb_bop.csv"],
        r#"
        source bop {
          files "nbb_bop.csv"
          key   ACCOUNTING_ENTRY, ADJUSTMENT, COMP_METHOD, COUNTERPART_AREA, COUNTERPART_SECTOR, CURRENCY_DENOM,
                FLOW_STOCK_ENTRY, FREQ, FUNCTIONAL_CAT, INSTR_ASSET, INT_ACC_ITEM, MATURITY, REF_AREA, REF_SECTOR,
                TIME_PERIOD, UNIT_MEASURE, VALUATION
          columns dimensions = ACCOUNTING_ENTRY, ADJUSTMENT, COMP_METHOD, COUNTERPART_AREA, COUNTERPART_SECTOR,
                CURRENCY_DENOM, FLOW_STOCK_ENTRY, FREQ, FUNCTIONAL_CAT, INSTR_ASSET, INT_ACC_ITEM, MATURITY, REF_AREA,
                REF_SECTOR, UNIT_MEASURE, VALUATION: text
          TIME_PERIOD: date
          OBS_VALUE:   integer
        }
        balance entries on bop of OBS_VALUE over ACCOUNTING_ENTRY { 'B' = 'C' - 'D'  'N' = 'A' - 'L' }
        rule stated on bop: every(columns dimensions: it is known)
        rule one_method on bop as a whole for each c in dimensions: count(distinct c) <= 2
        "#,
        "
        bop.entries['B'] 9 3 339 0 597
        bop.entries['N'] 2 1 573 0 372
        bop.stated 1491 0 0 0 0
        bop.one_method[FREQ] 1 0 0 0 0
        bop.one_method[COMP_METHOD] 1 0 0 0 0
        bop.one_method[MATURITY] 0 1 0 0 0
        ",
    );
}

#[test]
fn the_transmission_table_of_national_accounts_with_errors() {
    check(
        &["eurostat_NAMAIN_T0101_bad.csv"],
        r#"
        source na {
          files "eurostat_NAMAIN_T0101_bad.csv"
          key freq, adjustment, ref_area, counterpart_area, ref_sector, counterpart_sector, accounting_entry, sto,
              instr_asset, activity, expenditure, unit_measure, prices, transformation, ref_year_price, table_identifier, time
          columns dimensions = freq, adjustment, ref_area, counterpart_area, ref_sector, counterpart_sector,
              accounting_entry, sto, instr_asset, activity, expenditure, unit_measure, prices, transformation,
              ref_year_price, table_identifier: text
          time:      year
          obs_value: integer
        }
        balance activities on na of obs_value over activity {
          '_T' = 'A' + 'BTE' + 'F' + 'GTI' + 'J' + 'K' + 'L' + 'M_N' + 'OTQ' + 'RTU'
          'BTE' >= 'C'
        }
        balance sectors on na of obs_value over ref_sector { 'S1' = 'S11' + 'S12' + 'S13' + 'S14' + 'S15' + 'S1N' }
        rule complete on na {
          when    sto == "B1G" and ref_sector == "S1"
          expects activity in {"A", "BTE", "C", "F", "GTI", "J", "K", "L", "M_N", "OTQ", "RTU", "_T"}, time in 2014..2017
        }
        rule pairs on na: (accounting_entry, sto) in {("B", "B1G"), ("B", "YA1"), ("C", "B1GQ"), ("C", "D21X31"), ("D", "D21")}
        "#,
        "
        na.activities['_T'] 0 2 1 0 17
        na.activities['BTE'] 2 0 7 0 11
        na.sectors['S1'] 0 1 0 0 35
        na.complete 26 22 0 0 0
        na.pairs 38 4 0 0 0
        ",
    );
}

#[test]
fn retailers_by_sets_of_columns() {
    check(
        &["SBS2000.csv"],
        r#"
        source sbs {
          files "SBS2000.csv"
          key   id
          id: text
          turnover:      decimal?
          `other.rev`:   decimal?
          `total.rev`:   decimal?
          `staff.costs`: decimal?
          `total.costs`: decimal?
          profit:        decimal?
          vat:           decimal?
          columns amounts = turnover..vat
          columns revenue = turnover, `other.rev`
        }
        rule not_negative on sbs for each c in amounts: c >= 0
        rules on sbs {
          answered: count(columns amounts) >= 5
          adds_up:  sum(known columns revenue) == `total.rev`
        }
        "#,
        "
        sbs.not_negative[turnover] 56 0 4 0 0
        sbs.not_negative[other.rev] 23 1 36 0 0
        sbs.not_negative[total.rev] 58 0 2 0 0
        sbs.not_negative[staff.costs] 50 0 10 0 0
        sbs.not_negative[total.costs] 55 0 5 0 0
        sbs.not_negative[profit] 51 4 5 0 0
        sbs.not_negative[vat] 48 0 12 0 0
        sbs.answered 54 6 0 0 0
        sbs.adds_up 49 7 4 0 0
        ",
    );
}

/// The whole of NACE Rev. 2, 381 totals, over five figures.
#[test]
fn activities_along_their_classification() {
    check_with(
        &["nace_small.csv"],
        &["nace_rev2_code_parent.csv"],
        r#"
        codelist nace from "nace_rev2_code_parent.csv" { code Code  parent Parent }
        source t { files "nace_small.csv" key nace  nace: nace  volume: integer }
        balance strict on t of volume along nace
        balance filled on t of volume along nace { absent zero }
        "#,
        "
        t.strict['A'] 0 0 1 0 0
        t.strict['01'] 0 0 1 0 0
        t.strict['01.1'] 0 0 1 0 0
        t.strict['B'] 0 0 0 0 1
        t.filled['A'] 0 0 1 0 0
        t.filled['01'] 0 1 0 0 0
        t.filled['01.1'] 1 0 0 0 0
        ",
    );
}
