//! Loops over rows: the kernels of everything that works element by element.
//!
//! Each loop is compiled twice, for any processor and for those with AVX2; LLVM makes vector instructions of the
//! plain cases. The results are the same: no product is fused with a sum.

use std::mem::MaybeUninit;
use std::ops::Range;

use num_traits::{PrimInt, WrappingNeg};

/// Whether the processor has what the wide loops need.
#[inline]
pub fn is_wide() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}

/// Defines a function that runs its body with wide instructions where there are any, which `WIDE` tells it.
macro_rules! wide {
    ($(#[$doc:meta])* $vis:vis unsafe fn $name:ident<$($generic:ident),*>($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?
        where { $($bounds:tt)* } $body:block) => {
        $(#[$doc])*
        #[inline]
        $vis unsafe fn $name<$($generic),*>($($arg: $ty),*) $(-> $ret)? where $($bounds)* {
            #[inline(always)]
            unsafe fn plain<$($generic,)* const WIDE: bool>($($arg: $ty),*) $(-> $ret)? where $($bounds)* {
                // SAFETY: by the contract of the function around.
                unsafe { $body }
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            unsafe fn wide<$($generic),*>($($arg: $ty),*) $(-> $ret)? where $($bounds)* {
                // SAFETY: by the contract of the function around.
                unsafe { plain::<$($generic,)* true>($($arg),*) }
            }
            #[cfg(target_arch = "x86_64")]
            if $crate::tensor::rows::is_wide() {
                // SAFETY: the processor has AVX2.
                return unsafe { wide($($arg),*) };
            }
            // SAFETY: by the contract of the function around.
            unsafe { plain::<$($generic,)* false>($($arg),*) }
        }
    };
}

/// Where a loop writes to.
#[derive(Clone, Copy)]
pub struct Out {
    /// The place of the first element.
    pub data: *mut u8,
    /// Past the caches, which are left to others; [`end_stream`] is called afterwards.
    pub is_streamed: bool,
}

impl Out {
    /// Into memory as usual.
    pub fn to<T>(data: *mut T) -> Out {
        Out { data: data.cast(), is_streamed: false }
    }
}

/// How many elements are written past the caches at a time.
const CHUNK: usize = 32;
/// Where that starts: lines of caches that are not written as a whole would be slow.
const LINE: usize = 64;

/// Writes a chunk past the caches, in stores as wide as can be: those of a block should all have place in the queue of
/// stores, so that the loads for the next block can start before they are done.
///
/// # Safety
/// `to` has place for them and is aligned to [`LINE`] or to the bytes of a chunk. If `WIDE`, the processor has AVX2.
#[inline(always)]
unsafe fn stream<R, const WIDE: bool, const N: usize>(chunk: &[R; N], to: *mut R) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::*;
        /// # Safety
        /// As above.
        #[inline]
        #[target_feature(enable = "avx")]
        unsafe fn stream_wide(bytes: usize, from: *const __m256i, to: *mut __m256i) {
            // SAFETY: by contract; a chunk is a multiple of the width.
            (0..bytes / 32).for_each(|i| unsafe { _mm256_stream_si256(to.add(i), _mm256_loadu_si256(from.add(i))) });
        }
        let (bytes, from) = (size_of_val(chunk), chunk.as_ptr());
        // SAFETY: by contract; a chunk is a multiple of the width.
        unsafe {
            if WIDE {
                return stream_wide(bytes, from.cast(), to.cast());
            }
            let (from, to) = (from.cast::<__m128i>(), to.cast::<__m128i>());
            (0..bytes / 16).for_each(|i| _mm_stream_si128(to.add(i), _mm_loadu_si128(from.add(i))));
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    // SAFETY: by contract.
    unsafe {
        std::ptr::copy_nonoverlapping(chunk.as_ptr(), to, N);
    }
}

/// What was written past the caches is in memory from now on.
pub fn end_stream() {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every processor of this kind has it.
    unsafe {
        std::arch::x86_64::_mm_sfence();
    }
}

/// `out[i] = value(i)`
///
/// # Safety
/// There is place for `n` elements. If `WIDE`, the processor has AVX2.
#[inline(always)]
unsafe fn put<R, const WIDE: bool>(n: usize, out: Out, value: impl Fn(usize) -> R) {
    let (to, mut i) = (out.data.cast::<R>(), 0);
    // SAFETY: by contract.
    unsafe {
        if out.is_streamed {
            while i < n && !to.add(i).addr().is_multiple_of(LINE) {
                to.add(i).write(value(i));
                i += 1;
            }
            let mut chunk = [const { MaybeUninit::uninit() }; CHUNK];
            while i + CHUNK <= n {
                for (k, slot) in chunk.iter_mut().enumerate() {
                    *slot = MaybeUninit::new(value(i + k));
                }
                stream::<_, WIDE, CHUNK>(&chunk, to.add(i).cast());
                i += CHUNK;
            }
        }
        while i < n {
            to.add(i).write(value(i));
            i += 1;
        }
    }
}

wide! {
    /// `out[i] = f(a[i])`
    ///
    /// # Safety
    /// `n` elements can be read and written with these strides, and `out` is not what is read.
    pub unsafe fn map1<A, R, F>(n: usize, a: *const A, sa: isize, out: Out, f: F)
    where { A: Copy, F: Fn(A) -> R } {
        match sa {
            1 => put::<_, WIDE>(n, out, |i| f(*a.add(i))),
            _ => put::<_, WIDE>(n, out, |i| f(*a.offset(i as isize * sa))),
        }
    }
}

wide! {
    /// `out[i] = f(a[i], b[i])`
    ///
    /// # Safety
    /// As for [`map1`].
    pub unsafe fn map2<A, B, R, F>(n: usize, a: *const A, sa: isize, b: *const B, sb: isize, out: Out, f: F)
    where { A: Copy, B: Copy, F: Fn(A, B) -> R } {
        match (sa, sb) {
            (1, 1) => put::<_, WIDE>(n, out, |i| f(*a.add(i), *b.add(i))),
            (0, 1) => {
                let x = *a;
                put::<_, WIDE>(n, out, |i| f(x, *b.add(i)))
            }
            (1, 0) => {
                let y = *b;
                put::<_, WIDE>(n, out, |i| f(*a.add(i), y))
            }
            _ => put::<_, WIDE>(n, out, |i| f(*a.offset(i as isize * sa), *b.offset(i as isize * sb))),
        }
    }
}

/// `out[i] = f(a[i], b[i], c[i])` for the `i` of a range.
///
/// # Safety
/// As for [`map3`].
#[inline(never)]
unsafe fn map3_each<A: Copy, F: Fn([A; 3]) -> A>(
    range: Range<usize>,
    from: [*const A; 3],
    strides: [isize; 3],
    to: *mut A,
    f: F,
) {
    for i in range {
        // SAFETY: by contract.
        unsafe { to.add(i).write(f(std::array::from_fn(|k| *from[k].offset(i as isize * strides[k])))) };
    }
}

wide! {
    /// `out[i] = f(a[i], b[i], c[i])` of three arrays with these strides, 0 or 1. Chunks are read before they are written,
    /// so one loop serves all strides: what is the same for all elements is read from a chunk of copies.
    ///
    /// # Safety
    /// As for [`map1`]; there is an element.
    pub unsafe fn map3<A, F>(n: usize, from: [*const A; 3], strides: [isize; 3], out: Out, f: F)
    where { A: Copy, F: Fn([A; 3]) -> A + Copy } {
        let to = out.data.cast::<A>();
        if !WIDE {
            return map3_each(0..n, from, strides, to, f);
        }
        let copies = from.map(|first| [*first; LANES]);
        let chunks: [*const A; 3] =
            std::array::from_fn(|k| if strides[k] == 0 { copies[k].as_ptr() } else { from[k] });
        let chunk = |i: usize| -> [A; LANES] {
            let at: [*const A; 3] = std::array::from_fn(|k| chunks[k].offset(i as isize * strides[k]));
            at.iter().for_each(|chunk| prefetch(LANES, *chunk));
            std::array::from_fn(|lane| f(at.map(|chunk| *chunk.add(lane))))
        };
        let mut i = 0;
        if out.is_streamed {
            i = to.align_offset(LINE).min(n);
            map3_each(0..i, from, strides, to, f);
            while i + LANES <= n {
                stream::<_, WIDE, LANES>(&chunk(i), to.add(i));
                i += LANES;
            }
        }
        while i + LANES <= n {
            to.add(i).cast::<[A; LANES]>().write_unaligned(chunk(i));
            i += LANES;
        }
        map3_each(i..n, from, strides, to, f);
    }
}

wide! {
    /// `out[i] = if test[i] { a[i] } else { b[i] }` with these three strides, of the bits of elements.
    ///
    /// # Safety
    /// As for [`map1`].
    pub unsafe fn choose<A>(n: usize, test: *const bool, a: *const A, b: *const A, strides: [isize; 3], out: Out)
    where { A: PrimInt + WrappingNeg + From<bool> } {
        let pick = |test: bool, x: A, y: A| {
            let mask = <A as From<bool>>::from(test).wrapping_neg();
            (x & mask) | (y & !mask)
        };
        match strides {
            [1, 1, 1] => put::<_, WIDE>(n, out, |i| pick(*test.add(i), *a.add(i), *b.add(i))),
            [1, 1, 0] => {
                let y = *b;
                put::<_, WIDE>(n, out, |i| pick(*test.add(i), *a.add(i), y))
            }
            [1, 0, 1] => {
                let x = *a;
                put::<_, WIDE>(n, out, |i| pick(*test.add(i), x, *b.add(i)))
            }
            [s, sa, sb] => put::<_, WIDE>(n, out, |i| {
                let i = i as isize;
                pick(*test.offset(i * s), *a.offset(i * sa), *b.offset(i * sb))
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

/// Arrays of the same length.
pub struct Rows<A> {
    /// The first element of the first one.
    pub first: *const A,
    /// How many arrays there are.
    pub count: usize,
    /// Elements from an array to the next.
    pub gap: isize,
    /// Elements of each.
    pub length: usize,
    /// Elements from one of them to the next.
    pub stride: isize,
}

wide! {
    /// [`fold_into`] of arrays whose elements are side by side, one array after the other. Four at a time, so that the
    /// results are read and written once for them.
    ///
    /// # Safety
    /// As for [`fold_into`].
    pub unsafe fn fold_rows_into<A, R, F>(from: Rows<A>, out: *mut R, f: F)
    where { A: Copy, R: Copy, F: Fn(R, A) -> R + Copy } {
        let (count, n) = (from.count, from.length);
        let row = |index: usize| from.first.offset(index as isize * from.gap);
        for first in (0..count / 4 * 4).step_by(4) {
            let rows: [*const A; 4] = std::array::from_fn(|index| row(first + index));
            for start in (0..n / LANES * LANES).step_by(LANES) {
                let mut sums: [R; LANES] = std::array::from_fn(|lane| *out.add(start + lane));
                for row in rows {
                    prefetch(LANES, row.add(start));
                    sums = std::array::from_fn(|lane| f(sums[lane], *row.add(start + lane)));
                }
                out.add(start).cast::<[R; LANES]>().write_unaligned(sums);
            }
            for i in n / LANES * LANES..n {
                *out.add(i) = rows.iter().fold(*out.add(i), |sum, row| f(sum, *row.add(i)));
            }
        }
        (count / 4 * 4..count).for_each(|index| fold_into(n, row(index), 1, out, 1, f));
    }
}

/// How many bytes ahead loops that only read ask for memory: the processor by itself is too late for memory that is past
/// its own caches.
const AHEAD: usize = 1024;

/// Asks for the lines of caches that hold `n` elements, [`AHEAD`] bytes after this one; there need not be any.
#[inline(always)]
fn prefetch<A>(n: usize, from: *const A) {
    #[cfg(target_arch = "x86_64")]
    for line in (0..n * size_of::<A>()).step_by(LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every processor of this kind has the instruction, which ignores addresses of nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast::<i8>().wrapping_add(AHEAD + line)) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (n, from);
}

/// How many sums are kept side by side.
pub const LANES: usize = 16;

/// The parts combined in pairs, and with the `n` elements that are left.
///
/// # Safety
/// As for [`fold`].
#[inline(always)]
unsafe fn join_lanes<A: Copy, R: Copy>(
    mut lanes: [R; LANES],
    n: usize,
    a: *const A,
    sa: isize,
    lift: impl Fn(A) -> R + Copy,
    f: impl Fn(R, R) -> R + Copy,
) -> R {
    // In memory: what follows works on narrow vectors, and the loop before would have to as well.
    std::hint::black_box(&mut lanes);
    let mut i = 0;
    // SAFETY: by contract.
    unsafe {
        let lanes: [R; 8] = halve(lanes, n, &mut i, a, sa, lift, f);
        let lanes: [R; 4] = halve(lanes, n, &mut i, a, sa, lift, f);
        let lanes: [R; 2] = halve(lanes, n, &mut i, a, sa, lift, f);
        let lanes: [R; 1] = halve(lanes, n, &mut i, a, sa, lift, f);
        lanes[0]
    }
}

/// A step towards one part: `H` more elements join if there are as many from `i` on, then the halves are combined.
///
/// # Safety
/// As for [`fold`]; there are twice `H` lanes.
#[inline(always)]
unsafe fn halve<A: Copy, R: Copy, const N: usize, const H: usize>(
    lanes: [R; N],
    n: usize,
    i: &mut usize,
    a: *const A,
    sa: isize,
    lift: impl Fn(A) -> R,
    f: impl Fn(R, R) -> R,
) -> [R; H] {
    const { assert!(N == 2 * H) };
    let mut low: [R; H] = std::array::from_fn(|lane| lanes[lane]);
    if n - *i >= H {
        // SAFETY: by contract.
        let next = |lane: usize| unsafe { *a.offset((*i + lane) as isize * sa) };
        low = std::array::from_fn(|lane| f(low[lane], lift(next(lane))));
        *i += H;
    }
    std::array::from_fn(|lane| f(low[lane], lanes[lane + H]))
}

wide! {
    /// The elements combined, in [`LANES`] parts side by side, so that the order does not depend on the processor. The
    /// parts are combined in pairs, until one is left; what is left of the elements joins when it has a part for each.
    ///
    /// # Safety
    /// `n` elements can be read with this stride.
    pub unsafe fn fold<A, R, G, F>(n: usize, a: *const A, sa: isize, unit: R, lift: G, f: F) -> R
    where { A: Copy, R: Copy, G: Fn(A) -> R + Copy, F: Fn(R, R) -> R + Copy } {
        let mut lanes = [unit; LANES];
        let whole = n / LANES * LANES;
        if sa == 1 {
            for i in (0..whole).step_by(LANES) {
                prefetch(LANES, a.add(i));
                for (lane, part) in lanes.iter_mut().enumerate() {
                    *part = f(*part, lift(*a.add(i + lane)));
                }
            }
            return join_lanes(lanes, n - whole, a.add(whole), 1, lift, f);
        }
        for i in 0..whole {
            let part = &mut lanes[i % LANES];
            *part = f(*part, lift(*a.offset(i as isize * sa)));
        }
        join_lanes(lanes, n - whole, a.offset(whole as isize * sa), sa, lift, f)
    }
}

wide! {
    /// `out[k] = f(out[k], fold of array k)`, with this stride of the results.
    ///
    /// # Safety
    /// As for [`fold`].
    pub unsafe fn fold_rows<A, R, G, F>(from: Rows<A>, out: *mut R, so: isize, unit: R, lift: G, f: F)
    where { A: Copy, R: Copy, G: Fn(A) -> R + Copy, F: Fn(R, R) -> R + Copy } {
        for k in 0..from.count as isize {
            let to = out.offset(k * so);
            *to = f(*to, fold(from.length, from.first.offset(k * from.gap), from.stride, unit, lift, f));
        }
    }
}
