//! The page of a run: what leads where, what is said of the rules, how large it becomes.

use std::collections::BTreeSet;

use mizan::check::{CheckOptions, Delivery, check};
use mizan::locale::{Catalog, Lang};
use mizan::outcome::Verdict;
use mizan::report::{self, Run};
use mizan::{Files, Standard};

use crate::reports::run;

fn page(run: &Run, lang: Lang) -> String {
    report::html(run, Catalog::of(lang).isolated())
}

/// The values of an attribute, in the order of the page.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn every_link_of_a_page_leads_somewhere_and_names_are_unique() {
    for lang in Lang::ALL {
        let page = page(&run(lang), lang);
        let ids = values(&page, "id");
        let known: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "{ids:?}");
        for link in values(&page, "href") {
            assert!(known.contains(&link[1..].to_owned()), "{link}");
        }
    }
}

#[test]
fn a_page_asks_nothing_of_a_network_and_runs_nothing() {
    for lang in Lang::ALL {
        let page = page(&run(lang), lang);
        for sign in ["http:", "https:", "//", "<script", "@import", "url(", " src="] {
            assert!(!page.contains(sign), "{sign}");
        }
    }
}

#[test]
fn a_rule_that_fails_nearly_everywhere_is_suspect() {
    let mut of = run(Lang::English);
    assert!(!page(&of, Lang::English).contains("nearly everywhere"));
    let rule = of.rules.iter_mut().find(|rule| rule.verdict == Verdict::Breached).expect("one is breached");
    (rule.pass, rule.fail, rule.items) = (1, 9, 10);
    assert!(
        page(&of, Lang::English).contains("1\u{2069} rule fails nearly everywhere")
            || page(&of, Lang::English).contains("1 rule fails nearly everywhere")
    );
}

#[test]
fn a_rule_that_could_often_not_be_checked_is_listed() {
    let mut of = run(Lang::English);
    let rule = of.rules.iter_mut().find(|rule| rule.verdict == Verdict::Breached).expect("one is breached");
    (rule.pass, rule.fail, rule.unknown, rule.items) = (60, 30, 10, 100);
    assert!(page(&of, Lang::English).contains("10.0%"));
}

#[test]
fn a_rule_that_several_sources_are_judged_by_is_a_row_of_the_matrix() {
    let mut of = run(Lang::English);
    assert!(!page(&of, Lang::English).contains("en-matrix"));
    let mut twin =
        of.rules.iter().find(|rule| rule.id == "declarations.many_days").expect("it is there").clone();
    twin.id = "permits.many_days".to_owned();
    twin.subject = "permits".to_owned();
    twin.verdict = Verdict::Breached;
    of.rules.push(twin);
    let page = page(&of, Lang::English);
    assert!(page.contains("en-matrix") && page.contains("href=\"#en-rule-permits.many__days\""), "{page}");
}

/// One bin for each limit, and how many are in it.
fn sizes(of: &[(Option<f64>, u64)]) -> Vec<report::SizeRun> {
    of.iter().map(|(up_to, count)| report::SizeRun { up_to: *up_to, count: *count }).collect()
}

#[test]
fn the_size_of_errors_is_drawn_and_suggests_a_tolerance() {
    let mut of = run(Lang::English);
    let rule = of.rules.iter_mut().find(|rule| rule.verdict == Verdict::Breached).expect("one is breached");
    rule.sizes = sizes(&[(Some(0.01), 19), (Some(1.0), 100), (Some(1e4), 3), (None, 1)]);
    let text = report::html(&of, Catalog::of(Lang::English));
    assert!(text.contains("119 of 123 differences are within 1."), "{text}");
    assert!(text.contains("a tolerance of 1 would leave 4."), "{text}");
    assert!(text.contains("<title>≤ 0.01: 19; ≤ 1: 100; ≤ 10⁴: 3; &gt; 10⁹: 1</title>"), "{text}");
    assert!(text.contains("1 rule fails by little"), "{text}");
}

