//! `for each`: a family of rules, one for each column of a set or for each row of a table of the standard.

use super::Compiler;
use super::stand_ins::{with_column, with_row};
use super::substitute::{Change, replace, replace_in_set};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::SourceId;
use crate::syntax::ast::{self, Expr, ExprKind, ForEach, Literal};
use crate::types::{Decimal, Scalar, Type, Value};

/// One member of a family: its name behind the rule's, and what stands in the place of what is named.
struct Member<'m> {
    suffix: String,
    change: Change<'m>,
    /// The text of a message or a title.
    text: &'m dyn Fn(&str) -> String,
    /// The column that an example names.
    column: &'m dyn Fn(&str) -> Option<String>,
}

impl Compiler<'_> {
    /// Compiles a rule, or each member of a family.
    pub(super) fn compile_rule_or_family(&mut self, rule: &ast::Rule, doc: &str) {
        match &rule.for_each {
            None => self.compile_rule(rule, doc),
            Some(ForEach::Column(name, set)) => self.compile_column_family(rule, doc, name, set),
            Some(ForEach::Row(table)) => self.compile_row_family(rule, doc, table),
        }
    }

    fn compile_column_family(&mut self, rule: &ast::Rule, doc: &str, name: &ast::Name, set: &ast::Name) {
        let Some(source) = self.subject_or_entity(&rule.subject) else { return };
        let Some(columns) = self.set_columns(set, source) else { return };
        self.check_stand_in(&name.value, name.span, source);
        for column in columns {
            let change = |expr: &Expr| match &expr.kind {
                ExprKind::Name(written) if *written == name.value => Some(ExprKind::Name(column.clone())),
                _ => None,
            };
            let text = |text: &str| with_column(text, &name.value, &column);
            let named = |written: &str| (written == name.value).then(|| column.clone());
            let member = Member { suffix: column.clone(), change: &change, text: &text, column: &named };
            if !self.compile_member(rule, doc, &member) {
                return;
            }
        }
    }

    fn compile_row_family(&mut self, rule: &ast::Rule, doc: &str, table: &ast::Name) {
        let Some((source, rows)) = self.rows_of(table) else { return };
        let entry = self.source(source);
        let (schema, key) = (entry.schema.clone(), entry.key.clone());
        if key.is_empty() {
            let diagnostic =
                Diagnostic::new(Code::MissingClause, table.span).with("name", table.value.clone());
            return self
                .report(diagnostic.with("clause", "key").with("write", "key COLUMN, …").help("write"));
        }
        if !self.check_row_columns(rule, source) {
            return;
        }
        for row in rows {
            let shown = |value: &Value| value.as_ref().map(Scalar::to_string).unwrap_or_default();
            let suffix: Vec<String> = key.iter().map(|id| shown(&row[id.index()])).collect();
            let cell = |name: &str| schema.find(name).map(|id| (&row[id.index()], &schema.column(id).ty));
            let change = |expr: &Expr| match &expr.kind {
                ExprKind::Path(left, right) if left.value == ROW => {
                    cell(&right.value).map(|(value, ty)| literal(value, ty, expr.span))
                }
                _ => None,
            };
            let text = |text: &str| {
                with_row(text, &|name| cell(name).map(|(value, ty)| (shown(value), written(value, ty))))
            };
            let member =
                Member { suffix: suffix.join(", "), change: &change, text: &text, column: &|_| None };
            if !self.compile_member(rule, doc, &member) {
                return;
            }
        }
    }

    /// The rows of a table of the standard, which a rule names.
    fn rows_of(&mut self, table: &ast::Name) -> Option<(SourceId, Vec<Vec<Value>>)> {
        let source = match self.find_source(&table.value) {
            Some(source) => source,
            None => self.subject(table)?,
        };
        let entry = self.source(source);
        if entry.ast.is_none_or(|ast| ast.from.is_none()) {
            let (declared, name) = (entry.name.span, table.value.clone());
            let diagnostic = Diagnostic::new(Code::RowsNotKnown, table.span).with("name", name);
            self.report(diagnostic.label("declared", declared).help("from"));
            return None;
        }
        // A table that does not read has been reported.
        let rows = self.rule_table(source)?.rows.clone();
        let key = self.source(source).key.clone();
        let keys: Vec<Vec<Value>> =
            rows.iter().map(|row| key.iter().map(|id| row[id.index()].clone()).collect()).collect();
        let twice = (1..keys.len()).find(|position| keys[..*position].contains(&keys[*position]));
        if let (Some(position), false) = (twice, key.is_empty()) {
            let path = self.source(source).ast.and_then(|ast| ast.from.clone())?;
            let shown: Vec<String> = keys[position].iter().flatten().map(Scalar::to_string).collect();
            let diagnostic =
                super::rule_tables::table_diagnostic(&path, position + 1, shown.join(", ")).help("twice");
            self.report(diagnostic);
            return None;
        }
        Some((source, rows))
    }

    /// Every `row.x` of a rule names a column of the table.
    fn check_row_columns(&mut self, rule: &ast::Rule, source: SourceId) -> bool {
        let mut unknown: Vec<ast::Name> = Vec::new();
        let (subject, schema) = (self.source(source).name.clone(), self.source(source).schema.clone());
        for expr in expressions(rule) {
            expr.walk(&mut |part| {
                if let ExprKind::Path(left, right) = &part.kind
                    && left.value == ROW
                    && schema.find(&right.value).is_none()
                {
                    unknown.push(right.clone());
                }
            });
        }
        unknown.iter().for_each(|name| self.report_unknown_column(&subject, &schema, name));
        unknown.is_empty()
    }

    /// Compiles one member; false when it is in error, which the others would repeat.
    fn compile_member(&mut self, rule: &ast::Rule, doc: &str, member: &Member<'_>) -> bool {
        let before =
            self.diagnostics.iter().filter(|found| found.level() == crate::diag::Level::Error).count();
        self.compile_rule(&instance(rule, member), doc);
        let after =
            self.diagnostics.iter().filter(|found| found.level() == crate::diag::Level::Error).count();
        before == after
    }
}

