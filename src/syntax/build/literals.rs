//! Literals; numbers, dates and quotes as other places write them.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Builder, child};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{self, Expr, ExprKind, Literal, Spanned};
use crate::syntax::grammar::{Node, Rule};
use crate::types::{Decimal, Period, days_of};

impl Builder<'_> {
    /// A literal as an expression.
    pub(super) fn literal_expr(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let Some(part) = node.into_inner().next() else {
            return Expr { kind: ExprKind::Literal(Literal::Missing), span };
        };
        let kind = match part.as_rule() {
            Rule::quantity => self.quantity(&part),
            _ => ExprKind::Literal(self.literal(&part)),
        };
        Expr { kind, span }
    }

    fn literal(&mut self, node: &Node) -> Literal {
        match node.as_rule() {
            Rule::moment | Rule::date | Rule::month | Rule::bad_date => self.calendar(node),
            Rule::percent => self.percent_value(node).map_or(Literal::Missing, Literal::Percent),
            Rule::number => self.number(node),
            Rule::text => Literal::Text(self.text_literal(node).value),
            Rule::code => Literal::Code(self.code_literal(node).value),
            Rule::r#true => Literal::Boolean(true),
            Rule::r#false => Literal::Boolean(false),
            _ => Literal::Missing,
        }
    }

    /// `26 days`, `5 [MAD/month]`.
    pub(super) fn quantity(&mut self, node: &Node) -> ExprKind {
        let value = child(node, Rule::number).map_or(Literal::Missing, |number| self.number(&number));
        let unit = match child(node, Rule::time_word) {
            Some(word) => {
                let name = word.as_str().trim_end_matches('s').to_owned();
                let span = self.span(&word);
                ast::UnitExpr { factors: vec![(Spanned { value: name, span }, 1)], span }
            }
            None => {
                let unit = child(node, Rule::tight_unit).and_then(|tight| child(&tight, Rule::unit));
                match unit.and_then(|unit| child(&unit, Rule::unit_expr)) {
                    Some(unit) => self.unit_expr(&unit),
                    None => ast::UnitExpr { factors: Vec::new(), span: self.span(node) },
                }
            }
        };
        ExprKind::Quantity(value, unit)
    }

    /// The number before a percent sign.
    pub(super) fn percent_value(&mut self, node: &Node) -> Option<Decimal> {
        if let Some(sign) = child(node, Rule::percent_sign).filter(|sign| sign.as_str() != "%") {
            self.foreign(&sign, "%");
        }
        self.decimal_value(&child(node, Rule::number)?)
    }

    /// A number, whether or not it has a point.
    pub(super) fn decimal_value(&mut self, node: &Node) -> Option<Decimal> {
        match self.number(node) {
            Literal::Integer(value) => Some(Decimal::from_integer(value)),
            Literal::Decimal(value) => Some(value),
            _ => None,
        }
    }

    fn number(&mut self, node: &Node) -> Literal {
        let text = node.as_str();
        let bare = text.replace('_', "");
        let well_formed =
            bare.bytes().all(|b| b.is_ascii_digit() || b == b'.') && bare.matches('.').count() <= 1;
        if !well_formed {
            return self.odd_number(node);
        }
        if let Ok(value) = bare.parse::<i64>() {
            return Literal::Integer(value);
        }
        match Decimal::parse(&bare) {
            Some(value) => Literal::Decimal(value),
            None => {
                let diagnostic = Diagnostic::new(Code::NumberFormat, self.span(node)).with("found", text);
                self.report(diagnostic.with("write", ""));
                Literal::Missing
            }
        }
    }

    /// Digits grouped by blanks or points, a decimal comma, Arabic digits.
    fn odd_number(&mut self, node: &Node) -> Literal {
        let text = node.as_str();
        let plain: String = text.chars().map(western).collect();
        let comma = plain.contains(',') || plain.contains('٫');
        let points = plain.matches('.').count();
        let (whole, fraction) = if comma {
            plain.split_once([',', '٫']).map(|(whole, fraction)| (whole.to_owned(), fraction.to_owned()))
        } else if points == 1 {
            plain.split_once('.').map(|(whole, fraction)| (whole.to_owned(), fraction.to_owned()))
        } else {
            None
        }
        .unwrap_or((plain.clone(), String::new()));
        let groups: Vec<&str> =
            whole.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        let mut write = groups.join("_");
        if !fraction.is_empty() {
            write = format!("{write}.{fraction}");
        }
        let span = self.span(node);
        let diagnostic = Diagnostic::new(Code::NumberFormat, span).with("found", text);
        self.report(diagnostic.with("write", write.clone()).help("write").fix(span, &write));
        let bare = write.replace('_', "");
        bare.parse()
            .map(Literal::Integer)
            .or(Decimal::parse(&bare).map(Literal::Decimal).ok_or(()))
            .unwrap_or(Literal::Missing)
    }

    /// A time beside `from` and `until`, where four digits are a year.
    pub(super) fn time(&mut self, node: &Node) -> Option<Spanned<Literal>> {
        let part = node.clone().into_inner().next()?;
        let value = match part.as_rule() {
            Rule::year => Literal::Integer(part.as_str().parse().ok()?),
            _ => self.calendar(&part),
        };
        Some(Spanned { value, span: self.span(node) })
    }

    fn calendar(&mut self, node: &Node) -> Literal {
        let text = node.as_str();
        let literal = match node.as_rule() {
            Rule::moment => moment(text),
            Rule::date => {
                NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|date| Literal::Date(days_of(date)))
            }
            Rule::month => Period::parse(text).map(Literal::Period),
            _ => None,
        };
        literal.unwrap_or_else(|| self.malformed(node))
    }

    fn malformed(&mut self, node: &Node) -> Literal {
        let (text, span) = (node.as_str(), self.span(node));
        let diagnostic = Diagnostic::new(Code::MalformedDate, span).with("found", text);
        match repaired(text) {
            Some((write, literal)) => {
                self.report(diagnostic.with("write", write.clone()).help("write").fix(span, &write));
                literal
            }
            None => {
                self.report(diagnostic.with("write", "").help("form"));
                Literal::Missing
            }
        }
    }

    /// `"text"`, its escapes resolved.
    pub(super) fn text_literal(&mut self, node: &Node) -> ast::Text {
        let text = node.as_str();
        let span = self.span(node);
        if let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            return Spanned { value: unescape(inner), span };
        }
        let inner: String = inner_of(text);
        self.typographic(node, &format!("\"{}\"", inner.trim()));
        Spanned { value: inner.trim().to_owned(), span }
    }

    /// `'code'`.
    pub(super) fn code_literal(&mut self, node: &Node) -> ast::Text {
        let text = node.as_str();
        let span = self.span(node);
        if let Some(inner) = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            return Spanned { value: inner.replace("''", "'"), span };
        }
        let inner: String = inner_of(text);
        self.typographic(node, &format!("'{inner}'"));
        Spanned { value: inner, span }
    }

    fn typographic(&mut self, node: &Node, write: &str) {
        let span = self.span(node);
        let is_curly = |c: &char| matches!(c, '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›');
        let count = self.text.chars().filter(is_curly).count() / 2;
        let diagnostic = Diagnostic::new(Code::TypographicQuotes, span).with("found", node.as_str());
        let diagnostic = diagnostic.with("write", write).with("count", count.max(1));
        self.report(diagnostic.help("write").fix(span, write));
    }

    /// `/pattern/`: what stands between the slashes.
    pub(super) fn regex(&self, node: &Node) -> ast::Text {
        let text = node.as_str();
        let inner = text.strip_prefix('/').and_then(|text| text.strip_suffix('/')).unwrap_or(text);
        Spanned { value: inner.replace("\\/", "/"), span: self.span(node) }
    }
}

