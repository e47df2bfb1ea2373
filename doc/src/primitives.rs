//! The page of the primitives that programs see.

use prims::{Prim, TABLE, Type};

use crate::docstring::{Block, Example};
use crate::page::{Entry, Kind, Page};

/// What every library may hand on.
pub fn primitives_page() -> Page {
    page(|row| !row.name.starts_with('%'))
}

/// What is for the standard library only: it is not in the reference, but its examples are run.
pub fn internal_primitives_page() -> Page {
    page(|row| row.name.starts_with('%'))
}

fn page(is_wanted: fn(&&Prim) -> bool) -> Page {
    let introduction = "Procedures that the compiler knows. `(fluxion base)` and the libraries of R7RS export them.";
    Page {
        title: "Primitives".to_owned(),
        library: vec!["fluxion".to_owned(), "primitives".to_owned()],
        introduction: vec![Block::Text(vec![introduction.to_owned()])],
        entries: TABLE.iter().filter(is_wanted).map(entry).collect(),
        others: Vec::new(),
    }
}

fn entry(row: &Prim) -> Entry {
    let mut signature = format!("({}", row.name);
    for param in row.params {
        signature.push(' ');
        signature.push_str(param.name);
    }
    if let Some(rest) = row.rest {
        signature.push_str(" . ");
        signature.push_str(rest.name);
    }
    signature.push(')');
    let mut blocks = vec![Block::Text(vec![row.doc.to_owned()]), Block::Text(vec![types(row)])];
    blocks.retain(|block| *block != Block::Text(vec![String::new()]));
    let examples: Vec<Example> = row.examples.iter().map(|(expression, value)| example(expression, value)).collect();
    if !examples.is_empty() {
        let lines = row.examples.iter().map(|(expression, value)| format!("{expression} => {value}"));
        blocks.push(Block::Code(lines.collect()));
    }
    let (names, signatures) = (vec![row.name.to_owned()], vec![signature]);
    Entry { names, signatures, kind: Kind::Procedure, blocks, examples }
}

fn example(expression: &str, value: &str) -> Example {
    Example { setup: Vec::new(), expression: expression.to_owned(), expected: vec![value.to_owned()], line: 0 }
}

/// The types of arguments and result, and the rule of differentiation.
fn types(row: &Prim) -> String {
    let mut parts: Vec<String> = Vec::new();
    let typed = row.params.iter().chain(&row.rest).filter(|param| param.ty != Type::Any);
    let params: Vec<String> = typed.map(|param| format!("`{}` is {}", param.name, param.ty.description())).collect();
    if !params.is_empty() {
        parts.push(params.join(", "));
    }
    match row.result {
        Type::Any | Type::Unspecified => {}
        Type::Never => parts.push("it does not return".to_owned()),
        ty => parts.push(format!("the result is {}", ty.description())),
    }
    if let Some(tangent) = row.jvp {
        parts.push(format!("the tangent is `{tangent}`"));
    }
    let mut text = parts.join("; ");
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        text.push('.');
    }
    text
}
