//! Reads text into datums (R7RS section 7.1.2).
//!
//! In: the text of a file. Out: its datums, and diagnostics; every error leaves a datum or a gap and reading goes on.
//! Only nesting deeper than [`MAX_NESTING`] ends it. What is open is on an explicit stack; the time is linear.
//!
//! Beyond R7RS: `[ ]` are parentheses (they must match), `#f64(...)`, and a first line `#!/...` is skipped.

use std::collections::HashSet;

use logos::Logos;

use crate::fold_case::fold_case;
use crate::number::parse_number;
use crate::print_datum::CHAR_NAMES;
use crate::token::{LexError, Token};
use crate::{Datum, DatumKind, Diagnostic, FileId, Number, Span, Symbol};

/// How deep datums may nest; passes that recurse over datums and the programs made of them rely on it.
pub const MAX_NESTING: usize = 10_000;

/// The datums of `text`, which is the file `file`, and what is wrong with it.
pub fn read_datums(text: &str, file: FileId) -> (Vec<Datum>, Vec<Diagnostic>) {
    read_from(text, file, false)
}

/// As [`read_datums`], as if the text began with `#!fold-case`.
pub fn read_datums_fold_case(text: &str, file: FileId) -> (Vec<Datum>, Vec<Diagnostic>) {
    read_from(text, file, true)
}

fn read_from(text: &str, file: FileId, fold_case: bool) -> (Vec<Datum>, Vec<Diagnostic>) {
    let mut reader = Reader {
        text,
        file,
        open: Vec::new(),
        items: Vec::new(),
        diagnostics: Vec::new(),
        fold_case,
        unterminated: false,
        suspect: None,
        labels: HashSet::new(),
    };
    if u32::try_from(text.len()).is_err() {
        reader.error("file-too-large", "a source file has at most 4 GiB", reader.span(0, 0));
        return (reader.items, reader.diagnostics);
    }
    let skipped = preamble_length(text);
    for (token, range) in Token::lexer(&text[skipped..]).spanned() {
        let span = reader.span(skipped + range.start, skipped + range.end);
        match token {
            Ok(token) => reader.token(token, span),
            Err(error) => reader.lexical_error(error, span),
        }
        if reader.open.len() > MAX_NESTING {
            let message = format!("datums nest deeper than {MAX_NESTING} levels");
            reader.error("nesting-too-deep", message, span);
            reader.items.truncate(reader.open[0].start);
            return (reader.items, reader.diagnostics);
        }
    }
    reader.finish();
    (reader.items, reader.diagnostics)
}

/// The length of what comes before the program: a byte order mark, and a line `#!/usr/bin/env fluxion` for the
/// operating system.
pub(crate) fn preamble_length(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let program = &text[mark..];
    let is_shebang = program.starts_with("#!/") || program.starts_with("#! ");
    if is_shebang { mark + program.find('\n').unwrap_or(program.len()) } else { mark }
}

/// A compound datum, or a prefix of one, that waits for its end.
struct Frame {
    kind: FrameKind,
    /// The opening token.
    span: Span,
    /// Where its items start among those of the reader.
    start: usize,
    tail: Tail,
}

