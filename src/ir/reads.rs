//! What a rule reads: of its own source, of those that it matches, and of what those are computed from.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expr::Matching;
use super::rule::{Expected, ExpectedValues, Matched, Rows, Table};
use super::{Expr, ExprKind, Items, Key, Rule, Scope, SourceId, Standard};
use crate::outcome::NotEvaluated;
use crate::types::ColumnId;

/// Sources whose rows are read, and columns, whatever way leads to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Sources of every kind, the judged one among them.
    pub sources: BTreeSet<SourceId>,
    /// Columns of sources of every kind. Of a table only the measures that are asked for, and always its keys.
    pub columns: BTreeSet<(SourceId, ColumnId)>,
}

impl Reads {
    /// The sources among them whose rows are in files.
    pub fn files<'a>(&'a self, standard: &'a Standard) -> impl Iterator<Item = SourceId> + 'a {
        self.sources.iter().copied().filter(|id| matches!(standard.source(*id).rows, Rows::Files))
    }

    /// Why what reads all this can not be evaluated; `own` is the judged source, whose name is not said again.
    /// `of_source` says what is wrong with a source of files, `is_absent` whether a column is in none or not in all of
    /// its files. Sources are asked first, in their order, then columns in theirs.
    #[must_use]
    pub fn obstacle(
        &self,
        standard: &Standard,
        own: SourceId,
        of_source: &dyn Fn(SourceId) -> Option<NotEvaluated>,
        is_absent: &dyn Fn(SourceId, ColumnId) -> bool,
    ) -> Option<NotEvaluated> {
        let named = |id: SourceId, why: NotEvaluated| {
            if id == own { why } else { NotEvaluated::Other(standard.source(id).name.clone(), Box::new(why)) }
        };
        // What the judged source itself lacks is said before what others lack.
        let own_first = |ids: &mut Vec<SourceId>| ids.sort_by_key(|id| (*id != own, *id));
        let mut files: Vec<SourceId> = self.files(standard).collect();
        own_first(&mut files);
        if let Some((id, why)) = files.iter().find_map(|id| Some((*id, of_source(*id)?))) {
            return Some(named(id, why));
        }
        files.iter().find_map(|id| {
            let mut mine = self.columns.range((*id, ColumnId(0))..=(*id, ColumnId(u32::MAX)));
            let (_, column) = mine.find(|(id, column)| is_absent(*id, *column))?;
            let name = standard.source(*id).schema.column(*column).name.clone();
            Some(named(*id, NotEvaluated::ColumnAbsent(name)))
        })
    }
}

impl Standard {
    /// What decides the outcomes of a rule. Its messages are not asked: what they alone read may be absent.
    #[must_use]
    pub fn reads(&self, rule: &Rule) -> Reads {
        let mut reader = Reader::new(self);
        reader.rule(rule);
        reader.reads
    }

    /// What a rule reads, its messages included: what must be opened.
    #[must_use]
    pub fn reads_with_messages(&self, rule: &Rule) -> Reads {
        let mut reader = Reader::new(self);
        reader.rule(rule);
        for message in rule.requirements.iter().filter_map(|requirement| requirement.message.as_ref()) {
            reader.keys(rule.source, &message.fields);
        }
        reader.reads
    }

    /// What an expression over rows of a source reads.
    #[must_use]
    pub fn reads_of_expr(&self, source: SourceId, expr: &Arc<Expr>) -> Reads {
        let mut reader = Reader::new(self);
        reader.rows(source);
        reader.expr(source, expr);
        reader.reads
    }

    /// What all columns of a source, computed or not, are computed from; itself included.
    #[must_use]
    pub fn reads_of_source(&self, source: SourceId) -> Reads {
        let mut reader = Reader::new(self);
        reader.rows(source);
        self.source(source).schema.iter().for_each(|(column, _)| reader.column(source, column));
        reader.reads
    }

    /// Whether an expression over a source's rows, or over their groups by `keys`, shows what an identifying column
    /// holds. By which columns records are matched does not count.
    #[must_use]
    pub fn shows_identifying(&self, source: SourceId, keys: &[Key], expr: &Expr) -> bool {
        let shows = |expr: &Arc<Expr>| self.shows_identifying(source, keys, expr);
        match &expr.kind {
            ExprKind::Column(column) => self.source(source).schema.column(*column).identifying,
            ExprKind::GroupKey(key) => keys.get(*key).is_some_and(|key| shows(&key.expr)),
            ExprKind::Aggregate(of) => match &of.scope {
                Scope::Matching(Matching { source: other, captured, .. }) => {
                    captured.iter().any(shows)
                        || of.operands().any(|operand| self.shows_identifying(*other, &[], operand))
                }
                Scope::Group | Scope::By(_) => expr.children().into_iter().any(shows),
            },
            _ => expr.children().into_iter().any(shows),
        }
    }
}

