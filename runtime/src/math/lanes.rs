//! One, two or four doubles at a time, with the operations that the functions of [`super`] are written in.
//!
//! Every operation does in each lane exactly what it does with one double: no operation is contracted or reordered, so
//! a function written in them has the same bits for any number of lanes.

use std::ops::{Add, Div, Mul, Sub};

/// `1.5 * 2^52`: added to a small number, it leaves the nearest integer in the low bits.
pub const ROUNDER: f64 = 6_755_399_441_055_744.0;
const SIGN: u64 = 1 << 63;

/// Some doubles.
pub trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + 'static
{
    /// How many there are.
    const COUNT: usize;

    /// The answer of a comparison in each lane.
    type Mask: Copy;

    /// The same in every lane.
    fn splat(value: f64) -> Self;

    /// `<`; false for NaN.
    fn less(self, other: Self) -> Self::Mask;
    /// `=`; false for NaN.
    fn equal(self, other: Self) -> Self::Mask;
    /// Where both hold.
    fn both(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Where it does not hold.
    fn not(mask: Self::Mask) -> Self::Mask;
    /// Whether it holds in some lane.
    fn any(mask: Self::Mask) -> bool;
    /// Lanes of `yes` where the mask holds, of `no` elsewhere.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// Bits that both have.
    fn bit_and(self, other: Self) -> Self;
    /// Bits that one has or both have.
    fn bit_or(self, other: Self) -> Self;
    /// Bits that one has.
    fn bit_xor(self, other: Self) -> Self;
    /// The sum of the bits as integers.
    fn bit_add(self, other: Self) -> Self;
    /// Bits moved up.
    fn shift_left<const BITS: i32>(self) -> Self;
    /// Bits moved down; zeros come in.
    fn shift_right<const BITS: i32>(self) -> Self;

    /// The columns of the row of a table for the index that each lane has in its low bits; modulo the number of rows.
    fn look_up<const N: usize, const C: usize>(table: &[[f64; C]; N], index: Self) -> [Self; C];

    /// Calls a function in each lane and puts its results into the lanes.
    fn map(self, function: impl Fn(f64) -> [f64; 3]) -> [Self; 3];

    /// The product and its rounding error; no overflow and no underflow.
    #[inline(always)]
    fn exact_product(self, other: Self) -> (Self, Self) {
        let product = self * other;
        let ((a, b), (c, d)) = (self.halves(), other.halves());
        (product, ((a * c - product) + a * d + b * c) + b * d)
    }

    // What follows from these.

    /// The double with these bits.
    #[inline(always)]
    fn bits(value: u64) -> Self {
        Self::splat(f64::from_bits(value))
    }

    /// Without the sign.
    #[inline(always)]
    fn abs(self) -> Self {
        self.bit_and(Self::bits(!SIGN))
    }

    /// Nothing but the sign.
    #[inline(always)]
    fn sign(self) -> Self {
        self.bit_and(Self::bits(SIGN))
    }

    /// With the other sign.
    #[inline(always)]
    fn negate(self) -> Self {
        self.bit_xor(Self::bits(SIGN))
    }

    /// Two halves of at most 27 bits whose sum it is (Veltkamp).
    #[inline(always)]
    fn halves(self) -> (Self, Self) {
        let scaled = self * Self::splat(134_217_729.0);
        let high = scaled - (scaled - self);
        (high, self - high)
    }

    /// The sum and its rounding error, where `other` is not larger than `self`, or `self` is 0, or the sum is exact (Dekker).
    #[inline(always)]
    fn quick_sum(self, other: Self) -> (Self, Self) {
        let sum = self + other;
        (sum, other - (sum - self))
    }

    /// `c[0] + c[1] self + c[2] self^2 ...`, pairwise (Estrin), for short chains of operations; up to 16 coefficients.
    #[inline(always)]
    fn polynomial<const N: usize>(self, c: &[f64; N]) -> Self {
        let square = self * self;
        let fourth = square * square;
        let low = eight(self, square, fourth, c, 0);
        if N > 8 { low + eight(self, square, fourth, c, 8) * (fourth * fourth) } else { low }
    }
}

/// Eight terms from `at` on, as far as there are so many.
#[inline(always)]
fn eight<L: Lanes, const N: usize>(x: L, square: L, fourth: L, c: &[f64; N], at: usize) -> L {
    let low = four(x, square, c, at);
    if at + 4 < N { low + four(x, square, c, at + 4) * fourth } else { low }
}

/// Four terms from `at` on.
#[inline(always)]
fn four<L: Lanes, const N: usize>(x: L, square: L, c: &[f64; N], at: usize) -> L {
    let low = two(x, c, at);
    if at + 2 < N { low + two(x, c, at + 2) * square } else { low }
}

/// Two terms from `at` on.
#[inline(always)]
fn two<L: Lanes, const N: usize>(x: L, c: &[f64; N], at: usize) -> L {
    let low = L::splat(c[at]);
    if at + 1 < N { low + L::splat(c[at + 1]) * x } else { low }
}

impl Lanes for f64 {
    const COUNT: usize = 1;

    type Mask = bool;

    #[inline(always)]
    fn splat(value: f64) -> f64 {
        value
    }

    #[inline(always)]
    fn less(self, other: f64) -> bool {
        self < other
    }

    #[inline(always)]
    fn equal(self, other: f64) -> bool {
        self == other
    }

    #[inline(always)]
    fn both(a: bool, b: bool) -> bool {
        a & b
    }

    #[inline(always)]
    fn not(mask: bool) -> bool {
        !mask
    }

    #[inline(always)]
    fn any(mask: bool) -> bool {
        mask
    }

    #[inline(always)]
    fn select(mask: bool, yes: f64, no: f64) -> f64 {
        if mask { yes } else { no }
    }

    #[inline(always)]
    fn bit_and(self, other: f64) -> f64 {
        f64::from_bits(self.to_bits() & other.to_bits())
    }

    #[inline(always)]
    fn bit_or(self, other: f64) -> f64 {
        f64::from_bits(self.to_bits() | other.to_bits())
    }

    #[inline(always)]
    fn bit_xor(self, other: f64) -> f64 {
        f64::from_bits(self.to_bits() ^ other.to_bits())
    }

    #[inline(always)]
    fn bit_add(self, other: f64) -> f64 {
        f64::from_bits(self.to_bits().wrapping_add(other.to_bits()))
    }

    #[inline(always)]
    fn shift_left<const BITS: i32>(self) -> f64 {
        f64::from_bits(self.to_bits() << BITS)
    }

    #[inline(always)]
    fn shift_right<const BITS: i32>(self) -> f64 {
        f64::from_bits(self.to_bits() >> BITS)
    }

    #[inline(always)]
    fn look_up<const N: usize, const C: usize>(table: &[[f64; C]; N], index: f64) -> [f64; C] {
        table[index.to_bits() as usize % N]
    }

    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> [f64; 3]) -> [f64; 3] {
        function(self)
    }
}
