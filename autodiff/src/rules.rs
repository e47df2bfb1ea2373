//! Derivative rules: the `jvp` of a primitive's row, checked and split into one linear term per parameter.
//!
//! In: the text of a row's `jvp`, an expression over the parameters `x y`, their tangents `dx dy`, and the result
//! `ans`. Out: a [`Rule`]. A rule that is not linear in the tangents is an error, found when the runtime is built.
//!
//! # From one expression to two modes
//!
//! The row of `*` says
//!
//! ```scheme
//! (jvp (+ (* y dx) (* x dy)))
//! ```
//!
//! That is the whole of what is written by hand. A tangent is linear in the tangents of the arguments, so it is the sum
//! of what each parameter contributes alone:
//!
//! ```text
//! jvp(x, y, dx, dy) = jvp(x, y, dx, 0) + jvp(x, y, 0, dy)
//! ```
//!
//! Setting the other tangents to 0 and simplifying gives one *term* per parameter, here `(* y dx)` and `(* x dy)`.
//!
//! - *Forward mode* adds the terms of the parameters that are active, each with its tangent.
//! - *Reverse mode* needs the transpose. A term maps one number linearly to one number: it is multiplication by some
//!   partial derivative, and a 1 by 1 matrix is its own transpose. So the cotangent of `x` is the same term, evaluated
//!   with the cotangent of the result in place of `dx`. No second rule is written, so none can disagree.
//!
//! # Strong zero
//!
//! A term is not evaluated when its tangent is exactly 0, and does not exist when it simplifies to 0. So
//! `(expt x 3.0)` at -2.0 never asks for `(log -2.0)`: the exponent is constant, and only its term has the logarithm.
//! The same reason forbids writing `(* ans (+ (* (/ y x) dx) ...))`: what can be infinite or divide by zero belongs
//! into the term of the parameter that moves.
//!
//! Reverse mode meets the same zeros from the other side: in `(sqrt (* x x))` at 0.0 the cotangent of the product is
//! infinite and its partial is 0. So a product of a tangent and a partial is strong too: 0 if either of them is.
//!
//! # What is linear
//!
//! An expression is *constant* (no tangent in it), *linear*, or an error:
//!
//! | form | is linear if |
//! |---|---|
//! | `dx` | always |
//! | `0` | it is both constant and linear |
//! | `(+ a b ...)`, `(- a b ...)` | all parts are linear |
//! | `(* a b ...)` | exactly one part is linear, the others are constant |
//! | `(/ a b ...)` | a is linear, the others are constant |
//! | `(if test a b)` | test is constant, a and b are linear |
//! | `(p a ...)`, p any other primitive | never: its arguments must be constant |
//!
//! The branches of an `if` may test primal values, as `max` does; the term of a parameter keeps the `if`.

use std::fmt;

use prims::{Prim, PrimId};
use syntax::{Datum, DatumKind, Number};

/// The derivative of one primitive.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What the tangent of each parameter contributes to the tangent of the result; [`Expr::ZERO`] if nothing.
    pub terms: Vec<Expr>,
}

/// An expression of a rule.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// A small exact integer.
    Int(i64),
    /// A double.
    Float(f64),
    /// An argument, as the primitive got it.
    Param(usize),
    /// The result of the primitive.
    Ans,
    /// The tangent of an argument; in a transposed term the cotangent of the result.
    Tangent(usize),
    /// A call of a primitive with as many arguments as its row has parameters.
    Call(PrimId, Vec<Expr>),
    /// `(if test then else)`
    If(Box<[Expr; 3]>),
}

/// What is wrong with a rule.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleError(pub String);

/// The primitives that rules are built of, looked up once.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    add: PrimId,
    sub: PrimId,
    mul: PrimId,
    div: PrimId,
    constant_zero: PrimId,
}

/// How an expression depends on the tangents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Degree {
    /// The literal 0: constant and linear.
    Zero,
    Constant,
    Linear,
}

impl Expr {
    /// The term of a parameter that has no influence.
    pub const ZERO: Expr = Expr::Int(0);

    /// Whether a tangent occurs in it: in a checked rule, whether it is linear and not constant.
    pub fn is_linear(&self) -> bool {
        match self {
            Expr::Tangent(_) => true,
            Expr::Int(_) | Expr::Float(_) | Expr::Param(_) | Expr::Ans => false,
            Expr::Call(_, args) => args.iter().any(Expr::is_linear),
            Expr::If(parts) => parts.iter().any(Expr::is_linear),
        }
    }
}