#[derive(Clone, Copy, PartialEq)]
enum FrameKind {
    List,
    Vector,
    Bytevector,
    F64vector,
    /// `'x`: makes a list of this name and the next datum.
    Abbreviation(&'static str),
    /// `#;`: drops the next datum.
    Comment,
    /// `#0=`: labels the next datum.
    Label(u32),
}

impl FrameKind {
    /// Whether it waits for one datum, not for a closing parenthesis.
    fn is_prefix(self) -> bool {
        matches!(self, FrameKind::Abbreviation(_) | FrameKind::Comment | FrameKind::Label(_))
    }
}

/// The state of a dotted list.
enum Tail {
    Absent,
    /// There was a dot at this place.
    Awaited(Span),
    Present(Box<Datum>),
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    open: Vec<Frame>,
    /// The datums at top level, and behind them the items of all that is open, outermost first.
    items: Vec<Datum>,
    diagnostics: Vec<Diagnostic>,
    fold_case: bool,
    /// A string or the like swallowed the rest of the text, parentheses included.
    unterminated: bool,
    /// The last opening token in the first column inside something open: whoever forgot a parenthesis did it before.
    suspect: Option<Suspect>,
    /// The labels of the outermost datum so far.
    labels: HashSet<u32>,
}

/// A form that starts in the first column although `open` is not closed.
struct Suspect {
    open: Span,
    form: Span,
}

impl Reader<'_> {
    fn token(&mut self, token: Token, span: Span) {
        match token {
            Token::Open => self.open(FrameKind::List, span),
            Token::OpenVector => self.open(FrameKind::Vector, span),
            Token::OpenBytevector => self.open(FrameKind::Bytevector, span),
            Token::OpenF64vector => self.open(FrameKind::F64vector, span),
            Token::Quote => self.open(FrameKind::Abbreviation("quote"), span),
            Token::Quasiquote => self.open(FrameKind::Abbreviation("quasiquote"), span),
            Token::Unquote => self.open(FrameKind::Abbreviation("unquote"), span),
            Token::UnquoteSplicing => self.open(FrameKind::Abbreviation("unquote-splicing"), span),
            Token::DatumComment => self.open(FrameKind::Comment, span),
            Token::Close => self.close(span),
            Token::String => {
                let text = self.unescape(span, Escapes::String);
                self.push(DatumKind::String(text), span);
            }
            Token::BarSymbol => {
                let name = self.unescape(span, Escapes::Symbol);
                self.push(DatumKind::Symbol(Symbol::new(&name)), span);
            }
            Token::Char => {
                let char = self.char(span);
                self.push(DatumKind::Char(char), span);
            }
            Token::Atom if self.slice(span) == "." => self.dot(span),
            Token::Atom => {
                let kind = self.atom(span);
                self.push(kind, span);
            }
            Token::Directive => self.directive(span),
            Token::Label => self.label(span),
            Token::Reference => self.reference(span),
            Token::BlockComment => {}
        }
    }

    fn open(&mut self, kind: FrameKind, span: Span) {
        if let Some(outer) = self.open.first()
            && self.is_first_column(span)
            && self.suspect.as_ref().is_none_or(|suspect| suspect.open != outer.span)
        {
            self.suspect = Some(Suspect { open: outer.span, form: span });
        }
        self.open.push(Frame { kind, span, start: self.items.len(), tail: Tail::Absent });
    }

    fn close(&mut self, span: Span) {
        self.drop_prefixes(span);
        let Some(frame) = self.open.pop() else {
            let message = format!("unexpected `{}`: nothing is open here", self.slice(span));
            return self.error("unbalanced-parenthesis", message, span);
        };
        let expected = if self.slice(frame.span).ends_with('[') { "]" } else { ")" };
        if self.slice(span) != expected {
            let message = format!("expected `{expected}`, found `{}`", self.slice(span));
            let error = Diagnostic::error("unbalanced-parenthesis", message, span);
            self.diagnostics.push(error.with_label(frame.span, "opened here"));
        }
        self.finish_frame(frame, span);
    }

    /// Makes a datum of a frame that ends with the token at `end`.
    fn finish_frame(&mut self, frame: Frame, end: Span) {
        let span = frame.span.to(end);
        if let Tail::Awaited(dot) = frame.tail {
            self.error("misplaced-dot", "expected a datum after `.`", dot);
        }
        let items = self.items.split_off(frame.start);
        let kind = match frame.kind {
            FrameKind::Vector => DatumKind::Vector(items),
            FrameKind::Bytevector => DatumKind::Bytevector(self.bytes(&items)),
            FrameKind::F64vector if matches!(items.first(), Some(Datum { kind: DatumKind::List(..), .. })) => {
                self.tensor(&items, span)
            }
            FrameKind::F64vector => DatumKind::F64vector(self.floats(&items)),
            FrameKind::List | FrameKind::Abbreviation(_) | FrameKind::Comment | FrameKind::Label(_) => match frame.tail
            {
                Tail::Present(tail) => dotted_list(items, *tail),
                Tail::Absent | Tail::Awaited(_) => DatumKind::List(items, None),
            },
        };
        self.push(kind, span);
    }

    /// Adds a datum to what is open; prefixes that waited for it end with it.
    fn push(&mut self, kind: DatumKind, span: Span) {
        let mut datum = Datum { kind, span };
        while let Some(frame) = self.open.pop_if(|frame| frame.kind.is_prefix()) {
            let span = frame.span.to(datum.span);
            let kind = match frame.kind {
                FrameKind::Abbreviation(name) => {
                    let name = Datum { kind: DatumKind::Symbol(Symbol::new(name)), span: frame.span };
                    DatumKind::List(vec![name, datum], None)
                }
                FrameKind::Label(label) if datum.kind == DatumKind::Reference(label) => {
                    self.error("datum-label", format!("the label {label} names itself"), span);
                    DatumKind::Bool(false)
                }
                FrameKind::Label(label) => DatumKind::Labelled(label, Box::new(datum)),
                _ => return self.end_outermost(),
            };
            datum = Datum { kind, span };
        }
        self.end_outermost();
        match self.open.last_mut().map(|frame| &mut frame.tail) {
            None | Some(Tail::Absent) => self.items.push(datum),
            Some(tail @ Tail::Awaited(_)) => *tail = Tail::Present(Box::new(datum)),
            Some(Tail::Present(_)) => self.error("misplaced-dot", "expected `)`: one datum may follow `.`", datum.span),
        }
    }

