//! Sources and their columns.

use super::{Builder, child, children};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::syntax::ast;
use crate::syntax::grammar::{Node, Rule};
use crate::types::Decimal;

impl Builder<'_> {
    pub(super) fn source(&mut self, node: &Node) -> Option<ast::Source> {
        let from = child(node, Rule::from_file).and_then(|from| child(&from, Rule::text));
        let mut source = ast::Source {
            name: self.name(&child(node, Rule::name)?),
            from: from.map(|path| self.text_literal(&path)),
            title: Vec::new(),
            owner: Vec::new(),
            files: Vec::new(),
            key: Vec::new(),
            period: None,
            format: None,
            columns: Vec::new(),
            column_sets: Vec::new(),
            provides: Vec::new(),
            observes: None,
            basis: Vec::new(),
            rates: None,
            repeated: Vec::new(),
        };
        let mut docs = Vec::new();
        let mut seen: Vec<(&'static str, Span)> = Vec::new();
        for part in child(node, Rule::source_body)?.into_inner() {
            if part.as_rule() == Rule::doc {
                docs.push(part);
                continue;
            }
            if let Some(clause) = once(part.as_rule()) {
                let span = self.span(&part);
                match seen.iter().find(|(name, _)| *name == clause) {
                    Some((_, first)) => source.repeated.push((clause, *first, span)),
                    None => seen.push((clause, span)),
                }
            }
            let doc = super::doc_text(std::mem::take(&mut docs).into_iter());
            self.source_clause(&mut source, &part, doc);
        }
        Some(source)
    }

    fn source_clause(&mut self, source: &mut ast::Source, part: &Node, doc: String) {
        match part.as_rule() {
            Rule::titles => source.title = self.labels_within(part),
            Rule::owner => source.owner = self.labels_within(part),
            Rule::files => {
                source.files.extend(children(part, Rule::text).map(|text| self.text_literal(&text)));
            }
            Rule::key => {
                source.key = child(part, Rule::names).map_or_else(Vec::new, |names| self.names(names));
            }
            Rule::period => source.period = child(part, Rule::name).map(|name| self.name(&name)),
            Rule::format => source.format = self.format_clause(part),
            Rule::column => source.columns.extend(self.column(part, doc)),
            Rule::columns => source.column_sets.extend(self.column_set(part, doc)),
            Rule::provides => source.provides.extend(self.provides(part)),
            Rule::observes => source.observes = self.observes(part),
            Rule::basis => source.basis = self.basis(part),
            Rule::rates => source.rates = self.rates(part),
            _ => {}
        }
    }

    fn format_clause(&mut self, node: &Node) -> Option<ast::Format> {
        let kind = self.name(&child(node, Rule::name)?);
        let mut format = ast::Format { kind, delimiter: None, decimal: None, encoding: None };
        for entry in children(node, Rule::format_entry) {
            let text = child(&entry, Rule::text).map(|text| self.text_literal(&text));
            match entry.into_inner().next().map(|word| word.as_rule()) {
                Some(Rule::K_delimiter) => format.delimiter = text,
                Some(Rule::K_decimal) => format.decimal = text,
                Some(Rule::K_encoding) => format.encoding = text,
                _ => {}
            }
        }
        Some(format)
    }

    fn column(&mut self, node: &Node, doc: String) -> Option<ast::Column> {
        let name = self.column_name(node)?;
        self.column_of(node, name, doc)
    }

    /// The type and clauses of a column, or of each column of a set.
    pub(super) fn column_of(&mut self, node: &Node, name: ast::Name, doc: String) -> Option<ast::Column> {
        let ty = self.type_expr(&child(node, Rule::r#type)?)?;
        let mut column = ast::Column {
            doc,
            name,
            ty,
            coded: None,
            constraints: Vec::new(),
            missing: Vec::new(),
            empty_means: None,
            asked_when: None,
            identifying: false,
            weight: None,
            settings: ast::Settings::default(),
        };
        for clause in children(node, Rule::column_clause) {
            if let Some(part) = clause.into_inner().next() {
                self.column_clause(&mut column, &part);
            }
        }
        Some(column)
    }

    fn column_clause(&mut self, column: &mut ast::Column, part: &Node) {
        match part.as_rule() {
            Rule::constraint => column.constraints.extend(self.constraint(part)),
            Rule::absent_codes => {
                let entries = children(part, Rule::absent_code);
                column.missing.extend(entries.filter_map(|entry| self.missing_entry(&entry)));
            }
            Rule::empty_means => column.empty_means = child(part, Rule::sum).map(|sum| self.expr(sum)),
            Rule::asked_when => column.asked_when = child(part, Rule::expr).map(|expr| self.expr(expr)),
            Rule::coded => column.coded = child(part, Rule::name).map(|name| self.name(&name)),
            Rule::identifying => column.identifying = true,
            Rule::weight => column.weight = self.weight(part),
            Rule::settings => column.settings = self.settings(part),
            _ => {}
        }
    }

    /// `weight 3`.
    fn weight(&mut self, node: &Node) -> Option<ast::Spanned<Decimal>> {
        let number = child(node, Rule::number)?;
        let value = self.decimal_value(&number)?;
        Some(ast::Spanned { value, span: self.span(&number) })
    }

    /// The name before the colon, or before the place where it is missing.
    fn column_name(&mut self, node: &Node) -> Option<ast::Name> {
        let Some(colonless) = child(node, Rule::colonless) else {
            return child(node, Rule::name).map(|n| self.name(&n));
        };
        let name = self.name(&child(&colonless, Rule::name)?);
        let write = format!("{}:", self.text_of(&child(&colonless, Rule::name)?));
        let diagnostic =
            Diagnostic::new(Code::ColumnWithoutColon, name.span).with("column", name.value.clone());
        self.report(diagnostic.with("write", write.clone()).help("write").fix(name.span, &write));
        Some(name)
    }

    fn constraint(&mut self, node: &Node) -> Option<ast::Constraint> {
        let mut kind = None;
        let mut op = None;
        let mut settings = ast::Settings::default();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::set => kind = Some(ast::ConstraintKind::In(self.set(&part)?)),
                Rule::regex => kind = Some(ast::ConstraintKind::Matches(self.regex(&part))),
                Rule::compare_op => op = Some(self.compare_op(&part)),
                Rule::sum => kind = Some(ast::ConstraintKind::Compare(op.take()?.value, self.expr(part))),
                Rule::r#in => self.check_in(&part),
                Rule::settings => settings = self.settings(&part),
                _ => {}
            }
        }
        Some(ast::Constraint { kind: kind?, settings, span: self.span(node) })
    }

    fn missing_entry(&mut self, node: &Node) -> Option<ast::MissingEntry> {
        let literal = self.literal_expr(child(node, Rule::literal)?);
        let value = match child(node, Rule::minus) {
            Some(_) => ast::Expr { kind: ast::ExprKind::Negate(Box::new(literal)), span: self.span(node) },
            None => literal,
        };
        Some(ast::MissingEntry {
            value,
            reason: child(node, Rule::labels).map_or_else(Vec::new, |l| self.labels(l)),
        })
    }
}

/// The clauses that a source has once.
fn once(clause: Rule) -> Option<&'static str> {
    Some(match clause {
        Rule::titles => "title",
        Rule::owner => "owner",
        Rule::key => "key",
        Rule::period => "period",
        Rule::format => "format",
        Rule::observes => "observes",
        Rule::basis => "basis",
        Rule::rates => "rates",
        _ => return None,
    })
}