/// What stands for the row of a table of rules.
const ROW: &str = "row";

/// The expressions of a rule in which a row or a column may be named.
fn expressions(rule: &ast::Rule) -> Vec<&Expr> {
    let requires = rule.requires.iter().map(|require| &require.condition);
    let parts = rule.expects.iter().flat_map(|expects| &expects.parts);
    let expected = parts.flat_map(|(keys, set)| {
        let ends: Vec<&Expr> = match set {
            ast::Set::Values(values) => values.iter().collect(),
            ast::Set::Range(low, high) => vec![low, high],
            ast::Set::Named(list) => vec![list],
        };
        keys.iter().chain(ends)
    });
    rule.when.iter().chain(requires).chain(expected).collect()
}

/// The rule with the member's column or row in place.
fn instance(rule: &ast::Rule, member: &Member<'_>) -> ast::Rule {
    let one = |expr: &Expr| replace(expr, member.change);
    let settings = |settings: &ast::Settings| ast::Settings {
        title: texts(&settings.title, member),
        message: texts(&settings.message, member),
        ..settings.clone()
    };
    let named = |name: &ast::Name| ast::Name { value: member_name(&name.value, member), span: name.span };
    let require = |require: &ast::Require| ast::Require {
        condition: one(&require.condition),
        settings: settings(&require.settings),
    };
    let expects = |expects: &ast::Expects| ast::Expects {
        parts: expects
            .parts
            .iter()
            .map(|(keys, set)| (keys.iter().map(one).collect(), replace_in_set(set, member.change)))
            .collect(),
        settings: settings(&expects.settings),
        ..expects.clone()
    };
    let own = settings(&rule.settings);
    ast::Rule {
        name: named(&rule.name),
        when: rule.when.as_ref().map(one),
        requires: rule.requires.iter().map(require).collect(),
        expects: rule.expects.iter().map(expects).collect(),
        settings: ast::Settings { replaces: own.replaces.iter().map(named).collect(), ..own },
        examples: rule.examples.iter().map(|example| example_of(example, member)).collect(),
        for_each: None,
        ..rule.clone()
    }
}

