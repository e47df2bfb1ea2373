//! Warns of operations on tensors whose shapes are known and do not fit.
//!
//! In: hir, where calls have been inlined, so primitives stand where the program calls the library. Out: a warning for
//! each such operation, in the words of the error that it is when the program comes there. The program stays as it is:
//! the operation may never be reached, or its error be caught.
//!
//! ```scheme
//! (define w (tensor-zeros '(3 4)))
//! (define (f x) (+ w (tensor-ones '(2 4))))    the shapes (3 4) and (2 4) do not match: ...
//! ```
//!
//! Shapes are known of literals, of tensors made with literal lengths, and of what primitives make of them
//! ([`prims::Shape`]), through variables that are bound once. Parameters and results of calls are unknown, so one walk
//! in the order of the text is enough.

use std::collections::{HashMap, HashSet};

use ir::hir::{Expr, ExprKind, Global, Item, LambdaId, Local, Module};
use prims::shapes::{BROADCAST, PRODUCT, broadcast_length, mismatch, not_reshaped};
use prims::{Inline, Prim, Shape};
use syntax::{DatumKind, Diagnostic, Number, Sources, Span};

/// Finds operations whose operands have shapes that do not fit.
pub fn check_shapes(module: &Module, sources: &Sources) -> Vec<Diagnostic> {
    let mut pass = Pass {
        module,
        sources,
        locals: HashMap::new(),
        globals: HashMap::new(),
        said: HashSet::new(),
        diagnostics: Vec::new(),
    };
    for item in &module.items {
        match item {
            Item::Define(global, expr) => {
                if let Some(value) = pass.expr(expr)
                    && !module.globals[*global].assigned
                {
                    pass.globals.insert(*global, value);
                }
            }
            Item::Expr(expr) => {
                pass.expr(expr);
            }
        }
    }
    pass.diagnostics
}

/// What is known of a value.
#[derive(Clone, PartialEq)]
enum Known {
    /// A tensor of this shape; a number has the shape `()`.
    Shaped(Vec<usize>),
    /// An exact integer, which is a number, too.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
    /// A list of exact integers.
    Integers(Vec<i64>),
}

impl Known {
    fn shape(&self) -> Option<&[usize]> {
        match self {
            Known::Shaped(shape) => Some(shape),
            Known::Integer(_) => Some(&[]),
            Known::Boolean(_) | Known::Integers(_) => None,
        }
    }
}

struct Pass<'a> {
    module: &'a Module,
    sources: &'a Sources,
    locals: HashMap<Local, Known>,
    globals: HashMap<Global, Known>,
    /// Places and messages, since code may have been copied.
    said: HashSet<(Span, String)>,
    diagnostics: Vec<Diagnostic>,
}

impl Pass<'_> {
    fn expr(&mut self, expr: &Expr) -> Option<Known> {
        match &expr.kind {
            ExprKind::Quote(datum) => constant(&datum.kind),
            ExprKind::Unspecified | ExprKind::Undefined | ExprKind::CheckDefined(_) => None,
            ExprKind::Local(local) => self.locals.get(local).cloned(),
            ExprKind::Global(global) => self.globals.get(global).cloned(),
            ExprKind::SetLocal(_, value) | ExprKind::SetGlobal(_, value) => {
                self.expr(value);
                None
            }
            ExprKind::If(test, then, other) => {
                self.expr(test);
                let (then, other) = (self.expr(then), self.expr(other));
                then.filter(|then| other.as_ref() == Some(then))
            }
            ExprKind::Let(bindings, body) => {
                for (local, init) in bindings {
                    if let Some(value) = self.expr(init)
                        && !self.module.locals[*local].assigned
                    {
                        self.locals.insert(*local, value);
                    }
                }
                self.expr(body)
            }
            ExprKind::Fix(bindings, body) => {
                bindings.iter().for_each(|(_, id)| self.lambda(*id));
                self.expr(body)
            }
            ExprKind::Lambda(id) => {
                self.lambda(*id);
                None
            }
            ExprKind::Seq(exprs) => exprs.iter().map(|expr| self.expr(expr)).last().flatten(),
            ExprKind::Call(callee, args) => {
                args.iter().chain([&**callee]).for_each(|expr| {
                    self.expr(expr);
                });
                None
            }
            ExprKind::Prim(prim, args) => {
                let args: Vec<Option<Known>> = args.iter().map(|arg| self.expr(arg)).collect();
                result(prim.row(), &args).unwrap_or_else(|message| {
                    self.say(prim.row(), message, expr.span);
                    None
                })
            }
        }
    }

    fn lambda(&mut self, id: LambdaId) {
        for clause in &self.module.lambdas[id].clauses {
            self.expr(&clause.body);
        }
    }

    fn say(&mut self, row: &Prim, message: String, span: Span) {
        let message = format!("{}: {message}", row.name.trim_start_matches('%'));
        if !self.sources.file(span.file).standard && self.said.insert((span, message.clone())) {
            self.diagnostics.push(Diagnostic::warning("shapes-do-not-match", message, span));
        }
    }
}

fn constant(datum: &DatumKind) -> Option<Known> {
    match datum {
        DatumKind::Tensor(shape, _) => Some(Known::Shaped(shape.clone())),
        DatumKind::Number(_) => Some(integer(datum).map_or(Known::Shaped(Vec::new()), Known::Integer)),
        DatumKind::Bool(value) => Some(Known::Boolean(*value)),
        DatumKind::List(items, None) => {
            items.iter().map(|item| integer(&item.kind)).collect::<Option<_>>().map(Known::Integers)
        }
        _ => None,
    }
}

