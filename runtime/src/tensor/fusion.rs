//! Elementwise operations that wait for a reader, and are then computed together in one pass over memory.
//!
//! The result of a cheap operation on tensors is *pending*: its shape, type and memory are there, but its elements are
//! still an [`Expression`] of other tensors. Whoever asks for the memory has it filled first ([`Buffer::data`]), so only
//! elementwise operations ever see that something is pending; they join its expression to their own.
//!
//! ```text
//! (define t (* x y))      pending: x * y
//! (define u (+ t x))      pending: (x * y) + x
//! (tensor-ref u 0)        one loop; t is still pending
//! ```
//!
//! An expression is computed block by block. Each operation is a loop over a block that stays in the nearest cache, in
//! the order and with the roundings that it has alone, so fusing changes no bits. What is computed as a part of another
//! expression for the second time keeps its elements, so nothing is computed more than twice. Before memory is written
//! to, the pending elements that depend on it are computed ([`Tensor::data_to_change`]).

use std::cell::Cell;
use std::rc::Rc;

use smallvec::SmallVec;

use crate::abi::{Fault, FromValue};
use crate::tensor::buffer::Buffer;
use crate::tensor::rows::{Out, end_stream};
use crate::tensor::shape::{Dims, Walk, broadcast_shapes, broadcast_strides};
use crate::tensor::{DType, Element, Tensor};
use crate::value::Value;

/// The most elements of a block.
const BLOCK: usize = 1024;
/// Bytes of a block of the largest elements.
const SLOT: usize = 8 * BLOCK;
/// The most operations of an expression.
const MAX_STEPS: usize = 16;
/// Smaller results are computed at once.
const MIN_PENDING: usize = 256;
/// Blocks end where such a row of an input ends, so that it is read where it is.
const LONG_ROW: usize = 4 * BLOCK;
/// Results of this many bytes go past the caches, which could not keep them.
const STREAMED: usize = 2 << 20;

/// Elements in memory that are `stride` apart, which is 0 or 1.
#[derive(Clone, Copy)]
pub struct Row {
    /// The first.
    pub data: *const u8,
    /// 0 if there is one for all.
    pub stride: isize,
}

impl Row {
    /// Not known yet.
    const NONE: Row = Row { data: std::ptr::null(), stride: 1 };
}

/// A loop: so many elements of the result from a row of each input; the rows behind these are not for it.
pub type Kernel = Box<dyn Fn(usize, &[Row; 3], Out)>;

/// What an operation reads.
pub enum Input {
    /// A tensor in the shape of the result.
    Tensor(Tensor),
    /// The bits of one element.
    Number(u64),
}

/// An operation on the elements of its inputs.
pub struct Expression {
    kernel: Kernel,
    inputs: SmallVec<[Input; 3]>,
    shape: Dims,
    dtype: DType,
    /// At least the number of operations up to pending inputs of inputs.
    steps: usize,
    /// The elements are stored when they are computed as a part of another expression.
    is_kept: Cell<bool>,
}

impl Input {
    /// An element that all others meet.
    pub fn number<T: Element>(element: T) -> Input {
        let mut bits = 0u64;
        // SAFETY: no element is larger.
        unsafe { (&raw mut bits).cast::<T>().write(element) };
        Input::Number(bits)
    }

    /// The element, if it is one that all others meet.
    pub fn as_number<T: Element>(&self) -> Option<T> {
        let Input::Number(bits) = self else { return None };
        // SAFETY: made by `number` of an element of the type that the operation works on.
        Some(unsafe { (&raw const *bits).cast::<T>().read() })
    }

    /// As a tensor; a number has no axes.
    pub fn into_tensor<T: Element>(self) -> Result<Tensor, Fault> {
        match (self.as_number::<T>(), self) {
            (_, Input::Tensor(tensor)) => Ok(tensor),
            (number, Input::Number(_)) => Tensor::scalar(number.unwrap_or_default()),
        }
    }

    fn shape(&self) -> &[usize] {
        if let Input::Tensor(tensor) = self { &tensor.shape } else { &[] }
    }

    fn buffer(&self) -> Option<&Buffer> {
        if let Input::Tensor(tensor) = self { Some(&tensor.buffer) } else { None }
    }

    /// All elements in a result of this shape as one row, if they are in memory in its order.
    fn row(&self, shape: &Dims) -> Option<Row> {
        match self {
            Input::Number(bits) => Some(Row { data: (&raw const *bits).cast(), stride: 0 }),
            Input::Tensor(tensor) => {
                let is_row = tensor.shape == *shape && tensor.is_contiguous() && tensor.buffer.pending().is_none();
                is_row.then(|| Row { data: tensor.address(), stride: 1 })
            }
        }
    }

