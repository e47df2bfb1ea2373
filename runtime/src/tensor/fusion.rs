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
//! An expression is computed block by block. Each operation, or each two of arithmetic ([`pair`]), is a loop over a block
//! that stays in the nearest cache, in the order and with the roundings that it has alone, so fusing changes no bits. What
//! is computed as a part of another expression for the second time keeps its elements, so nothing is computed more than
//! twice. Before memory is written to, the pending elements that depend on it are computed ([`Tensor::data_to_change`]).

use std::cell::Cell;
use std::rc::Rc;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
use std::sync::LazyLock;

use smallvec::SmallVec;

use crate::abi::{Fault, FromValue};
use crate::tensor::buffer::Buffer;
use crate::tensor::pairs::{Arithmetic, pair};
use crate::tensor::rows::{Out, end_stream};
use crate::tensor::shape::{Dims, Walk, broadcast_shapes, broadcast_strides};
use crate::tensor::{DType, Element, Tensor};
use crate::value::Value;

/// The most elements of a block if some are of the largest; twice as many if none is.
const BLOCK: usize = 512;
/// Bytes of a block of the largest elements.
const SLOT: usize = 8 * BLOCK;
/// The most operations of an expression.
const MAX_STEPS: usize = 16;
/// Smaller results are computed at once.
const MIN_PENDING: usize = 256;
/// Results of this many bytes go past the caches, unless these have kept the memory since it was last written.
const STREAMED: usize = 2 << 20;

/// How many bytes may go through the caches until they have lost what was in them: half of the last one, which others
/// use as well, but not more than 16 MB; 0 if it is not known.
fn kept_bytes() -> usize {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        static KEPT: LazyLock<usize> = LazyLock::new(|| {
            // SAFETY: this only asks for a number, which is 0 or -1 if the system does not know it.
            let cache = unsafe { libc::sysconf(libc::_SC_LEVEL3_CACHE_SIZE) };
            usize::try_from(cache / 2).unwrap_or(0).min(16 << 20)
        });
        *KEPT
    }
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    0
}

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
pub type Loop = Box<dyn Fn(usize, &[Row; 3], Out)>;

/// What computes an operation.
pub struct Kernel {
    run: Loop,
    /// The operation, if it is one of those that pairs are made of.
    arithmetic: Option<Arithmetic>,
}

impl Kernel {
    /// Of a loop.
    pub fn of(run: impl Fn(usize, &[Row; 3], Out) + 'static) -> Kernel {
        Kernel { run: Box::new(run), arithmetic: None }
    }

    /// Noted to compute this, of two inputs.
    pub fn computes(self, arithmetic: Arithmetic) -> Kernel {
        Kernel { arithmetic: Some(arithmetic), ..self }
    }
}

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
        shape = broadcast_shapes(&shape, input.shape())?;
    }
    Ok(shape)
}

