//! Tensors: arrays of f64, f32, i64 or booleans with any number of axes, as in NumPy.
//!
//! A tensor is a *view*: shape, strides and offset into a [`Buffer`] of native memory that views share. Slices,
//! transposes and broadcasts are views; everything else makes new memory. The heap object of a tensor has the raw words
//!
//! ```text
//! buffer   pointer to the native memory, counted (see buffer.rs)
//! dtype    0 f64, 1 f32, 2 i64, 3 bool
//! offset   of the first element, in elements
//! shape    one word for each axis
//! strides  one word for each axis, in elements; may be negative, 0 where an axis is broadcast
//! ```
//!
//! In Rust it is a [`Tensor`], which holds a count of the buffer; so the collector may do what it wants while a kernel
//! runs. A result without axes is a number (or a boolean): programs never see tensors of rank 0.

pub mod adjoint;
mod buffer;
mod conv;
mod create;
mod elements;
pub mod elementwise;
mod fusion;
mod index;
mod join;
mod linalg;
mod logic;
mod matmul;
mod pairs;
pub mod parallel;
mod print;
mod product;
mod random;
mod reduce;
mod rows;
mod shape;
mod softmax;

pub use buffer::sweep;
pub use elements::{DType, Element};
pub use print::text;
pub use shape::{Dims, MAX_RANK, Strides, broadcast_shapes, shape_text};

use std::borrow::Cow;
use std::rc::Rc;

use crate::abi::{Export, Fault, FromValue, IntoOutcome, Outcome};
use crate::heap;
use crate::value::{Kind, Value, tag};
use buffer::Buffer;
use fusion::Expression;

/// A view of native memory.
pub struct Tensor {
    buffer: Buffer,
    /// The type of the elements.
    pub dtype: DType,
    offset: usize,
    /// The length of each axis.
    pub shape: Dims,
    /// The distance of neighbours on each axis, in elements.
    pub strides: Strides,
}

fn bytes_of(dtype: DType, dims: &[usize]) -> Result<usize, Fault> {
    shape::count(dims).and_then(|count| count.checked_mul(dtype.size())).ok_or(Fault::OutOfMemory)
}

/// Whether a value is a tensor.
#[inline]
pub fn is_tensor(value: Value) -> bool {
    value.tag() == tag::OBJECT && value.is(Kind::Tensor)
}

/// Whether two tensors have the same type of elements and the same shape.
pub fn same_form(a: Value, b: Value) -> bool {
    match (a.slots(Kind::Tensor), b.slots(Kind::Tensor)) {
        (Some(x), Some(y)) => {
            x.len() == y.len() && x[1] == y[1] && x[3..][..(x.len() - 3) / 2] == y[3..][..(y.len() - 3) / 2]
        }
        _ => false,
    }
}

/// Whether two tensors have the same type, the same shape and equal elements.
pub fn equal(a: Value, b: Value) -> bool {
    let (Some(x), Some(y)) = (Tensor::from_value(a), Tensor::from_value(b)) else { return false };
    if x.dtype != y.dtype || x.shape != y.shape {
        return false;
    }
    let (Ok(x), Ok(y)) = (x.contiguous(), y.contiguous()) else { return false };
    elements::by_dtype!(x.dtype, T => x.elements::<T>() == y.elements::<T>())
}

/// Whether an element of a tensor is a NaN.
pub fn has_nan(value: Value) -> bool {
    let doubles = Tensor::from_value(value).filter(|tensor| tensor.dtype.is_float());
    let doubles = doubles.and_then(|tensor| tensor.into_dtype(DType::F64).and_then(|tensor| tensor.contiguous()).ok());
    doubles.is_some_and(|tensor| tensor.elements::<f64>().iter().any(|element| element.is_nan()))
}

/// The words of axes, which are integers of this size.
fn words_of<T: Copy>(axes: &[Value]) -> &[T] {
    const { assert!(size_of::<T>() == size_of::<Value>()) };
    // SAFETY: a value is a word, and the words of axes are integers.
    unsafe { std::slice::from_raw_parts(axes.as_ptr().cast(), axes.len()) }
}

/// The memory of a value that is a tensor.
fn buffer_of(value: Value) -> Option<Buffer> {
    let words = if is_tensor(value) { value.slots(Kind::Tensor)? } else { return None };
    // SAFETY: the value refers to a live tensor object.
    Some(unsafe { Buffer::from_word(words.first()?.0) })
}

