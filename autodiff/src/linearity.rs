//! Whether what a function of fast code returns is linear in some of its parameters: what a rule of `define-derivative`
//! must be in the tangents.
//!
//! An abstract interpretation: a number is constant, linear, or 0, which is both. The sum of a constant and something
//! linear is neither, nor is a product of two that are linear, or a test of one: then the answer is no. So is it for all
//! that is not known to be linear.

use std::collections::HashMap;

use ir::ssa::{Block, Const, End, Fast, Func, FuncId, Inst, LoopId, Module, Op, Ty, Val};
use prims::{Effects, Inline, Prim};
use syntax::{Datum, DatumKind, Number};

use crate::rules::read_datum;

/// How a number, or the numbers in a vector, depend on the parameters in question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Degree {
    Zero,
    Constant,
    Linear,
}

use Degree::{Constant, Linear, Zero};

/// Something is not linear, or not known to be.
struct Otherwise;

type Known<T> = Result<T, Otherwise>;

/// A value (index 0), or an element of a tuple.
type Key = (Val, usize);

/// Whether all that the function returns is linear in the parameters that are marked.
pub fn is_linear(module: &Module, func: FuncId, linear: &[bool]) -> bool {
    let degrees = linear.iter().map(|linear| if *linear { Linear } else { Constant }).collect();
    let mut pass = Pass { module, calls: Vec::new(), changed: true };
    while std::mem::take(&mut pass.changed) {
        pass.calls.iter_mut().for_each(|call| call.is_current = false);
        match pass.call(func, &degrees) {
            Ok(call) if pass.calls[call].results.contains(&Constant) => return false,
            Ok(_) => {}
            Err(Otherwise) => return false,
        }
    }
    true
}

/// A function for parameters of these degrees.
struct Call {
    func: FuncId,
    given: Vec<Degree>,
    /// The degrees of the parameters in the end: vectors may have been changed.
    params: Vec<Degree>,
    results: Vec<Degree>,
    /// Whether it has been read in this turn.
    is_current: bool,
}

struct Pass<'a> {
    module: &'a Module,
    calls: Vec<Call>,
    changed: bool,
}

/// A function that is being read.
struct Body<'p, 'a> {
    pass: &'p mut Pass<'a>,
    func: &'a Func,
    degrees: HashMap<Key, Degree>,
    loops: HashMap<LoopId, &'a [Val]>,
    changed: bool,
}

impl Degree {
    fn join(self, other: Degree) -> Known<Degree> {
        match (self, other) {
            (Zero, degree) | (degree, Zero) => Ok(degree),
            _ if self == other => Ok(self),
            _ => Err(Otherwise),
        }
    }
}

impl Pass<'_> {
    /// What is known of a function for arguments of these degrees.
    fn call(&mut self, func: FuncId, given: &Vec<Degree>) -> Known<usize> {
        let known = self.calls.iter().position(|call| call.func == func && call.given == *given);
        let index = known.unwrap_or_else(|| {
            let results = vec![Zero; self.module.elements(&self.module.funcs[func].result).len()];
            let (params, given) = (given.clone(), given.clone());
            self.calls.push(Call { func, given, params, results, is_current: false });
            self.calls.len() - 1
        });
        if std::mem::replace(&mut self.calls[index].is_current, true) {
            return Ok(index);
        }
        let source = &self.module.funcs[func];
        if source.params.iter().any(|param| source.vals[*param] == Ty::Rows) {
            return Err(Otherwise);
        }
        let start = source.params.iter().zip(&self.calls[index].params);
        let degrees = start.map(|(param, degree)| ((*param, 0), *degree)).collect();
        let mut body = Body { pass: self, func: source, degrees, loops: HashMap::new(), changed: true };
        let mut results = Vec::new();
        while std::mem::take(&mut body.changed) {
            results = body.block(&source.body, None)?.unwrap_or_default();
        }
        let params: Vec<Degree> = source.params.iter().map(|param| body.degree((*param, 0))).collect();
        let call = &mut self.calls[index];
        if (&call.params, &call.results) != (&params, &results) {
            (call.params, call.results) = (params, results);
            self.changed = true;
        }
        Ok(index)
    }
}