/// The result, computed now; a small one by one loop if the inputs are in memory in its order.
fn computed<const N: usize>(dtype: DType, shape: Dims, inputs: [Input; N], kernel: Kernel) -> Result<Tensor, Fault> {
    let out = Tensor::new(dtype, &shape)?;
    let mut rows = [Row::NONE; 3];
    let is_ready = |(row, input): (&mut Row, &Input)| input.row(&shape).map(|found| *row = found).is_some();
    if out.size() < MIN_PENDING && rows.iter_mut().zip(&inputs).all(is_ready) {
        (kernel.run)(out.size(), &rows, Out::to(out.buffer.unfilled()));
    } else {
        Expression::new(dtype, shape, inputs, kernel).fill(&out.buffer);
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

    /// An input that is computed along with this operation, and the loop that does that: a pending one that nothing else
    /// reads.
    fn joined(&self) -> Option<Joined> {
        let second = self.kernel.arithmetic?;
        self.inputs.iter().enumerate().find_map(|(index, input)| {
            let pending = input.buffer().filter(|buffer| buffer.has_one_reader())?.pending()?;
            let first = pending.kernel.arithmetic.filter(|_| !pending.is_kept.get())?;
            Some(Joined { run: pair(self.dtype, first, second, index == 0), input: pending, index })
        })
    }

    /// The memory that it reads.
    pub fn reads(&self) -> impl Iterator<Item = &Buffer> {
        self.inputs.iter().filter_map(Input::buffer)
    }

    /// Whether it keeps memory that nothing but expressions does.
    pub fn keeps_memory(&self) -> bool {
        self.reads().any(|input| match input.pending() {
            Some(pending) => pending.keeps_memory(),
            None => input.is_only_read(),
        })
    }

    /// Computes all elements.
    pub fn fill(&self, out: &Buffer) {
        let width = self.dtype.size();
        let data = out.unfilled();
        let program = Program::of(self, |_| Lane { data, pace: width, stride: 1 });
        let read = if self.size() * width < STREAMED { 0 } else { program.read_bytes() };
        let is_streamed = read > 0 && out.passed_since().saturating_add(read) > kept_bytes();
        let block = program.block().unwrap_or(usize::MAX);
        program.run(block, is_streamed, |_, _, _| {});
        if is_streamed {
            end_stream();
        }
        if read > 0 {
            out.note_pass(read);
        }
    }

    /// Computes all elements, which are only there for `work`: it is called with the number of the first element of a
    /// block, the number of elements, and the block.
    pub fn each_block(&self, work: impl FnMut(usize, usize, *const u8)) {
        let program = Program::of(self, |slot| Lane { data: slot, pace: 0, stride: 1 });
        let block = program.block().unwrap_or(program.most());
        program.run(block, false, work);
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

/// An operation on floats that the next one is computed along with.
struct Joined {
    input: Rc<Expression>,
    /// Which input of the next one it is.
    index: usize,
    /// Computes both, of the inputs of this one and the other input of the next one.
    run: Loop,
}

/// An operation of a program.
struct Step<'a> {
    part: Part<'a>,
    /// An input that is computed along with it.
    joined: Option<Joined>,
    /// The numbers of the lanes of its inputs; of the first lane, which has nothing, if there are less than three.
    inputs: [usize; 3],
    /// The number of its lane.
    lane: usize,
    /// The place in the scratch memory, unless the elements are stored.
    slot: Option<usize>,
}

/// An input in memory whose elements are not in the order of the result.
struct Source {
    data: *const u8,
    width: usize,
    walk: Walk<1>,
    /// The number of its lane.
    lane: usize,
    /// The place in the scratch memory for rows that are too short to be read where they are.
    slot: Option<usize>,
    /// How many elements of the next block are in their place, those of the last one coming again.
    ready: usize,
    /// The row and the column where the next block starts, if it is read where it is.
    next: (usize, usize),
}

/// Where the elements of an input or a step are.
#[derive(Clone, Copy)]
struct Lane {
    data: *mut u8,
    /// Bytes from an element of the result to the next, in all blocks; 0 if `data` is where the current block is.
    pace: usize,
    /// Elements from one to the next in a block, 0 or 1.
    stride: isize,
}

impl Lane {
    /// Not known yet.
    const NONE: Lane = Lane { data: std::ptr::null_mut(), pace: 0, stride: 1 };

    /// The block that starts with this element.
    fn row(&self, start: usize) -> Row {
        Row { data: self.data.wrapping_add(start * self.pace), stride: self.stride }
    }
}

/// The steps of an expression in order; the last one is the expression itself. Each input and each step has a lane.
struct Program<'a> {
    steps: SmallVec<[Step<'a>; 4]>,
    sources: SmallVec<[Source; 4]>,
    lanes: SmallVec<[Lane; 8]>,
    /// Memory for blocks, cut into slots; slot 0 is for the result.
    scratch: Vec<Line>,
    slots: usize,
    /// The number of elements of the result.
    size: usize,
}

/// A line of a cache. Blocks start with one: a store across two lines would wait for all that go past the caches.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Line {
    _bytes: [[u8; 32]; 2],
}

thread_local! {
    /// Scratch memory for the next program.
    static SCRATCH: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
}

impl<'a> Program<'a> {
    /// `target` says where the result goes; it may be the memory for one block that it gets.
    fn of(root: &'a Expression, target: impl FnOnce(*mut u8) -> Lane) -> Program<'a> {
        let (steps, sources, lanes) = (SmallVec::new(), SmallVec::new(), SmallVec::from_slice(&[Lane::NONE]));
        let mut program = Program { steps, sources, lanes, scratch: SCRATCH.take(), slots: 1, size: root.size() };
        let lane = program.add_step(root, Part::Root(root));
        program.assign_slots();
        let lines = program.slots * SLOT / size_of::<Line>();
        if program.scratch.len() < lines {
            program.scratch.resize(lines, Line::default());
        }
        program.lanes[lane] = target(program.slot(0));
        for index in 0..program.steps.len() {
            let step = &program.steps[index];
            let (lane, slot) = (step.lane, step.slot);
            match (&step.part, slot) {
                (_, Some(slot)) => program.lanes[lane].data = program.slot(slot),
                (Part::Pending(expression, buffer), None) => {
                    program.lanes[lane] = Lane { data: buffer.unfilled(), pace: expression.dtype.size(), stride: 1 };
                }
                (Part::Root(_), None) => {}
            }
        }
        program
    }

    fn add_lane(&mut self, lane: Lane) -> usize {
        self.lanes.push(lane);
        self.lanes.len() - 1
    }

    fn add_step(&mut self, expression: &Expression, part: Part<'a>) -> usize {
        let joined = expression.joined();
        let read: SmallVec<[&Input; 3]> = match &joined {
            Some(joined) => joined.input.inputs.iter().chain([&expression.inputs[1 - joined.index]]).collect(),
            None => expression.inputs.iter().collect(),
        };
        let mut inputs = [0; 3];
        inputs.iter_mut().zip(read).for_each(|(lane, input)| *lane = self.add_input(input));
        let lane = self.add_lane(Lane::NONE);
        self.steps.push(Step { part, joined, inputs, lane, slot: None });
        lane
    }

    /// The lane of an input.
    fn add_input(&mut self, input: &Input) -> usize {
        let tensor = match input {
            Input::Tensor(tensor) => tensor,
            Input::Number(bits) => {
                return self.add_lane(Lane { data: (&raw const *bits).cast_mut().cast(), pace: 0, stride: 0 });
            }
        };
        if let Some(pending) = tensor.buffer.pending() {
            let known = self.steps.iter().find(|step| std::ptr::eq(step.expression(), &raw const *pending));
            return match known {
                Some(step) => step.lane,
                None => self.add_step(&pending.clone(), Part::Pending(pending, tensor.buffer.clone())),
            };
        }
        let (data, width) = (tensor.address(), tensor.dtype.size());
        let walk = Walk::new(&tensor.shape, [&tensor.strides]);
        let [stride] = walk.row_strides();
        let is_near = (0..=1).contains(&stride);
        if is_near && walk.is_row() {
            return self.add_lane(Lane { data, pace: stride as usize * width, stride });
        }
        let is_read_in_place = is_near && walk.row_length() > BLOCK;
        let lane = self.add_lane(Lane { stride: if is_read_in_place { stride } else { 1 }, ..Lane::NONE });
        let slot = (!is_read_in_place).then(|| self.add_slot());
        self.sources.push(Source { data, width, walk, lane, slot, ready: 0, next: (0, 0) });
        lane
    }

    fn add_slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }

    /// Scratch memory for the steps that need some, which is free again after their last readers.
    fn assign_slots(&mut self) {
        let mut free: SmallVec<[usize; 4]> = SmallVec::new();
        for index in 0..self.steps.len() {
            if self.steps[index].needs_slot() {
                self.steps[index].slot = free.pop().or_else(|| Some(self.add_slot()));
            }
            let (done, later) = self.steps.split_at(index + 1);
            let is_last = |lane: usize| !later.iter().any(|step| step.inputs.contains(&lane));
            let read = done.iter().filter(|step| done[index].inputs.contains(&step.lane) && is_last(step.lane));
            free.extend(read.filter_map(|step| step.slot));
        }
    }

    fn slot(&mut self, slot: usize) -> *mut u8 {
        in_scratch(self.scratch.as_mut_ptr().cast(), slot)
    }

    /// The number of elements of a block, unless one loop does it all: of short rows that come again and again, as many
    /// as have place, so that they are brought together once.
    fn block(&self) -> Option<usize> {
        let mut gathered = self.sources.iter().filter(|source| source.slot.is_some()).peekable();
        if gathered.peek().is_none() && self.steps.len() == 1 {
            return None;
        }
        let most = self.most();
        let periods = gathered.filter_map(|source| source.walk.period()).filter(|period| *period <= most);
        Some(periods.max().map_or(most, |period| most / period * period))
    }

    /// The most elements of a block, which all have place in slots.
    fn most(&self) -> usize {
        let steps = self.steps.iter().map(|step| step.expression().dtype.size());
        let gathered = self.sources.iter().filter(|source| source.slot.is_some()).map(|source| source.width);
        SLOT / steps.chain(gathered).fold(size_of::<f32>(), usize::max)
    }

    /// How many bytes of memory it goes through besides those of the result.
    fn read_bytes(&self) -> usize {
        let lanes = &self.lanes[..self.lanes.len() - 1];
        let is_new = |(index, lane): &(usize, &Lane)| !lanes[..*index].iter().any(|other| other.data == lane.data);
        let rows = lanes.iter().enumerate().filter(is_new).map(|(_, lane)| lane.pace * self.size);
        let sources = self.sources.iter().map(|source| source.width * source.walk.period().unwrap_or(self.size));
        rows.chain(sources).sum()
    }

    /// Computes all elements in blocks of at most so many, and calls `work` with the number of the first element, the
    /// number of elements, and the block.
    fn run(mut self, block: usize, is_streamed: bool, mut work: impl FnMut(usize, usize, *const u8)) {
        let (size, scratch) = (self.size, self.slot(0));
        let (steps, sources, lanes) = (&self.steps[..], &mut self.sources[..], &mut self.lanes[..]);
        let mut start = 0;
        while start < size {
            let n = sources.iter().filter_map(Source::rest_of_row).fold(block.min(size - start), usize::min);
            for source in sources.iter_mut() {
                lanes[source.lane].data = source.block(start, n, scratch).cast_mut();
            }
            let mut out = Out::to(scratch);
            for step in steps {
                let rows = step.inputs.map(|lane| lanes[lane].row(start));
                let data = lanes[step.lane].row(start).data.cast_mut();
                out = Out { data, is_streamed: is_streamed && matches!(step.part, Part::Root(_)) };
                (step.run())(n, &rows, out);
            }
            work(start, n, out.data);
            start += n;
        }
        self.finish();
    }

    /// Notes what has been computed, and what of it is stored.
    fn finish(self) {
        for step in &self.steps {
            step.expression().is_kept.set(true);
            if let Some(joined) = &step.joined {
                joined.input.is_kept.set(true);
            }
            if let (Part::Pending(_, buffer), None) = (&step.part, step.slot) {
                buffer.settle();
            }
        }
        SCRATCH.set(self.scratch);
    }
}

/// The place in the scratch memory with this number.
fn in_scratch(scratch: *mut u8, slot: usize) -> *mut u8 {
    scratch.wrapping_add(slot * SLOT)
}

impl Step<'_> {
    fn expression(&self) -> &Expression {
        match &self.part {
            Part::Root(expression) => expression,
            Part::Pending(expression, _) => expression,
        }
    }

    /// The loop that computes it.
    fn run(&self) -> &Loop {
        self.joined.as_ref().map_or(&self.expression().kernel.run, |joined| &joined.run)
    }

    fn needs_slot(&self) -> bool {
        matches!(&self.part, Part::Pending(expression, _) if !expression.is_kept.get())
    }
}