/// A tensor whose shape and strides are read where they are, in its object. The object does not move, and is alive as
/// long as the stack refers to it or into it.
pub struct View {
    buffer: Buffer,
    dtype: DType,
    offset: usize,
    shape: &'static [usize],
    strides: &'static [isize],
}

impl FromValue for View {
    #[inline(always)]
    fn from_value(value: Value) -> Option<View> {
        if !is_tensor(value) {
            return None;
        }
        let words = value.slots(Kind::Tensor)?;
        let (head, axes) = words.split_at_checked(3)?;
        let (shape, strides) = axes.split_at(axes.len() / 2);
        Some(View {
            // SAFETY: the value refers to a live tensor object.
            buffer: unsafe { Buffer::from_word(head[0].0) },
            dtype: DType::from_code(head[1].0),
            offset: head[2].0 as usize,
            shape: words_of(shape),
            strides: words_of(strides),
        })
    }
}

impl View {
    /// The first element.
    fn data<T: Element>(&self) -> *mut T {
        // SAFETY: the offset of a view is inside of its buffer.
        unsafe { self.buffer.data().cast::<T>().add(self.offset) }
    }

    /// With a shape and strides of its own.
    fn into_tensor(self) -> Tensor {
        let View { buffer, dtype, offset, shape, strides } = self;
        Tensor { buffer, dtype, offset, shape: Dims::from_slice(shape), strides: Strides::from_slice(strides) }
    }
}

impl FromValue for Tensor {
    fn from_value(value: Value) -> Option<Tensor> {
        View::from_value(value).map(View::into_tensor)
    }
}

impl Clone for Tensor {
    fn clone(&self) -> Tensor {
        // `from_slice` copies words, a clone would clone one after the other.
        self.view(self.offset, Dims::from_slice(&self.shape), Strides::from_slice(&self.strides))
    }
}

impl IntoOutcome for Tensor {
    fn into_outcome(self) -> Outcome {
        if self.shape.is_empty() { self.value_at(self.offset) } else { self.into_object() }
    }
}

impl Tensor {
    /// A tensor whose elements are still to be written.
    pub fn new(dtype: DType, dims: &[usize]) -> Result<Tensor, Fault> {
        let buffer = Buffer::new(bytes_of(dtype, dims)?)?;
        Ok(Tensor { buffer, dtype, offset: 0, shape: dims.into(), strides: shape::contiguous_strides(dims) })
    }

    /// A contiguous tensor whose elements are computed when somebody asks for them.
    fn with_pending(dtype: DType, dims: &[usize], expression: Expression) -> Result<Tensor, Fault> {
        let buffer = Buffer::with_pending(bytes_of(dtype, dims)?, expression)?;
        Ok(Tensor { buffer, dtype, offset: 0, shape: dims.into(), strides: shape::contiguous_strides(dims) })
    }

    /// A tensor of zeros.
    pub fn zeros(dtype: DType, dims: &[usize]) -> Result<Tensor, Fault> {
        let made = Tensor::new(dtype, dims)?;
        // SAFETY: the buffer has this many bytes, and all bits 0 are a zero of every type.
        unsafe { std::ptr::write_bytes(made.buffer.data(), 0, made.size() * dtype.size()) };
        Ok(made)
    }

    /// A contiguous tensor of these elements.
    pub fn from_elements<T: Element>(elements: &[T], dims: &[usize]) -> Result<Tensor, Fault> {
        let mut made = Tensor::new(T::DTYPE, dims)?;
        made.elements_mut::<T>().copy_from_slice(elements);
        Ok(made)
    }

    /// A tensor with one element and no axes.
    pub fn scalar<T: Element>(element: T) -> Result<Tensor, Fault> {
        Tensor::from_elements(&[element], &[])
    }

    /// The number of axes.
    pub fn rank(&self) -> usize {
        self.shape.len()
    }

    /// The number of elements.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// The same memory seen in another way.
    pub fn view(&self, offset: usize, shape: Dims, strides: Strides) -> Tensor {
        Tensor { buffer: self.buffer.clone(), dtype: self.dtype, offset, shape, strides }
    }