    /// The labels of an outermost datum are known inside of it only.
    fn end_outermost(&mut self) {
        if self.open.is_empty() {
            self.labels.clear();
        }
    }

    fn label(&mut self, span: Span) {
        let Some(label) = self.label_number(span) else { return };
        if !self.labels.insert(label) {
            self.error("datum-label", format!("the label {label} is given twice in one datum"), span);
        }
        self.open(FrameKind::Label(label), span);
    }

    fn reference(&mut self, span: Span) {
        let kind = match self.label_number(span) {
            Some(label) if self.labels.contains(&label) => DatumKind::Reference(label),
            Some(label) => {
                self.error("datum-label", format!("no datum before it has the label {label}"), span);
                DatumKind::Bool(false)
            }
            None => DatumKind::Bool(false),
        };
        self.push(kind, span);
    }

    /// The number in `#0=` or `#0#`.
    fn label_number(&mut self, span: Span) -> Option<u32> {
        let text = self.slice(span);
        let number = text[1..text.len() - 1].parse().ok();
        if number.is_none() {
            self.error("datum-label", "the number of a label is too large", span);
        }
        number
    }

    fn dot(&mut self, span: Span) {
        self.drop_prefixes(span);
        match self.open.last_mut() {
            Some(frame)
                if frame.kind == FrameKind::List && self.items.len() > frame.start && is_absent(&frame.tail) =>
            {
                frame.tail = Tail::Awaited(span);
            }
            _ => self.error("misplaced-dot", "unexpected `.`: it stands between the last two datums of a list", span),
        }
    }

    /// Removes prefixes that are not followed by a datum but by the token at `next`.
    fn drop_prefixes(&mut self, next: Span) {
        while let Some(frame) = self.open.pop_if(|frame| frame.kind.is_prefix()) {
            let at_end = next.start == next.end;
            let found = if at_end { "the end of the file".into() } else { quoted(self.slice(next)) };
            let message = format!("expected a datum after `{}`, found {found}", self.slice(frame.span));
            self.error("missing-datum", message, frame.span);
        }
    }

    /// Closes what is still open at the end of the text.
    fn finish(&mut self) {
        let end = self.span(self.text.len(), self.text.len());
        self.drop_prefixes(end);
        if !self.unterminated {
            self.diagnostics.extend(self.unclosed());
        }
        while let Some(frame) = self.open.pop() {
            self.finish_frame(frame, end);
        }
    }

    /// The diagnostic about what is open at the end of the text.
    fn unclosed(&self) -> Option<Diagnostic> {
        let closable: Vec<&Frame> = self.open.iter().filter(|frame| frame.kind != FrameKind::Comment).collect();
        let (outer, inner) = (closable.first()?, closable.last()?);
        let opening = self.slice(outer.span);
        let count = if closable.len() == 1 { String::new() } else { format!(" ({} are open)", closable.len()) };
        let message = format!("`{opening}` is not closed at the end of the file{count}");
        let mut error = Diagnostic::error("unbalanced-parenthesis", message, outer.span);
        if inner.span != outer.span {
            error = error.with_label(inner.span, "the innermost open one");
        }
        match &self.suspect {
            Some(suspect) if suspect.open == outer.span => {
                let error = error.with_label(suspect.form, "this begins in the first column");
                Some(error.with_help("a closing parenthesis may be missing before it"))
            }
            _ => Some(error),
        }
    }

    fn lexical_error(&mut self, error: LexError, span: Span) {
        // Only the opening is marked: the rest of the file is not where to look.
        let opening = |length: u32| Span { end: span.start + length, ..span };
        self.unterminated |= error != LexError::Unknown;
        match error {
            LexError::UnterminatedString => {
                self.error("unterminated-string", "a string is not closed at the end of the file", opening(1));
                self.push(DatumKind::String(self.slice(span)[1..].into()), span);
            }
            LexError::UnterminatedSymbol => {
                self.error("unterminated-symbol", "`|` is not closed at the end of the file", opening(1));
                self.push(DatumKind::Symbol(Symbol::new(&self.slice(span)[1..])), span);
            }
            LexError::UnterminatedComment => {
                self.error("unterminated-comment", "`#|` is not closed at the end of the file", opening(2));
            }
            LexError::Unknown => {
                let message = format!("unknown syntax {}", quoted(self.slice(span)));
                self.error("unknown-syntax", message, span);
            }
        }
    }