impl Rules {
    /// Finds the arithmetic that rules are built of.
    pub fn new() -> Result<Rules, RuleError> {
        Ok(Rules {
            add: primitive("+")?,
            sub: primitive("-")?,
            mul: primitive("*")?,
            div: primitive("/")?,
            constant_zero: primitive("constant-zero?")?,
        })
    }

    /// Whether the primitive asks for a constant 0, which no number is that is being differentiated.
    pub fn asks_for_constant(&self, prim: PrimId) -> bool {
        prim == self.constant_zero
    }

    /// The rule of a row; `None` if the row has no `jvp`.
    pub fn of_row(&self, row: &Prim) -> Option<Result<Rule, RuleError>> {
        let params: Vec<&str> = row.params.iter().map(|param| param.name).collect();
        let named = |error: RuleError| RuleError(format!("the rule of `{}`: {}", row.name, error.0));
        row.jvp.map(|text| self.read(&params, text).map_err(named))
    }

    /// The rule written in `text` of a primitive with these parameters.
    pub fn read(&self, params: &[&str], text: &str) -> Result<Rule, RuleError> {
        let datum = read_datum(text)?;
        let jvp = self.expr(&datum, params)?;
        if self.degree(&jvp)? == Degree::Constant {
            return error(format!("`{text}` is not 0 where all tangents are 0"));
        }
        Ok(Rule { terms: (0..params.len()).map(|param| self.term(&jvp, param)).collect() })
    }

    /// The expression that a datum stands for. Sums and products of many parts become calls of two arguments.
    fn expr(&self, datum: &Datum, params: &[&str]) -> Result<Expr, RuleError> {
        match &datum.kind {
            DatumKind::Number(number) => literal(number),
            DatumKind::Symbol(name) => variable(name.as_str(), params),
            DatumKind::List(items, None) => match items.split_first() {
                Some((head, args)) => self.call(head, args, params),
                None => error("an empty list is no expression"),
            },
            _ => error("expected a number, a name or a call"),
        }
    }

    fn call(&self, head: &Datum, args: &[Datum], params: &[&str]) -> Result<Expr, RuleError> {
        let DatumKind::Symbol(name) = &head.kind else { return error("expected the name of a primitive") };
        let args = args.iter().map(|arg| self.expr(arg, params)).collect::<Result<Vec<_>, _>>()?;
        let name = name.as_str();
        if name == "if" {
            return match <[Expr; 3]>::try_from(args) {
                Ok(parts) => Ok(Expr::If(Box::new(parts))),
                Err(_) => error("`if` has a test and two branches"),
            };
        }
        let prim = primitive(name)?;
        match (self.is_arithmetic(prim), args.len()) {
            (true, 0) => error(format!("`{name}` without arguments")),
            (true, 1) if prim == self.sub => Ok(fold_left(prim, std::iter::once(Expr::ZERO).chain(args))),
            (true, 1) => error(format!("`{name}` with one argument")),
            (true, _) => Ok(fold_left(prim, args)),
            (false, count) if count == prim.row().params.len() && prim.row().rest.is_none() => {
                Ok(Expr::Call(prim, args))
            }
            (false, count) => error(format!("`{name}` does not take {count} arguments")),
        }
    }

    fn is_arithmetic(&self, prim: PrimId) -> bool {
        [self.add, self.sub, self.mul, self.div].contains(&prim)
    }

    fn degree(&self, expr: &Expr) -> Result<Degree, RuleError> {
        match expr {
            Expr::Int(0) => Ok(Degree::Zero),
            Expr::Int(_) | Expr::Float(_) | Expr::Param(_) | Expr::Ans => Ok(Degree::Constant),
            Expr::Tangent(_) => Ok(Degree::Linear),
            Expr::Call(prim, args) => {
                let degrees = args.iter().map(|arg| self.degree(arg)).collect::<Result<Vec<_>, _>>()?;
                self.degree_of_call(*prim, &degrees)
            }
            Expr::If(parts) => {
                let [test, then, other] = &**parts;
                if self.degree(test)? == Degree::Linear {
                    return error("the test of an `if` depends on a tangent");
                }
                same_degree("if", self.degree(then)?, self.degree(other)?)
            }
        }
    }

