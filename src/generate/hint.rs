//! Values of one expression as values of a column.

use super::cells::in_points;
use crate::types::{Decimal, Period, Scalar, Type};

/// A value as a value of a type; none where it is none.
pub(super) fn coerced(value: &Scalar, ty: &Type) -> Option<Scalar> {
    Some(match (ty, value) {
        (Type::Integer(_), Scalar::Decimal(value)) => {
            Scalar::Integer(i64::try_from(value.units().div_euclid(Decimal::ONE)).ok()?)
        }
        (Type::Integer(_), Scalar::Number(value)) => {
            let units = Decimal::from_f64(*value)?.units();
            Scalar::Integer(i64::try_from(units.div_euclid(Decimal::ONE)).ok()?)
        }
        (Type::Decimal(_), Scalar::Integer(value)) => Scalar::Decimal(Decimal::from_integer(*value)),
        (Type::Decimal(_), Scalar::Number(value)) => Scalar::Decimal(Decimal::from_f64(*value)?),
        (Type::Number(_), Scalar::Integer(value)) => Scalar::Number(Decimal::from_integer(*value).to_f64()),
        (Type::Number(_), Scalar::Decimal(value)) => Scalar::Number(value.to_f64()),
        (Type::Percent, Scalar::Number(value)) => Scalar::Number(in_points(*value) / 100.0),
        (Type::Boolean, Scalar::Boolean(_))
        | (Type::Integer(_), Scalar::Integer(_))
        | (Type::Decimal(_), Scalar::Decimal(_))
        | (Type::Number(_), Scalar::Number(_))
        | (Type::Text | Type::Code(_), Scalar::Text(_))
        | (Type::Date, Scalar::Date(_))
        | (Type::Timestamp, Scalar::Timestamp(_))
        | (Type::Period(_), Scalar::Period(_)) => value.clone(),
        _ => return None,
    })
}

/// A value some steps further, where its type has steps.
pub(super) fn shifted(value: Scalar, steps: i8) -> Option<Scalar> {
    Some(match value {
        _ if steps == 0 => value,
        Scalar::Integer(value) => Scalar::Integer(value.checked_add(steps.into())?),
        Scalar::Decimal(value) => {
            Scalar::Decimal(Decimal::from_units(value.units() + i128::from(steps) * Decimal::ONE)?)
        }
        Scalar::Number(value) => Scalar::Number(value + f64::from(steps)),
        Scalar::Date(days) => Scalar::Date(days.checked_add(steps.into())?),
        Scalar::Timestamp(moment) => Scalar::Timestamp(moment.checked_add(i64::from(steps) * 1_000_000)?),
        Scalar::Period(period) => {
            Scalar::Period(Period::new(period.grain(), period.index().checked_add(steps.into())?)?)
        }
        Scalar::Boolean(value) => Scalar::Boolean(!value),
        Scalar::Text(_) | Scalar::Tuple(_) => value,
    })
}