    fn directive(&mut self, span: Span) {
        match self.slice(span) {
            "#!fold-case" => self.fold_case = true,
            "#!no-fold-case" => self.fold_case = false,
            other => {
                let message = format!("unknown directive {}", quoted(other));
                self.error("unknown-syntax", message, span);
            }
        }
    }

    /// A constant, a number or a symbol.
    fn atom(&mut self, span: Span) -> DatumKind {
        let text = self.slice(span);
        if let Some(value) = parse_bool(text) {
            return DatumKind::Bool(value);
        }
        if let Some(number) = parse_number(text, 10) {
            return DatumKind::Number(number);
        }
        let is_prefixed = text.len() > 1 && text.starts_with('#') && b"xXdDoObBeEiI".contains(&text.as_bytes()[1]);
        if is_prefixed || is_bad_ratio(text) {
            self.error("invalid-number", format!("{} is not a number", quoted(text)), span);
        } else if text.starts_with('#') {
            self.error("unknown-syntax", format!("unknown syntax {}", quoted(text)), span);
        }
        let name = if self.fold_case { fold_case(text) } else { text.to_string() };
        DatumKind::Symbol(Symbol::new(&name))
    }

    /// The character of `#\x`, `#\name` or `#\x41`.
    fn char(&mut self, span: Span) -> char {
        let name = &self.slice(span)[2..];
        let mut chars = name.chars();
        if let (Some(single), None) = (chars.next(), chars.next()) {
            return single;
        }
        let folded = fold_case(name);
        let key = if self.fold_case { folded.as_str() } else { name };
        if let Some((_, char)) = CHAR_NAMES.iter().find(|(known, _)| *known == key) {
            return *char;
        }
        let hex = key.strip_prefix('x').and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(char) = hex.and_then(char::from_u32) {
            return char;
        }
        let reason = if hex.is_some() { "names no Unicode character" } else { "is not the name of a character" };
        let error = Diagnostic::error("invalid-character", format!("{} {reason}", quoted(self.slice(span))), span);
        let known = CHAR_NAMES.iter().any(|(known, _)| *known == folded);
        let error = if known { error.with_help(format!("did you mean `#\\{folded}`?")) } else { error };
        self.diagnostics.push(error);
        char::REPLACEMENT_CHARACTER
    }

    /// What a string or a `|symbol|` says. Line ends are read as `\n`.
    fn unescape(&mut self, span: Span, escapes: Escapes) -> String {
        let text = self.slice(span);
        let body = &text[1..text.len() - 1];
        if !body.contains(['\\', '\r']) {
            return body.to_string();
        }
        let mut out = String::with_capacity(body.len());
        let mut rest = body;
        while let Some(at) = rest.find(['\\', '\r']) {
            out.push_str(&rest[..at]);
            let (special, after) = rest[at..].split_at(1);
            if special == "\r" {
                out.push('\n');
                rest = after.strip_prefix('\n').unwrap_or(after);
                continue;
            }
            let start = span.end as usize - 1 - after.len() - 1;
            rest = match escape(after, escapes) {
                Some((char, after)) => {
                    out.extend(char);
                    after
                }
                None => {
                    let length = bad_escape_length(after);
                    let place = self.span(start, start + 1 + length);
                    self.error("invalid-escape", format!("unknown escape {}", quoted(self.slice(place))), place);
                    &after[length..]
                }
            };
        }
        out.push_str(rest);
        out
    }

    fn bytes(&mut self, items: &[Datum]) -> Vec<u8> {
        let byte = |datum: &Datum| match &datum.kind {
            DatumKind::Number(Number::Int(int)) => u8::try_from(int).ok(),
            _ => None,
        };
        self.elements(items, byte, "an exact integer from 0 to 255")
    }

