//! ssa: functions over typed values with structured control flow.
//!
//! - *Closed.* A function's captures are parameters behind its own; an object is made only where a procedure is used
//!   as a value ([`Op::MakeProc`]), and its code loads the captures and calls the function.
//! - *Structured.* `if` and `loop` hold their blocks. A block ends in an [`End`]; `If` and `Loop` ends are transparent:
//!   a `Yield` under them leaves the innermost enclosing [`Op::If`] or [`Op::Loop`], a `Continue` may name any loop
//!   that encloses it through such ends only. There is no other control flow.
//! - *Typed.* Every value has a [`Ty`], which fixes its representation: `Any` is a tagged word, a flonum is an unboxed
//!   double, a boolean one bit. Operations accept any types; the back end converts where a tagged word is wanted.
//! - *Fast code* may also work on tuples of values and give up: see [`Fast`].
//! - *Without assignment.* Assigned variables are boxes; effects happen in the order of instructions.

use prims::PrimId;
use syntax::{Datum, Span, Symbol};

use crate::hir::{Cell, Global};
use crate::id::Arena;

crate::id!(FuncId, "f", "A function.");
crate::id!(ProcId, "p", "A procedure that is used as a value.");
crate::id!(Val, "v", "A value of one function.");
crate::id!(LoopId, "loop", "A loop of one function.");
crate::id!(TupleId, "t", "A type of tuples.");
crate::id!(LiteralId, "lit", "A literal that lives in the module's table.");

/// A whole program.
#[derive(Clone, Debug)]
pub struct Module {
    /// All functions.
    pub funcs: Arena<FuncId, Func>,
    /// All procedures that are used as values.
    pub procs: Arena<ProcId, Proc>,
    /// The types of the elements of tuples.
    pub tuples: Arena<TupleId, Vec<Ty>>,
    /// Literals that are not immediate words.
    pub literals: Arena<LiteralId, Datum>,
    /// Top-level variables that live in the table of globals.
    pub globals: Arena<Global, Option<GlobalSlot>>,
    /// Runs the program.
    pub main: FuncId,
    /// Whether the program counts the closures and boxes that it makes, and the attempts that give up.
    pub counts: bool,
}

/// Where the code of a function leads to another one.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// The other function.
    pub to: FuncId,
    /// Whether it stands in a loop.
    pub in_loop: bool,
    /// Whether it is a call, and not an attempt or a procedure that is made.
    pub is_call: bool,
}

/// A top-level variable in memory.
#[derive(Clone, Debug)]
pub struct GlobalSlot {
    /// Its name, for people.
    pub name: Symbol,
    /// Its cell, if the modules of a session share it.
    pub cell: Option<Cell>,
}

/// A function: its parameters are arguments, then the rest list if there is one, then captures.
#[derive(Clone, Debug)]
pub struct Func {
    /// For people.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// Parameters.
    pub params: Vec<Val>,
    /// How many of them, the last ones, are shadows: vectors of adjoints, which are no vectors of the program.
    pub shadows: usize,
    /// The type of each value.
    pub vals: Arena<Val, Ty>,
    /// Number of loops.
    pub loops: u32,
    /// The code.
    pub body: Block,
    /// The type of the result.
    pub result: Ty,
    /// Whether it is a part of the program's top level, which is not worth inlining.
    pub once: bool,
    /// How it is differentiated.
    pub derivative: Derivative,
}

/// How a function of fast code is differentiated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Derivative {
    /// By its code.
    #[default]
    Own,
    /// By that of another function that does the same, run again on the way back: `checkpoint`.
    Again(FuncId),
    /// By the user's rule, as for the first parameters, up to `moving`; the others must not be active.
    /// The rule takes the parameters and then a tangent for each flonum and each vector of flonums among the first,
    /// and returns those of what the function returns.
    Rule {
        /// The function that computes the tangents.
        rule: FuncId,
        /// How many parameters are arguments.
        moving: usize,
        /// The rule in the source, of which there may be copies for several types.
        source: ProcId,
    },
    /// By a rule for which there is no code.
    Missing,
}

