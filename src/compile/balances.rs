//! Balances: each relation between a total and its parts is a rule on the groups of the other key columns.

use super::Compiler;
use super::relations::{Dimension, Placed};
use super::scope::{Position, Scope};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, Message, Origin, SourceId};
use crate::syntax::ast::{self, ArithmeticOp, CompareOp, Expr, ExprKind, Literal};
use crate::types::{ColumnId, Labels, Type};

/// What the relations of a balance share.
struct Frame<'b> {
    balance: &'b ast::Balance,
    source: SourceId,
    dimension: Dimension,
    /// The other key columns.
    keys: Vec<ColumnId>,
    doc: &'b str,
}

impl Compiler<'_> {
    /// Compiles every relation of a balance.
    pub(super) fn compile_balance(&mut self, balance: &ast::Balance, doc: &str) {
        let Some(frame) = self.balance_frame(balance, doc) else { return };
        let Some(relations) = self.balance_relations(balance, &frame.dimension) else { return };
        let placed = self.examples_by_total(&frame, &relations);
        for (position, relation) in relations.iter().enumerate() {
            let earlier = &relations[..position];
            let same =
                earlier.iter().filter(|other| other.written.total.value == relation.written.total.value);
            let number = same.count() + 1;
            self.compile_relation(&frame, &relation.written, number, &placed[position]);
        }
    }

    fn balance_frame<'b>(&mut self, balance: &'b ast::Balance, doc: &'b str) -> Option<Frame<'b>> {
        let source = self.subject_or_entity(&balance.subject)?;
        let columns = self.key_columns(source, &[balance.measure.clone(), balance.dimension.clone()])?;
        let (measure, column) = (columns[0], columns[1]);
        let entry = self.source(source);
        if entry.broken.contains(&measure) || entry.broken.contains(&column) {
            return None;
        }
        let key = entry.key.clone();
        let name = entry.name.clone();
        let (measured, ty) =
            (entry.schema.column(measure).ty.clone(), entry.schema.column(column).ty.clone());
        if !measured.is_numeric() && measured != Type::Percent {
            self.balance_type(&balance.measure, "integer, decimal, number, percent", &measured);
            return None;
        }
        let list = match ty {
            Type::Code(id) => Some(id),
            Type::Text if !balance.along => None,
            other => {
                let expected = if balance.along { "codelist" } else { "codelist, text" };
                self.balance_type(&balance.dimension, expected, &other);
                return None;
            }
        };
        if !key.contains(&column) {
            let diagnostic = Diagnostic::new(Code::DimensionNotKey, balance.dimension.span)
                .with("column", balance.dimension.value.clone())
                .with("source", name.value.clone())
                .label("subject", name.span);
            self.report(diagnostic.help("key"));
            return None;
        }
        let keys = key.into_iter().filter(|id| *id != column).collect();
        let dimension = Dimension { name: balance.dimension.clone(), list };
        Some(Frame { balance, source, dimension, keys, doc })
    }

    fn balance_type(&mut self, name: &ast::Name, expected: &str, found: &Type) {
        let found = self.type_text(found);
        let diagnostic = Diagnostic::new(Code::TypeMismatch, name.span).with("expected", expected);
        self.report(diagnostic.with("found", found));
    }

    /// The examples of each relation: an example is of the relation whose total its first record holds.
    fn examples_by_total(&mut self, frame: &Frame<'_>, relations: &[Placed]) -> Vec<Vec<ast::Example>> {
        let mut placed = vec![Vec::new(); relations.len()];
        for example in &frame.balance.examples {
            let total = example.records.first().and_then(|(_, cells)| {
                let cell = cells.iter().find(|(name, _)| name.value == frame.dimension.name.value);
                match cell.map(|(_, value)| &value.kind) {
                    Some(ExprKind::Literal(Literal::Code(code) | Literal::Text(code))) => Some(code),
                    _ => None,
                }
            });
            let of = |relation: &Placed| Some(&relation.written.total.value) == total;
            match relations.iter().position(of) {
                Some(position) => placed[position].push(example.clone()),
                None => {
                    let reason = frame.dimension.name.value.clone();
                    let diagnostic = Diagnostic::new(Code::InvalidExample, example.span);
                    self.report(diagnostic.with("reason", reason));
                }
            }
        }
        placed
    }

    fn compile_relation(
        &mut self,
        frame: &Frame<'_>,
        relation: &ast::Relation,
        number: usize,
        examples: &[ast::Example],
    ) {
        let cells = Cells { frame, zero: frame.balance.absent.as_ref().map(|absent| absent.value) };
        let (total, sum) = (cells.value(&relation.total, false), cells.sum(relation));
        let rule =
            self.relation_rule(frame, relation, number, examples, requirement(frame, relation, &total, &sum));
        let before = self.rules.len();
        self.compile_rule(&rule, frame.doc);
        let header = frame.balance.name.span.to(frame.balance.subject.span);
        let scope = Scope::new(Some(frame.source), Position::Group { keys: &frame.keys, header });
        let difference = arithmetic(ArithmeticOp::Subtract, total.clone(), sum.clone());
        let words = [("total", total), ("sum", sum), ("difference", difference)];
        for position in before..self.rules.len() {
            let there = self.condition(&cells.any_part(relation), &scope);
            let message = self.relation_message(frame, &words, &scope);
            let rule = &mut self.rules[position];
            rule.origin = Origin::Balance;
            rule.kind = "VAD";
            rule.evaluated = there;
            rule.title = titled(&rule.title, relation);
            for requirement in &mut rule.requirements {
                requirement.message.clone_from(&message);
            }
        }
    }

    /// The balance's own message, which can show `{total}`, `{sum}` and `{difference}`; else these three as they are.
    fn relation_message(
        &mut self,
        frame: &Frame<'_>,
        words: &[(&'static str, Expr)],
        scope: &Scope<'_>,
    ) -> Option<Message> {
        let texts = &frame.balance.settings.message;
        if !texts.is_empty() {
            return self.message(texts, &scope.with_words(words));
        }
        let field = |(name, expr): &(&str, Expr)| {
            let expr = self.infer(expr, scope, None)?.point();
            Some(ir::Key { name: (*name).to_owned(), expr })
        };
        let fields: Option<Vec<ir::Key>> = words.iter().map(field).collect();
        Some(Message { texts: std::collections::BTreeMap::new(), fields: fields.unwrap_or_default() })
    }

    fn relation_rule(
        &self,
        frame: &Frame<'_>,
        relation: &ast::Relation,
        number: usize,
        examples: &[ast::Example],
        condition: Expr,
    ) -> ast::Rule {
        let balance = frame.balance;
        let again = if number == 1 { String::new() } else { format!("_{number}") };
        let named = |name: &ast::Name| {
            let value = format!("{}['{}']{again}", name.value, relation.total.value);
            ast::Name { value, span: relation.total.span }
        };
        let schema = &self.source(frame.source).schema;
        let key =
            |id: &ColumnId| ast::Name { value: schema.column(*id).name.clone(), span: balance.subject.span };
        let guards: Vec<Expr> = balance.when.iter().chain(&relation.when).cloned().collect();
        let when = match <[Expr; 1]>::try_from(guards) {
            Ok([only]) => Some(only),
            Err(guards) if guards.is_empty() => None,
            Err(guards) => Some(Expr { span: guards[0].span, kind: ExprKind::And(guards) }),
        };
        ast::Rule {
            doc: String::new(),
            name: named(&balance.name),
            subject: balance.subject.clone(),
            items: if frame.keys.is_empty() {
                ast::Items::Whole
            } else {
                ast::Items::Groups(frame.keys.iter().map(key).collect())
            },
            when,
            requires: vec![ast::Require { condition, settings: ast::Settings::default() }],
            settings: ast::Settings {
                replaces: balance.settings.replaces.iter().map(named).collect(),
                message: ast::Texts::new(),
                ..balance.settings.clone()
            },
            examples: examples.to_vec(),
            expects: Vec::new(),
            for_each: None,
            span: relation.span,
        }
    }
}

/// The total against the sum: equal, or the written order, within the tolerance.
fn requirement(frame: &Frame<'_>, relation: &ast::Relation, total: &Expr, sum: &Expr) -> Expr {
    let span = relation.span;
    let sides = vec![total.clone(), sum.clone()];
    let compared =
        Expr { kind: ExprKind::Compare(sides, vec![ast::Spanned { value: relation.op, span }]), span };
    let Some(tolerance) = &frame.balance.within else { return compared };
    let (value, of) = (Box::new(total.clone()), Box::new(sum.clone()));
    let within = ExprKind::Within { value, negated: false, tolerance: tolerance.clone(), of };
    let within = Expr { kind: within, span };
    match relation.op {
        CompareOp::Equal => within,
        _ => Expr { kind: ExprKind::Or(vec![compared, within]), span },
    }
}

/// The cells of a group, by their code.
struct Cells<'f> {
    frame: &'f Frame<'f>,
    zero: Option<ast::AbsentParts>,
}

