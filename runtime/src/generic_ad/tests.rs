//! The rules of the table against central differences, forward mode against reverse mode, and the nested mode pairs.

use super::active::{self, ZERO};
use super::operators::tests::{gradient_at, tangent_along};
use super::rules::RuleId;
use super::{apply2, treatment};
use crate::heap::tests::alone;
use crate::value::Value;
use prims::{Prim, Type};

type Function<'a> = &'a dyn Fn(&[Value]) -> Value;

/// What differentiates `f` at `point` along `direction`.
type Mode = fn(Function, &[Value], &[Value]) -> Value;

const MODES: [(&str, Mode); 2] = [("forward", forward), ("reverse", reverse)];

fn forward(f: Function, point: &[Value], direction: &[Value]) -> Value {
    tangent_along(f, point, direction)
}

fn reverse(f: Function, point: &[Value], direction: &[Value]) -> Value {
    let parts = gradient_at(f, point);
    let products = parts.iter().zip(direction).map(|(part, step)| super::rules::mul(*part, *step));
    products.fold(ZERO, super::rules::add)
}

fn double(value: Value) -> f64 {
    crate::numbers::to_flonum(value).and_then(Value::as_flonum).unwrap_or(f64::NAN)
}

fn flonums(doubles: &[f64]) -> Vec<Value> {
    doubles.iter().map(|double| Value::flonum(*double)).collect()
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()))
}

/// The rule with its row.
fn rules() -> impl Iterator<Item = (&'static Prim, RuleId)> {
    (0..super::rules::count()).map(|index| {
        let rule = RuleId(index as u16);
        let name = rule.code().name;
        (prims::find(name).unwrap_or_else(|| panic!("{name}")).row(), rule)
    })
}

/// Points inside of the row's domain, in no special position.
fn points(row: &Prim) -> Vec<Vec<f64>> {
    let range = |name: &str| {
        let found = row.domain.iter().find(|(param, _, _)| *param == name);
        let (_, low, high) = found.unwrap_or_else(|| panic!("`{}` has no domain for `{name}`", row.name));
        (*low, *high)
    };
    let at = |index: usize, param: usize| {
        let (low, high) = range(row.params[param].name);
        let share = (0.17 + 0.37 * index as f64 + 0.23 * param as f64).fract();
        low + (high - low) * share
    };
    (0..6).map(|index| (0..row.params.len()).map(|param| at(index, param)).collect()).collect()
}

fn primitive(rule: RuleId) -> impl Fn(&[Value]) -> Value {
    move |args| {
        let y = args.get(1).copied().unwrap_or(ZERO);
        if args.iter().any(|arg| active::is_active(*arg)) {
            apply2(rule, args[0], y)
        } else {
            (rule.code().primal)(args[0], y)
        }
    }
}

fn tested() -> impl Iterator<Item = (&'static Prim, RuleId)> {
    rules().filter(|(row, _)| !row.domain.is_empty())
}

#[test]
fn every_numeric_primitive_has_a_rule() {
    let _alone = alone();
    let missing: Vec<&str> = prims::TABLE
        .iter()
        .filter(|row| row.result == Type::Number && !row.params.is_empty() && !row.name.starts_with("%ad-"))
        .filter(|row| row.params.iter().all(|param| matches!(param.ty, Type::Number | Type::Real)) && row.jvp.is_none())
        .map(|row| row.name)
        .collect();
    assert_eq!(missing, ["make-polar", "make-rectangular"], "numeric primitives without `jvp`");
}

#[test]
fn every_rule_that_is_not_constant_is_tested() {
    let _alone = alone();
    // `remainder` and `modulo` take integers, where differences have no meaning; a test of their own is below.
    let untested: Vec<&str> = rules()
        .filter(|(row, rule)| row.domain.is_empty() && rule.code().terms.iter().any(Option::is_some))
        .map(|(row, _)| row.name)
        .collect();
    assert_eq!(untested, ["floor-remainder", "modulo", "remainder", "truncate-remainder"]);
}

#[test]
fn rules_agree_with_central_differences() {
    let _alone = alone();
    const STEP: f64 = 1e-5;
    for (row, rule) in tested() {
        let f = primitive(rule);
        for point in points(row) {
            for param in 0..point.len() {
                let moved = |step: f64| {
                    let mut moved = point.clone();
                    moved[param] += step;
                    double(f(&flonums(&moved)))
                };
                let expected = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
                let mut direction = vec![0.0; point.len()];
                direction[param] = 1.0;
                for (name, mode) in MODES {
                    let found = double(mode(&f, &flonums(&point), &flonums(&direction)));
                    let expected = if row.name == "exact" { 1.0 } else { expected };
                    assert!(close(found, expected, 1e-7), "{} at {point:?}, {name}: {found} {expected}", row.name);
                }
            }
        }
    }
}

/// `<ct, J dx> = <J^T ct, dx>`
#[test]
fn reverse_mode_is_the_transpose_of_forward_mode() {
    let _alone = alone();
    for (row, rule) in tested() {
        let f = primitive(rule);
        for point in points(row) {
            let direction: Vec<Value> = flonums(&[0.7, -1.3][..point.len()]);
            let found = double(forward(&f, &flonums(&point), &direction));
            let expected = double(reverse(&f, &flonums(&point), &direction));
            assert!(close(found, expected, 1e-14), "{} at {point:?}: {found} {expected}", row.name);
        }
    }
}