/// Follows expressions and computed sources, each once.
struct Reader<'a> {
    standard: &'a Standard,
    reads: Reads,
}

impl<'a> Reader<'a> {
    fn new(standard: &'a Standard) -> Self {
        Reader { standard, reads: Reads::default() }
    }

    fn rule(&mut self, rule: &Rule) {
        self.rows(rule.source);
        if let Items::Groups(keys) = &rule.items {
            self.keys(rule.source, keys);
        }
        rule.gates().for_each(|gate| self.expr(rule.source, gate));
        rule.requirements.iter().for_each(|requirement| self.expr(rule.source, &requirement.condition));
    }

    /// An expression over rows of a source.
    fn expr(&mut self, source: SourceId, expr: &Arc<Expr>) {
        match &expr.kind {
            ExprKind::Column(column) => self.column(source, *column),
            ExprKind::Aggregate(of) => {
                if let Scope::Matching(matching) = &of.scope {
                    self.rows(matching.source);
                    let theirs = matching.theirs.iter().chain(of.operands());
                    theirs.for_each(|expr| self.expr(matching.source, expr));
                }
            }
            _ => {}
        }
        expr.children().into_iter().for_each(|child| self.expr(source, child));
    }

    fn keys(&mut self, source: SourceId, keys: &[Key]) {
        keys.iter().for_each(|key| self.expr(source, &key.expr));
    }

    /// The rows of a source, whatever their columns: of a computed one, all that says which rows there are.
    fn rows(&mut self, source: SourceId) {
        if !self.reads.sources.insert(source) {
            return;
        }
        match &self.standard.source(source).rows {
            Rows::Files | Rows::LastDelivery(_) => {}
            Rows::Table(table) => {
                self.rows(table.base);
                table.condition.iter().for_each(|condition| self.expr(table.base, condition));
                self.key_columns(source, table);
            }
            Rows::Matched { left, right } => {
                self.rows(*left);
                self.rows(*right);
            }
            Rows::Expected(expected) => self.expected(expected),
        }
    }

    fn key_columns(&mut self, source: SourceId, table: &Table) {
        (0..).map(ColumnId).take(table.keys.len()).for_each(|column| self.column(source, column));
    }

    fn expected(&mut self, expected: &Expected) {
        self.rows(expected.base);
        expected.condition.iter().for_each(|condition| self.expr(expected.base, condition));
        self.keys(expected.base, &expected.groups);
        for part in &expected.parts {
            self.keys(expected.base, &part.keys);
            if let ExpectedValues::Rows(source, exprs) = &part.values {
                self.rows(*source);
                exprs.iter().for_each(|expr| self.expr(*source, expr));
            }
        }
    }

    /// A column, and what it is computed from.
    fn column(&mut self, source: SourceId, column: ColumnId) {
        if !self.reads.columns.insert((source, column)) {
            return;
        }
        match &self.standard.source(source).rows {
            Rows::Table(table) => {
                if let Some(key) = table.keys.iter().chain(&table.measures).nth(column.index()) {
                    self.expr(table.base, &key.expr);
                }
            }
            Rows::Matched { left, right } => {
                if let Some((side, column)) = self.standard.side(*left, *right, column) {
                    self.column(side, column);
                }
            }
            Rows::Files | Rows::Expected(_) | Rows::LastDelivery(_) => {}
        }
    }
}

impl Standard {
    /// How many keys and how many measures a table has, or the rows of the previous delivery that it is compared with.
    #[must_use]
    pub fn shape(&self, table: SourceId) -> (usize, usize) {
        match &self.source(table).rows {
            Rows::Table(table) => (table.keys.len(), table.measures.len()),
            Rows::LastDelivery(table) => self.shape(*table),
            Rows::Files | Rows::Matched { .. } | Rows::Expected(_) => (0, 0),
        }
    }

    /// Of which side a column of the rows of a comparison is, and which column there; none of [`Matched::LEFT`] and
    /// [`Matched::RIGHT`], and of the keys, which are of both.
    fn side(&self, left: SourceId, right: SourceId, column: ColumnId) -> Option<(SourceId, ColumnId)> {
        let (keys, of_left) = self.shape(left);
        let measure = column.index().checked_sub(keys + Matched::COUNTS)?;
        let (side, measure, keys) = match measure.checked_sub(of_left) {
            None => (left, measure, keys),
            Some(measure) => (right, measure, self.shape(right).0),
        };
        Some((side, ColumnId(u32::try_from(keys + measure).ok()?)))
    }
}
