//! The trees of declarations, written as `(keyword part …)`.

use super::trees::{list, show, show_literal, show_set};
use super::{mistakes, parse};
use crate::syntax::ast::{
    Balance, ColumnRange, Compare, CompareSide, DeclarationKind, Entity, ForEach, Link, Name, OnlyIn, Pair,
    ParameterValue, ProvidedValue, Rule, Source, Table, ToleranceExpr,
};

fn tree(text: &str) -> String {
    assert_eq!(mistakes(text), [""; 0], "{text}");
    let (declarations, _) = parse(text);
    let [declaration] = declarations.as_slice() else { panic!("{text} is not one declaration") };
    match &declaration.kind {
        DeclarationKind::Entity(entity) => show_entity(entity),
        DeclarationKind::Link(link) => show_link(link),
        DeclarationKind::Table(table) => show_table(table),
        DeclarationKind::Compare(compare) => show_compare(compare),
        DeclarationKind::Balance(balance) => show_balance(balance),
        DeclarationKind::Source(source) => show_source(source),
        DeclarationKind::Rule(rule) => show_rule(rule),
        DeclarationKind::Rules(rules) => rules.iter().map(show_rule).collect::<Vec<_>>().join(" "),
        DeclarationKind::Parameter(parameter) => show_value(&parameter.value),
        other => panic!("{text}: {other:?}"),
    }
}

fn names(all: &[Name]) -> String {
    all.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(",")
}

fn pairs(all: &[(Name, Name)]) -> String {
    all.iter().map(|(a, b)| format!("{}={}", a.value, b.value)).collect::<Vec<_>>().join(",")
}

fn named(word: &str, name: Option<&Name>) -> Option<String> {
    name.map(|name| format!("{word}:{}", name.value))
}

fn node(parts: Vec<String>) -> String {
    format!("({})", parts.join(" "))
}

fn amount(tolerance: &ToleranceExpr) -> String {
    let least = tolerance.at_least.as_ref().map_or(String::new(), |least| format!("+{}", show(least)));
    format!("within:{}{least}", show(&tolerance.amount))
}

fn show_entity(entity: &Entity) -> String {
    let mut parts = vec![format!("entity {}", entity.name.value)];
    parts.extend(entity.title.iter().map(|(_, text)| format!("{:?}", text.value)));
    parts.extend(entity.variables.iter().map(|variable| {
        let titles = variable.settings.title.len();
        format!("({}:{} {titles} {:?})", variable.name.value, variable.ty.name.value, variable.doc)
    }));
    node(parts)
}

fn show_link(link: &Link) -> String {
    let one = if link.one { "one " } else { "" };
    let mut parts = vec![format!("link {} {} {one}{}", link.name.value, link.from.value, link.to.value)];
    parts.push(pairs(&link.pairings));
    parts.extend(link.condition.as_ref().map(show));
    node(parts)
}

fn show_table(table: &Table) -> String {
    let mut parts = vec![format!("table {} {}", table.name.value, table.from.value)];
    parts.extend(table.condition.as_ref().map(|condition| format!("where:{}", show(condition))));
    parts.extend(table.by.iter().map(|(key, name)| {
        node([Some(format!("by {}", show(key))), named("as", name.as_ref())].into_iter().flatten().collect())
    }));
    parts.extend(table.measures.iter().map(|measure| {
        let ty = measure.ty.as_ref().map_or("", |ty| ty.name.value.as_str());
        format!("({}:{ty} {})", measure.name.value, show(&measure.expr))
    }));
    node(parts)
}

fn show_compare(compare: &Compare) -> String {
    let right = match &compare.right {
        CompareSide::Named(name) => format!("with:{}", name.value),
        CompareSide::LastDelivery(_) => "last".to_owned(),
        CompareSide::Across(sources) => format!("across:{}", names(sources)),
    };
    let mut parts = vec![format!("compare {} {right} {}", compare.left.value, pairs(&compare.by))];
    parts.extend(named("name", compare.name.as_ref()));
    parts.extend(compare.pairs.iter().map(show_pair));
    parts.extend(compare.only_in.iter().map(show_only_in));
    parts.extend(compare.mirrors.iter().map(|(a, b)| format!("(mirror {} {})", a.value, b.value)));
    parts.extend(compare.bridge.iter().map(|(_, text)| format!("{:?}", text.value)));
    parts.extend(compare.when.as_ref().map(|when| format!("when:{}", show(when))));
    parts.extend(compare.requires.iter().map(|require| show(&require.condition)));
    node(parts)
}

