//! Who is to correct what: the institution that a source, a rule and what is computed from sources is of, and what of a
//! rule's failing items would tell an institution of the rows of others.

use std::collections::BTreeSet;

use super::say::Speaker;
use crate::ir::{Items, Origin, Reads, Rows, Rule, SourceId, Standard};
use crate::types::Labels;

/// The institutions that deliver the sources of a standard.
pub(super) struct Institutions<'a> {
    standard: &'a Standard,
    all: Vec<Institution>,
}

/// One that delivers.
pub(super) struct Institution {
    /// As its sources name their owner, in the language of the run; empty where they do not.
    pub(super) owner: String,
    /// The same in every language: who is who does not depend on who reads.
    names: Labels,
    /// Its sources of files.
    pub(super) sources: BTreeSet<SourceId>,
}

/// What of a rule's failing items an institution may see that the rule is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// All that is shown of items.
    All,
    /// Not what messages say: they would tell of rows of others.
    NoMessage,
    /// How many there are: what they are called by would.
    Counts,
}

impl<'a> Institutions<'a> {
    /// Of sources that name the same owner; a source without one is of an institution of its own.
    pub(super) fn new(speaker: &Speaker<'a>) -> Self {
        let mut all: Vec<Institution> = Vec::new();
        for (id, source) in speaker.standard.sources().filter(|(_, source)| is_of_files(&source.rows)) {
            match all.iter_mut().find(|known| is_one(&known.names, &source.owner)) {
                Some(known) => drop(known.sources.insert(id)),
                None => all.push(Institution {
                    owner: speaker.label(&source.owner),
                    names: source.owner.clone(),
                    sources: BTreeSet::from([id]),
                }),
            }
        }
        Institutions { standard: speaker.standard, all }
    }

    pub(super) fn get(&self, at: usize) -> &Institution {
        &self.all[at]
    }

    /// The institution of a source; none where it is computed from the rows of several.
    pub(super) fn of_source(&self, id: SourceId) -> Option<usize> {
        match &self.standard.source(id).rows {
            Rows::Files => self.all.iter().position(|institution| institution.sources.contains(&id)),
            Rows::Expected(expected) => self.of_source(expected.base),
            Rows::Table(_) | Rows::Matched { .. } | Rows::LastDelivery(_) => {
                let files = self.behind(&self.standard.reads_of_source(id));
                let at = files.iter().next().and_then(|first| self.of_source(*first))?;
                files.is_subset(&self.all[at].sources).then_some(at)
            }
        }
    }

    /// What an institution may see of a rule on a source of its own.
    pub(super) fn seen(&self, rule: &Rule, at: usize) -> Seen {
        let is_foreign = |reads: &Reads| !self.behind(reads).is_subset(&self.all[at].sources);
        let reads_foreign = |expr| is_foreign(&self.standard.reads_of_expr(rule.source, expr));
        let keys = match &rule.items {
            Items::Groups(keys) => keys.as_slice(),
            Items::Rows | Items::Whole => &[],
        };
        if is_foreign(&self.standard.reads_of_source(rule.source))
            || keys.iter().any(|key| reads_foreign(&key.expr))
        {
            return Seen::Counts;
        }
        let fields = rule.requirements.iter().filter_map(|requirement| requirement.message.as_ref());
        let mut fields = fields.flat_map(|message| message.fields.iter().map(|field| &field.expr));
        let mut conditions = rule.requirements.iter().map(|requirement| &requirement.condition);
        let tells_of_conditions = match rule.origin {
            Origin::Compare(_) | Origin::Expected | Origin::Balance => true,
            Origin::Written | Origin::Column(..) | Origin::Key | Origin::LinkToOne => false,
        };
        if fields.any(reads_foreign) || tells_of_conditions && conditions.any(reads_foreign) {
            return Seen::NoMessage;
        }
        Seen::All
    }

    /// The sources of files whose rows are behind what is read, those of a previous delivery too.
    fn behind(&self, reads: &Reads) -> BTreeSet<SourceId> {
        let mut found = BTreeSet::new();
        for id in &reads.sources {
            match &self.standard.source(*id).rows {
                Rows::Files => drop(found.insert(*id)),
                Rows::LastDelivery(table) => {
                    found.extend(self.standard.reads_of_source(*table).files(self.standard));
                }
                Rows::Table(_) | Rows::Matched { .. } | Rows::Expected(_) => {}
            }
        }
        found
    }

    /// The name of the folder of an institution: those of its sources, which no other has.
    pub(super) fn folder(&self, at: usize) -> String {
        let names: Vec<String> =
            self.all[at].sources.iter().map(|id| file_name(&self.standard.source(*id).name)).collect();
        let whole = names.join("+");
        if whole.len() <= LONGEST { whole } else { names.into_iter().next().unwrap_or_default() }
    }
}

/// The longest name of a folder of several sources, in bytes.
const LONGEST: usize = 100;

/// A name of a source as a name of a file: letters, digits and `_` as they are, everything else by its number.
pub(super) fn file_name(name: &str) -> String {
    let letter = |c: char| {
        if c.is_alphanumeric() || c == '_' { c.to_string() } else { format!("-{:x}", u32::from(c)) }
    };
    name.chars().map(letter).collect()
}

/// Whether two owners have one name in some language.
fn is_one(names: &Labels, others: &Labels) -> bool {
    let is_same = |(lang, name): (&String, &String)| {
        let name = name.trim();
        !name.is_empty() && others.get(lang).is_some_and(|other| other.trim() == name)
    };
    names.iter().any(is_same)
}

fn is_of_files(rows: &Rows) -> bool {
    matches!(rows, Rows::Files)
}
