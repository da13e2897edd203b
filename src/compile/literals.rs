//! Literals: their types come from what stands beside them.

use super::Compiler;
use super::operand::Operand;
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::ExprKind;
use crate::syntax::ast::{self, Literal};
use crate::types::{CodelistId, Decimal, Grain, Period, Scalar, Type, Unit};

/// The longest list of codes that a message prints.
const FEW_CODES: usize = 12;

impl Compiler<'_> {
    /// A literal where a type may be expected.
    pub(super) fn literal(
        &mut self,
        literal: &Literal,
        span: Span,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let of = |value: Scalar, ty: Type| Some(Operand::new(ExprKind::Literal(Some(value)), ty, span));
        match literal {
            Literal::Integer(value) => {
                let (value, ty) = integer(*value, expected);
                of(value, ty)
            }
            Literal::Decimal(value) => {
                let (value, ty) = decimal(*value, expected);
                of(value, ty)
            }
            Literal::Percent(percent) => {
                // Read as text, so that 2.2% is the number nearest to 0.022.
                let fraction =
                    format!("{percent}e-2").parse().expect("a decimal's text with an exponent is a number");
                of(Scalar::Number(fraction), Type::Percent)
            }
            Literal::Text(text) => match expected {
                Some(Type::Code(id)) => {
                    self.report_text_for_code(text, *id, span);
                    None
                }
                _ => of(Scalar::text(text), Type::Text),
            },
            Literal::Code(code) => self.code_literal(code, span, expected),
            Literal::Date(days) => of(Scalar::Date(*days), Type::Date),
            Literal::Timestamp(micros) => of(Scalar::Timestamp(*micros), Type::Timestamp),
            Literal::Period(period) => of(Scalar::Period(*period), Type::Period(Some(period.grain()))),
            Literal::Boolean(value) => of(Scalar::Boolean(*value), Type::Boolean),
            Literal::Missing => {
                let ty = expected.cloned().unwrap_or(Type::Missing);
                Some(Operand::new(ExprKind::Literal(None), ty, span))
            }
        }
    }

    /// `26 days`, `5 [MAD/month]`.
    pub(super) fn quantity(
        &mut self,
        literal: &Literal,
        unit: &ast::UnitExpr,
        span: Span,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let unit = self.unit(unit, &[])?;
        let bare = expected.map(|ty| ty.with_unit(Unit::none()));
        Some(self.literal(literal, span, bare.as_ref())?.with_unit(&unit))
    }

    fn code_literal(&mut self, code: &str, span: Span, expected: Option<&Type>) -> Option<Operand> {
        match expected {
            Some(Type::Code(id)) => {
                if !self.codelist_of(*id).contains(code) {
                    self.report_unknown_code(code, *id, span);
                    return None;
                }
                Some(Operand::new(ExprKind::Literal(Some(Scalar::text(code))), Type::Code(*id), span))
            }
            Some(Type::Text) => {
                let write = format!("\"{code}\"");
                let diagnostic =
                    Diagnostic::new(Code::CodeForText, span).with("code", code).with("write", write.clone());
                self.report(diagnostic.help("write").fix(span, &write));
                None
            }
            Some(other) => {
                let (expected, found) = (self.type_text(other), format!("'{code}'"));
                let diagnostic = Diagnostic::new(Code::TypeMismatch, span).with("expected", expected);
                self.report(diagnostic.with("found", found));
                None
            }
            None => {
                let diagnostic = Diagnostic::new(Code::CodeWithoutList, span).with("code", code);
                self.report(diagnostic.help("declare"));
                None
            }
        }
    }

    /// Says that a code is not in its list, and which one may be meant.
    pub(super) fn report_unknown_code(&mut self, code: &str, id: CodelistId, span: Span) {
        let list = self.codelist_of(id).clone();
        let near = near_code(code, &list);
        let mut diagnostic = Diagnostic::new(Code::UnknownCode, span)
            .with("code", code)
            .with("codelist", list.name.clone())
            .with("count", list.codes().len())
            .label("declared", self.codelist_spans[id.0 as usize]);
        match &near {
            Some(near) => {
                let labels = list.get(near).map(|code| code.labels.clone()).unwrap_or_default();
                let label = labels.get("en").or_else(|| labels.values().next()).cloned().unwrap_or_default();
                diagnostic = diagnostic.with("label", label).fix(span, &format!("'{near}'"));
            }
            None if list.codes().len() <= FEW_CODES => {
                diagnostic = diagnostic.help("codes");
            }
            None => {}
        }
        let diagnostic = diagnostic.similar(near.as_deref());
        let diagnostic = if near.is_none() && list.codes().len() <= FEW_CODES {
            let codes: Vec<String> = list.codes().iter().map(|code| format!("'{}'", code.code)).collect();
            diagnostic.with("similar", codes.join(", "))
        } else {
            diagnostic
        };
        self.report(diagnostic);
    }

    /// Says that a text or a number stands where a code must.
    pub(super) fn report_text_for_code(&mut self, text: &str, id: CodelistId, span: Span) {
        let list = self.codelist_of(id).clone();
        let mut diagnostic =
            Diagnostic::new(Code::TextForCode, span).with("text", text).with("codelist", list.name.clone());
        if list.contains(text) {
            let write = format!("'{text}'");
            diagnostic = diagnostic.with("write", write.clone()).help("write").fix(span, &write);
        }
        self.report(diagnostic);
    }
}

/// The code that is nearest to one the list does not have: by its letters, with two of them swapped first of all.
fn near_code(code: &str, list: &crate::types::Codelist) -> Option<String> {
    let mut letters: Vec<char> = code.chars().collect();
    letters.sort_unstable();
    let is_anagram = |other: &str| {
        let mut sorted: Vec<char> = other.chars().collect();
        sorted.sort_unstable();
        sorted == letters && code.chars().count() > 1
    };
    let codes = || list.codes().iter().map(|code| code.code.as_ref());
    let anagram = codes().find(|other| is_anagram(other) && strsim::osa_distance(code, other) == 1);
    let padded = codes()
        .find(|other| other.trim_start_matches('0') == code.trim_start_matches('0') && !code.is_empty());
    anagram.or(padded).or_else(|| similar(code, codes())).map(str::to_owned)
}

fn integer(value: i64, expected: Option<&Type>) -> (Scalar, Type) {
    match expected {
        Some(Type::Decimal(unit)) => {
            (Scalar::Decimal(Decimal::from_integer(value)), Type::Decimal(unit.clone()))
        }
        Some(Type::Number(unit)) => {
            (Scalar::Number(Decimal::from_integer(value).to_f64()), Type::Number(unit.clone()))
        }
        Some(Type::Integer(unit)) => (Scalar::Integer(value), Type::Integer(unit.clone())),
        Some(Type::Period(Some(Grain::Year) | None)) => {
            match i32::try_from(value).ok().and_then(Period::year) {
                Some(year) => (Scalar::Period(year), Type::Period(Some(Grain::Year))),
                None => (Scalar::Integer(value), Type::Integer(Unit::none())),
            }
        }
        _ => (Scalar::Integer(value), Type::Integer(Unit::none())),
    }
}

fn decimal(value: Decimal, expected: Option<&Type>) -> (Scalar, Type) {
    match expected {
        Some(Type::Number(unit)) => (Scalar::Number(value.to_f64()), Type::Number(unit.clone())),
        Some(Type::Decimal(unit) | Type::Integer(unit)) => {
            (Scalar::Decimal(value), Type::Decimal(unit.clone()))
        }
        _ => (Scalar::Decimal(value), Type::Decimal(Unit::none())),
    }
}
