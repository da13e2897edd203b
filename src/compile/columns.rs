//! Columns and their types.

use super::Compiler;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic, similar};
use crate::ir::{Expr, ExprKind};
use crate::syntax::ast;
use crate::types::{Coding, Column, Decimal, Grain, MissingCode, Scalar, Type, Unit, Value};

/// Names of the types of the language.
const TYPES: [&str; 13] = [
    "boolean",
    "integer",
    "decimal",
    "number",
    "percent",
    "text",
    "date",
    "timestamp",
    "year",
    "quarter",
    "month",
    "week",
    "period",
];

impl Compiler<'_> {
    /// A type without a unit, by its name.
    pub(super) fn plain_type(name: &str) -> Option<Type> {
        Some(match name {
            "boolean" => Type::Boolean,
            "integer" => Type::Integer(Unit::none()),
            "decimal" => Type::Decimal(Unit::none()),
            "number" => Type::Number(Unit::none()),
            "percent" => Type::Percent,
            "text" => Type::Text,
            "date" => Type::Date,
            "timestamp" => Type::Timestamp,
            "year" => Type::Period(Some(Grain::Year)),
            "quarter" => Type::Period(Some(Grain::Quarter)),
            "month" => Type::Period(Some(Grain::Month)),
            "week" => Type::Period(Some(Grain::Week)),
            "period" => Type::Period(None),
            _ => return None,
        })
    }

    /// The type that is written; `columns` are those of the source, which a unit may name.
    pub(super) fn resolve_type(&mut self, written: &ast::TypeExpr, columns: &[ast::Column]) -> Option<Type> {
        let plain = Self::plain_type(&written.name.value);
        let list = self.find_codelist(&written.name.value).map(Type::Code);
        let Some(ty) = plain.or(list) else {
            self.report_unknown_type(&written.name);
            return None;
        };
        let Some(unit) = &written.unit else { return Some(ty) };
        if !ty.is_numeric() {
            let diagnostic =
                Diagnostic::new(Code::UnitOnType, unit.span).with("found", written.name.value.clone());
            self.report(diagnostic);
            return None;
        }
        Some(ty.with_unit(self.unit(unit, columns)?))
    }

    /// Says that there is no type of a name.
    pub(super) fn report_unknown_type(&mut self, name: &ast::Name) {
        // A code list that is in error has been reported; its name is no unknown type.
        if matches!(self.declared.get(&name.value), Some((_, super::names::Kind::Codelist))) {
            return;
        }
        let known = TYPES.into_iter().chain(self.codelists.iter().map(|list| list.name.as_str()));
        let near = similar(&name.value, known).map(str::to_owned);
        let mut diagnostic = Diagnostic::new(Code::UnknownType, name.span).with("name", name.value.clone());
        diagnostic = match &near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic.with("types", TYPES.join(", ")).help("types"),
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// A column of a source; `None` when its type is in error.
    pub(super) fn column(&mut self, ast: &ast::Column, columns: &[ast::Column]) -> Option<Column> {
        let ty = self.resolve_type(&ast.ty, columns)?;
        let mut column = Column::new(&ast.name.value, ty.clone());
        column.optional = ast.ty.optional;
        column.identifying = ast.identifying;
        column.weight = ast.weight.as_ref().map(|weight| weight.value.to_f64());
        if let Type::Code(id) = ty {
            column.codelist = Some(self.codelist_of(id).clone());
        }
        column.coding = ast.coded.as_ref().and_then(|name| self.coding(&column, name));
        column.missing = ast.missing.iter().filter_map(|entry| self.missing_code(entry, &ty)).collect();
        column.empty_means = ast
            .empty_means
            .as_ref()
            .and_then(|value| self.literal_of_type(value, &ty))
            .and_then(|value| value);
        Some(column)
    }

    fn coding(&mut self, column: &Column, name: &ast::Name) -> Option<Coding> {
        let Some(list) = &column.codelist else {
            let found = self.type_text(&column.ty);
            let diagnostic = Diagnostic::new(Code::ConstraintOnType, name.span).with("constraint", "coded");
            self.report(diagnostic.with("found", found));
            return None;
        };
        if list.coding(&name.value).is_none() {
            let codings: Vec<&str> = list.coding_names().collect();
            let mut diagnostic = Diagnostic::new(Code::UnknownCoding, name.span)
                .with("coding", name.value.clone())
                .with("codelist", list.name.clone());
            if !codings.is_empty() {
                diagnostic = diagnostic.with("codings", codings.join(", ")).help("codings");
            }
            self.report(diagnostic);
            return None;
        }
        Some(Coding { name: name.value.clone(), codelist: list.clone() })
    }

    fn missing_code(&mut self, entry: &ast::MissingEntry, ty: &Type) -> Option<MissingCode> {
        let value = match (&entry.value.kind, ty) {
            // A missing code need not be a code of the list: that is what it is for.
            (ast::ExprKind::Literal(ast::Literal::Code(code)), Type::Code(_)) => Scalar::text(code),
            (ast::ExprKind::Literal(ast::Literal::Integer(code)), Type::Code(_) | Type::Text) => {
                Scalar::text(&code.to_string())
            }
            _ => self.literal_of_type(&entry.value, ty)??,
        };
        let labels = self.labels(&entry.reason);
        let english = || labels.get("en").or_else(|| labels.values().next());
        let reason = labels.get("").or_else(english).cloned().unwrap_or_default();
        Some(MissingCode { value, reason, labels })
    }

    /// The value of a literal where a type is asked for. The outer `None` is an error that was reported.
    pub(super) fn literal_of_type(&mut self, expr: &ast::Expr, ty: &Type) -> Option<Value> {
        let typed = self.value_of_type(expr, &Scope::constant(), ty)?;
        let value = constant(&typed);
        if value.is_none() {
            self.report(Diagnostic::new(Code::NotConstant, expr.span));
        }
        value
    }
}

/// The value of an expression that is a literal, perhaps negated or widened; `None` for others.
pub(super) fn constant(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Literal(value) => Some(value.clone()),
        ExprKind::Negate(inner) => constant(inner)?.map(negated).map_or(Some(None), |value| value.map(Some)),
        ExprKind::Widen(inner) => Some(constant(inner)?.and_then(|value| widened(&value, &expr.ty))),
        _ => None,
    }
}

fn negated(value: Scalar) -> Option<Scalar> {
    match value {
        Scalar::Integer(value) => value.checked_neg().map(Scalar::Integer),
        Scalar::Decimal(value) => Decimal::from_units(-value.units()).map(Scalar::Decimal),
        Scalar::Number(value) => Some(Scalar::Number(-value)),
        _ => None,
    }
}

fn widened(value: &Scalar, ty: &Type) -> Value {
    match (value, ty) {
        (Scalar::Integer(value), Type::Decimal(_)) => Some(Scalar::Decimal(Decimal::from_integer(*value))),
        (Scalar::Integer(value), _) => Scalar::number(Decimal::from_integer(*value).to_f64()),
        (Scalar::Decimal(value), _) => Scalar::number(value.to_f64()),
        (other, _) => Some(other.clone()),
    }
}
