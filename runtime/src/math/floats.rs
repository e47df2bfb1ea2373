//! Functions of floats (32 bits), in doubles: the results are within 2^-28 before they are rounded to floats, so that
//! what the forms for doubles do for the last bits can be left out.

use super::exponential::{nearest, power_of_two};
use super::lanes::Lanes;
use super::trigonometry::{self, LARGE, turned};
use super::{arc_tangent, logarithm};

/// The reciprocals of factorials: `e^r` for `|r| <= ln 2 / 2`, error below 2^-32.
const EXP: [f64; 9] = [1.0, 1.0, 0.5, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0];
/// `(e^r - 1) / r`, error below 2^-31.
const EXP_LESS_ONE: [f64; 9] =
    [1.0, 0.5, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362_880.0];
/// `sin r / r` by powers of `r^2` for `|r| <= pi / 4`, error below 2^-29.
const SIN: [f64; 5] = [1.0, -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0, 1.0 / 362_880.0];
/// `cos r` by powers of `r^2`, error below 2^-33.
const COS: [f64; 6] = [1.0, -0.5, 1.0 / 24.0, -1.0 / 720.0, 1.0 / 40320.0, -1.0 / 3_628_800.0];
/// The first 33 bits of `pi / 2`, and the rest.
const QUARTER: [f64; 2] = [1.570_796_326_734_125_6, 6.077_100_506_506_192e-11];

#[inline(always)]
fn between<L: Lanes>(least: f64, x: L, most: f64) -> L {
    let (least, most) = (L::splat(least), L::splat(most));
    L::select(x.less(least), least, L::select(most.less(x), most, x))
}

/// `2^k` and `r` with `x = k ln 2 + r`.
#[inline(always)]
fn reduce<L: Lanes>(x: L) -> (L, L) {
    let (k, bits) = nearest(x * L::splat(std::f64::consts::LOG2_E));
    (power_of_two(bits), x - k * L::splat(std::f64::consts::LN_2))
}

/// `e^x`; beyond the bounds it and its reciprocal are 0 or infinity as floats.
#[inline(always)]
pub fn exp<L: Lanes>(x: L) -> L {
    let (scale, r) = reduce(between(-110.0, x, 110.0));
    scale * r.polynomial(&EXP)
}

/// `1 / (1 + e^-x)`
#[inline(always)]
pub fn sigmoid<L: Lanes>(x: L) -> L {
    L::splat(1.0) / (L::splat(1.0) + exp(x.negate()))
}

/// `m / (m + 2)` with `m = e^(2 |x|) - 1`; beyond 10 it is 1 as a float.
#[inline(always)]
pub fn tanh<L: Lanes>(x: L) -> L {
    let size = between(0.0, x.abs(), 10.0);
    let (scale, r) = reduce(size + size);
    let m = scale * (r * r.polynomial(&EXP_LESS_ONE)) + (scale - L::splat(1.0));
    (m / (m + L::splat(2.0))).bit_or(x.sign())
}

/// The quarters in the low bits, sine and cosine of what is left, and whether the argument is too large for this.
#[inline(always)]
fn sin_and_cos<L: Lanes>(x: L) -> (L, L, L, L::Mask) {
    let (n, quarters) = nearest(x * L::splat(std::f64::consts::FRAC_2_PI));
    let r = (x - n * L::splat(QUARTER[0])) - n * L::splat(QUARTER[1]);
    let square = r * r;
    (quarters, r * square.polynomial(&SIN), square.polynomial(&COS), L::not(x.abs().less(L::splat(LARGE))))
}

/// The sine.
#[inline(always)]
pub fn sin<L: Lanes>(x: L) -> L {
    let (quarters, sin, cos, is_large) = sin_and_cos(x);
    let value = turned(quarters, sin, cos);
    if L::any(is_large) { L::select(is_large, trigonometry::sin(x), value) } else { value }
}

/// The cosine.
#[inline(always)]
pub fn cos<L: Lanes>(x: L) -> L {
    let (quarters, sin, cos, is_large) = sin_and_cos(x);
    let value = turned(quarters.bit_add(L::bits(1)), sin, cos);
    if L::any(is_large) { L::select(is_large, trigonometry::cos(x), value) } else { value }
}

/// The logarithm, as of doubles.
#[inline(always)]
pub fn log<L: Lanes>(x: L) -> L {
    logarithm::log(x)
}

/// The arc tangent, as of doubles.
#[inline(always)]
pub fn atan<L: Lanes>(x: L) -> L {
    arc_tangent::atan(x)
}
