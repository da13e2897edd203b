//! The code lists of the standard as the ground truth needs them, read from the tables that ship.

use std::collections::BTreeSet;

const COUNTRIES: &str = include_str!("../../rules/base/codelists/countries.csv");
const TERRITORIES: &str = include_str!("../../rules/morocco/codelists/regions_provinces.csv");

/// Codes of `sex`.
pub(super) const SEXES: [&str; 2] = ["1", "2"];
/// Codes of `cnss_situation`.
pub(super) const SITUATIONS: [&str; 9] = ["normal", "SO", "DE", "IT", "IL", "AT", "CS", "MS", "MP"];
/// Codes of `title_type`.
pub(super) const TITLE_TYPES: [&str; 2] = ["registration", "residence"];
/// Codes of `title_mention`.
pub(super) const MENTIONS: [&str; 6] = ["visitor", "work", "authorised", "student", "family", "medical"];
/// Codes of `contract_request`.
pub(super) const REQUESTS: [&str; 3] = ["new", "renewal", "change"];
/// Codes of `contract_decision`.
pub(super) const DECISIONS: [&str; 2] = ["granted", "refused"];

/// Countries and the regions above them.
pub(super) struct Countries {
    /// Every code of the list: alpha-3 of countries, M49 of regions.
    pub(super) codes: BTreeSet<&'static str>,
    /// Numeric codes of countries with their alpha-3.
    numeric: Vec<(&'static str, &'static str)>,
}

impl Countries {
    pub(super) fn read() -> Self {
        let rows: Vec<[&str; 3]> = COUNTRIES.lines().skip(1).map(first_cells).collect();
        let codes = rows.iter().map(|[alpha3, ..]| *alpha3).collect();
        let numeric = rows.iter().filter(|[_, _, numeric]| !numeric.is_empty());
        let mut numeric: Vec<_> = numeric.map(|[alpha3, _, numeric]| (*numeric, *alpha3)).collect();
        numeric.sort_unstable();
        Countries { codes, numeric }
    }

    /// Whether a cell of a column in the numeric coding holds a country.
    pub(super) fn has_numeric(&self, numeric: &str) -> bool {
        self.numeric.binary_search_by_key(&numeric, |(numeric, _)| numeric).is_ok()
    }

    /// The numeric code of an alpha-3 code of the list.
    pub(super) fn numeric(&self, alpha3: &str) -> &'static str {
        let found = self.numeric.iter().find(|(_, code)| *code == alpha3);
        found.expect("the generator writes countries of the list").0
    }
}

/// Regions and provinces.
pub(super) struct Territories {
    /// Code and parent; regions have none.
    rows: Vec<(&'static str, &'static str)>,
}

impl Territories {
    pub(super) fn read() -> Self {
        let rows = TERRITORIES.lines().skip(1).map(first_cells);
        Territories { rows: rows.map(|[code, _, parent]| (code, parent)).collect() }
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.rows.iter().any(|(known, _)| *known == code)
    }

    /// What stands above a code; none for regions and for what is no code.
    pub(super) fn parent(&self, code: &str) -> Option<&'static str> {
        let (_, parent) = self.rows.iter().find(|(known, _)| *known == code)?;
        Some(*parent).filter(|parent| !parent.is_empty())
    }

    /// The provinces of a region.
    pub(super) fn provinces(&self, region: &str) -> Vec<&'static str> {
        self.rows.iter().filter(|(_, parent)| *parent == region).map(|(code, _)| *code).collect()
    }
}

/// The first three cells of a line, which hold no quotes, commas or line breaks in the tables that ship.
fn first_cells(line: &'static str) -> [&'static str; 3] {
    let mut cells = line.split(',');
    std::array::from_fn(|_| cells.next().expect("a row of the table has three cells"))
}