/// What makes procedure objects of one lambda.
#[derive(Clone, Debug)]
pub struct Proc {
    /// For people.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// Its clauses in order.
    pub clauses: Vec<ProcClause>,
    /// The names of the captured variables, for people.
    pub captures: Vec<String>,
    /// Whether each use makes a new object even if there are no captures (`--optimize-closures=off`).
    pub fresh: bool,
}

/// A clause of a procedure.
#[derive(Clone, Copy, Debug)]
pub struct ProcClause {
    /// The function.
    pub func: FuncId,
    /// Number of required arguments.
    pub params: usize,
    /// Whether all further arguments come as a list.
    pub rest: bool,
}

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Ty {
    /// No value can come here.
    #[default]
    Never,
    /// A small integer (a tagged word that is known to be a fixnum).
    Fixnum,
    /// An exact integer of any size (a tagged word).
    Integer,
    /// A double, unboxed.
    Flonum,
    /// `#t` or `#f`, as a bit.
    Bool,
    /// An f64vector of plain doubles (a tagged word).
    F64vector,
    /// A vector or f64vector all of whose elements are flonums (a tagged word); in fast code only.
    Flonums,
    /// A vector that fast code made, of vectors of that kind (a tagged word); in fast code only.
    Rows,
    /// A vector that fast code made, of leaves (a tagged word); in fast code only, until it has been differentiated.
    Leaves,
    /// A structure beside which another stands, or one of these (a tagged word), in what reverse mode makes, until all
    /// has been differentiated: what is on the tape can be told by its type only.
    Part,
    /// A number or a tensor as a leaf of a structure that is differentiated (a tagged word); in fast code only, until it
    /// has been differentiated: [`Module::forget_leaves`].
    Leaf,
    /// Any value, a tagged word.
    Any,
    /// Several values; an operation of compiled fast code only.
    Tuple(TupleId),
}

/// How compiled code holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Representation {
    /// A tagged word.
    Word,
    /// An integer.
    Integer,
    /// A double.
    Double,
    /// A bit.
    Bit,
    /// A value of each of these types.
    Tuple(TupleId),
}

impl Ty {
    /// How compiled code holds values of the type.
    pub fn representation(self) -> Representation {
        match self {
            Ty::Flonum => Representation::Double,
            Ty::Bool => Representation::Bit,
            Ty::Fixnum => Representation::Integer,
            Ty::Tuple(id) => Representation::Tuple(id),
            Ty::Never
            | Ty::Integer
            | Ty::F64vector
            | Ty::Flonums
            | Ty::Rows
            | Ty::Leaves
            | Ty::Leaf
            | Ty::Part
            | Ty::Any => Representation::Word,
        }
    }

    /// Whether it is an exact integer.
    pub fn is_integer(self) -> bool {
        matches!(self, Ty::Fixnum | Ty::Integer)
    }

    /// The type, of a structure that of any word.
    pub fn as_word(self) -> Ty {
        if self == Ty::Part { Ty::Any } else { self }
    }

    /// Whether it is a vector beside which derivatives put another one.
    pub fn has_shadow(self) -> bool {
        matches!(self, Ty::Flonums | Ty::Rows | Ty::Leaves)
    }

    /// The least type that covers both.
    pub fn join(self, other: Ty) -> Ty {
        match (self, other) {
            (Ty::Never, ty) | (ty, Ty::Never) => ty,
            (one, two) if one == two => one,
            (Ty::Fixnum, Ty::Integer) | (Ty::Integer, Ty::Fixnum) => Ty::Integer,
            _ => Ty::Any,
        }
    }
}

impl Const {
    /// The type it is represented by.
    pub fn ty(self) -> Ty {
        match self {
            Const::Fixnum(_) => Ty::Fixnum,
            Const::Flonum(_) => Ty::Flonum,
            Const::Bool(_) => Ty::Bool,
            Const::Char(_) | Const::Null | Const::Unspecified | Const::Undefined => Ty::Any,
        }
    }

