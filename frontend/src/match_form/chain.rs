//! The tests that one clause makes, in order, and the places of the parts of the value.
//!
//! A part is known by its *path* from the value (`(car (cdr v))`); it is read where it is needed, and once in a region of
//! code in which all tests before have succeeded. Tests are one boolean expression, so the next clause has one entry:
//!
//! ```scheme
//! (match v ((a b) (+ a b)) (_ 0))
//! (if (if (pair? v) (let ((d (cdr v))) (if (pair? d) (null? (cdr d)) #f)) #f)
//!     (let ((a (car v)) (d (cdr v))) (let ((b (car d))) (+ a b)))
//!     0)
//! ```
//!
//! What has to be computed once (the value of `(= f p)`, the lists under an ellipsis) is bound in front of that
//! expression, guarded by the tests before it:
//!
//! ```scheme
//! (match v ((a . (= f b)) (+ a b)) (_ 0))
//! (let ((ok (pair? v))) (let ((x (if ok (f (cdr v)) #f))) (if ok (let ((a (car v))) (+ a x)) 0)))
//! ```

use std::collections::HashMap;
use std::rc::Rc;

use ir::hir::{Expr, ExprKind, Local};
use syntax::{Datum, DatumKind, Number, Span, Symbol};

use crate::Expander;
use crate::records::RecordType;

/// A part of the value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Path(usize);

/// How a part is reached.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Access {
    /// The value of a variable.
    Root(Local),
    /// `(car part)`
    Car(Path),
    /// `(cdr part)`
    Cdr(Path),
    /// `(vector-ref part index)`
    Element(Path, usize),
    /// `(vector-ref part (- length distance))`, where a variable holds the length.
    FromEnd(Path, Local, usize),
    /// A field of a record of the type that a variable of the program holds.
    Field(Path, Type, usize),
}

/// Number of a record type among those of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Type(usize);

/// A test of parts of the value.
#[derive(Debug)]
pub enum Test {
    /// A primitive of the part, such as `(pair? part)`.
    Is(&'static str, Path),
    /// A primitive of the part and an integer.
    IsWith(&'static str, Path, usize),
    /// `(vector-length part)` is this.
    Length(Path, usize),
    /// The list has at least so many elements.
    LeastLength(Path, usize),
    /// The same datum.
    Literal(Path, Datum),
    /// `(equal? part part)`
    Same(Path, Path),
    /// A record of the type.
    Record(Path, Type),
    /// `(predicate part)`
    Predicate(Expr, Path),
    /// An expression with variables bound to parts.
    Where(Vec<(Local, Path)>, Expr),
    /// One of these sequences of tests succeeds.
    Any(Vec<Tests>),
    /// Some of these tests fails.
    Not(Tests),
}

/// Tests that must all succeed, in order, and their places.
pub type Tests = Vec<(Test, Span)>;

/// Variables of a pattern, where they stand, and what they are bound to.
pub type Vars = Vec<(Symbol, Span, Path)>;

/// Parts that have been read already, and the variables that hold them.
type Known = HashMap<Path, Local>;

/// The tests of a clause.
#[derive(Default)]
pub struct Chain {
    paths: Vec<(Access, Span)>,
    numbers: HashMap<Access, Path>,
    /// Record types, and the variables of the program that hold them.
    types: Vec<(Rc<RecordType>, Expr)>,
    /// What is computed in front of the tests that are left, outermost first.
    bindings: Vec<(Local, Expr)>,
    /// Whether the tests in `bindings` have succeeded; `None`: there are none.
    pub ok: Option<Local>,
    /// Tests that are not in `ok` yet.
    pub tests: Tests,
    /// Variables of the pattern and the parts they are bound to.
    pub vars: Vars,
}

pub fn expr(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, span }
}

pub fn boolean(value: bool, span: Span) -> Expr {
    expr(ExprKind::Quote(Datum { kind: DatumKind::Bool(value), span }), span)
}

pub fn integer(value: usize, span: Span) -> Expr {
    expr(ExprKind::Quote(Datum { kind: DatumKind::Number(Number::Int(value.into())), span }), span)
}

pub fn local(local: Local, span: Span) -> Expr {
    expr(ExprKind::Local(local), span)
}

pub fn choose(test: Expr, then: Expr, other: Expr, span: Span) -> Expr {
    expr(ExprKind::If(Box::new(test), Box::new(then), Box::new(other)), span)
}

/// A call of a primitive.
pub fn prim(name: &'static str, args: Vec<Expr>, span: Span) -> Expr {
    match prims::find(name) {
        Some(prim) => expr(ExprKind::Prim(prim, args), span),
        None => unreachable!("a primitive of the table: {name}"),
    }
}

/// Nested `let`s around a body, the first outermost.
pub fn bind_all(bindings: Vec<(Local, Expr)>, body: Expr) -> Expr {
    bindings.into_iter().rev().fold(body, |body, binding| {
        let span = body.span;
        expr(ExprKind::Let(vec![binding], Box::new(body)), span)
    })
}

impl Chain {
    /// The part reached like this.
    pub fn path(&mut self, access: Access, span: Span) -> Path {
        let next = Path(self.paths.len());
        let path = *self.numbers.entry(access.clone()).or_insert(next);
        if path == next {
            self.paths.push((access, span));
        }
        path
    }

