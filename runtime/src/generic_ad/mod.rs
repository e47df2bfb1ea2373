//! Generic arithmetic on active numbers: differentiation without a transformation of the program.
//!
//! An operator opens a *level* and calls the procedure with active numbers of that level: duals (forward mode) or nodes
//! of a tape (reverse mode). A primitive that meets one comes here. An operation belongs to the highest level among its
//! arguments; numbers of other levels are constants to it, whatever they are to their own. So levels cannot be confused
//! (Siskind & Pearlmutter 2005), and they nest: the primal and the tangent of a dual are numbers of lower levels, and
//! the arithmetic on them is this arithmetic again.
//!
//! ```text
//! (* x y)  with x = dual(level 2, p, t), y any number below level 2
//!   = dual(level 2, (* p y), (* y t))        the term of x in the rule of *, see autodiff::Rule
//! ```
//!
//! Reverse mode records the operation on the tape of the level; [`tape::sweep`] later applies the same terms to
//! cotangents. Terms call the run-time functions of the primitives, `fx_*`, so a term on active numbers is
//! differentiated in its turn.
//!
//! A *strong zero*, a constant number 0, ends all of it: its term is not evaluated, and what has no other tangent is
//! not active. So no NaN comes from a branch that was not taken, and constants cost nothing.
//!
//! What happens to an active argument is a matter of the row ([`Treatment`]), decided when the runtime is built.

mod active;
mod cotangents;
mod leaves;
mod operators;
mod rules;
mod structures;
mod tape;
mod tensors;
#[cfg(test)]
mod tests;

pub use active::{base, is_active, is_special};
pub use leaves::EXPORTS as LEAF_EXPORTS;
pub use operators::{EXPORTS, f64vector_of};
pub use rules::{RuleId, treatment};
pub use structures::EXPORTS as STRUCTURE_EXPORTS;
pub use tensors::{EXPORTS as TENSOR_EXPORTS, apply};

use crate::abi::Fault;
use crate::nan::{self, Part};
use crate::numbers::is_complex;
use crate::tensor::is_tensor;
use crate::value::Value;
use active::{Dual, Node, ZERO, is_constant_zero, level_of};

/// What a numeric primitive does with active numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Treatment {
    /// Its row has a rule.
    Differentiate(RuleId),
    /// Its row has a rule for tensors, of any number of arguments.
    Tensor(RuleId),
    /// It answers a question about the number, not one about its tangent.
    Primal,
    /// It needs a plain number: an active one is an error.
    Refuse,
}

/// The result of a primitive of one argument, which is active.
pub fn apply1(rule: RuleId, x: Value) -> Value {
    apply2(rule, x, ZERO)
}

/// The result of a primitive of two arguments, of which at least one is active.
pub fn apply2(rule: RuleId, x: Value, y: Value) -> Value {
    let level = level_of(x).max(level_of(y));
    let args = [Argument::at(level, x), Argument::at(level, y)];
    let code = rule.code();
    let point = [args[0].primal, args[1].primal];
    let ans = (code.primal)(point[0], point[1]);
    if nan::is_trapping() {
        nan::checked(code.symbol, code.operands(&point), ans);
    }
    refuse_complex(rule, &[point[0], point[1], ans]);
    let moves = |index: usize| args[index].is_active() && code.terms[index].is_some();
    if !moves(0) && !moves(1) {
        return ans;
    }
    match (args[0].tape, args[1].tape) {
        (Some(tape), _) | (None, Some(tape)) => active::record(tape, rule, ans, x, y),
        (None, None) => {
            let parts = [0, 1].map(|index| apply_term(rule, index, point, ans, args[index].tangent, Part::Tangent));
            let tangent = checked_sum(code.symbol, parts[0], parts[1], Part::TangentSum);
            let tangent = tensors::spread(tangent, ans);
            refuse_complex(rule, &[tangent]);
            if is_constant_zero(tangent) { ans } else { active::dual(level, ans, tangent) }
        }
    }
}

/// An argument as seen from a level.
struct Argument {
    primal: Value,
    /// 0 if it is constant at this level.
    tangent: Value,
    /// The tape, if it is a node of this level.
    tape: Option<Value>,
}

impl Argument {
    fn at(level: i64, value: Value) -> Argument {
        if let Some(dual) = Dual::of(value).filter(|dual| dual.level == level) {
            return Argument { primal: dual.primal, tangent: dual.tangent, tape: None };
        }
        match Node::of(value).filter(|node| active::level_of_tape(node.tape) == level) {
            Some(node) => Argument { primal: node.primal, tangent: ZERO, tape: Some(node.tape) },
            None => Argument { primal: value, tangent: ZERO, tape: None },
        }
    }

    fn is_active(&self) -> bool {
        self.tape.is_some() || !is_constant_zero(self.tangent)
    }
}

/// What a tangent (or cotangent) contributes to the derivative with respect to an argument: nothing if it is a strong
/// zero.
#[inline]
fn apply_term(
    rule: RuleId,
    index: usize,
    point: [Value; 2],
    ans: Value,
    tangent: Value,
    part: fn(Value) -> Part,
) -> Value {
    let code = rule.code();
    match code.terms[index] {
        Some(term) if !is_constant_zero(tangent) => {
            checked_term(code.symbol, code.operands(&point), || term(point[0], point[1], ans, tangent), part(tangent))
        }
        _ => ZERO,
    }
}

/// What a term of a derivative gives.
#[inline]
fn checked_term(symbol: &'static str, point: &[Value], term: impl FnOnce() -> Value, part: Part) -> Value {
    if nan::is_trapping() { nan::checked_part(symbol, point, nan::in_term(term), part) } else { term() }
}

