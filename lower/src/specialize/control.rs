//! Instructions and ends: what is known when the program is compiled is done, the rest becomes code in normal form.

use ir::ssa::{Block, Const, End, Fast, Inst, Op, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::{Flow, Form, Frame, Pass, Shape, Stop, Target, Tree, TreeEnd, Value, block};

impl Pass<'_> {
    /// Reads a block of the input into the block that is open.
    pub(super) fn block_into(&mut self, frame: &mut Frame, source: &Block) -> Result<TreeEnd, Stop> {
        for inst in &source.insts {
            self.burn(inst.span)?;
            match self.inst(frame, inst)? {
                Some(value) => frame.env.insert(inst.result, value),
                None => return Ok(TreeEnd::GiveUp),
            };
        }
        self.end(frame, &source.end)
    }

    fn tree(&mut self, frame: &mut Frame, source: &Block) -> Result<Tree, Stop> {
        self.open();
        let end = self.block_into(frame, source)?;
        Ok(self.close_tree(end))
    }

    /// The block that is open, with its end.
    pub(super) fn close_tree(&mut self, end: TreeEnd) -> Tree {
        let insts = self.close();
        let insts = if matches!(end, TreeEnd::GiveUp) { Vec::new() } else { insts };
        Tree { insts, end }
    }

    pub(super) fn values(&self, frame: &Frame, vals: &[Val]) -> Vec<Value> {
        vals.iter().map(|val| frame.env[val].clone()).collect()
    }

    fn inst(&mut self, frame: &mut Frame, inst: &Inst) -> Flow<Value> {
        let span = inst.span;
        match &inst.op {
            Op::Const(word) => Ok(Some(Form::Const(*word))),
            Op::Literal(literal) => self.emit(Op::Literal(*literal), Ty::Any, span).map(|val| Some(Form::Word(val))),
            Op::Prim(prim, args) => {
                let args = self.values(frame, args);
                self.prim(*prim, args, (frame.func, inst.result), span)
            }
            Op::Call(func, args) => {
                let args = self.values(frame, args);
                self.call(*func, args, span)
            }
            Op::CallValue(callee, args) => {
                let args = self.values(frame, args);
                self.call_value(&frame.env[callee].clone(), args, span)
            }
            Op::Apply(callee, items) => self.apply(&frame.env[callee].clone(), &frame.env[items].clone(), span),
            Op::MakeProc(made, captures) => Ok(Some(Form::Proc(*made, self.values(frame, captures).into()))),
            Op::SetCapture(..) => self.give_up("procedures that are used as values refer to each other", span),
            Op::MakeBox(val) => {
                let value = frame.env[val].clone();
                self.new_box(&value, (frame.func, inst.result), span)
            }
            Op::BoxRef(cell) => match frame.env[cell].clone() {
                Form::Word(val) => Ok(Some(Form::Word(self.emit(Op::BoxRef(val), Ty::Any, span)?))),
                cell => {
                    let zero = self.fixnum(0, span)?;
                    self.load(&cell, zero, span)
                }
            },
            Op::BoxSet(cell, val) => {
                let zero = self.fixnum(0, span)?;
                let (cell, value) = (frame.env[cell].clone(), frame.env[val].clone());
                self.store(&cell, zero, &value, span)
            }
            Op::GlobalRef(global, _) => {
                let ty = self.module.funcs[frame.func].vals[inst.result];
                let val = self.global(*global, ty, span);
                Ok(Some(Self::of_type(val, ty)))
            }
            Op::GlobalSet(..) => self.give_up("a top-level variable is assigned", span),
            Op::CheckDefined(val, name) => match frame.env[val].clone() {
                Form::Word(val) => Ok(Some(Form::Word(self.emit(Op::CheckDefined(val, *name), Ty::Any, span)?))),
                Form::Const(Const::Undefined) => self.give_up("a variable is used before its definition", span),
                value => Ok(Some(value)),
            },
            Op::If(test, then, other) => {
                let end = self.branch(frame, *test, then, other, span)?;
                self.merge(end, span)
            }
            Op::Loop(inner) => {
                let end = self.run_loop(frame, inner, span)?;
                self.merge(end, span)
            }
            Op::Tuple(_) | Op::Project(..) | Op::Fast(..) | Op::Attempt(..) => {
                self.give_up("fast code inside of fast code", span)
            }
        }
    }

    fn end(&mut self, frame: &mut Frame, end: &End) -> Result<TreeEnd, Stop> {
        let out = |value: Option<Value>| value.map_or(TreeEnd::GiveUp, |value| TreeEnd::Leaf(Target::Out, vec![value]));
        let here = self.module.funcs[frame.func].span;
        match end {
            End::Yield(val) | End::Return(val) => Ok(TreeEnd::Leaf(Target::Out, vec![frame.env[val].clone()])),
            End::Continue(label, args) => Ok(TreeEnd::Leaf(Target::Turn(*label), self.values(frame, args))),
            End::TailCall(func, args, span) => {
                let args = self.values(frame, args);
                self.call(*func, args, *span).map(out)
            }
            End::TailCallValue(callee, args, span) => {
                let args = self.values(frame, args);
                self.call_value(&frame.env[callee].clone(), args, *span).map(out)
            }
            End::TailApply(callee, items, span) => {
                self.apply(&frame.env[callee].clone(), &frame.env[items].clone(), *span).map(out)
            }
            End::If(test, then, other) => self.branch(frame, *test, then, other, here),
            End::Loop(inner) => self.run_loop(frame, inner, here),
            End::GiveUp => Ok(TreeEnd::GiveUp),
        }
    }

    // Branches -----

    fn branch(
        &mut self,
        frame: &mut Frame,
        test: Val,
        then: &Block,
        other: &Block,
        span: Span,
    ) -> Result<TreeEnd, Stop> {
        let test = match frame.env[&test].clone() {
            Form::Bool(val) | Form::Word(val) | Form::Part(val) | Form::Leaf(val) => val,
            Form::Const(Const::Bool(false)) => return self.block_into(frame, other),
            _ => return self.block_into(frame, then),
        };
        let then = self.tree(frame, then)?;
        let other = self.tree(frame, other)?;
        self.either(test, then, other, span)
    }

    /// One of two trees; what gives up is a guard.
    pub(super) fn either(&mut self, test: Val, then: Tree, other: Tree, span: Span) -> Result<TreeEnd, Stop> {
        match (&then.end, &other.end) {
            (TreeEnd::GiveUp, TreeEnd::GiveUp) => Ok(TreeEnd::GiveUp),
            (_, TreeEnd::GiveUp) => {
                self.fast(Fast::Guard, &[test], Ty::Any, span)?;
                self.append(then.insts);
                Ok(then.end)
            }
            (TreeEnd::GiveUp, _) => {
                let no = self.not(test, span)?;
                self.fast(Fast::Guard, &[no], Ty::Any, span)?;
                self.append(other.insts);
                Ok(other.end)
            }
            _ => Ok(TreeEnd::If(test, Box::new(then), Box::new(other), span)),
        }
    }

    pub(super) fn not(&mut self, test: Val, span: Span) -> Result<Val, Stop> {
        self.inline(Inline::Not, &[test], Ty::Bool, span)
    }

    /// The one value that comes out of an end whose leaves all go out.
    pub(super) fn merge(&mut self, end: TreeEnd, span: Span) -> Flow<Value> {
        match end {
            TreeEnd::GiveUp => Ok(None),
            TreeEnd::Leaf(_, mut values) => Ok(values.pop()),
            TreeEnd::If(test, then, other, at) => {
                let end = TreeEnd::If(test, then, other, at);
                let mut shapes = None;
                self.join_leaves(&end, Target::Out, &mut shapes, span)?;
                let Some(shapes) = shapes else { return Ok(None) };
                let leaves = self.emit_merge(end, &shapes)?;
                Ok(Some(shapes[0].with_leaves(&leaves)))
            }
        }
    }

    /// The shapes that cover the values of all leaves that go to a target.
    pub(super) fn join_leaves(
        &self,
        end: &TreeEnd,
        target: Target,
        shapes: &mut Option<Vec<Shape>>,
        span: Span,
    ) -> Result<(), Stop> {
        for (_, values, place) in end.leaves(span).into_iter().filter(|(place, ..)| *place == target) {
            let own: Vec<Shape> = values.iter().map(Form::shape).collect();
            let joined = match shapes.take() {
                None => Some(own),
                Some(old) => old.iter().zip(&own).map(|(old, own)| self.join(old, own)).collect(),
            };
            match joined {
                Some(joined) => *shapes = Some(joined),
                None => return self.fail("values of different kinds meet", place),
            }
        }
        Ok(())
    }

    /// Emits an end whose leaves all have values of these shapes; the leaves of the values that come out.
    fn emit_merge(&mut self, end: TreeEnd, shapes: &[Shape]) -> Result<Vec<Val>, Stop> {
        match end {
            TreeEnd::GiveUp => unreachable!("a branch that gives up is a guard"),
            TreeEnd::Leaf(_, values) => {
                let span = Span { file: syntax::FileId(0), start: 0, end: 0 };
                let values = self.coerce_all(&values, shapes, span)?;
                Ok(values.iter().flat_map(Form::leaves).collect())
            }
            TreeEnd::If(test, then, other, span) => {
                let types: Vec<Ty> = shapes.iter().flat_map(Form::leaf_types).collect();
                let [then, other] = self.arms([*then, *other], |pass, tree| {
                    pass.append(tree.insts);
                    let leaves = pass.emit_merge(tree.end, shapes)?;
                    pass.pack(&leaves, &types, span)
                })?;
                if types.is_empty() && is_idle(&then) && is_idle(&other) {
                    return Ok(Vec::new());
                }
                let ty = self.out.packed_type(&types);
                let packed = self.emit(Op::If(test, then, other), ty, span)?;
                self.unpack(packed, &types, span)
            }
        }
    }

    /// The blocks of two branches, which yield what `emit` makes of their trees.
    pub(super) fn arms(
        &mut self,
        trees: [Tree; 2],
        mut emit: impl FnMut(&mut Self, Tree) -> Result<Val, Stop>,
    ) -> Result<[Box<Block>; 2], Stop> {
        let mut arm = |tree| {
            self.open();
            let yielded = emit(self, tree)?;
            Ok(block(self.close(), End::Yield(yielded)))
        };
        let [then, other] = trees;
        Ok([arm(then)?, arm(other)?])
    }
}

fn is_idle(block: &Block) -> bool {
    block.insts.iter().all(|inst| matches!(inst.op, Op::Const(_)))
}
