//! Laws of numbers, on random ones of all kinds; num-bigint and num-rational are the model of exact arithmetic.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::complex_functions::Complex;
use super::{Num, arithmetic, complex, integer_value, integers, num_value, number_text, number_value, ratio_value};
use crate::equality::eqv;
use crate::heap::tests::alone_and_empty;
use crate::value::Value;

const CASES: u32 = 400;

fn check<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let _alone = alone_and_empty();
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&strategy, test).unwrap_or_else(|failure| panic!("{failure}"));
}

// Numbers -----

/// Exact integers, often at the limits of fixnums and words.
fn integer() -> impl Strategy<Value = BigInt> {
    let edge = (0..200u32, -2..3i32, any::<bool>()).prop_map(|(bits, offset, negative)| {
        let value = (BigInt::from(1) << bits) + offset;
        if negative { -value } else { value }
    });
    let words = prop_oneof![any::<u32>(), Just(0), Just(u32::MAX)];
    let long = (any::<bool>(), proptest::collection::vec(words, 0..24)).prop_map(|(negative, words)| {
        let value = BigInt::from(num_bigint::BigUint::new(words));
        if negative { -value } else { value }
    });
    prop_oneof![(-20..20i64).prop_map(BigInt::from), any::<i64>().prop_map(BigInt::from), edge, long]
}

fn nonzero() -> impl Strategy<Value = BigInt> {
    integer().prop_map(|value| if value.is_zero() { BigInt::from(1) } else { value })
}

fn ratio() -> impl Strategy<Value = BigRational> {
    (integer(), nonzero()).prop_map(|(numerator, denominator)| BigRational::new(numerator, denominator))
}

fn exact() -> impl Strategy<Value = Num> {
    prop_oneof![integer().prop_map(Num::Int), ratio().prop_map(Num::Rat)]
}

fn double() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), (-20..20i32).prop_map(f64::from), any::<i64>().prop_map(|value| value as f64)]
        .prop_filter("NaN has no order", |double| !double.is_nan())
}

/// A number near others of other kinds: a double, the integer next to it, and ratios that no double tells apart.
fn near_double() -> impl Strategy<Value = Num> {
    let bases = prop_oneof![Just(1.0), Just(2f64.powi(47)), Just(2f64.powi(53)), Just(1e22), Just(0.1), Just(1e308)];
    (bases, 0..2u64, 0..4u8).prop_map(|(base, steps, kind)| {
        let double = f64::from_bits(base.to_bits() + steps);
        let exact = BigRational::from_float(double).unwrap_or_else(BigRational::zero);
        let little = BigRational::new(1.into(), BigInt::from(1) << 1100);
        match kind {
            0 => Num::Flo(double),
            1 => Num::Rat(exact),
            2 => Num::Rat(exact + little),
            _ => Num::Rat(exact - little),
        }
    })
}

fn real() -> impl Strategy<Value = Num> {
    prop_oneof![exact(), double().prop_map(Num::Flo), near_double()]
}

fn value(num: &Num) -> Value {
    num_value(num).expect("memory")
}

fn exact_complex() -> impl Strategy<Value = (Num, Num)> {
    (exact(), exact())
}

fn complex_of(parts: &(Num, Num)) -> Value {
    complex::rectangular(value(&parts.0), value(&parts.1)).expect("real parts")
}

fn ok(outcome: crate::abi::Outcome) -> Value {
    outcome.expect("numbers")
}

macro_rules! same {
    ($a:expr, $b:expr) => {
        let (a, b) = ($a, $b);
        prop_assert!(eqv(a, b), "{:?} and {:?}", number_text(a, 10), number_text(b, 10));
    };
}

// Text -----

#[test]
fn reading_inverts_printing() {
    let parts = prop_oneof![exact_complex(), (double().prop_map(Num::Flo), double().prop_map(Num::Flo))];
    let number = prop_oneof![real().prop_map(|num| (num, Num::Int(0.into()))), parts];
    check((number, 2..=36u32), |(parts, radix)| {
        let value = complex_of(&parts);
        let text = number_text(value, radix).expect("a number");
        let read = syntax::parse_number(&text, radix);
        prop_assert!(read.is_some(), "{text} in radix {radix}");
        same!(number_value(&read.unwrap()).expect("memory"), value);
        Ok(())
    });
}