    fn degree_of_call(&self, prim: PrimId, args: &[Degree]) -> Result<Degree, RuleError> {
        let name = prim.row().name.trim_start_matches('%');
        match args {
            [a, b] if prim == self.add || prim == self.sub => same_degree(name, *a, *b),
            [Degree::Linear, Degree::Linear] if prim == self.mul => error("a product of two tangents"),
            [a, b] if prim == self.mul && (*a == Degree::Linear || *b == Degree::Linear) => Ok(Degree::Linear),
            [Degree::Linear, b] if prim == self.div && *b != Degree::Linear => Ok(Degree::Linear),
            _ if args.contains(&Degree::Linear) => error(format!("`{name}` of a tangent is not known to be linear")),
            _ => Ok(Degree::Constant),
        }
    }

    /// What is left of `expr` when all tangents but that of `param` are 0.
    fn term(&self, expr: &Expr, param: usize) -> Expr {
        match expr {
            Expr::Tangent(other) if *other != param => Expr::ZERO,
            Expr::Int(_) | Expr::Float(_) | Expr::Param(_) | Expr::Ans | Expr::Tangent(_) => expr.clone(),
            Expr::Call(prim, args) => self.simplify(*prim, args.iter().map(|arg| self.term(arg, param)).collect()),
            Expr::If(parts) => {
                let [test, then, other] = parts.each_ref().map(|part| self.term(part, param));
                if then == other { then } else { Expr::If(Box::new([test, then, other])) }
            }
        }
    }

    /// A call without the zeros. `0 - x` stays: it is how a sign is changed.
    fn simplify(&self, prim: PrimId, args: Vec<Expr>) -> Expr {
        match &args[..] {
            [Expr::ZERO, b] if prim == self.add => b.clone(),
            [a, Expr::ZERO] if prim == self.add || prim == self.sub => a.clone(),
            [Expr::ZERO, _] | [_, Expr::ZERO] if prim == self.mul => Expr::ZERO,
            [Expr::ZERO, _] if prim == self.div => Expr::ZERO,
            _ => Expr::Call(prim, args),
        }
    }
}

fn error<T>(message: impl Into<String>) -> Result<T, RuleError> {
    Err(RuleError(message.into()))
}

/// The primitive that a rule calls by this name: `+` is the two-argument `%+`.
fn primitive(name: &str) -> Result<PrimId, RuleError> {
    let found = prims::find(name).or_else(|| prims::find(&format!("%{name}")));
    found.ok_or_else(|| RuleError(format!("there is no primitive `{name}`")))
}

/// The one datum of a text of the table.
pub fn read_datum(text: &str) -> Result<Datum, RuleError> {
    let mut sources = syntax::Sources::default();
    let file = sources.add("jvp", text);
    let (mut datums, diagnostics) = syntax::read_datums(text, file);
    match (datums.pop(), datums.is_empty(), diagnostics.is_empty()) {
        (Some(datum), true, true) => Ok(datum),
        _ => error(format!("`{text}` is not one datum")),
    }
}

fn literal(number: &Number) -> Result<Expr, RuleError> {
    match number {
        Number::Int(value) => i64::try_from(value).map(Expr::Int).or_else(|_| error("too large an integer")),
        Number::Float(value) => Ok(Expr::Float(*value)),
        Number::Rat(_) => error("write a ratio as a division"),
        Number::Complex(_) => error("expected a real number"),
    }
}

fn variable(name: &str, params: &[&str]) -> Result<Expr, RuleError> {
    let position = |name: &str| params.iter().position(|param| *param == name);
    let tangent = || name.strip_prefix('d').and_then(position).map(Expr::Tangent);
    match position(name).map(Expr::Param).or_else(tangent) {
        Some(variable) => Ok(variable),
        None if name == "ans" => Ok(Expr::Ans),
        None => error(format!("`{name}` is neither a parameter, nor a tangent, nor `ans`")),
    }
}

fn fold_left(prim: PrimId, args: impl IntoIterator<Item = Expr>) -> Expr {
    let mut args = args.into_iter();
    let first = args.next().unwrap_or(Expr::ZERO);
    args.fold(first, |sum, arg| Expr::Call(prim, vec![sum, arg]))
}

