//! Definitions on sources: typed when they are first used, put in place wherever they are.

use std::collections::HashMap;
use std::sync::Arc;

use super::Compiler;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::ir::{self, Expr, SourceId};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::Labels;

/// The most nodes that a definition may have with all that it uses put in place.
const LARGEST: u64 = 50_000;
/// The deepest that a definition may be with all that it uses put in place.
const DEEPEST: u64 = 256;

/// A definition while it is compiled.
pub(super) struct DefinitionEntry<'a> {
    pub(super) ast: &'a ast::Define,
    pub(super) source: Option<SourceId>,
    state: State,
    pub(super) used: bool,
    doc: &'a str,
    /// The definitions that it reads.
    pub(super) reads: Vec<usize>,
    title: Labels,
    examples: Vec<ir::Example>,
}

/// How far a definition is.
#[derive(Debug, Clone)]
enum State {
    Waiting,
    Busy,
    Done(Option<Arc<Expr>>),
}

impl DefinitionEntry<'_> {
    /// The finished definition, when it is not in error.
    pub(super) fn into_ir(self, expr: Arc<Expr>) -> Option<(SourceId, ir::Definition)> {
        let State::Done(Some(_)) = self.state else { return None };
        let definition = ir::Definition {
            name: self.ast.name.value.clone(),
            expr,
            doc: self.doc.to_owned(),
            title: self.title,
            citations: super::rules::citations(&self.ast.cites),
            examples: self.examples,
        };
        Some((self.source?, definition))
    }
}

impl<'a> Compiler<'a> {
    /// Enters every definition; its type comes when it is used.
    pub(super) fn declare_definitions(&mut self, declarations: &'a [ast::Declaration]) {
        for declaration in declarations {
            let DeclarationKind::Define(define) = &declaration.kind else { continue };
            let source = self.subject_or_entity(&define.subject);
            if let Some(column) = source.and_then(|id| self.source(id).schema.find(&define.name.value)) {
                let span = self.source(source.expect("a column has a source")).column_span(column);
                let diagnostic = Diagnostic::new(Code::AmbiguousName, define.name.span);
                let diagnostic = diagnostic.with("name", define.name.value.clone()).label("first", span);
                self.report(diagnostic.help("rename"));
            }
            let title = self.labels(&define.title);
            let (state, examples) = (State::Waiting, Vec::new());
            self.definitions.push(DefinitionEntry {
                ast: define,
                source,
                state,
                used: false,
                doc: &declaration.doc,
                reads: Vec::new(),
                title,
                examples,
            });
        }
    }

    /// Types every definition.
    pub(super) fn compile_definitions(&mut self) {
        for position in 0..self.definitions.len() {
            self.definition_expr(position);
            let used = self.definitions[position].used;
            self.definition_examples(position);
            self.definitions[position].used = used;
        }
        // Uses by definitions count only as far as rules use those: rules mark what they read.
        self.definitions.iter_mut().for_each(|definition| definition.used = false);
    }

    fn definition_examples(&mut self, position: usize) {
        let (define, source) = (self.definitions[position].ast, self.definitions[position].source);
        let (Some(source), State::Done(Some(expr))) = (source, self.definitions[position].state.clone())
        else {
            return;
        };
        let examples =
            define.examples.iter().filter_map(|example| self.value_example(example, source, &expr));
        let examples: Vec<ir::Example> = examples.collect();
        self.definitions[position].examples = examples;
    }

    /// The definition of a name on a source.
    pub(super) fn find_definition(&self, name: &str, source: SourceId) -> Option<usize> {
        let is = |entry: &DefinitionEntry| entry.ast.name.value == name && entry.source == Some(source);
        self.definitions.iter().position(is)
    }

    /// Whether a name is a definition's on some source.
    pub(super) fn is_definition_elsewhere(&self, name: &str) -> bool {
        self.definitions.iter().any(|entry| entry.ast.name.value == name && entry.source.is_some())
    }

    /// Names of the definitions on a source.
    pub(super) fn definition_names(&self, source: SourceId) -> impl Iterator<Item = &str> {
        let on = move |entry: &&DefinitionEntry| entry.source == Some(source);
        self.definitions.iter().filter(on).map(|entry| entry.ast.name.value.as_str())
    }