    /// A value for a place of this type that nobody looks at.
    pub fn dummy(ty: Ty) -> Const {
        match ty {
            Ty::Flonum => Const::Flonum(0.0),
            Ty::Fixnum => Const::Fixnum(0),
            Ty::Bool => Const::Bool(false),
            _ => Const::Unspecified,
        }
    }
}

impl Func {
    /// A function that takes nothing and gives up at once, for others to be made of it.
    pub fn giving_up(name: String, span: Span) -> Func {
        Func {
            name,
            span,
            params: Vec::new(),
            shadows: 0,
            vals: Arena::default(),
            loops: 0,
            body: Block { insts: Vec::new(), end: End::GiveUp },
            result: Ty::Any,
            once: false,
            derivative: Derivative::Own,
        }
    }
}

impl Proc {
    /// The clause that takes so many arguments and no list of others.
    pub fn clause_of(&self, arguments: usize) -> Option<ProcClause> {
        self.clauses.iter().find(|clause| clause.params == arguments && !clause.rest).copied()
    }
}

impl Fast {
    /// The sum, difference or product of fixnums, if it is one.
    pub fn of_fixnums(self, a: i64, b: i64) -> Option<i64> {
        let value = match self {
            Fast::Add => a.checked_add(b),
            Fast::Sub => a.checked_sub(b),
            Fast::Mul => a.checked_mul(b),
            _ => None,
        };
        value.filter(|value| FIXNUMS.contains(value))
    }

    /// Whether it makes room on the tape, puts something there or takes it.
    pub fn is_of_tape(self) -> bool {
        matches!(self, Fast::Push | Fast::Reserve(_) | Fast::Put | Fast::Peek(_) | Fast::Drop(_))
    }
}

impl Module {
    /// The types of the elements of a tuple, or of the one value.
    pub fn elements<'a>(&'a self, ty: &'a Ty) -> &'a [Ty] {
        match ty {
            Ty::Tuple(id) => &self.tuples[*id],
            ty => std::slice::from_ref(ty),
        }
    }

    /// Whether the code of a function leads to another one, or back to itself.
    pub fn reaches(&self, from: FuncId, to: FuncId) -> bool {
        let mut reached = Arena::filled(false, self.funcs.len());
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            for mention in self.mentions(id) {
                if mention.to == to {
                    return true;
                }
                if !std::mem::replace(&mut reached[mention.to], true) {
                    open.push(mention.to);
                }
            }
        }
        false
    }

    /// The functions that the code of one calls or makes procedures of, as often as it does.
    pub fn mentions(&self, from: FuncId) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut open = vec![(&self.funcs[from].body, false)];
        while let Some((block, in_loop)) = open.pop() {
            let mention = |to: FuncId, is_call| Mention { to, in_loop, is_call };
            for Inst { op, .. } in &block.insts {
                match op {
                    Op::Call(to, _) => found.push(mention(*to, true)),
                    Op::Attempt(to, _) => found.push(mention(*to, false)),
                    Op::MakeProc(made, _) => {
                        found.extend(self.procs[*made].clauses.iter().map(|clause| mention(clause.func, false)));
                    }
                    _ => {}
                }
                open.extend(op.blocks().map(|inner| (inner, in_loop || matches!(op, Op::Loop(_)))));
            }
            if let End::TailCall(to, ..) = &block.end {
                found.push(mention(*to, true));
            }
            open.extend(block.end.blocks().map(|inner| (inner, in_loop || matches!(block.end, End::Loop(_)))));
        }
        found
    }

    /// Empties the functions from the place `first` on that nothing before them leads to.
    pub fn empty_unreachable(&mut self, first: usize) {
        let mut reached = Arena::filled(false, self.funcs.len());
        let mut open: Vec<FuncId> = self.funcs.ids().take(first).collect();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut reached[id], true) {
                continue;
            }
            open.extend(self.mentions(id).iter().map(|mention| mention.to));
        }
        for id in self.funcs.ids().filter(|id| !reached[*id]) {
            let func = &mut self.funcs[id];
            *func = Func::giving_up(std::mem::take(&mut func.name), func.span);
        }
    }

    /// Makes leaves words: what comes behind differentiation need not tell them apart.
    pub fn forget_leaves(&mut self) {
        let forget = |ty: &mut Ty| {
            if matches!(ty, Ty::Leaf | Ty::Leaves | Ty::Part) {
                *ty = Ty::Any;
            }
        };
        for func in self.funcs.iter_mut() {
            func.vals.iter_mut().for_each(forget);
            forget(&mut func.result);
        }
        self.tuples.iter_mut().flatten().for_each(forget);
    }

    /// Does what adds functions and types; where it fails none of them stay.
    pub fn all_or_nothing<T, E>(&mut self, add: impl FnOnce(&mut Module) -> Result<T, E>) -> Result<T, E> {
        let (funcs, tuples) = (self.funcs.len(), self.tuples.len());
        let added = add(self);
        if added.is_err() {
            self.funcs.truncate(funcs);
            self.tuples.truncate(tuples);
        }
        added
    }

    /// The type of one value that stands for several.
    pub fn packed_type(&mut self, types: &[Ty]) -> Ty {
        match types {
            [] => Ty::Fixnum,
            [one] => *one,
            _ => {
                let known = self.tuples.ids().find(|id| self.tuples[*id] == types);
                Ty::Tuple(known.unwrap_or_else(|| self.tuples.push(types.to_vec())))
            }
        }
    }
}

