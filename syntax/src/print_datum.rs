//! Prints datums as `write` does, so that reading the text gives the datum back.

use std::fmt::Write;

use crate::number::parse_number;
use crate::print_number::{print_float, print_number};
use crate::{Datum, DatumKind};

/// Names of characters that do not show (R7RS section 6.6), first choice first.
pub const CHAR_NAMES: &[(&str, char)] = &[
    ("alarm", '\u{7}'),
    ("backspace", '\u{8}'),
    ("delete", '\u{7f}'),
    ("escape", '\u{1b}'),
    ("newline", '\n'),
    ("null", '\0'),
    ("return", '\r'),
    ("space", ' '),
    ("tab", '\t'),
    ("nul", '\0'),
    ("linefeed", '\n'),
    ("altmode", '\u{1b}'),
    ("rubout", '\u{7f}'),
    ("esc", '\u{1b}'),
];

/// What is still to be printed; a list of these stands for the stack of a recursive printer.
enum Work<'a> {
    Datum(&'a Datum),
    Text(&'static str),
}

/// The text of a datum, in the form of `write`.
pub fn print_datum(datum: &Datum) -> String {
    let mut out = String::new();
    let mut work = vec![Work::Datum(datum)];
    while let Some(next) = work.pop() {
        match next {
            Work::Text(text) => out.push_str(text),
            Work::Datum(datum) => print_one(datum, &mut out, &mut work),
        }
    }
    out
}

/// Prints an atom, or the opening of a compound whose parts go onto the list of work.
fn print_one<'a>(datum: &'a Datum, out: &mut String, work: &mut Vec<Work<'a>>) {
    match &datum.kind {
        DatumKind::Bool(value) => out.push_str(if *value { "#t" } else { "#f" }),
        DatumKind::Number(number) => out.push_str(&print_number(number)),
        DatumKind::Char(char) => write_char(*char, out),
        DatumKind::String(text) => write_string(text, out),
        DatumKind::Symbol(symbol) => write_symbol(symbol.as_str(), out),
        DatumKind::List(items, tail) => print_list(items, tail.as_deref(), out, work),
        DatumKind::Vector(items) => {
            out.push_str("#(");
            push_items(items, None, work);
        }
        DatumKind::Bytevector(bytes) => write_elements("#u8(", bytes.iter().map(u8::to_string), out),
        DatumKind::F64vector(floats) => write_elements("#f64(", floats.iter().map(|float| print_float(*float)), out),
        DatumKind::Tensor(lengths, floats) => write_tensor(lengths, floats, out),
        DatumKind::Labelled(label, datum) => {
            out.push_str(&format!("#{label}="));
            work.push(Work::Datum(datum));
        }
        DatumKind::Reference(label) => out.push_str(&format!("#{label}#")),
    }
}

/// A parenthesis is opened before the first element of each part of an axis, and closed behind the last.
fn write_tensor(lengths: &[usize], floats: &[f64], out: &mut String) {
    out.push_str("#f64(");
    for (index, float) in floats.iter().enumerate() {
        let parts =
            || lengths[1..].iter().rev().scan(1, |size, length| Some(std::mem::replace(size, *size * length) * length));
        if index > 0 {
            out.push(' ');
        }
        parts().filter(|size| index % size == 0).for_each(|_| out.push('('));
        out.push_str(&print_float(*float));
        parts().filter(|size| (index + 1) % size == 0).for_each(|_| out.push(')'));
    }
    out.push(')');
}

fn print_list<'a>(items: &'a [Datum], tail: Option<&'a Datum>, out: &mut String, work: &mut Vec<Work<'a>>) {
    if let ([Datum { kind: DatumKind::Symbol(name), .. }, quoted], None) = (items, tail)
        && let Some(prefix) = abbreviation(name.as_str())
    {
        out.push_str(prefix);
        // `,@x` is not `,` before `@x`.
        if prefix == "," && matches!(&quoted.kind, DatumKind::Symbol(name) if name.as_str().starts_with('@')) {
            out.push(' ');
        }
        work.push(Work::Datum(quoted));
        return;
    }
    out.push('(');
    push_items(items, tail, work);
}

fn push_items<'a>(items: &'a [Datum], tail: Option<&'a Datum>, work: &mut Vec<Work<'a>>) {
    work.push(Work::Text(")"));
    if let Some(tail) = tail {
        work.push(Work::Datum(tail));
        work.push(Work::Text(" . "));
    }
    for (index, item) in items.iter().enumerate().rev() {
        work.push(Work::Datum(item));
        if index > 0 {
            work.push(Work::Text(" "));
        }
    }
}

fn abbreviation(name: &str) -> Option<&'static str> {
    match name {
        "quote" => Some("'"),
        "quasiquote" => Some("`"),
        "unquote" => Some(","),
        "unquote-splicing" => Some(",@"),
        _ => None,
    }
}

fn write_elements(open: &str, elements: impl Iterator<Item = String>, out: &mut String) {
    out.push_str(open);
    for (index, element) in elements.enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&element);
    }
    out.push(')');
}

/// Appends `#\a`, `#\space`, `#\x1`.
pub fn write_char(char: char, out: &mut String) {
    out.push_str("#\\");
    if let Some((name, _)) = CHAR_NAMES.iter().find(|(_, named)| *named == char) {
        out.push_str(name);
    } else if is_invisible(char) {
        push_hex(char, out);
    } else {
        out.push(char);
    }
}

/// Appends a string with quotes and escapes.
pub fn write_string(text: &str, out: &mut String) {
    write_delimited(text, '"', out);
}

/// Appends a symbol, with bars around it where it would not read back without.
pub fn write_symbol(name: &str, out: &mut String) {
    if is_plain_symbol(name) { out.push_str(name) } else { write_delimited(name, '|', out) }
}

fn write_delimited(text: &str, delimiter: char, out: &mut String) {
    out.push(delimiter);
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\\' => out.push_str("\\\\"),
            _ if char == delimiter => {
                out.push('\\');
                out.push(char);
            }
            _ if is_invisible(char) && char != ' ' => {
                out.push('\\');
                push_hex(char, out);
                out.push(';');
            }
            _ => out.push(char),
        }
    }
    out.push(delimiter);
}

fn push_hex(char: char, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(out, "x{:x}", char as u32);
}

/// Control characters, spaces of all sorts and the byte order mark.
fn is_invisible(char: char) -> bool {
    char.is_control() || char.is_whitespace() || char == '\u{feff}'
}

/// Whether the name reads back as a symbol as it stands.
fn is_plain_symbol(name: &str) -> bool {
    let is_special = |char: char| is_invisible(char) || "()[]{}\";'`,|\\".contains(char);
    !name.is_empty()
        && name != "."
        && !name.starts_with('#')
        && !name.contains(is_special)
        && parse_number(name, 10).is_none()
}
