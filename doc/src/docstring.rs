//! Docstrings: the lines before a form, and their parts.

use std::collections::HashMap;

use syntax::{Datum, DatumKind, FileId, PieceKind, print_datum, read_datums, split_pieces};

/// A part of a docstring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// Lines of a paragraph.
    Text(Vec<String>),
    /// Lines of code, examples among them.
    Code(Vec<String>),
}

/// `expression => value`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// Definitions before it, since the last example of the docstring; the next ones see them too.
    pub setup: Vec<String>,
    /// The text of the expression.
    pub expression: String,
    /// What `write` shows of its values, or what it may show.
    pub expected: Vec<String>,
    /// Its line in the source, from 1; 0 for a row of the primitive table.
    pub line: usize,
}

/// What a docstring says.
#[derive(Clone, Default, Debug)]
pub struct Docstring {
    /// The signatures it begins with.
    pub signatures: Vec<String>,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// A line of a docstring and its number.
pub type Line = (usize, String);

/// The docstrings of a text that can be read, by the offset of the token that follows.
pub fn find_docstrings(text: &str) -> HashMap<u32, Vec<Line>> {
    let mut found = HashMap::new();
    let mut pending: Vec<Line> = Vec::new();
    // Line ends since the last line of a docstring.
    let mut line_ends = 0;
    let (mut line, mut at) = (1, 0);
    for piece in split_pieces(text).unwrap_or_default() {
        line += text[at..piece.range.start].matches('\n').count();
        at = piece.range.start;
        let spelled = &text[piece.range.clone()];
        match piece.kind {
            PieceKind::LineEnd => {
                line_ends += 1;
                if line_ends > 1 {
                    pending.clear();
                }
            }
            PieceKind::LineComment if spelled.starts_with(";;>") => {
                let body = &spelled[3..];
                pending.push((line, body.strip_prefix(' ').unwrap_or(body).trim_end().to_owned()));
                line_ends = 0;
            }
            PieceKind::Token(_) if !pending.is_empty() => {
                found.insert(piece.range.start as u32, std::mem::take(&mut pending));
            }
            _ => pending.clear(),
        }
    }
    found
}

/// The parts of the docstring of something that is named so.
pub fn parse_docstring(lines: &[Line], names: &[String]) -> Docstring {
    let mut doc = Docstring::default();
    let mut rest = lines;
    while let Some(((_, first), others)) = rest.split_first()
        && is_signature(first, names)
    {
        doc.signatures.push(first.clone());
        rest = others;
    }
    let shortened;
    if doc.signatures.is_empty() {
        let text: Vec<&str> = rest.iter().map(|(_, line)| line.as_str()).collect();
        let text = text.join("\n");
        let (signatures, behind) = quoted_signatures(&text, names);
        doc.signatures = signatures;
        if let Some(behind) = behind.strip_prefix(": ").or(behind.strip_prefix(":\n")) {
            let skipped = text[..text.len() - behind.len()].matches('\n').count();
            let numbers = rest[skipped..].iter().map(|(number, _)| *number);
            shortened = numbers.zip(capitalized(behind).lines().map(str::to_owned)).collect::<Vec<Line>>();
            rest = &shortened;
        }
    }
    let lines = rest;
    let mut setup = Vec::new();
    while let Some(((number, line), others)) = rest.split_first() {
        if let Some((mut example, count)) = parse_example(rest) {
            example.line = *number;
            example.setup = std::mem::take(&mut setup);
            doc.add_code(rest[..count].iter().map(|(_, line)| line.trim_start()));
            doc.examples.push(example);
            rest = &rest[count..];
            continue;
        }
        if let Some((definition, count)) = parse_definition(rest) {
            doc.add_code(rest[..count].iter().map(|(_, line)| line.as_str()));
            setup.push(definition);
            rest = &rest[count..];
            continue;
        }
        if let Some(code) = line.strip_prefix("  ") {
            doc.add_code(std::iter::once(code));
        } else if !line.is_empty() {
            let starts = others.len() + 1 == lines.len() || lines[lines.len() - others.len() - 2].1.is_empty();
            match doc.blocks.last_mut() {
                Some(Block::Text(lines)) if !starts => lines.push(line.clone()),
                _ => doc.blocks.push(Block::Text(vec![line.clone()])),
            }
        }
        rest = others;
    }
    doc
}

impl Docstring {
    fn add_code<'a>(&mut self, added: impl Iterator<Item = &'a str>) {
        if !matches!(self.blocks.last(), Some(Block::Code(_))) {
            self.blocks.push(Block::Code(Vec::new()));
        }
        if let Some(Block::Code(lines)) = self.blocks.last_mut() {
            lines.extend(added.map(str::to_owned));
        }
    }
}