#[test]
fn no_text_is_too_strange_to_read() {
    check(("[-+0-9a-fi@./#xbe#]{0,14}", 2..=36u32), |(text, radix)| {
        if let Some(number) = syntax::parse_number(&text, radix) {
            let value = number_value(&number).expect("memory");
            let again = number_text(value, radix).expect("a number");
            let read = syntax::parse_number(&again, radix).expect("a number");
            same!(number_value(&read).expect("memory"), value);
        }
        Ok(())
    });
}

// Exact arithmetic -----

#[test]
fn exact_arithmetic_agrees_with_the_model() {
    check((ratio(), ratio()), |(x, y)| {
        let (a, b) = (ok(ratio_value(&x)), ok(ratio_value(&y)));
        same!(ok(arithmetic::add(a, b)), ok(ratio_value(&(&x + &y))));
        same!(ok(arithmetic::sub(a, b)), ok(ratio_value(&(&x - &y))));
        same!(ok(arithmetic::mul(a, b)), ok(ratio_value(&(&x * &y))));
        if !y.is_zero() {
            same!(ok(arithmetic::div(a, b)), ok(ratio_value(&(&x / &y))));
        }
        prop_assert_eq!(arithmetic::compare(a, b).expect("real"), Some(x.cmp(&y)));
        Ok(())
    });
}

#[test]
fn exact_numbers_are_a_ring() {
    check((exact_complex(), exact_complex(), exact_complex()), |(x, y, z)| {
        let (a, b, c) = (complex_of(&x), complex_of(&y), complex_of(&z));
        let add = |a, b| ok(arithmetic::add(a, b));
        let mul = |a, b| ok(arithmetic::mul(a, b));
        same!(add(a, b), add(b, a));
        same!(mul(a, b), mul(b, a));
        same!(add(add(a, b), c), add(a, add(b, c)));
        same!(mul(mul(a, b), c), mul(a, mul(b, c)));
        same!(mul(a, add(b, c)), add(mul(a, b), mul(a, c)));
        same!(ok(arithmetic::sub(add(a, b), b)), a);
        same!(ok(arithmetic::sub(a, a)), Value::fixnum(0));
        if b != Value::fixnum(0) {
            same!(mul(ok(arithmetic::div(a, b)), b), a);
        }
        Ok(())
    });
}

#[test]
fn integer_division_has_its_identities() {
    check((integer(), nonzero()), |(n, d)| {
        let (a, b) = (ok(integer_value(&n)), ok(integer_value(&d)));
        let back = |quotient, rest| ok(arithmetic::add(ok(arithmetic::mul(quotient, b)), rest));
        same!(back(arithmetic::fx_quotient(a, b), arithmetic::fx_remainder(a, b)), a);
        same!(back(arithmetic::fx_floor_quotient(a, b), arithmetic::fx_modulo(a, b)), a);
        same!(arithmetic::fx_quotient(a, b), ok(integer_value(&(&n / &d))));
        same!(arithmetic::fx_floor_quotient(a, b), ok(integer_value(&n.div_floor(&d))));
        same!(arithmetic::fx_modulo(a, b), ok(integer_value(&n.mod_floor(&d))));
        same!(integers::fx_gcd2(a, b), ok(integer_value(&n.gcd(&d))));
        same!(integers::fx_lcm2(a, b), ok(integer_value(&n.lcm(&d))));
        same!(
            ok(arithmetic::mul(integers::fx_gcd2(a, b), integers::fx_lcm2(a, b))),
            ok(integer_value(&(&n * &d).abs()))
        );
        Ok(())
    });
}

#[test]
fn integer_roots_are_the_greatest() {
    check(integer(), |n| {
        let n = n.abs();
        let root = integers::fx_exact_integer_sqrt(ok(integer_value(&n)));
        let root = super::integer_of(root).expect("an integer");
        prop_assert!(&root * &root <= n && n < (&root + 1) * (&root + 1));
        Ok(())
    });
}

