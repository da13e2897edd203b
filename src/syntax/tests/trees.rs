//! Literals and precedence: the tree of an expression, written with all its parentheses.

use crate::files::{Files, Span};
use crate::syntax::ast::{Expr, ExprKind, Literal, Set};
use crate::syntax::parse_expression;

fn tree(text: &str) -> String {
    let files = Files::of("a.mizan", "x");
    let at = Span::new(files.iter().next().expect("one file was added").0, 0, 1);
    show(&parse_expression(text, at).unwrap_or_else(|found| panic!("{text}: {found:?}")))
}

pub(super) fn list(parts: &[Expr]) -> String {
    parts.iter().map(show).collect::<Vec<_>>().join(" ")
}

/// `(operator operand …)`.
pub(super) fn show(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Literal(literal) => show_literal(literal),
        ExprKind::Quantity(literal, unit) => {
            let factors: Vec<String> =
                unit.factors.iter().map(|(name, n)| format!("{}^{n}", name.value)).collect();
            format!("{}[{}]", show_literal(literal), factors.join(" "))
        }
        ExprKind::Name(name) => name.clone(),
        ExprKind::Path(first, second) => format!("{}.{}", first.value, second.value),
        ExprKind::Negate(inner) => format!("(- {})", show(inner)),
        ExprKind::Arithmetic(op, a, b) => format!("({op:?} {} {})", show(a), show(b)),
        ExprKind::Compare(operands, operators) => {
            let operators: Vec<String> = operators.iter().map(|op| format!("{:?}", op.value)).collect();
            format!("({} {})", operators.join(","), list(operands))
        }
        ExprKind::In { value, negated, set } => {
            format!("(in{} {} {})", mark(*negated), show(value), show_set(set))
        }
        ExprKind::Under { value, negated, above } => {
            format!("(under{} {} {})", mark(*negated), show(value), show(above))
        }
        ExprKind::Matches { value, pattern, .. } => format!("(matches {} /{}/)", show(value), pattern.value),
        ExprKind::Within { value, tolerance, of, .. } => {
            let least =
                tolerance.at_least.as_ref().map_or(String::new(), |least| format!(" least {}", show(least)));
            format!("(within {} {}{least} of {})", show(value), show(&tolerance.amount), show(of))
        }
        ExprKind::Is { value, negated, test } => {
            format!("(is{} {} {})", mark(*negated), show(value), is_word(test))
        }
        ExprKind::Determines(a, b) => format!("(determines {} {})", show(a), show(b)),
        ExprKind::Not(inner) => format!("(not {})", show(inner)),
        ExprKind::And(parts) => format!("(and {})", list(parts)),
        ExprKind::Or(parts) => format!("(or {})", list(parts)),
        ExprKind::Implies(a, b) => format!("(implies {} {})", show(a), show(b)),
        ExprKind::If(c, a, b) => format!("(if {} {} {})", show(c), show(a), show(b)),
        ExprKind::Case(branches, last) => {
            let branches: Vec<String> =
                branches.iter().map(|(c, v)| format!("{}:{}", show(c), show(v))).collect();
            format!("(case {} {})", branches.join(" "), show(last))
        }
        ExprKind::Quantified { quantifier, over, columns, condition } => {
            let over = match (over, columns) {
                (_, Some(set)) => format!("columns:{}", set.value),
                (Some(over), None) => over.value.clone(),
                (None, None) => String::new(),
            };
            let condition = condition.as_ref().map_or(String::new(), |condition| show(condition));
            format!("({quantifier:?} {over} {condition})")
        }
        ExprKind::Call(call) => show_call(call),
        ExprKind::Tuple(parts) => format!("(tuple {})", list(parts)),
    }
}

fn mark(negated: bool) -> &'static str {
    if negated { " not" } else { "" }
}

fn is_word(test: &crate::syntax::ast::IsTest) -> String {
    format!("{test:?}").chars().take_while(|c| c.is_alphabetic()).collect()
}

pub(super) fn show_literal(literal: &Literal) -> String {
    match literal {
        Literal::Integer(value) => value.to_string(),
        Literal::Decimal(value) => format!("{value}d"),
        Literal::Percent(value) => format!("{value}%"),
        Literal::Text(value) => format!("{value:?}"),
        Literal::Code(value) => format!("'{value}'"),
        Literal::Period(period) => period.to_string(),
        other => format!("{other:?}"),
    }
}

pub(super) fn show_set(set: &Set) -> String {
    match set {
        Set::Values(values) => format!("{{{}}}", list(values)),
        Set::Range(low, high) => format!("{}..{}", show(low), show(high)),
        Set::Named(name) => show(name),
    }
}

