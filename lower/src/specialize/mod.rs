//! Typed copies of procedures: fast code for the arguments and captures that a procedure is known to get.
//!
//! In: ssa, a procedure, the forms of its arguments and captures. Out: functions of *fast code* (`ir::ssa::Fast`), in
//! which nothing is a closure or a pair that need not be one, and numbers are unboxed.
//!
//! It is an online partial evaluator over the structured code (Jones, Gomard, Sestoft 1993), with the forms of [`Form`]
//! as binding times: calls of known procedures are unfolded, or become functions of their own where they are recursive,
//! one for each shape of arguments; closures, lists and records of known structure live in their parts; a loop over a
//! known list is unrolled, all others are repeated until the shapes of their parameters are stable.
//!
//! ```scheme
//! (define (f v) (let ((s 0)) (vector-for-each (lambda (x) (set! s (+ s (* x x)))) v) s))
//! ; for a vector of flonums: a loop over doubles
//! ```
//!
//! What the shapes do not say is *expected*: an unknown value that meets a flonum is narrowed to one. Where an
//! expectation may fail, the code gives up; what fast code cannot do (an effect that others could see, a call of an
//! unknown procedure) gives up as well, where it is reached. So nothing here decides what a program means.
//!
//! Exact integers that meet flonums in one variable (`(s 0)` in a loop that adds flonums) are doubles that know whether
//! they are exact, and lose that when they meet a flonum. Code gives up where one that is exact goes anywhere else.
//!
//! The code that comes out has a normal form, on which `differentiate` builds: a function has one `Return`, at its end;
//! the body of a loop ends in an `If` of which one way yields and the other continues that loop.

mod calls;
mod control;
mod form;
mod gradients;
mod hoist;
mod loops;
mod objects;
mod own_derivatives;
mod prims;
mod tangents;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use ::prims::Inline;
use ir::hir::Global;
use ir::id::{Arena, Id};
use ir::ssa::{Block, Const, End, Fast, FuncId, Inst, LoopId, Module, Op, Ty, Val};
use syntax::Span;

pub use form::{Form, Rows, Shape, Value, Vector};
use own_derivatives::Rules;
pub use tangents::{Tangent, beside, is_tangible, tangent};

/// Instructions that are worth reading and making for one function, those of abandoned attempts included.
pub const BUDGET: usize = 60_000;

/// Calls unfold until this many have been read and made. Those that come later are functions of their own.
const UNFOLDED: usize = 6_000;

/// The reason why there is no code of a procedure that ends in an error for such arguments.
pub const NEVER_RETURNS: &str = "the procedure never returns";

/// The reason why there is no code of a gradient inside of another one that is of something else.
pub const NO_FLONUM: &str = "the procedure does not return a flonum";

/// What fast code is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To be called in the place of the procedure: its result is the same, exactness included.
    Value,
    /// To be differentiated: exact numbers in a vector that also holds flonums may become flonums.
    Gradient,
    /// To be differentiated where numbers may be tensors: nothing is expected to be a flonum.
    Tensors,
}

/// What a function is to return.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// Whatever it does.
    Anything,
    /// A number that may be exact as a flonum.
    Flonums,
    /// What of a structure it returns as a flonum, too.
    Number,
}

/// What `specialize` made.
pub struct Specialized {
    /// The function. Its parameters are the leaves of the arguments.
    pub func: FuncId,
    /// What it returns.
    pub result: Shape,
    /// Where the code gives up, and why.
    pub gives_up: Vec<GiveUp>,
    /// Whether exact numbers have become flonums in a vector.
    pub mixes: bool,
}

/// A place where fast code gives up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GiveUp {
    /// Why.
    pub reason: String,
    /// Where.
    pub span: Span,
}

