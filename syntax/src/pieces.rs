//! Everything that a text is made of but blanks: tokens, comments, and the ends of lines. For tools that write programs
//! again and keep what the reader drops.

use std::ops::Range;

use logos::Logos;

use crate::read_datums::preamble_length;
use crate::token::{LexError, Token};

/// A part of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The kinds of piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PieceKind {
    /// What stands before the program: a byte order mark, a line `#!/usr/bin/env fluxion`.
    Preamble,
    /// A token.
    Token(Token),
    /// `; ...` without the end of the line.
    LineComment,
    /// `#| ... |#`
    BlockComment,
    /// The end of a line, outside of the pieces above.
    LineEnd,
}

/// The pieces of a text, in order; the error is that of the first text that is no token.
pub fn split_pieces(text: &str) -> Result<Vec<Piece>, LexError> {
    let mut pieces = Vec::new();
    let mut at = preamble_length(text);
    if at > 0 {
        pieces.push(Piece { kind: PieceKind::Preamble, range: 0..at });
    }
    let start = at;
    for (token, range) in Token::lexer(&text[start..]).spanned() {
        let range = start + range.start..start + range.end;
        add_trivia(text, at..range.start, &mut pieces);
        at = range.end;
        pieces.push(Piece { kind: PieceKind::Token(token?), range });
    }
    add_trivia(text, at..text.len(), &mut pieces);
    Ok(pieces)
}

/// Adds what stands between two tokens, where the lexer has found nothing but blanks and comments.
fn add_trivia(text: &str, gap: Range<usize>, pieces: &mut Vec<Piece>) {
    let bytes = text.as_bytes();
    let mut at = gap.start;
    while at < gap.end {
        let rest = &bytes[at..gap.end];
        let (kind, length) = match rest {
            [b'\r', b'\n', ..] => (Some(PieceKind::LineEnd), 2),
            [b'\n' | b'\r', ..] => (Some(PieceKind::LineEnd), 1),
            [b';', ..] => {
                let length = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
                (Some(PieceKind::LineComment), length)
            }
            [b'#', ..] => (Some(PieceKind::BlockComment), block_length(rest)),
            _ => (None, 1),
        };
        if let Some(kind) = kind {
            pieces.push(Piece { kind, range: at..at + length });
        }
        at += length;
    }
}

/// The length of the block comment that a text begins with.
fn block_length(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"#|" => depth += 1,
            b"|#" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(PieceKind, &str)> {
        let pieces = split_pieces(text).expect("tokens");
        pieces.into_iter().map(|piece| (piece.kind, &text[piece.range])).collect()
    }

    #[test]
    fn trivia_are_pieces() {
        use PieceKind::*;
        let text = "(a ; b\r\n#| c #| d |# ;\n|# \"e\n;\")\n\n#;f";
        let expected = [
            (Token(crate::token::Token::Open), "("),
            (Token(crate::token::Token::Atom), "a"),
            (LineComment, "; b"),
            (LineEnd, "\r\n"),
            (BlockComment, "#| c #| d |# ;\n|#"),
            (Token(crate::token::Token::String), "\"e\n;\""),
            (Token(crate::token::Token::Close), ")"),
            (LineEnd, "\n"),
            (LineEnd, "\n"),
            (Token(crate::token::Token::DatumComment), "#;"),
            (Token(crate::token::Token::Atom), "f"),
        ];
        assert_eq!(split(text), expected);
    }

    #[test]
    fn the_line_for_the_system_is_a_preamble() {
        assert_eq!(split("#!/usr/bin/env fluxion\n1")[0], (PieceKind::Preamble, "#!/usr/bin/env fluxion"));
    }

    #[test]
    fn what_is_no_token_is_an_error() {
        assert_eq!(split_pieces("(a \"b"), Err(LexError::UnterminatedString));
    }
}
