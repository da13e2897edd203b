//! The examples of every function, read by a tiny evaluator of literals and calls, and what must hold of all of them.

use super::{Accepts, Builtin, Kind, Lift, all, lookup};
use crate::types::{Decimal, Grain, Period, Scalar, Type, Unit, Value, days_of};

/// An argument as an example writes it.
enum Term<'a> {
    Literal(&'a str),
    Call(&'static Builtin, Vec<Term<'a>>),
}

fn term(text: &str) -> Term<'_> {
    let text = text.trim();
    let call = text.split_once('(').filter(|(name, _)| lookup(name).is_some());
    let Some((name, rest)) = call else { return Term::Literal(text) };
    let inside = rest.strip_suffix(')').expect("a call ends with a parenthesis");
    Term::Call(lookup(name).expect("filtered"), arguments(inside).into_iter().map(term).collect())
}

/// The parts between commas that stand in no quotes and no inner parentheses.
fn arguments(inside: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0, false);
    for (place, character) in inside.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&inside[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    parts
}

fn literal(text: &str) -> Value {
    if text == "missing" {
        return None;
    }
    if let Some(quoted) = text.strip_prefix('"') {
        return Some(Scalar::text(quoted.strip_suffix('"').expect("closing quotes")));
    }
    let moment = text.parse::<chrono::NaiveDateTime>().ok();
    let day = text.parse::<chrono::NaiveDate>().ok();
    let read = text.parse().ok().map(Scalar::Integer).filter(|_| text.len() != 4 || !text.starts_with("20"));
    read.or(moment.map(|moment| Scalar::Timestamp(moment.and_utc().timestamp_micros())))
        .or(day.map(|day| Scalar::Date(days_of(day))))
        .or(Period::parse(text).map(Scalar::Period))
        .or(Decimal::parse(text).map(Scalar::Decimal))
        .map(Some)
        .expect("a literal")
}

fn value(term: &Term<'_>) -> Value {
    match term {
        Term::Literal(text) => literal(text),
        Term::Call(builtin, arguments) => {
            let given = arguments.iter().enumerate().map(|(place, argument)| {
                let parameter = builtin.parameter(place).expect("no argument too many");
                widened(value(argument), parameter.accepts)
            });
            (builtin.scalar)(&given.collect::<Vec<_>>())
        }
    }
}

fn widened(value: Value, accepts: Accepts) -> Value {
    match value {
        Some(Scalar::Integer(x)) if accepts == Accepts::Number => {
            Scalar::number(Decimal::from_integer(x).to_f64())
        }
        Some(Scalar::Decimal(x)) if accepts == Accepts::Number => Scalar::number(x.to_f64()),
        other => other,
    }
}

fn shown(value: &Value) -> String {
    match value {
        None => "missing".to_owned(),
        Some(Scalar::Text(text)) => format!("\"{text}\""),
        Some(other) => other.to_string(),
    }
}

fn outcome(expression: &str) -> String {
    match expression.split_once(" == ") {
        Some((left, right)) => (value(&term(left)) == value(&term(right))).to_string(),
        None => shown(&value(&term(expression))),
    }
}

#[test]
fn every_example_comes_out_as_it_says() {
    for builtin in all() {
        let doc = builtin.doc();
        let block = doc.split_once("```mizan\n").and_then(|(_, rest)| rest.split_once("```"));
        let (block, _) = block.unwrap_or_else(|| panic!("{} has an example", builtin.name));
        for line in block.lines() {
            let (expression, expected) = line.split_once("//").expect("an expression and its value");
            assert_eq!(outcome(expression.trim()), expected.trim(), "{expression}");
        }
    }
}

#[test]
fn a_missing_argument_makes_every_function_missing() {
    for builtin in all() {
        let arguments = vec![None; builtin.parameters.len()];
        assert_eq!((builtin.scalar)(&arguments), None, "{}", builtin.name);
    }
}

#[test]
fn functions_are_found_by_their_names_and_stand_in_order() {
    for pair in all().windows(2) {
        assert!((pair[0].family, pair[0].name) < (pair[1].family, pair[1].name));
    }
    assert!(
        all().iter().all(|builtin| lookup(builtin.name).is_some_and(|found| std::ptr::eq(found, *builtin)))
    );
    assert!(lookup("years").is_none());
}

#[test]
fn optional_parameters_come_last() {
    for builtin in all() {
        let optional: Vec<bool> = builtin.parameters.iter().map(|parameter| parameter.optional).collect();
        assert!(optional.is_sorted(), "{}", builtin.name);
    }
}

