//! Arithmetic and functions of numbers on tensors, element by element, with broadcasting.
//!
//! The numeric primitives come here when an argument is a tensor ([`apply`]). Types of elements are joined as NumPy
//! does: numbers are weak, so `(* 2.0 t)` has the type of `t` if that is inexact, and `(+ 1 t)` always but for booleans.

use num_traits::{PrimInt, WrappingNeg};

use crate::abi::{Fault, FromValue, IntoOutcome, Outcome, argument};
use crate::math::slices;
use crate::numbers::Num;
use crate::tensor::adjoint::strong;
use crate::tensor::elements::{by_dtype, by_float};
use crate::tensor::fusion::{self, Input, Kernel};
use crate::tensor::pairs::Arithmetic;
use crate::tensor::rows::{choose, map1, map2};
use crate::tensor::shape::{Dims, broadcast_shapes, broadcast_strides};
use crate::tensor::{DType, Element, Tensor};
use crate::value::Value;

/// What a primitive does with the elements of tensors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// One argument; integers stay integers.
    Keep(Keep),
    /// One argument; the results are inexact.
    Float(Float),
    /// Two arguments of one type.
    Binary(Binary),
    /// Two arguments; the results are booleans.
    Compare(Compare),
}

/// Functions of one number that keep its type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Keep {
    Abs,
    Floor,
    Ceiling,
    Round,
    Truncate,
}

/// Functions of one number with inexact results.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Float {
    Inexact,
    Sqrt,
    Exp,
    Log,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
}