fn show_pair(pair: &Pair) -> String {
    let mut parts = vec![format!("pair {}", pair.left.value)];
    parts.extend(named("with", pair.right.as_ref()));
    parts.extend(pair.tolerance.as_ref().map(amount));
    node(parts)
}

fn show_only_in(only: &OnlyIn) -> String {
    let ignored = if only.ignored { " ignored" } else { "" };
    let tolerate = only.settings.tolerate.as_ref().map_or(String::new(), |t| format!(" {}", amount(t)));
    format!("(only {}{ignored}{tolerate})", only.side.value)
}

fn show_balance(balance: &Balance) -> String {
    let over = if balance.along { "along" } else { "over" };
    let mut parts = vec![format!("balance {} {}", balance.name.value, balance.subject.value)];
    parts.push(format!("{} {over}:{}", balance.measure.value, balance.dimension.value));
    parts.extend(balance.relations.iter().map(|relation| {
        let sign = |taken_off: bool| if taken_off { "-" } else { "+" };
        let terms = relation.terms.iter().map(|(off, code)| format!(" {}{}", sign(*off), code.value));
        let when = relation.when.as_ref().map_or(String::new(), |when| format!(" when:{}", show(when)));
        format!("({:?} {}{}{when})", relation.op, relation.total.value, terms.collect::<String>())
    }));
    parts.extend(balance.relations_from.as_ref().map(|path| format!("{:?}", path.value)));
    parts.extend(balance.within.as_ref().map(amount));
    parts.extend(balance.absent.as_ref().map(|absent| format!("{:?}", absent.value)));
    parts.extend(balance.when.as_ref().map(|when| format!("when:{}", show(when))));
    node(parts)
}

fn show_source(source: &Source) -> String {
    let mut parts = vec![format!("source {}", source.name.value)];
    parts.extend(source.columns.iter().map(|column| {
        let weight = column.weight.as_ref().map_or(String::new(), |weight| format!("*{}", weight.value));
        format!("{}:{}{weight}", column.name.value, column.ty.name.value)
    }));
    for set in &source.column_sets {
        let range = match &set.range {
            ColumnRange::Between(first, last) => format!("{}..{}", first.value, last.value),
            ColumnRange::Prefix(prefix) => format!("{}*", prefix.value),
            ColumnRange::List(all) => names(all),
        };
        let declares = set.declares.as_ref().map_or(String::new(), |column| {
            format!(" {}:{} {}", column.name.value, column.ty.name.value, column.constraints.len())
        });
        parts.push(format!("(columns {} {range}{declares})", set.name.value));
    }
    for provides in &source.provides {
        let mut inner = vec![format!("provides {} by:{}", provides.entity.value, names(&provides.by))];
        inner.extend(provides.provided.iter().map(|provided| match &provided.value {
            ProvidedValue::Expr(expr) => format!("{}={}", provided.name.value, show(expr)),
            ProvidedValue::Same => provided.name.value.clone(),
            ProvidedValue::NotCollected(_) => format!("{}!", provided.name.value),
        }));
        inner.extend(provides.everything_else.map(|_| "else!".to_owned()));
        parts.push(node(inner));
    }
    parts.extend(source.observes.as_ref().map(|seen| format!("{:?} {}", seen.kind.value, seen.of.value)));
    parts.extend(source.basis.iter().map(|(name, text)| format!("({} {:?})", name.value, text.value)));
    parts.extend(source.rates.as_ref().map(|(rate, keys)| format!("{} by:{}", rate.value, names(keys))));
    node(parts)
}

fn show_rule(rule: &Rule) -> String {
    let mut parts = vec![format!("rule {}", rule.name.value)];
    parts.extend(rule.for_each.as_ref().map(|each| match each {
        ForEach::Column(name, set) => format!("each:{} in {}", name.value, set.value),
        ForEach::Row(source) => format!("row:{}", source.value),
    }));
    parts.extend(rule.requires.iter().map(|require| show(&require.condition)));
    parts.extend(rule.expects.iter().map(|expects| {
        let product =
            expects.parts.iter().map(|(part, set)| format!("({} in {})", list(part), show_set(set)));
        let exactly = if expects.exactly { "exactly " } else { "" };
        format!("expects {exactly}{}", product.collect::<Vec<_>>().join(" "))
    }));
    node(parts)
}

