//! Loops: run as far as they are known, then made in normal form.

use ir::id::Id;
use ir::ssa::{Block, Const, End, Loop, LoopId, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::{Form, Frame, Pass, Purpose, Shape, Stop, Target, Tree, TreeEnd, Value, block};

/// A loop over a known structure is unrolled this often at most.
const MAX_UNROLLED: usize = 256;

/// A turn of a loop: the parameters, the shapes they have in all turns, the code.
type Turn = (Vec<Value>, Vec<Option<Shape>>, Tree);

/// Where the leaves of a tree go, seen from a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ways {
    None,
    Turn,
    Exit,
    Both,
}

/// An exit of a loop and what it takes along.
struct Exit {
    target: Target,
    /// The values that are the same from everywhere and are there before the loop.
    known: Vec<Option<Value>>,
    /// The shapes of the others.
    shapes: Vec<Shape>,
}

impl Pass<'_> {
    /// Runs a loop as far as it is known, and makes code of the rest. The end is that of what comes behind the loop.
    pub(super) fn run_loop(&mut self, frame: &mut Frame, inner: &Loop, span: Span) -> Result<TreeEnd, Stop> {
        let mut inits = self.values(frame, &inner.inits);
        let before = self.func.blocks.last().map_or(0, Vec::len);
        for turn in 0..=MAX_UNROLLED {
            if turn == MAX_UNROLLED {
                inits = self.roll(frame, inner, &inits, before, span)?;
            }
            let outside = self.func.vals.len();
            let (params, shapes, tree) = self.stable_turn(frame, inner, &inits, span)?;
            match tree.end {
                TreeEnd::GiveUp => return Ok(TreeEnd::GiveUp),
                TreeEnd::Leaf(Target::Turn(label), args) if label == inner.id => {
                    if shapes.iter().any(Option::is_some) {
                        return self.fail("a loop has no end", span);
                    }
                    self.append(tree.insts);
                    inits = args;
                }
                end if ways(&end, inner.id) == Ways::Exit => {
                    if shapes.iter().all(Option::is_none) {
                        self.append(tree.insts);
                        return Ok(end);
                    }
                    // There is no second turn: the parameters are their first values.
                    frame.env.extend(inner.params.iter().copied().zip(inits));
                    return self.block_into(frame, &inner.body);
                }
                end => {
                    let tree = Tree { insts: tree.insts, end };
                    return self.emit_loop(inner.id, &inits, params, &shapes, (tree, outside), span);
                }
            }
        }
        self.fail("a loop over a known list is too long to be unrolled", span)
    }

    /// Begins a loop again that has been unrolled too often: lists that grow or shrink are objects then. Returns its first
    /// values.
    fn roll(
        &mut self,
        frame: &Frame,
        inner: &Loop,
        last: &[Value],
        before: usize,
        span: Span,
    ) -> Result<Vec<Value>, Stop> {
        self.func.blocks.last_mut().expect("a block is open").truncate(before);
        let inits = self.values(frame, &inner.inits);
        let mut shapes = Vec::new();
        for (init, last) in inits.iter().zip(last) {
            let joined = self.join(&init.shape().without_numbers(), &last.shape().without_numbers());
            if init != last && joined.is_none() {
                return self.fail("a loop over a known list is too long to be unrolled", span);
            }
            shapes.push(joined.filter(|_| init != last));
        }
        self.hints.insert((self.chain.clone(), inner.id), shapes);
        Ok(inits)
    }

    /// One turn of a loop whose parameters have shapes that all turns have in common (`None`: it is always the first
    /// value); or one that is known to go on with other structures, which is to be unrolled.
    fn stable_turn(&mut self, frame: &mut Frame, inner: &Loop, inits: &[Value], span: Span) -> Result<Turn, Stop> {
        let key = (self.chain.clone(), inner.id);
        let mut shapes = self.hints.get(&key).cloned().unwrap_or_else(|| vec![None; inits.len()]);
        for (shape, init) in shapes.iter_mut().zip(inits) {
            if let Some(known) = shape {
                match self.join(known, &init.shape().without_numbers()) {
                    Some(joined) => *known = joined,
                    None => return self.fail("values of different kinds meet in a loop", span),
                }
            }
        }
        loop {
            let params: Vec<Value> = shapes
                .iter()
                .zip(inits)
                .map(|(shape, init)| shape.as_ref().map_or_else(|| init.clone(), |shape| self.fresh(shape)))
                .collect();
            for (param, value) in inner.params.iter().zip(&params) {
                frame.env.insert(*param, value.clone());
            }
            self.open();
            let end = self.block_into(frame, &inner.body)?;
            let tree = Tree { insts: self.close(), end };
            if let TreeEnd::Leaf(Target::Turn(label), args) = &tree.end
                && *label == inner.id
                && shapes.iter().all(Option::is_none)
                && inits.iter().zip(args).any(|(init, arg)| init != arg && (init.is_structure() || arg.is_structure()))
            {
                return Ok((params, shapes, tree));
            }
            let mut changed = false;
            let leaves = tree.end.leaves(span);
            for (_, args, _) in leaves.into_iter().filter(|(target, ..)| *target == Target::Turn(inner.id)) {
                for ((shape, init), arg) in shapes.iter_mut().zip(inits).zip(args) {
                    let old = match shape {
                        None if arg == init => continue,
                        None => init.shape().without_numbers(),
                        Some(old) => old.clone(),
                    };
                    let Some(joined) = self.join(&old, &arg.shape().without_numbers()) else {
                        return self.fail("values of different kinds meet in a loop", span);
                    };
                    changed |= shape.as_ref() != Some(&joined);
                    *shape = Some(joined);
                }
            }
            if !changed {
                if shapes.iter().any(Option::is_some) {
                    self.hints.insert(key, shapes.clone());
                }
                return Ok((params, shapes, tree));
            }
        }
    }

    /// Makes a loop in normal form.
    fn emit_loop(
        &mut self,
        label: LoopId,
        inits: &[Value],
        params: Vec<Value>,
        shapes: &[Option<Shape>],
        (tree, outside): (Tree, usize),
        span: Span,
    ) -> Result<TreeEnd, Stop> {
        let varying = |index: &usize| shapes[*index].is_some();
        let indices: Vec<usize> = (0..shapes.len()).filter(varying).collect();
        let turn_shapes: Vec<Shape> = indices.iter().filter_map(|index| shapes[*index].clone()).collect();
        let exits = self.exits(&tree.end, label, outside, span)?;
        let exit_types = exit_types(&exits);
        let id = self.new_loop();
        let mut first = Vec::new();
        for (index, shape) in indices.iter().zip(&turn_shapes) {
            first.extend(self.coerce(&inits[*index], shape, span)?.leaves());
        }
        self.open();
        self.append(tree.insts);
        let plan = Plan { label, indices: &indices, turn_shapes: &turn_shapes, exits: &exits, span };
        let (test, exit, turn) = self.turn_ends(tree.end, &plan)?;
        let exit = {
            self.open();
            let leaves = self.emit_part(exit, &plan, Ways::Exit)?;
            let packed = self.pack(&leaves, &exit_types, span)?;
            block(self.close(), End::Yield(packed))
        };
        let turn = {
            self.open();
            let leaves = self.emit_part(turn, &plan, Ways::Turn)?;
            block(self.close(), End::Continue(id, leaves))
        };
        let body = Block { insts: self.close(), end: End::If(test, exit, turn) };
        let params = indices.iter().flat_map(|index| params[*index].leaves()).collect();
        let ty = self.out.packed_type(&exit_types);
        let result = self.emit(Op::Loop(Box::new(Loop { id, params, inits: first, body })), ty, span)?;
        let leaves = self.unpack(result, &exit_types, span)?;
        self.behind_loop(&exits, &leaves, span)
    }

    /// The exits of a loop, each with what it takes along. The first `outside` values of the function are there before.
    fn exits(&self, end: &TreeEnd, label: LoopId, outside: usize, span: Span) -> Result<Vec<Exit>, Stop> {
        let leaves = end.leaves(span);
        let mut targets: Vec<Target> = Vec::new();
        for (target, ..) in &leaves {
            if *target != Target::Turn(label) && !targets.contains(target) {
                targets.push(*target);
            }
        }
        let mut exits = Vec::new();
        for target in targets {
            let mut shapes = None;
            self.join_leaves(end, target, &mut shapes, span)?;
            let mut all = leaves.iter().filter(|(place, ..)| *place == target).map(|(_, values, _)| *values);
            let first = all.next().unwrap_or_default();
            let mut known: Vec<Option<Value>> = first.iter().cloned().map(Some).collect();
            for values in all {
                for (known, value) in known.iter_mut().zip(values) {
                    *known = known.take().filter(|known| known == value);
                }
            }
            for value in &mut known {
                let is_outside = |value: &Value| value.leaves().iter().all(|leaf| leaf.index() < outside);
                *value = value.take().filter(is_outside);
            }
            let mut shapes = shapes.unwrap_or_default();
            let mut is_other = known.iter().map(Option::is_none);
            shapes.retain(|_| is_other.next().unwrap_or(true));
            exits.push(Exit { target, known, shapes });
        }
        Ok(exits)
    }

    /// Test, exit and turn of a loop whose body ends like this. Where exits and turns are mixed, or reverse mode could not
    /// go through them because much is done before the test and behind it, a test and the values of both are computed
    /// first.
    fn turn_ends(&mut self, end: TreeEnd, plan: &Plan) -> Result<(Val, Part, Part), Stop> {
        if let TreeEnd::If(test, then, other, _) = end {
            let apart = !self.head_does_much() || (self.is_plain(&then) && self.is_plain(&other));
            match (ways(&then.end, plan.label), ways(&other.end, plan.label)) {
                (Ways::Exit, Ways::Turn) if apart => return Ok((test, Part::Tree(*then), Part::Tree(*other))),
                (Ways::Turn, Ways::Exit) if apart => {
                    return Ok((self.not(test, plan.span)?, Part::Tree(*other), Part::Tree(*then)));
                }
                _ => {
                    let mut types = vec![Ty::Bool];
                    let exit_types = exit_types(plan.exits);
                    let turn_types: Vec<Ty> = plan.turn_shapes.iter().flat_map(Form::leaf_types).collect();
                    types.extend(exit_types.iter().chain(&turn_types));
                    let mixed = TreeEnd::If(test, then, other, plan.span);
                    let packed = self.emit_mixed(mixed, plan, &types, exit_types.len())?;
                    let vals = self.unpack(packed, &types, plan.span)?;
                    let exit = vals[1..1 + exit_types.len()].to_vec();
                    let turn = vals[1 + exit_types.len()..].to_vec();
                    return Ok((vals[0], Part::Ready(exit), Part::Ready(turn)));
                }
            }
        }
        unreachable!("a loop that goes on and ends has a branch")
    }

    /// Whether an end of a loop can be computed at every turn.
    fn is_plain(&self, tree: &Tree) -> bool {
        let is_little = |inst| autodiff::does_little(inst, &self.func.vals);
        matches!(tree.end, TreeEnd::Leaf(..)) && tree.insts.iter().all(is_little)
    }

    /// Whether more is done before the test of a loop to differentiate than can be done for the test only.
    fn head_does_much(&self) -> bool {
        let head = self.func.blocks.last();
        self.purpose != Purpose::Value && head.is_some_and(|head| head.iter().any(autodiff::does_much))
    }

    fn emit_mixed(&mut self, end: TreeEnd, plan: &Plan, types: &[Ty], exit_count: usize) -> Result<Val, Stop> {
        match end {
            TreeEnd::If(test, then, other, span) => {
                let [then, other] = self.arms([*then, *other], |pass, tree| {
                    pass.append(tree.insts);
                    pass.emit_mixed(tree.end, plan, types, exit_count)
                })?;
                let ty = self.out.packed_type(types);
                self.emit(Op::If(test, then, other), ty, span)
            }
            leaf => {
                let way = ways(&leaf, plan.label);
                let done = self.emit(Op::Const(Const::Bool(way == Ways::Exit)), Ty::Bool, plan.span)?;
                let leaves = self.emit_leaves(Tree { insts: Vec::new(), end: leaf }, plan, way)?;
                let mut vals = vec![done];
                let (exit_types, turn_types) = types[1..].split_at(exit_count);
                if way == Ways::Exit {
                    vals.extend(leaves);
                    vals.extend(self.dummies(turn_types, plan.span)?);
                } else {
                    vals.extend(self.dummies(exit_types, plan.span)?);
                    vals.extend(leaves);
                }
                self.pack(&vals, types, plan.span)
            }
        }
    }

    /// Values that nobody looks at.
    fn dummies(&mut self, types: &[Ty], span: Span) -> Result<Vec<Val>, Stop> {
        let dummies = types.iter().map(|ty| Const::dummy(*ty));
        dummies.map(|word| self.emit(Op::Const(word), word.ty(), span)).collect()
    }

    fn emit_part(&mut self, part: Part, plan: &Plan, way: Ways) -> Result<Vec<Val>, Stop> {
        match part {
            Part::Ready(vals) => Ok(vals),
            Part::Tree(tree) => self.emit_leaves(tree, plan, way),
        }
    }

    /// The leaves of what a tree takes along that only exits the loop, or only goes on.
    fn emit_leaves(&mut self, tree: Tree, plan: &Plan, way: Ways) -> Result<Vec<Val>, Stop> {
        self.append(tree.insts);
        match tree.end {
            TreeEnd::GiveUp => unreachable!("a branch that gives up is a guard"),
            TreeEnd::Leaf(Target::Turn(label), values) if label == plan.label => {
                let chosen: Vec<Value> = plan.indices.iter().map(|index| values[*index].clone()).collect();
                let values = self.coerce_all(&chosen, plan.turn_shapes, plan.span)?;
                Ok(values.iter().flat_map(Form::leaves).collect())
            }
            TreeEnd::Leaf(target, values) => {
                let mut vals = Vec::new();
                let chosen = plan.exits.iter().position(|exit| exit.target == target).expect("it is an exit");
                if plan.exits.len() > 1 {
                    vals.push(self.fixnum(chosen as i64, plan.span)?);
                }
                for (index, exit) in plan.exits.iter().enumerate() {
                    if index == chosen {
                        let others = values.iter().zip(&exit.known).filter(|(_, known)| known.is_none());
                        let others: Vec<Value> = others.map(|(value, _)| value.clone()).collect();
                        let others = self.coerce_all(&others, &exit.shapes, plan.span)?;
                        vals.extend(others.iter().flat_map(Form::leaves));
                    } else {
                        let types: Vec<Ty> = exit.shapes.iter().flat_map(Form::leaf_types).collect();
                        vals.extend(self.dummies(&types, plan.span)?);
                    }
                }
                Ok(vals)
            }
            TreeEnd::If(test, then, other, span) => {
                let types = match way {
                    Ways::Exit => exit_types(plan.exits),
                    _ => plan.turn_shapes.iter().flat_map(Form::leaf_types).collect(),
                };
                let [then, other] = self.arms([*then, *other], |pass, tree| {
                    let leaves = pass.emit_leaves(tree, plan, way)?;
                    pass.pack(&leaves, &types, span)
                })?;
                let ty = self.out.packed_type(&types);
                let packed = self.emit(Op::If(test, then, other), ty, span)?;
                self.unpack(packed, &types, span)
            }
        }
    }

    /// Where control goes behind a loop.
    fn behind_loop(&mut self, exits: &[Exit], leaves: &[Val], span: Span) -> Result<TreeEnd, Stop> {
        let values_of = |exit: &Exit, leaves: &mut &[Val]| -> Vec<Value> {
            let mut take = |shape: &Shape| {
                let (own, rest) = leaves.split_at(shape.leaf_types().len());
                *leaves = rest;
                shape.with_leaves(own)
            };
            let mut others = exit.shapes.iter().map(&mut take);
            let next = |known: &Option<Value>| known.clone().or_else(|| others.next()).expect("a shape for each");
            exit.known.iter().map(next).collect()
        };
        if exits.is_empty() {
            return Ok(TreeEnd::GiveUp);
        }
        let [only] = exits else {
            let mut rest = &leaves[1..];
            let ends: Vec<TreeEnd> =
                exits.iter().map(|exit| TreeEnd::Leaf(exit.target, values_of(exit, &mut rest))).collect();
            let mut chain: Option<TreeEnd> = None;
            for (index, end) in ends.into_iter().enumerate().rev() {
                chain = Some(match chain {
                    None => end,
                    Some(other) => {
                        let number = self.fixnum(index as i64, span)?;
                        let test = self.inline(Inline::NumEq, &[leaves[0], number], Ty::Bool, span)?;
                        let tree = |end| Box::new(Tree { insts: Vec::new(), end });
                        TreeEnd::If(test, tree(end), tree(other), span)
                    }
                });
            }
            return Ok(chain.expect("a loop that ends has an exit"));
        };
        let mut rest = leaves;
        Ok(TreeEnd::Leaf(only.target, values_of(only, &mut rest)))
    }
}