    /// The record type that a variable holds.
    pub fn record_type(&mut self, this: &Rc<RecordType>, variable: Expr) -> Type {
        let known = self.types.iter().position(|(other, _)| Rc::ptr_eq(other, this));
        Type(known.unwrap_or_else(|| {
            self.types.push((this.clone(), variable));
            self.types.len() - 1
        }))
    }

    /// Adds a test.
    pub fn test(&mut self, test: Test, span: Span) {
        self.tests.push((test, span));
    }
}

impl Expander<'_> {
    /// A new variable of the compiled `match`.
    pub fn match_local(&mut self, name: &str, span: Span) -> Local {
        self.new_local(Symbol::new(name), span)
    }

    /// The value of a part; what must be bound before goes to `lets`.
    fn read(&mut self, chain: &Chain, path: Path, known: &mut Known, lets: &mut Vec<(Local, Expr)>) -> Local {
        if let Some(local) = known.get(&path) {
            return *local;
        }
        let (access, span) = &chain.paths[path.0];
        let span = *span;
        let mut of = |parent: &Path| local(self.read(chain, *parent, known, lets), span);
        let (name, value) = match access {
            Access::Root(local) => return *local,
            Access::Car(pair) => ("first", prim("car", vec![of(pair)], span)),
            Access::Cdr(pair) => ("rest", prim("cdr", vec![of(pair)], span)),
            Access::Element(vector, index) => {
                ("element", prim("vector-ref", vec![of(vector), integer(*index, span)], span))
            }
            Access::FromEnd(vector, length, distance) => {
                let index = prim("%-", vec![local(*length, span), integer(*distance, span)], span);
                ("element", prim("vector-ref", vec![of(vector), index], span))
            }
            Access::Field(record, this, index) => {
                let this = chain.types[this.0].1.clone();
                ("field", prim("%record-ref", vec![of(record), this, integer(*index, span)], span))
            }
        };
        let made = self.match_local(name, span);
        lets.push((made, value));
        known.insert(path, made);
        made
    }

    /// Puts the tests that are left into `ok`.
    pub fn settle(&mut self, chain: &mut Chain, span: Span) {
        let tests = std::mem::take(&mut chain.tests);
        let Some(test) = self.all(chain, tests, &mut Known::new()) else { return };
        let test = match chain.ok {
            Some(ok) => choose(local(ok, span), test, boolean(false, span), span),
            None => test,
        };
        chain.ok = Some(self.bind_in(chain, "ok", test, span));
    }

    /// A variable that is bound in front of the tests that are left.
    pub fn bind_in(&mut self, chain: &mut Chain, name: &str, value: Expr, span: Span) -> Local {
        let made = self.match_local(name, span);
        chain.bindings.push((made, value));
        made
    }

    /// A variable for what is computed of a part, if all tests so far succeed, and else `#f`.
    pub fn compute(
        &mut self,
        chain: &mut Chain,
        (name, path): (&str, Path),
        value: impl FnOnce(Expr) -> Expr,
        span: Span,
    ) -> Local {
        self.settle(chain, span);
        let mut lets = Vec::new();
        let part = self.read(chain, path, &mut Known::new(), &mut lets);
        let mut value = bind_all(lets, value(local(part, span)));
        if let Some(ok) = chain.ok {
            value = choose(local(ok, span), value, boolean(false, span), span);
        }
        self.bind_in(chain, name, value, span)
    }

    /// The part of the first of these tests that has succeeded.
    pub fn first_part(&mut self, chain: &Chain, parts: &[(Local, Path)], span: Span) -> Expr {
        parts.iter().rev().fold(boolean(false, span), |other, (ok, path)| {
            let mut lets = Vec::new();
            let part = self.read(chain, *path, &mut Known::new(), &mut lets);
            choose(local(*ok, span), bind_all(lets, local(part, span)), other, span)
        })
    }

    /// `success` with variables bound to parts if all tests succeed, else `failure`.
    pub fn conclude(
        &mut self,
        mut chain: Chain,
        vars: Vec<(Local, Path)>,
        success: Expr,
        failure: Expr,
        span: Span,
    ) -> Expr {
        let tests = std::mem::take(&mut chain.tests);
        let test = self.all(&chain, tests, &mut Known::new());
        let (mut lets, mut known) = (Vec::new(), Known::new());
        for (var, path) in vars {
            let value = self.read(&chain, path, &mut known, &mut lets);
            lets.push((var, local(value, span)));
        }
        let success = bind_all(lets, success);
        let ok = chain.ok.map(|ok| local(ok, span));
        let result = match (ok, test) {
            (None, None) => success,
            (Some(test), None) | (None, Some(test)) => choose(test, success, failure, span),
            (Some(ok), Some(test)) => choose(choose(ok, test, boolean(false, span), span), success, failure, span),
        };
        bind_all(chain.bindings, result)
    }