fn integer(datum: &DatumKind) -> Option<i64> {
    match datum {
        DatumKind::Number(Number::Int(value)) => i64::try_from(value).ok(),
        _ => None,
    }
}

/// What a primitive makes of arguments, as far as that is known, or what its error says.
fn result(row: &Prim, args: &[Option<Known>]) -> Result<Option<Known>, String> {
    if row.inline == Some(Inline::List) {
        let item = |arg: &Option<Known>| match arg {
            Some(Known::Integer(value)) => Some(*value),
            _ => None,
        };
        return Ok(args.iter().map(item).collect::<Option<_>>().map(Known::Integers));
    }
    let Some(rule) = row.shape else { return Ok(None) };
    let shape = |index: usize| args.get(index)?.as_ref()?.shape();
    let lengths = |index: usize| match args.get(index) {
        Some(Some(Known::Integers(lengths))) => Some(&lengths[..]),
        _ => None,
    };
    let found = match rule {
        Shape::Same => shape(0).map(<[usize]>::to_vec),
        Shape::Broadcast => match (shape(0), shape(1)) {
            (Some(a), Some(b)) => Some(broadcast(a, b).ok_or_else(|| mismatch(a, b, BROADCAST))?),
            _ => None,
        },
        Shape::Product => match (shape(0), shape(1)) {
            (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() => {
                Some(product(a, b).ok_or_else(|| mismatch(a, b, PRODUCT))?)
            }
            _ => None,
        },
        Shape::Filled => lengths(0).and_then(natural),
        Shape::Reshaped => match (shape(0), lengths(1)) {
            (Some(from), Some(to)) if to.iter().all(|length| *length >= -1) => {
                Some(reshaped(from, to).ok_or_else(|| not_reshaped(from, to))?)
            }
            _ => None,
        },
        Shape::Transposed => shape(0).and_then(|from| transposed(from, args.get(1)?.as_ref()?)),
        Shape::Reduced => shape(0).and_then(|from| reduced(from, args.get(1)?.as_ref()?, args.get(2)?.as_ref()?)),
    };
    Ok(found.map(Known::Shaped))
}

fn natural(lengths: &[i64]) -> Option<Vec<usize>> {
    lengths.iter().map(|length| usize::try_from(*length).ok()).collect()
}

fn broadcast(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut out = long.to_vec();
    for (length, other) in out.iter_mut().rev().zip(short.iter().rev()) {
        *length = broadcast_length(*length, *other)?;
    }
    Some(out)
}

/// The shape of a product of matrices; an operand with one axis is a row or a column, and the axis is dropped.
fn product(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let (inner, rows) = a.split_last()?;
    let (batch_a, rows) = rows.split_at(rows.len().saturating_sub(1));
    let (batch_b, matrix) = b.split_at(b.len().saturating_sub(2));
    if *matrix.first()? != *inner {
        return None;
    }
    Some([&broadcast(batch_a, batch_b)?, rows, &matrix[1..]].concat())
}

fn reshaped(from: &[usize], to: &[i64]) -> Option<Vec<usize>> {
    let size = from.iter().try_fold(1usize, |size, length| size.checked_mul(*length))?;
    let known = to.iter().filter(|length| **length != -1).try_fold(1i64, |size, length| size.checked_mul(*length))?;
    let filled = i64::try_from(size).ok()?.checked_div(known).unwrap_or(0);
    let shape = natural(&to.iter().map(|length| if *length == -1 { filled } else { *length }).collect::<Vec<_>>())?;
    let is_right = to.iter().filter(|length| **length == -1).count() < 2 && shape.iter().product::<usize>() == size;
    is_right.then_some(shape)
}

/// The axis that an index means: negative ones count from the end.
fn axis(index: i64, rank: usize) -> Option<usize> {
    let axis = if index < 0 { index.checked_add(i64::try_from(rank).ok()?)? } else { index };
    usize::try_from(axis).ok().filter(|axis| *axis < rank)
}

fn transposed(from: &[usize], order: &Known) -> Option<Vec<usize>> {
    match order {
        Known::Boolean(false) => Some(from.iter().rev().copied().collect()),
        Known::Integers(order) => {
            let axes: Vec<usize> = order.iter().map(|index| axis(*index, from.len())).collect::<Option<_>>()?;
            let is_order = axes.len() == from.len() && axes.iter().collect::<HashSet<_>>().len() == axes.len();
            is_order.then(|| axes.iter().map(|axis| from[*axis]).collect())
        }
        Known::Integer(_) | Known::Boolean(true) | Known::Shaped(_) => None,
    }
}

fn reduced(from: &[usize], axes: &Known, keep: &Known) -> Option<Vec<usize>> {
    let axes: Vec<usize> = match axes {
        Known::Boolean(false) => (0..from.len()).collect(),
        Known::Integer(index) => vec![axis(*index, from.len())?],
        Known::Integers(indices) => indices.iter().map(|index| axis(*index, from.len())).collect::<Option<_>>()?,
        Known::Boolean(true) | Known::Shaped(_) => return None,
    };
    let Known::Boolean(keep) = keep else { return None };
    let length = |(index, length): (usize, &usize)| match (axes.contains(&index), keep) {
        (false, _) => Some(*length),
        (true, true) => Some(1),
        (true, false) => None,
    };
    Some(from.iter().enumerate().filter_map(length).collect())
}