    /// The tensor of lists of lists of numbers: each list on a level has as many elements as the first.
    fn tensor(&mut self, items: &[Datum], span: Span) -> DatumKind {
        const MAX_RANK: usize = 32;
        let (mut lengths, mut level) = (Vec::new(), items.iter().collect::<Vec<_>>());
        lengths.push(level.len());
        while let Some(Datum { kind: DatumKind::List(first, None), .. }) = level.first().copied() {
            let length = first.len();
            let mut next = Vec::new();
            for datum in level {
                match &datum.kind {
                    DatumKind::List(parts, None) if parts.len() == length => next.extend(parts),
                    _ => self.error("invalid-element", format!("expected a list of {length} elements"), datum.span),
                }
            }
            lengths.push(length);
            level = next;
            if length == 0 || lengths.len() > MAX_RANK {
                self.error("invalid-element", "expected lists with elements, at most 32 deep", span);
                break;
            }
        }
        let level: Vec<Datum> = level.into_iter().cloned().collect();
        let floats = self.floats(&level);
        // After an error the lengths may not fit.
        if floats.len() == lengths.iter().product() {
            DatumKind::Tensor(lengths, floats)
        } else {
            DatumKind::F64vector(floats)
        }
    }

    fn floats(&mut self, items: &[Datum]) -> Vec<f64> {
        let float = |datum: &Datum| match &datum.kind {
            DatumKind::Number(number) => number.to_float(),
            _ => None,
        };
        self.elements(items, float, "a real number")
    }

    fn elements<T>(&mut self, items: &[Datum], convert: impl Fn(&Datum) -> Option<T>, expected: &str) -> Vec<T> {
        let mut elements = Vec::with_capacity(items.len());
        for item in items {
            match convert(item) {
                Some(element) => elements.push(element),
                None => self.error("invalid-element", format!("expected {expected}"), item.span),
            }
        }
        elements
    }

    fn error(&mut self, slug: &'static str, message: impl Into<String>, span: Span) {
        self.diagnostics.push(Diagnostic::error(slug, message, span));
    }

    fn is_first_column(&self, span: Span) -> bool {
        span.start == 0 || self.text.as_bytes()[span.start as usize - 1] == b'\n'
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: start as u32, end: end as u32 }
    }
}

impl<'a> Reader<'a> {
    fn slice(&self, span: Span) -> &'a str {
        &self.text[span.start as usize..span.end as usize]
    }
}

/// Which escapes are known.
#[derive(Clone, Copy, PartialEq)]
enum Escapes {
    String,
    Symbol,
}

/// The character that an escape stands for (none for the end of a line), and the text behind it. `after` starts
/// behind the backslash.
fn escape(after: &str, escapes: Escapes) -> Option<(Option<char>, &str)> {
    let letter = after.chars().next()?;
    let rest = &after[letter.len_utf8()..];
    let simple = match letter {
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        '"' | '\\' | '|' => letter,
        'x' | 'X' => {
            let (digits, end) = rest.split_at(hex_digits(rest));
            let char = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            return Some((Some(char), end.strip_prefix(';')?));
        }
        _ if escapes == Escapes::String => return line_continuation(after).map(|rest| (None, rest)),
        _ => return None,
    };
    Some((Some(simple), rest))
}

/// A backslash, blanks, the end of the line and the blanks that begin the next line stand for nothing.
fn line_continuation(after: &str) -> Option<&str> {
    let is_blank = |char: char| char == ' ' || char == '\t';
    let line_end = after.trim_start_matches(is_blank);
    let next = line_end.strip_prefix("\r\n").or_else(|| line_end.strip_prefix(['\n', '\r']))?;
    Some(next.trim_start_matches(is_blank))
}

/// How much behind the backslash to show and skip: `x` with what may be its digits, else one character.
fn bad_escape_length(after: &str) -> usize {
    let first = after.chars().next().map_or(0, char::len_utf8);
    if !after.starts_with(['x', 'X']) {
        return first;
    }
    let digits = hex_digits(&after[1..]);
    let semicolon = usize::from(after[1 + digits..].starts_with(';'));
    1 + digits + semicolon
}

/// How many hexadecimal digits the text begins with.
fn hex_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_hexdigit).count()
}

fn parse_bool(text: &str) -> Option<bool> {
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    if is("#t") || is("#true") {
        return Some(true);
    }
    (is("#f") || is("#false")).then_some(false)
}

/// `1/0`, which has the form of a number but is none.
fn is_bad_ratio(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.split_once('/').is_some_and(|(numerator, denominator)| digits(numerator) && digits(denominator))
}

/// `(a . (b c))` is `(a b c)`.
fn dotted_list(mut items: Vec<Datum>, tail: Datum) -> DatumKind {
    match tail.kind {
        DatumKind::List(more, rest) => {
            items.extend(more);
            DatumKind::List(items, rest)
        }
        _ => DatumKind::List(items, Some(Box::new(tail))),
    }
}

fn is_absent(tail: &Tail) -> bool {
    matches!(tail, Tail::Absent)
}

/// Text of the program in a message, shortened if it is long.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("`{}...`", &text[..at]),
        None => format!("`{text}`"),
    }
}
