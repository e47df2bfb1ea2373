//! Short vectors as their elements, in fast code that is given vectors of known lengths.
//!
//! In: a module with fast code. Out: the same, in which an attempt with a short vector of known length, a literal or what
//! `vector` has just made, runs a copy of the fast code that was made for this length. In the copy the calls that take
//! such vectors are unfolded, loops over their elements unrolled, and short vectors that the code makes are no objects
//! but their elements, in registers: the gradient and the next point of each step of a descent.
//!
//! ```text
//! (descend 1000 #(-1.2 1.0))
//! loop (k, x)  { ... g = new-vector (length x) 0.0; call rosen.gradient (x, g); y = new-vector ...; continue (k - 1, y) }
//! =>  loop (k, x0, x1) { ... g0 = ...; g1 = ...; continue (k - 1, x0 - 0.001 * g0, x1 - 0.001 * g1) }
//! ```
//!
//! It is a partial evaluator, as `specialize` is, for code that has been differentiated. A vector in its elements may be
//! copied, into a parameter of a loop or where two branches meet, only if nobody changes it from then on: it is *frozen*.
//! Where the code does anything with such a vector that is not foreseen here, there is no copy, and the attempt stays
//! as it is. Elements are the same to the bit.
//!
//! What it does not do: lengths that are not known when the program is compiled.

mod known;
mod repeat;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ir::id::{Arena, Id};
use ir::ssa::{Block, Const, End, Fast, Func, FuncId, Inst, LoopId, Module, Op, Ty, Val};
use prims::Inline;
use syntax::{DatumKind, Span};

use known::{Known, Short, VectorId};

use crate::attempts::Code;

/// Vectors of at most this many elements are short.
const SHORT: usize = 8;
/// Loops of at most this many turns are unrolled.
const MAX_TURNS: usize = 8;
/// Calls are unfolded this deep.
const MAX_CALLS: usize = 12;
/// A copy takes at most this many instructions, those that are not kept included.
const BUDGET: usize = 6_000;
/// All copies together.
const FUEL: usize = 60_000;

/// Makes copies of fast code for attempts with short vectors.
pub fn unfold_vectors(mut module: Module) -> Module {
    let mut known = HashMap::new();
    let mut fuel = FUEL;
    for id in module.funcs.ids() {
        if !module.funcs[id].body.all_insts().any(|inst| matches!(inst.op, Op::Attempt(..))) {
            continue;
        }
        let func = module.funcs[id].clone();
        let lengths = lengths(&func, &module);
        if !lengths.is_empty() {
            let mut copies = Copies { module: &mut module, lengths, known: &mut known, fuel: &mut fuel };
            let body = copies.block(&func.body);
            module.funcs[id].body = body;
        }
    }
    module
}

/// The short vectors of a function whose lengths are known.
fn lengths(func: &Func, module: &Module) -> HashMap<Val, Short> {
    let lists = lists(func);
    let of_prim = |op: Inline, args: &[Val]| match op {
        Inline::Vector => Some(Short { length: args.len(), f64: false }),
        Inline::ListToF64vector => Some(Short { length: *lists.get(&args[0])?, f64: true }),
        _ => None,
    };
    let of = |inst: &Inst| match &inst.op {
        Op::Literal(literal) => match &module.literals[*literal].kind {
            DatumKind::Vector(items) => Some(Short { length: items.len(), f64: false }),
            DatumKind::F64vector(items) => Some(Short { length: items.len(), f64: true }),
            _ => None,
        },
        Op::Prim(prim, args) => of_prim(prim.row().inline?, args),
        _ => None,
    };
    let found = func.body.all_insts().filter_map(|inst| Some((inst.result, of(inst)?)));
    found.filter(|(_, short)| (1..=SHORT).contains(&short.length)).collect()
}

