//! `pow`.
//!
//! `x^y = e^(y log x)`, where the logarithm needs some 66 bits: the first terms of `log` (see [`super::logarithm`]), and
//! the square among them, are sums of two doubles.

use super::exponential::exp_of_sum;
use super::lanes::Lanes;
use super::logarithm::{P, Parts, is_normal, parts, parts_of_any};

const UNIT: f64 = 4_503_599_627_370_496.0;
/// With exponents as large as this every power other than 1 is 0 or infinite.
const LARGEST: f64 = 36_893_488_147_419_103_232.0;

/// `x` to the power `y`, by C's rules (C23, F.10.4.5).
#[inline(always)]
pub fn pow<L: Lanes>(x: L, y: L) -> L {
    if L::any(L::not(L::both(is_normal(x), y.abs().less(L::splat(LARGEST))))) {
        return pow_of_any(x, y);
    }
    power(parts(x, L::splat(0.0)), y)
}

#[cold]
#[inline(always)]
fn pow_of_any<L: Lanes>(x: L, y: L) -> L {
    let (zero, one, infinity) = (L::splat(0.0), L::splat(1.0), L::splat(f64::INFINITY));
    let (size, exponent) = (x.abs(), y.abs());
    let capped = L::select(exponent.less(L::splat(LARGEST)), exponent, L::splat(LARGEST)).bit_or(y.sign());
    let value = power(parts_of_any(size), capped);
    // 0 and infinity to the power y.
    let grows = L::select(y.less(zero), infinity, zero);
    let value = L::select(size.equal(zero), grows, value);
    let value = L::select(size.equal(infinity), L::select(y.less(zero), zero, infinity), value);
    // Negative numbers: NaN unless y is an integer; odd powers are negative.
    let is_whole = is_integer(exponent, L::splat(UNIT), one);
    let is_odd = L::both(is_whole, L::not(is_integer(exponent, L::splat(2.0 * UNIT), L::splat(0.5))));
    let value = value.bit_xor(L::select(is_odd, x.sign(), zero));
    let is_negative = L::both(x.less(zero), size.less(infinity));
    let value = L::select(L::both(is_negative, L::not(is_whole)), L::splat(f64::NAN), value);
    let value = L::select(L::both(x.equal(x), y.equal(y)), value, L::splat(f64::NAN));
    L::select(x.equal(one), one, L::select(y.equal(zero), one, value))
}

/// Whether `factor` times a number is an integer; true from `limit` on.
#[inline(always)]
fn is_integer<L: Lanes>(number: L, limit: L, factor: L) -> L::Mask {
    let part = L::select(number.less(limit), number * factor, L::splat(0.0));
    (part + L::splat(UNIT) - L::splat(UNIT)).equal(part)
}

/// The power `y` of the number with these parts.
#[inline(always)]
fn power<L: Lanes>(Parts { base, base_rest, r, r_rest }: Parts<L>, y: L) -> L {
    let (square, square_rest) = r.exact_product(r);
    // Each first operand is 0 or the larger one (see `log`).
    let (sum, first) = base.quick_sum(r);
    let (sum, second) = sum.quick_sum(square * L::splat(-0.5));
    let cube = r * square * r.polynomial(&P);
    let small = r_rest - (square_rest * L::splat(0.5) + r * r_rest) + cube;
    let (log, log_rest) = sum.quick_sum(first + second + (base_rest + small));
    let (product, error) = y.exact_product(log);
    exp_of_sum(product, error + y * log_rest)
}
