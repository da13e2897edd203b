//! Texts in several languages.

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::syntax::ast;
use crate::types::Labels;

impl Compiler<'_> {
    /// Texts by language (`""` for one without a language). Languages that the standard does not have are errors,
    /// those that are missing are warned of.
    pub(super) fn labels(&mut self, texts: &ast::Texts) -> Labels {
        let mut labels = Labels::new();
        for (language, text) in texts {
            let code = language.as_ref().map_or("", |name| name.value.as_str());
            if let Some(name) = language {
                self.check_language(name);
            }
            labels.insert(code.to_owned(), text.value.clone());
        }
        self.report_missing_languages(texts);
        labels
    }

    fn check_language(&mut self, name: &ast::Name) {
        let languages = &self.settings.languages;
        if languages.is_empty() || languages.contains(&name.value) {
            return;
        }
        let diagnostic =
            Diagnostic::new(Code::UnknownLanguage, name.span).with("language", name.value.clone());
        let diagnostic = diagnostic.with("languages", languages.join(", ")).help("declare");
        self.report(diagnostic);
    }

    fn report_missing_languages(&mut self, texts: &ast::Texts) {
        let Some((Some(_), _)) = texts.first() else { return };
        let given =
            |code: &String| texts.iter().any(|(l, _)| l.as_ref().is_some_and(|name| name.value == *code));
        let missing: Vec<String> =
            self.settings.languages.iter().filter(|code| !given(code)).cloned().collect();
        if !missing.is_empty() {
            let span = texts_span(texts);
            let diagnostic =
                Diagnostic::new(Code::MissingTranslation, span).with("languages", missing.join(", "));
            self.report(diagnostic.help("add"));
        }
    }
}

/// The place of the first text, with its language.
fn texts_span(texts: &ast::Texts) -> Span {
    let (language, text) = &texts[0];
    language.as_ref().map_or(text.span, |name| name.span.to(text.span))
}