impl Cells<'_> {
    /// `K == 'A' is true`: a row without a code is no cell of the relation.
    fn is(&self, code: &ast::Text) -> Expr {
        let span = code.span;
        let literal = match self.frame.dimension.list {
            Some(_) => Literal::Code(code.value.clone()),
            None => Literal::Text(code.value.clone()),
        };
        let at = |kind| Expr { kind, span };
        let column = at(ExprKind::Name(self.frame.dimension.name.value.clone()));
        let equal = ast::Spanned { value: CompareOp::Equal, span };
        let compared = at(ExprKind::Compare(vec![column, at(ExprKind::Literal(literal))], vec![equal]));
        at(ExprKind::Is { value: Box::new(compared), negated: false, test: ast::IsTest::True })
    }

    /// The value of the cell; of an absent part zero, where the balance says so.
    fn value(&self, code: &ast::Text, part: bool) -> Expr {
        let span = code.span;
        let measure = Expr { kind: ExprKind::Name(self.frame.balance.measure.value.clone()), span };
        let value = Expr { kind: call("only", vec![measure], self.is(code), span), span };
        if !part || self.zero != Some(ast::AbsentParts::Zero) {
            return value;
        }
        let zero = Expr { kind: ExprKind::Literal(Literal::Integer(0)), span };
        let absent = self.count(code, CompareOp::Equal);
        Expr { kind: ExprKind::If(Box::new(absent), Box::new(zero), Box::new(value)), span }
    }

    /// How many rows the cell has, compared with zero.
    fn count(&self, code: &ast::Text, op: CompareOp) -> Expr {
        let span = code.span;
        let count = Expr { kind: call("count", Vec::new(), self.is(code), span), span };
        let zero = Expr { kind: ExprKind::Literal(Literal::Integer(0)), span };
        Expr { kind: ExprKind::Compare(vec![count, zero], vec![ast::Spanned { value: op, span }]), span }
    }

    /// Whether a part is there.
    fn any_part(&self, relation: &ast::Relation) -> Expr {
        let mut parts: Vec<Expr> =
            relation.terms.iter().map(|(_, code)| self.count(code, CompareOp::Greater)).collect();
        if parts.len() == 1 {
            return parts.remove(0);
        }
        Expr { kind: ExprKind::Or(parts), span: relation.span }
    }

    /// What is added, less what is taken off.
    fn sum(&self, relation: &ast::Relation) -> Expr {
        let side = |taken_off: bool| {
            let terms = relation.terms.iter().filter(move |(minus, _)| *minus == taken_off);
            added(&terms.map(|(_, code)| self.value(code, true)).collect::<Vec<_>>())
        };
        let sum = match (side(false), side(true)) {
            (Some(plus), None) => plus,
            (Some(plus), Some(minus)) => arithmetic(ArithmeticOp::Subtract, plus, minus),
            (None, Some(minus)) => Expr { span: minus.span, kind: ExprKind::Negate(Box::new(minus)) },
            (None, None) => Expr { kind: ExprKind::Literal(Literal::Integer(0)), span: relation.span },
        };
        let (first, last) = (relation.terms.first(), relation.terms.last());
        let span = first.zip(last).map_or(relation.span, |((_, first), (_, last))| first.span.to(last.span));
        Expr { span, ..sum }
    }
}