    /// As bindings in order: what the tests need, a failure if one of them does not succeed, and the variables.
    pub fn conclude_each(
        &mut self,
        mut chain: Chain,
        vars: Vec<(Local, Path)>,
        failure: Expr,
        span: Span,
    ) -> Vec<(Option<Local>, Expr)> {
        self.settle(&mut chain, span);
        let mut lets = Vec::new();
        if let Some(ok) = chain.ok {
            let test = choose(local(ok, span), expr(ExprKind::Unspecified, span), failure, span);
            lets.push((None, test));
        }
        let (mut parts, mut known) = (Vec::new(), Known::new());
        for (var, path) in vars {
            let value = self.read(&chain, path, &mut known, &mut parts);
            parts.push((var, local(value, span)));
        }
        let named = |(name, value)| (Some(name), value);
        chain.bindings.into_iter().map(named).chain(lets).chain(parts.into_iter().map(named)).collect()
    }

    /// Whether all tests succeed, as an expression in which parts are `known`.
    fn all(&mut self, chain: &Chain, tests: Tests, known: &mut Known) -> Option<Expr> {
        let mut steps = Vec::new();
        for (test, span) in tests {
            let mut lets = Vec::new();
            let test = self.one(chain, test, span, known, &mut lets);
            steps.push((lets, test));
        }
        let mut result = None;
        for (lets, test) in steps.into_iter().rev() {
            let span = test.span;
            let test = match result {
                None => test,
                Some(rest) => choose(test, rest, boolean(false, span), span),
            };
            result = Some(bind_all(lets, test));
        }
        result
    }

    fn one(&mut self, chain: &Chain, test: Test, span: Span, known: &mut Known, lets: &mut Vec<(Local, Expr)>) -> Expr {
        let mut part = |this: &mut Self, path: Path| local(this.read(chain, path, known, lets), span);
        match test {
            Test::Is(name, path) => prim(name, vec![part(self, path)], span),
            Test::IsWith(name, path, number) => prim(name, vec![part(self, path), integer(number, span)], span),
            Test::Length(path, length) => {
                let found = prim("vector-length", vec![part(self, path)], span);
                prim("eq?", vec![found, integer(length, span)], span)
            }
            Test::LeastLength(path, least) => {
                let found = prim("length", vec![part(self, path)], span);
                prim("%>=", vec![found, integer(least, span)], span)
            }
            Test::Literal(path, datum) => literal_test(part(self, path), datum, span),
            Test::Same(a, b) => prim("equal?", vec![part(self, a), part(self, b)], span),
            Test::Record(path, this) => prim("%record?", vec![part(self, path), chain.types[this.0].1.clone()], span),
            Test::Predicate(predicate, path) => {
                let value = part(self, path);
                expr(ExprKind::Call(Box::new(predicate), vec![value]), span)
            }
            Test::Where(vars, condition) => {
                for (var, path) in vars {
                    let value = self.read(chain, path, known, lets);
                    lets.push((var, local(value, span)));
                }
                condition
            }
            Test::Any(alternatives) => {
                let mut result = boolean(false, span);
                for tests in alternatives.into_iter().rev() {
                    let test = self.all(chain, tests, &mut known.clone());
                    let test = test.unwrap_or_else(|| boolean(true, span));
                    result = choose(test, boolean(true, span), result, span);
                }
                result
            }
            Test::Not(tests) => match self.all(chain, tests, &mut known.clone()) {
                Some(test) => choose(test, boolean(false, span), boolean(true, span), span),
                None => boolean(false, span),
            },
        }
    }
}

/// Whether a part is the same as a datum.
fn literal_test(part: Expr, datum: Datum, span: Span) -> Expr {
    // A test that needs no call where it can be had.
    let test = match &datum.kind {
        DatumKind::Number(Number::Int(number)) if i32::try_from(number).is_ok() => {
            let number = || expr(ExprKind::Quote(datum.clone()), span);
            let small = prim("eq?", vec![part.clone(), number()], span);
            // Numbers that derivatives are taken of are compared by `eqv?`.
            let other = prim("eqv?", vec![part.clone(), number()], span);
            return choose(prim("fixnum?", vec![part], span), small, other, span);
        }
        DatumKind::List(items, _) if items.is_empty() => return prim("null?", vec![part], span),
        DatumKind::Symbol(_) | DatumKind::Bool(_) | DatumKind::Char(_) => "eq?",
        DatumKind::Number(_) => "eqv?",
        _ => "equal?",
    };
    prim(test, vec![part, expr(ExprKind::Quote(datum), span)], span)
}
