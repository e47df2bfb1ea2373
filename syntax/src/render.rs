//! Shows diagnostics: to people as an excerpt of the source with carets, to tools as lines of JSON.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::{Diagnostic, FileId, Label, Severity, Sources};

/// Whether text for people has colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// Escape sequences of terminals.
    Always,
    /// Plain text.
    Never,
}

/// The diagnostic as rustc would show it, ending in a newline.
pub fn render_text(diagnostic: &Diagnostic, sources: &Sources, colour: Colour) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.slug);
    let mut group = Group::with_title(title).elements(snippets(diagnostic, sources));
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// One excerpt a file, that of the main label first. Only the lines in question are handed to the renderer, so that
/// many diagnostics in a long file cost no more than their own lines.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files.into_iter().map(|file| snippet(file, &diagnostic.labels, sources)).collect()
}

fn snippet<'a>(
    file: FileId,
    labels: &'a [Label],
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.file(file);
    let here = || labels.iter().filter(|label| label.span.file == file).map(|label| label.span);
    let first = sources.line(file, here().map(|span| span.start).min().unwrap_or(0));
    let last = sources.line(file, here().map(|span| span.end).max().unwrap_or(0));
    let lines = sources.line_range(file, first, last);
    let mut snippet =
        Snippet::source(&source.text[lines.clone()]).line_start(first as usize).path(source.name.as_str());
    for (index, label) in labels.iter().enumerate().filter(|(_, label)| label.span.file == file) {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        let range = start - lines.start..(end.min(lines.end) - lines.start).max(start - lines.start);
        let text = if label.text.is_empty() { None } else { Some(label.text.as_str()) };
        snippet = snippet.annotation(kind.span(range).label(text));
    }
    snippet
}

/// The diagnostic as one JSON object on one line, ending in a newline: `severity`, `slug`, `message`, `labels` (each
/// with `file`, `start` and `end` in bytes, `line` and `column` from 1, `end_line`, `end_column`, `text`), `help`
/// (a string or null).
pub fn render_json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut out = format!("{{\"severity\":\"{severity}\",\"slug\":");
    json_string(diagnostic.slug, &mut out);
    out.push_str(",\"message\":");
    json_string(&diagnostic.message, &mut out);
    out.push_str(",\"labels\":[");
    for (index, label) in diagnostic.labels.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        json_label(label, sources, &mut out);
    }
    out.push_str("],\"help\":");
    match &diagnostic.help {
        Some(help) => json_string(help, &mut out),
        None => out.push_str("null"),
    }
    out.push_str("}\n");
    out
}

fn json_label(label: &Label, sources: &Sources, out: &mut String) {
    let span = label.span;
    let (name, line, column) = sources.position(span);
    let (_, end_line, end_column) = sources.position(crate::Span { start: span.end, ..span });
    out.push_str("{\"file\":");
    json_string(name, out);
    // Writing to a string cannot fail.
    let _ = write!(out, ",\"start\":{},\"end\":{},\"line\":{line},\"column\":{column}", span.start, span.end);
    let _ = write!(out, ",\"end_line\":{end_line},\"end_column\":{end_column},\"text\":");
    json_string(&label.text, out);
    out.push('}');
}

fn json_string(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char < ' ' => {
                let _ = write!(out, "\\u{:04x}", char as u32);
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_datums;

    fn first_error(text: &str) -> (Sources, Diagnostic) {
        let mut sources = Sources::default();
        let file = sources.add("a.scm", text);
        let (_, mut diagnostics) = read_datums(text, file);
        (sources, diagnostics.remove(0))
    }

    #[test]
    fn plain_text() {
        let (sources, diagnostic) = first_error("(define (f x)\n  (* x x)\n\n(define λ 1)\n");
        let expected = "\
error[unbalanced-parenthesis]: `(` is not closed at the end of the file
 --> a.scm:1:1
  |
1 | (define (f x)
  | ^
...
4 | (define λ 1)
  | - this begins in the first column
  |
  = help: a closing parenthesis may be missing before it
";
        assert_eq!(render_text(&diagnostic, &sources, Colour::Never), expected);
        assert!(render_text(&diagnostic, &sources, Colour::Always).contains("\u{1b}["));
    }

    #[test]
    fn end_of_file_and_empty_spans() {
        for text in ["(", "'", "\"a", "(a\n\n", "#(1 . 2)", "x\r\n)\r\n", "\t)", "\"\\q\""] {
            let (sources, diagnostic) = first_error(text);
            let shown = render_text(&diagnostic, &sources, Colour::Never);
            assert!(shown.contains('^'), "{shown}");
        }
    }

    #[test]
    fn json() {
        let (sources, diagnostic) = first_error("\n  #\\\"x #u8(\"\t\") ");
        assert_eq!(
            render_json(&diagnostic, &sources),
            "{\"severity\":\"error\",\"slug\":\"invalid-element\",\"message\":\"expected an exact integer from 0 to \
             255\",\"labels\":[{\"file\":\"a.scm\",\"start\":12,\"end\":15,\"line\":2,\"column\":12,\"end_line\":2,\
             \"end_column\":15,\"text\":\"\"}],\"help\":null}\n"
        );
    }
}
