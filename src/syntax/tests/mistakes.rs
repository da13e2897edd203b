//! Mistakes: what is said, and the repair.

use crate::files::Files;
use crate::syntax::{parse, repair};

/// Codes of the diagnostics, and the text after their repairs.
fn repaired(text: &str) -> (Vec<&'static str>, String) {
    let files = Files::of("test.mizan", text);
    let (_, diagnostics) = parse(&files);
    let (id, _) = files.iter().next().expect("one file was added");
    (diagnostics.iter().map(|found| found.code.info().code).collect(), repair(&files, id, &diagnostics))
}

#[test]
fn conditions_of_other_languages_are_named_and_repaired() {
    let table = [
        ("sex = '1'", "M0102", "sex == '1'"),
        ("wage <> 0", "M0103", "wage != 0"),
        ("a && b", "M0104", "a and b"),
        ("a | b", "M0104", "a or b"),
        ("a AND b", "M0104", "a and b"),
        ("!a", "M0104", "not a"),
        ("wage ≥ 3", "M0104", "wage >= 3"),
        ("wage =< 3", "M0104", "wage <= 3"),
        ("wage => 3", "M0104", "wage >= 3"),
        ("wage === 3", "M0104", "wage == 3"),
        ("wage ≠ 3", "M0104", "wage != 3"),
        ("wage − 1 > 3", "M0104", "wage - 1 > 3"),
        ("wage × 2 > 3", "M0104", "wage * 2 > 3"),
        ("x %in% codes", "M0104", "x in codes"),
        ("x in {1، 2}", "M0104", "x in {1, 2}"),
        ("x in 1…2", "M0104", "x in 1..2"),
        ("x is NULL", "M0104", "x is missing"),
        ("x is not NA", "M0104", "x is not missing"),
        ("sex == ‘1’", "M0105", "sex == '1'"),
        ("name == “Ahmed”", "M0105", "name == \"Ahmed\""),
        ("name == « Ahmed »", "M0105", "name == \"Ahmed\""),
        ("wage >= 3 111,39", "M0106", "wage >= 3_111.39"),
        ("wage >= 3\u{202F}111", "M0106", "wage >= 3_111"),
        ("wage >= 1.234.567,8", "M0106", "wage >= 1_234_567.8"),
        ("wage >= 3,14", "M0106", "wage >= 3.14"),
        ("wage >= ٣٤", "M0106", "wage >= 34"),
        ("d >= 2024-1-5", "M0107", "d >= 2024-01-05"),
        ("d >= 31/12/2024", "M0107", "d >= 2024-12-31"),
        ("d >= 2024-1", "M0107", "d >= 2024-01"),
        ("d >= 2024Q1", "M0107", "d >= 2024-Q1"),
        ("age between 15 and 64", "M0110", "age in 15..64"),
        ("age not between 15 and 64", "M0110", "age not in 15..64"),
        ("count where status == 'A' <= 1", "M0111", "count(where status == 'A') <= 1"),
        ("count distinct person >= 2", "M0111", "count(distinct person) >= 2"),
    ];
    for (written, code, write) in table {
        let (codes, after) = repaired(&format!("rule r on s: {written}"));
        assert_eq!(
            (codes.as_slice(), after.as_str()),
            (&[code][..], format!("rule r on s: {write}").as_str()),
            "{written}"
        );
        assert!(repaired(&after).0.is_empty(), "{after}");
    }
}

#[test]
fn mistakes_without_a_sure_repair_are_named() {
    let table = [
        ("d >= 2024-13", "M0107"),
        ("d >= 2024-02-30", "M0107"),
        ("d >= 05/06/2024", "M0107"),
        ("a and b or c", "M0108"),
        ("if a then b", "M0109"),
        ("(case { a => 1, b => 2 }) == 1", "M0121"),
        ("(case { a => 1, }) == 1", "M0121"),
        ("(case { }) == 1", "M0121"),
        ("a < b > c", "M0117"),
        ("a == b != c", "M0117"),
        ("a % 2 == 1", "M0119"),
        ("10 % 3 == 1", "M0119"),
        ("a ==", "M0101"),
        ("a b", "M0101"),
        ("(a == 1", "M0116"),
        ("f(a, b", "M0116"),
        ("a == \"x", "M0116"),
        ("a == 'x", "M0116"),
        ("a) == 1", "M0101"),
        ("a\u{202E} == 1", "M0114"),
        ("sum(x where a where b) > 1", "M0702"),
        ("sum(x by a overall) > 1", "M0702"),
    ];
    for (written, code) in table {
        let text = format!("rule r on s: {written}");
        assert_eq!(repaired(&text).0, [code], "{written}");
    }
}

#[test]
fn both_readings_of_and_with_or_are_proposed() {
    let (_, diagnostics) = parse(&Files::of("a.mizan", "rule r on s: a and b or c and d or e"));
    let arguments = format!("{:?}", diagnostics.iter().next().map(|found| found.arguments.clone()));
    assert!(arguments.contains("(a and b) or (c and d) or e"), "{arguments}");
    assert!(arguments.contains("a and (b or c) and (d or e)"), "{arguments}");
}