impl Source {
    /// How many elements may be in the next block, if this source sets a limit: the rest of a row that is read where it is.
    fn rest_of_row(&self) -> Option<usize> {
        if self.slot.is_none() { Some(self.walk.row_length() - self.next.1) } else { None }
    }

    /// Where the elements of a block are, if need be brought together in the scratch memory.
    #[inline]
    fn block(&mut self, start: usize, n: usize, scratch: *mut u8) -> *const u8 {
        let Some(slot) = self.slot else {
            let (row, column) = self.next;
            self.next = if column + n == self.walk.row_length() { (row + 1, 0) } else { (row, column + n) };
            return self.element(row, column);
        };
        self.gathered(start, n, in_scratch(scratch, slot))
    }

    /// The elements of a block, brought together.
    fn gathered(&mut self, start: usize, n: usize, slot: *mut u8) -> *const u8 {
        let length = self.walk.row_length();
        let (mut row, mut column) = (start / length, start % length);
        let mut done = if self.ready < n { 0 } else { n };
        let comes_again = |period: usize| start.is_multiple_of(period) && n.is_multiple_of(period);
        self.ready = if self.walk.period().is_some_and(comes_again) { n } else { 0 };
        while done < n {
            let count = (length - column).min(n - done);
            // SAFETY: a slot has place for a block, and the row has so many elements from there on.
            unsafe { gather(self.width, count, self.element(row, column), self.stride(), slot.add(done * self.width)) };
            (row, column, done) = (row + 1, 0, done + count);
        }
        slot
    }

    /// How far the elements of a row are apart.
    fn stride(&self) -> isize {
        let [stride] = self.walk.row_strides();
        stride
    }

    fn element(&self, row: usize, column: usize) -> *const u8 {
        let [start] = self.walk.offsets_of_row(row);
        // SAFETY: the offsets are those of elements.
        unsafe { self.data.offset((start + column as isize * self.stride()) * self.width as isize) }
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