fn member_name(name: &str, member: &Member<'_>) -> String {
    format!("{name}[{}]", member.suffix)
}

fn texts(texts: &ast::Texts, member: &Member<'_>) -> ast::Texts {
    let one = |text: &ast::Text| ast::Text { value: (member.text)(&text.value), span: text.span };
    texts.iter().map(|(language, text)| (language.clone(), one(text))).collect()
}

fn example_of(example: &ast::Example, member: &Member<'_>) -> ast::Example {
    let named = |name: &ast::Name| match (member.column)(&name.value) {
        Some(value) => ast::Name { value, span: name.span },
        None => name.clone(),
    };
    let cell = |(name, value): &(ast::Name, Expr)| (named(name), replace(value, member.change));
    let record = |(source, cells): &(Option<ast::Name>, Vec<(ast::Name, Expr)>)| {
        (source.clone(), cells.iter().map(cell).collect())
    };
    ast::Example { records: example.records.iter().map(record).collect(), ..example.clone() }
}

/// A cell as the literal that one would write. A missing one is a missing value, with which comparisons are unknown.
fn literal(value: &Value, ty: &Type, span: Span) -> ExprKind {
    let Some(value) = value else { return missing(span) };
    let number = |value: Decimal| {
        let positive = Decimal::from_units(value.units().abs()).unwrap_or(value);
        (value.units() < 0, Literal::Decimal(positive))
    };
    let (negative, literal) = match value {
        Scalar::Boolean(value) => (false, Literal::Boolean(*value)),
        Scalar::Integer(value) => (*value < 0, Literal::Integer(value.saturating_abs())),
        Scalar::Decimal(value) => number(*value),
        Scalar::Number(value) if *ty == Type::Percent => match Decimal::from_f64(*value * 100.0) {
            Some(percent) => (false, Literal::Percent(percent)),
            None => return missing(span),
        },
        Scalar::Number(value) => match Decimal::from_f64(*value) {
            Some(value) => number(value),
            None => return missing(span),
        },
        Scalar::Text(text) if matches!(ty, Type::Code(_)) => (false, Literal::Code(text.to_string())),
        Scalar::Text(text) => (false, Literal::Text(text.to_string())),
        Scalar::Date(days) => (false, Literal::Date(*days)),
        Scalar::Timestamp(micros) => (false, Literal::Timestamp(*micros)),
        Scalar::Period(period) => (false, Literal::Period(*period)),
        Scalar::Tuple(_) => return missing(span),
    };
    let kind = match ty.unit().filter(|unit| !unit.is_none()) {
        Some(unit) => {
            let factor = |(name, exponent): &(std::sync::Arc<str>, i8)| {
                let name = ast::Name { value: name.to_string(), span };
                vec![(name, exponent.signum()); usize::from(exponent.unsigned_abs())]
            };
            let factors = unit.factors().iter().flat_map(factor).collect();
            ExprKind::Quantity(literal, ast::UnitExpr { factors, span })
        }
        None => ExprKind::Literal(literal),
    };
    if negative { ExprKind::Negate(Box::new(Expr { kind, span })) } else { kind }
}

/// `first_known(missing)`: a bare `missing` in a comparison is refused, a cell of a table that has no value is not.
fn missing(span: Span) -> ExprKind {
    ExprKind::Call(ast::Call {
        function: ast::Name { value: "first_known".to_owned(), span },
        link: None,
        distinct: false,
        known: false,
        columns: None,
        arguments: vec![Expr { kind: ExprKind::Literal(Literal::Missing), span }],
        condition: None,
        weight: None,
        grouping: None,
        along: None,
        range: None,
        unit: None,
    })
}

/// A cell as the language writes it.
fn written(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (None, _) => "first_known(missing)".to_owned(),
        (Some(Scalar::Text(code)), Type::Code(_)) => format!("'{}'", code.replace('\'', "''")),
        (Some(Scalar::Text(text)), _) => format!("{:?}", text.as_ref()),
        (Some(Scalar::Number(share)), Type::Percent) => format!("{}%", share * 100.0),
        (Some(value), _) => value.to_string(),
    }
}
