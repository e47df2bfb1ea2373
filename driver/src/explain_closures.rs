//! `fluxion explain --closures`: what the environments of a program's lambdas cost, in the plain form and optimised.

use std::collections::BTreeMap;
use std::fmt::Write;

use ir::hir::LambdaId;
use ir::ssa::{Block, End, Op, ProcId};
use lower::{ClosureStyle, Form};
use syntax::{FileId, Span};

use crate::compile::{CompileOptions, Derivatives, Program, Stages};

/// The header and the address of the code.
const HEAD_BYTES: usize = 16;

/// What becomes of one lambda of the source in one form of closures.
#[derive(Default)]
struct Fate {
    name: String,
    captures: Vec<String>,
    /// Copies of it that became objects with captures, static objects, functions without an object, and parts of other
    /// functions.
    heap: usize,
    fixed: usize,
    direct: usize,
    part: usize,
    /// Bytes of its largest object.
    bytes: usize,
    allocations: Count,
}

/// How many objects one call of a procedure makes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Count {
    least: usize,
    /// Without bound if it is made in a loop.
    most: Option<usize>,
    is_made: bool,
}

/// The table of the lambdas of the user's file and the totals.
pub fn explain_closures(program: &Program) -> Result<String, String> {
    let of = |closures| {
        let options = CompileOptions { derivatives: Derivatives::Compiled, closures };
        Stages::of(program.stages.hir.clone(), &program.sources, options)
    };
    let (plain, minimal) = (of(ClosureStyle::Naive), of(ClosureStyle::Minimal));
    let mut before = fates(&plain);
    let after = fates(&minimal);
    // Procedures of the top level have no environment in either form.
    before.retain(|_, fate| fate.heap > 0);
    let mut rows = vec![["place", "lambda", "captures", "plain", "made as", "optimised"].map(str::to_owned)];
    let (mut plain_bytes, mut bytes) = (0, 0);
    for (span, fate) in &before {
        let (_, line, column) = program.sources.position(*span);
        let gone = Fate::default();
        let left = after.get(span).unwrap_or(&gone);
        plain_bytes += fate.bytes;
        bytes += left.bytes;
        let place = format!("{line}:{column}");
        let captures = if fate.captures.is_empty() { "-".to_owned() } else { fate.captures.join(" ") };
        rows.push([place, fate.name.clone(), captures, fate.cost(), left.made_as(), left.cost()]);
    }
    let mut out = table(&rows);
    let code = |stages: &Stages| {
        let object = codegen_llvm::emit_object(&stages.ssa, &program.sources, codegen_llvm::Target::Jit, program.nans)?;
        codegen_llvm::code_bytes(&object)
    };
    let (plain_code, code) = (code(&plain)?, code(&minimal)?);
    let sites = |fates: &BTreeMap<Span, Fate>| fates.values().filter(|fate| fate.heap > 0).count();
    let _ = writeln!(out, "\n{:28} {:>10} {:>10}", "", "plain", "optimised");
    let _ = writeln!(out, "{:28} {:>10} {:>10}", "lambdas with heap objects", sites(&before), sites(&after));
    let boxes = |stages: &Stages| {
        codegen_llvm::heap_boxes(&stages.ssa).into_iter().filter(|span| span.file == FileId(0)).count()
    };
    let _ = writeln!(out, "{:28} {:>10} {:>10}", "variables in boxes", boxes(&plain), boxes(&minimal));
    let _ = writeln!(out, "{:28} {plain_bytes:>10} {bytes:>10}", "bytes of one object of each");
    let _ = writeln!(out, "{:28} {plain_code:>10} {code:>10}", "code bytes, library included");
    Ok(out)
}

fn table(rows: &[[String; 6]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// What became of the lambdas of the user's file, by place.
fn fates(stages: &Stages) -> BTreeMap<Span, Fate> {
    let mut fates: BTreeMap<Span, Fate> = BTreeMap::new();
    let (module, closures) = (&stages.inlined, &stages.closures);
    let is_own = |id: &LambdaId| closures.lambdas[*id].reached && module.lambdas[*id].span.file == FileId(0);
    for id in module.lambdas.ids().filter(is_own) {
        let (lambda, facts) = (&module.lambdas[id], &closures.lambdas[id]);
        let fate = fates.entry(lambda.span).or_default();
        fate.name = lambda.name.map_or("lambda".to_owned(), |name| name.to_string());
        let is_top = closures.known_globals.values().any(|known| *known == id);
        let is_static = is_top || closures.style == ClosureStyle::Minimal && facts.captures.is_empty();
        match facts.form {
            Form::Loop => fate.part += 1,
            Form::Direct => fate.direct += 1,
            Form::Object if is_static => fate.fixed += 1,
            Form::Object => {
                fate.heap += 1;
                let bytes = HEAD_BYTES + 8 * facts.captures.len();
                if bytes > fate.bytes {
                    fate.bytes = bytes;
                    fate.captures = facts.captures.iter().map(|local| module.locals[*local].name.to_string()).collect();
                }
            }
        }
    }
    for func in stages.ssa.funcs.iter() {
        for (id, made) in stages.ssa.procs.ids().zip(stages.ssa.procs.iter()) {
            let Some(fate) = fates.get_mut(&made.span).filter(|fate| fate.heap > 0) else { continue };
            let found = count(&func.body, id);
            if found.is_made {
                fate.allocations = if fate.allocations.is_made { fate.allocations.or(found) } else { found };
            }
        }
    }
    fates
}

impl Fate {
    fn made_as(&self) -> String {
        let kinds = [(self.heap, "heap"), (self.fixed, "static"), (self.direct, "lifted"), (self.part, "inlined")];
        let present: Vec<&str> = kinds.iter().filter(|(count, _)| *count > 0).map(|(_, kind)| *kind).collect();
        if present.is_empty() { "inlined".to_owned() } else { present.join(", ") }
    }

    fn cost(&self) -> String {
        if self.heap == 0 { "-".to_owned() } else { format!("{} bytes x {}", self.bytes, self.allocations.text()) }
    }
}

impl Count {
    fn text(self) -> String {
        match self.most {
            None => "n".to_owned(),
            Some(most) if most == self.least => most.to_string(),
            Some(most) => format!("{}-{most}", self.least),
        }
    }

    /// One or the other.
    fn or(self, other: Count) -> Count {
        Count {
            least: self.least.min(other.least),
            most: self.most.zip(other.most).map(|(one, two)| one.max(two)),
            is_made: self.is_made || other.is_made,
        }
    }
}

/// How many objects of a procedure one run of a block makes.
fn count(block: &Block, id: ProcId) -> Count {
    let none = Count { least: 0, most: Some(0), is_made: false };
    let either = |then: &Block, other: &Block| count(then, id).or(count(other, id));
    let repeated = |body: &Block| {
        let once = count(body, id);
        if once.is_made { Count { least: 0, most: None, is_made: true } } else { none }
    };
    let of_inst = |op: &Op| match op {
        Op::MakeProc(made, _) if *made == id => Count { least: 1, most: Some(1), is_made: true },
        Op::If(_, then, other) => either(then, other),
        Op::Loop(inner) => repeated(&inner.body),
        _ => none,
    };
    let end = match &block.end {
        End::If(_, then, other) => either(then, other),
        End::Loop(inner) => repeated(&inner.body),
        _ => none,
    };
    block.insts.iter().map(|inst| of_inst(&inst.op)).chain([end]).fold(none, |sum, next| Count {
        least: sum.least + next.least,
        most: sum.most.zip(next.most).map(|(one, two)| one + two),
        is_made: sum.is_made || next.is_made,
    })
}