/// Operations on two numbers of one type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Max,
    Min,
    Expt,
    Atan2,
    Quotient,
    Remainder,
    Modulo,
    StrongMul,
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Compare {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What the run-time function of a numeric primitive does with tensors; `None` if it takes none. Asked when compiled.
pub const fn operation(symbol: &str) -> Option<Operation> {
    use Operation as O;
    const TABLE: &[(&str, Operation)] = &[
        ("fx_abs", O::Keep(Keep::Abs)),
        ("fx_magnitude", O::Keep(Keep::Abs)),
        ("fx_floor", O::Keep(Keep::Floor)),
        ("fx_ceiling", O::Keep(Keep::Ceiling)),
        ("fx_round", O::Keep(Keep::Round)),
        ("fx_truncate", O::Keep(Keep::Truncate)),
        ("fx_inexact", O::Float(Float::Inexact)),
        ("fx_sqrt", O::Float(Float::Sqrt)),
        ("fx_exp", O::Float(Float::Exp)),
        ("fx_log", O::Float(Float::Log)),
        ("fx_sin", O::Float(Float::Sin)),
        ("fx_cos", O::Float(Float::Cos)),
        ("fx_tan", O::Float(Float::Tan)),
        ("fx_asin", O::Float(Float::Asin)),
        ("fx_acos", O::Float(Float::Acos)),
        ("fx_atan", O::Float(Float::Atan)),
        ("fx_sinh", O::Float(Float::Sinh)),
        ("fx_cosh", O::Float(Float::Cosh)),
        ("fx_tanh", O::Float(Float::Tanh)),
        ("fx_add", O::Binary(Binary::Add)),
        ("fx_sub", O::Binary(Binary::Sub)),
        ("fx_mul", O::Binary(Binary::Mul)),
        ("fx_div", O::Binary(Binary::Div)),
        ("fx_max2", O::Binary(Binary::Max)),
        ("fx_min2", O::Binary(Binary::Min)),
        ("fx_expt", O::Binary(Binary::Expt)),
        ("fx_atan2", O::Binary(Binary::Atan2)),
        ("fx_quotient", O::Binary(Binary::Quotient)),
        ("fx_truncate_quotient", O::Binary(Binary::Quotient)),
        ("fx_remainder", O::Binary(Binary::Remainder)),
        ("fx_truncate_remainder", O::Binary(Binary::Remainder)),
        ("fx_modulo", O::Binary(Binary::Modulo)),
        ("fx_floor_remainder", O::Binary(Binary::Modulo)),
    ];
    let mut index = 0;
    while index < TABLE.len() {
        if same(TABLE[index].0.as_bytes(), symbol.as_bytes()) {
            return Some(TABLE[index].1);
        }
        index += 1;
    }
    None
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}

/// The result of a numeric primitive of which an argument is a tensor.
pub fn apply(operation: Operation, args: &[Value]) -> Outcome {
    let result = match (operation, args) {
        (Operation::Keep(op), [a, ..]) => keep(op, &argument(*a, 0)?),
        (Operation::Float(op), [a, ..]) => float(op, &argument(*a, 0)?),
        (Operation::Binary(op), [a, b]) => binary(op, argument(*a, 0)?, argument(*b, 1)?),
        (Operation::Compare(op), [a, b]) => compare(op, argument(*a, 0)?, argument(*b, 1)?),
        _ => return Err(Fault::Error("a tensor does not fit here".to_owned(), args.to_vec())),
    };
    result?.into_outcome()
}

/// A tensor, or a number that is combined with one.
#[derive(Clone)]
pub enum Operand {
    /// A tensor.
    Tensor(Tensor),
    /// A boolean.
    Bool(bool),
    /// An exact integer.
    Int(i64),
    /// Any other real number.
    Float(f64),
}

impl FromValue for Operand {
    fn from_value(value: Value) -> Option<Operand> {
        if let Some(tensor) = Tensor::from_value(value) {
            return Some(Operand::Tensor(tensor));
        }
        match (value.as_fixnum(), value) {
            (Some(small), _) => Some(Operand::Int(small)),
            (None, Value::TRUE | Value::FALSE) => Some(Operand::Bool(value == Value::TRUE)),
            _ => match Num::of(value)? {
                Num::Int(_) if i64::of_value(value).is_some() => i64::of_value(value).map(Operand::Int),
                num => Some(Operand::Float(num.to_f64())),
            },
        }
    }
}

impl Operand {
    /// The lengths of the axes; a number has none.
    pub fn shape(&self) -> &[usize] {
        if let Operand::Tensor(tensor) = self { &tensor.shape } else { &[] }
    }

    /// The type of the elements when this meets `other`.
    fn dtype_with(&self, other: &Operand) -> DType {
        match (self, other) {
            (Operand::Tensor(a), Operand::Tensor(b)) => a.dtype.join(b.dtype),
            (Operand::Tensor(a), number) | (number, Operand::Tensor(a)) => match number {
                Operand::Int(_) if a.dtype == DType::Bool => DType::I64,
                Operand::Float(_) => a.dtype.to_float(),
                _ => a.dtype,
            },
            (a, b) => a.own_dtype().join(b.own_dtype()),
        }
    }

    /// The type of the elements of a tensor of it.
    pub fn own_dtype(&self) -> DType {
        match self {
            Operand::Tensor(a) => a.dtype,
            Operand::Bool(_) => DType::Bool,
            Operand::Int(_) => DType::I64,
            Operand::Float(_) => DType::F64,
        }
    }

    /// With elements of this type; a number stays one.
    fn into_input<T: Element>(self) -> Result<Input, Fault> {
        Ok(match self {
            Operand::Tensor(tensor) => Input::Tensor(tensor.into_dtype(T::DTYPE)?),
            Operand::Bool(value) => Input::number(T::of_i64(value.into())),
            Operand::Int(value) => Input::number(T::of_i64(value)),
            Operand::Float(value) => Input::number(T::of_f64(value)),
        })
    }

    /// As a tensor of this type; a number has no axes.
    pub fn to_tensor(&self, dtype: DType) -> Result<Tensor, Fault> {
        by_dtype!(dtype, T => match self {
            Operand::Tensor(tensor) => tensor.cast(dtype),
            Operand::Bool(value) => Tensor::scalar(T::of_i64((*value).into())),
            Operand::Int(value) => Tensor::scalar(T::of_i64(*value)),
            Operand::Float(value) => Tensor::scalar(T::of_f64(*value)),
        })
    }
}

/// A contiguous copy with elements of a type.
pub fn cast_copy(from: &Tensor, dtype: DType) -> Result<Tensor, Fault> {
    by_dtype!(from.dtype, A => by_dtype!(dtype, R => match (A::DTYPE, R::DTYPE) {
        (a, r) if a == r => map_now(from, |a: A| a),
        (DType::Bool | DType::I64, _) => map(from, |a: A| R::of_i64(a.to_i64())),
        _ => map(from, |a: A| R::of_f64(a.to_f64())),
    }))
}

/// A loop of `f` of each element.
fn one<A: Element, R: Element>(f: impl Fn(A) -> R + Copy + 'static) -> Kernel {
    Kernel::of(move |n, rows, out| {
        // SAFETY: kernels get rows of `n` elements and place for as many results.
        unsafe { map1(n, rows[0].data.cast::<A>(), rows[0].stride, out, f) }
    })
}

/// A loop of `f` of each two elements.
fn two<A: Element, B: Element, R: Element>(f: impl Fn(A, B) -> R + Copy + 'static) -> Kernel {
    Kernel::of(move |n, rows, out| {
        let [x, y, _] = rows;
        // SAFETY: as above.
        unsafe { map2(n, x.data.cast::<A>(), x.stride, y.data.cast::<B>(), y.stride, out, f) }
    })
}

/// `f` of each element; pending.
pub fn map<A: Element, R: Element>(a: &Tensor, f: impl Fn(A) -> R + Copy + 'static) -> Result<Tensor, Fault> {
    fusion::apply(R::DTYPE, [Input::Tensor(a.clone())], one(f))
}

/// `f` of each two elements, in the shape that both are broadcast to; pending.
pub fn zip<A: Element, B: Element, R: Element>(
    a: &Tensor,
    b: &Tensor,
    f: impl Fn(A, B) -> R + Copy + 'static,
) -> Result<Tensor, Fault> {
    fusion::apply(R::DTYPE, [a, b].map(|tensor| Input::Tensor(tensor.clone())), two(f))
}

/// `f` of each element, computed at once.
fn map_now<A: Element, R: Element>(a: &Tensor, f: impl Fn(A) -> R + Copy + 'static) -> Result<Tensor, Fault> {
    fusion::compute(R::DTYPE, [Input::Tensor(a.clone())], one(f))
}

fn keep(op: Keep, a: &Tensor) -> Result<Tensor, Fault> {
    match (op, a.dtype) {
        (Keep::Abs, DType::I64) => map(a, i64::wrapping_abs),
        (_, DType::I64 | DType::Bool) => Ok(a.clone()),
        (Keep::Abs, DType::F64) => map(a, f64::abs),
        (Keep::Abs, DType::F32) => map(a, f32::abs),
        (Keep::Floor, DType::F64) => map(a, f64::floor),
        (Keep::Floor, DType::F32) => map(a, f32::floor),
        (Keep::Ceiling, DType::F64) => map(a, f64::ceil),
        (Keep::Ceiling, DType::F32) => map(a, f32::ceil),
        (Keep::Round, DType::F64) => map(a, f64::round_ties_even),
        (Keep::Round, DType::F32) => map(a, f32::round_ties_even),
        (Keep::Truncate, DType::F64) => map(a, f64::trunc),
        (Keep::Truncate, DType::F32) => map(a, f32::trunc),
    }
}

fn float(op: Float, a: &Tensor) -> Result<Tensor, Fault> {
    let a = a.cast(a.dtype.to_float())?;
    macro_rules! both {
        ($map:ident, $f:ident) => {
            if a.dtype == DType::F32 { $map(&a, f32::$f) } else { $map(&a, f64::$f) }
        };
    }
    match op {
        Float::Inexact => Ok(a),
        Float::Sqrt => both!(map, sqrt),
        Float::Exp => transcendental(&a, slices::exp, slices::exp_f32),
        Float::Log => transcendental(&a, slices::log, slices::log_f32),
        Float::Sin => transcendental(&a, slices::sin, slices::sin_f32),
        Float::Cos => transcendental(&a, slices::cos, slices::cos_f32),
        Float::Atan => transcendental(&a, slices::atan, slices::atan_f32),
        Float::Tanh => transcendental(&a, slices::tanh, slices::tanh_f32),
        Float::Tan => both!(map_now, tan),
        Float::Asin => both!(map_now, asin),
        Float::Acos => both!(map_now, acos),
        Float::Sinh => both!(map_now, sinh),
        Float::Cosh => both!(map_now, cosh),
    }
}

/// A function that works on slices, of each element.
fn transcendental(
    a: &Tensor,
    doubles: fn(&[f64], &mut [f64]),
    floats: fn(&[f32], &mut [f32]),
) -> Result<Tensor, Fault> {
    let a = a.contiguous()?;
    let mut out = Tensor::new(a.dtype, &a.shape)?;
    match a.dtype {
        DType::F32 => floats(a.elements(), out.elements_mut()),
        _ => doubles(a.elements(), out.elements_mut()),
    }
    Ok(out)
}

/// `1 / (1 + e^-t)`
fn sigmoid(t: Operand) -> Result<Tensor, Fault> {
    transcendental(&t.to_tensor(t.own_dtype().to_float())?, slices::sigmoid, slices::sigmoid_f32)
}

/// `d s (1 - s)`: the derivative of [`sigmoid`], whose result is `s`, in the direction `d`.
fn sigmoid_part(s: Operand, d: Operand) -> Result<Tensor, Fault> {
    let dtype = s.own_dtype().to_float();
    let (s, d) = (s.to_tensor(dtype)?, d.to_tensor(dtype)?);
    by_float!(dtype, T => zip(&s, &d, |s: T, d: T| d * (s * (1.0 - s))))
}

crate::tensor_primitives! {
    fx_tensor_sigmoid = sigmoid, (t);
    fx_tensor_sigmoid_part = sigmoid_part, (s, d);
}

/// `a op b`, element by element.
pub fn binary(op: Binary, a: Operand, b: Operand) -> Result<Tensor, Fault> {
    let joined = a.dtype_with(&b);
    // So that an error comes before any work.
    broadcast_shapes(a.shape(), b.shape())?;
    let dtype = match op {
        Binary::Div | Binary::Atan2 => joined.to_float(),
        _ if joined == DType::Bool => DType::I64,
        _ => joined,
    };
    if joined == DType::Bool && op == Binary::Sub {
        return Err(Fault::Error("booleans have no differences; use tensor-cast".to_owned(), vec![]));
    }
    let result = match dtype {
        DType::F64 => binary_floats::<f64>(op, a.into_input::<f64>()?, b.into_input::<f64>()?),
        DType::F32 => binary_floats::<f32>(op, a.into_input::<f32>()?, b.into_input::<f32>()?),
        DType::I64 | DType::Bool => binary_integers(op, a.into_input::<i64>()?, b.into_input::<i64>()?),
    }?;
    let is_logic = joined == DType::Bool && matches!(op, Binary::Add | Binary::Mul | Binary::Max | Binary::Min);
    if is_logic { result.cast(DType::Bool) } else { Ok(result) }
}

fn binary_floats<T: Element + num_traits::Float>(op: Binary, x: Input, y: Input) -> Result<Tensor, Fault> {
    macro_rules! of {
        ($apply:ident, $f:expr) => {
            fusion::$apply(T::DTYPE, [x, y], two::<T, T, T>($f))
        };
    }
    macro_rules! arithmetic {
        ($name:ident, $f:expr) => {
            fusion::apply(T::DTYPE, [x, y], two::<T, T, T>($f).computes(Arithmetic::$name))
        };
    }
    match op {
        Binary::Add => arithmetic!(Add, |a, b| a + b),
        Binary::Sub => arithmetic!(Sub, |a, b| a - b),
        Binary::Mul => arithmetic!(Mul, |a, b| a * b),
        Binary::Div => arithmetic!(Div, |a, b| a / b),
        Binary::Max => of!(apply, |a, b| if a > b || a.is_nan() { a } else { b }),
        Binary::Min => of!(apply, |a, b| if a < b || a.is_nan() { a } else { b }),
        Binary::Expt => power::<T>(x, y),
        Binary::Atan2 => of!(compute, |a, b| a.atan2(b)),
        Binary::Quotient => of!(compute, |a, b| (a / b).trunc()),
        Binary::Remainder => of!(compute, |a, b| a % b),
        Binary::Modulo => of!(compute, |a, b| {
            let rest = a % b;
            if rest != T::zero() && (rest < T::zero()) != (b < T::zero()) { rest + b } else { rest }
        }),
        Binary::StrongMul => of!(apply, strong::<T>),
    }
}

/// Powers; those that are everywhere the same small integer are products.
fn power<T: Element + num_traits::Float>(x: Input, y: Input) -> Result<Tensor, Fault> {
    if let (Input::Tensor(x), Some(exponent)) = (&x, y.as_number::<T>()) {
        if exponent == T::one() + T::one() {
            return map(x, |a: T| a * a);
        }
        if exponent == T::one() {
            return x.copy();
        }
    }
    if T::DTYPE == DType::F32 {
        return fusion::compute(T::DTYPE, [x, y], two(|a: T, b: T| a.powf(b)));
    }
    let (x, y) = (x.into_tensor::<T>()?, y.into_tensor::<T>()?);
    let shape = broadcast_shapes(&x.shape, &y.shape)?;
    let (x, y) = (broadcast(&x, &shape)?.contiguous()?, broadcast(&y, &shape)?.contiguous()?);
    let mut out = Tensor::new(DType::F64, &shape)?;
    slices::pow(x.elements(), y.elements(), out.elements_mut());
    Ok(out)
}

fn binary_integers(op: Binary, x: Input, y: Input) -> Result<Tensor, Fault> {
    let divides = matches!(op, Binary::Quotient | Binary::Remainder | Binary::Modulo);
    if divides && any(&y, |b| b == 0)? {
        return Err(Fault::DivideByZero);
    }
    if op == Binary::Expt && any(&y, |b| b < 0)? {
        return Err(Fault::Error("integers to negative powers are no integers; use tensor-cast".to_owned(), vec![]));
    }
    macro_rules! of {
        ($apply:ident, $f:expr) => {
            fusion::$apply(DType::I64, [x, y], two::<i64, i64, i64>($f))
        };
    }
    match op {
        Binary::Add => of!(apply, i64::wrapping_add),
        Binary::Sub => of!(apply, i64::wrapping_sub),
        Binary::Mul | Binary::StrongMul => of!(apply, i64::wrapping_mul),
        Binary::Max => of!(apply, i64::max),
        Binary::Min => of!(apply, i64::min),
        Binary::Expt => of!(compute, |a, b| a.wrapping_pow(b.min(u32::MAX.into()) as u32)),
        Binary::Quotient => of!(compute, i64::wrapping_div),
        Binary::Remainder => of!(compute, i64::wrapping_rem),
        Binary::Modulo => of!(compute, |a, b| {
            let rest = a.wrapping_rem(b);
            if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
        }),
        // Their type is one of floats.
        Binary::Div | Binary::Atan2 => Err(Fault::Error("integers have no such operation".to_owned(), vec![])),
    }
}

fn any(integers: &Input, test: impl Fn(i64) -> bool) -> Result<bool, Fault> {
    match integers {
        Input::Tensor(tensor) => Ok(tensor.contiguous()?.elements::<i64>().iter().any(|element| test(*element))),
        number => Ok(number.as_number::<i64>().is_some_and(test)),
    }
}

/// Booleans that tell where the comparison holds.
pub fn compare(op: Compare, a: Operand, b: Operand) -> Result<Tensor, Fault> {
    // Booleans are compared as others are: false is less.
    #[allow(clippy::bool_comparison)]
    let result = by_dtype!(a.dtype_with(&b), T => {
        let kernel = match op {
            Compare::Equal => two(|a: T, b: T| a == b),
            Compare::Less => two(|a: T, b: T| a < b),
            Compare::LessOrEqual => two(|a: T, b: T| a <= b),
            Compare::Greater => two(|a: T, b: T| a > b),
            Compare::GreaterOrEqual => two(|a: T, b: T| a >= b),
        };
        fusion::apply(DType::Bool, [a.into_input::<T>()?, b.into_input::<T>()?], kernel)
    });
    result
}

/// Where the condition holds the element of `a`, else that of `b`.
pub fn select(condition: &Tensor, a: Operand, b: Operand) -> Result<Tensor, Fault> {
    fn kernel<A: PrimInt + WrappingNeg + From<bool> + 'static>() -> Kernel {
        Kernel::of(|n, rows, out| {
            let [test, x, y] = rows;
            let strides = [test.stride, x.stride, y.stride];
            // SAFETY: kernels get rows of `n` elements and place for as many results.
            unsafe { choose::<A>(n, test.data.cast(), x.data.cast(), y.data.cast(), strides, out) }
        })
    }
    let condition = Input::Tensor(condition.cast(DType::Bool)?);
    let dtype = a.dtype_with(&b);
    let [a, b] = by_dtype!(dtype, T => [a.into_input::<T>()?, b.into_input::<T>()?]);
    let kernel = match dtype.size() {
        1 => kernel::<u8>(),
        4 => kernel::<u32>(),
        _ => kernel::<u64>(),
    };
    fusion::apply(dtype, [condition, a, b], kernel)
}

/// A tensor stretched to a shape, without a copy.
pub fn broadcast(tensor: &Tensor, to: &Dims) -> Result<Tensor, Fault> {
    match broadcast_shapes(&tensor.shape, to) {
        Ok(shape) if shape == *to => {
            Ok(tensor.view(tensor.offset, shape, broadcast_strides(&tensor.shape, &tensor.strides, to)))
        }
        _ => crate::tensor::shape::mismatch(&tensor.shape, to, "only axes of length 1 can be stretched"),
    }
}