fn show_call(call: &crate::syntax::ast::Call) -> String {
    let mut parts = vec![call.function.value.clone()];
    parts.extend(call.link.as_ref().map(|link| format!("over:{}", link.value)));
    parts.extend(call.distinct.then(|| "distinct".to_owned()));
    parts.extend(call.known.then(|| "known".to_owned()));
    parts.extend(call.columns.as_ref().map(|set| format!("columns:{}", set.value)));
    parts.extend(call.arguments.iter().map(show));
    parts.extend(call.condition.as_ref().map(|c| format!("where:{}", show(c))));
    parts.extend(call.weight.as_ref().map(|w| format!("weight:{}", show(w))));
    parts.extend(call.along.as_ref().map(|k| format!("along:{}", k.value)));
    parts.extend(call.range.as_ref().map(|(a, b)| format!("from:{} to:{}", show(a), show(b))));
    parts.extend(call.unit.as_ref().map(|unit| format!("unit:{}", unit.factors.len())));
    parts.extend(call.grouping.as_ref().map(|grouping| match grouping {
        crate::syntax::ast::CallGrouping::By(keys) => format!("by:{}", list(keys)),
        crate::syntax::ast::CallGrouping::Overall(_) => "overall".to_owned(),
    }));
    format!("[{}]", parts.join(" "))
}

#[test]
fn operators_bind_as_the_reference_says() {
    let table = [
        ("a or b implies c", "(implies (or a b) c)"),
        ("a implies b implies c", "(implies a (implies b c))"),
        ("a implies if b then c else d", "(implies a (if b c d))"),
        ("if a then b else c implies d", "(if a b (implies c d))"),
        ("if a then b else if c then d else e", "(if a b (if c d e))"),
        ("not a == b", "(not (Equal a b))"),
        ("not a and b", "(and (not a) b)"),
        ("a and b and c", "(and a b c)"),
        ("(a and b) or c", "(or (and a b) c)"),
        ("a + b * c - d", "(Subtract (Add a (Multiply b c)) d)"),
        ("a / b / c", "(Divide (Divide a b) c)"),
        ("-a + b", "(Add (- a) b)"),
        ("a <= b + 1 <= c", "(LessOrEqual,LessOrEqual a (Add b 1) c)"),
        ("a not in {1, 2,}", "(in not a {1 2})"),
        ("a in b - 1..c + 1", "(in a (Subtract b 1)..(Add c 1))"),
        ("x in dgsn.person_id", "(in x dgsn.person_id)"),
        ("x in codes and y", "(and (in x codes) y)"),
        ("a within 10% at least 3 of b * 2", "(within a 10% least 3 of (Multiply b 2))"),
        ("sum(p) within (0.1 * count()) of 100", "(within [sum p] (Multiply 0.1d [count]) of 100)"),
        ("x is not missing or y is known", "(or (is not x Missing) (is y Known))"),
        ("x is known or missing", "(or (is x Known) Missing)"),
        ("(a, b) determines c", "(determines (tuple a b) c)"),
        ("x matches /a\\/b/", "(matches x /a/b/)"),
        ("case { a => 1, else => 2 }", "(case a:1 2)"),
        ("any permits (this.start in a..b)", "(Any permits (in this.start a..b))"),
        ("no later or any hired (p)", "(or (No later ) (Any hired p))"),
        ("every(sex == '2')", "(Every  (Equal sex '2'))"),
        ("every(columns items: it >= 0)", "(Every columns:items (GreaterOrEqual it 0))"),
        ("sum(known x where c weighted w by k, m)", "[sum known x where:c weight:w by:k m]"),
        ("count(distinct a, b where c overall)", "[count distinct a b where:c overall]"),
        ("max permits (expires)", "[max over:permits expires]"),
        ("gapless(month from a to b)", "[gapless month from:a to:b]"),
        ("previous(x along year)", "[previous x along:year]"),
        ("in_unit(x, [MAD])", "[in_unit x unit:1]"),
        ("sum(columns items)", "[sum columns:items]"),
    ];
    for (text, expected) in table {
        assert_eq!(tree(text), expected, "{text}");
    }
}

#[test]
fn literals_have_the_value_that_is_written() {
    let table = [
        ("1_000", "1000"),
        ("0.5", "0.5d"),
        ("99999999999999999999", "99999999999999999999d"),
        ("0.5%", "0.5%"),
        ("20 %", "20%"),
        ("3 months", "3[month^1]"),
        ("1 day", "1[day^1]"),
        ("5 [MAD/month]", "5[MAD^1 month^-1]"),
        ("5 [1/day]", "5[day^-1]"),
        ("2024-Q3", "2024-Q3"),
        ("2024-W05", "2024-W05"),
        ("2024-03", "2024-03"),
        ("1970-01-02", "Date(1)"),
        ("1970-01-01T00:00:01", "Timestamp(1000000)"),
        ("'l''un'", "'l'un'"),
        ("\"a \\\"b\\\" \\\\\"", "\"a \\\"b\\\" \\\\\""),
        ("`montant déclaré`", "montant déclaré"),
        ("e\u{301}tat", "état"),
        ("missing", "Missing"),
        ("true", "Boolean(true)"),
        ("months", "months"),
    ];
    for (text, expected) in table {
        assert_eq!(tree(text), expected, "{text}");
    }
}
