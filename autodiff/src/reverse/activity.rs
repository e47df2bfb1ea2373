//! Which flonums depend on the active parameters.

use std::collections::{HashMap, HashSet};

use ir::id::Id;
use ir::ssa::{Block, End, Fast, Func, Inst, Loop, LoopId, Op, Ty, Val};
use prims::Type;

use super::{Key, Refusal, Reverse};

/// The active flonums and elements of tuples of a function.
pub struct Activity {
    active: HashSet<Key>,
    /// Vectors in which nothing is active.
    constants: HashSet<Val>,
}

struct Pass<'p, 'a> {
    reverse: &'p mut Reverse<'a>,
    func: &'p Func,
    active: HashSet<Key>,
    constants: HashSet<Val>,
    loops: HashMap<LoopId, Vec<Val>>,
    changed: bool,
}

impl Activity {
    /// What is active in a function if these parameters are.
    pub fn of(reverse: &mut Reverse, func: &Func, params: &[bool]) -> Result<Activity, Refusal> {
        let (active, constants) = (HashSet::new(), HashSet::new());
        let mut pass = Pass { reverse, func, active, constants, loops: HashMap::new(), changed: true };
        for (param, active) in func.params.iter().zip(params) {
            if *active {
                pass.active.insert((*param, 0));
            } else if func.vals[*param] == Ty::Flonums {
                pass.constants.insert(*param);
            }
        }
        while std::mem::take(&mut pass.changed) {
            pass.block(&func.body, None)?;
        }
        Ok(Activity { active: pass.active, constants: pass.constants })
    }

    /// Whether it depends on the active parameters.
    pub fn is_active(&self, key: Key) -> bool {
        self.active.contains(&key)
    }

    /// Whether nothing active is in a vector.
    pub fn is_constant(&self, vector: Val) -> bool {
        self.constants.contains(&vector)
    }
}

impl Pass<'_, '_> {
    fn is_active(&self, val: Val) -> bool {
        self.func.vals[val] == Ty::Flonum && self.active.contains(&(val, 0))
    }

    /// Whether it is a vector in which something may be active.
    fn is_varying(&self, val: Val) -> bool {
        self.func.vals[val] == Ty::Flonums && !self.constants.contains(&val)
    }

    fn mark(&mut self, key: Key) {
        self.changed |= self.active.insert(key);
    }

    /// `to` becomes as active as `from`; both may be tuples.
    fn pass_on(&mut self, from: Val, to: Val) {
        let width = match self.func.vals[from] {
            Ty::Tuple(id) => self.reverse.module.tuples[id].len(),
            _ => 1,
        };
        for index in 0..width {
            if self.active.contains(&(from, index)) && (width > 1 || self.func.vals[to] == Ty::Flonum) {
                self.mark((to, index));
            }
        }
    }

