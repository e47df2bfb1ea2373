//! `fluxion explain`: for each lambda of the program its captures, whether it escapes, and its form; for each place where
//! a procedure is differentiated the path that is taken.

use std::fmt::Write;

use ir::hir::{LambdaId, LocalData};
use lower::compile_gradients::{GiveUp, Site};
use lower::{ClosureStyle, Form, find_closures};
use syntax::Span;

use crate::Program;

/// What becomes of the lambdas of the user's file, in the order of the source, and of the derivatives.
pub fn explain(program: &Program) -> String {
    let module = &program.stages.hir;
    let closures = find_closures(module, ClosureStyle::Minimal);
    let main = program.sources.file(syntax::FileId(0)).name.clone();
    let mut lambdas: Vec<LambdaId> = module
        .lambdas
        .ids()
        .filter(|id| closures.lambdas[*id].reached && module.lambdas[*id].span.file == syntax::FileId(0))
        .collect();
    lambdas.sort_by_key(|id| module.lambdas[*id].span);
    let mut out = String::new();
    for id in lambdas {
        let lambda = &module.lambdas[id];
        let facts = &closures.lambdas[id];
        let (_, line, column) = program.sources.position(lambda.span);
        let name = lambda.name.map_or("lambda".to_owned(), |name| name.to_string());
        let _ = writeln!(out, "{main}:{line}:{column} {name}");
        let captures: Vec<String> = facts.captures.iter().map(|local| capture(&module.locals[*local])).collect();
        let captures = if captures.is_empty() { "nothing".to_owned() } else { captures.join(", ") };
        let _ = writeln!(out, "  captures: {captures}");
        let _ = writeln!(out, "  escapes: {}", if facts.form == Form::Object { "yes" } else { "no" });
        let _ = writeln!(out, "  form: {}", form(facts.form, facts.captures.is_empty()));
    }
    let mut sites: Vec<&Site> = program.stages.gradients.iter().filter(|site| is_own(site.span)).collect();
    sites.sort_by_key(|site| site.span);
    for site in sites {
        let _ = writeln!(out, "{} derivative", place(program, site.span));
        explain_site(program, site, &mut out);
    }
    out
}

fn is_own(span: Span) -> bool {
    span.file == syntax::FileId(0)
}

fn place(program: &Program, span: Span) -> String {
    let (file, line, column) = program.sources.position(span);
    format!("{file}:{line}:{column}")
}

fn explain_site(program: &Program, site: &Site, out: &mut String) {
    let reason = |why: &GiveUp| format!("{} ({})", why.reason, place(program, why.span));
    match &site.entries {
        Err(reasons) => {
            let reasons: Vec<String> = reasons.iter().map(reason).collect();
            let _ = writeln!(out, "  path: generic, because {}", reasons.join("; for tensors, because "));
        }
        Ok(entries) => {
            for entry in entries {
                let mode = if entry.forward { "forward" } else { "reverse" };
                let _ = writeln!(out, "  path: compiled for a {}, {mode} mode", entry.point);
                for why in entry.gives_up.iter().filter(|why| is_own(why.span)) {
                    let _ = writeln!(out, "    generic where {}", reason(why));
                }
            }
        }
    }
}

fn capture(local: &LocalData) -> String {
    if local.assigned { format!("{} (box)", local.name) } else { local.name.to_string() }
}

fn form(form: Form, captures_nothing: bool) -> &'static str {
    match form {
        Form::Loop => "loop: part of the function around it",
        Form::Direct => "direct: only called by name, captures are parameters",
        Form::Object if captures_nothing => "object: static, never allocated",
        Form::Object => "object: allocated where it is used as a value; calls by name go to the function directly",
    }
}