fn show_value(value: &ParameterValue) -> String {
    match value {
        ParameterValue::Constant(expr) => show(expr),
        ParameterValue::Dated(values) => node(
            values
                .iter()
                .map(|(from, value)| format!("{}:{}", show_literal(&from.value), show(value)))
                .collect(),
        ),
    }
}

fn assert_trees(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(tree(text), *expected, "{text}");
    }
}

#[test]
fn entities_and_what_sources_provide_of_them() {
    assert_trees(&[
        (
            "entity person { title \"P\"\n/// In years.\nage: integer [year] { title \"A\" } home: country }",
            "(entity person \"P\" (age:integer 1 \"In years.\") (home:country 0 \"\"))",
        ),
        (
            "source s { provides person by id { age = a + 1 b, c d = not collected everything else not collected } }",
            "(source s (provides person by:id age=(Add a 1) b c d! else!))",
        ),
        (
            "source s { observes stock of persons rates r by currency, month basis { age>=15 home in {'A','B'} stay 12 months } }",
            "(source s Stock persons (age \"age >= 15\") (home \"home in {'A', 'B'}\") (stay \"stay 12 months\") \
             r by:currency,month)",
        ),
    ]);
}

#[test]
fn sets_of_columns_and_weights() {
    assert_trees(&[
        (
            "source s { columns a = r1..r9 columns b = r* columns c = x, y: decimal [MAD]? in 0..9 weight: text }",
            "(source s weight:text (columns a r1..r9) (columns b r*) (columns c x,y c:decimal 1))",
        ),
        (
            "source s { weight: text weight 3 in {\"a\"} w: decimal weight 0.5 }",
            "(source s weight:text*3 w:decimal*0.5)",
        ),
    ]);
    let colonless = mistakes("source s {\n  residence country weight 2\n}");
    assert_eq!(colonless, ["M0118 residence"]);
}

#[test]
fn links_and_tables() {
    assert_trees(&[
        ("link p from a to one b by x, y = z where c == 1", "(link p a one b x=x,y=z (Equal c 1))"),
        ("link p from a to one by x", "(link p a one x=x)"),
        (
            "table t from s { where c by sex, year_of(m) as y measure n = count() measure w: decimal = sum(v) }",
            "(table t s where:c (by sex) (by [year_of m] as:y) (n: [count]) (w:decimal [sum v]))",
        ),
    ]);
    assert_eq!(mistakes("table t from s { by a by b measure n = count() }"), ["M0702 by b"]);
}

#[test]
fn comparisons() {
    assert_trees(&[
        (
            "compare a with b by k, l = m { pair x with y within 10% at least 3 pair z only in b tolerate 2% }",
            "(compare a with:b k=k,l=m (pair x with:y within:10%+3) (pair z) (only b within:2%))",
        ),
        ("compare n: a with last delivery by k", "(compare a last k=k name:n)"),
        (
            "compare e across a, b by k { mirror p with r only in a ignored when c require a.x / b.x in 0.5..1.5 bridge \"t\" }",
            "(compare e across:a,b k=k (only a ignored) (mirror p r) \"t\" when:c (in (Divide a.x b.x) 0.5d..1.5d))",
        ),
    ]);
}

#[test]
fn balances() {
    assert_trees(&[
        (
            "balance a on s of v over k { 'B' = 'C' - 'D' when f == 'A' 'E' <= -'F' + 'G' within 1 absent zero }",
            "(balance a s v over:k (Equal B +C -D when:(Equal f 'A')) (LessOrEqual E -F +G) within:1 Zero)",
        ),
        (
            "balance a on s of v along k { relations from \"r.csv\" when c }",
            "(balance a s v along:k \"r.csv\" when:c)",
        ),
    ]);
}

#[test]
fn families_of_rules_expected_items_and_dated_parameters() {
    assert_trees(&[
        (
            "rule r on s as a whole for each c in items { require share(where c is missing) <= 10% }",
            "(rule r each:c in items (LessOrEqual [share where:(is c Missing)] 10%))",
        ),
        ("rules on s for each row of limits { a: x b: y }", "(rule a row:limits x) (rule b row:limits y)"),
        (
            "rule r on s as a whole { expects region in regions, (a, b) in cells expects exactly m in 2024-01..2024-12 }",
            "(rule r expects (region in regions) (a b in cells) expects exactly (m in 2024-01..2024-12))",
        ),
        ("parameter p: decimal from 2022 = 1 from 2023-09 = 2.5", "(2022:1 2023-09:2.5d)"),
    ]);
}
