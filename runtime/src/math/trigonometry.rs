//! `sin`, `cos` and `tan`.
//!
//! `x = n pi/2 + r` with the integer `n` nearest to `x / (pi/2)`; `r` is a double and its rounding error. Up to `2^20`
//! quarters `n` times the first three parts of `pi/2` is exact (Cody and Waite). Beyond that, where programs rarely are,
//! each lane is reduced on its own with as many bits of `2/pi` as it takes (Payne and Hanek).
//!
//! The first two parts end at `2^-53`, and so do arguments that are not their own `r`; the difference of the two is below
//! 1, so that it is exact. The third part ends at `2^-86`: where its product is the larger one (below `2^-33`) the
//! difference is exact, else its error is what it looks like (Dekker).

use super::exponential::nearest;
use super::lanes::{Lanes, ROUNDER};

/// From here on arguments are reduced by integers.
pub const LARGE: f64 = 1_647_099.0;

/// The parts of `pi/2`: multiples of `2^-32`, `2^-53` and `2^-86`, and the rest.
const QUARTER: [f64; 4] =
    [1.570_796_326_734_125_6, 6.077_105_485_502_443e-11, -4.978_996_250_866_955_5e-17, 3.521_559_865_183_2e-27];

/// `(sin r - r) / r^3` by powers of `r^2` for `|r| <= pi/4`; error times `r^2` below `2^-55`.
const SIN: [f64; 6] = [
    -0.166_666_666_666_666_66,
    0.008_333_333_333_330_948,
    -0.000_198_412_698_367_585_06,
    2.755_731_610_251_679e-6,
    -2.505_113_183_757_415_3e-8,
    1.591_812_875_960_330_4e-10,
];

/// `(cos r - 1 + r^2 / 2) / r^4` by powers of `r^2`; error times `r^4` below `2^-59`.
const COS: [f64; 6] = [
    0.041_666_666_666_666_664,
    -0.001_388_888_888_888_739_8,
    2.480_158_729_876_564_5e-5,
    -2.755_731_727_170_749_5e-7,
    2.087_614_626_375_541_6e-9,
    -1.138_263_209_066_567_3e-11,
];

/// The sine.
#[inline(always)]
pub fn sin<L: Lanes>(x: L) -> L {
    let (quarters, sin, cos) = sin_and_cos(x);
    let value = turned(quarters, sin, cos);
    // Small arguments are their own sines, -0 too.
    L::select(x.abs().less(L::splat(1e-9)), x, value)
}

/// The cosine: the sine a quarter further.
#[inline(always)]
pub fn cos<L: Lanes>(x: L) -> L {
    let (quarters, sin, cos) = sin_and_cos(x);
    turned(quarters.bit_add(L::bits(1)), sin, cos)
}

/// The sine after some quarters of a turn, of which two bits count: odd ones exchange sine and cosine, two change sign.
#[inline(always)]
pub fn turned<L: Lanes>(quarters: L, sin: L, cos: L) -> L {
    let is_even = quarters.shift_left::<63>().bit_or(L::splat(1.0)).less(L::splat(0.0));
    let value = L::select(is_even, cos, sin);
    value.bit_xor(quarters.shift_right::<1>().shift_left::<63>())
}

/// The quarters in the low bits, and sine and cosine of what is left.
#[inline(always)]
fn sin_and_cos<L: Lanes>(x: L) -> (L, L, L) {
    let (quarters, r, rest) = reduce(x);
    let z = r * r;
    let sin = r + (r * z * z.polynomial(&SIN) + rest * (L::splat(1.0) - z * L::splat(0.5)));
    let half = z * L::splat(0.5);
    let (one, error) = L::splat(1.0).quick_sum(half.negate());
    let cos = one + (error + (z * z * z.polynomial(&COS) - r * rest));
    (quarters, sin, cos)
}

#[inline(always)]
fn reduce<L: Lanes>(x: L) -> (L, L, L) {
    let size = x.abs();
    // What is the case for one number is predicted before it is known. So the result does not wait for the quarter.
    let is_between = |low: f64, high: f64| L::both(L::splat(low).less(size), size.less(L::splat(high)));
    if L::COUNT == 1 && L::any(size.less(L::splat(0.785))) {
        return (L::splat(0.0), x, L::splat(0.0));
    }
    let (n, quarters) = if L::COUNT == 1 && L::any(is_between(0.786, 2.356)) {
        let one = L::splat(1.0).bit_or(x.sign());
        (one, one + L::splat(ROUNDER))
    } else {
        nearest(x * L::splat(std::f64::consts::FRAC_2_PI))
    };
    let part = |index: usize| n * L::splat(QUARTER[index]);
    let near = (x - part(0)) - part(1);
    let r = near - part(2);
    let rest = ((near - r) - part(2)) - part(3);
    let is_large = L::not(size.less(L::splat(LARGE)));
    if L::any(is_large) {
        return reduce_large(x, is_large, [quarters, r, rest]);
    }
    (quarters, r, rest)
}

