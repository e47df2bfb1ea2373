//! `log`.
//!
//! `x = 2^k m` with `m` between `sqrt 1/2` and `sqrt 2`. With `f = m - 1` and `s = f / (2 + f)`,
//! `log m = 2 s + s z r(z)` where `z = s^2`; that is `f - f^2/2 + s (f^2/2 + z r(z))`, where the large terms `k ln 2` and
//! `f` are exact and the others small.

use super::exponential::{LN2_HIGH, LN2_LOW};
use super::lanes::Lanes;

/// `(log((1 + s) / (1 - s)) / s - 2) / z`; error times `z / 2` below `2^-57`.
const R: [f64; 7] = [
    0.666_666_666_666_667,
    0.399_999_999_998_995_05,
    0.285_714_286_259_757_5,
    0.222_222_111_347_518_35,
    0.181_828_891_284_124_58,
    0.153_317_214_958_260_12,
    0.146_164_509_795_521_1,
];

const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
/// `2^52`: put before an integer in the low 52 bits, its bits make a number.
const UNIT: f64 = 4_503_599_627_370_496.0;

/// The parts of a positive number: `k` and `m`, for `m` from the double with bits `least` to twice that.
#[inline(always)]
pub fn parts<L: Lanes>(x: L, least: u64) -> (L, L) {
    let is_subnormal = x.less(L::splat(f64::MIN_POSITIVE));
    let x = L::select(is_subnormal, x * L::splat(UNIT), x);
    // Exponents are taken 1024 higher than they are, so that no difference of bits is negative.
    let offset = x.bit_add(L::bits((1024u64 << 52).wrapping_sub(least)));
    let k = offset.shift_right::<52>().bit_or(L::splat(UNIT)) - L::splat(UNIT + 1024.0);
    let m = offset.bit_and(L::bits((1 << 52) - 1)).bit_add(L::bits(least));
    (L::select(is_subnormal, k - L::splat(52.0), k), m)
}

/// The natural logarithm; NaN below 0.
#[inline(always)]
pub fn log<L: Lanes>(x: L) -> L {
    let (k, m) = parts(x, SQRT_HALF);
    let f = m - L::splat(1.0);
    let s = f / (m + L::splat(1.0));
    let z = s * s;
    let half_square = f * f * L::splat(0.5);
    let small = half_square - (s * (half_square + z * z.polynomial(&R)) + k * L::splat(LN2_LOW));
    let (sum, error) = (k * L::splat(LN2_HIGH)).quick_sum(f);
    let value = sum + (error - small);
    let zero = L::splat(0.0);
    let value = L::select(x.equal(L::splat(f64::INFINITY)), x, value);
    let at_zero = L::select(x.equal(zero), L::splat(f64::NEG_INFINITY), L::splat(f64::NAN));
    L::select(zero.less(x), value, at_zero)
}
