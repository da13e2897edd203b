//! Messages of rules: texts with placeholders.

use std::collections::BTreeMap;

use super::Compiler;
use super::operand::Operand;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{Field, Message, MessagePart};
use crate::syntax::{self, ast};

/// A piece of a message's text.
enum Piece<'t> {
    Text(String),
    Placeholder(&'t str),
}

impl Compiler<'_> {
    /// A message with its placeholders typed in a scope; `None` when there is none.
    pub(super) fn message(&mut self, texts: &ast::Texts, scope: &Scope) -> Option<Message> {
        if texts.is_empty() {
            return None;
        }
        self.labels(texts);
        let mut message = Message { texts: BTreeMap::new(), fields: Vec::new() };
        for (language, text) in texts {
            let code = language.as_ref().map_or("", |name| name.value.as_str());
            let parts = self.message_parts(text, scope, &mut message.fields);
            message.texts.insert(code.to_owned(), parts);
        }
        Some(message)
    }

    fn message_parts(
        &mut self,
        text: &ast::Text,
        scope: &Scope,
        fields: &mut Vec<Field>,
    ) -> Vec<MessagePart> {
        let Some(pieces) = pieces(&text.value) else {
            let diagnostic =
                Diagnostic::new(Code::UnknownPlaceholder, text.span).with("name", text.value.clone());
            self.report(diagnostic.help("braces"));
            return Vec::new();
        };
        let part = |piece| match piece {
            Piece::Text(text) => Some(MessagePart::Text(text)),
            Piece::Placeholder(written) => {
                let at = self.braces(written, text.span);
                self.placeholder(written, at, scope, fields).map(MessagePart::Field)
            }
        };
        pieces.into_iter().filter_map(part).collect()
    }

    fn placeholder(
        &mut self,
        written: &str,
        at: Span,
        scope: &Scope,
        fields: &mut Vec<Field>,
    ) -> Option<usize> {
        if let Some(position) = fields.iter().position(|field| field.name == written) {
            return Some(position);
        }
        let Ok(expr) = syntax::parse_expression(written, at) else {
            self.report_placeholder(written, at, scope);
            return None;
        };
        if let ast::ExprKind::Name(name) = &expr.kind
            && !self.is_in_reach(name, scope)
        {
            self.report_placeholder(name, at, scope);
            return None;
        }
        let typed = self.infer(&expr, scope, None).map(Operand::point)?;
        fields.push(Field { name: written.to_owned(), expr: typed });
        Some(fields.len() - 1)
    }

    /// Where the braces of a placeholder are in a text of the standard; the whole text where they are not found.
    fn braces(&self, written: &str, text: Span) -> Span {
        let source = self.files.text(text);
        let mut from = 0;
        while let Some(open) = source[from..].find('{').map(|at| from + at) {
            from = open + 1;
            let Some(close) = source[from..].find('}').map(|at| from + at) else { break };
            if source[from..close].trim() == written {
                let start = text.start as usize;
                return Span::new(text.file, start + open, start + close + 1);
            }
        }
        text
    }

    fn is_in_reach(&self, name: &str, scope: &Scope) -> bool {
        let on_source = scope.source.is_some_and(|source| {
            self.source(source).schema.find(name).is_some() || self.find_definition(name, source).is_some()
        });
        on_source || scope.word(name).is_some() || self.declared.contains_key(name) || name == "as_of"
    }

    fn report_placeholder(&mut self, written: &str, at: Span, scope: &Scope) {
        let mut known: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        known.extend(scope.words());
        if let Some(source) = scope.source {
            known.extend(self.source(source).schema.iter().map(|(_, column)| column.name.as_str()));
            known.extend(self.definition_names(source));
        }
        let near = similar(written, known).map(str::to_owned);
        let diagnostic = Diagnostic::new(Code::UnknownPlaceholder, at).with("name", written);
        let diagnostic = diagnostic.similar(near.as_deref());
        self.report(if near.is_none() { diagnostic.help("braces") } else { diagnostic });
    }
}

/// The expressions that the placeholders of a message are, as far as they read.
pub(super) fn placeholders(texts: &ast::Texts) -> Vec<ast::Expr> {
    let mut found = Vec::new();
    for (_, text) in texts {
        for piece in pieces(&text.value).unwrap_or_default() {
            if let Piece::Placeholder(written) = piece {
                found.extend(syntax::parse_expression(written, text.span).ok());
            }
        }
    }
    found
}

/// The pieces of a text; `{{` and `}}` stand for braces. `None` when a brace is not closed.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        let after = &rest[at + 1..];
        if let Some(doubled) = after.strip_prefix(brace) {
            plain.push_str(brace);
            rest = doubled;
            continue;
        }
        if brace == "}" {
            return None;
        }
        let end = after.find('}')?;
        found.push(Piece::Text(std::mem::take(&mut plain)));
        found.push(Piece::Placeholder(after[..end].trim()));
        rest = &after[end + 1..];
    }
    plain.push_str(rest);
    found.push(Piece::Text(plain));
    found.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    Some(found)
}
