//! Code lists: closed sets of codes with labels, parents and other codings.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Index of a code list in its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodelistId(pub u32);

/// A text in several languages, by ISO 639-1 code.
pub type Labels = BTreeMap<String, String>;

/// One code of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// The code itself.
    pub code: Arc<str>,
    /// What it means, by language.
    pub labels: Labels,
    /// The code above it in the same list.
    pub parent: Option<Arc<str>>,
    /// First and last day (days since 1970-01-01) on which it is in use.
    pub validity: (Option<i32>, Option<i32>),
}

/// A closed set of codes. SDMX: code list, hierarchical code list.
#[derive(Debug, Clone, Default)]
pub struct Codelist {
    /// Its name in the standard.
    pub name: String,
    /// What it is called, by language.
    pub title: Labels,
    codes: Vec<Code>,
    index: HashMap<Arc<str>, u32>,
    /// Other codings: by name, from the other code to the list's.
    codings: BTreeMap<String, HashMap<Arc<str>, Arc<str>>>,
}

impl Codelist {
    /// An empty list.
    #[must_use]
    pub fn new(name: &str, title: Labels) -> Self {
        Codelist { name: name.to_owned(), title, ..Self::default() }
    }

    /// Adds a code; false when the list has it already.
    pub fn add(&mut self, code: Code) -> bool {
        let position = u32::try_from(self.codes.len()).expect("a code list of fewer than 2^32 codes");
        if self.index.contains_key(&code.code) {
            return false;
        }
        self.index.insert(code.code.clone(), position);
        self.codes.push(code);
        true
    }

    /// Adds a spelling of a code in another coding; false when that coding has the spelling already.
    pub fn add_coding(&mut self, coding: &str, other: &str, code: &Arc<str>) -> bool {
        let spellings = self.codings.entry(coding.to_owned()).or_default();
        spellings.insert(Arc::from(other), code.clone()).is_none()
    }

    /// The spellings of another coding, from the other code to the list's.
    #[must_use]
    pub fn coding(&self, name: &str) -> Option<&HashMap<Arc<str>, Arc<str>>> {
        self.codings.get(name)
    }

    /// Names of the other codings.
    pub fn coding_names(&self) -> impl Iterator<Item = &str> {
        self.codings.keys().map(String::as_str)
    }

    /// A code by its text.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.index.get(code).map(|position| &self.codes[*position as usize])
    }

    /// Whether the list has the code.
    #[must_use]
    pub fn contains(&self, code: &str) -> bool {
        self.index.contains_key(code)
    }

    /// Every code, in the order of the list.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Whether any code has a parent.
    #[must_use]
    pub fn has_parents(&self) -> bool {
        self.codes.iter().any(|code| code.parent.is_some())
    }

    /// The code and the ones above it, from itself upward. Ends where a loop would begin.
    #[must_use]
    pub fn ancestry(&self, code: &str) -> Vec<Arc<str>> {
        let mut chain: Vec<Arc<str>> = Vec::new();
        let mut next = self.get(code);
        while let Some(code) = next.filter(|code| !chain.contains(&code.code)) {
            chain.push(code.code.clone());
            next = code.parent.as_ref().and_then(|parent| self.get(parent));
        }
        chain
    }

    /// Whether `code` is `above` or stands under it; `None` when the list does not have `code`.
    #[must_use]
    pub fn is_under(&self, code: &str, above: &str) -> Option<bool> {
        self.contains(code).then(|| self.ancestry(code).iter().any(|ancestor| ancestor.as_ref() == above))
    }
}