impl Block {
    /// This block and all blocks in it, each before those in it.
    pub fn nested(&self) -> Vec<&Block> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(block) = open.pop() {
            found.push(block);
            let inner = block.insts.iter().flat_map(|inst| inst.op.blocks()).chain(block.end.blocks());
            open.extend(inner);
        }
        found
    }

    /// All instructions of this block and of those in it.
    pub fn all_insts(&self) -> impl Iterator<Item = &Inst> {
        self.nested().into_iter().flat_map(|block| &block.insts)
    }

    /// All loops in this block.
    pub fn all_loops(&self) -> impl Iterator<Item = &Loop> {
        self.nested().into_iter().flat_map(|block| {
            let of_insts = block.insts.iter().filter_map(|inst| match &inst.op {
                Op::Loop(inner) => Some(&**inner),
                _ => None,
            });
            let of_end = if let End::Loop(inner) = &block.end { Some(&**inner) } else { None };
            of_insts.chain(of_end)
        })
    }
}

impl Op {
    /// The number, if it is a constant fixnum.
    pub fn as_fixnum(&self) -> Option<i64> {
        match self {
            Op::Const(Const::Fixnum(number)) => Some(*number),
            _ => None,
        }
    }

    /// The values that it uses, those of its blocks aside.
    pub fn args(&self) -> Vec<Val> {
        match self {
            Op::Const(_) | Op::Literal(_) | Op::GlobalRef(..) => Vec::new(),
            Op::Prim(_, args) | Op::Call(_, args) | Op::MakeProc(_, args) | Op::Tuple(args) => args.clone(),
            Op::Fast(_, args) | Op::Attempt(_, args) => args.clone(),
            Op::CallValue(callee, args) => std::iter::once(*callee).chain(args.iter().copied()).collect(),
            Op::Apply(one, two) | Op::SetCapture(one, _, two) | Op::BoxSet(one, two) => vec![*one, *two],
            Op::MakeBox(val) | Op::BoxRef(val) | Op::GlobalSet(_, val) | Op::CheckDefined(val, _) => vec![*val],
            Op::If(val, ..) | Op::Project(val, _) => vec![*val],
            Op::Loop(inner) => inner.inits.clone(),
        }
    }

