//! Code lists, units, parameters, definitions; which declaration a piece is.

use super::{Builder, child, children, doc_text};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{self, DeclarationKind};
use crate::syntax::grammar::{Node, Rule};
use crate::types::Decimal;

impl Builder<'_> {
    /// The declaration of a piece.
    pub(in crate::syntax) fn piece(&mut self, piece: &Node) -> Option<ast::Declaration> {
        let declaration = child(piece, Rule::declaration)?;
        let doc = doc_text(children(&declaration, Rule::doc));
        let node = declaration.into_inner().find(|part| part.as_rule() != Rule::doc)?;
        let span = self.span(&node);
        let kind = self.declaration(&node)?;
        Some(ast::Declaration { doc, span, kind })
    }

    fn declaration(&mut self, node: &Node) -> Option<DeclarationKind> {
        Some(match node.as_rule() {
            Rule::codelist => DeclarationKind::Codelist(self.codelist(node)?),
            Rule::unit_decl => DeclarationKind::Unit(self.unit_declaration(node)?),
            Rule::parameter => DeclarationKind::Parameter(self.parameter(node)?),
            Rule::define => DeclarationKind::Define(self.define(node)?),
            Rule::source => DeclarationKind::Source(Box::new(self.source(node)?)),
            Rule::rule => DeclarationKind::Rule(Box::new(self.rule(node)?)),
            Rule::rules => DeclarationKind::Rules(self.rules(node)?),
            Rule::entity => DeclarationKind::Entity(self.entity(node)?),
            Rule::link => DeclarationKind::Link(Box::new(self.link(node)?)),
            Rule::table => DeclarationKind::Table(Box::new(self.table(node)?)),
            Rule::compare => DeclarationKind::Compare(Box::new(self.compare(node)?)),
            Rule::balance => DeclarationKind::Balance(Box::new(self.balance(node)?)),
            _ => return None,
        })
    }

    fn codelist(&mut self, node: &Node) -> Option<ast::Codelist> {
        let name = self.name(&child(node, Rule::name)?);
        let from = child(node, Rule::from_file).and_then(|from| child(&from, Rule::text));
        let mut list = ast::Codelist {
            name,
            from: from.map(|path| self.text_literal(&path)),
            title: Vec::new(),
            code_columns: Vec::new(),
            label_columns: Vec::new(),
            parent_column: None,
            codes: Vec::new(),
        };
        let Some(body) = child(node, Rule::codelist_body) else { return Some(list) };
        for part in body.into_inner() {
            match part.as_rule() {
                Rule::titles => list.title = self.labels_within(&part),
                Rule::code_columns => {
                    for coding in children(&part, Rule::coding) {
                        let mut names = self.names(coding).into_iter();
                        list.code_columns.extend(names.next().map(|column| (column, names.next())));
                    }
                }
                Rule::label_column => {
                    if let (Some(lang), Some(column)) = (child(&part, Rule::lang), child(&part, Rule::name)) {
                        let lang = ast::Spanned { value: lang.as_str().to_owned(), span: self.span(&lang) };
                        list.label_columns.push((lang, self.name(&column)));
                    }
                }
                Rule::parent_column => {
                    list.parent_column = child(&part, Rule::name).map(|name| self.name(&name));
                }
                Rule::list_code => list.codes.extend(self.code_entry(&part)),
                _ => {}
            }
        }
        Some(list)
    }

    fn code_entry(&mut self, node: &Node) -> Option<ast::CodeEntry> {
        let code = self.code_literal(&child(node, Rule::code)?);
        let labels = child(node, Rule::labels).map_or_else(Vec::new, |labels| self.labels(labels));
        let parent = child(node, Rule::code_parent).and_then(|parent| child(&parent, Rule::code));
        let parent = parent.map(|code| self.code_literal(&code));
        let period = child(node, Rule::validity).map(|validity| self.validity(&validity));
        Some(ast::CodeEntry { code, labels, parent, period })
    }

    /// `from T until T`.
    pub(super) fn validity(&mut self, node: &Node) -> ast::Effective {
        let (mut from, mut until, mut is_until) = (None, None, false);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::K_until => is_until = true,
                Rule::time => {
                    let time = self.time(&part);
                    if is_until { until = time } else { from = time }
                }
                _ => {}
            }
        }
        ast::Effective { from, until, span: self.span(node) }
    }

    fn unit_declaration(&mut self, node: &Node) -> Option<ast::UnitDeclaration> {
        let name = self.name(&child(node, Rule::name)?);
        let equals = child(node, Rule::unit_factor).and_then(|factor| {
            let number = child(&factor, Rule::number)?;
            let value = Decimal::parse(&number.as_str().replace('_', ""))?;
            let unit = self.unit_expr(&child(&factor, Rule::unit_expr)?);
            Some((ast::Spanned { value, span: self.span(&number) }, unit))
        });
        Some(ast::UnitDeclaration { name, equals, title: self.about_title(node) })
    }

    /// The title in a body of titles and citations.
    pub(super) fn about_title(&mut self, node: &Node) -> ast::Texts {
        let title = child(node, Rule::about_body).and_then(|body| child(&body, Rule::titles));
        title.map_or_else(Vec::new, |title| self.labels_within(&title))
    }

    fn parameter(&mut self, node: &Node) -> Option<ast::Parameter> {
        let name = self.name(&child(node, Rule::name)?);
        let ty = self.type_expr(&child(node, Rule::r#type)?)?;
        let value = match child(node, Rule::constant) {
            Some(constant) => ast::ParameterValue::Constant(self.expr(child(&constant, Rule::expr)?)),
            None => ast::ParameterValue::Dated(self.dated_values(node)),
        };
        Some(ast::Parameter { name, ty, value, title: self.about_title(node) })
    }

    /// `from 2022-09 = 1 from 2023-09 = 2`.
    fn dated_values(&mut self, node: &Node) -> Vec<(ast::Spanned<ast::Literal>, ast::Expr)> {
        let mut values = Vec::new();
        for dated in children(node, Rule::dated) {
            let from = child(&dated, Rule::time).and_then(|time| self.time(&time));
            let value = child(&dated, Rule::expr).map(|expr| self.expr(expr));
            values.extend(from.zip(value));
        }
        values
    }

    fn define(&mut self, node: &Node) -> Option<ast::Define> {
        let names: Vec<ast::Name> = children(node, Rule::name).map(|name| self.name(&name)).collect();
        let [name, subject] = <[ast::Name; 2]>::try_from(names).ok()?;
        let ty = child(node, Rule::r#type).and_then(|ty| self.type_expr(&ty));
        let expr = self.expr(child(node, Rule::expr)?);
        let mut define = ast::Define {
            name,
            ty,
            subject,
            expr,
            title: Vec::new(),
            cites: Vec::new(),
            replaces: Vec::new(),
            examples: Vec::new(),
        };
        let Some(body) = child(node, Rule::define_body) else { return Some(define) };
        for part in body.into_inner() {
            match part.as_rule() {
                Rule::titles => define.title = self.labels_within(&part),
                Rule::cite => define.cites.push(self.cite(&part)),
                Rule::replaces => {
                    define.replaces =
                        child(&part, Rule::names).map_or_else(Vec::new, |names| self.names(names));
                }
                Rule::example => define.examples.extend(self.example(&part)),
                _ => {}
            }
        }
        Some(define)
    }

    /// `cite "document" "place" to verify`.
    pub(super) fn cite(&mut self, node: &Node) -> ast::Cite {
        let mut texts = children(node, Rule::text)
            .map(|text| self.text_literal(&text).value)
            .collect::<Vec<_>>()
            .into_iter();
        let to_verify = child(node, Rule::K_to_verify).is_some();
        ast::Cite { document: texts.next().unwrap_or_default(), place: texts.next(), to_verify }
    }

    /// `decimal [MAD/month]?`.
    pub(super) fn type_expr(&mut self, node: &Node) -> Option<ast::TypeExpr> {
        let name = self.name(&child(node, Rule::name)?);
        let unit = child(node, Rule::unit).and_then(|unit| child(&unit, Rule::unit_expr));
        let unit = unit.map(|unit| self.unit_expr(&unit));
        let optional = child(node, Rule::optional).is_some();
        Some(ast::TypeExpr { name, unit, optional, span: self.span(node) })
    }

    /// `MAD/month`.
    pub(super) fn unit_expr(&mut self, node: &Node) -> ast::UnitExpr {
        let mut factors = Vec::new();
        let mut exponent = 1;
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::times => exponent = if self.times_sign(&part) == "/" { -1 } else { 1 },
                Rule::unit_atom => {
                    factors.extend(child(&part, Rule::name).map(|name| (self.name(&name), exponent)));
                }
                _ => {}
            }
        }
        ast::UnitExpr { factors, span: self.span(node) }
    }

    /// A mistake with the sign that Mizan writes.
    pub(super) fn foreign(&mut self, node: &Node, write: &str) {
        let span = self.span(node);
        let diagnostic = Diagnostic::new(Code::ForeignOperator, span).with("found", node.as_str());
        self.report(diagnostic.with("write", write).help("write").fix(span, write));
    }
}
