//! hir: the program with every name resolved and every macro expanded.
//!
//! - *Resolved.* A variable is an id; locals and globals are different things.
//! - *Core forms only.* What R7RS derives is derived already (`cond`, `do`, `guard`, ...); `letrec*` is split into
//!   `Let`, `Fix` and assignments ("Fixing Letrec (reloaded)", Ghuloum & Dybvig 2009).
//! - *Primitives are visible.* A call of a primitive by its name is [`ExprKind::Prim`] with the row's arity checked;
//!   a primitive used as a value is a lambda around one.
//! - *Whole.* It holds what the program can reach, library definitions included, in the order of evaluation.

use prims::PrimId;
use syntax::{Datum, Span, Symbol};

use crate::id::Arena;

crate::id!(Local, "x", "A local variable, unique in the module.");
crate::id!(Global, "g", "A top-level variable.");
crate::id!(LambdaId, "lambda", "A lambda expression.");

/// A whole program.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// All local variables.
    pub locals: Arena<Local, LocalData>,
    /// All top-level variables that are reachable.
    pub globals: Arena<Global, GlobalData>,
    /// All lambda expressions.
    pub lambdas: Arena<LambdaId, Lambda>,
    /// Top-level forms in the order of evaluation.
    pub items: Vec<Item>,
    /// Whether it may call the compiler when it runs (`eval` and the like).
    pub needs_compiler: bool,
}

/// A local variable.
#[derive(Clone, Debug)]
pub struct LocalData {
    /// Its name in the source, for people.
    pub name: Symbol,
    /// Where it is bound.
    pub span: Span,
    /// Whether some `set!` assigns it.
    pub assigned: bool,
}

/// A top-level variable.
#[derive(Clone, Debug)]
pub struct GlobalData {
    /// Its name in the source, for people.
    pub name: Symbol,
    /// Where it is defined.
    pub span: Span,
    /// Whether it is defined more than once or assigned by `set!`, or by another module of its session.
    pub assigned: bool,
    /// Where it lives, if the modules of a session share it; such a variable counts as assigned.
    pub cell: Option<Cell>,
}

/// The number of a variable that the modules of a session share.
pub type Cell = u32;

/// A top-level form.
#[derive(Clone, Debug)]
pub enum Item {
    /// `(define global expr)`
    Define(Global, Expr),
    /// An expression, evaluated for its effect.
    Expr(Expr),
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal or `'datum`.
    Quote(Datum),
    /// The value of an expression that has none, such as `(if #f #f)`.
    Unspecified,
    /// The value of a variable that is not initialised yet; only `CheckDefined` may meet it.
    Undefined,
    /// A local variable.
    Local(Local),
    /// A top-level variable; an error at run time if it is not defined yet.
    Global(Global),
    /// `(set! local expr)`
    SetLocal(Local, Box<Expr>),
    /// `(set! global expr)`
    SetGlobal(Global, Box<Expr>),
    /// A local that may still be uninitialised (`letrec`): an error at run time if it is.
    CheckDefined(Local),
    /// `(if test then else)`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `(let ((local expr) ...) body)`
    Let(Vec<(Local, Expr)>, Box<Expr>),
    /// `(letrec ((local lambda) ...) body)`: lambdas only, and none of the locals is assigned.
    Fix(Vec<(Local, LambdaId)>, Box<Expr>),
    /// `(lambda ...)` or `(case-lambda ...)`
    Lambda(LambdaId),
    /// `(begin expr ... expr)`, at least one.
    Seq(Vec<Expr>),
    /// `(callee arg ...)`
    Call(Box<Expr>, Vec<Expr>),
    /// `(primitive arg ...)`
    Prim(PrimId, Vec<Expr>),
}

/// A procedure: `case-lambda` has several clauses, `lambda` one.
#[derive(Clone, Debug)]
pub struct Lambda {
    /// The name it is known by, for people: that of the variable it is bound to.
    pub name: Option<Symbol>,
    /// Where it stands.
    pub span: Span,
    /// Clauses in order; the first that takes the number of arguments is used.
    pub clauses: Vec<Clause>,
}

/// One clause of a procedure.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Required parameters.
    pub params: Vec<Local>,
    /// The parameter that takes the list of all further arguments.
    pub rest: Option<Local>,
    /// The body.
    pub body: Expr,
}