    /// The blocks of an `if` or a loop.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (one, two) = match self {
            Op::If(_, then, other) => (Some(&**then), Some(&**other)),
            Op::Loop(inner) => (Some(&inner.body), None),
            _ => (None, None),
        };
        one.into_iter().chain(two)
    }

    /// The same with other blocks.
    pub fn map_blocks(&self, mut f: impl FnMut(&Block) -> Block) -> Op {
        match self {
            Op::If(test, then, other) => Op::If(*test, Box::new(f(then)), Box::new(f(other))),
            Op::Loop(inner) => Op::Loop(Box::new(inner.with_body(f(&inner.body)))),
            op => op.clone(),
        }
    }
}

impl End {
    /// The values that it uses, those of its blocks aside.
    pub fn args(&self) -> Vec<Val> {
        match self {
            End::Yield(val) | End::Return(val) | End::If(val, ..) => vec![*val],
            End::Continue(_, args) | End::TailCall(_, args, _) => args.clone(),
            End::TailCallValue(callee, args, _) => std::iter::once(*callee).chain(args.iter().copied()).collect(),
            End::TailApply(one, two, _) => vec![*one, *two],
            End::Loop(inner) => inner.inits.clone(),
            End::GiveUp => Vec::new(),
        }
    }

    /// The blocks of an `if` or a loop.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (one, two) = match self {
            End::If(_, then, other) => (Some(&**then), Some(&**other)),
            End::Loop(inner) => (Some(&inner.body), None),
            _ => (None, None),
        };
        one.into_iter().chain(two)
    }

    /// The same with other blocks.
    pub fn map_blocks(&self, mut f: impl FnMut(&Block) -> Block) -> End {
        match self {
            End::If(test, then, other) => End::If(*test, Box::new(f(then)), Box::new(f(other))),
            End::Loop(inner) => End::Loop(Box::new(inner.with_body(f(&inner.body)))),
            end => end.clone(),
        }
    }
}

impl Loop {
    /// The same loop with another body.
    pub fn with_body(&self, body: Block) -> Loop {
        Loop { id: self.id, params: self.params.clone(), inits: self.inits.clone(), body }
    }
}

/// Instructions and how they end.
#[derive(Clone, Debug)]
pub struct Block {
    /// In order of evaluation.
    pub insts: Vec<Inst>,
    /// What comes then.
    pub end: End,
}

/// One instruction.
#[derive(Clone, Debug)]
pub struct Inst {
    /// The value it defines.
    pub result: Val,
    /// What it does.
    pub op: Op,
    /// Where it stands in the source.
    pub span: Span,
}

/// The small integers: they have 48 bits.
pub const FIXNUMS: std::ops::Range<i64> = -(1 << 47)..1 << 47;

/// A constant that is a word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Const {
    /// A small integer.
    Fixnum(i64),
    /// A double.
    Flonum(f64),
    /// `#t` or `#f`
    Bool(bool),
    /// A character.
    Char(char),
    /// `()`
    Null,
    /// The value of expressions that have none.
    Unspecified,
    /// The contents of a variable that is not initialised yet.
    Undefined,
}

/// The operations.
#[derive(Clone, Debug)]
pub enum Op {
    /// `const`
    Const(Const),
    /// `literal`: an element of the module's table.
    Literal(LiteralId),
    /// `(primitive v ...)`
    Prim(PrimId, Vec<Val>),
    /// `call f (v ...)`: arguments, rest list, captures.
    Call(FuncId, Vec<Val>),
    /// `call v (v ...)`
    CallValue(Val, Vec<Val>),
    /// `apply v v`: a call of the first with the elements of a list.
    Apply(Val, Val),
    /// `proc p (v ...)`: a procedure object with these captures; a static one if there are none, unless the procedure says
    /// otherwise.
    MakeProc(ProcId, Vec<Val>),
    /// `set-capture v index v`: completes an object that was made before what it captures (`letrec`).
    SetCapture(Val, usize, Val),
    /// `box v`
    MakeBox(Val),
    /// `unbox v`
    BoxRef(Val),
    /// `set-box v v`
    BoxSet(Val, Val),
    /// `global g`; the flag says that it may be undefined.
    GlobalRef(Global, bool),
    /// `set-global g v`
    GlobalSet(Global, Val),
    /// `defined v`: an error if it is the undefined value; names the variable.
    CheckDefined(Val, Symbol),
    /// `if v block block`: the value that is yielded.
    If(Val, Box<Block>, Box<Block>),
    /// `loop`: the value that is yielded.
    Loop(Box<Loop>),
    /// `tuple v ...`
    Tuple(Vec<Val>),
    /// `project v index`: an element of a tuple.
    Project(Val, usize),
    /// An operation of fast code.
    Fast(Fast, Vec<Val>),
    /// `attempt f (v ...)`: calls a function of fast code; the undefined value if it gave up.
    Attempt(FuncId, Vec<Val>),
}