#[test]
fn a_tolerance_that_all_differences_are_within_leaves_none() {
    let said = |lang| {
        let mut of = run(lang);
        let rule = of.rules.iter_mut().find(|rule| rule.verdict == Verdict::Breached);
        rule.expect("one is breached").sizes = sizes(&[(Some(1.0), 10)]);
        report::html(&of, Catalog::of(lang))
    };
    assert!(said(Lang::English).contains("a tolerance of 1 would leave none."));
    assert!(said(Lang::French).contains("une tolérance de 1 n'en laisserait aucune."));
    assert!(said(Lang::Arabic).contains("لا يُبقي أيا منها"));
}

#[test]
fn a_large_difference_is_no_rounding() {
    let mut of = run(Lang::English);
    let rule = of.rules.iter_mut().find(|rule| rule.verdict == Verdict::Breached).expect("one is breached");
    rule.sizes = sizes(&[(Some(1e3), 100)]);
    let text = report::html(&of, Catalog::of(Lang::English));
    assert!(text.contains("100 of 100 differences are within 1,000."), "{text}");
    assert!(!text.contains("a tolerance of") && !text.contains("fails by little"), "{text}");
}

#[test]
fn a_page_in_several_languages_shows_the_first_and_a_switch() {
    let (first, others) = (run(Lang::Arabic), [run(Lang::French), run(Lang::English)]);
    let page = report::html_in_languages(&first, &others);
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    for (lang, direction) in [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")] {
        assert!(page.contains(&format!("<div class=\"edition\" lang=\"{lang}\" dir=\"{direction}\">")));
        assert!(page.contains(&format!("id=\"show-{lang}\"")));
    }
    assert_eq!(page.matches("\" checked>").count(), 1);
    let ids = values(&page, "id");
    let known: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(known.len(), ids.len(), "{ids:?}");
}

#[test]
fn what_stands_between_backticks_is_code() {
    let text = page(&run(Lang::Arabic), Lang::Arabic);
    assert!(text.contains("<code><bdi dir=\"ltr\">person</bdi></code>"), "{text}");
    assert!(!text.contains("\\u{2068}"), "{text}");
}

/// A run of so many rules at so many sources, some of which fail.
fn large(rules: usize, sources: usize, lang: Lang) -> Run {
    let mut of = run(lang);
    let source = of.sources.first().expect("there is one").clone();
    let is_of =
        |rule: &&report::RuleRun, verdict: Verdict| rule.verdict == verdict && !rule.samples.is_empty();
    let failing = of.rules.iter().find(|rule| is_of(rule, Verdict::Breached)).expect("one fails").clone();
    let met = of.rules.iter().find(|rule| rule.verdict == Verdict::Ok).expect("one is met").clone();
    (of.sources, of.rules) = (Vec::new(), Vec::new());
    for at in 0..sources {
        let name = format!("institution_{at}");
        of.sources.push(report::SourceRun { name: name.clone(), ..source.clone() });
        for number in 0..rules {
            let like = if (number + at) % 10 == 0 { &failing } else { &met };
            let id = format!("{name}.rule_about_something_{number}");
            let place = format!("rules.mizan:{number}");
            let samples = like.samples.iter().cycle().take(5 * like.samples.len().min(1)).cloned().collect();
            of.rules.push(report::RuleRun { id, place, subject: name.clone(), samples, ..like.clone() });
        }
    }
    of
}

#[test]
fn a_square_of_the_matrix_says_how_many_fail() {
    for lang in Lang::ALL {
        let of = large(12, 3, lang);
        let rule = of.rules.iter().find(|rule| rule.fails()).expect("one fails");
        let page = page(&of, lang);
        let (_, matrix) = page.split_once("class=\"matrix\"").expect("a matrix");
        let (matrix, _) = matrix.split_once("</table>").expect("its end");
        let square = |rule: &report::RuleRun| {
            let (_, square) = matrix.split_once(&format!(" – {} – ", rule.id)).expect("its square");
            square.split_once("</a>").expect("its end").0.to_owned()
        };
        let square = square(rule);
        let count = lang.count(rule.fail);
        assert!(square.ends_with(&format!("<small>{count}</small>")), "{square}");
        // Who does not see it is told at least what is shown.
        assert!(square.split_once('>').expect("a name").0.contains(&count), "{square}");
        assert_eq!(matrix.matches("<small>").count(), of.rules.iter().filter(|rule| rule.fail > 0).count());
    }
}

