//! `pow`.
//!
//! `x^y = e^(y log x)`, where the logarithm needs some 66 bits. `x = 2^k z`, and a table has for each of 128 intervals a
//! number `c` of few bits near `1 / z`: so `r = z c - 1` is small and exact, and
//! `log x = k ln 2 - log c + r - r^2/2 + r^3 p(r)`, the terms before the last as sums of two doubles.

use super::exponential::{LN2_HIGH, LN2_LOW, exp_of_sum};
use super::lanes::Lanes;
use super::logarithm::parts;
use super::power_table::{LEAST, TABLE};

/// `(log(1 + r) - r + r^2 / 2) / r^3` for `|r| <= 0.0057`; error times `r^2` below `2^-67`.
const P: [f64; 6] = [
    0.333_333_333_333_333_4,
    -0.250_000_000_000_000_1,
    0.199_999_999_934_022_45,
    -0.166_666_666_607_286_85,
    0.142_862_558_019_086_04,
    -0.125_004_873_648_447_98,
];

/// The high bits of a mantissa: 32 with the one that is not written.
const HIGH_BITS: u64 = !((1 << 21) - 1);
const UNIT: f64 = 4_503_599_627_370_496.0;
/// With exponents as large as this every power other than 1 is 0 or infinite.
const LARGEST: f64 = 36_893_488_147_419_103_232.0;

/// `x` to the power `y`, by C's rules (C23, F.10.4.5).
#[inline(always)]
pub fn pow<L: Lanes>(x: L, y: L) -> L {
    let (zero, one, infinity) = (L::splat(0.0), L::splat(1.0), L::splat(f64::INFINITY));
    let (size, exponent) = (x.abs(), y.abs());
    let capped = L::select(exponent.less(L::splat(LARGEST)), exponent, L::splat(LARGEST)).bit_or(y.sign());
    let (log, rest) = log_of(size);
    let (product, error) = capped.exact_product(log);
    let value = exp_of_sum(product, error + capped * rest);
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

/// The logarithm of a positive number as a sum of two doubles, the second much smaller.
#[inline(always)]
fn log_of<L: Lanes>(x: L) -> (L, L) {
    let (k, z) = parts(x, LEAST);
    let interval = z.bit_add(L::bits(LEAST.wrapping_neg())).shift_right::<45>();
    let c = L::look_up(&TABLE, 0, interval);
    // Both products are exact, and so is the first difference.
    let high = z.bit_and(L::bits(HIGH_BITS));
    let (r, r_rest) = (high * c - L::splat(1.0)).exact_sum((z - high) * c);
    let base = k * L::splat(LN2_HIGH) + L::look_up(&TABLE, 1, interval);
    let base_rest = k * L::splat(LN2_LOW) + L::look_up(&TABLE, 2, interval);
    let (square, square_rest) = r.exact_product(r);
    let (sum, first) = base.exact_sum(r);
    let (sum, second) = sum.exact_sum(square * L::splat(-0.5));
    let cube = r * square * r.polynomial(&P);
    let small = r_rest - (square_rest * L::splat(0.5) + r * r_rest) + cube;
    sum.quick_sum(first + second + (base_rest + small))
}