/// Whether a line is nothing but a use of one of the names.
fn is_signature(line: &str, names: &[String]) -> bool {
    let (datums, errors) = read_datums(line, FileId(0));
    let [datum] = &datums[..] else { return false };
    errors.is_empty() && head(datum).is_some_and(|head| names.contains(&head))
}

/// The signatures of a text that begins with them, and the text behind: `` `(f x)`, `(f x y)`: text ``.
fn quoted_signatures<'t>(text: &'t str, names: &[String]) -> (Vec<String>, &'t str) {
    let mut signatures = Vec::new();
    let mut rest = text;
    while let Some((quoted, behind)) =
        rest.trim_start_matches([',', ' ', '\n']).strip_prefix('`').and_then(|rest| rest.split_once('`'))
        && is_signature(quoted, names)
    {
        signatures.push(quoted.replace('\n', " "));
        rest = behind;
    }
    (signatures, rest)
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The lines that an example or definition may take.
const LONGEST: usize = 20;

/// The example that lines begin with, and how many lines it takes.
fn parse_example(lines: &[Line]) -> Option<(Example, usize)> {
    let mut text = String::new();
    if !lines[0].1.trim_start().starts_with(['(', '\'', '#', '"']) {
        return None;
    }
    for (index, (_, line)) in lines.iter().take(LONGEST).enumerate() {
        text.push_str(line);
        text.push('\n');
        let (datums, errors) = read_datums(&text, FileId(0));
        let has_value = matches!(&datums[..], [_, arrow, _, ..] if is_symbol(arrow, "=>"));
        if errors.is_empty() && has_value {
            let expression = datums[0].span;
            let expression = text[expression.start as usize..expression.end as usize].to_owned();
            let expected = datums[2..].iter().map(print_datum).collect();
            return Some((Example { setup: Vec::new(), expression, expected, line: 0 }, index + 1));
        }
        let next_is_arrow = lines.get(index + 1).is_some_and(|(_, next)| next.trim_start().starts_with("=>"));
        if errors.is_empty() && !next_is_arrow {
            return None;
        }
    }
    None
}

/// The definition or assignment that lines begin with, and how many lines it takes.
fn parse_definition(lines: &[Line]) -> Option<(String, usize)> {
    if !["(define", "(set! "].iter().any(|start| lines[0].1.starts_with(start)) {
        return None;
    }
    let mut text = String::new();
    for (index, (_, line)) in lines.iter().take(LONGEST).enumerate() {
        text.push_str(line);
        text.push('\n');
        let (datums, errors) = read_datums(&text, FileId(0));
        if errors.is_empty() {
            return (datums.len() == 1).then_some((text, index + 1));
        }
    }
    None
}

/// The name that a list begins with.
pub fn head(datum: &Datum) -> Option<String> {
    match &datum.kind {
        DatumKind::List(items, _) => symbol(items.first()?),
        _ => None,
    }
}

/// The name of a symbol.
pub fn symbol(datum: &Datum) -> Option<String> {
    match &datum.kind {
        DatumKind::Symbol(name) => Some(name.as_str().to_owned()),
        _ => None,
    }
}

/// Whether a datum is this symbol.
pub fn is_symbol(datum: &Datum, name: &str) -> bool {
    matches!(&datum.kind, DatumKind::Symbol(symbol) if symbol.as_str() == name)
}