    /// Stretched to the shape of the result.
    fn spread(self, shape: &Dims) -> Input {
        match self {
            Input::Tensor(tensor) if tensor.shape != *shape => {
                let strides = broadcast_strides(&tensor.shape, &tensor.strides, shape);
                Input::Tensor(tensor.view(tensor.offset, shape.clone(), strides))
            }
            other => other,
        }
    }

    /// The operations that it takes to compute it along with others: none if it is in memory, where it is brought if
    /// it is not all of a pending result in its order.
    fn steps(&self) -> usize {
        let Input::Tensor(tensor) = self else { return 0 };
        tensor.pending().map_or_else(
            || {
                tensor.buffer.compute();
                0
            },
            |pending| pending.steps,
        )
    }
}

/// The result of a cheap operation, pending.
pub fn apply<const N: usize>(dtype: DType, inputs: [Input; N], kernel: Kernel) -> Result<Tensor, Fault> {
    let shape = joined_shape(&inputs)?;
    if shape.iter().product::<usize>() < MIN_PENDING {
        return computed(dtype, shape, inputs, kernel);
    }
    let expression = Expression::new(dtype, shape, inputs, kernel);
    Tensor::with_pending(dtype, &expression.shape.clone(), expression)
}

/// The result of an operation that is too dear to be done twice.
pub fn compute<const N: usize>(dtype: DType, inputs: [Input; N], kernel: Kernel) -> Result<Tensor, Fault> {
    computed(dtype, joined_shape(&inputs)?, inputs, kernel)
}

/// The shape that all are broadcast to.
fn joined_shape(inputs: &[Input]) -> Result<Dims, Fault> {
    let mut shape = Dims::from_slice(inputs[0].shape());
    for input in &inputs[1..] {
        if input.shape() != &shape[..] {
            shape = broadcast_shapes(&shape, input.shape())?;
        }
    }
    Ok(shape)
}

/// The result, computed now; a small one by one loop if the inputs are in memory in its order.
fn computed<const N: usize>(dtype: DType, shape: Dims, inputs: [Input; N], kernel: Kernel) -> Result<Tensor, Fault> {
    let out = Tensor::new(dtype, &shape)?;
    let to = out.buffer.unfilled();
    let mut rows = [Row::NONE; 3];
    let is_ready = |(row, input): (&mut Row, &Input)| input.row(&shape).map(|found| *row = found).is_some();
    if out.size() < MIN_PENDING && rows.iter_mut().zip(&inputs).all(is_ready) {
        kernel(out.size(), &rows, Out::to(to));
    } else {
        Expression::new(dtype, shape, inputs, kernel).fill(to);
    }
    Ok(out)
}

impl Expression {
    fn new<const N: usize>(dtype: DType, shape: Dims, inputs: [Input; N], kernel: Kernel) -> Expression {
        let inputs: SmallVec<[Input; 3]> = inputs.into_iter().map(|input| input.spread(&shape)).collect();
        let mut steps = 1 + inputs.iter().map(Input::steps).sum::<usize>();
        if steps > MAX_STEPS {
            inputs.iter().filter_map(Input::buffer).for_each(Buffer::compute);
            steps = 1;
        }
        inputs.iter().filter_map(Input::buffer).for_each(Buffer::add_reader);
        Expression { kernel, inputs, shape, dtype, steps, is_kept: Cell::new(false) }
    }

    /// The number of elements.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// The memory that it reads.
    pub fn reads(&self) -> impl Iterator<Item = &Buffer> {
        self.inputs.iter().filter_map(Input::buffer)
    }

    /// Computes all elements.
    pub fn fill(&self, out: *mut u8) {
        let width = self.dtype.size();
        let is_streamed = self.size() * width >= STREAMED;
        self.run(|program, start, n| {
            // SAFETY: the memory has place for all elements.
            let data = unsafe { out.add(start * width) };
            program.run(start, n, Out { data, is_streamed });
        });
        if is_streamed {
            end_stream();
        }
    }

    /// Computes all elements, which are only there for `work`: it is called with the number of the first element of a
    /// block, the number of elements, and the block.
    pub fn each_block(&self, mut work: impl FnMut(usize, usize, *const u8)) {
        self.run(|program, start, n| {
            let block = program.slot(0);
            program.run(start, n, Out::to(block));
            work(start, n, block);
        });
    }

    /// Calls `work` with the number of the first element and the number of elements of each block.
    fn run(&self, mut work: impl FnMut(&mut Program, usize, usize)) {
        let mut program = Program::of(self);
        let (size, mut start) = (self.size(), 0);
        while start < size {
            let n = program
                .sources
                .iter()
                .map(|source| source.rest_of_row(start))
                .fold(BLOCK.min(size - start), usize::min);
            work(&mut program, start, n);
            start += n;
        }
        program.finish();
    }
}

