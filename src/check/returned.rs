//! What of a run goes back to each institution: its own sources, the rules on them and their failing items.

use std::collections::{BTreeMap, BTreeSet};

use super::Delivery;
use super::institutions::{Institutions, Seen, file_name};
use super::open::beside;
use super::say::Speaker;
use crate::ir::{self, Rows, RuleId, SourceId};
use crate::locale::{Catalog, Lang};
use crate::report::{RowsFrom, RuleRun, Run, RunVerdict, SampleRun, Summary, WaiverRun};
use crate::standard::Standard;

/// What goes back to an institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// The name of its folder.
    pub folder: String,
    /// The institution, as its sources name their owner; may be empty.
    pub owner: String,
    /// Its sources of files: the name of each, and the same as part of a name of a file.
    pub sources: Vec<(String, String)>,
    /// What a run with its sources and rules alone would say, and of rows of others nothing.
    pub run: Run,
}

/// The parts of a run that go back to the institutions that have a rule in it. Rules on what is computed from the rows of
/// several are in none of them.
#[must_use]
pub fn returned(standard: &Standard, delivery: &Delivery, run: &Run, lang: Lang) -> Vec<Returned> {
    let (ir, words) = (standard.ir(), Catalog::of(lang));
    let speaker =
        Speaker { standard: ir, files: standard.files(), words, pseudonyms: None, shows_values: true };
    let institutions = Institutions::new(&speaker);
    let ids: BTreeMap<&str, RuleId> = ir.rules().map(|(id, rule)| (rule.id.as_str(), id)).collect();
    let mut rules: BTreeMap<usize, Vec<RuleRun>> = BTreeMap::new();
    for rule in &run.rules {
        let Some(id) = ids.get(rule.id.as_str()) else { continue };
        let declared = ir.rule(*id);
        if let Some(at) = institutions.of_source(declared.source) {
            rules.entry(at).or_default().push(shown(rule, institutions.seen(declared, at)));
        }
    }
    let part = |(at, rules)| {
        let institution = institutions.get(at);
        let name = |id: &SourceId| ir.source(*id).name.clone();
        Returned {
            folder: institutions.folder(at),
            owner: institution.owner.clone(),
            sources: institution
                .sources
                .iter()
                .map(name)
                .map(|name| (name.clone(), file_name(&name)))
                .collect(),
            run: part(ir, &institutions, at, rules, run, delivery),
        }
    };
    rules.into_iter().map(part).collect()
}

/// A rule without what its institution may not see.
fn shown(rule: &RuleRun, seen: Seen) -> RuleRun {
    let title = || rule.title.clone();
    let samples = match seen {
        Seen::All => rule.samples.clone(),
        Seen::NoMessage => {
            rule.samples.iter().map(|sample| SampleRun { message: title(), ..sample.clone() }).collect()
        }
        Seen::Counts => Vec::new(),
    };
    RuleRun { samples, ..rule.clone() }
}

fn part(
    standard: &ir::Standard,
    institutions: &Institutions<'_>,
    at: usize,
    rules: Vec<RuleRun>,
    run: &Run,
    delivery: &Delivery,
) -> Run {
    let is_own = |name: &str| {
        let mut named = standard.sources().filter(|(_, source)| source.name == name);
        let source = named.find(|(_, source)| !matches!(source.rows, Rows::Expected(_)));
        source.is_some_and(|(id, _)| institutions.of_source(id) == Some(at))
    };
    let sources: Vec<_> = run.sources.iter().filter(|source| is_own(&source.name)).cloned().collect();
    let of_own = |waiver: &WaiverRun| {
        let is_there = |id: &&String| rules.iter().any(|rule| rule.id == **id);
        let own: Vec<String> = waiver.rules.iter().filter(is_there).cloned().collect();
        (!own.is_empty()).then(|| WaiverRun { rules: own, ..waiver.clone() })
    };
    let own_files = own_files(standard, institutions, at, delivery);
    let compares =
        standard.compares.iter().filter(|compare| institutions.of_source(compare.source) == Some(at));
    let compares: BTreeSet<&str> = compares.map(|compare| compare.name.as_str()).collect();
    Run {
        verdict: RunVerdict::of(&sources, &rules, run.gate()),
        summary: Summary::of(&rules),
        unclaimed: run.unclaimed.iter().filter(|name| own_files.contains(*name)).cloned().collect(),
        waivers: run.waivers.iter().filter_map(of_own).collect(),
        compares: run
            .compares
            .iter()
            .filter(|compare| compares.contains(compare.id.as_str()))
            .cloned()
            .collect(),
        tables: run.tables.iter().filter(|table| is_own(&table.name)).cloned().collect(),
        diagnostics: Vec::new(),
        paths: BTreeMap::new(),
        sources,
        rules,
        ..run.clone()
    }
}

/// The files in the folders of an institution's sources that are in the folder of no other's.
fn own_files(
    standard: &ir::Standard,
    institutions: &Institutions<'_>,
    at: usize,
    delivery: &Delivery,
) -> BTreeSet<String> {
    let Some(root) = &delivery.root else { return BTreeSet::new() };
    let of_files = standard.sources().filter(|(_, source)| matches!(source.rows, Rows::Files));
    let (own, others): (Vec<_>, Vec<_>) =
        of_files.partition(|(id, _)| institutions.get(at).sources.contains(id));
    let files = |sources: Vec<(SourceId, &ir::Source)>| -> BTreeSet<String> {
        sources.into_iter().flat_map(|(_, source)| beside(source, root)).collect()
    };
    let (own, others) = (files(own), files(others));
    own.difference(&others).cloned().collect()
}

impl Returned {
    /// The names of its sources that were judged, with the same as part of a name of a file.
    pub fn judged(&self) -> impl Iterator<Item = &(String, String)> {
        let is_judged = |name: &str| {
            let mut sources = self.run.sources.iter();
            sources.any(|source| source.rows_from == RowsFrom::Files && source.name == name)
        };
        self.sources.iter().filter(move |(name, _)| is_judged(name))
    }
}
