//! Money of several currencies: `rates`, `convert(x, MAD, when)`; and `in_unit(x, [MAD])`.

use std::sync::Arc;

use super::Compiler;
use super::aggregates::simple;
use super::iso4217;
use super::operand::{Operand, expr as node, widen};
use super::scope::{Position, Scope};
use super::units::Ratio;
use crate::builtin;
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{self, AggregateFunction, ArithmeticOp, CompareOp, Expr, ExprKind, Matching, SourceId};
use crate::syntax::ast;
use crate::types::{ColumnId, Decimal, Grain, Scalar, Type, Unit};

const CONVERT: &str = "convert(amount, MAD, when)";
const IN_UNIT: &str = "in_unit(amount, [MAD])";

/// A source of exchange rates: `rates mad_per_unit by currency, month`.
#[derive(Debug, Clone)]
pub(super) struct Rates {
    source: SourceId,
    rate: ColumnId,
    currency: ColumnId,
    time: Option<ColumnId>,
    /// The currency of the rates: by the unit of their column, else that of the first `convert`.
    target: Option<(String, Span)>,
}

/// The currency that an amount is in.
enum Currency {
    /// It is in its unit.
    Known(String),
    /// A column holds it.
    Column(Arc<Expr>),
}

impl Compiler<'_> {
    /// Enters the sources of rates.
    pub(super) fn declare_rates(&mut self) {
        for position in 0..self.sources.len() {
            let source = SourceId(u32::try_from(position).expect("fewer than 2^32 sources"));
            let ast = self.source(source).ast;
            let Some((rate, keys)) = ast.and_then(|ast| ast.rates.as_ref()) else { continue };
            let rates = self.rates_of(source, rate, keys);
            self.rates.extend(rates);
        }
    }

    fn rates_of(&mut self, source: SourceId, rate: &ast::Name, keys: &[ast::Name]) -> Option<Rates> {
        let rate_id = self.key_columns(source, std::slice::from_ref(rate))?[0];
        let key_ids = self.key_columns(source, keys)?;
        let entry = self.source(source);
        if key_ids.iter().chain([&rate_id]).any(|id| entry.broken.contains(id)) {
            return None;
        }
        let ty = |id: ColumnId| entry.schema.column(id).ty.clone();
        let unit = match ty(rate_id) {
            Type::Decimal(unit) | Type::Number(unit) => unit,
            other => {
                self.report_column_type(rate, &other, "decimal, number");
                return None;
            }
        };
        let is_currency = |id: &ColumnId| matches!(ty(*id), Type::Code(_) | Type::Text);
        let is_time = |id: &ColumnId| matches!(ty(*id), Type::Date | Type::Period(Some(_)));
        let currency = key_ids.iter().copied().find(is_currency);
        let time = key_ids.iter().copied().find(is_time);
        let (Some(currency), 1 | 2) = (currency, key_ids.len()) else {
            let first = ty(key_ids[0]);
            self.report_column_type(&keys[0], &first, "codelist, text");
            return None;
        };
        if key_ids.len() == 2 && time.is_none() {
            let second = ty(key_ids[1]);
            self.report_column_type(&keys[1], &second, "date, month, quarter, year");
            return None;
        }
        let money = unit.factors().iter().find(|(name, n)| *n == 1 && iso4217::name(name).is_some());
        let target = money.map(|(name, _)| (name.to_string(), rate.span));
        Some(Rates { source, rate: rate_id, currency, time, target })
    }

    fn report_column_type(&mut self, name: &ast::Name, found: &Type, expected: &str) {
        let found = self.type_text(found);
        let diagnostic = Diagnostic::new(Code::TypeMismatch, name.span).with("expected", expected);
        self.report(diagnostic.with("found", found));
    }

    /// `convert(x, MAD, when)`: the amount times the rate of its currency at that time.
    pub(super) fn convert(&mut self, call: &ast::Call, span: Span, scope: &Scope) -> Option<Operand> {
        self.refuse_clauses(call)?;
        let [amount, rest @ ..] = call.arguments.as_slice() else {
            self.report_argument_count(call, CONVERT);
            return None;
        };
        let (target, when) = self.convert_arguments(call, rest)?;
        if matches!(scope.position, Position::Constant) {
            self.report(Diagnostic::new(Code::NotConstant, span));
            return None;
        }
        let value = self.infer(amount, scope, None)?.point();
        let Some(unit) = value.ty.unit().cloned() else {
            let found = value.ty.clone();
            self.report_argument(call, "amount", "integer, decimal, number", &found, amount.span, CONVERT);
            return None;
        };
        let (money, currency) = self.currency_of(&unit, amount.span, scope)?;
        let converted = unit.per(&Unit::base(&money))?.times(&Unit::base(&target.value))?;
        if matches!(&currency, Currency::Known(code) if *code == target.value) {
            return Some(Operand::of(value));
        }
        let rates = self.rates_into(&target)?;
        let theirs = [Some(rates.currency), rates.time].into_iter().flatten();
        let theirs = theirs.map(|id| self.column_expr(rates.source, id, span)).collect::<Vec<_>>();
        let mut mine = vec![self.currency_key(&currency, &theirs[0].ty, span)?];
        match (theirs.get(1), when) {
            (Some(key), Some(when)) => mine.push(self.rate_time(call, when, &key.ty.clone(), scope)?),
            (None, None) => {}
            (Some(_), None) | (None, Some(_)) => {
                self.report_argument_count(call, CONVERT);
                return None;
            }
        }
        let rate = self.column_expr(rates.source, rates.rate, span);
        let (rate_type, money_key) = (rate.ty.with_unit(Unit::none()), mine[0].clone());
        let rows = Matching { source: rates.source, theirs, mine, captured: Vec::new() };
        let rate = simple(AggregateFunction::Only, rate, ir::Scope::Matching(rows), rate_type.clone(), span);
        let plain = value.ty.with_unit(Unit::none());
        let ty = super::expressions::join(Some(&plain), &rate_type)?;
        let result = ty.with_unit(converted);
        let (value, rate) = (widen(value, &ty.with_unit(unit)), widen(rate, &ty));
        let exchanged = ExprKind::Arithmetic(ArithmeticOp::Multiply, value.clone(), rate);
        let exchanged = node(exchanged, result.clone(), span);
        Some(Operand::of(match currency {
            Currency::Known(_) => exchanged,
            Currency::Column(_) => self.unless_same(&money_key, &target.value, value, exchanged, span),
        }))
    }

    /// The target, in brackets or not, and the time.
    fn convert_arguments<'e>(
        &mut self,
        call: &'e ast::Call,
        rest: &'e [ast::Expr],
    ) -> Option<(ast::Name, Option<&'e ast::Expr>)> {
        let (target, rest) = match (&call.unit, rest) {
            (Some(unit), rest) => match unit.factors.as_slice() {
                [(name, 1)] => (name.clone(), rest),
                _ => {
                    self.report(Diagnostic::new(Code::UnitArgument, unit.span).help("form"));
                    return None;
                }
            },
            (None, [ast::Expr { kind: ast::ExprKind::Name(name), span }, rest @ ..]) => {
                (ast::Name { value: name.clone(), span: *span }, rest)
            }
            _ => {
                self.report_argument_count(call, CONVERT);
                return None;
            }
        };
        if iso4217::name(&target.value).is_none() {
            let near = similar(&target.value, iso4217::CURRENCIES.iter().map(|(code, _)| *code));
            let mut diagnostic =
                Diagnostic::new(Code::UnknownUnit, target.span).with("name", target.value.clone());
            if let Some(near) = near {
                let label = iso4217::name(near).unwrap_or(near);
                diagnostic = diagnostic.with("label", label).fix(target.span, near);
            }
            self.report(diagnostic.similar(near));
            return None;
        }
        match rest {
            [] => Some((target, None)),
            [when] => Some((target, Some(when))),
            _ => {
                self.report_argument_count(call, CONVERT);
                None
            }
        }
    }

    /// The one currency in a unit, as its unit names it and as it is found.
    fn currency_of(&mut self, unit: &Unit, at: Span, scope: &Scope) -> Option<(String, Currency)> {
        let is_money = |name: &str| iso4217::name(name).is_some() || !self.units.has(name);
        let mut money = unit.factors().iter().filter(|(name, _)| is_money(name));
        let (Some((name, 1)), None) = (money.next(), money.next()) else {
            let diagnostic = Diagnostic::new(Code::NoCurrency, at);
            self.report(diagnostic.with("found", super::expressions::unit_text(unit)).help("unit"));
            return None;
        };
        let name = name.to_string();
        if iso4217::name(&name).is_some() {
            return Some((name.clone(), Currency::Known(name)));
        }
        let spanned = |value: &str| ast::Name { value: value.to_owned(), span: at };
        let held = match name.split_once('.') {
            Some((owner, column)) => self.path(&spanned(owner), &spanned(column), at, scope),
            None => self.name(&name, at, scope),
        };
        Some((name, Currency::Column(held?.point())))
    }

    /// The rates that give a currency.
    fn rates_into(&mut self, target: &ast::Name) -> Option<Rates> {
        let gives = |rates: &&Rates| rates.target.as_ref().is_some_and(|(name, _)| *name == target.value);
        if let Some(rates) = self.rates.iter().find(gives) {
            return Some(rates.clone());
        }
        if let [open] =
            self.rates.iter_mut().filter(|rates| rates.target.is_none()).collect::<Vec<_>>().as_mut_slice()
        {
            open.target = Some((target.value.clone(), target.span));
            return Some(open.clone());
        }
        let diagnostic = match self.rates.first().and_then(|rates| rates.target.as_ref()) {
            Some(_) => {
                let given = self.rates.iter().filter_map(|rates| rates.target.clone());
                let (names, spans): (Vec<String>, Vec<Span>) = given.unzip();
                Diagnostic::new(Code::NoRatesInto, target.span)
                    .with("currency", target.value.clone())
                    .with("given", names.join(", "))
                    .label("declared", spans[0])
                    .help("declare")
            }
            // Rates that are in error have been said where they are declared.
            None if self.sources.iter().any(|source| source.ast.is_some_and(|ast| ast.rates.is_some()))
                && self.rates.is_empty() =>
            {
                return None;
            }
            None => Diagnostic::new(Code::NoRates, target.span).help("declare"),
        };
        self.report(diagnostic);
        None
    }

    /// The currency as the rates' key has it.
    fn currency_key(&mut self, currency: &Currency, key: &Type, span: Span) -> Option<Arc<Expr>> {
        match currency {
            Currency::Known(code) => {
                if let Type::Code(id) = key
                    && !self.codelist_of(*id).contains(code)
                {
                    self.report_unknown_code(code, *id, span);
                    return None;
                }
                Some(node(ExprKind::Literal(Some(Scalar::text(code))), key.clone(), span))
            }
            Currency::Column(column) if column.ty == *key => Some(column.clone()),
            Currency::Column(column) => {
                let (left, right) = (self.type_text(&column.ty), self.type_text(key));
                let lists = matches!((&column.ty, key), (Type::Code(_), Type::Code(_)));
                let code = if lists { Code::CodelistsDiffer } else { Code::TypesDiffer };
                self.report(Diagnostic::new(code, span).with("left", left).with("right", right));
                None
            }
        }
    }

    /// A time as the rates' key has it: the period that it lies in.
    fn rate_time(
        &mut self,
        call: &ast::Call,
        written: &ast::Expr,
        key: &Type,
        scope: &Scope,
    ) -> Option<Arc<Expr>> {
        let when = self.infer(written, scope, Some(key))?.point();
        let span = when.span;
        let call_of = |function: &str, when: &Arc<Expr>| {
            let builtin = builtin::lookup(function).expect("functions of the calendar are builtins");
            node(ExprKind::Call(builtin, vec![when.clone()]), key.clone(), span)
        };
        match (key, &when.ty) {
            (key, own) if key == own => Some(when),
            (_, Type::Missing) => Some(widen(when, key)),
            (Type::Date, Type::Timestamp) => Some(call_of("date_of", &when)),
            (Type::Period(Some(grain)), Type::Date) => Some(call_of(period_function(*grain), &when)),
            (Type::Period(Some(grain)), Type::Period(Some(own))) if *own != Grain::Week && grain <= own => {
                Some(call_of(period_function(*grain), &when))
            }
            (key, own) => {
                let (expected, own) = (self.type_text(key), own.clone());
                self.report_argument(call, "when", &expected, &own, written.span, CONVERT);
                None
            }
        }
    }

    /// The amount as it is where its currency is the target, else exchanged.
    fn unless_same(
        &self,
        currency: &Arc<Expr>,
        target: &str,
        amount: Arc<Expr>,
        exchanged: Arc<Expr>,
        span: Span,
    ) -> Arc<Expr> {
        if let Type::Code(id) = currency.ty
            && !self.codelist_of(id).contains(target)
        {
            return exchanged;
        }
        let target = node(ExprKind::Literal(Some(Scalar::text(target))), currency.ty.clone(), span);
        let same = ExprKind::Compare(CompareOp::Equal, currency.clone(), target);
        let (same, ty) = (node(same, Type::Boolean, span), exchanged.ty.clone());
        let amount = widen(amount, &ty);
        node(ExprKind::If(same, amount, exchanged), ty, span)
    }

    /// `in_unit(x, [MAD])`: by the factors that `unit` declarations give.
    pub(super) fn in_unit(&mut self, call: &ast::Call, span: Span, scope: &Scope) -> Option<Operand> {
        self.refuse_clauses(call)?;
        let ([written], Some(unit)) = (call.arguments.as_slice(), &call.unit) else {
            self.report_argument_count(call, IN_UNIT);
            return None;
        };
        let target = self.unit(unit, &[]);
        let value = self.infer(written, scope, None)?;
        let target = target?;
        let Some(own) = value.ty().unit().cloned() else {
            let found = value.ty().clone();
            self.report_argument(call, "amount", "integer, decimal, number", &found, written.span, IN_UNIT);
            return None;
        };
        let Some(ratio) = self.units.ratio(&own, &target) else {
            let text = super::expressions::unit_text;
            let diagnostic = Diagnostic::new(Code::NoFactor, span)
                .with("from", text(&own))
                .with("to", text(&target))
                .help("declare");
            self.report(diagnostic);
            return None;
        };
        Some(value.map(|end| scaled(end, ratio, &own, &target, span)))
    }

    /// An aggregate of amounts whose currency differs from row to row has no unit.
    pub(super) fn check_currency(
        &mut self,
        operands: &ir::Aggregate,
        rows: &ir::Scope,
        span: Span,
        scope: &Scope,
    ) -> Option<()> {
        use AggregateFunction as F;
        let blind = matches!(operands.function, F::Count | F::Share | F::Any | F::Every | F::Gapless);
        let unit = operands.value.as_ref().and_then(|value| value.ty.unit()).filter(|_| !blind);
        let grouped = |name: &str| match (rows, scope.position, scope.source) {
            (ir::Scope::By(keys), _, Some(source)) => {
                let column = self.source(source).schema.find(name);
                keys.iter().any(|key| matches!(key.kind, ExprKind::Column(id) if Some(id) == column))
            }
            (_, Position::Group { keys, .. }, Some(source)) => {
                self.source(source).schema.find(name).is_some_and(|id| keys.contains(&id))
            }
            (_, Position::Cell { table, .. }, _) => self.tables[table].has_column_key(name),
            _ => false,
        };
        let Some(column) = unit.and_then(|unit| self.units.columns(unit).find(|name| !grouped(name))) else {
            return Some(());
        };
        let diagnostic = Diagnostic::new(Code::MixedCurrencies, span).with("column", column.to_owned());
        self.report(diagnostic.help("convert"));
        None
    }
}