/// Makes fast code of a function for parameters of these shapes (arguments, then captures), and adds it to `out`, which
/// has the functions of `module` and may have more. Each instruction read or made is taken from the `fuel`.
pub fn specialize(
    module: &Module,
    out: &mut Module,
    func: FuncId,
    args: &[Shape],
    purpose: Purpose,
    wanted: Wanted,
    fuel: &mut usize,
) -> Result<Specialized, GiveUp> {
    let here = module.funcs[func].span;
    let fail = |reason: &str| GiveUp { reason: reason.to_owned(), span: here };
    let mut kinds = HashMap::new();
    loop {
        let made = out.all_or_nothing(|out| {
            let mut pass = Pass {
                module,
                out,
                instances: Vec::new(),
                kinds: std::mem::take(&mut kinds),
                func: FuncState::default(),
                chain: Vec::new(),
                gives_up: BTreeSet::new(),
                hints: HashMap::new(),
                gradients: HashMap::new(),
                tangents: HashMap::new(),
                rules: Rules::default(),
                purpose,
                mixes: false,
                unfolds_until: fuel.saturating_sub(UNFOLDED),
                fuel: &mut *fuel,
            };
            let made = pass.instance(func, args, wanted).and_then(|made| {
                if purpose != Purpose::Value {
                    pass.make_rules()?;
                }
                Ok(made)
            });
            let mixes = pass.mixes;
            kinds = pass.kinds;
            let mut gives_up = pass.gives_up.into_iter();
            match made? {
                Some((func, result)) => {
                    Ok(Specialized { func, result: result.shape, gives_up: gives_up.collect(), mixes })
                }
                None => Err(Stop::Fail(gives_up.next().unwrap_or_else(|| fail(NEVER_RETURNS)))),
            }
        });
        match made {
            Ok(made) => return Ok(made),
            Err(Stop::Again) => {}
            Err(Stop::Fail(reason)) => return Err(reason),
        }
    }
}

/// Why there is no code.
enum Stop {
    /// Something is known better now: what has been made is wrong.
    Again,
    /// It cannot be done.
    Fail(GiveUp),
}

/// `None`: control does not come to what follows.
type Flow<T> = Result<Option<T>, Stop>;

/// Continues where there is a value; else returns that there is none.
macro_rules! flow {
    ($flow:expr) => {
        match $flow? {
            Some(value) => value,
            None => return Ok(None),
        }
    };
}
pub(crate) use flow;

/// A place of the input where a mutable object is made: the function and the instruction.
type Site = (FuncId, Val);

/// What a mutable object holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Elements {
    Flonums,
    Words,
    /// Vectors, in the end of flonums.
    Rows(Rows),
    /// What may be tensors.
    Leaves,
    /// Flonums and small integers; for boxes only.
    Numbers,
}

struct Pass<'a> {
    module: &'a Module,
    out: &'a mut Module,
    instances: Vec<Instance>,
    /// What the objects made at each site hold, as far as known.
    kinds: HashMap<Site, Elements>,
    func: FuncState,
    /// The calls that are being unfolded, innermost last.
    chain: Vec<Unfolded>,
    gives_up: BTreeSet<GiveUp>,
    /// The shapes that the parameters of loops had in the end, by nesting of unfolded functions.
    hints: HashMap<(Vec<Unfolded>, LoopId), Vec<Option<Shape>>>,
    /// The gradients that were made of instances, and how many values they return.
    gradients: HashMap<(FuncId, usize), (FuncId, usize)>,
    /// The tangents that were made of instances.
    tangents: HashMap<(FuncId, usize), Tangent>,
    rules: Rules,
    purpose: Purpose,
    /// Whether exact numbers have become flonums in a vector.
    mixes: bool,
    fuel: &'a mut usize,
    /// Calls do not unfold when there is less fuel.
    unfolds_until: usize,
}

/// A call that is unfolded: the function of the input, and how many pairs are known to be in its arguments.
type Unfolded = (FuncId, usize);

/// A function that was made for one shape of arguments.
struct Instance {
    source: FuncId,
    args: Vec<Shape>,
    wanted: Wanted,
    func: FuncId,
    /// What it returns; `None` if that is not known yet, or it never does.
    result: Option<Returned>,
    /// Whether `result` has been relied upon before it was final.
    relied: bool,
    /// The first instance that was asked for its result before that was final: by this one, or what it calls.
    relies_on: usize,
    done: bool,
}

