//! What a definition defines: names, and how they are used.

use syntax::{Datum, DatumKind, print_datum};

use crate::docstring::{is_symbol, symbol};
use crate::page::Kind;

/// A definition.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The names it defines.
    pub names: Vec<String>,
    /// How they are used; empty if it does not show.
    pub signatures: Vec<String>,
    /// What it defines.
    pub kind: Kind,
}

/// What a form defines; `None` if it is no definition.
pub fn find_definition(form: &Datum) -> Option<Definition> {
    let [keyword, target, rest @ ..] = items(form) else { return None };
    let keyword = symbol(keyword)?;
    match keyword.as_str() {
        "define-syntax" => Some(Definition {
            names: vec![symbol(target)?],
            signatures: rest
                .first()
                .map_or(Vec::new(), |rules| rule_signatures(&symbol(target).unwrap_or_default(), rules)),
            kind: Kind::Syntax,
        }),
        "define-record-type" => record(target, rest),
        "define-values" => {
            let names = items(target).iter().filter_map(symbol).collect();
            Some(Definition { names, signatures: Vec::new(), kind: Kind::Value })
        }
        "define" => define(target, rest),
        _ if keyword.starts_with("define-") => {
            let name = symbol(target).or_else(|| items(target).first().and_then(symbol))?;
            let signatures = if symbol(target).is_some() { Vec::new() } else { vec![print_datum(target)] };
            Some(Definition { names: vec![name], signatures, kind: Kind::Procedure })
        }
        _ => None,
    }
}

fn define(target: &Datum, rest: &[Datum]) -> Option<Definition> {
    let Some(name) = symbol(target) else {
        let name = items_of_any(target).first().and_then(symbol)?;
        return Some(Definition { names: vec![name], signatures: vec![print_datum(target)], kind: Kind::Procedure });
    };
    let value = rest.first().map(items).unwrap_or_default();
    let (kind, signatures) = match value {
        [keyword, formals, ..] if is_symbol(keyword, "lambda") => (Kind::Procedure, vec![call(&name, formals)]),
        [keyword, clauses @ ..] if is_symbol(keyword, "case-lambda") => {
            let clauses = clauses.iter().filter_map(|clause| items(clause).first());
            (Kind::Procedure, clauses.map(|formals| call(&name, formals)).collect())
        }
        _ => (Kind::Value, Vec::new()),
    };
    Some(Definition { names: vec![name], signatures, kind })
}

/// `(name . formals)`
fn call(name: &str, formals: &Datum) -> String {
    match &formals.kind {
        DatumKind::List(items, None) if items.is_empty() => format!("({name})"),
        DatumKind::List(..) => format!("({name} {}", &print_datum(formals)[1..]),
        _ => format!("({name} . {})", print_datum(formals)),
    }
}

fn rule_signatures(name: &str, rules: &Datum) -> Vec<String> {
    let [keyword, rest @ ..] = items(rules) else { return Vec::new() };
    if !is_symbol(keyword, "syntax-rules") {
        return Vec::new();
    }
    let literals = rest.iter().position(|part| symbol(part).is_none()).map_or(rest.len(), |at| at + 1);
    let patterns = rest[literals.min(rest.len())..].iter().filter_map(|rule| items(rule).first());
    let uses = patterns.map(|pattern| match &pattern.kind {
        DatumKind::List(parts, tail) if parts.len() > 1 || tail.is_some() => {
            let printed = print_datum(pattern);
            let keyword = print_datum(&parts[0]);
            format!("({name}{}", &printed[1 + keyword.len()..])
        }
        _ => format!("({name})"),
    });
    uses.collect()
}

fn record(target: &Datum, rest: &[Datum]) -> Option<Definition> {
    let type_name = symbol(target).or_else(|| items(target).first().and_then(symbol))?;
    let instance = type_name.trim_matches(['<', '>']).to_owned();
    let mut signatures = Vec::new();
    let [constructor, predicate, fields @ ..] = rest else { return None };
    let fields: Vec<Vec<String>> =
        fields.iter().map(|field| items(field).iter().filter_map(symbol).collect()).collect();
    match symbol(constructor) {
        Some(name) => {
            let all: Vec<&str> = fields.iter().filter_map(|field| Some(field.first()?.as_str())).collect();
            signatures.push((name.clone(), format!("({name} {})", all.join(" "))));
        }
        None => {
            signatures.extend(items(constructor).first().and_then(symbol).map(|name| (name, print_datum(constructor))))
        }
    }
    signatures.extend(symbol(predicate).map(|name| (name.clone(), format!("({name} object)"))));
    for field in &fields {
        signatures.extend(field.get(1).map(|name| (name.clone(), format!("({name} {instance})"))));
        signatures.extend(field.get(2).map(|name| (name.clone(), format!("({name} {instance} value)"))));
    }
    let (names, signatures) = signatures.into_iter().unzip();
    Some(Definition { names, signatures, kind: Kind::Procedure })
}

/// The items of a proper list.
pub fn items(datum: &Datum) -> &[Datum] {
    if let DatumKind::List(items, None) = &datum.kind { items } else { &[] }
}

fn items_of_any(datum: &Datum) -> &[Datum] {
    if let DatumKind::List(items, _) = &datum.kind { items } else { &[] }
}
