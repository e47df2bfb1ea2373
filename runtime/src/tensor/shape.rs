//! Shapes, strides, axes, and walking through several arrays together.

pub use prims::shapes::shape_text;
use smallvec::SmallVec;

use crate::abi::Fault;
use crate::pairs::list_length;
use crate::value::Value;

/// The lengths of axes.
pub type Dims = SmallVec<[usize; 4]>;
/// The distances of neighbours on each axis, in elements.
pub type Strides = SmallVec<[isize; 4]>;

/// The most axes that a tensor may have.
pub const MAX_RANK: usize = 32;

/// The number of elements; `None` if it is no address.
pub fn count(dims: &[usize]) -> Option<usize> {
    // An axis of length 0 does not excuse the others.
    let lengths = dims.iter().map(|length| (*length).max(1));
    let product = lengths.into_iter().try_fold(1usize, |product, length| product.checked_mul(length))?;
    if product > isize::MAX as usize { None } else { Some(dims.iter().product()) }
}

/// The strides of elements one after the other.
pub fn contiguous_strides(dims: &[usize]) -> Strides {
    let mut strides = Strides::from_elem(0, dims.len());
    let mut step = 1isize;
    for (stride, length) in strides.iter_mut().zip(dims).rev() {
        *stride = step;
        step *= (*length).max(1) as isize;
    }
    strides
}

/// Whether elements with these strides are one after the other.
pub fn is_contiguous(dims: &[usize], strides: &[isize]) -> bool {
    if dims.contains(&0) {
        return true;
    }
    let mut step = 1isize;
    for (length, stride) in dims.iter().zip(strides).rev() {
        if *length != 1 {
            if *stride != step {
                return false;
            }
            step *= *length as isize;
        }
    }
    true
}

/// The error of an operation whose operands do not fit.
pub fn mismatch<T>(a: &[usize], b: &[usize], why: &str) -> Result<T, Fault> {
    Err(Fault::Error(prims::shapes::mismatch(a, b, why), vec![]))
}

/// The shape that both are broadcast to: axes are matched from the last one on, and a length of 1 is stretched.
pub fn broadcast_shapes(a: &[usize], b: &[usize]) -> Result<Dims, Fault> {
    if a == b {
        return Ok(Dims::from_slice(a));
    }
    let rank = a.len().max(b.len());
    let length = |dims: &[usize], axis: usize| match (axis + dims.len()).checked_sub(rank) {
        Some(own) => dims[own],
        None => 1,
    };
    let mut out = Dims::with_capacity(rank);
    for axis in 0..rank {
        match prims::shapes::broadcast_length(length(a, axis), length(b, axis)) {
            Some(length) => out.push(length),
            None => return mismatch(a, b, prims::shapes::BROADCAST),
        }
    }
    Ok(out)
}

/// The strides of an array that is seen in a larger shape, which it can be broadcast to.
pub fn broadcast_strides(dims: &[usize], strides: &[isize], to: &[usize]) -> Strides {
    let missing = to.len() - dims.len();
    let own = dims.iter().zip(strides).zip(&to[missing..]);
    let own = own.map(|((length, stride), wanted)| if *length == 1 && *wanted != 1 { 0 } else { *stride });
    std::iter::repeat_n(0, missing).chain(own).collect()
}

/// The lengths in a list of small integers that are not negative.
pub fn dims_of(list: Value, argument: usize) -> Result<Dims, Fault> {
    let lengths = integers_of(list, argument, "a shape, a list of integers that are not negative")?;
    let dims: Option<Dims> = lengths.iter().map(|length| usize::try_from(*length).ok()).collect();
    match dims {
        Some(dims) if dims.len() <= MAX_RANK => Ok(dims),
        Some(_) => Err(Fault::Error(format!("a tensor has at most {MAX_RANK} axes, the shape has"), vec![list])),
        None => Err(expected(argument, "a shape, a list of integers that are not negative", list)),
    }
}

/// The fault of an argument that is not what is expected.
pub fn expected(argument: usize, what: &str, found: Value) -> Fault {
    Fault::Error(format!("argument {} must be {what}, found", argument + 1), vec![found])
}

/// The small integers of a list.
pub fn integers_of(list: Value, argument: usize, what: &str) -> Result<SmallVec<[i64; 4]>, Fault> {
    let fault = || expected(argument, what, list);
    list_length(list).ok_or_else(fault)?;
    let mut found = SmallVec::new();
    let mut rest = list;
    while let Some((first, next)) = rest.pair() {
        found.push(first.as_fixnum().ok_or_else(fault)?);
        rest = next;
    }
    Ok(found)
}

/// An axis that may count from the end, as an index.
pub fn axis_of(axis: i64, rank: usize) -> Result<usize, Fault> {
    let index = if axis < 0 { axis + rank as i64 } else { axis };
    usize::try_from(index)
        .ok()
        .filter(|index| *index < rank)
        .ok_or_else(|| Fault::Error(format!("there is no axis {axis} in a tensor with {rank} axes"), vec![]))
}

/// The axis that an argument names.
pub fn axis_argument(value: Value, argument: usize, rank: usize) -> Result<usize, Fault> {
    let axis = value.as_fixnum().ok_or_else(|| expected(argument, "an axis, a small integer", value))?;
    axis_of(axis, rank)
}