    fn block(&mut self, block: &Block, target: Option<Val>) -> Result<(), Refusal> {
        for inst in &block.insts {
            self.inst(inst)?;
        }
        match &block.end {
            End::Yield(val) => {
                if let Some(target) = target {
                    self.pass_on(*val, target);
                }
            }
            End::Continue(label, args) => {
                let params = self.loops[label].clone();
                for (arg, param) in args.iter().zip(params) {
                    self.pass_on(*arg, param);
                }
            }
            End::If(_, then, other) => {
                self.block(then, target)?;
                self.block(other, target)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn inst(&mut self, inst: &Inst) -> Result<(), Refusal> {
        let result = inst.result;
        let refuse = |reason: String| Err(Refusal { reason, span: inst.span });
        match &inst.op {
            Op::Prim(prim, args) => {
                if !args.iter().any(|arg| self.is_active(*arg)) || matches!(prim.row().result, Type::Boolean) {
                    return Ok(());
                }
                if self.func.vals[result] != Ty::Flonum && self.func.vals[result] != Ty::Any {
                    return refuse(format!("`{}` of a number that is being differentiated", prim.row().name));
                }
                match self.reverse.rule(*prim) {
                    None => return refuse(format!("`{}` has no derivative", prim.row().name)),
                    Some(rule) if rule.terms.iter().all(|term| !term.is_linear()) => {}
                    Some(_) => self.mark((result, 0)),
                }
            }
            Op::Fast(Fast::Load, args) if self.func.vals[result] == Ty::Flonum && self.is_varying(args[0]) => {
                self.mark((result, 0));
            }
            Op::Fast(Fast::CheckFlonums | Fast::CheckF64vector, _) => {
                self.constants.insert(result);
            }
            Op::Fast(Fast::Store | Fast::Accumulate, args) if self.is_active(args[2]) => {}
            Op::Fast(Fast::CheckNumbers | Fast::Constant, _) => {}
            Op::Fast(Fast::NewVector | Fast::NewF64vector, args) if self.is_active(args[1]) => {
                return refuse("a vector is filled with a number that is being differentiated".to_owned());
            }
            // A number that came out of a rule as a word.
            Op::Fast(Fast::Narrow, args)
                if self.func.vals[args[0]] == Ty::Any && self.active.contains(&(args[0], 0)) =>
            {
                self.mark((result, 0));
            }
            Op::Fast(_, args) if args.iter().any(|arg| self.is_active(*arg)) => {
                return refuse("a number that is being differentiated becomes an exact one".to_owned());
            }
            Op::Tuple(vals) => {
                for (index, val) in vals.iter().enumerate() {
                    if self.is_active(*val) {
                        self.mark((result, index));
                    }
                }
            }
            Op::Project(tuple, index) if self.active.contains(&(*tuple, *index)) => self.mark((result, 0)),
            Op::If(_, then, other) => {
                self.block(then, Some(result))?;
                self.block(other, Some(result))?;
            }
            Op::Loop(inner) => self.looping(inner, result)?,
            // What a call returns may depend on all it takes.
            Op::Call(_, args) => {
                let mut flonums = Vec::new();
                if args.iter().any(|arg| self.is_active(*arg) || self.is_varying(*arg)) {
                    flonums = self.reverse.flonums_of(self.func.vals[result]);
                }
                for index in flonums {
                    self.mark((result, index));
                }
            }
            Op::MakeProc(_, vals) if vals.iter().any(|val| self.is_active(*val)) => {
                return refuse("a procedure that holds a number being differentiated becomes an object".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn looping(&mut self, inner: &Loop, result: Val) -> Result<(), Refusal> {
        self.loops.insert(inner.id, inner.params.clone());
        for (init, param) in inner.inits.iter().zip(&inner.params) {
            self.pass_on(*init, *param);
        }
        self.block(&inner.body, Some(result))
    }
}

/// The free active flonums of code: what it uses and does not define, in the order of their ids.
pub fn free_keys(
    insts: &[Inst],
    ends: &[Val],
    defined: &[Val],
    is_active: &impl Fn(Key) -> bool,
    width: &impl Fn(Val) -> usize,
) -> Vec<Key> {
    let mut uses = Uses { keys: HashSet::new(), defined: defined.iter().copied().collect() };
    uses.insts(insts, width);
    for val in ends {
        uses.all(*val, width);
    }
    let defined = uses.defined;
    let mut keys: Vec<Key> = uses.keys.into_iter().filter(|key| !defined.contains(&key.0) && is_active(*key)).collect();
    keys.sort_by_key(|key| (key.0.index(), key.1));
    keys
}

struct Uses {
    keys: HashSet<Key>,
    defined: HashSet<Val>,
}

impl Uses {
    fn all(&mut self, val: Val, width: &impl Fn(Val) -> usize) {
        self.keys.extend((0..width(val)).map(|index| (val, index)));
    }

    fn insts(&mut self, insts: &[Inst], width: &impl Fn(Val) -> usize) {
        for inst in insts {
            self.defined.insert(inst.result);
            match &inst.op {
                Op::Prim(_, args) | Op::Fast(_, args) | Op::Call(_, args) | Op::Tuple(args) => {
                    self.keys.extend(args.iter().map(|arg| (*arg, 0)));
                }
                Op::Project(tuple, index) => {
                    self.keys.insert((*tuple, *index));
                }
                Op::If(_, then, other) => {
                    self.block(then, width);
                    self.block(other, width);
                }
                Op::Loop(inner) => {
                    self.defined.extend(&inner.params);
                    self.keys.extend(inner.inits.iter().map(|init| (*init, 0)));
                    self.block(&inner.body, width);
                }
                _ => {}
            }
        }
    }

    fn block(&mut self, block: &Block, width: &impl Fn(Val) -> usize) {
        self.insts(&block.insts, width);
        match &block.end {
            End::Yield(val) => self.all(*val, width),
            End::Continue(_, args) => self.keys.extend(args.iter().map(|arg| (*arg, 0))),
            End::If(_, then, other) => {
                self.block(then, width);
                self.block(other, width);
            }
            _ => {}
        }
    }
}