/// The digits of Arabic and Persian as Western ones.
fn western(c: char) -> char {
    let digit = match c {
        '\u{660}'..='\u{669}' => u32::from(c) - 0x660,
        '\u{6F0}'..='\u{6F9}' => u32::from(c) - 0x6F0,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

fn inner_of(text: &str) -> String {
    let mut characters = text.chars();
    characters.next();
    characters.next_back();
    characters.as_str().to_owned()
}

fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n') => value.push('\n'),
                Some('t') => value.push('\t'),
                Some(other) => value.push(other),
                None => value.push('\\'),
            },
            other => value.push(other),
        }
    }
    value
}

fn moment(text: &str) -> Option<Literal> {
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let moment = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(Literal::Timestamp(moment.and_utc().timestamp_micros()))
}

/// A date or a period written with one digit, in another order, or without its hyphen.
fn repaired(text: &str) -> Option<(String, Literal)> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let date = |year: &str, month: &str, day: &str| {
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        Some((date.format("%Y-%m-%d").to_string(), Literal::Date(days_of(date))))
    };
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => date(year, month, day),
        // Day first, as French and Arabic write it; nothing is proposed where the month could come first.
        [day, month, year] if year.len() == 4 && (day.parse::<u32>().ok()? > 12 || day == month) => {
            date(year, month, day)
        }
        [year, month] if month.len() == 1 && month.bytes().all(|b| b.is_ascii_digit()) => {
            let period = Period::month(year.parse().ok()?, month.parse().ok()?)?;
            Some((period.to_string(), Literal::Period(period)))
        }
        _ => {
            let period = Period::parse(text).or_else(|| short_week(text))?;
            Some((period.to_string(), Literal::Period(period)))
        }
    }
}

fn short_week(text: &str) -> Option<Period> {
    let (year, week) = text.split_once('W')?;
    Period::week(year.trim_end_matches('-').parse().ok()?, week.parse().ok()?)
}