impl<'a> Body<'_, 'a> {
    fn width(&self, val: Val) -> usize {
        self.pass.module.elements(&self.func.vals[val]).len()
    }

    fn is_vector(&self, (val, index): Key) -> bool {
        self.pass.module.elements(&self.func.vals[val])[index] == Ty::Flonums
    }

    /// The degree of what has been read; of what has not, the least.
    fn degree(&self, key: Key) -> Degree {
        self.degrees.get(&key).copied().unwrap_or(Zero)
    }

    fn is_linear(&self, val: Val) -> bool {
        (0..self.width(val)).any(|index| self.degree((val, index)) == Linear)
    }

    fn meet(&mut self, key: Key, degree: Degree) -> Known<()> {
        let old = self.degree(key);
        let new = old.join(degree)?;
        self.degrees.insert(key, new);
        self.changed |= new != old;
        Ok(())
    }

    /// `to` is what `from` is; vectors are the same vector.
    fn same(&mut self, from: Key, to: Key) -> Known<()> {
        self.meet(to, self.degree(from))?;
        if self.is_vector(from) { self.meet(from, self.degree(to)) } else { Ok(()) }
    }

    fn all_same(&mut self, from: Val, to: Val) -> Known<()> {
        (0..self.width(from)).try_for_each(|index| self.same((from, index), (to, index)))
    }

    fn untested(&self, test: Val) -> Known<()> {
        if self.is_linear(test) { Err(Otherwise) } else { Ok(()) }
    }

    /// What the block returns, if it does.
    fn block(&mut self, block: &'a Block, target: Option<Val>) -> Known<Option<Vec<Degree>>> {
        for inst in &block.insts {
            self.inst(inst)?;
        }
        match &block.end {
            End::Return(val) => {
                return Ok(Some((0..self.width(*val)).map(|index| self.degree((*val, index))).collect()));
            }
            End::Yield(val) => target.map_or(Ok(()), |target| self.all_same(*val, target))?,
            End::Continue(label, args) => {
                let params = self.loops[label];
                args.iter().zip(params).try_for_each(|(arg, param)| self.all_same(*arg, *param))?;
            }
            End::If(test, then, other) => {
                self.untested(*test)?;
                self.block(then, target)?;
                self.block(other, target)?;
            }
            End::GiveUp => {}
            _ => return Err(Otherwise),
        }
        Ok(None)
    }

    fn inst(&mut self, inst: &'a Inst) -> Known<()> {
        let result = (inst.result, 0);
        // What is in a vector of vectors is not followed.
        if self.func.vals[inst.result] == Ty::Rows {
            return Err(Otherwise);
        }
        match &inst.op {
            Op::Const(Const::Flonum(0.0) | Const::Fixnum(0)) => self.meet(result, Zero),
            Op::Prim(prim, args) => {
                let degree = self.prim(prim.row(), args)?;
                self.meet(result, degree)
            }
            Op::Fast(op, args) => self.fast(*op, args, result),
            Op::Tuple(vals) => {
                vals.iter().enumerate().try_for_each(|(index, val)| self.same((*val, 0), (inst.result, index)))
            }
            Op::Project(tuple, index) => self.same((*tuple, *index), result),
            Op::If(test, then, other) => {
                self.untested(*test)?;
                self.block(then, Some(inst.result))?;
                self.block(other, Some(inst.result)).map(drop)
            }
            Op::Loop(inner) => {
                self.loops.insert(inner.id, &inner.params);
                inner.inits.iter().zip(&inner.params).try_for_each(|(init, param)| self.all_same(*init, *param))?;
                self.block(&inner.body, Some(inst.result)).map(drop)
            }
            Op::Call(func, args) => self.call(*func, args, inst.result),
            Op::MakeProc(_, vals) if vals.iter().any(|val| self.is_linear(*val)) => Err(Otherwise),
            _ => self.meet(result, Constant),
        }
    }

    fn prim(&self, row: &Prim, args: &[Val]) -> Known<Degree> {
        let degrees: Vec<Degree> = args.iter().map(|arg| self.degree((*arg, 0))).collect();
        match (row.inline, &degrees[..]) {
            (Some(Inline::Add | Inline::Sub), [one, other]) => one.join(*other),
            (Some(Inline::Mul), [Zero, _] | [_, Zero]) => Ok(Zero),
            (Some(Inline::Mul), [Linear, Constant] | [Constant, Linear]) => Ok(Linear),
            (Some(Inline::Div), [degree @ (Zero | Linear), Constant]) => Ok(*degree),
            _ if row.name == "%tensor-zeros-like" => Ok(Zero),
            // What is pure reads no elements of tensors, but their shapes.
            _ if row.tangent == Some(&[]) && row.effects == Effects::Pure => Ok(Constant),
            _ if degrees.contains(&Linear) && is_linear_by_rule(row, &degrees) => Ok(Linear),
            _ if degrees.contains(&Linear) => Err(Otherwise),
            _ => Ok(Constant),
        }
    }

    fn fast(&mut self, op: Fast, args: &[Val], result: Key) -> Known<()> {
        match op {
            Fast::Load => self.meet(result, self.degree((args[0], 0))),
            Fast::Store | Fast::Accumulate => self.meet((args[0], 0), self.degree((args[2], 0))),
            Fast::NewVector | Fast::NewF64vector => self.meet(result, self.degree((args[1], 0))),
            Fast::Narrow | Fast::Number | Fast::Unbox | Fast::Constant => self.same((args[0], 0), result),
            Fast::Length => self.meet(result, Constant),
            Fast::CheckElements | Fast::CheckNumbers => Ok(()),
            _ if args.iter().any(|arg| self.is_linear(*arg)) => Err(Otherwise),
            _ => self.meet(result, Constant),
        }
    }

    fn call(&mut self, func: FuncId, args: &[Val], result: Val) -> Known<()> {
        let given = args.iter().map(|arg| self.degree((*arg, 0))).collect();
        let call = self.pass.call(func, &given)?;
        let (params, results) = (self.pass.calls[call].params.clone(), self.pass.calls[call].results.clone());
        for (arg, degree) in args.iter().zip(params) {
            if self.is_vector((*arg, 0)) {
                self.meet((*arg, 0), degree)?;
            }
        }
        results.into_iter().enumerate().try_for_each(|(index, degree)| self.meet((result, index), degree))
    }
}