impl Drop for Expression {
    fn drop(&mut self) {
        self.reads().for_each(Buffer::remove_reader);
    }
}

/// The operand, whose elements are stored as soon as they are computed.
fn keep(operand: Value) -> Value {
    if let Some(pending) = Tensor::from_value(operand).and_then(|tensor| tensor.buffer.pending()) {
        pending.is_kept.set(true);
    }
    operand
}

crate::tensor_primitives! {
    fx_tensor_keep = keep, (operand);
}

/// An expression that is a step of a program.
enum Part<'a> {
    /// What the program is for.
    Root(&'a Expression),
    /// A pending input, and the memory for its elements.
    Pending(Rc<Expression>, Buffer),
}

/// An operation of a program.
struct Step<'a> {
    part: Part<'a>,
    inputs: SmallVec<[usize; 3]>,
    /// The number of its row.
    row: usize,
    /// The place in the scratch memory, unless the elements are stored.
    slot: Option<usize>,
}

/// An input in memory.
struct Source {
    data: *const u8,
    width: usize,
    walk: Walk<1>,
    /// The number of its row.
    row: usize,
    /// The place in the scratch memory for rows that are too short to be read where they are.
    slot: Option<usize>,
}

/// The steps of an expression in order; the last one is the expression itself. Each source and each step has a row of
/// the current block.
struct Program<'a> {
    steps: SmallVec<[Step<'a>; 4]>,
    sources: SmallVec<[Source; 4]>,
    rows: SmallVec<[Row; 8]>,
    scratch: Vec<u64>,
}

thread_local! {
    /// Scratch memory for the next program.
    static SCRATCH: Cell<Vec<u64>> = const { Cell::new(Vec::new()) };
}

impl<'a> Program<'a> {
    fn of(root: &'a Expression) -> Program<'a> {
        let (steps, sources, rows) = (SmallVec::new(), SmallVec::new(), SmallVec::new());
        let mut program = Program { steps, sources, rows, scratch: SCRATCH.take() };
        program.add_step(root, Part::Root(root));
        let words = program.assign_slots() * SLOT / 8;
        if program.scratch.len() < words {
            program.scratch.resize(words, 0);
        }
        program
    }

    fn add_row(&mut self) -> usize {
        self.rows.push(Row::NONE);
        self.rows.len() - 1
    }

    fn add_step(&mut self, expression: &Expression, part: Part<'a>) -> usize {
        let inputs = expression.inputs.iter().map(|input| self.add_input(input)).collect();
        let row = self.add_row();
        self.steps.push(Step { part, inputs, row, slot: None });
        row
    }

    /// The row of an input.
    fn add_input(&mut self, input: &Input) -> usize {
        if let Input::Tensor(tensor) = input
            && let Some(pending) = tensor.buffer.pending()
        {
            let known = self.steps.iter().find(|step| std::ptr::eq(step.expression(), &raw const *pending));
            return match known {
                Some(step) => step.row,
                None => self.add_step(&pending.clone(), Part::Pending(pending, tensor.buffer.clone())),
            };
        }
        let row = self.add_row();
        self.sources.push(Source::new(input, row));
        row
    }

    /// Scratch memory for what needs some; that of a step is free again after its last reader. Slot 0 is for the root.
    /// Returns the number of slots.
    fn assign_slots(&mut self) -> usize {
        let mut slots = 1..;
        for source in self.sources.iter_mut().filter(|source| !source.is_read_in_place()) {
            source.slot = slots.next();
        }
        let mut free: SmallVec<[usize; 4]> = SmallVec::new();
        for index in 0..self.steps.len() {
            if self.steps[index].needs_slot() {
                self.steps[index].slot = free.pop().or_else(|| slots.next());
            }
            let (done, later) = self.steps.split_at(index + 1);
            let is_last = |row: usize| !later.iter().any(|step| step.inputs.contains(&row));
            let read = done.iter().filter(|step| done[index].inputs.contains(&step.row) && is_last(step.row));
            free.extend(read.filter_map(|step| step.slot));
        }
        slots.start
    }

    fn slot(&mut self, slot: usize) -> *mut u8 {
        // SAFETY: the scratch memory has all slots.
        unsafe { self.scratch.as_mut_ptr().cast::<u8>().add(slot * SLOT) }
    }

    /// Computes the `n` elements from number `start` on.
    fn run(&mut self, start: usize, n: usize, out: Out) {
        for index in 0..self.sources.len() {
            let slot = self.sources[index].slot.map(|slot| self.slot(slot));
            let source = &self.sources[index];
            self.rows[source.row] = source.block(start, n, slot);
        }
        for index in 0..self.steps.len() {
            let slot = self.steps[index].slot.map(|slot| self.slot(slot));
            let step = &self.steps[index];
            let out = match (&step.part, slot) {
                (Part::Root(_), _) => out,
                (_, Some(slot)) => Out::to(slot),
                (Part::Pending(expression, buffer), None) => {
                    // SAFETY: its memory has place for all elements.
                    Out::to(unsafe { buffer.unfilled().add(start * expression.dtype.size()) })
                }
            };
            let mut operands = [Row::NONE; 3];
            operands.iter_mut().zip(&step.inputs).for_each(|(operand, row)| *operand = self.rows[*row]);
            (step.expression().kernel)(n, &operands, out);
            self.rows[step.row].data = out.data;
        }
    }

    /// Notes what has been computed, and what of it is stored.
    fn finish(self) {
        for step in &self.steps {
            step.expression().is_kept.set(true);
            if let (Part::Pending(_, buffer), None) = (&step.part, step.slot) {
                buffer.settle();
            }
        }
        SCRATCH.set(self.scratch);
    }
}

impl Step<'_> {
    fn expression(&self) -> &Expression {
        match &self.part {
            Part::Root(expression) => expression,
            Part::Pending(expression, _) => expression,
        }
    }