/// The sum of two contributions to a derivative.
#[inline]
fn checked_sum(symbol: &'static str, a: Value, b: Value, part: Part) -> Value {
    checked_term(symbol, &[a, b], || sum(a, b), part)
}

/// Ends a differentiated operation that has left the real numbers.
#[inline]
fn refuse_complex(rule: RuleId, values: &[Value]) {
    if values.iter().any(|value| is_complex(*value)) {
        crate::error::raise(rule.code().symbol, Fault::ComplexDerivative);
    }
}

/// The sum of two contributions.
fn sum(a: Value, b: Value) -> Value {
    match (a, b) {
        (ZERO, other) | (other, ZERO) => other,
        (a, b) => rules::add(a, b),
    }
}

/// The product of a tangent and a partial: 0 if either is a strong zero, even against an infinity.
fn product(x: Value, y: Value) -> Value {
    if is_constant_zero(x) || is_constant_zero(y) {
        ZERO
    } else if is_tensor(x) || is_tensor(y) {
        tensors::product(x, y)
    } else {
        rules::mul(x, y)
    }
}

/// Division in a term: by an exact 0 as by 0.0, so that `sqrt` at the exact 0 has the slope `+inf.0`.
fn divide(x: Value, y: Value) -> Value {
    rules::div(x, if y == ZERO { Value::flonum(0.0) } else { y })
}

/// As [`crate::primitives!`], for primitives that take numbers as values: an active argument is treated as the row of
/// the primitive demands, and on tensors it works element by element, so that the Rust function sees plain numbers only.
#[macro_export]
macro_rules! numeric_primitives {
    ($($symbol:ident = $function:path, ($($arg:ident),*);)*) => {
        $crate::exports! { $($symbol($($arg),*);)* }
        $(
            #[doc(hidden)]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol($($arg: $crate::value::Value),*) -> $crate::value::Value {
                if $($crate::generic_ad::is_special($arg))||* {
                    if $($crate::generic_ad::is_active($arg))||* {
                        let again = |$($arg),*| $symbol($($arg),*);
                        return $crate::numeric_primitives!(@active $symbol, again, $($arg),*);
                    }
                    const OPERATION: Option<$crate::tensor::elementwise::Operation> =
                        $crate::tensor::elementwise::operation(stringify!($symbol));
                    if let Some(operation) = OPERATION {
                        let outcome = $crate::tensor::elementwise::apply(operation, &[$($arg),*]);
                        let result = $crate::abi::finish(stringify!($symbol), outcome);
                        return $crate::nan::checked_tensor(stringify!($symbol), &[$($arg),*], result);
                    }
                }
                let result = $crate::abi::IntoOutcome::into_outcome($function($($arg),*));
                $crate::nan::checked(stringify!($symbol), &[$($arg),*], $crate::abi::finish(stringify!($symbol), result))
            }
        )*
    };
    (@active $symbol:ident, $again:ident, $($arg:ident),*) => {
        match $crate::generic_ad::treatment::$symbol {
            $crate::generic_ad::Treatment::Differentiate(rule) =>
                $crate::numeric_primitives!(@apply rule, $($arg),*),
            $crate::generic_ad::Treatment::Tensor(rule) => $crate::generic_ad::apply(rule, &[$($arg),*]),
            $crate::generic_ad::Treatment::Primal => $again($($crate::generic_ad::base($arg)),*),
            $crate::generic_ad::Treatment::Refuse =>
                $crate::generic_ad::refuse(stringify!($symbol), &[$($arg),*]),
        }
    };
    (@apply $rule:ident, $x:ident) => { $crate::generic_ad::apply1($rule, $x) };
    (@apply $rule:ident, $x:ident, $y:ident) => { $crate::generic_ad::apply2($rule, $x, $y) };
}

/// As [`crate::primitives!`], for primitives of tensors: an active argument is treated as the row of the primitive
/// demands.
#[macro_export]
macro_rules! tensor_primitives {
    ($($symbol:ident = $function:path, ($($arg:ident),*);)*) => {
        $crate::exports! { $($symbol($($arg),*);)* }
        $(
            #[doc(hidden)]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol($($arg: $crate::value::Value),*) -> $crate::value::Value {
                use $crate::generic_ad::Treatment;
                if $($crate::generic_ad::is_active($arg))||* {
                    match $crate::generic_ad::treatment::$symbol {
                        Treatment::Tensor(rule) => return $crate::generic_ad::apply(rule, &[$($arg),*]),
                        Treatment::Primal => return $symbol($($crate::generic_ad::base($arg)),*),
                        _ => return $crate::generic_ad::refuse(stringify!($symbol), &[$($arg),*]),
                    }
                }
                let result = $crate::abi::finish(stringify!($symbol), $crate::outcome!($function, $($arg),*));
                $crate::nan::checked_tensor(stringify!($symbol), &[$($arg),*], result)
            }
        )*
    };
}

/// Raises the error of a primitive that cannot be differentiated.
pub fn refuse(symbol: &'static str, args: &[Value]) -> Value {
    if args.iter().any(|arg| is_complex(*arg)) || crate::numbers::COMPLEX.iter().any(|export| export.name == symbol) {
        crate::error::raise(symbol, Fault::ComplexDerivative);
    }
    let index = args.iter().position(|arg| is_active(*arg)).unwrap_or(0);
    crate::error::raise(symbol, Fault::Type(index, args.get(index).copied().unwrap_or(ZERO)))
}