#[test]
fn a_signature_says_what_a_function_takes() {
    let of = |name: &str| lookup(name).expect("a function").signature();
    assert_eq!(of("mid"), "mid(value: text, start: integer, count?: integer) -> text");
    assert_eq!(of("least"), "least(a: ordered, b: ordered, ...) -> the type of a");
}

#[test]
fn a_lift_is_chosen_by_the_types_of_the_arguments() {
    let lift = |name: &str, types: &[Type]| lookup(name).expect("a function").lift(types);
    let month = Type::Period(Some(Grain::Month));
    assert!(matches!(lift("years_between", &[Type::Date, Type::Date]), Lift::DateDateToInteger(_)));
    assert!(matches!(lift("years_between", &[Type::Date, month.clone()]), Lift::Scalar(_)));
    assert!(matches!(lift("year_of", &[month]), Lift::PeriodToPeriod(_)));
    assert!(matches!(lift("abs", &[Type::Decimal(Unit::base("MAD"))]), Lift::DecimalToDecimal(_)));
    assert!(matches!(lift("least", &[Type::Date, Type::Date, Type::Date]), Lift::Least));
    assert_eq!(Kind::of(&Type::Percent), Some(Kind::Number));
}

#[test]
fn check_digits_follow_their_standards() {
    let cases = [
        ("002136093000040", "ICE", true),
        ("2136093000040", "ICE", false),
        ("002136093000040", "ISO 7064 MOD 97-10", false),
        ("79444", "ISO 7064 MOD 97-10", true),
        ("44", "ISO 7064 MOD 97-10", false),
        ("0015611910000é6", "ISO 7064 MOD 97-10", false),
        ("079X", "ISO 7064 MOD 11-2", true),
        ("0790", "ISO 7064 MOD 11-2", false),
        ("G123498654321H", "ISO 7064 MOD 37-2", true),
        ("g123498654321h", "ISO 7064 MOD 37-2", false),
        ("07945", "ISO 7064 MOD 11,10", true),
        ("A12425GABC1234002M", "ISO 7064 MOD 37,36", true),
        ("79927398713", "Luhn", true),
        ("79927398710", "Luhn", false),
        ("4006381333931", "EAN-13", true),
        ("0306406152", "ISBN-10", true),
        ("080442957X", "ISBN-10", true),
        ("9780306406157", "ISBN-13", true),
        ("4006381333931", "ISBN-13", false),
        ("GB82WEST12345698765432", "IBAN", true),
        ("GB82WEST12345698765433", "IBAN", false),
        ("GB82 WEST 1234 5698 7654 32", "IBAN", false),
        ("US0378331005", "ISIN", true),
        ("US0378331004", "ISIN", false),
        ("5493001KJTIIGC8Y1R12", "LEI", true),
        ("L898902C36", "ICAO 9303", true),
        ("7408122", "ICAO 9303", true),
        ("L898902C37", "ICAO 9303", false),
        ("", "Luhn", false),
        ("7", "Luhn", false),
    ];
    for (text, scheme, agrees) in cases {
        let arguments = [Some(Scalar::text(text)), Some(Scalar::text(scheme))];
        let found = (lookup("check_digit").expect("a function").scalar)(&arguments);
        assert_eq!(found, Some(Scalar::Boolean(agrees)), "{text} {scheme}");
    }
}

#[test]
fn what_is_beyond_the_range_is_missing() {
    let call = |name: &str, arguments: &[Value]| (lookup(name).expect("a function").scalar)(arguments);
    let integer = |x: i64| Some(Scalar::Integer(x));
    assert_eq!(call("abs", &[integer(i64::MIN)]), None);
    assert_eq!(call("round", &[integer(i64::MAX), integer(-18)]), integer(9_000_000_000_000_000_000));
    assert_eq!(call("round", &[integer(i64::MIN), integer(i64::MIN)]), integer(0));
    assert_eq!(call("add_months", &[Some(Scalar::Date(0)), integer(i64::MAX)]), None);
    assert_eq!(call("year_of", &[Some(Scalar::Date(i32::MAX))]), None);
    assert_eq!(call("left", &[Some(Scalar::text("a")), integer(i64::MAX)]), Some(Scalar::text("a")));
    let widest = Decimal::from_units(10_i128.pow(38) - 1).map(Scalar::Decimal);
    assert_eq!(call("ceil", std::slice::from_ref(&widest)), None);
    assert_eq!(call("round", &[widest, integer(-29)]), None);
}