/// What `emit_loop` has decided.
struct Plan<'a> {
    label: LoopId,
    /// The parameters that vary.
    indices: &'a [usize],
    turn_shapes: &'a [Shape],
    exits: &'a [Exit],
    span: Span,
}

/// The types of what a loop yields: the number of the exit if there are several, then what each takes along.
fn exit_types(exits: &[Exit]) -> Vec<Ty> {
    let own = exits.iter().flat_map(|exit| exit.shapes.iter().flat_map(Form::leaf_types));
    let selector = if exits.len() > 1 { Some(Ty::Fixnum) } else { None };
    selector.into_iter().chain(own).collect()
}

/// The exit or the turn of a loop.
enum Part {
    Tree(Tree),
    /// What it takes along has been computed.
    Ready(Vec<Val>),
}

fn ways(end: &TreeEnd, label: LoopId) -> Ways {
    match end {
        TreeEnd::GiveUp => Ways::None,
        TreeEnd::Leaf(Target::Turn(own), _) if *own == label => Ways::Turn,
        TreeEnd::Leaf(..) => Ways::Exit,
        TreeEnd::If(_, then, other, _) => match (ways(&then.end, label), ways(&other.end, label)) {
            (Ways::None, way) | (way, Ways::None) => way,
            (one, two) if one == two => one,
            _ => Ways::Both,
        },
    }
}
