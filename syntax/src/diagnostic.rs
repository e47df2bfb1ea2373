//! Diagnostics: what the compiler has to say about a program.
//!
//! Lower case, no full stop, what was expected and what was found. Every slug has a page `docs/errors/SLUG.md`.

use crate::Span;

/// How grave a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The program cannot be run.
    Error,
    /// The program can be run.
    Warning,
}

/// A place and what is to be said of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A remark; may be empty.
    pub text: String,
}

/// One message about a program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The stable key of this kind of message, such as `unbound-variable`.
    pub slug: &'static str,
    /// The message.
    pub message: String,
    /// Where; the first is the main one.
    pub labels: Vec<Label>,
    /// What the user could do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(slug: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        let label = Label { span, text: String::new() };
        Diagnostic { severity: Severity::Error, slug, message: message.into(), labels: vec![label], help: None }
    }

    /// A warning at a place.
    pub fn warning(slug: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(slug, message, span) }
    }

    /// The same with advice.
    pub fn with_help(self, help: impl Into<String>) -> Diagnostic {
        Diagnostic { help: Some(help.into()), ..self }
    }

    /// The same with a further place.
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }
}
