//! Examples of rules and definitions: literal records and what must come of them.

use std::sync::Arc;

use super::Compiler;
use super::links::Link;
use crate::diag::{Code, Diagnostic};
use crate::ir::{self, Example, ExampleOutcome, Expr, ExprKind, ParameterId, Rows, SourceId};
use crate::syntax::ast::{self, ExpectedOutcome};
use crate::types::{ColumnId, Decimal, Grain, Period, Scalar, Type, Value};

/// A value for each column that a record names.
type Record = Vec<(ColumnId, Value)>;

impl Compiler<'_> {
    /// An example of a rule; `None` when it is in error.
    pub(super) fn rule_example(
        &mut self,
        example: &ast::Example,
        rule: &ast::Rule,
        source: SourceId,
        read: &[Arc<Expr>],
    ) -> Option<Example> {
        let outcome = match &example.outcome.value {
            ExpectedOutcome::Pass => ExampleOutcome::Pass,
            ExpectedOutcome::Fail => ExampleOutcome::Fail,
            ExpectedOutcome::Unknown => ExampleOutcome::Unknown,
            ExpectedOutcome::NotApplicable => ExampleOutcome::NotApplicable,
            ExpectedOutcome::Value(_) => return self.invalid_example(example, &rule.name.value),
        };
        self.example(example, outcome, source, read)
    }

    /// An example of a definition; `read` is what it says.
    pub(super) fn value_example(
        &mut self,
        example: &ast::Example,
        source: SourceId,
        read: &Arc<Expr>,
    ) -> Option<Example> {
        let outcome = match &example.outcome.value {
            ExpectedOutcome::Unknown => ExampleOutcome::Value(None),
            ExpectedOutcome::Value(value) => ExampleOutcome::Value(self.literal_of_type(value, &read.ty)?),
            ExpectedOutcome::Pass | ExpectedOutcome::Fail | ExpectedOutcome::NotApplicable => {
                return self.invalid_example(example, "define");
            }
        };
        self.example(example, outcome, source, std::slice::from_ref(read))
    }

    /// An example of a comparison: records of its sides, each under the side's name.
    pub(super) fn compare_example(
        &mut self,
        example: &ast::Example,
        name: &ast::Name,
        sides: &[(&str, SourceId)],
    ) -> Option<Example> {
        let outcome = match &example.outcome.value {
            ExpectedOutcome::Pass => ExampleOutcome::Pass,
            ExpectedOutcome::Fail => ExampleOutcome::Fail,
            ExpectedOutcome::Unknown => ExampleOutcome::Unknown,
            ExpectedOutcome::NotApplicable => ExampleOutcome::NotApplicable,
            ExpectedOutcome::Value(_) => return self.invalid_example(example, &name.value),
        };
        let mut records = Vec::new();
        for (side, cells) in &example.records {
            let is_of =
                |(known, _): &&(&str, SourceId)| side.as_ref().is_some_and(|side| side.value == *known);
            let Some((_, source)) = sides.iter().find(is_of) else {
                self.report_no_side(example, side.as_ref(), sides.iter().map(|(known, _)| *known));
                return None;
            };
            records.push((*source, self.record(cells, *source)?));
        }
        let (given, as_of) = self.given(&example.given);
        let name = example.name.as_ref().map(|name| name.value.clone());
        Some(Example { name, outcome, records, given: given?, as_of, span: example.span })
    }

    /// Says of the records of examples of a comparison across sources which are of none of them, or of a third: an
    /// example is of two.
    pub(super) fn check_sides_of_examples(&mut self, examples: &[ast::Example], sides: &[&ast::Name]) {
        for example in examples {
            let mut named: Vec<&str> = Vec::new();
            for (side, _) in &example.records {
                let known =
                    sides.iter().find(|known| side.as_ref().is_some_and(|side| side.value == known.value));
                match known {
                    Some(known) if named.contains(&known.value.as_str()) => {}
                    Some(known) if named.len() < 2 => named.push(&known.value),
                    Some(_) => self.report_no_side(example, side.as_ref(), named.iter().copied()),
                    None => {
                        let known = sides.iter().map(|side| side.value.as_str());
                        self.report_no_side(example, side.as_ref(), known);
                    }
                }
            }
        }
    }

    fn report_no_side<'s>(
        &mut self,
        example: &ast::Example,
        side: Option<&ast::Name>,
        known: impl Iterator<Item = &'s str>,
    ) {
        let at = side.map_or(example.span, |side| side.span);
        let known: Vec<&str> = known.collect();
        let diagnostic = Diagnostic::new(Code::NotASide, at).with("sides", known.join(", "));
        let given = side.map_or("{ }", |side| &side.value);
        self.report(diagnostic.with("name", given).help("sides"));
    }

    fn invalid_example(&mut self, example: &ast::Example, of: &str) -> Option<Example> {
        let diagnostic = Diagnostic::new(Code::InvalidExample, example.outcome.span);
        self.report(diagnostic.with("reason", format!("{} · {of}", self.files.text(example.outcome.span))));
        None
    }

    fn example(
        &mut self,
        example: &ast::Example,
        outcome: ExampleOutcome,
        source: SourceId,
        read: &[Arc<Expr>],
    ) -> Option<Example> {
        let records: Vec<Option<_>> = example
            .records
            .iter()
            .map(|(name, cells)| {
                let of = self.record_source(name.as_ref(), source)?;
                Some((of, self.record(cells, of)?))
            })
            .collect();
        let (given, as_of) = self.given(&example.given);
        let mut records: Vec<_> = records.into_iter().collect::<Option<_>>()?;
        if records.first().is_none_or(|(first, _)| !self.is_made_of(source, *first)) {
            let first = example.records.first().and_then(|(name, _)| name.as_ref());
            let reason = first.map_or_else(|| "{ }".to_owned(), |name| format!("{} {{ … }}", name.value));
            let span = first.map_or(example.span, |name| name.span);
            self.report(Diagnostic::new(Code::InvalidExample, span).with("reason", reason));
            return None;
        }
        self.fill_link_keys(source, read, &mut records);
        let name = example.name.as_ref().map(|name| name.value.clone());
        Some(Example { name, outcome, records, given: given?, as_of, span: example.span })
    }

    /// Whether a source is the other, or is computed from it.
    fn is_made_of(&self, source: SourceId, other: SourceId) -> bool {
        let parts = match &self.source(source).rows {
            Rows::Files => Vec::new(),
            Rows::Table(table) => vec![table.base],
            Rows::Matched { left, right } => vec![*left, *right],
            Rows::Expected(expected) => vec![expected.base],
            Rows::LastDelivery(table) => vec![*table],
        };
        source == other || parts.into_iter().any(|part| self.is_made_of(part, other))
    }

    /// The source of a record: that of the rule, or the one that is named, by its own name or by a link's.
    fn record_source(&mut self, name: Option<&ast::Name>, source: SourceId) -> Option<SourceId> {
        let Some(name) = name else { return Some(source) };
        match self.find_link(&name.value, source) {
            Some(link) => self.find_source(&link.to.value),
            None => self.subject_or_entity(name),
        }
    }

    /// Gives linked records the keys of the first record, for the links that are read: what an example leaves out of
    /// both is the same on both sides.
    fn fill_link_keys(&self, source: SourceId, read: &[Arc<Expr>], records: &mut [(SourceId, Record)]) {
        let mut matched = Vec::new();
        for root in read {
            root.walk(&mut |expr| {
                if let ExprKind::Aggregate(aggregate) = &expr.kind
                    && let ir::Scope::Matching(matching) = &aggregate.scope
                {
                    matched.push((matching.source, matching.theirs.clone()));
                }
            });
        }
        for link in self.links_from(source) {
            let pairs: Vec<(ColumnId, ColumnId)> = self.key_pairs(source, link);
            let theirs: Vec<ExprKind> = pairs.iter().map(|(_, theirs)| ExprKind::Column(*theirs)).collect();
            let is_read = matched
                .iter()
                .any(|(to, keys)| *to == link.to && keys.iter().map(|key| &key.kind).eq(theirs.iter()));
            let is_given = records.iter().skip(1).any(|(of, _)| *of == link.to);
            if is_read && is_given {
                pairs
                    .into_iter()
                    .for_each(|(mine, theirs)| self.fill_key(source, mine, (link.to, theirs), records));
            }
        }
    }

    /// The columns that a link pairs, as far as its keys are columns.
    fn key_pairs(&self, from: SourceId, link: Link) -> Vec<(ColumnId, ColumnId)> {
        let column = |source: SourceId, name: &ast::Name| self.source(source).schema.find(&name.value);
        let pair =
            |(mine, theirs): &(ast::Name, ast::Name)| Some((column(from, mine)?, column(link.to, theirs)?));
        link.ast.pairings.iter().filter_map(pair).collect()
    }

    fn fill_key(
        &self,
        source: SourceId,
        mine: ColumnId,
        (to, theirs): (SourceId, ColumnId),
        records: &mut [(SourceId, Record)],
    ) {
        let Some(((judged, first), others)) = records.split_first_mut() else { return };
        if *judged != source {
            return;
        }
        let given =
            |record: &Record, id| record.iter().find(|(own, _)| *own == id).map(|(_, value)| value.clone());
        let linked = || others.iter().filter(|(of, _)| *of == to);
        let value = given(first, mine).or_else(|| linked().find_map(|(_, record)| given(record, theirs)));
        let value = value.unwrap_or_else(|| self.any_value(&self.source(source).schema.column(mine).ty));
        let records = others.iter_mut().filter(|(of, _)| *of == to).map(|(_, record)| (record, theirs));
        for (record, id) in std::iter::once((first, mine)).chain(records) {
            if given(record, id).is_none() {
                record.push((id, value.clone()));
            }
        }
    }

    /// Some value of a type.
    fn any_value(&self, ty: &Type) -> Value {
        Some(match ty {
            Type::Boolean => Scalar::Boolean(true),
            Type::Integer(_) => Scalar::Integer(1),
            Type::Decimal(_) => Scalar::Decimal(Decimal::from_integer(1)),
            Type::Number(_) | Type::Percent => Scalar::Number(1.0),
            Type::Text => Scalar::text("1"),
            Type::Date => Scalar::Date(0),
            Type::Timestamp => Scalar::Timestamp(0),
            Type::Period(grain) => Scalar::Period(Period::new(grain.unwrap_or(Grain::Year), 1)?),
            Type::Code(id) => Scalar::text(&self.codelist_of(*id).codes().first()?.code),
            Type::Tuple(_) | Type::Missing => return None,
        })
    }

    fn record(&mut self, cells: &[(ast::Name, ast::Expr)], source: SourceId) -> Option<Record> {
        let mut values = Vec::new();
        let mut whole = true;
        for (name, written) in cells {
            let Some(column) = self.source(source).schema.find(&name.value) else {
                let (subject, schema) =
                    (self.source(source).name.clone(), self.source(source).schema.clone());
                self.report_unknown_column(&subject, &schema, name);
                whole = false;
                continue;
            };
            let ty = self.source(source).schema.column(column).ty.clone();
            match self.literal_of_type(written, &ty) {
                Some(value) => values.push((column, value)),
                None => whole = false,
            }
        }
        whole.then_some(values)
    }

    /// `given p = v`, and the date of `given as_of = …`.
    fn given(
        &mut self,
        given: &[(ast::Name, ast::Expr)],
    ) -> (Option<Vec<(ParameterId, Value)>>, Option<i32>) {
        let mut values = Vec::new();
        let (mut whole, mut as_of) = (true, None);
        for (name, written) in given {
            if name.value == "as_of" {
                match self.literal_of_type(written, &Type::Date) {
                    Some(Some(Scalar::Date(days))) => as_of = Some(days),
                    _ => whole = false,
                }
                continue;
            }
            let Some(id) = self.find_parameter(&name.value) else {
                let known = self.parameters.iter().map(|parameter| parameter.name.as_str());
                let near = crate::diag::similar(&name.value, known).map(str::to_owned);
                let diagnostic =
                    Diagnostic::new(Code::UnknownParameter, name.span).with("name", name.value.clone());
                self.report(diagnostic.similar(near.as_deref()));
                whole = false;
                continue;
            };
            let ty = self.parameter_type(id).clone();
            match self.literal_of_type(written, &ty) {
                Some(value) => values.push((id, value)),
                None => whole = false,
            }
        }
        (whole.then_some(values), as_of)
    }
}