/// Operations of *fast code*: functions that `specialize` makes for the types it expects. Where a value is not as
/// expected, fast code gives up: it leaves the innermost [`Op::Attempt`], which goes on with ordinary code. So fast
/// code has no effects but on objects that it made itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fast {
    /// `narrow v`: the word as a flonum, fixnum or boolean, as the type of the result says.
    Narrow,
    /// `number v`: the word, a flonum or a fixnum, as a flonum, where a flonum that it meets makes the result one.
    Number,
    /// `unbox v`: as `narrow` of a word that is known to be of the type.
    Unbox,
    /// `check-vector v`: the same word, a vector.
    CheckVector,
    /// `check-f64vector v`: the same word, an f64vector of plain doubles.
    CheckF64vector,
    /// `check-flonums v`: the same word, a vector all of whose elements are flonums.
    CheckFlonums,
    /// `check-elements v low end`: gives up unless the elements of a vector from `low` to before `end` are flonums.
    CheckElements,
    /// `check-numbers v`: gives up if a flonum, or an element of a vector of flonums, is NaN.
    CheckNumbers,
    /// `guard v`: gives up if the boolean is false.
    Guard,
    /// `below i n`: whether `0 <= i < n`, of fixnums.
    Below,
    /// `add a b` of fixnums whose sum is one.
    Add,
    /// `sub a b`
    Sub,
    /// `mul a b`
    Mul,
    /// `new-vector length fill`
    NewVector,
    /// `new-f64vector length fill`
    NewF64vector,
    /// `length v`: of a vector or f64vector.
    Length,
    /// `load v i`: an element, as the type of the result says; the index is in range.
    Load,
    /// `store v i x`
    Store,
    /// `accumulate v i x`: adds a flonum to an element.
    Accumulate,
    /// `constant v`: the same flonum, a constant to derivatives.
    Constant,
    /// `plain v`: a flonum goes where no number that is being differentiated may go.
    Plain,
    /// `push v ...`: onto the tape.
    Push,
    /// `reserve n`: room on the tape for `n` records of that many words.
    Reserve(usize),
    /// `put v ...`: as `push`, where there is room for it.
    Put,
    /// `peek`: the word that many places below the top of the tape, as the type of the result says.
    Peek(usize),
    /// `drop`: takes words from the tape.
    Drop(usize),
}

/// A loop: parameters, their first values, and the body.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Its name for `Continue`.
    pub id: LoopId,
    /// Parameters, new in each turn.
    pub params: Vec<Val>,
    /// Their values in the first turn.
    pub inits: Vec<Val>,
    /// What is done in a turn.
    pub body: Block,
}

/// How a block ends.
#[derive(Clone, Debug)]
pub enum End {
    /// The value of the enclosing `if` or `loop`.
    Yield(Val),
    /// The value of the function.
    Return(Val),
    /// The next turn of a loop.
    Continue(LoopId, Vec<Val>),
    /// A proper tail call of a function.
    TailCall(FuncId, Vec<Val>, Span),
    /// A proper tail call of a procedure object.
    TailCallValue(Val, Vec<Val>, Span),
    /// A proper tail call with the elements of a list.
    TailApply(Val, Val, Span),
    /// Two ways, each with an end of its own.
    If(Val, Box<Block>, Box<Block>),
    /// A loop that is left by the ends in its body.
    Loop(Box<Loop>),
    /// Fast code gives up.
    GiveUp,
}
