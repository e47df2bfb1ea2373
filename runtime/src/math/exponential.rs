//! `exp` and `tanh`.
//!
//! `x = k ln 2 / 128 + r` with the integer `k` nearest to `128 x / ln 2`, so `|r| <= 0.0028`. Then
//! `exp x = 2^(k/128) (1 + r + r^2 q(r))` with a short polynomial `q` and the power of two from a table (Tang), which
//! also knows what the power misses.
//!
//! `tanh (a + t)` with `a` the multiple of 1/8 nearest to the argument is `A + T - A T (A + T) / (1 + A T)`, where
//! `A = tanh a` is from a table and `T = tanh t`, which is `t` but for a small term. `A + t` carries its rounding error
//! along, and all else is small beside it.

use super::lanes::{Lanes, ROUNDER};
use super::tables::{POWERS, TANH};

/// `128 / ln 2`
const STEPS: f64 = 184.664_965_233_787_3;
/// The first 34 bits of `ln 2 / 128`: times an integer of 18 bits it is exact.
const STEP_HIGH: f64 = 0.005_415_212_347_998_022;
/// The rest of `ln 2 / 128`.
const STEP_LOW: f64 = 1.265_508_608_332_543_8e-13;
/// Up to this size of arguments the results, and what is added to make them, are normal numbers.
const NORMAL: f64 = 600.0;
/// Beyond these the results are 0 and infinity.
const LEAST: f64 = -746.0;
const MOST: f64 = 710.0;

/// `(exp r - 1 - r) / r^2` for `|r| <= ln 2 / 256`; error times `r^2` below `2^-60`.
const Q: [f64; 4] = [0.5, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0];

/// `(tanh t - t) / t^3` by powers of `t^2` for `|t| <= 1/16`; error times `t^2` below `2^-65`.
const T: [f64; 5] = [
    -0.333_333_333_333_333_3,
    0.133_333_333_333_251_98,
    -0.053_968_253_801_609_835,
    0.021_869_369_041_737_925,
    -0.008_828_246_208_058_2,
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
    if L::any(L::not(x.abs().less(L::splat(NORMAL)))) {
        return exp_far(x, low);
    }
    let (_, power, rest) = power_and_rest(x, low);
    power + power * rest
}

/// The same where the result may be subnormal or none: half of the power of two is multiplied in the end, which rounds
/// once. Other results are as above.
#[cold]
#[inline(always)]
fn exp_far<L: Lanes>(x: L, low: L) -> L {
    let (least, most) = (L::splat(LEAST), L::splat(MOST));
    let low = L::select(L::both(least.less(x), x.less(most)), low, L::splat(0.0));
    let x = L::select(x.less(least), least, L::select(most.less(x), most, x));
    let (k, power, rest) = power_and_rest(x, low);
    let (_, half) = nearest(k * L::splat(1.0 / 256.0));
    let (_, other) = nearest(k * L::splat(-1.0 / 256.0));
    let power = power.bit_add(other.shift_left::<52>());
    (power + power * rest) * power_of_two(half)
}

/// `k`, the double near `2^(k/128)`, and what is missing there to `e^(x + low)`, in units of it.
#[inline(always)]
fn power_and_rest<L: Lanes>(x: L, low: L) -> (L, L, L) {
    let (k, bits) = nearest(x * L::splat(STEPS));
    let r = (x - k * L::splat(STEP_HIGH)) - (k * L::splat(STEP_LOW) - low);
    let [missing, power] = L::look_up(&POWERS, bits);
    (k, power.bit_add(bits.shift_left::<45>()), (missing + r) + r * r * r.polynomial(&Q))
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

/// The hyperbolic tangent.
#[inline(always)]
pub fn tanh<L: Lanes>(x: L) -> L {
    let most = L::splat(20.0);
    let size = x.abs();
    let size = L::select(most.less(size), most, size);
    // The nearest multiple of 1/8, in the low bits as an integer of 1/8.
    let bits = size + L::splat(ROUNDER / 8.0);
    let t = size - (bits - L::splat(ROUNDER / 8.0));
    let [high, low] = L::look_up(&TANH, bits);
    let square = t * t;
    let small = t * square * square.polynomial(&T);
    let tanh = t + small;
    let product = high * tanh;
    let less = product * (high + tanh) / (L::splat(1.0) + product);
    let (sum, error) = high.quick_sum(t);
    (sum + (error + (low + (small - less)))).bit_or(x.sign())
}