/// The code, the place and what was expected of the first diagnostic.
fn first(text: &str) -> (String, String, String) {
    let files = Files::of("test.mizan", text);
    let (_, diagnostics) = parse(&files);
    let found = diagnostics.iter().next().expect("a mistake is found");
    let expected = found.arguments.iter().find(|(name, _)| *name == "expected");
    let expected = expected.map_or(String::new(), |(_, value)| match value {
        crate::diag::Argument::Text(text) => text.clone(),
        crate::diag::Argument::Number(number) => number.to_string(),
    });
    let place = found.span.map_or("", |span| files.text(span));
    (found.code.info().code.to_owned(), place.to_owned(), expected)
}

#[test]
fn a_syntax_error_says_what_was_expected() {
    let table = [
        ("rule r on s: a >", "", "expression"),
        ("rule r on s { require a severty warning }", "severty", "\"severity\""),
        ("rule r on s { reqire a }", "reqire", "\"require\""),
        ("source s { obsrves flow of x }", "obsrves", "\"observes\""),
        ("rule r on s { severity gray }", "gray", "\"error\", \"info\", \"warning\""),
        ("rule r on s: if a b", "b", "\"then\""),
        ("rule r s: a", "s", "\"on\""),
        ("unit x = y", "y", "number"),
        ("rule in on s: a", "in", "name"),
    ];
    for (text, place, expected) in table {
        let (code, at, keys) = first(text);
        assert_eq!((code.as_str(), at.as_str()), ("M0101", place), "{text}");
        assert!(keys.contains(expected), "{text}: {keys}");
    }
}

#[test]
fn an_unclosed_bracket_is_pointed_at_where_it_opens() {
    let table = [
        ("rule r on s { require (a == 1\n severity warning }", "("),
        ("rule r on s {\n require a == 1\n", "{"),
        ("source s { x: decimal [MAD in 0..1 }", "["),
        ("source s { files \"a.csv\n x: text }", "\""),
    ];
    for (text, place) in table {
        let (code, at, _) = first(text);
        assert_eq!((code.as_str(), at.as_str()), ("M0116", place), "{text}");
    }
}

#[test]
fn words_that_begin_no_declaration_are_named_with_the_nearest() {
    let text = "unit a\nruel r on s: a\nrule ok on s: a\n";
    assert_eq!(super::mistakes(text), ["M0115 ruel"]);
    let text = "rule r on s: a >\nruel q on s: a\nrulle p on s: a\n";
    assert_eq!(super::mistakes(text), ["M0101 ", "M0115 ruel", "M0115 rulle"]);
    let text = "define d on s =\nunits and b\n";
    assert_eq!(super::mistakes(text), [""; 0]);
    assert_eq!(super::mistakes("Some prose\nthat is no rule.\n"), ["M0115 Some"]);
    assert_eq!(super::mistakes("rule r on s: a }\nrule q on s: b"), ["M0101 }"]);
}

#[test]
fn columns_without_a_colon_are_each_repaired() {
    let text = "source s {\n  person_id  text  identifying\n  age  integer [year]\n  sex: sex\n}\n";
    let (codes, after) = repaired(text);
    assert_eq!(codes, ["M0118", "M0118"]);
    assert!(after.contains("person_id:  text") && after.contains("age:  integer"), "{after}");
}

#[test]
fn marks_of_direction_are_refused_in_code_and_kept_in_texts() {
    assert_eq!(super::mistakes("rule r on s: name == \"a\u{200F}\" // \u{200E}\n"), [""; 0]);
    assert_eq!(super::mistakes("rule r on s: a\u{200F} > 1").len(), 1);
    assert_eq!(super::mistakes("// \u{202E}\nrule r on s: a > 1").len(), 1);
    assert_eq!(super::mistakes("rule r on s: name == \"\u{2066}\"").len(), 1);
}

#[test]
fn foreign_blanks_line_ends_and_marks_are_blanks() {
    assert_eq!(super::mistakes("\u{FEFF}unit a\r\nrule\u{A0}r on s:\u{202F}a > 1\r\n"), [""; 0]);
}

#[test]
fn what_depends_on_a_declaration_that_does_not_parse_is_silent() {
    let text = "source people {\n  files \"p.csv\"\n  age: integer? [year]\n  kind: kind\n}\n\
                codelist kind { 'A' {\n}\ndefine adult on people = age >= limit\n\
                parameter limit integer = 3\nrule a on people: adult and age < oldest\n";
    let (_, found) = crate::Standard::compile(&crate::Files::of("a.mizan", text));
    let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.info().code).collect();
    assert!(codes.contains(&"M0101"), "{codes:?}");
    let unknown = ["M0201", "M0205", "M0206", "M0218"];
    assert!(codes.iter().all(|code| !unknown.contains(code)), "{codes:?}");
}
