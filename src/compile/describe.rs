//! Types as the language writes them, for messages.

use super::Compiler;
use crate::types::{Grain, Type, Unit};

impl Compiler<'_> {
    /// `decimal [MAD/month]`, `date`, `'sex'` for a code of the list `sex`.
    pub(super) fn type_text(&self, ty: &Type) -> String {
        let with_unit = |name: &str, unit: &Unit| {
            if unit.is_none() { name.to_owned() } else { format!("{name} [{unit}]") }
        };
        match ty {
            Type::Boolean => "boolean".to_owned(),
            Type::Integer(unit) => with_unit("integer", unit),
            Type::Decimal(unit) => with_unit("decimal", unit),
            Type::Number(unit) => with_unit("number", unit),
            Type::Percent => "percent".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Period(None) => "period".to_owned(),
            Type::Period(Some(grain)) => grain_name(*grain).to_owned(),
            Type::Code(id) => self.codelist_of(*id).name.clone(),
            Type::Tuple(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.type_text(part)).collect();
                format!("({})", parts.join(", "))
            }
            Type::Missing => "missing".to_owned(),
        }
    }
}

/// The type's name of a grain.
pub(super) fn grain_name(grain: Grain) -> &'static str {
    match grain {
        Grain::Year => "year",
        Grain::Quarter => "quarter",
        Grain::Month => "month",
        Grain::Week => "week",
    }
}
