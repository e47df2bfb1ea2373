//! Branches and loops.

use std::collections::BTreeSet;

use ir::ssa::{Block, End, Func, Loop, Op, Ty, Val};

use super::known::{Known, Object, Shape, VectorId};
use super::{Done, Env, Flow, MAX_TURNS, Pass, Stop, Vectors};

impl Pass<'_> {
    /// Both branches of an `if`; what they yield.
    pub(super) fn branches(&mut self, test: Val, blocks: [&Block; 2], func: &Func, env: &mut Env) -> Done<Known> {
        let outer = std::mem::take(&mut self.insts);
        let before = self.vectors.clone();
        let mut ways = Vec::new();
        for block in blocks {
            self.vectors = before.clone();
            let yielded = self.block(block, func, &mut env.clone())?.yields()?;
            ways.push((std::mem::take(&mut self.insts), yielded, self.vectors.clone()));
        }
        let [then, other] = &ways[..] else { unreachable!("there are two branches") };
        let shape = self.meet(&then.1, &other.1)?;
        let changed: Vec<VectorId> = before.keys().copied().filter(|id| then.2[id] != other.2[id]).collect();
        let mut types = Vec::new();
        Self::types(&shape, &mut types);
        types.extend(changed.iter().flat_map(|id| vec![Ty::Flonum; before[id].len()]));
        let mut made = Vec::new();
        for (insts, yielded, vectors) in &ways {
            (self.insts, self.vectors) = (insts.clone(), vectors.clone());
            let mut leaves = Vec::new();
            self.leaves(yielded, &shape, &mut leaves)?;
            leaves.extend(changed.iter().flat_map(|id| vectors[id].clone()));
            let (insts, end) = self.yielded(&leaves, &types)?;
            made.push(Box::new(Block { insts, end }));
        }
        let after: Vectors = before.keys().map(|id| (*id, ways[0].2[id].clone())).collect();
        (self.insts, self.vectors) = (outer, after);
        let [then, other] = <[_; 2]>::try_from(made).expect("there are two branches");
        let mut leaves = self.unpacked(Op::If(test, then, other), &types)?.into_iter();
        let result = self.rebuilt(&shape, &mut leaves);
        self.set_elements(&changed, &mut leaves);
        Ok(result)
    }

    fn set_elements(&mut self, vectors: &[VectorId], leaves: &mut impl Iterator<Item = Val>) {
        for id in vectors {
            let elements = self.vectors.get_mut(id).expect("it was there before");
            elements.fill_with(|| leaves.next().expect("one for each element"));
        }
    }

    /// A loop: unrolled, if it has a few turns, known now; else a loop.
    pub(super) fn repeat(&mut self, inner: &Loop, func: &Func, env: &mut Env) -> Done<Known> {
        let inits: Vec<Known> = inner.inits.iter().map(|init| env[init].clone()).collect();
        let (length, vectors) = (self.insts.len(), self.vectors.clone());
        if let Some(result) = self.unrolled(inner, &inits, func, env)? {
            return Ok(result);
        }
        self.insts.truncate(length);
        self.vectors = vectors;
        let mut facts = Facts::default();
        loop {
            match self.looped(inner, &inits, &facts, func, env)? {
                Turned::Done(result) => return Ok(result),
                Turned::Changes(more) => facts.changed.extend(more),
                Turned::MayBeGiven(more) => facts.given.extend(more),
            }
            self.insts.truncate(length);
        }
    }

    /// What a loop yields whose test is known in each turn.
    fn unrolled(&mut self, inner: &Loop, inits: &[Known], func: &Func, env: &mut Env) -> Done<Option<Known>> {
        let mut args = inits.to_vec();
        let End::If(test, ..) = &inner.body.end else { return Err(Stop) };
        for _ in 0..=MAX_TURNS {
            env.extend(inner.params.iter().copied().zip(args));
            self.insts(&inner.body.insts, func, env)?;
            if self.truth(&env[test]).is_none() {
                return Ok(None);
            }
            let end = Block { insts: Vec::new(), end: inner.body.end.clone() };
            args = match self.block(&end, func, env)? {
                Flow::Yield(result) => return Ok(Some(result)),
                Flow::Continue(id, args) if id == inner.id => args,
                Flow::Continue(..) | Flow::Return(_) => return Err(Stop),
            };
        }
        Ok(None)
    }

    /// A loop, in which the elements of the vectors from before it that it changes are parameters.
    fn looped(&mut self, inner: &Loop, inits: &[Known], facts: &Facts, func: &Func, env: &mut Env) -> Done<Turned> {
        let End::If(test, exit, turn) = &inner.body.end else { return Err(Stop) };
        let before = self.vectors.clone();
        let changed: Vec<VectorId> = facts.changed.iter().copied().collect();
        // The parameters. Given vectors of known length become their elements, too.
        let mut first = Vec::new();
        let mut shapes = Vec::new();
        let mut types = Vec::new();
        for (index, (init, param)) in inits.iter().zip(&inner.params).enumerate() {
            let may_be_given = facts.given.contains(&index) || self.object_of(init) == Object::MayBeGiven;
            let object = if may_be_given { Object::MayBeGiven } else { Object::New };
            let shape = match init {
                Known::Val(val) => match self.given(*val) {
                    Some(short) => Shape::Vector(short, object),
                    None => Shape::Val(func.vals[*param]),
                },
                Known::Vector(vector) => Shape::Vector(self.made[*vector], object),
                Known::Tuple(_) => return Err(Stop),
            };
            self.leaves(init, &shape, &mut first)?;
            Self::types(&shape, &mut types);
            shapes.push(shape);
        }
        first.extend(changed.iter().flat_map(|id| before[id].clone()));
        types.resize(first.len(), Ty::Flonum);
        let params: Vec<Val> = types.into_iter().map(|ty| self.vals.push(ty)).collect();
        let mut leaves = params.iter().copied();
        for (param, shape) in inner.params.iter().zip(&shapes) {
            let known = self.rebuilt(shape, &mut leaves);
            env.insert(*param, known);
        }
        self.set_elements(&changed, &mut leaves);
        let at_head = self.vectors.clone();
        let outer = std::mem::take(&mut self.insts);
        self.insts(&inner.body.insts, func, env)?;
        let test = env[test].val()?;
        if self.constants.contains_key(&test) {
            return Err(Stop);
        }
        let head = std::mem::take(&mut self.insts);
        let behind_head = self.vectors.clone();
        let differs = |vectors: &Vectors| -> Vec<VectorId> {
            let others = before.keys().filter(|id| !facts.changed.contains(id));
            others.copied().filter(|id| vectors[id] != at_head[id]).collect()
        };
        // The exit.
        let yielded = self.block(exit, func, &mut env.clone())?.yields()?;
        let mut more = differs(&self.vectors);
        let result = match &yielded {
            Known::Vector(vector) if before.contains_key(vector) => Shape::Same(yielded.clone()),
            yielded => self.shape(yielded)?,
        };
        let mut out = Vec::new();
        self.leaves(&yielded, &result, &mut out)?;
        out.extend(changed.iter().flat_map(|id| self.vectors[id].clone()));
        let mut types = Vec::new();
        Self::types(&result, &mut types);
        types.resize(out.len(), Ty::Flonum);
        let (insts, end) = self.yielded(&out, &types)?;
        let exit = Box::new(Block { insts, end });
        // A turn.
        self.vectors = behind_head;
        let args = match self.block(turn, func, env)? {
            Flow::Continue(id, args) if id == inner.id => args,
            Flow::Continue(..) | Flow::Yield(_) | Flow::Return(_) => return Err(Stop),
        };
        more.extend(differs(&self.vectors));
        let may_be_given = |index: &usize| {
            matches!(shapes[*index], Shape::Vector(_, Object::New))
                && self.object_of(&args[*index]) == Object::MayBeGiven
        };
        let given: Vec<usize> = (0..args.len()).filter(may_be_given).collect();
        if !given.is_empty() {
            (self.insts, self.vectors) = (outer, before);
            return Ok(Turned::MayBeGiven(given));
        }
        let mut next = Vec::new();
        for (arg, shape) in args.iter().zip(&shapes) {
            self.leaves(arg, shape, &mut next)?;
        }
        next.extend(changed.iter().flat_map(|id| self.vectors[id].clone()));
        let insts = std::mem::replace(&mut self.insts, outer);
        self.vectors = before;
        if !more.is_empty() {
            return Ok(Turned::Changes(more));
        }
        // A copy that the next turn has must not differ from what it was made of.
        if changed.iter().any(|id| self.frozen.contains(id)) {
            return Err(Stop);
        }
        let id = self.new_loop();
        let turn = Box::new(Block { insts, end: End::Continue(id, next) });
        let body = Block { insts: head, end: End::If(test, exit, turn) };
        let op = Op::Loop(Box::new(Loop { id, params, inits: first, body }));
        let mut leaves = self.unpacked(op, &types)?.into_iter();
        let known = self.rebuilt(&result, &mut leaves);
        self.set_elements(&changed, &mut leaves);
        Ok(Turned::Done(known))
    }
}

/// What came of a loop.
enum Turned {
    Done(Known),
    /// It changes these vectors, too.
    Changes(Vec<VectorId>),
    /// These parameters may be vectors that were given, too.
    MayBeGiven(Vec<usize>),
}

/// What is known of a loop from reading it before.
#[derive(Default)]
struct Facts {
    /// The vectors from before it that it changes.
    changed: BTreeSet<VectorId>,
    /// The parameters that may be vectors that were given.
    given: BTreeSet<usize>,
}
