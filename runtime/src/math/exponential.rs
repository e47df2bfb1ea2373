//! `exp` and `tanh`.
//!
//! `x = k ln 2 + r` with the integer `k` nearest to `x / ln 2`, so `|r| <= 0.347`. Then
//! `exp x = 2^k (1 + r + r^2 q(r))` with a polynomial `q` that is near the best of its degree (Chebyshev); `r` and the
//! sum `1 + r` carry their rounding errors along. The power of two is multiplied in two halves, so that the result may be
//! subnormal and is rounded once.

use super::lanes::{Lanes, ROUNDER};

const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// The first 42 bits of `ln 2`: times an integer of 11 bits it is exact.
pub const LN2_HIGH: f64 = 0.693_147_180_559_890_3;
/// The rest of `ln 2`.
pub const LN2_LOW: f64 = 5.497_923_018_708_371e-14;
/// Beyond these the results are 0 and infinity.
const LEAST: f64 = -746.0;
const MOST: f64 = 710.0;

/// `(exp r - 1 - r) / r^2` for `|r| <= ln 2 / 2`; error times `r^2` below `2^-61`.
const Q: [f64; 11] = [
    0.5,
    0.166_666_666_666_666_7,
    0.041_666_666_666_666_67,
    0.008_333_333_333_326_141,
    0.001_388_888_888_888_375_2,
    0.000_198_412_698_748_006_83,
    2.480_158_732_553_350_2e-5,
    2.755_725_542_550_29e-6,
    2.755_727_366_117_472_6e-7,
    2.510_520_647_533_483_4e-8,
    2.091_467_944_897_855e-9,
];

/// `e^x`
#[inline(always)]
pub fn exp<L: Lanes>(x: L) -> L {
    exp_of_sum(x, L::splat(0.0))
}

/// `1 / (1 + e^-x)`
#[inline(always)]
pub fn sigmoid<L: Lanes>(x: L) -> L {
    L::splat(1.0) / (L::splat(1.0) + exp(x.negate()))
}

/// `e^(x + low)` where `low` is within rounding of `x`.
#[inline(always)]
pub fn exp_of_sum<L: Lanes>(x: L, low: L) -> L {
    let (least, most) = (L::splat(LEAST), L::splat(MOST));
    let low = L::select(L::both(least.less(x), x.less(most)), low, L::splat(0.0));
    let x = L::select(x.less(least), least, L::select(most.less(x), most, x));
    let (k, r, rest) = reduce(x, low);
    let (sum, error) = L::splat(1.0).quick_sum(r);
    let value = sum + (error + (rest + r * r * r.polynomial(&Q)));
    let (half, bits) = nearest(k * L::splat(0.5));
    let (_, other_bits) = nearest(k - half);
    value * power_of_two(bits) * power_of_two(other_bits)
}

/// `k`, `r` and the rounding error of `r`.
#[inline(always)]
fn reduce<L: Lanes>(x: L, low: L) -> (L, L, L) {
    let (k, _) = nearest(x * L::splat(LOG2_E));
    let high = x - k * L::splat(LN2_HIGH);
    let low = k * L::splat(LN2_LOW) - low;
    let r = high - low;
    (k, r, (high - r) - low)
}

/// The nearest integer, and the same with the integer in the low bits.
#[inline(always)]
pub fn nearest<L: Lanes>(x: L) -> (L, L) {
    let bits = x + L::splat(ROUNDER);
    (bits - L::splat(ROUNDER), bits)
}

/// `2^k` for `k` in the low bits; the bits above are lost.
#[inline(always)]
pub fn power_of_two<L: Lanes>(bits: L) -> L {
    bits.bit_add(L::bits(1023)).shift_left::<52>()
}

/// `tanh x = m / (m + 2)` with `m = e^(2 |x|) - 1`, which is `2^k (e^r - 1) + (2^k - 1)`. Numerator and denominator
/// carry their rounding errors along; the quotient is corrected by them.
#[inline(always)]
pub fn tanh<L: Lanes>(x: L) -> L {
    let most = L::splat(20.0);
    let size = x.abs();
    let size = L::select(most.less(size), most, size);
    let (k, r, rest) = reduce(size + size, L::splat(0.0));
    let (_, bits) = nearest(k);
    let scale = power_of_two(bits);
    let (high, low) = (scale - L::splat(1.0)).exact_sum(scale * r);
    let (m, error) = high.exact_sum(scale * (rest + r * r * r.polynomial(&Q)));
    let low = low + error;
    let (n, error) = L::splat(2.0).exact_sum(m);
    let quotient = m / n;
    // m + low - quotient (n + error + low), divided by n.
    let (product, less) = quotient.exact_product(n);
    let left = ((m - product) - less) + (low - quotient * (error + low));
    let value = quotient + left / n;
    L::select(size.less(L::splat(1e-9)), x, value.bit_or(x.sign()))
}
