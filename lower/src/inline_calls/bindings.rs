//! What variables are bound to, and what of it takes their places.

use ir::hir::{Expr, ExprKind, LambdaId, Local};
use syntax::{Datum, DatumKind, Number, Span};

use super::{Meaning, Pass, Procedure};
use crate::find_closures::ClosureStyle;

/// What stands around an expression of the output.
pub(super) enum Frame {
    Let(Vec<(Local, Expr)>),
    Fix(Vec<(Local, LambdaId)>),
    Seq(Vec<Expr>),
}

impl Pass<'_> {
    /// Binds locals to expressions of the output: by `Let`, by `Fix` for lambdas, by replacement for atoms.
    pub(super) fn bind_all(&mut self, locals: &[Local], inits: Vec<Expr>) -> Vec<Frame> {
        let (mut frames, mut plain, mut lambdas) = (Vec::new(), Vec::new(), Vec::new());
        for (local, init) in locals.iter().zip(inits) {
            let assigned = self.module.locals[*local].assigned;
            let keeps_form = assigned || self.style == ClosureStyle::Naive;
            let depth = frames.len();
            let init = if keeps_form { init } else { self.uncovered(init, &mut frames) };
            if frames.len() > depth {
                frames.insert(depth, Frame::Let(std::mem::take(&mut plain)));
            }
            match &init.kind {
                ExprKind::Lambda(id) if !keeps_form => {
                    let new = self.bind(*local);
                    self.procedures.insert(new, Procedure::of(&self.out.lambdas[*id], self.depth));
                    lambdas.push((new, *id));
                }
                _ if !assigned && self.is_atom(&init) => {
                    self.meanings.insert(*local, Meaning::Atom(init));
                }
                _ => plain.push((self.bind(*local), init)),
            }
        }
        frames.extend([Frame::Let(plain), Frame::Fix(lambdas)]);
        frames
    }

    /// The lambda or atom that an expression of the output returns; what stands around it goes to `frames`. Any other
    /// expression stays as it is. Locals are unique, so their scopes may grow.
    fn uncovered(&self, expr: Expr, frames: &mut Vec<Frame>) -> Expr {
        let result = returned(&expr);
        if !matches!(result.kind, ExprKind::Lambda(_)) && !self.is_atom(result) {
            return expr;
        }
        let mut rest = expr;
        loop {
            match rest.kind {
                ExprKind::Let(bindings, body) => {
                    frames.push(Frame::Let(bindings));
                    rest = *body;
                }
                ExprKind::Fix(bindings, body) => {
                    frames.push(Frame::Fix(bindings));
                    rest = *body;
                }
                ExprKind::Seq(mut exprs) => {
                    rest = exprs.pop().expect("a sequence has an expression");
                    frames.push(Frame::Seq(exprs));
                }
                _ => return rest,
            }
        }
    }

    /// Whether an expression of the output does nothing but to have a value.
    pub(super) fn is_idle(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Quote(_) | ExprKind::Lambda(_) => true,
            ExprKind::Let(bindings, body) => bindings.iter().all(|(_, init)| self.is_idle(init)) && self.is_idle(body),
            ExprKind::Fix(_, body) => self.is_idle(body),
            _ => self.is_atom(expr),
        }
    }

    /// Whether an expression of the output may be repeated and moved.
    pub(super) fn is_atom(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Quote(datum) => is_immediate(datum),
            ExprKind::Unspecified => true,
            ExprKind::Local(local) => !self.out.locals[*local].assigned,
            ExprKind::Global(global) => self.globals.contains_key(global),
            _ => false,
        }
    }
}

/// What an expression returns the value of, behind bindings and effects.
pub(super) fn returned(mut expr: &Expr) -> &Expr {
    loop {
        expr = match &expr.kind {
            ExprKind::Let(_, body) | ExprKind::Fix(_, body) => body,
            ExprKind::Seq(exprs) => exprs.last().expect("a sequence has an expression"),
            _ => return expr,
        }
    }
}

/// An expression with what stands around it, the outermost first.
pub(super) fn enclosed(frames: Vec<Frame>, expr: Expr, span: Span) -> Expr {
    frames.into_iter().rev().fold(expr, |body, frame| {
        let kind = match frame {
            Frame::Let(bindings) if bindings.is_empty() => return body,
            Frame::Fix(bindings) if bindings.is_empty() => return body,
            Frame::Seq(exprs) if exprs.is_empty() => return body,
            Frame::Let(bindings) => ExprKind::Let(bindings, Box::new(body)),
            Frame::Fix(bindings) => ExprKind::Fix(bindings, Box::new(body)),
            Frame::Seq(mut exprs) => {
                exprs.push(body);
                ExprKind::Seq(exprs)
            }
        };
        Expr { kind, span }
    })
}

/// Whether a constant is a word, without an object that it would have to be the same as elsewhere.
pub(super) fn is_immediate(datum: &Datum) -> bool {
    match &datum.kind {
        DatumKind::Bool(_) | DatumKind::Char(_) | DatumKind::Symbol(_) => true,
        DatumKind::Number(number) => matches!(number, Number::Float(_)) || is_small(number),
        DatumKind::List(items, _) => items.is_empty(),
        DatumKind::String(_)
        | DatumKind::Vector(_)
        | DatumKind::Bytevector(_)
        | DatumKind::F64vector(_)
        | DatumKind::Tensor(..)
        | DatumKind::Labelled(..)
        | DatumKind::Reference(_) => false,
    }
}

fn is_small(number: &Number) -> bool {
    matches!(number, Number::Int(value) if value.bits() < 47)
}
