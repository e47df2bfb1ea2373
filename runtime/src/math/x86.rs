//! Two doubles in a register of SSE2, which every x86-64 has, and four in one of AVX2.

use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Sub};

use super::lanes::Lanes;

/// Two doubles.
#[derive(Clone, Copy)]
pub struct Two(pub __m128d);

/// Four doubles; made only by functions that have AVX2 and FMA.
#[derive(Clone, Copy)]
pub struct Four(pub __m256d);

/// An operator of the language as an instruction.
macro_rules! operator {
    ($ty:ident, $trait:ident, $method:ident, $instruction:ident) => {
        impl $trait for $ty {
            type Output = $ty;

            #[inline(always)]
            fn $method(self, other: $ty) -> $ty {
                // SAFETY: whoever has a value of the type has its instructions.
                $ty(unsafe { $instruction(self.0, other.0) })
            }
        }
    };
}

operator!(Two, Add, add, _mm_add_pd);
operator!(Two, Sub, sub, _mm_sub_pd);
operator!(Two, Mul, mul, _mm_mul_pd);
operator!(Two, Div, div, _mm_div_pd);
operator!(Four, Add, add, _mm256_add_pd);
operator!(Four, Sub, sub, _mm256_sub_pd);
operator!(Four, Mul, mul, _mm256_mul_pd);
operator!(Four, Div, div, _mm256_div_pd);

/// Functions of `Lanes` with two operands, each one expression of their registers.
macro_rules! binary {
    ($ty:ident: $($name:ident($a:ident, $b:ident) = $body:expr;)*) => {
        $(
            #[inline(always)]
            fn $name(self, $b: $ty) -> $ty {
                let ($a, $b) = (self.0, $b.0);
                // SAFETY: whoever has a value of the type has its instructions.
                $ty(unsafe { $body })
            }
        )*
    };
}

impl Lanes for Two {
    const COUNT: usize = 2;

    type Mask = Two;

    binary! { Two:
        less(a, b) = _mm_cmplt_pd(a, b);
        equal(a, b) = _mm_cmpeq_pd(a, b);
        bit_and(a, b) = _mm_and_pd(a, b);
        bit_or(a, b) = _mm_or_pd(a, b);
        bit_xor(a, b) = _mm_xor_pd(a, b);
        bit_add(a, b) = _mm_castsi128_pd(_mm_add_epi64(_mm_castpd_si128(a), _mm_castpd_si128(b)));
    }

    #[inline(always)]
    fn both(a: Two, b: Two) -> Two {
        // SAFETY: whoever has a value of the type has its instructions.
        Two(unsafe { _mm_and_pd(a.0, b.0) })
    }

    #[inline(always)]
    fn not(a: Two) -> Two {
        // SAFETY: whoever has a value of the type has its instructions.
        Two(unsafe { _mm_xor_pd(a.0, _mm_castsi128_pd(_mm_set1_epi64x(-1))) })
    }

    #[inline(always)]
    fn select(mask: Two, yes: Two, no: Two) -> Two {
        // SAFETY: whoever has a value of the type has its instructions.
        Two(unsafe { _mm_or_pd(_mm_and_pd(mask.0, yes.0), _mm_andnot_pd(mask.0, no.0)) })
    }

    #[inline(always)]
    fn splat(value: f64) -> Two {
        // SAFETY: x86-64 has SSE2, here and below.
        Two(unsafe { _mm_set1_pd(value) })
    }

    #[inline(always)]
    fn any(mask: Two) -> bool {
        // SAFETY: see above.
        unsafe { _mm_movemask_pd(mask.0) != 0 }
    }

    #[inline(always)]
    fn shift_left<const BITS: i32>(self) -> Two {
        // SAFETY: see above.
        Two(unsafe { _mm_castsi128_pd(_mm_slli_epi64::<BITS>(_mm_castpd_si128(self.0))) })
    }

    #[inline(always)]
    fn shift_right<const BITS: i32>(self) -> Two {
        // SAFETY: see above.
        Two(unsafe { _mm_castsi128_pd(_mm_srli_epi64::<BITS>(_mm_castpd_si128(self.0))) })
    }

    #[inline(always)]
    fn look_up<const N: usize, const C: usize>(table: &[[f64; C]; N], index: Two) -> [Two; C] {
        let rows = index.lanes().map(|index| f64::look_up(table, index));
        std::array::from_fn(|column| Two::of(rows.map(|row| row[column])))
    }

    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> [f64; 3]) -> [Two; 3] {
        let results = self.lanes().map(function);
        [0, 1, 2].map(|index| Two::of(results.map(|result| result[index])))
    }
}

