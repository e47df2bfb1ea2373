//! Products of matrices of floats: by faer, or by the kernels that it uses.
//!
//! faer copies the second factor together and takes tiles that suit large matrices. Where the rows of the second factor
//! are short, its kernels can as well read them where they are, in tiles that waste less of a small matrix: a product of
//! 64 by 64 elements takes a twentieth less time, one of 64 by 10 a third.
//!
//! Which of the two computes a product depends on the sizes and the strides alone.

use linalg::{MatMut, MatRef};

/// `out = a b`, or `out += a b`.
type Multiply<T> = fn(MatMut<'_, T>, bool, MatRef<'_, T>, MatRef<'_, T>);

/// Floats whose matrices have products.
pub trait Real: Copy + num_traits::One {
    /// The kernels for tiles of the result of this type.
    #[cfg(target_arch = "x86_64")]
    const KERNELS: &near::Kernels;
    /// The product by faer.
    const BY_FAER: Multiply<Self>;
}

impl Real for f64 {
    #[cfg(target_arch = "x86_64")]
    const KERNELS: &near::Kernels = &near::F64;
    const BY_FAER: Multiply<f64> = linalg::multiply_f64;
}

impl Real for f32 {
    #[cfg(target_arch = "x86_64")]
    const KERNELS: &near::Kernels = &near::F32;
    const BY_FAER: Multiply<f32> = linalg::multiply_f32;
}

/// `out = a b`, or `out += a b`; the sizes fit.
pub fn multiply<T: Real>(mut out: MatMut<'_, T>, adds: bool, a: MatRef<'_, T>, b: MatRef<'_, T>) {
    #[cfg(target_arch = "x86_64")]
    if near::multiply(out.as_mut(), adds, a, b) {
        return;
    }
    T::BY_FAER(out, adds, a, b);
}

/// Products whose second factor is read where it is.
#[cfg(target_arch = "x86_64")]
pub mod near {
    use std::ptr::null;

    use linalg::{MatMut, MatRef};
    use private_gemm_x86::{
        F32_SIMD512x8, F32_SIMDpack_512, F64_SIMD512x8, F64_SIMDpack_512, MicrokernelInfo, MillikernelInfo, Position,
        millikernel_colmajor,
    };

    use super::Real;

    /// Code in assembly.
    type Code = unsafe extern "C" fn();

    /// The kernels for tiles of up to three vectors by [`ROWS`].
    pub struct Kernels {
        tile: &'static Code,
        pack: &'static Code,
        /// Elements of a vector.
        vector: usize,
    }

    /// Kernels for f64.
    pub static F64: Kernels = Kernels { tile: &F64_SIMD512x8[ROWS - 1], pack: &F64_SIMDpack_512[0], vector: 8 };
    /// Kernels for f32.
    pub static F32: Kernels = Kernels { tile: &F32_SIMD512x8[ROWS - 1], pack: &F32_SIMDpack_512[0], vector: 16 };

    /// How many rows of the result a tile has.
    const ROWS: usize = 8;
    /// The rows of the second factor are at most so many bytes apart: more, and they would share few lines of the caches.
    const GAP: usize = 1 << 10;
    /// The most bytes of the second factor, which is read once for each [`ROWS`] rows of the result: about half of a
    /// second cache.
    const BYTES: usize = 1 << 19;
    /// It adds to what is there.
    const ADDS: usize = 1;

    /// Computes the product, if it is one of those; false if it is not.
    pub fn multiply<T: Real>(out: MatMut<'_, T>, adds: bool, a: MatRef<'_, T>, b: MatRef<'_, T>) -> bool {
        let (sizes, bytes) = ([a.nrows(), b.ncols(), a.ncols()], size_of::<T>());
        let is_forward = out.row_stride() > 0 && a.row_stride() > 0 && a.col_stride() > 0 && b.row_stride() > 0;
        let are_rows = out.col_stride() == 1 && b.col_stride() == 1;
        let is_near = b.row_stride() as usize * bytes <= GAP && sizes[1] * sizes[2] * bytes <= BYTES;
        if sizes[1] < 2 || sizes.contains(&0) || !is_forward || !are_rows || !is_near {
            return false;
        }
        if !is_x86_feature_detected!("avx512f") {
            return false;
        }
        // SAFETY: the kernels are for this type and this processor, and the strides are as they want them.
        unsafe { by_kernels(T::KERNELS, out, adds, a, b) };
        true
    }

    /// The product of the transposed matrices, whose columns are the rows here.
    ///
    /// # Safety
    /// The processor has AVX-512; the rows of `out` and `b` have their elements side by side; no stride is negative.
    unsafe fn by_kernels<T: Real>(
        kernels: &Kernels,
        out: MatMut<'_, T>,
        adds: bool,
        a: MatRef<'_, T>,
        b: MatRef<'_, T>,
    ) {
        let bytes = |stride: isize| stride * size_of::<T>() as isize;
        let one = T::one();
        let (width, ours, theirs) = (kernels.width(b.ncols()), b.as_ptr().cast(), a.as_ptr().cast());
        let micro = MicrokernelInfo {
            flags: if adds { ADDS } else { 0 },
            depth: a.ncols(),
            lhs_rs: bytes(1),
            lhs_cs: bytes(b.row_stride()),
            rhs_rs: bytes(a.col_stride()),
            rhs_cs: bytes(a.row_stride()),
            alpha: (&raw const one).cast(),
            ptr: out.as_ptr_mut().cast(),
            rs: bytes(1),
            cs: bytes(out.row_stride()),
            row_idx: null(),
            col_idx: null(),
            diag_ptr: null(),
            diag_stride: 0,
        };
        let (next, below) = (bytes(width as isize), bytes(ROWS as isize * a.row_stride()));
        let tiles = MillikernelInfo { lhs_rs: next, packed_lhs_rs: next, rhs_cs: below, packed_rhs_cs: below, micro };
        // SAFETY: the matrices are in memory with these sizes and strides; what is packed already is not packed.
        unsafe {
            millikernel_colmajor(
                *kernels.tile,
                *kernels.pack,
                width,
                ROWS,
                size_of::<T>(),
                ours,
                ours.cast_mut(),
                theirs,
                theirs.cast_mut(),
                b.ncols(),
                a.nrows(),
                &tiles,
                &mut Position { row: 0, col: 0 },
            );
        }
    }

    impl Kernels {
        /// How many columns a tile has: those of three vectors, or of two if as many tiles do.
        fn width(&self, columns: usize) -> usize {
            let [two, three] = [2, 3].map(|vectors| vectors * self.vector);
            if columns.div_ceil(two) == columns.div_ceil(three) { two } else { three }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `multiply` finds the product of matrices of these sizes inside of larger ones, and changes nothing around
    /// the result.
    fn check<T: Real + num_traits::Float + std::fmt::Debug>([m, k, n]: [usize; 3], is_turned: bool, adds: bool) {
        let element = |i: usize| T::from((i * 7 % 13) as f64 - 6.0).unwrap_or_else(T::nan);
        let (wide, one) = (n + 3, element(1));
        let a: Vec<T> = (0..m * k).map(element).collect();
        let b: Vec<T> = (0..k * wide).map(element).collect();
        let mut out = vec![one; m * wide];
        let strides = if is_turned { (1, m) } else { (k, 1) };
        // SAFETY: the slices have as many elements as the matrices, with these strides.
        unsafe {
            let a = MatRef::from_raw_parts(a.as_ptr(), m, k, strides.0 as isize, strides.1 as isize);
            let b = MatRef::from_raw_parts(b.as_ptr(), k, n, wide as isize, 1);
            multiply(MatMut::from_raw_parts_mut(out.as_mut_ptr(), m, n, wide as isize, 1), adds, a, b);
        }
        for (index, found) in out.iter().enumerate() {
            let (row, column) = (index / wide, index % wide);
            let term = |i: usize| a[row * strides.0 + i * strides.1] * b[i * wide + column];
            let before = if adds || column >= n { one } else { T::zero() };
            // Sums of small integers are exact in any order.
            let wanted = if column >= n { before } else { (0..k).map(term).fold(before, |sum, x| sum + x) };
            assert_eq!(*found, wanted, "{m} by {k} by {n}, row {row}, column {column}");
        }
    }

    #[test]
    fn products_are_those_of_the_definition() {
        for sizes in [[1, 1, 2], [3, 5, 7], [8, 16, 16], [9, 33, 47], [64, 64, 64], [17, 600, 49], [65, 10, 129]] {
            for (is_turned, adds) in [(false, false), (false, true), (true, false), (true, true)] {
                check::<f64>(sizes, is_turned, adds);
                check::<f32>(sizes, is_turned, adds);
            }
        }
    }
}
