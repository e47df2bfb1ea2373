//! Calls: unfolded, or functions of their own.

use std::collections::HashMap;
use std::rc::Rc;

use ir::id::Arena;
use ir::ssa::{Block, Const, End, Func, FuncId, Op, ProcClause, ProcId, Ty, Val};
use prims::Inline;
use syntax::Span;

use super::hoist::hoist;
use super::{
    Flow, Form, Frame, FuncState, Instance, Pass, Purpose, Returned, Shape, Stop, Target, TreeEnd, Value, Wanted, flow,
};

/// Calls unfold at most this deep.
const MAX_DEPTH: usize = 48;
/// Closures nest at most this deep in arguments, and a procedure calls itself with longer lists at most this deep: one
/// that is called with ever larger closures, as in continuation-passing style, would have an instance for each.
const MAX_NESTING: usize = 16;
/// Longer lists are not handed to functions in parameters of their elements.
const MAX_PAIRS: usize = 500;

impl Pass<'_> {
    /// The function made of a function of the input for arguments of these shapes, and the shape of its result.
    pub(super) fn instance(&mut self, source: FuncId, args: &[Shape], wanted: Wanted) -> Flow<(FuncId, Returned)> {
        let args = args.to_vec();
        let is_it = |known: &Instance| known.source == source && known.args == args && known.serves(wanted);
        if let Some(index) = self.instances.iter().position(is_it) {
            return Ok(self.ask(index));
        }
        let span = self.module.funcs[source].span;
        if args.iter().any(|arg| arg.depth() > MAX_NESTING) {
            return self.fail("a procedure is called with ever larger closures", span);
        }
        let func = self.out.funcs.push(Func::giving_up("never".to_owned(), span));
        let index = self.instances.len();
        self.instances.push(Instance {
            source,
            args: args.clone(),
            wanted,
            func,
            result: None,
            relied: false,
            relies_on: usize::MAX,
            done: false,
        });
        let outside =
            (std::mem::take(&mut self.func), std::mem::replace(&mut self.chain, vec![(source, pairs_in(&args))]));
        loop {
            self.func = FuncState { vals: Arena::default(), ..FuncState::default() };
            self.open();
            let values: Vec<Value> = args.iter().map(|shape| self.fresh(shape)).collect();
            let params: Vec<Val> = values.iter().flat_map(Form::leaves).collect();
            let end = self.body(source, values)?;
            let mut value = self.merge(end, span)?;
            value = self.returned(value, wanted, span)?;
            let known = &self.instances[index];
            let result = match (&value, &known.result) {
                (None, _) => None,
                (Some(value), old) => {
                    let own = value.shape().without_numbers();
                    let Some(shape) = old.as_ref().map_or(Some(own.clone()), |old| self.join(&old.shape, &own)) else {
                        return self.fail("a procedure returns values of different kinds", span);
                    };
                    // The caller of the first one wants all of its result.
                    let mut given = if index == 0 { Vec::new() } else { self.given(value, &shape, &params) };
                    for (given, old) in given.iter_mut().zip(old.iter().flat_map(|old| &old.given)) {
                        *given = given.filter(|given| Some(*given) == *old);
                    }
                    Some(Returned { shape, given })
                }
            };
            let relied = known.relied;
            if relied && result != known.result {
                self.instances[index].result = result;
                // What relied on the old one is made again.
                let mut place = 0..;
                self.instances.retain(|made| place.next() <= Some(index) || made.relies_on > index);
                continue;
            }
            if let (Some(value), Some(returned)) = (value, &result) {
                let value = self.coerce(&value, &returned.shape, span)?;
                let types = returned.new_leaves(returned.shape.leaf_types());
                let packed = self.pack(&returned.new_leaves(value.leaves()), &types, span)?;
                let result = self.out.packed_type(&types);
                let name = format!("{}.fast", self.module.funcs[source].name);
                let mut made = Func { result, ..self.function(name, params, packed, span) };
                hoist(&mut made);
                self.out.funcs[func] = made;
            }
            let known = &mut self.instances[index];
            known.result = result.clone();
            known.done = true;
            (self.func, self.chain) = outside;
            return Ok(result.map(|result| (func, result)));
        }
    }

    /// An instance that there is, for the one that is being made, and for those that that one is made for.
    fn ask(&mut self, index: usize) -> Option<(FuncId, Returned)> {
        let known = &mut self.instances[index];
        known.relied |= !known.done;
        let relies_on = if known.done { known.relies_on } else { index };
        let asked = known.result.clone().map(|result| (known.func, result));
        for made in self.instances.iter_mut().skip(relies_on.saturating_add(1)).filter(|made| !made.done) {
            made.relies_on = made.relies_on.min(relies_on);
        }
        asked
    }

    /// What a function returns.
    fn returned(&mut self, value: Option<Value>, wanted: Wanted, span: Span) -> Flow<Value> {
        match value {
            Some(number) if wanted.is_number(&number) => match self.purpose {
                Purpose::Tensors => Ok(self.leaf(&number, span)?.map(Form::Leaf)),
                _ => Ok(self.flonum(&number, span)?.map(Form::Flonum)),
            },
            value => Ok(value),
        }
    }

    /// The function whose code is in the block that is open.
    pub(super) fn function(&mut self, name: String, params: Vec<Val>, result: Val, span: Span) -> Func {
        let code = self.close();
        let FuncState { vals, loops, entry, .. } = std::mem::take(&mut self.func);
        let body = Block { insts: entry.into_iter().chain(code).collect(), end: End::Return(result) };
        let result = vals[result];
        Func { params, vals, loops, body, result, ..Func::giving_up(name, span) }
    }

    /// The code of a function of the input, in the block that is open.
    fn body(&mut self, source: FuncId, args: Vec<Value>) -> Result<TreeEnd, Stop> {
        let module = self.module;
        let func = &module.funcs[source];
        let env: HashMap<_, _> = func.params.iter().copied().zip(args).collect();
        self.block_into(&mut Frame { func: source, env }, &func.body)
    }

    /// A call of a function of the input.
    pub(super) fn call(&mut self, source: FuncId, args: Vec<Value>, span: Span) -> Flow<Value> {
        let pairs = pairs_in(&args);
        // Where a procedure calls itself, a call is unfolded only if it goes on along a known list.
        let around = self.chain.iter().rfind(|(around, _)| *around == source);
        let goes_on = around.is_none_or(|(_, more)| pairs < *more);
        if *self.fuel > self.unfolds_until && self.chain.len() < MAX_DEPTH && goes_on {
            self.chain.push((source, pairs));
            let end = self.body(source, args)?;
            self.chain.pop();
            return self.merge(end, span);
        }
        let mut shapes: Vec<Shape> = args.iter().map(|arg| arg.shape().without_numbers()).collect();
        self.widen(source, &mut shapes, span)?;
        let (func, result) = flow!(self.instance(source, &shapes, Wanted::Anything));
        let args = self.coerce_all(&args, &shapes, span)?;
        let given: Vec<Val> = args.iter().flat_map(Form::leaves).collect();
        let types = result.new_leaves(result.shape.leaf_types());
        let mut new = self.emit_call(func, given.clone(), &types, span)?.into_iter();
        let count = result.shape.leaf_types().len();
        let leaf = |index: usize| match result.given.get(index) {
            Some(Some(param)) => given[*param],
            _ => new.next().expect("a leaf that is returned"),
        };
        let leaves: Vec<Val> = (0..count).map(leaf).collect();
        Ok(Some(result.shape.with_leaves(&leaves)))
    }

    /// Lists that are long, or grow from call to call of a recursion, are objects in the function, where they can be:
    /// there is no instance for each length.
    fn widen(&self, source: FuncId, args: &mut [Shape], span: Span) -> Result<(), Stop> {
        for arg in args.iter_mut().filter(|arg| arg.pairs() > MAX_PAIRS) {
            if let Some(list) = self.join(arg, &Form::Const(Const::Null)) {
                *arg = list;
            }
        }
        let around = |around: &&Instance| around.source == source && !around.done;
        let Some(innermost) = self.instances.iter().rfind(around) else { return Ok(()) };
        for (arg, old) in args.iter_mut().zip(&innermost.args).filter(|(arg, old)| arg.pairs() > old.pairs()) {
            match self.join(old, arg) {
                Some(list) => *arg = list,
                None if self.instances.iter().filter(around).count() > MAX_NESTING => {
                    return self.fail("a procedure calls itself with ever longer lists", span);
                }
                None => {}
            }
        }
        Ok(())
    }

    /// A call of a function that was made, and the values that it returns.
    pub(super) fn emit_call(
        &mut self,
        func: FuncId,
        args: Vec<Val>,
        types: &[Ty],
        span: Span,
    ) -> Result<Vec<Val>, Stop> {
        let ty = self.out.packed_type(types);
        let packed = self.emit(Op::Call(func, args), ty, span)?;
        self.unpack(packed, types, span)
    }

    /// The leaves of a result that are parameters.
    fn given(&self, value: &Value, shape: &Shape, params: &[Val]) -> Vec<Option<usize>> {
        if value.shape() != *shape {
            return Vec::new();
        }
        let place = |leaf: Val| match self.func.vals[leaf] {
            Ty::Any | Ty::Flonums | Ty::Rows | Ty::Leaves => params.iter().position(|param| *param == leaf),
            _ => None,
        };
        value.leaves().into_iter().map(place).collect()
    }

    /// A call of a value.
    pub(super) fn call_value(&mut self, callee: &Value, args: Vec<Value>, span: Span) -> Flow<Value> {
        match callee {
            Form::Proc(id, captures) => self.call_proc(*id, captures.clone(), args, span),
            _ => self.give_up("a procedure is called that is not known when the program is compiled", span),
        }
    }

    fn call_proc(&mut self, id: ProcId, captures: Rc<Vec<Value>>, mut args: Vec<Value>, span: Span) -> Flow<Value> {
        let fits = |clause: &&ProcClause| match clause.rest {
            true => args.len() >= clause.params,
            false => args.len() == clause.params,
        };
        let Some(clause) = self.module.procs[id].clauses.iter().find(fits).copied() else {
            return self.give_up("a procedure is called with a wrong number of arguments", span);
        };
        if clause.rest {
            let rest = args.split_off(clause.params);
            args.push(list(rest));
        }
        args.extend(captures.iter().cloned());
        self.call(clause.func, args, span)
    }

    /// A call with the elements of a list.
    pub(super) fn apply(&mut self, callee: &Value, items: &Value, span: Span) -> Flow<Value> {
        let (args, rest) = split_list(items);
        match rest {
            Form::Const(Const::Null) => self.call_value(callee, args, span),
            rest if rest.is_unknown() => {
                let end = self.apply_rest(callee, args, rest.clone(), span)?;
                self.merge(end, span)
            }
            _ => self.give_up("`apply` to what is not a list", span),
        }
    }

    /// A call with the elements of a list of which only the first are known: as many more are taken from it as procedures
    /// without a rest list may want.
    fn apply_rest(&mut self, callee: &Value, mut args: Vec<Value>, rest: Value, span: Span) -> Result<TreeEnd, Stop> {
        let out = |value: Option<Value>| value.map_or(TreeEnd::GiveUp, |value| TreeEnd::Leaf(Target::Out, vec![value]));
        let Form::Proc(id, captures) = callee else { return self.call_value(callee, args, span).map(out) };
        let clauses = &self.module.procs[*id].clauses;
        let is_enough = |clause: &ProcClause| clause.params < args.len() + usize::from(clause.rest);
        if clauses.iter().all(is_enough) {
            let Some(clause) = clauses.iter().find(|clause| clause.rest).copied() else {
                return self.give_up("a procedure is called with a wrong number of arguments", span).map(out);
            };
            let more = args.split_off(clause.params);
            args.push(more.into_iter().rev().fold(rest, |rest, item| Form::Pair(Rc::new((item, rest)))));
            args.extend(captures.iter().cloned());
            return self.call(clause.func, args, span).map(out);
        }
        let list = rest.leaves()[0];
        let is_end = self.inline(Inline::IsNull, &[list], Ty::Bool, span)?;
        self.open();
        let end = out(self.call_value(callee, args.clone(), span)?);
        let then = self.close_tree(end);
        self.open();
        let [first, rest] = [Inline::Car, Inline::Cdr]
            .map(|op| self.inline(op, &[list], Ty::Any, span).map(|part| rest.map(&mut |_| part)));
        args.push(first?);
        let end = self.apply_rest(callee, args, rest?, span)?;
        let other = self.close_tree(end);
        self.either(is_end, then, other, span)
    }
}