/// Whether a primitive is linear in what is linear of its arguments, as its own derivative tells: for each such argument
/// it is the primitive itself of the tangent, where other arguments stay, or, if they are linear or 0 too, become 0.
fn is_linear_by_rule(row: &Prim, degrees: &[Degree]) -> bool {
    let Some(terms) = row.tangent else { return false };
    let linear = row.params.iter().zip(degrees).filter(|(_, degree)| **degree == Linear);
    linear.map(|(param, _)| param.name).all(|moving| {
        let term = terms.iter().find(|(param, _)| *param == moving).and_then(|(_, text)| read_datum(text).ok());
        let Some(Datum { kind: DatumKind::List(items, None), .. }) = term else { return false };
        let Some((head, given)) = items.split_first() else { return false };
        is_symbol(head, row.name)
            && given.len() == degrees.len()
            && given.iter().zip(row.params).zip(degrees).all(|((given, param), degree)| {
                if param.name == moving {
                    is_symbol(given, &format!("d{moving}"))
                } else {
                    is_symbol(given, param.name) && *degree != Linear || is_zero(given) && *degree != Constant
                }
            })
    })
}

fn is_symbol(datum: &Datum, name: &str) -> bool {
    matches!(&datum.kind, DatumKind::Symbol(symbol) if symbol.as_str() == name)
}

/// Whether part of a rule is 0, or zeros.
fn is_zero(datum: &Datum) -> bool {
    match &datum.kind {
        DatumKind::Number(Number::Int(number)) => i64::try_from(number) == Ok(0),
        DatumKind::List(items, None) => items.first().is_some_and(|head| is_symbol(head, "%tensor-zeros-like")),
        _ => false,
    }
}