fn period_function(grain: Grain) -> &'static str {
    match grain {
        Grain::Year => "year_of",
        Grain::Quarter => "quarter_of",
        Grain::Month => "month_of",
        Grain::Week => "week_of",
    }
}

/// A value times a ratio, in another unit: exact where the ratio is a decimal, else a number.
fn scaled(value: Arc<Expr>, (above, below): Ratio, own: &Unit, target: &Unit, span: Span) -> Arc<Expr> {
    let whole = (above % below == 0).then(|| above / below).and_then(|whole| i64::try_from(whole).ok());
    let exact = above
        .checked_mul(1_000_000_000)
        .filter(|units| units % below == 0)
        .and_then(|units| Decimal::from_units(units / below));
    let (ty, factor) = match (&value.ty, whole, exact) {
        (Type::Integer(_), Some(whole), _) => (Type::Integer(target.clone()), Scalar::Integer(whole)),
        (Type::Integer(_) | Type::Decimal(_), _, Some(exact)) => {
            (Type::Decimal(target.clone()), Scalar::Decimal(exact))
        }
        #[expect(clippy::cast_precision_loss, reason = "a number has the precision of a number")]
        _ => (Type::Number(target.clone()), Scalar::Number(above as f64 / below as f64)),
    };
    let value = widen(value, &ty.with_unit(own.clone()));
    let factor = node(ExprKind::Literal(Some(factor)), ty.with_unit(Unit::none()), span);
    node(ExprKind::Arithmetic(ArithmeticOp::Multiply, value, factor), ty, span)
}
