//! What a line editor wants to know of a text that is still being written.

use std::ops::Range;

use logos::Logos;

use crate::number::parse_number;
use crate::token::{LexError, Token};

/// What a part of a text is, for colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// White space, parentheses, names.
    Plain,
    /// A comment.
    Comment,
    /// A string or character.
    Text,
    /// A number or a constant such as `#t`.
    Constant,
    /// The name behind an opening parenthesis.
    Head,
}

/// Whether more text is needed to complete the last form: an open parenthesis, string or block comment.
pub fn is_incomplete(text: &str) -> bool {
    let mut depth = 0usize;
    let mut prefix = false;
    for token in Token::lexer(text) {
        prefix = false;
        match token {
            Ok(Token::Open | Token::OpenVector | Token::OpenBytevector | Token::OpenF64vector) => depth += 1,
            Ok(Token::Close) => depth = depth.saturating_sub(1),
            Ok(Token::Quote | Token::Quasiquote | Token::Unquote | Token::UnquoteSplicing | Token::DatumComment) => {
                prefix = true;
            }
            Err(LexError::UnterminatedString | LexError::UnterminatedSymbol | LexError::UnterminatedComment) => {
                return true;
            }
            _ => {}
        }
    }
    depth > 0 || prefix
}

/// The parts of a text in order, without gaps.
pub fn classify(text: &str) -> Vec<(Range<usize>, Class)> {
    let mut parts = Vec::new();
    let mut end = 0;
    let mut after_open = false;
    for (token, range) in Token::lexer(text).spanned() {
        if range.start > end {
            push_gap(text, end..range.start, &mut parts);
        }
        let class = match token {
            Ok(Token::String | Token::Char) => Class::Text,
            Ok(Token::Atom) if parse_number(&text[range.clone()], 10).is_some() => Class::Constant,
            Ok(Token::Atom) if text[range.clone()].starts_with('#') => Class::Constant,
            Ok(Token::Atom) if after_open => Class::Head,
            Err(LexError::UnterminatedString) => Class::Text,
            Err(LexError::UnterminatedComment) => Class::Comment,
            _ => Class::Plain,
        };
        after_open = matches!(token, Ok(Token::Open));
        end = range.end;
        parts.push((range, class));
    }
    if end < text.len() {
        push_gap(text, end..text.len(), &mut parts);
    }
    parts
}

/// What the lexer skips: white space and comments.
fn push_gap(text: &str, gap: Range<usize>, parts: &mut Vec<(Range<usize>, Class)>) {
    let comment = text[gap.clone()].find([';', '#']).map_or(gap.end, |at| gap.start + at);
    for (range, class) in [(gap.start..comment, Class::Plain), (comment..gap.end, Class::Comment)] {
        if !range.is_empty() {
            parts.push((range, class));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completeness() {
        for complete in ["", "(+ 1 2)", "x", "\"a\"", ")", "; (", "#|(|#", "(a) )"] {
            assert!(!is_incomplete(complete), "{complete}");
        }
        for incomplete in ["(", "(+ 1", "\"a", "#| a", "'", "#;", "(a \")\""] {
            assert!(is_incomplete(incomplete), "{incomplete}");
        }
    }

    #[test]
    fn classes_cover_the_text() {
        let text = "(define x 12) ; twelve\n(f \"s\" #t #\\a) #| block |# y";
        let parts = classify(text);
        let joined: String = parts.iter().map(|(range, _)| &text[range.clone()]).collect();
        assert_eq!(joined, text);
        let of = |class| -> Vec<&str> {
            parts.iter().filter(|(_, other)| *other == class).map(|(range, _)| &text[range.clone()]).collect()
        };
        assert_eq!(of(Class::Head), ["define", "f"]);
        assert_eq!(of(Class::Constant), ["12", "#t"]);
        assert_eq!(of(Class::Text), ["\"s\"", "#\\a"]);
        assert_eq!(of(Class::Comment), ["; twelve\n", "#| block |# "]);
    }
}
