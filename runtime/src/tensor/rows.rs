//! Loops over rows: the kernels of everything that works element by element.
//!
//! Each loop is compiled twice, for any processor and for those with AVX2; LLVM makes vector instructions of the
//! plain cases. The results are the same: no product is fused with a sum.

/// Whether the processor has what the wide loops need.
#[inline]
pub fn is_wide() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}

/// Defines a function that runs its body with wide instructions where there are any.
macro_rules! wide {
    ($(#[$doc:meta])* $vis:vis unsafe fn $name:ident<$($generic:ident),*>($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?
        where { $($bounds:tt)* } $body:block) => {
        $(#[$doc])*
        #[inline]
        $vis unsafe fn $name<$($generic),*>($($arg: $ty),*) $(-> $ret)? where $($bounds)* {
            #[inline(always)]
            unsafe fn plain<$($generic),*>($($arg: $ty),*) $(-> $ret)? where $($bounds)* {
                // SAFETY: by the contract of the function around.
                unsafe { $body }
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            unsafe fn wide<$($generic),*>($($arg: $ty),*) $(-> $ret)? where $($bounds)* {
                // SAFETY: by the contract of the function around.
                unsafe { plain($($arg),*) }
            }
            #[cfg(target_arch = "x86_64")]
            if $crate::tensor::rows::is_wide() {
                // SAFETY: the processor has AVX2.
                return unsafe { wide($($arg),*) };
            }
            // SAFETY: by the contract of the function around.
            unsafe { plain($($arg),*) }
        }
    };
}

wide! {
    /// `out[i] = f(a[i])`
    ///
    /// # Safety
    /// `n` elements can be read and written with these strides, and `out` is not what is read.
    pub unsafe fn map1<A, R, F>(n: usize, a: *const A, sa: isize, out: *mut R, f: F)
    where { A: Copy, F: Fn(A) -> R } {
        match sa {
            1 => (0..n).for_each(|i| *out.add(i) = f(*a.add(i))),
            _ => (0..n).for_each(|i| *out.add(i) = f(*a.offset(i as isize * sa))),
        }
    }
}

wide! {
    /// `out[i] = f(a[i], b[i])`
    ///
    /// # Safety
    /// As for [`map1`].
    pub unsafe fn map2<A, B, R, F>(n: usize, a: *const A, sa: isize, b: *const B, sb: isize, out: *mut R, f: F)
    where { A: Copy, B: Copy, F: Fn(A, B) -> R } {
        match (sa, sb) {
            (1, 1) => (0..n).for_each(|i| *out.add(i) = f(*a.add(i), *b.add(i))),
            (0, 1) => {
                let x = *a;
                (0..n).for_each(|i| *out.add(i) = f(x, *b.add(i)))
            }
            (1, 0) => {
                let y = *b;
                (0..n).for_each(|i| *out.add(i) = f(*a.add(i), y))
            }
            _ => (0..n).for_each(|i| {
                let i = i as isize;
                *out.offset(i) = f(*a.offset(i * sa), *b.offset(i * sb))
            }),
        }
    }
}

wide! {
    /// `out[i] = f(a[i], b[i], c[i])` with these three strides.
    ///
    /// # Safety
    /// As for [`map1`].
    pub unsafe fn map3<A, R, F>(n: usize, a: *const A, b: *const A, c: *const A, strides: [isize; 3], out: *mut R, f: F)
    where { A: Copy, F: Fn(A, A, A) -> R } {
        match strides {
            [1, 1, 1] => (0..n).for_each(|i| *out.add(i) = f(*a.add(i), *b.add(i), *c.add(i))),
            [1, 0, 1] => {
                let y = *b;
                (0..n).for_each(|i| *out.add(i) = f(*a.add(i), y, *c.add(i)))
            }
            [sa, sb, sc] => (0..n).for_each(|i| {
                let i = i as isize;
                *out.offset(i) = f(*a.offset(i * sa), *b.offset(i * sb), *c.offset(i * sc))
            }),
        }
    }
}

wide! {
    /// `out[i] = if test[i] { a[i] } else { b[i] }` with these three strides.
    ///
    /// # Safety
    /// As for [`map1`].
    pub unsafe fn choose<A>(n: usize, test: *const bool, a: *const A, b: *const A, strides: [isize; 3], out: *mut A)
    where { A: Copy } {
        match strides {
            [1, 1, 1] => (0..n).for_each(|i| {
                let (x, y) = (*a.add(i), *b.add(i));
                *out.add(i) = if *test.add(i) { x } else { y }
            }),
            [1, 1, 0] => {
                let y = *b;
                (0..n).for_each(|i| {
                    let x = *a.add(i);
                    *out.add(i) = if *test.add(i) { x } else { y }
                })
            }
            [s, sa, sb] => (0..n).for_each(|i| {
                let i = i as isize;
                *out.offset(i) = if *test.offset(i * s) { *a.offset(i * sa) } else { *b.offset(i * sb) }
            }),
        }
    }
}

wide! {
    /// `out[i] = f(out[i], a[i])`
    ///
    /// # Safety
    /// As for [`map1`]; `out` may be read too, with the stride `so`.
    pub unsafe fn fold_into<A, R, F>(n: usize, a: *const A, sa: isize, out: *mut R, so: isize, f: F)
    where { A: Copy, R: Copy, F: Fn(R, A) -> R } {
        match (sa, so) {
            (1, 1) => (0..n).for_each(|i| *out.add(i) = f(*out.add(i), *a.add(i))),
            _ => (0..n).for_each(|i| {
                let at = out.offset(i as isize * so);
                *at = f(*at, *a.offset(i as isize * sa))
            }),
        }
    }
}

/// How many sums are kept side by side.
pub const LANES: usize = 16;

wide! {
    /// The elements combined, in [`LANES`] parts side by side and these in pairs, so that the order does not depend on
    /// the processor.
    ///
    /// # Safety
    /// `n` elements can be read with this stride.
    pub unsafe fn fold<A, R, G, F>(n: usize, a: *const A, sa: isize, unit: R, lift: G, f: F) -> R
    where { A: Copy, R: Copy, G: Fn(A) -> R, F: Fn(R, R) -> R } {
        let mut lanes = [unit; LANES];
        let whole = n / LANES * LANES;
        if sa == 1 {
            let mut i = 0;
            while i < whole {
                for (lane, part) in lanes.iter_mut().enumerate() {
                    *part = f(*part, lift(*a.add(i + lane)));
                }
                i += LANES;
            }
        } else {
            for i in 0..whole {
                let part = &mut lanes[i % LANES];
                *part = f(*part, lift(*a.offset(i as isize * sa)));
            }
        }
        for i in whole..n {
            let part = &mut lanes[i % LANES];
            *part = f(*part, lift(*a.offset(i as isize * sa)));
        }
        let mut width = LANES / 2;
        while width > 0 {
            for lane in 0..width {
                lanes[lane] = f(lanes[lane], lanes[lane + width]);
            }
            width /= 2;
        }
        lanes[0]
    }
}