#[test]
fn five_hundred_rules_at_twenty_sources_stay_below_three_megabytes() {
    let others = [large(500, 20, Lang::Arabic), large(500, 20, Lang::English)];
    let page = report::html_in_languages(&large(500, 20, Lang::French), &others);
    assert!(page.len() <= 3_000_000, "{}", page.len());
    // What there is room for is there: every source, and the rules that fail.
    assert!(page.contains("fr-source-institution__19"));
    assert!(page.contains("fr-rule-institution__19.rule__about__something__1\""));
}

#[test]
fn rules_that_are_of_one_source_each_leave_room_for_every_language() {
    let others = [large(25, 20, Lang::Arabic), large(25, 20, Lang::English)];
    let page = report::html_in_languages(&large(25, 20, Lang::French), &others);
    assert!(page.len() <= 3_000_000, "{}", page.len());
    assert!(page.contains("id=\"show-ar\"") && page.contains("ar-source-institution__19"));
}

/// A run with a table of so many rows.
fn with_table(rows: usize, lang: Lang) -> Run {
    let mut of = run(lang);
    let row = |at: usize| report::RowRun {
        key: vec![report::ShownValue::Text(format!("region {at}"))],
        values: vec![report::ShownValue::Suppressed; 60],
        records: None,
    };
    let column =
        |name: &str| report::ColumnRun { name: name.to_owned(), kind: "text", unit: Some("MAD".to_owned()) };
    for at in 0..6 {
        of.tables.push(report::TableRun {
            name: format!("table_{at}"),
            title: String::new(),
            from: "declarations".to_owned(),
            keys: vec![column("region")],
            measures: (0..60).map(|at| column(&format!("measure_{at}"))).collect(),
            rows: (0..rows).map(row).collect(),
            undecided: 0,
            suppressed: 0,
        });
    }
    of
}

#[test]
fn rows_of_tables_give_way_before_languages() {
    let page = |rows| {
        let others = [with_table(rows, Lang::Arabic), with_table(rows, Lang::English)];
        report::html_in_languages(&with_table(rows, Lang::French), &others)
    };
    let (small, large) = (page(25), page(200));
    assert!(small.contains("region 24"));
    assert!(large.len() <= 3_000_000 && large.contains("id=\"show-ar\""), "{}", large.len());
    assert!(large.contains("region 19") && !large.contains("region 20"));
}

#[test]
fn rules_that_the_same_rows_break_are_told_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "source s { files \"s.csv\" id: integer age: integer wage: integer }
      rules on s {\n grown: age >= 15\n paid: wage > 0\n numbered: id > 0\n }";
    let rows: Vec<String> =
        (1..=20).map(|id| if id <= 6 { format!("{id},9,0") } else { format!("{id},40,900") }).collect();
    std::fs::write(folder.path().join("s.csv"), format!("id,age,wage\n{}\n", rows.join("\n")))
        .expect("a file");
    let (standard, said) = Standard::compile(&Files::of("standard.mizan", text));
    let standard = standard.unwrap_or_else(|| panic!("{said:#?}"));
    let failing = folder.path().join("failing.parquet");
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    let options = CheckOptions { failing: Some(&failing), ..CheckOptions::default() };
    let of = check(&standard, &delivery, &options).expect("it runs");
    let pair = report::TogetherRun { rules: ["s.grown", "s.paid"].map(str::to_owned), rows: 6 };
    assert_eq!(of.sources[0].together, [pair]);
    let words = Catalog::of(Lang::English);
    assert!(report::markdown(&of, words).contains("6 rows break both"));
    assert!(report::html(&of, words).contains("6 rows break both"));
    let without = check(&standard, &delivery, &CheckOptions::default()).expect("it runs");
    assert!(without.sources[0].together.is_empty());
}