    /// The first element.
    pub fn data<T: Element>(&self) -> *mut T {
        debug_assert_eq!(T::DTYPE, self.dtype);
        self.address().cast()
    }

    /// The first byte of the first element.
    fn address(&self) -> *mut u8 {
        // SAFETY: the offset of a view is inside of its buffer, or its end if the view has no elements.
        unsafe { self.buffer.data().add(self.offset * self.dtype.size()) }
    }

    /// The expression of the elements, if it is all of a pending result in its order.
    fn pending(&self) -> Option<Rc<Expression>> {
        self.buffer.pending().filter(|pending| self.is_contiguous() && self.size() == pending.size())
    }

    /// The first element, which is going to be changed: what depends on the elements and is pending is computed before.
    pub fn data_to_change<T: Element>(&self) -> *mut T {
        self.buffer.serve_readers();
        self.data()
    }

    /// Whether the elements are in memory one after the other, in order.
    pub fn is_contiguous(&self) -> bool {
        shape::is_contiguous(&self.shape, &self.strides)
    }

    /// Itself if it is contiguous, or else a copy.
    pub fn contiguous(&self) -> Result<Tensor, Fault> {
        if self.is_contiguous() { Ok(self.clone()) } else { self.copy() }
    }

    /// A contiguous copy.
    pub fn copy(&self) -> Result<Tensor, Fault> {
        elementwise::cast_copy(self, self.dtype)
    }

    /// With elements of this type; itself if it has them.
    pub fn cast(&self, dtype: DType) -> Result<Tensor, Fault> {
        self.clone().into_dtype(dtype)
    }

    /// With elements of this type: itself if it has them.
    pub fn as_dtype(&self, dtype: DType) -> Result<Cow<'_, Tensor>, Fault> {
        if self.dtype == dtype { Ok(Cow::Borrowed(self)) } else { self.cast(dtype).map(Cow::Owned) }
    }

    /// As [`Tensor::cast`].
    pub fn into_dtype(self, dtype: DType) -> Result<Tensor, Fault> {
        if self.dtype == dtype { Ok(self) } else { elementwise::cast_copy(&self, dtype) }
    }

    /// The elements of a contiguous tensor.
    pub fn elements<T: Element>(&self) -> &[T] {
        debug_assert!(self.is_contiguous());
        // SAFETY: a contiguous view has all its elements one after the other; nothing writes to it while Rust reads.
        unsafe { std::slice::from_raw_parts(self.data::<T>(), self.size()) }
    }

    /// The elements of a tensor that was just made.
    pub fn elements_mut<T: Element>(&mut self) -> &mut [T] {
        debug_assert!(self.is_contiguous());
        // SAFETY: as above, and a tensor that was just made is not shared.
        unsafe { std::slice::from_raw_parts_mut(self.data::<T>(), self.size()) }
    }

    /// The element at an offset of the buffer as a number or boolean.
    fn value_at(&self, offset: usize) -> Outcome {
        elements::by_dtype!(self.dtype, T => {
            // SAFETY: offsets are computed from indices that were checked.
            unsafe { *self.buffer.data().cast::<T>().add(offset) }.to_value()
        })
    }

    /// A heap object for it.
    pub fn into_object(self) -> Outcome {
        let words = 3 + 2 * self.rank();
        let address = heap::alloc(Kind::Tensor, words)?;
        let object = Value::from_object(address, Kind::Tensor);
        let head = [self.buffer.word(), self.dtype as u64, self.offset as u64];
        let shape = self.shape.iter().map(|length| *length as u64);
        let strides = self.strides.iter().map(|stride| *stride as u64);
        for (index, word) in head.into_iter().chain(shape).chain(strides).enumerate() {
            // SAFETY: the object has `words` words behind its header.
            unsafe { *address.add(1 + index) = word };
        }
        self.buffer.register(object);
        Ok(object)
    }
}

/// What compiled code may call.
pub const EXPORTS: &[&[Export]] = &[
    conv::EXPORTS,
    create::EXPORTS,
    elementwise::EXPORTS,
    fusion::EXPORTS,
    index::EXPORTS,
    join::EXPORTS,
    linalg::EXPORTS,
    logic::EXPORTS,
    matmul::EXPORTS,
    random::EXPORTS,
    reduce::EXPORTS,
    softmax::EXPORTS,
];