/// Sums of halves, so that a long relation is no deep expression.
fn added(values: &[Expr]) -> Option<Expr> {
    match values {
        [] => None,
        [only] => Some(only.clone()),
        _ => {
            let (left, right) = values.split_at(values.len() / 2);
            Some(arithmetic(ArithmeticOp::Add, added(left)?, added(right)?))
        }
    }
}

fn arithmetic(op: ArithmeticOp, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), span }
}

/// `only(x where c)`
fn call(function: &str, arguments: Vec<Expr>, condition: Expr, span: Span) -> ExprKind {
    ExprKind::Call(ast::Call {
        function: ast::Name { value: function.to_owned(), span },
        link: None,
        distinct: false,
        known: false,
        columns: None,
        arguments,
        condition: Some(Box::new(condition)),
        weight: None,
        grouping: None,
        along: None,
        range: None,
        unit: None,
    })
}

/// The balance's title with the relation behind it.
fn titled(title: &Labels, relation: &ast::Relation) -> Labels {
    let text = relation_text(relation);
    if title.is_empty() {
        return Labels::from([(String::new(), text)]);
    }
    title.iter().map(|(language, title)| (language.clone(), format!("{title}: {text}"))).collect()
}

/// `'B' = 'C' - 'D'`
pub(super) fn relation_text(relation: &ast::Relation) -> String {
    let op = match relation.op {
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
        CompareOp::Equal | CompareOp::NotEqual => "=",
    };
    let mut text = format!("'{}' {op}", relation.total.value);
    for (position, (minus, code)) in relation.terms.iter().enumerate() {
        let sign = match (position, *minus) {
            (0, false) => " ",
            (0, true) => " -",
            (_, false) => " + ",
            (_, true) => " - ",
        };
        text.push_str(&format!("{sign}'{}'", code.value));
    }
    text
}
