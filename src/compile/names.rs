//! The one namespace of a standard.

use std::collections::BTreeMap;

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::syntax::ast::{self, DeclarationKind};

/// What a name of the standard names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Codelist,
    Unit,
    Parameter,
    Definition,
    Source,
    Rule,
    Entity,
    Link,
    Table,
    Compare,
    Balance,
}

/// Longest declared name, in characters.
const LONGEST: usize = 64;

impl Compiler<'_> {
    /// Enters every declared name; says which stand twice, look alike, or are not well formed.
    pub(super) fn declare_names(&mut self, declarations: &[ast::Declaration]) {
        for declaration in declarations {
            match &declaration.kind {
                DeclarationKind::Codelist(list) => self.declare(&list.name, Kind::Codelist),
                DeclarationKind::Unit(unit) => self.declare(&unit.name, Kind::Unit),
                DeclarationKind::Parameter(parameter) => self.declare(&parameter.name, Kind::Parameter),
                DeclarationKind::Define(define) => self.declare(&define.name, Kind::Definition),
                DeclarationKind::Source(source) => self.declare(&source.name, Kind::Source),
                DeclarationKind::Rule(rule) => self.declare(&rule.name, Kind::Rule),
                DeclarationKind::Rules(rules) => {
                    rules.iter().for_each(|rule| self.declare(&rule.name, Kind::Rule))
                }
                DeclarationKind::Entity(entity) => self.declare(&entity.name, Kind::Entity),
                DeclarationKind::Link(link) => self.declare(&link.name, Kind::Link),
                DeclarationKind::Table(table) => self.declare(&table.name, Kind::Table),
                DeclarationKind::Compare(compare) => {
                    compare.name.iter().for_each(|name| self.check_form(name));
                    self.enter(&super::compares::name_of(compare), Kind::Compare);
                }
                DeclarationKind::Balance(balance) => self.declare(&balance.name, Kind::Balance),
            }
        }
        let names: Vec<(String, Span)> =
            self.declared.iter().map(|(n, (span, _))| (n.clone(), *span)).collect();
        self.report_alike(&names);
    }

    fn declare(&mut self, name: &ast::Name, kind: Kind) {
        self.check_form(name);
        self.enter(name, kind);
    }

    fn enter(&mut self, name: &ast::Name, kind: Kind) {
        match self.declared.get(&name.value) {
            Some((first, _)) => {
                let first = *first;
                let diagnostic = Diagnostic::new(Code::DuplicateDeclaration, name.span);
                self.report(diagnostic.with("name", name.value.clone()).label("first", first).help("rename"));
            }
            None => {
                self.declared.insert(name.value.clone(), (name.span, kind));
            }
        }
    }

    /// A declared name is a plain identifier of at most 64 characters.
    fn check_form(&mut self, name: &ast::Name) {
        let mut characters = name.value.chars();
        let begins = characters.next().is_some_and(|c| c == '_' || unicode_xid::UnicodeXID::is_xid_start(c));
        let plain = begins && characters.all(unicode_xid::UnicodeXID::is_xid_continue);
        if !plain || name.value.chars().count() > LONGEST {
            let diagnostic = Diagnostic::new(Code::InvalidName, name.span).with("name", name.value.clone());
            self.report(diagnostic.help("form"));
        }
    }

    /// Reports names of one scope that differ by case or by look-alike letters only. `names` are distinct.
    pub(super) fn report_alike(&mut self, names: &[(String, Span)]) {
        let mut seen: BTreeMap<String, &(String, Span)> = BTreeMap::new();
        let mut ordered: Vec<&(String, Span)> = names.iter().collect();
        ordered.sort_by_key(|(_, span)| *span);
        for entry in ordered {
            match seen.get(&skeleton(&entry.0)) {
                Some((first, span)) if *first != entry.0 => {
                    let diagnostic = Diagnostic::new(Code::NamesAlike, entry.1);
                    let diagnostic = diagnostic.with("first", first.clone()).with("second", entry.0.clone());
                    self.report(diagnostic.label("first", *span).help("rename"));
                }
                _ => {
                    seen.insert(skeleton(&entry.0), entry);
                }
            }
        }
    }
}

/// What a name looks like: lower case, with Cyrillic and Greek letters that look Latin taken for those, and the
/// Arabic letters that are drawn alike taken for one.
fn skeleton(name: &str) -> String {
    const LOOKS: &[(&str, char)] = &[
        ("аɑα", 'a'),
        ("сϲ", 'c'),
        ("ԁ", 'd'),
        ("еҽ", 'e'),
        ("һ", 'h'),
        ("іιı", 'i'),
        ("ј", 'j'),
        ("κк", 'k'),
        ("ⅼӏ", 'l'),
        ("м", 'm'),
        ("оοσ", 'o'),
        ("рρ", 'p'),
        ("ԛ", 'q'),
        ("ѕ", 's'),
        ("т", 't'),
        ("υ", 'u'),
        ("ν", 'v'),
        ("ԝ", 'w'),
        ("хχ", 'x'),
        ("уγ", 'y'),
        ("ی", 'ي'),
        ("ک", 'ك'),
    ];
    let look = |c: char| LOOKS.iter().find(|(alike, _)| alike.contains(c)).map_or(c, |(_, latin)| *latin);
    name.chars().flat_map(char::to_lowercase).map(look).collect()
}
