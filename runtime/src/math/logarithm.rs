//! `log`.
//!
//! `x = 2^k z`, and a table has for each of 128 intervals a number `c` of few bits near `1 / z`: so `r = z c - 1` is
//! small and exact as a sum of two doubles, and `log x = k ln 2 - log c + r - r^2/2 + r^3 p(r)`, where the first terms
//! add up without an error and the others are small beside them.

use super::lanes::Lanes;
use super::logarithm_table::{LEAST, TABLE};

/// The first 42 bits of `ln 2`: times an integer of 11 bits it is exact.
pub const LN2_HIGH: f64 = 0.693_147_180_559_890_3;
/// The rest of `ln 2`.
pub const LN2_LOW: f64 = 5.497_923_018_708_371e-14;

/// `(log(1 + r) - r + r^2 / 2) / r^3` for `|r| <= 0.0057`; error times `r^2` below `2^-67`.
pub const P: [f64; 6] = [
    0.333_333_333_333_333_4,
    -0.250_000_000_000_000_1,
    0.199_999_999_934_022_45,
    -0.166_666_666_607_286_85,
    0.142_862_558_019_086_04,
    -0.125_004_873_648_447_98,
];

/// The high bits of a mantissa: 32 with the one that is not written.
const HIGH_BITS: u64 = !((1 << 21) - 1);
/// `2^52`: put before an integer in the low 52 bits, its bits make a number.
const UNIT: f64 = 4_503_599_627_370_496.0;

/// `log x` as the sum of `base`, `base_rest`, and the logarithm of 1 more than `r + r_rest`; rests are much smaller.
pub struct Parts<L> {
    pub base: L,
    pub base_rest: L,
    pub r: L,
    pub r_rest: L,
}

/// The natural logarithm; NaN below 0.
#[inline(always)]
pub fn log<L: Lanes>(x: L) -> L {
    if L::any(L::not(is_normal(x))) { log_of_any(x) } else { log_of_parts(parts(x, L::splat(0.0))) }
}

/// Whether it is positive and neither subnormal nor infinite.
#[inline(always)]
pub fn is_normal<L: Lanes>(x: L) -> L::Mask {
    L::both(L::not(x.less(L::splat(f64::MIN_POSITIVE))), x.less(L::splat(f64::INFINITY)))
}

#[cold]
#[inline(always)]
fn log_of_any<L: Lanes>(x: L) -> L {
    let zero = L::splat(0.0);
    let value = log_of_parts(parts_of_any(x));
    let value = L::select(x.equal(L::splat(f64::INFINITY)), x, value);
    let at_zero = L::select(x.equal(zero), L::splat(f64::NEG_INFINITY), L::splat(f64::NAN));
    L::select(zero.less(x), value, at_zero)
}

#[inline(always)]
fn log_of_parts<L: Lanes>(Parts { base, base_rest, r, r_rest }: Parts<L>) -> L {
    // `base` is 0 or larger than `r`: a table's logarithm is at least 0.007, unless it is 0.
    let (sum, error) = base.quick_sum(r);
    let square = r * r;
    sum + (error + (base_rest + r_rest) + (square * L::splat(-0.5) + square * r * r.polynomial(&P)))
}

/// The parts of a positive number, which may be subnormal.
#[inline(always)]
pub fn parts_of_any<L: Lanes>(x: L) -> Parts<L> {
    let is_subnormal = x.less(L::splat(f64::MIN_POSITIVE));
    let scaled = L::select(is_subnormal, x * L::splat(UNIT), x);
    parts(scaled, L::select(is_subnormal, L::splat(52.0), L::splat(0.0)))
}

/// The parts of a normal number after division by a power of two.
#[inline(always)]
pub fn parts<L: Lanes>(x: L, power: L) -> Parts<L> {
    // Exponents are taken 1024 higher than they are, so that no difference of bits is negative.
    let offset = x.bit_add(L::bits((1024u64 << 52).wrapping_sub(LEAST)));
    let k = offset.shift_right::<52>().bit_or(L::splat(UNIT)) - L::splat(UNIT + 1024.0) - power;
    let mantissa = offset.bit_and(L::bits((1 << 52) - 1));
    let [c, minus_log, log_rest] = L::look_up(&TABLE, mantissa.shift_right::<45>());
    let z = mantissa.bit_add(L::bits(LEAST));
    // Both products are exact, and so is the first difference. Where it is the smaller one, the sum is exact too.
    let high = z.bit_and(L::bits(HIGH_BITS));
    let (r, r_rest) = (high * c - L::splat(1.0)).quick_sum((z - high) * c);
    let base = k * L::splat(LN2_HIGH) + minus_log;
    let base_rest = k * L::splat(LN2_LOW) + log_rest;
    Parts { base, base_rest, r, r_rest }
}