/// What [`reduce`] has found, where the argument is large found anew.
#[cold]
#[inline(always)]
fn reduce_large<L: Lanes>(x: L, is_large: L::Mask, [quarters, r, rest]: [L; 3]) -> (L, L, L) {
    let far = x.map(reduce_by_integers);
    (L::select(is_large, far[0], quarters), L::select(is_large, far[1], r), L::select(is_large, far[2], rest))
}

/// The bits of `2/pi` behind the point, after one word of zeros.
const TWO_BY_PI: [u64; 22] = [
    0,
    0xA2F9_836E_4E44_1529,
    0xFC27_57D1_F534_DDC0,
    0xDB62_9599_3C43_9041,
    0xFE51_63AB_DEBB_C561,
    0xB724_6E3A_424D_D2E0,
    0x0649_2EEA_09D1_921C,
    0xFE1D_EB1C_B129_A73E,
    0xE882_35F5_2EBB_4484,
    0xE99C_7026_B45F_7E41,
    0x3991_D639_8353_39F4,
    0x9C84_5F8B_BDF9_283B,
    0x1FF8_97FF_DE05_980F,
    0xEF2F_118B_5A0A_6D1F,
    0x6D36_7ECF_27CB_09B7,
    0x4F46_3F66_9E5F_EA2D,
    0x7527_BAC7_EBE5_F17B,
    0x3D07_39F7_8A52_92EA,
    0x6BFB_5FB1_1F8D_5D08,
    0x5603_3046_FC7B_6BAB,
    0xF0CF_BC20_9AF4_361D,
    0xA9E3_9161_5EE6_1B08,
];

/// The quarters in the low bits, `r` and its rounding error, for any argument that is large.
///
/// With `x = m 2^e`, the bits of `2/pi` that are worth 4 or more in the product are left out, and the 192 behind them
/// taken: the product then counts quarters modulo 4 in its first two bits and is right to 2^-137 of a quarter. No
/// double is nearer than 2^-62 to a multiple of a quarter.
#[inline(never)]
fn reduce_by_integers(x: f64) -> [f64; 3] {
    if !x.is_finite() || x.abs() < LARGE {
        return [0.0, f64::NAN, f64::NAN];
    }
    let exponent = (x.to_bits() >> 52 & 0x7FF) as usize;
    let mantissa = u128::from(x.to_bits() & ((1 << 52) - 1) | 1 << 52);
    // The first bit that is worth 2, counted from the start of the table: e - 1, behind 63 zeros.
    let start = exponent + 62 - 1075;
    let word = |index: usize| {
        let (at, shift) = (start / 64 + index, start % 64);
        let pair = u128::from(TWO_BY_PI[at]) << 64 | u128::from(TWO_BY_PI[at + 1]);
        (pair << shift >> 64) as u64
    };
    let last = mantissa * u128::from(word(2));
    let middle = mantissa * u128::from(word(1)) + (last >> 64);
    let first = (mantissa * u128::from(word(0)) + (middle >> 64)) as u64;
    let (middle, last) = (middle as u64, last as u64);
    // Without the two bits of quarters: a fraction of a quarter, from -1/2 to 1/2.
    let fraction = (first << 2 | middle >> 62, middle << 2 | last >> 62, last << 2);
    let is_negative = fraction.0 >> 63 == 1;
    let quarters = (first >> 62) + u64::from(is_negative);
    let flip = if is_negative { u64::MAX } else { 0 };
    // The last bit of the complement does not matter.
    let (high, low) = (u128::from(fraction.0 ^ flip) << 64 | u128::from(fraction.1 ^ flip), fraction.2 ^ flip);
    let zeros = high.leading_zeros();
    let top = high << zeros | u128::from(low) << 64 >> (128 - zeros.max(1));
    let scale = f64::from_bits(u64::from(1023 - 53 - zeros) << 52);
    let (a, b) = ((top >> 75) as f64 * scale, (top << 53 >> 75) as f64 * scale * f64::EPSILON / 2.0);
    let (product, error) = a.exact_product(std::f64::consts::FRAC_PI_2);
    let (r, rest) = product.quick_sum(error + (a * 6.123_233_995_736_766e-17 + b * std::f64::consts::FRAC_PI_2));
    if is_negative != x.is_sign_negative() {
        return [f64::from_bits(signed(quarters, x)), -r, -rest];
    }
    [f64::from_bits(signed(quarters, x)), r, rest]
}

fn signed(quarters: u64, x: f64) -> u64 {
    if x < 0.0 { quarters.wrapping_neg() } else { quarters }
}
