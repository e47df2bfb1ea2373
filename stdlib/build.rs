//! Embeds the library files: a sorted table of path and text, and for each library an outline, which says where its
//! definitions stand, so that the compiler reads only those that a program reaches.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use syntax::{Colour, Datum, DatumKind, Sources, read_datums, render_text};

fn main() {
    println!("cargo::rerun-if-changed=.");
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut files = Vec::new();
    collect(Path::new(&root), &mut files);
    files.sort();
    let mut table = String::from("static FILES: &[(&str, &str)] = &[\n");
    let mut outlines = String::from("static OUTLINES: &[(&str, Outline)] = &[\n");
    for path in files {
        let name = path.strip_prefix(&root).expect("found below it").trim_start_matches('/');
        let _ = writeln!(table, "    ({name:?}, include_str!({path:?})),");
        if name.ends_with(".sld") {
            let _ = writeln!(outlines, "    ({name:?}, {}),", outline(name, &path));
        }
    }
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    let text = format!("{table}];\n{outlines}];\n");
    std::fs::write(Path::new(&out).join("files.rs"), text).expect("the output folder can be written");
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "scm" || extension == "sld") {
            files.push(path.to_str().expect("library files have plain names").to_owned());
        }
    }
}

/// The outline of a library file, as Rust.
fn outline(name: &str, path: &str) -> String {
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let mut sources = Sources::default();
    let file = sources.add(name, text.as_str());
    let (datums, diagnostics) = read_datums(&text, file);
    if let Some(diagnostic) = diagnostics.first() {
        panic!("{}", render_text(diagnostic, &sources, Colour::Never));
    }
    let [library] = &datums[..] else { panic!("{name} must be one define-library") };
    let mut declarations = Vec::new();
    let mut forms = Vec::new();
    for declaration in &items(library)[2..] {
        let parts = items(declaration);
        match symbol(parts.first()) {
            Some("begin") => forms.extend(parts[1..].iter().map(|form| (defined(form), range(form)))),
            _ => declarations.push(range(declaration)),
        }
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    forms.iter().for_each(|(name, _)| *counts.entry(name).or_default() += 1);
    // What is defined twice is assigned, and cannot wait.
    let forms: Vec<String> = forms
        .iter()
        .map(|(name, range)| {
            let name = if counts[name] == 1 { name } else { "" };
            format!("({name:?}, {range:?})")
        })
        .collect();
    let mut assigned = BTreeSet::new();
    find_assigned(library, &mut assigned);
    format!(
        "Outline {{ declarations: &{declarations:?}, forms: &[{}], assigned: &{:?} }}",
        forms.join(", "),
        Vec::from_iter(assigned)
    )
}

/// The names that some `set!` mentions.
fn find_assigned(datum: &Datum, out: &mut BTreeSet<&'static str>) {
    let parts = match &datum.kind {
        DatumKind::List(items, _) | DatumKind::Vector(items) => items,
        _ => return,
    };
    if symbol(parts.first()) == Some("set!") {
        out.extend(symbol(parts.get(1)));
    }
    parts.iter().for_each(|part| find_assigned(part, out));
}

fn range(datum: &Datum) -> Range<u32> {
    datum.span.start..datum.span.end
}

fn items(datum: &Datum) -> &[Datum] {
    if let DatumKind::List(items, None) = &datum.kind { items } else { &[] }
}

fn symbol(datum: Option<&Datum>) -> Option<&'static str> {
    if let DatumKind::Symbol(name) = datum?.kind { Some(name.as_str()) } else { None }
}

/// The name that `(define name value)` or `(define (name . formals) body ...)` defines, else an empty one.
fn defined(form: &Datum) -> &'static str {
    let parts = items(form);
    if symbol(parts.first()) != Some("define") {
        return "";
    }
    let target = parts.get(1).map(|target| match &target.kind {
        DatumKind::List(names, _) => names.first(),
        _ => Some(target),
    });
    symbol(target.flatten()).unwrap_or_default()
}