#[test]
fn roots_of_squares_are_exact() {
    check(exact_complex(), |parts| {
        let z = complex_of(&parts);
        let root = ok(super::sqrt(ok(arithmetic::mul(z, z))));
        let minus = ok(arithmetic::sub(Value::fixnum(0), z));
        prop_assert!(eqv(root, z) || eqv(root, minus), "{:?}", number_text(root, 10));
        Ok(())
    });
}

// Exact and inexact -----

#[test]
fn order_is_total_and_transitive() {
    check((real(), real(), real()), |(x, y, z)| {
        let (a, b, c) = (value(&x), value(&y), value(&z));
        let order = |a, b| arithmetic::compare(a, b).expect("real").expect("no NaN");
        prop_assert_eq!(order(a, b), order(b, a).reverse());
        prop_assert_eq!(order(a, a), Ordering::Equal);
        if order(a, b) == order(b, c) {
            prop_assert_eq!(order(a, c), order(a, b));
        }
        if order(a, b).is_le() && order(b, c).is_le() {
            prop_assert!(order(a, c).is_le());
        }
        Ok(())
    });
}

#[test]
fn exactness_can_be_changed_back() {
    check(double(), |x| {
        let flonum = Value::flonum(x);
        if x.is_finite() {
            let exact = arithmetic::fx_exact(flonum);
            prop_assert_eq!(arithmetic::compare(exact, flonum).expect("real"), Some(Ordering::Equal));
            prop_assert_eq!(arithmetic::fx_inexact(exact).as_flonum(), Some(x));
        }
        Ok(())
    });
}

#[test]
fn inexact_is_the_nearest_double() {
    check(prop_oneof![exact(), near_double()], |num| {
        let Some(exact) = num.to_exact() else { return Ok(()) };
        let near = num.to_f64();
        let distance = |double: f64| BigRational::from_float(double).map(|double| (double - &exact).abs());
        if let Some(error) = distance(near) {
            for other in [near.next_up(), near.next_down()] {
                prop_assert!(distance(other).is_none_or(|other| error <= other), "{exact} is not {near}");
            }
        } else {
            prop_assert!(exact.abs() > BigRational::from_float(f64::MAX).expect("finite"));
        }
        Ok(())
    });
}

#[test]
fn roots_are_the_nearest_doubles() {
    check(exact(), |num| {
        let Some(exact) = num.to_exact().filter(|exact| exact.is_positive()) else { return Ok(()) };
        let Some(root) = ok(super::sqrt(value(&num))).as_flonum().filter(|root| root.is_normal()) else {
            return Ok(());
        };
        // Between the middles to both neighbours.
        let of = |double: f64| BigRational::from_float(double).expect("finite");
        let below = (of(root) + of(root.next_down())) / BigInt::from(2);
        let above = (of(root) + of(root.next_up())) / BigInt::from(2);
        prop_assert!(&below * &below <= exact && exact <= &above * &above, "{exact}: {root}");
        Ok(())
    });
}

#[test]
fn complex_functions_have_inverses_and_symmetry() {
    type Function = fn(Complex) -> Complex;
    let square: Function = |z| z.multiply(z);
    let pairs: [(Function, Function); 5] = [
        (Complex::sqrt, square),
        (Complex::log, Complex::exp),
        (Complex::asin, Complex::sin),
        (Complex::acos, Complex::cos),
        (Complex::atan, Complex::tan),
    ];
    let conjugate = |z: Complex| Complex { re: z.re, im: -z.im };
    check((-5.0..5.0f64, -5.0..5.0f64), |(re, im)| {
        let z = Complex { re, im };
        for (index, (inverse, function)) in pairs.iter().enumerate() {
            let back = function(inverse(z));
            let error = (back.re - re).hypot(back.im - im);
            prop_assert!(error < 1e-12 * (1.0 + re.hypot(im)), "{index} at {z:?}: {back:?}");
            prop_assert_eq!(inverse(conjugate(z)), conjugate(inverse(z)), "{} at {:?}", index, z);
        }
        Ok(())
    });
}
