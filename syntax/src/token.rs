//! Tokens: the lexical structure of R7RS (section 7.1.1), by `logos`.
//!
//! In: text. Out: [`Token`]s that tile the text but for whitespace and comments. What nests or has escapes (block
//! comments, strings, `|symbols|`) is scanned by callbacks to its end; what it says is worked out by the reader.

use logos::{FilterResult, Lexer, Logos};

/// Why text is not a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LexError {
    /// No token begins so.
    #[default]
    Unknown,
    /// A string without its closing quote.
    UnterminatedString,
    /// A `|symbol` without its closing bar.
    UnterminatedSymbol,
    /// A block comment without its `|#`.
    UnterminatedComment,
}

/// The kinds of token.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[logos(error = LexError)]
#[logos(skip r"\s+")]
#[logos(skip r";[^\r\n]*")]
pub enum Token {
    /// `#| ... |#`, nested; skipped.
    #[token("#|", skip_block_comment)]
    BlockComment,
    /// `#;`, which comments out the next datum.
    #[token("#;")]
    DatumComment,
    /// `(` or `[`.
    #[token("(")]
    #[token("[")]
    Open,
    /// `)` or `]`.
    #[token(")")]
    #[token("]")]
    Close,
    /// `#(`.
    #[token("#(")]
    OpenVector,
    /// `#u8(`.
    #[token("#u8(", ignore(case))]
    OpenBytevector,
    /// `#f64(`.
    #[token("#f64(", ignore(case))]
    OpenF64vector,
    /// `'`.
    #[token("'")]
    Quote,
    /// `` ` ``.
    #[token("`")]
    Quasiquote,
    /// `,`.
    #[token(",")]
    Unquote,
    /// `,@`.
    #[token(",@")]
    UnquoteSplicing,
    /// A string with its quotes.
    #[token("\"", scan_string)]
    String,
    /// A symbol with its bars.
    #[token("|", scan_symbol)]
    BarSymbol,
    /// `#\x`, `#\space`, `#\x41`.
    #[regex(r##"#\\([^\s()\[\]";'`,|]+|[\s()\[\]";'`,|])"##)]
    Char,
    /// `#!fold-case` and the like.
    #[regex(r##"#![^\s()\[\]";'`,|]*"##)]
    Directive,
    /// `#0=`
    #[regex("#[0-9]+=")]
    Label,
    /// `#0#`
    #[regex("#[0-9]+#")]
    Reference,
    /// A number, a symbol, `.`, or a constant such as `#t` or `#x1F`. What begins with `#` and a digit is no atom but
    /// for a message about it, so that `#0=x` is a label and an atom.
    #[regex(r##"[^\s()\[\]";'`,|#][^\s()\[\]";'`,|]*"##, priority = 1)]
    #[regex(r##"#([^\s()\[\]";'`,|0-9][^\s()\[\]";'`,|]*)?"##, priority = 1)]
    #[regex(r##"#[0-9]+([^\s()\[\]";'`,|0-9=#][^\s()\[\]";'`,|]*)?"##, priority = 1)]
    Atom,
}

fn skip_block_comment(lexer: &mut Lexer<Token>) -> FilterResult<(), LexError> {
    let bytes = lexer.remainder().as_bytes();
    let (mut depth, mut at) = (1, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"|#" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    lexer.bump(at);
                    return FilterResult::Skip;
                }
            }
            b"#|" => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    lexer.bump(bytes.len());
    FilterResult::Error(LexError::UnterminatedComment)
}

fn scan_string(lexer: &mut Lexer<Token>) -> Result<(), LexError> {
    scan_to(lexer, b'"', LexError::UnterminatedString)
}

fn scan_symbol(lexer: &mut Lexer<Token>) -> Result<(), LexError> {
    scan_to(lexer, b'|', LexError::UnterminatedSymbol)
}

/// Goes behind the next `end` that no backslash precedes.
fn scan_to(lexer: &mut Lexer<Token>, end: u8, error: LexError) -> Result<(), LexError> {
    let bytes = lexer.remainder().as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == end => {
                lexer.bump(at + 1);
                return Ok(());
            }
            _ => at += 1,
        }
    }
    lexer.bump(bytes.len());
    Err(error)
}