/// The lengths of new lists that are used only once, so that nobody changes them before.
fn lists(func: &Func) -> HashMap<Val, usize> {
    let mut uses: HashMap<Val, usize> = HashMap::new();
    let of_ends = func.body.nested().into_iter().flat_map(|block| block.end.args());
    for val in func.body.all_insts().flat_map(|inst| inst.op.args()).chain(of_ends) {
        *uses.entry(val).or_default() += 1;
    }
    let list = |inst: &Inst| match &inst.op {
        Op::Prim(prim, args) if prim.row().inline == Some(Inline::List) && uses.get(&inst.result) == Some(&1) => {
            Some((inst.result, args.len()))
        }
        _ => None,
    };
    func.body.all_insts().filter_map(list).collect()
}

/// An attempt: the function, and the lengths of its arguments.
type Wanted = (FuncId, Vec<Option<Short>>);

struct Copies<'a> {
    module: &'a mut Module,
    /// Of the vectors of the function that attempts.
    lengths: HashMap<Val, Short>,
    known: &'a mut HashMap<Wanted, Option<FuncId>>,
    fuel: &'a mut usize,
}

impl Copies<'_> {
    fn block(&mut self, block: &Block) -> Block {
        let insts = block.insts.iter().map(|inst| {
            let op = match &inst.op {
                Op::Attempt(func, args) => Op::Attempt(self.copy(*func, args).unwrap_or(*func), args.clone()),
                op => op.map_blocks(|inner| self.block(inner)),
            };
            Inst { op, ..*inst }
        });
        let insts = insts.collect();
        Block { insts, end: block.end.map_blocks(|inner| self.block(inner)) }
    }

    fn copy(&mut self, func: FuncId, args: &[Val]) -> Option<FuncId> {
        let lengths: Vec<Option<Short>> = args.iter().map(|arg| self.lengths.get(arg).copied()).collect();
        if lengths.iter().all(Option::is_none) {
            return None;
        }
        let wanted = (func, lengths);
        if let Some(known) = self.known.get(&wanted) {
            return *known;
        }
        let (tuples, span) = (self.module.tuples.len(), self.module.funcs[func].span);
        let granted = BUDGET.min(*self.fuel);
        let mut pass = Pass::new(self.module, granted, span);
        let made = pass.function(func, &wanted.1);
        *self.fuel -= granted - pass.fuel;
        let made = made.ok().map(|made| self.module.funcs.push(made));
        if made.is_none() {
            self.module.tuples.truncate(tuples);
        }
        self.known.insert(wanted, made);
        made
    }
}

/// There is no copy.
struct Stop;

type Done<T> = Result<T, Stop>;

/// What the values of the function that is read are.
type Env = HashMap<Val, Known>;

/// The short vectors that the code has made at this point: their elements.
type Vectors = BTreeMap<VectorId, Vec<Val>>;

/// How a block that was read ends.
enum Flow {
    Yield(Known),
    Return(Known),
    Continue(LoopId, Vec<Known>),
}

/// Reads fast code and makes code for vectors of known lengths.
struct Pass<'a> {
    module: &'a mut Module,
    fuel: usize,
    /// How many calls are being unfolded.
    depth: usize,
    vals: Arena<Val, Ty>,
    loops: usize,
    /// The open block.
    insts: Vec<Inst>,
    span: Span,
    /// Small integers and truth values that are known.
    constants: HashMap<Val, Const>,
    /// The lengths of vectors that were given. Fast code does not change them.
    lengths: HashMap<Val, Short>,
    vectors: Vectors,
    /// What is known of each short vector that has been made.
    made: Arena<VectorId, Short>,
    /// Those that may have been given: the object then, else unspecified.
    objects: HashMap<VectorId, Val>,
    /// Those that nobody may change any more.
    frozen: BTreeSet<VectorId>,
}