    fn needs_slot(&self) -> bool {
        matches!(&self.part, Part::Pending(expression, _) if !expression.is_kept.get())
    }
}

impl Source {
    fn new(input: &Input, row: usize) -> Source {
        match input {
            Input::Number(bits) => {
                let walk = Walk::new(&[usize::MAX], [&[0]]);
                Source { data: (&raw const *bits).cast(), width: 0, walk, row, slot: None }
            }
            Input::Tensor(tensor) => {
                let (data, width) = (tensor.address(), tensor.dtype.size());
                Source { data, width, walk: Walk::new(&tensor.shape, [&tensor.strides]), row, slot: None }
            }
        }
    }

    fn is_read_in_place(&self) -> bool {
        let [stride] = self.walk.row_strides();
        (0..=1).contains(&stride) && (self.walk.is_row() || self.walk.row_length() >= LONG_ROW)
    }

    /// How many elements from number `start` on may be in a block, as far as this source is concerned.
    fn rest_of_row(&self, start: usize) -> usize {
        if self.walk.is_row() || self.slot.is_some() {
            return BLOCK;
        }
        self.walk.row_length() - start % self.walk.row_length()
    }

    /// The elements of a block, if need be brought together.
    fn block(&self, start: usize, n: usize, slot: Option<*mut u8>) -> Row {
        let [stride] = self.walk.row_strides();
        if slot.is_none() && self.walk.is_row() {
            // SAFETY: the offset is that of an element.
            let data = unsafe { self.data.offset(start as isize * stride * self.width as isize) };
            return Row { data, stride };
        }
        let length = self.walk.row_length();
        let (mut row, mut column) = (start / length, start % length);
        let Some(slot) = slot else {
            return Row { data: self.element(row, column), stride };
        };
        let mut done = 0;
        while done < n {
            let count = (length - column).min(n - done);
            // SAFETY: a slot has place for a block, and the row has so many elements from there on.
            unsafe { gather(self.width, count, self.element(row, column), stride, slot.add(done * self.width)) };
            (row, column, done) = (row + 1, 0, done + count);
        }
        Row { data: slot, stride: 1 }
    }

    fn element(&self, row: usize, column: usize) -> *const u8 {
        let ([start], [stride]) = (self.walk.offsets_of_row(row), self.walk.row_strides());
        // SAFETY: the offsets are those of elements.
        unsafe { self.data.offset((start + column as isize * stride) * self.width as isize) }
    }
}

/// Brings elements together that are `stride` apart.
///
/// # Safety
/// There are `n` elements of `width` bytes, and `to` has place for them.
unsafe fn gather(width: usize, n: usize, from: *const u8, stride: isize, to: *mut u8) {
    /// # Safety
    /// As above.
    unsafe fn each<T: Copy>(n: usize, from: *const T, stride: isize, to: *mut T) {
        // SAFETY: by contract.
        (0..n).for_each(|i| unsafe { *to.add(i) = *from.offset(i as isize * stride) });
    }
    // SAFETY: by contract.
    unsafe {
        match width {
            _ if stride == 1 => std::ptr::copy_nonoverlapping(from, to, n * width),
            1 => each(n, from, stride, to),
            4 => each::<u32>(n, from.cast(), stride, to.cast()),
            _ => each::<u64>(n, from.cast(), stride, to.cast()),
        }
    }
}