    /// The typed expression of a definition; `None` when it is in error.
    pub(super) fn definition_expr(&mut self, position: usize) -> Option<Arc<Expr>> {
        match self.typing.last() {
            Some(reader) => self.definitions[*reader].reads.push(position),
            None => self.definitions[position].used = true,
        }
        match self.definitions[position].state.clone() {
            State::Done(expr) => return expr,
            State::Busy => {
                self.report_cycle(position);
                return None;
            }
            State::Waiting => {}
        }
        self.definitions[position].state = State::Busy;
        self.typing.push(position);
        let expr = self.type_definition(position);
        self.typing.pop();
        self.definitions[position].state = State::Done(expr.clone());
        expr
    }

    fn type_definition(&mut self, position: usize) -> Option<Arc<Expr>> {
        let DefinitionEntry { ast: define, source, .. } = self.definitions[position];
        let scope = Scope::row(source?);
        let expr = match &define.ty {
            Some(written) => {
                let ty = self.resolve_type(written, &[])?;
                self.value_of_type(&define.expr, &scope, &ty)?
            }
            None => self.infer(&define.expr, &scope, None)?.point(),
        };
        self.check_extent(position, &expr)?;
        if Self::is_on_entity(source) {
            let whole = self.expanded(&expr)?;
            self.check_extent(position, &whole)?;
        }
        Some(expr)
    }

    /// Says that a definition is too large, or too deep, with what it uses in place.
    pub(super) fn check_extent(&mut self, position: usize, expr: &Arc<Expr>) -> Option<()> {
        let (size, depth) = extent(expr, &mut HashMap::new());
        if size <= LARGEST && depth <= DEEPEST {
            return Some(());
        }
        let limit = if size > LARGEST { LARGEST } else { DEEPEST };
        let diagnostic = Diagnostic::new(Code::NestingTooDeep, self.definitions[position].ast.name.span);
        self.report(diagnostic.with("limit", usize::try_from(limit).unwrap_or(usize::MAX)).help("define"));
        None
    }

    /// Definitions that no rule reads, neither itself nor through others; those on entities are there for coverage.
    pub(super) fn unused_definitions(&self) -> Vec<&'a ast::Define> {
        let mut used: Vec<usize> =
            (0..self.definitions.len()).filter(|at| self.definitions[*at].used).collect();
        let mut at = 0;
        while let Some(position) = used.get(at).copied() {
            for read in &self.definitions[position].reads {
                if !used.contains(read) {
                    used.push(*read);
                }
            }
            at += 1;
        }
        let unused = (0..self.definitions.len()).filter(|position| !used.contains(position));
        let unused = unused.map(|position| &self.definitions[position]);
        unused.filter(|entry| !Self::is_on_entity(entry.source)).map(|entry| entry.ast).collect()
    }

    fn report_cycle(&mut self, position: usize) {
        let busy = |entry: &&DefinitionEntry| matches!(entry.state, State::Busy);
        let mut names: Vec<&str> =
            self.definitions.iter().filter(busy).map(|e| e.ast.name.value.as_str()).collect();
        let own = self.definitions[position].ast.name.value.as_str();
        names.sort_by_key(|name| *name != own);
        names.push(own);
        let diagnostic = Diagnostic::new(Code::Cycle, self.definitions[position].ast.name.span);
        let diagnostic = diagnostic.with("cycle", names.join(" → "));
        self.report(diagnostic);
    }
}

/// Nodes and depth of an expression with every shared part counted where it is used.
fn extent(expr: &Arc<Expr>, known: &mut HashMap<*const Expr, (u64, u64)>) -> (u64, u64) {
    if let Some(extent) = known.get(&Arc::as_ptr(expr)) {
        return *extent;
    }
    let below = expr.children().into_iter().map(|child| extent(child, known)).collect::<Vec<_>>();
    let size = below.iter().fold(1_u64, |sum, (size, _)| sum.saturating_add(*size));
    let depth = 1 + below.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
    known.insert(Arc::as_ptr(expr), (size, depth));
    (size, depth)
}