impl<'a> Pass<'a> {
    fn new(module: &'a mut Module, fuel: usize, span: Span) -> Pass<'a> {
        Pass {
            module,
            fuel,
            depth: 0,
            vals: Arena::default(),
            loops: 0,
            insts: Vec::new(),
            span,
            constants: HashMap::new(),
            lengths: HashMap::new(),
            vectors: Vectors::new(),
            made: Arena::default(),
            objects: HashMap::new(),
            frozen: BTreeSet::new(),
        }
    }

    /// The copy of a function for arguments of these lengths.
    fn function(&mut self, id: FuncId, lengths: &[Option<Short>]) -> Done<Func> {
        let func = self.module.funcs[id].clone();
        let params: Vec<Val> = func.params.iter().map(|param| self.vals.push(func.vals[*param])).collect();
        for (param, length) in params.iter().zip(lengths) {
            self.lengths.extend(length.map(|length| (*param, length)));
        }
        let args = params.iter().map(|param| Known::Val(*param)).collect();
        let result = self.unfold(&func, args)?;
        if self.made.is_empty() {
            return Err(Stop);
        }
        let result = match result {
            Known::Vector(vector) => self.object(vector),
            Known::Val(val) => val,
            Known::Tuple(_) => return Err(Stop),
        };
        let body = Block { insts: std::mem::take(&mut self.insts), end: End::Return(result) };
        let (vals, loops) = (std::mem::take(&mut self.vals), self.loops as u32);
        Ok(Func { params, vals, loops, body, ..func })
    }

    /// The code of a function for these arguments; what it returns.
    fn unfold(&mut self, func: &Func, args: Vec<Known>) -> Done<Known> {
        if self.depth == MAX_CALLS {
            return Err(Stop);
        }
        self.depth += 1;
        let mut env: Env = func.params.iter().copied().zip(args).collect();
        let flow = self.block(&func.body, func, &mut env)?;
        self.depth -= 1;
        match flow {
            Flow::Return(result) => Ok(result),
            Flow::Yield(_) | Flow::Continue(..) => Err(Stop),
        }
    }

    fn block(&mut self, block: &Block, func: &Func, env: &mut Env) -> Done<Flow> {
        self.insts(&block.insts, func, env)?;
        match &block.end {
            End::Yield(val) => Ok(Flow::Yield(env[val].clone())),
            End::Return(val) => Ok(Flow::Return(env[val].clone())),
            End::Continue(id, args) => Ok(Flow::Continue(*id, args.iter().map(|arg| env[arg].clone()).collect())),
            End::If(test, then, other) => match self.truth(&env[test]) {
                Some(true) => self.block(then, func, env),
                Some(false) => self.block(other, func, env),
                None => Err(Stop),
            },
            End::TailCall(..) | End::TailCallValue(..) | End::TailApply(..) | End::Loop(_) | End::GiveUp => Err(Stop),
        }
    }

    fn insts(&mut self, insts: &[Inst], func: &Func, env: &mut Env) -> Done<()> {
        for inst in insts {
            self.span = inst.span;
            let result = self.inst(inst, func, env)?;
            env.insert(inst.result, result);
        }
        Ok(())
    }

    fn inst(&mut self, inst: &Inst, func: &Func, env: &mut Env) -> Done<Known> {
        let ty = func.vals[inst.result];
        let known = |args: &[Val]| -> Vec<Known> { args.iter().map(|arg| env[arg].clone()).collect() };
        match &inst.op {
            Op::Const(word) if word.ty() == ty => self.constant(*word),
            Op::Const(_) => self.emit(inst.op.clone(), ty),
            Op::Tuple(args) => Ok(Known::Tuple(known(args))),
            Op::Project(tuple, index) => match &env[tuple] {
                Known::Tuple(elements) => Ok(elements[*index].clone()),
                Known::Val(val) => self.emit(Op::Project(*val, *index), ty),
                Known::Vector(_) => Err(Stop),
            },
            Op::If(test, then, other) => match self.truth(&env[test]) {
                Some(truth) => match self.block(if truth { then } else { other }, func, env)? {
                    Flow::Yield(result) => Ok(result),
                    Flow::Return(_) | Flow::Continue(..) => Err(Stop),
                },
                None => {
                    let test = env[test].val()?;
                    self.branches(test, [then, other], func, env)
                }
            },
            Op::Loop(inner) => self.repeat(inner, func, env),
            Op::Call(callee, args) => {
                let args = known(args);
                let has_short = args.iter().any(|arg| self.short(arg).is_some());
                if has_short {
                    let callee = self.module.funcs[*callee].clone();
                    return self.unfold(&callee, args);
                }
                let args = self.vals_of(&args)?;
                self.emit(Op::Call(*callee, args), ty)
            }
            Op::Prim(prim, args) => {
                let args = self.vals_of(&known(args))?;
                match prim.row().inline.and_then(|op| self.computed(op, &args)) {
                    Some(word) => self.constant(word),
                    None => self.emit(Op::Prim(*prim, args), ty),
                }
            }
            Op::Fast(op, args) => self.fast(*op, &known(args), ty),
            op @ (Op::Literal(_) | Op::GlobalRef(..)) => self.emit(op.clone(), ty),
            _ => Err(Stop),
        }
    }

    fn fast(&mut self, op: Fast, args: &[Known], ty: Ty) -> Done<Known> {
        if let Some(Known::Vector(vector)) = args.first() {
            return self.of_vector(op, *vector, &args[1..], ty);
        }
        let vals = self.vals_of(args)?;
        let short = vals.first().and_then(|val| self.lengths.get(val).copied());
        match (op, short) {
            (Fast::Length, Some(Short { length, .. })) => return self.constant(Const::Fixnum(length as i64)),
            (Fast::Guard, _) if self.truth(&args[0]) == Some(true) => {
                return self.constant(Const::Unspecified);
            }
            (Fast::NewVector | Fast::NewF64vector, _) if self.vals[vals[1]] == Ty::Flonum => {
                if let Some(length) = self.number(vals[0]).and_then(|length| usize::try_from(length).ok())
                    && length <= SHORT
                {
                    return Ok(Known::Vector(self.new_vector(vec![vals[1]; length], op == Fast::NewF64vector)));
                }
            }
            _ => {}
        }
        let numbers: Option<Vec<i64>> = vals.iter().map(|val| self.number(*val)).collect();
        let computed = match (op, numbers.as_deref()) {
            (Fast::Add | Fast::Sub | Fast::Mul, Some([a, b])) => op.of_fixnums(*a, *b).map(Const::Fixnum),
            (Fast::Below, Some([index, length])) => Some(Const::Bool((0..*length).contains(index))),
            _ => None,
        };
        if let Some(word) = computed {
            return self.constant(word);
        }
        let result = self.emit(Op::Fast(op, vals), ty)?;
        let is_check = matches!(op, Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums);
        if let (true, Some(short), Known::Val(same)) = (is_check, short, &result) {
            self.lengths.insert(*same, short);
        }
        Ok(result)
    }

    /// An operation of a vector in its elements.
    fn of_vector(&mut self, op: Fast, vector: VectorId, others: &[Known], ty: Ty) -> Done<Known> {
        let elements = self.vectors[&vector].clone();
        let Short { length, f64 } = self.made[vector];
        let nothing = Const::Unspecified;
        match op {
            Fast::Length => self.constant(Const::Fixnum(length as i64)),
            Fast::CheckFlonums | Fast::CheckVector if !f64 => Ok(Known::Vector(vector)),
            Fast::CheckF64vector if f64 => Ok(Known::Vector(vector)),
            Fast::CheckElements => self.constant(nothing),
            Fast::CheckNumbers => {
                for element in elements {
                    self.emit(Op::Fast(Fast::CheckNumbers, vec![element]), Ty::Any)?;
                }
                self.constant(nothing)
            }
            Fast::Load | Fast::Store | Fast::Accumulate => {
                let index = self.number(others[0].val()?).and_then(|index| usize::try_from(index).ok()).ok_or(Stop)?;
                let old = *elements.get(index).ok_or(Stop)?;
                if op == Fast::Load {
                    return if matches!(ty, Ty::Flonum | Ty::Any) { Ok(Known::Val(old)) } else { Err(Stop) };
                }
                let mut new = others[1].val()?;
                if self.vals[new] != Ty::Flonum || self.frozen.contains(&vector) {
                    return Err(Stop);
                }
                if op == Fast::Accumulate {
                    let sum = Op::Prim(prims::with_inline(Inline::Add), vec![old, new]);
                    new = self.emit(sum, Ty::Flonum)?.val()?;
                }
                self.vectors.get_mut(&vector).expect("it has elements")[index] = new;
                self.constant(nothing)
            }
            _ => Err(Stop),
        }
    }

    // What is known -----

    fn truth(&self, known: &Known) -> Option<bool> {
        match self.constants.get(&known.val().ok()?)? {
            Const::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    fn number(&self, val: Val) -> Option<i64> {
        match self.constants.get(&val)? {
            Const::Fixnum(number) => Some(*number),
            _ => None,
        }
    }

    /// The length of a short vector.
    fn short(&self, known: &Known) -> Option<Short> {
        match known {
            Known::Val(val) => self.lengths.get(val).copied(),
            Known::Vector(vector) => Some(self.made[*vector]),
            Known::Tuple(_) => None,
        }
    }

    /// What a primitive gives for constants.
    fn computed(&self, op: Inline, args: &[Val]) -> Option<Const> {
        if let (Inline::Not, [arg]) = (op, args) {
            return self.truth(&Known::Val(*arg)).map(|truth| Const::Bool(!truth));
        }
        let [a, b] = args else { return None };
        let (a, b) = (self.number(*a)?, self.number(*b)?);
        Some(match op {
            Inline::Add => Const::Fixnum(Fast::Add.of_fixnums(a, b)?),
            Inline::Sub => Const::Fixnum(Fast::Sub.of_fixnums(a, b)?),
            Inline::Mul => Const::Fixnum(Fast::Mul.of_fixnums(a, b)?),
            Inline::Min => Const::Fixnum(a.min(b)),
            Inline::Max => Const::Fixnum(a.max(b)),
            Inline::NumEq => Const::Bool(a == b),
            Inline::Lt => Const::Bool(a < b),
            Inline::Le => Const::Bool(a <= b),
            Inline::Gt => Const::Bool(a > b),
            Inline::Ge => Const::Bool(a >= b),
            _ => return None,
        })
    }

    // Making code -----

    fn emit(&mut self, op: Op, ty: Ty) -> Done<Known> {
        self.fuel = self.fuel.checked_sub(1).ok_or(Stop)?;
        let result = self.vals.push(ty);
        self.insts.push(Inst { result, op, span: self.span });
        Ok(Known::Val(result))
    }

    fn constant(&mut self, word: Const) -> Done<Known> {
        let made = self.emit(Op::Const(word), word.ty())?;
        self.constants.insert(made.val()?, word);
        Ok(made)
    }

    fn new_loop(&mut self) -> LoopId {
        self.loops += 1;
        Id::new(self.loops - 1)
    }

    fn vals_of(&self, known: &[Known]) -> Done<Vec<Val>> {
        known.iter().map(Known::val).collect()
    }

    fn new_vector(&mut self, elements: Vec<Val>, f64: bool) -> VectorId {
        let vector = self.made.push(Short { length: elements.len(), f64 });
        self.vectors.insert(vector, elements);
        vector
    }

    /// A vector as an object, when the code ends: the one that was given, or a new one.
    fn object(&mut self, vector: VectorId) -> Val {
        let (elements, Short { f64, .. }) = (&self.vectors[&vector], self.made[vector]);
        let mut code = Code { vals: &mut self.vals, insts: std::mem::take(&mut self.insts), span: self.span };
        let new = |code: &mut Code| {
            let length = code.fixnum(elements.len() as i64);
            let fill = code.emit(Op::Const(Const::Flonum(0.0)), Ty::Flonum);
            let new = if f64 { Fast::NewF64vector } else { Fast::NewVector };
            let object = code.fast(new, &[length, fill], Ty::Flonums);
            for (index, element) in elements.iter().enumerate() {
                let index = code.fixnum(index as i64);
                code.fast(Fast::Store, &[object, index, *element], Ty::Any);
            }
            object
        };
        let object = match self.objects.get(&vector) {
            None => new(&mut code),
            Some(object) => {
                let nothing = code.emit(Op::Const(Const::Unspecified), Ty::Any);
                let is_new = code.inline(Inline::Eq, &[*object, nothing], Ty::Bool);
                let chosen = code.choose(is_new, new, |_| *object);
                code.emit(chosen, Ty::Any)
            }
        };
        self.insts = code.insts;
        object
    }
}
