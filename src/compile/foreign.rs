//! What functions of other languages are here, so that whoever knows those is told: SQL, spreadsheets in English and
//! French, R, Stata.

/// The name of the function that does what one of another language does.
pub(super) fn function(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "avg" | "average" | "moyenne" => "mean",
        "std" | "stdev" | "sd" | "ecartype" => "stddev",
        "percentile" | "centile" => "quantile",
        "mediane" => "median",
        "somme" | "total" => "sum",
        "nb" | "nbval" | "n" | "countif" => "count",
        "coalesce" | "nvl" | "ifnull" => "first_known",
        "len" | "nchar" | "char_length" | "strlen" | "nbcar" => "length",
        "substr" | "substring" | "stxt" => "mid",
        "ucase" | "toupper" | "majuscule" => "upper",
        "lcase" | "tolower" | "minuscule" => "lower",
        "gauche" => "left",
        "droite" => "right",
        "ln" => "log",
        "sqr" | "racine" => "sqrt",
        "ceiling" => "ceil",
        "arrondi" => "round",
        "datediff" => "days_between",
        "year" | "annee" | "année" => "year_of",
        "month" | "mois" => "month_of",
        "quarter" | "trimestre" => "quarter_of",
        "week" | "semaine" => "week_of",
        "dayofweek" | "joursem" => "weekday",
        "eomonth" | "fin_mois" => "last_day",
        "dateadd" | "edate" | "mois_decaler" => "add_months",
        _ => return None,
    })
}

/// The form of an expression that does what such a function does.
pub(super) fn form(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "isnull" | "is_null" | "is_na" | "isna" | "isblank" | "ismissing" | "estvide" => "x is missing",
        "between" => "x in 1..9",
        "inlist" => "x in {1, 2}",
        "iif" | "iff" | "ifelse" | "if_else" | "si" => "if x > 1 then a else b",
        "like" | "rlike" | "regexm" | "regexp_like" | "grepl" => "x matches /[A-Z]+/",
        "now" | "today" | "getdate" | "current_date" | "aujourdhui" => "as_of",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::compile::aggregates;

    #[test]
    fn no_foreign_name_is_one_of_ours_and_every_answer_is() {
        let ours = |name: &str| {
            builtin::all().iter().any(|function| function.name == name)
                || aggregates::NAMES.contains(&name)
                || name == "first_known"
        };
        for foreign in
            ["avg", "Moyenne", "coalesce", "nbcar", "substr", "year", "datediff", "ln", "week", "centile"]
        {
            assert!(!ours(&foreign.to_lowercase()), "{foreign}");
            assert!(function(foreign).is_some_and(ours), "{foreign}");
        }
        assert_eq!((function("mean"), form("mean")), (None, None));
        assert_eq!(form("isNull"), Some("x is missing"));
    }
}