#[test]
fn second_derivatives_agree_in_all_mode_pairs() {
    let _alone = alone();
    const STEP: f64 = 1e-4;
    for (row, rule) in tested().filter(|(row, _)| row.name != "exact") {
        let f = primitive(rule);
        for point in points(row) {
            let step = [0.6, -0.8];
            let direction = flonums(&step[..point.len()]);
            let moved = |by: f64| {
                let moved: Vec<f64> = point.iter().zip(step).map(|(x, dx)| x + by * dx).collect();
                double(forward(&f, &flonums(&moved), &direction))
            };
            let expected = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            for (outer_name, outer) in MODES {
                for (inner_name, inner) in MODES {
                    let slope = |args: &[Value]| inner(&f, args, &direction);
                    let found = double(outer(&slope, &flonums(&point), &direction));
                    let pair = format!("{outer_name} over {inner_name}");
                    assert!(close(found, expected, 1e-5), "{} at {point:?}, {pair}: {found} {expected}", row.name);
                }
            }
        }
    }
}

fn derivatives(f: &dyn Fn(Value) -> Value, x: Value) -> [Value; 2] {
    let f = |args: &[Value]| f(args[0]);
    [("forward", forward as Mode), ("reverse", reverse)].map(|(_, mode)| mode(&f, &[x], &[Value::fixnum(1)]))
}

fn rule_named(name: &str) -> RuleId {
    rules().find(|(row, _)| row.name == name).unwrap_or_else(|| panic!("{name}")).1
}

fn call(name: &str, x: Value, y: Value) -> Value {
    primitive(rule_named(name))(&[x, y])
}

#[test]
fn a_strong_zero_hides_an_infinite_partial() {
    let _alone = alone();
    let sqrt_of_square = |x: Value| call("sqrt", call("%*", x, x), ZERO);
    for found in derivatives(&sqrt_of_square, Value::flonum(0.0)) {
        assert_eq!(double(found), 0.0);
    }
    for zero in [Value::flonum(0.0), ZERO] {
        for found in derivatives(&|x| call("sqrt", x, ZERO), zero) {
            assert_eq!(double(found), f64::INFINITY);
        }
    }
}

#[test]
fn powers_at_their_edges() {
    let _alone = alone();
    let slope_in_base =
        |x: f64, y: f64| derivatives(&|x| call("%expt", x, Value::flonum(y)), Value::flonum(x)).map(double);
    let slope_in_exponent =
        |x: f64, y: f64| derivatives(&|y| call("%expt", Value::flonum(x), y), Value::flonum(y)).map(double);
    assert_eq!(slope_in_base(0.0, 0.0), [0.0; 2]);
    assert_eq!(slope_in_base(0.0, 1.0), [1.0; 2]);
    assert_eq!(slope_in_base(-2.0, 3.0), [12.0; 2]);
    assert_eq!(slope_in_exponent(0.0, 2.0), [0.0; 2]);
    assert_eq!(slope_in_exponent(0.0, 0.0), [f64::NEG_INFINITY; 2]);
}

#[test]
fn ties_are_split_and_the_kink_of_abs_is_flat() {
    let _alone = alone();
    let two = Value::flonum(2.0);
    for name in ["%max2", "%min2"] {
        assert_eq!(derivatives(&|x| call(name, x, two), two).map(double), [0.5; 2]);
        assert_eq!(derivatives(&|x| call(name, x, x), two).map(double), [1.0; 2]);
    }
    assert_eq!(derivatives(&|x| call("abs", x, ZERO), Value::flonum(0.0)).map(double), [0.0; 2]);
}

#[test]
fn integer_division_differentiates_as_the_saw_it_is() {
    let _alone = alone();
    let [n, d] = [Value::fixnum(-7), Value::fixnum(2)];
    assert_eq!(derivatives(&|n| call("modulo", n, d), n), [Value::fixnum(1); 2]);
    assert_eq!(derivatives(&|d| call("modulo", n, d), d), [Value::fixnum(4); 2]);
    assert_eq!(derivatives(&|d| call("remainder", n, d), d), [Value::fixnum(3); 2]);
    assert_eq!(derivatives(&|n| call("quotient", n, d), n), [ZERO; 2]);
}

#[test]
fn exact_points_have_exact_derivatives() {
    let _alone = alone();
    assert_eq!(derivatives(&|x| call("%*", x, x), Value::fixnum(3)), [Value::fixnum(6); 2]);
    assert_eq!(derivatives(&|x| call("%expt", x, Value::fixnum(3)), Value::fixnum(2)), [Value::fixnum(12); 2]);
}

#[test]
fn questions_are_answered_for_the_primal() {
    let _alone = alone();
    assert_eq!(treatment::fx_lt, super::Treatment::Primal);
    assert_eq!(treatment::fx_integer_p, super::Treatment::Primal);
    assert_eq!(treatment::fx_add, super::Treatment::Differentiate(rule_named("%+")));
}