/// What an instance returns.
#[derive(Clone, PartialEq)]
struct Returned {
    shape: Shape,
    /// For each leaf that is an object the function is given and always returns, which of its parameters; such a leaf
    /// is not returned by the code. So it stays known where a vector comes from.
    given: Vec<Option<usize>>,
}

/// The function that is being made.
#[derive(Default)]
struct FuncState {
    vals: Arena<Val, Ty>,
    loops: u32,
    /// Instructions of the open blocks, innermost last.
    blocks: Vec<Vec<Inst>>,
    /// What is done before everything else.
    entry: Vec<Inst>,
    /// The top-level variables that are read there, and those that are vectors.
    globals: HashMap<Global, Val>,
    vectors: HashMap<(Fast, Val), Val>,
    /// The site of each mutable object.
    sites: HashMap<Val, Site>,
    /// The boxes of assigned variables.
    boxes: HashSet<Val>,
    /// The vectors that are filled before anyone sees them.
    unfilled: HashSet<Val>,
    /// The lengths of the vectors that it makes.
    lengths: HashMap<Val, Val>,
}

/// The function of the input that is being read.
struct Frame {
    func: FuncId,
    env: HashMap<Val, Value>,
}

/// Code whose ends go to different places.
struct Tree {
    insts: Vec<Inst>,
    end: TreeEnd,
}

enum TreeEnd {
    GiveUp,
    /// Goes to a place with values.
    Leaf(Target, Vec<Value>),
    If(Val, Box<Tree>, Box<Tree>, Span),
}

impl TreeEnd {
    /// Where its leaves go and what they take along, each with the place of the branch that it is in, or `span`.
    fn leaves(&self, span: Span) -> Vec<(Target, &[Value], Span)> {
        let mut found = Vec::new();
        let mut open = vec![(self, span)];
        while let Some((end, span)) = open.pop() {
            match end {
                TreeEnd::GiveUp => {}
                TreeEnd::Leaf(target, values) => found.push((*target, &values[..], span)),
                TreeEnd::If(_, then, other, span) => open.extend([(&other.end, *span), (&then.end, *span)]),
            }
        }
        found
    }
}

/// Where an end goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Target {
    /// Behind the innermost region or function.
    Out,
    /// To the next turn of a loop of the input, which belongs to the innermost function of the chain.
    Turn(LoopId),
}