/// The axes that an argument names: one, a list, or all if it is `#f`; each is marked.
pub fn axes_argument(value: Value, argument: usize, rank: usize) -> Result<SmallVec<[bool; 4]>, Fault> {
    let mut marked: SmallVec<[bool; 4]> = SmallVec::from_elem(value == Value::FALSE, rank);
    let axes = match value.as_fixnum() {
        Some(axis) => SmallVec::from_slice(&[axis]),
        None if value == Value::FALSE => return Ok(marked),
        None => integers_of(value, argument, "an axis, a list of axes or #f")?,
    };
    for axis in axes {
        let index = axis_of(axis, rank)?;
        if std::mem::replace(&mut marked[index], true) {
            return Err(Fault::Error(format!("the axis {axis} is given twice"), vec![]));
        }
    }
    Ok(marked)
}

/// Several arrays of the same shape, with axes joined where that changes nothing.
pub struct Walk<const N: usize> {
    dims: Dims,
    strides: [Strides; N],
}

impl<const N: usize> Walk<N> {
    /// Of arrays with this shape and these strides.
    pub fn new(dims: &[usize], strides: [&[isize]; N]) -> Walk<N> {
        let mut walk = Walk { dims: Dims::new(), strides: std::array::from_fn(|_| Strides::new()) };
        for (axis, length) in dims.iter().enumerate() {
            if *length == 1 {
                continue;
            }
            let joins =
                |walk: &Walk<N>| (0..N).all(|k| walk.strides[k].last() == Some(&(strides[k][axis] * *length as isize)));
            if joins(&walk)
                && let Some(last) = walk.dims.last_mut()
            {
                *last *= length;
                (0..N).for_each(|k| *walk.strides[k].last_mut().unwrap_or(&mut 0) = strides[k][axis]);
            } else {
                walk.dims.push(*length);
                (0..N).for_each(|k| walk.strides[k].push(strides[k][axis]));
            }
        }
        if walk.dims.is_empty() {
            walk.dims.push(1);
            (0..N).for_each(|k| walk.strides[k].push(0));
        }
        walk
    }

    /// The length of a row.
    pub fn row_length(&self) -> usize {
        self.dims.last().copied().unwrap_or(1)
    }

    /// The strides in a row.
    pub fn row_strides(&self) -> [isize; N] {
        std::array::from_fn(|k| self.strides[k].last().copied().unwrap_or(0))
    }

    /// Whether there is only one row.
    pub fn is_row(&self) -> bool {
        self.dims.len() == 1
    }

    /// After how many elements the same ones come again, if they do.
    pub fn period(&self) -> Option<usize> {
        let repeats = !self.is_row() && self.strides.iter().all(|strides| strides[0] == 0);
        repeats.then(|| self.dims[1..].iter().product()).filter(|period| *period > 0)
    }

    /// The offsets of the first element of a row.
    pub fn offsets_of_row(&self, row: usize) -> [isize; N] {
        let (mut offsets, mut rest) = ([0; N], row);
        for axis in (0..self.dims.len() - 1).rev() {
            // The first index is what is left.
            let index = if axis == 0 { rest } else { rest % self.dims[axis] };
            (0..N).for_each(|k| offsets[k] += index as isize * self.strides[k][axis]);
            rest = if axis == 0 { 0 } else { rest / self.dims[axis] };
        }
        offsets
    }

    /// Calls `row` with the offsets of the first element of each row, its length, and the strides in it.
    pub fn for_each_row(&self, mut row: impl FnMut([isize; N], usize, [isize; N])) {
        self.for_each_matrix(|mut offsets, [count, length], gaps, strides| {
            for _ in 0..count {
                row(offsets, length, strides);
                (0..N).for_each(|k| offsets[k] += gaps[k]);
            }
        });
    }

    /// Calls `matrix` with the offsets of the first element of each matrix, how many rows it has and of what length, and
    /// the strides from a row to the next and in it.
    pub fn for_each_matrix(&self, mut matrix: impl FnMut([isize; N], [usize; 2], [isize; N], [isize; N])) {
        if self.dims.contains(&0) {
            return;
        }
        let strides_of = |axis: usize| std::array::from_fn(|k| self.strides[k][axis]);
        let last = self.dims.len() - 1;
        let (length, inner): (usize, [isize; N]) = (self.dims[last], strides_of(last));
        let outer = last.saturating_sub(1);
        let (count, gaps) = if last > 0 { (self.dims[outer], strides_of(outer)) } else { (1, [0; N]) };
        let mut index = Dims::from_elem(0, outer);
        let mut start = [0isize; N];
        loop {
            matrix(start, [count, length], gaps, inner);
            let mut axis = outer;
            loop {
                if axis == 0 {
                    return;
                }
                axis -= 1;
                index[axis] += 1;
                (0..N).for_each(|k| start[k] += self.strides[k][axis]);
                if index[axis] < self.dims[axis] {
                    break;
                }
                (0..N).for_each(|k| start[k] -= self.strides[k][axis] * self.dims[axis] as isize);
                index[axis] = 0;
            }
        }
    }
}