impl Two {
    /// The doubles, the lowest lane first.
    #[inline(always)]
    pub fn lanes(self) -> [f64; 2] {
        let mut lanes = [0.0; 2];
        // SAFETY: see above; there is room for all lanes.
        unsafe { _mm_storeu_pd(lanes.as_mut_ptr(), self.0) };
        lanes
    }

    /// These doubles, the lowest lane first.
    #[inline(always)]
    pub fn of(lanes: [f64; 2]) -> Two {
        // SAFETY: see above; all lanes are there.
        Two(unsafe { _mm_loadu_pd(lanes.as_ptr()) })
    }
}

impl Lanes for Four {
    const COUNT: usize = 4;

    type Mask = Four;

    binary! { Four:
        less(a, b) = _mm256_cmp_pd::<_CMP_LT_OQ>(a, b);
        equal(a, b) = _mm256_cmp_pd::<_CMP_EQ_OQ>(a, b);
        bit_and(a, b) = _mm256_and_pd(a, b);
        bit_or(a, b) = _mm256_or_pd(a, b);
        bit_xor(a, b) = _mm256_xor_pd(a, b);
        bit_add(a, b) = _mm256_castsi256_pd(_mm256_add_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b)));
    }

    #[inline(always)]
    fn both(a: Four, b: Four) -> Four {
        // SAFETY: whoever has a value of the type has its instructions.
        Four(unsafe { _mm256_and_pd(a.0, b.0) })
    }

    #[inline(always)]
    fn not(a: Four) -> Four {
        // SAFETY: whoever has a value of the type has its instructions.
        Four(unsafe { _mm256_xor_pd(a.0, _mm256_castsi256_pd(_mm256_set1_epi64x(-1))) })
    }

    #[inline(always)]
    fn select(mask: Four, yes: Four, no: Four) -> Four {
        // SAFETY: whoever has a value of the type has its instructions.
        Four(unsafe { _mm256_blendv_pd(no.0, yes.0, mask.0) })
    }

    #[inline(always)]
    fn splat(value: f64) -> Four {
        // SAFETY: only functions that have AVX2 and FMA call this, here and below.
        Four(unsafe { _mm256_set1_pd(value) })
    }

    #[inline(always)]
    fn any(mask: Four) -> bool {
        // SAFETY: see above.
        unsafe { _mm256_movemask_pd(mask.0) != 0 }
    }

    #[inline(always)]
    fn shift_left<const BITS: i32>(self) -> Four {
        // SAFETY: see above.
        Four(unsafe { _mm256_castsi256_pd(_mm256_slli_epi64::<BITS>(_mm256_castpd_si256(self.0))) })
    }

    #[inline(always)]
    fn shift_right<const BITS: i32>(self) -> Four {
        // SAFETY: see above.
        Four(unsafe { _mm256_castsi256_pd(_mm256_srli_epi64::<BITS>(_mm256_castpd_si256(self.0))) })
    }

    #[inline(always)]
    fn look_up<const N: usize, const C: usize>(table: &[[f64; C]; N], index: Four) -> [Four; C] {
        let rows = index.lanes().map(|index| f64::look_up(table, index));
        std::array::from_fn(|column| Four::of(rows.map(|row| row[column])))
    }

    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> [f64; 3]) -> [Four; 3] {
        let results = self.lanes().map(function);
        [0, 1, 2].map(|index| Four::of(results.map(|result| result[index])))
    }

    #[inline(always)]
    fn exact_product(self, other: Four) -> (Four, Four) {
        let product = self * other;
        // SAFETY: see above. The error is what the trait's own form computes: it is exact.
        (product, Four(unsafe { _mm256_fmsub_pd(self.0, other.0, product.0) }))
    }
}

impl Four {
    /// The doubles, the lowest lane first.
    #[inline(always)]
    pub fn lanes(self) -> [f64; 4] {
        let mut lanes = [0.0; 4];
        // SAFETY: see above; there is room for all lanes.
        unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), self.0) };
        lanes
    }

    /// These doubles, the lowest lane first.
    #[inline(always)]
    pub fn of(lanes: [f64; 4]) -> Four {
        // SAFETY: see above; all lanes are there.
        Four(unsafe { _mm256_loadu_pd(lanes.as_ptr()) })
    }
}