impl Pass<'_> {
    // Making code -----

    /// Takes fuel for one instruction, read or made.
    fn burn(&mut self, span: Span) -> Result<(), Stop> {
        let too_large = || Stop::Fail(GiveUp { reason: "the code becomes too large".to_owned(), span });
        *self.fuel = self.fuel.checked_sub(1).ok_or_else(too_large)?;
        Ok(())
    }

    fn emit(&mut self, op: Op, ty: Ty, span: Span) -> Result<Val, Stop> {
        self.burn(span)?;
        let result = self.func.vals.push(ty);
        self.func.blocks.last_mut().expect("a block is open").push(Inst { result, op, span });
        Ok(result)
    }

    fn fast(&mut self, op: Fast, args: &[Val], ty: Ty, span: Span) -> Result<Val, Stop> {
        if let (Fast::Length, Some(length)) = (op, self.func.lengths.get(&args[0])) {
            return Ok(*length);
        }
        let result = self.emit(Op::Fast(op, args.to_vec()), ty, span)?;
        if let Fast::NewVector | Fast::NewF64vector = op {
            self.func.lengths.insert(result, args[0]);
        }
        Ok(result)
    }

    /// An instruction that is done before everything else.
    fn at_entry(&mut self, op: Op, ty: Ty, span: Span) -> Val {
        let result = self.func.vals.push(ty);
        self.func.entry.push(Inst { result, op, span });
        result
    }

    /// The value of a top-level variable, which fast code does not change.
    fn global(&mut self, global: Global, ty: Ty, span: Span) -> Val {
        if let Some(known) = self.func.globals.get(&global) {
            return *known;
        }
        let word = self.at_entry(Op::GlobalRef(global, false), Ty::Any, span);
        let undefined = self.at_entry(Op::Const(Const::Undefined), Ty::Any, span);
        let eq = ::prims::with_inline(Inline::Eq);
        let is_undefined = self.at_entry(Op::Prim(eq, vec![word, undefined]), Ty::Bool, span);
        let not = ::prims::with_inline(Inline::Not);
        let is_defined = self.at_entry(Op::Prim(not, vec![is_undefined]), Ty::Bool, span);
        self.at_entry(Op::Fast(Fast::Guard, vec![is_defined]), Ty::Any, span);
        let val = if ty == Ty::Any { word } else { self.at_entry(Op::Fast(Fast::Unbox, vec![word]), ty, span) };
        self.func.globals.insert(global, val);
        val
    }

    /// The word, checked to be a vector; for a top-level variable that is done once.
    fn checked_vector(&mut self, check: Fast, val: Val, span: Span) -> Result<Val, Stop> {
        if !self.func.globals.values().any(|global| *global == val) {
            return self.fast(check, &[val], Ty::Any, span);
        }
        if let Some(known) = self.func.vectors.get(&(check, val)) {
            return Ok(*known);
        }
        let vector = self.at_entry(Op::Fast(check, vec![val]), Ty::Any, span);
        self.func.vectors.insert((check, val), vector);
        Ok(vector)
    }

    fn inline(&mut self, op: Inline, args: &[Val], ty: Ty, span: Span) -> Result<Val, Stop> {
        let prim = ::prims::with_inline(op);
        self.emit(Op::Prim(prim, args.to_vec()), ty, span)
    }

    fn fixnum(&mut self, value: i64, span: Span) -> Result<Val, Stop> {
        self.emit(Op::Const(Const::Fixnum(value)), Ty::Fixnum, span)
    }

    fn open(&mut self) {
        self.func.blocks.push(Vec::new());
    }

    fn close(&mut self) -> Vec<Inst> {
        self.func.blocks.pop().expect("a block is open")
    }

    fn append(&mut self, insts: Vec<Inst>) {
        self.func.blocks.last_mut().expect("a block is open").extend(insts);
    }

    fn new_loop(&mut self) -> LoopId {
        self.func.loops += 1;
        Id::new(self.func.loops as usize - 1)
    }

    fn fresh(&mut self, shape: &Shape) -> Value {
        let leaves: Vec<Val> = shape.leaf_types().into_iter().map(|ty| self.func.vals.push(ty)).collect();
        shape.with_leaves(&leaves)
    }

    /// One value that stands for several.
    fn pack(&mut self, vals: &[Val], types: &[Ty], span: Span) -> Result<Val, Stop> {
        match vals {
            [] => self.fixnum(0, span),
            [one] => Ok(*one),
            _ => {
                let ty = self.out.packed_type(types);
                self.emit(Op::Tuple(vals.to_vec()), ty, span)
            }
        }
    }

    /// The values that one stands for.
    fn unpack(&mut self, packed: Val, types: &[Ty], span: Span) -> Result<Vec<Val>, Stop> {
        match types {
            [] => Ok(Vec::new()),
            [_] => Ok(vec![packed]),
            _ => types.iter().enumerate().map(|(i, ty)| self.emit(Op::Project(packed, i), *ty, span)).collect(),
        }
    }

    /// Control gives up here.
    fn give_up<T>(&mut self, reason: impl Into<String>, span: Span) -> Flow<T> {
        self.gives_up.insert(GiveUp { reason: reason.into(), span });
        Ok(None)
    }

    fn fail<T>(&self, reason: impl Into<String>, span: Span) -> Result<T, Stop> {
        Err(Stop::Fail(GiveUp { reason: reason.into(), span }))
    }

    // Values -----

    /// The value as a double, where it does not matter whether it is exact.
    fn number(&mut self, value: &Value, span: Span) -> Flow<Val> {
        match value {
            Form::Mixed(val, _) => Ok(Some(*val)),
            Form::Word(val) => self.fast(Fast::Number, &[*val], Ty::Flonum, span).map(Some),
            value => self.flonum(value, span),
        }
    }

    /// The value, a flonum or an exact integer that is known, as a double.
    fn flonum(&mut self, value: &Value, span: Span) -> Flow<Val> {
        let constant = |value: f64| Op::Const(Const::Flonum(value));
        match value {
            Form::Flonum(val) => Ok(Some(*val)),
            Form::Const(Const::Flonum(value)) => self.emit(constant(*value), Ty::Flonum, span).map(Some),
            Form::Const(Const::Fixnum(value)) => self.emit(constant(*value as f64), Ty::Flonum, span).map(Some),
            Form::Fixnum(val) => self.inline(Inline::ToFlonum, &[*val], Ty::Flonum, span).map(Some),
            Form::Word(val) | Form::Part(val) | Form::Leaf(val) => {
                self.fast(Fast::Narrow, &[*val], Ty::Flonum, span).map(Some)
            }
            Form::Mixed(val, exact) => {
                let inexact = self.not(*exact, span)?;
                self.fast(Fast::Guard, &[inexact], Ty::Any, span)?;
                Ok(Some(*val))
            }
            _ => self.give_up("a number is expected", span),
        }
    }

    /// The value as a machine integer.
    fn integer(&mut self, value: &Value, span: Span) -> Flow<Val> {
        match value {
            Form::Fixnum(val) => Ok(Some(*val)),
            Form::Const(Const::Fixnum(value)) => self.fixnum(*value, span).map(Some),
            Form::Word(val) => self.fast(Fast::Narrow, &[*val], Ty::Fixnum, span).map(Some),
            _ => self.give_up("a small exact integer is expected", span),
        }
    }

    /// The value as a leaf: what comes from a structure is checked to be a flonum or a tensor.
    fn leaf(&mut self, value: &Value, span: Span) -> Flow<Val> {
        let word = match value {
            Form::Leaf(val) => return Ok(Some(*val)),
            Form::Part(val) => {
                let is_leaf = self.emit(Op::Prim(::prims::named("%ad-plain-leaf?"), vec![*val]), Ty::Bool, span)?;
                self.fast(Fast::Guard, &[is_leaf], Ty::Any, span)?;
                *val
            }
            value => flow!(self.word(value, span)),
        };
        self.fast(Fast::Unbox, &[word], Ty::Leaf, span).map(Some)
    }

    /// The value as a word, made an object if need be. `None` if that is not possible.
    fn word(&mut self, value: &Value, span: Span) -> Flow<Val> {
        match value {
            Form::Flonum(val) | Form::Fixnum(val) | Form::Bool(val) => Ok(Some(*val)),
            Form::Word(val) | Form::Part(val) | Form::Leaf(val) => Ok(Some(*val)),
            Form::Const(word) => self.emit(Op::Const(*word), word.ty(), span).map(Some),
            Form::Pair(pair) => {
                let first = flow!(self.word(&pair.0, span));
                let rest = flow!(self.word(&pair.1, span));
                self.inline(Inline::Cons, &[first, rest], Ty::Any, span).map(Some)
            }
            Form::Proc(id, captures) => {
                let mut words = Vec::new();
                for capture in captures.iter() {
                    words.push(flow!(self.word(capture, span)));
                }
                self.emit(Op::MakeProc(*id, words), Ty::Any, span).map(Some)
            }
            Form::Mixed(..) => self.flonum(value, span),
            _ => self.give_up("a vector or record of the derivative goes where it cannot be followed", span),
        }
    }

    /// The least shape that covers both. Lists of different lengths become objects where that is to be differentiated.
    fn join(&self, one: &Shape, two: &Shape) -> Option<Shape> {
        if let (Form::Values(one), Form::Values(two)) = (one, two)
            && one.len() == two.len()
        {
            let joined = one.iter().zip(two.iter()).map(|(one, two)| self.join(one, two));
            return joined.collect::<Option<_>>().map(|all| Form::Values(Rc::new(all)));
        }
        let tensors = self.purpose == Purpose::Tensors;
        let lists = || one.join_lists(two, tensors).filter(|_| self.purpose != Purpose::Value);
        one.join(two, tensors).or_else(lists)
    }

    /// The value in a shape that covers its own.
    fn coerce(&mut self, value: &Value, shape: &Shape, span: Span) -> Result<Value, Stop> {
        if value.shape() == *shape {
            return Ok(value.clone());
        }
        let lost = || Stop::Fail(GiveUp { reason: "values of different kinds meet".to_owned(), span });
        Ok(match (value, shape) {
            // The shape comes from a word that was expected to be a flonum; this one is none.
            (exact, Form::Flonum(())) if exact.is_fixnum() => {
                let never = self.emit(Op::Const(Const::Bool(false)), Ty::Bool, span)?;
                self.fast(Fast::Guard, &[never], Ty::Any, span)?;
                Form::Flonum(self.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum, span)?)
            }
            (_, Form::Flonum(())) => Form::Flonum(self.flonum(value, span)?.ok_or_else(lost)?),
            (_, Form::Fixnum(())) => Form::Fixnum(self.integer(value, span)?.ok_or_else(lost)?),
            (_, Form::Mixed((), ())) => {
                let exact = self.emit(Op::Const(Const::Bool(value.is_fixnum())), Ty::Bool, span)?;
                Form::Mixed(self.number(value, span)?.ok_or_else(lost)?, exact)
            }
            (Form::Const(word), Form::Bool(())) => Form::Bool(self.emit(Op::Const(*word), Ty::Bool, span)?),
            (_, Form::Leaf(())) => Form::Leaf(self.leaf(value, span)?.ok_or_else(lost)?),
            (_, Form::Word(())) => Form::Word(self.word(value, span)?.ok_or_else(lost)?),
            (_, Form::Part(())) => Form::Part(self.word(value, span)?.ok_or_else(lost)?),
            (Form::Flonums(val, _), Form::Flonums((), vector)) => Form::Flonums(*val, *vector),
            (Form::Rows(val, _), Form::Rows((), rows)) => Form::Rows(*val, *rows),
            (Form::Word(val) | Form::Part(val), Form::Flonums((), vector)) => {
                let check = if vector.f64 { Fast::CheckF64vector } else { Fast::CheckFlonums };
                Form::Flonums(self.fast(check, &[*val], Ty::Flonums, span)?, *vector)
            }
            (Form::Pair(pair), Form::Pair(to)) => {
                let first = self.coerce(&pair.0, &to.0, span)?;
                Form::Pair((first, self.coerce(&pair.1, &to.1, span)?).into())
            }
            (Form::Proc(id, items), Form::Proc(_, to)) => Form::Proc(*id, self.coerce_all(items, to, span)?.into()),
            (Form::Values(items), Form::Values(to)) => Form::Values(self.coerce_all(items, to, span)?.into()),
            (Form::Record(items), Form::Record(to)) => Form::Record(self.coerce_all(items, to, span)?.into()),
            _ => return Err(lost()),
        })
    }

    fn coerce_all(&mut self, values: &[Value], shapes: &[Shape], span: Span) -> Result<Vec<Value>, Stop> {
        values.iter().zip(shapes).map(|(value, shape)| self.coerce(value, shape, span)).collect()
    }

    /// The value of a word of a type.
    fn of_type(val: Val, ty: Ty) -> Value {
        match ty {
            Ty::Flonum => Form::Flonum(val),
            Ty::Fixnum => Form::Fixnum(val),
            Ty::Bool => Form::Bool(val),
            Ty::Leaf => Form::Leaf(val),
            _ => Form::Word(val),
        }
    }
}

/// The block of a tree whose leaf has been taken off.
fn block(insts: Vec<Inst>, end: End) -> Box<Block> {
    Box::new(Block { insts, end })
}