impl Wanted {
    /// Whether the result becomes a flonum.
    fn is_number<T>(self, result: &Form<T>) -> bool {
        match result {
            Form::Mixed(..) => self != Wanted::Anything,
            Form::Part(_) => self == Wanted::Number,
            _ => false,
        }
    }
}

impl Instance {
    /// Whether it is the one for a caller who wants this. While it is being made it is there for itself as well.
    fn serves(&self, wanted: Wanted) -> bool {
        let is_converted = self.result.as_ref().is_some_and(|result| wanted.is_number(&result.shape));
        match (self.wanted, wanted) {
            (own, wanted) if own == wanted => true,
            (_, Wanted::Anything) => !self.done,
            (Wanted::Anything, _) => self.done && !is_converted,
            _ => false,
        }
    }
}

impl Returned {
    /// Those that are returned by the code.
    fn new_leaves<T>(&self, all: Vec<T>) -> Vec<T> {
        let is_new = |index: usize| !matches!(self.given.get(index), Some(Some(_)));
        all.into_iter().enumerate().filter(|(index, _)| is_new(*index)).map(|(_, item)| item).collect()
    }
}

fn pairs_in<T: Copy>(args: &[Form<T>]) -> usize {
    args.iter().map(Form::pairs).sum()
}

/// The elements of a list of known length.
pub(super) fn items_of(list: &Value) -> Option<Vec<Value>> {
    let (items, rest) = split_list(list);
    (*rest == Form::Const(Const::Null)).then_some(items)
}

/// The known elements of a list, and what comes behind them.
fn split_list(list: &Value) -> (Vec<Value>, &Value) {
    let mut items = Vec::new();
    let mut rest = list;
    while let Form::Pair(pair) = rest {
        items.push(pair.0.clone());
        rest = &pair.1;
    }
    (items, rest)
}

/// A list of values.
pub(super) fn list(items: Vec<Value>) -> Value {
    list_before(items, Form::Const(Const::Null))
}

/// A list that begins with these values.
pub(super) fn list_before(items: Vec<Value>, rest: Value) -> Value {
    items.into_iter().rev().fold(rest, |rest, item| Form::Pair(Rc::new((item, rest))))
}
