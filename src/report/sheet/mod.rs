//! The sheet of one source: what of the definitions it can serve, what is missing and what would mend it, what its last
//! delivery came to, and what changed since the one before. Two pages to hand over at a meeting.

mod html;
mod markdown;

use super::{Change, Changes, Coverage, Covered, Past, PastRule, RuleChange};
use crate::types::Severity;

pub use html::sheet_html;
pub use markdown::sheet_markdown;

/// Rules that a sheet lists; those of the result are all in its report.
const MOST: usize = 12;

/// All that a sheet says. Texts are in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name of the source.
    pub source: String,
    /// Its title, else its name.
    pub title: String,
    /// Who delivers it; may be empty.
    pub owner: String,
    /// The name and version of the standard.
    pub standard: String,
    /// What it can serve, by entity.
    pub served: Vec<Served>,
    /// What to collect, what most definitions wait for first.
    pub measures: Vec<Measure>,
    /// What the last delivery came to, where its result is given.
    pub results: Option<Results>,
    /// What changed since the delivery before, where that is given too.
    pub changes: Vec<(Change, Vec<RuleChange>)>,
}

/// The definitions of an entity at the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// The entity's title, else its name.
    pub entity: String,
    /// Title, else name, of each definition, with what it can be computed by.
    pub definitions: Vec<(String, Covered)>,
}

/// A variable that the source would have to collect.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name.
    pub variable: String,
    /// Its title, else its name.
    pub title: String,
    /// Its documentation; may be empty.
    pub doc: String,
    /// Whether it is there for some records already.
    pub is_partly_there: bool,
    /// The titles of the definitions that wait for it.
    pub serves: Vec<String>,
}

/// What a delivery came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The date that `as_of` meant.
    pub as_of: String,
    /// Rows delivered.
    pub rows: u64,
    /// Rules that were judged, and those of them that hold.
    pub judged: usize,
    /// Those that hold or are tolerated.
    pub hold: usize,
    /// The rules that fail, the gravest and largest first; no more than fit.
    pub failing: Vec<PastRule>,
    /// How many fail in all.
    pub fail: usize,
}

impl Sheet {
    /// The sheet of a source; none where the standard has no entity that it provides and no result is given of it.
    #[must_use]
    pub fn new(
        coverage: &Coverage,
        source: &str,
        last: Option<&Past>,
        before: Option<&Past>,
    ) -> Option<Self> {
        let of =
            |entity: &super::EntityCoverage| entity.sources.iter().position(|found| found.name == source);
        let provided: Vec<_> =
            coverage.entities.iter().filter_map(|entity| Some((entity, of(entity)?))).collect();
        let results = last.and_then(|past| results(past, source));
        let described = provided.first().map(|(entity, at)| &entity.sources[*at]);
        if described.is_none() && results.is_none() {
            return None;
        }
        let named = |title: &str, name: &str| if title.is_empty() { name } else { title }.to_owned();
        let served = provided.iter().map(|(entity, at)| Served {
            entity: named(&entity.title, &entity.name),
            definitions: entity
                .definitions
                .iter()
                .map(|row| (named(&row.title, &row.name), row.cells[*at].computable))
                .collect(),
        });
        let changes = match (before, last) {
            (Some(before), Some(last)) => changes(before, last, source),
            _ => Vec::new(),
        };
        let standard = format!("{} {}", coverage.standard.name, coverage.standard.version);
        Some(Sheet {
            source: source.to_owned(),
            title: described.map_or(source.to_owned(), |found| named(&found.title, &found.name)),
            owner: described.map(|found| found.owner.clone()).unwrap_or_default(),
            standard: standard.trim().to_owned(),
            served: served.collect(),
            measures: provided.iter().flat_map(|(entity, at)| measures(entity, *at)).collect(),
            results,
            changes,
        })
    }
}

impl Sheet {
    /// The rules of a change that are listed: what still fails is among the results.
    fn listed(change: Change, rules: &[RuleChange]) -> &[RuleChange] {
        if change == Change::Persisting { &[] } else { &rules[..rules.len().min(MOST)] }
    }
}

/// The variables that definitions wait for at one source.
fn measures(entity: &super::EntityCoverage, at: usize) -> Vec<Measure> {
    let named = |title: &str, name: &str| if title.is_empty() { name } else { title }.to_owned();
    let waits = |name: &String| -> Vec<String> {
        let rows = entity.definitions.iter().filter(|row| {
            let cell = &row.cells[at];
            cell.not_collected.contains(name) || cell.in_part.contains(name)
        });
        rows.map(|row| named(&row.title, &row.name)).collect()
    };
    let measure = |row: &super::CoverageRow| Measure {
        variable: row.name.clone(),
        title: named(&row.title, &row.name),
        doc: row.doc.clone(),
        is_partly_there: row.cells[at].computable != Covered::No,
        serves: waits(&row.name),
    };
    let mut measures: Vec<Measure> =
        entity.variables.iter().map(measure).filter(|measure| !measure.serves.is_empty()).collect();
    measures.sort_by_key(|measure| std::cmp::Reverse(measure.serves.len()));
    measures
}

fn results(past: &Past, source: &str) -> Option<Results> {
    let rules: Vec<&PastRule> = past.rules.iter().filter(|rule| rule.subject == source).collect();
    let rows = past.sources.iter().find(|found| found.name == source)?.rows;
    let judged = rules.iter().filter(|rule| !rule.is_open()).count();
    let mut failing: Vec<PastRule> =
        rules.iter().filter(|rule| rule.fails()).map(|rule| (*rule).clone()).collect();
    failing.sort_by(|a, b| {
        let weight = |rule: &PastRule| (rule.severity == Severity::Error, rule.fail);
        weight(b).cmp(&weight(a)).then_with(|| a.id.cmp(&b.id))
    });
    let fail = failing.len();
    failing.truncate(MOST);
    Some(Results { as_of: past.as_of.clone(), rows, judged, hold: judged - fail, failing, fail })
}

/// What became of the source's rules; what stayed the same is not told.
fn changes(before: &Past, last: &Past, source: &str) -> Vec<(Change, Vec<RuleChange>)> {
    let all = Changes::between(before, last).rules;
    let told = [
        Change::New,
        Change::Worse,
        Change::NoLongerChecked,
        Change::Persisting,
        Change::Fixed,
        Change::NowChecked,
    ];
    told.into_iter()
        .map(|change| {
            let of = |rule: &&RuleChange| rule.change == change && rule.subject == source;
            (change, all.iter().filter(of).cloned().collect::<Vec<_>>())
        })
        .filter(|(_, rules)| !rules.is_empty())
        .collect()
}