/// Of two parts that are added or chosen from: both linear or both constant.
fn same_degree(name: &str, a: Degree, b: Degree) -> Result<Degree, RuleError> {
    match (a, b) {
        (Degree::Zero, other) | (other, Degree::Zero) => Ok(other),
        (a, b) if a == b => Ok(a),
        _ => error(format!("`{name}` mixes a tangent with a constant")),
    }
}

impl fmt::Display for Expr {
    /// Prints in the notation of the rows, with the tangent or cotangent of a term as `t`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Int(value) => write!(f, "{value}"),
            Expr::Float(value) => write!(f, "{value:?}"),
            Expr::Param(index) => write!(f, "#{index}"),
            Expr::Ans => f.write_str("ans"),
            Expr::Tangent(_) => f.write_str("t"),
            Expr::Call(prim, args) => {
                write!(f, "({}", prim.row().name.trim_start_matches('%'))?;
                args.iter().try_for_each(|arg| write!(f, " {arg}"))?;
                f.write_str(")")
            }
            Expr::If(parts) => write!(f, "(if {} {} {})", parts[0], parts[1], parts[2]),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RuleError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let rule = Rules::new().and_then(|rules| rules.read(&["x", "y"], text));
        rule.unwrap_or_else(|error| panic!("{text}: {error}")).terms.iter().map(Expr::to_string).collect()
    }

    fn message(text: &str) -> String {
        match Rules::new().and_then(|rules| rules.read(&["x", "y"], text)) {
            Ok(rule) => panic!("{text} was accepted: {rule:?}"),
            Err(error) => error.0,
        }
    }

    #[test]
    fn product() {
        assert_eq!(terms("(+ (* y dx) (* x dy))"), ["(* #1 t)", "(* #0 t)"]);
    }

    #[test]
    fn difference_changes_the_sign_of_the_second() {
        assert_eq!(terms("(- dx dy)"), ["t", "(- 0 t)"]);
    }

    #[test]
    fn quotient() {
        assert_eq!(terms("(/ (- dx (* ans dy)) y)"), ["(/ t #1)", "(/ (- 0 (* ans t)) #1)"]);
    }

    #[test]
    fn a_branch_stays_in_the_term_where_it_matters() {
        assert_eq!(
            terms("(if (> x y) dx (if (< x y) dy (/ (+ dx dy) 2)))"),
            ["(if (> #0 #1) t (if (< #0 #1) 0 (/ t 2)))", "(if (> #0 #1) 0 (if (< #0 #1) t (/ t 2)))"]
        );
    }

    #[test]
    fn constants_have_no_terms() {
        assert_eq!(terms("0"), ["0", "0"]);
        assert_eq!(terms("(* (exp x) dx)"), ["(* (exp #0) t)", "0"]);
    }

    #[test]
    fn sums_of_many_parts_group_to_the_left() {
        assert_eq!(terms("(* y (exp x) dx 2.0)"), ["(* (* (* #1 (exp #0)) t) 2.0)", "0"]);
    }

    #[test]
    fn what_is_not_linear_is_refused() {
        assert_eq!(message("x"), "`x` is not 0 where all tangents are 0");
        assert_eq!(message("(+ dx 1)"), "`+` mixes a tangent with a constant");
        assert_eq!(message("(* dx dy)"), "a product of two tangents");
        assert_eq!(message("(/ x dx)"), "`/` of a tangent is not known to be linear");
        assert_eq!(message("(exp dx)"), "`exp` of a tangent is not known to be linear");
        assert_eq!(message("(if (> dx 0) dx dy)"), "`>` of a tangent is not known to be linear");
        assert_eq!(message("(if (> x 0) dx 1)"), "`if` mixes a tangent with a constant");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert_eq!(message("(* z dx)"), "`z` is neither a parameter, nor a tangent, nor `ans`");
        assert_eq!(message("(frob x)"), "there is no primitive `frob`");
        assert_eq!(message("(exp x y)"), "`exp` does not take 2 arguments");
    }

    #[test]
    fn the_rules_of_the_table_are_linear() {
        let rules = Rules::new().expect("the table has arithmetic");
        for row in prims::TABLE {
            if let Some(Err(error)) = rules.of_row(row) {
                panic!("{error}");
            }
        }
    }
}
