//! The types of elements.

use num_traits::ToPrimitive;

use crate::abi::{Fault, Outcome};
use crate::numbers::{Num, integer_value};
use crate::object::{string_text, symbol_from};
use crate::value::{Kind, Value};

/// What the elements of a tensor are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum DType {
    /// Doubles.
    F64 = 0,
    /// Floats of 32 bits.
    F32 = 1,
    /// Integers of 64 bits; what does not fit wraps around.
    I64 = 2,
    /// Booleans, one byte each.
    Bool = 3,
}

impl DType {
    /// The type with this number.
    pub fn from_code(code: u64) -> DType {
        match code {
            0 => DType::F64,
            1 => DType::F32,
            2 => DType::I64,
            _ => DType::Bool,
        }
    }

    /// The name that programs use.
    pub fn name(self) -> &'static str {
        match self {
            DType::F64 => "f64",
            DType::F32 => "f32",
            DType::I64 => "i64",
            DType::Bool => "bool",
        }
    }

    /// Bytes of an element.
    pub fn size(self) -> usize {
        match self {
            DType::F64 | DType::I64 => 8,
            DType::F32 => 4,
            DType::Bool => 1,
        }
    }

    /// Whether the elements are inexact.
    pub fn is_float(self) -> bool {
        matches!(self, DType::F64 | DType::F32)
    }

    /// The type of functions that have no integers as results.
    pub fn to_float(self) -> DType {
        if self == DType::F32 { DType::F32 } else { DType::F64 }
    }

    /// The symbol.
    pub fn symbol(self) -> Value {
        symbol_from(self.name())
    }

    /// The type that a symbol names; `argument` is which one it is.
    pub fn of_symbol(value: Value, argument: usize) -> Result<DType, Fault> {
        let name = value.slots(Kind::Symbol).and_then(|slots| string_text(slots[0])).unwrap_or_default();
        let found = [DType::F64, DType::F32, DType::I64, DType::Bool].into_iter().find(|dtype| dtype.name() == name);
        found.ok_or_else(|| {
            let message = format!("argument {} must be f64, f32, i64 or bool, found", argument + 1);
            Fault::Error(message, vec![value])
        })
    }

    /// The type of both together: NumPy's, where an integer and a 32-bit float need a double.
    pub fn join(self, other: DType) -> DType {
        match (self, other) {
            (a, b) if a == b => a,
            (DType::Bool, other) | (other, DType::Bool) => other,
            _ => DType::F64,
        }
    }
}

/// A Rust type of elements.
pub trait Element: Copy + PartialEq + PartialOrd + Default + Send + Sync + 'static {
    /// Its code.
    const DTYPE: DType;
    /// As a number or boolean.
    fn to_value(self) -> Outcome;
    /// From a number or boolean.
    fn of_value(value: Value) -> Option<Self>;
    /// As a double.
    fn to_f64(self) -> f64;
    /// From a double; towards zero, and at the ends of the range, if it is an integer.
    fn of_f64(double: f64) -> Self;
    /// As an integer.
    fn to_i64(self) -> i64;
    /// From an integer.
    fn of_i64(integer: i64) -> Self;
}

fn double_of(value: Value) -> Option<f64> {
    match (value.as_flonum(), value) {
        (Some(double), _) => Some(double),
        (None, Value::TRUE) => Some(1.0),
        (None, Value::FALSE) => Some(0.0),
        (None, other) => Num::of(other).map(|num| num.to_f64()),
    }
}

macro_rules! float_element {
    ($type:ty, $dtype:expr) => {
        impl Element for $type {
            const DTYPE: DType = $dtype;
            fn to_value(self) -> Outcome {
                Ok(Value::flonum(self.into()))
            }
            fn of_value(value: Value) -> Option<$type> {
                double_of(value).map(|double| double as $type)
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self.into()
            }
            #[inline(always)]
            fn of_f64(double: f64) -> $type {
                double as $type
            }
            #[inline(always)]
            fn to_i64(self) -> i64 {
                self as i64
            }
            #[inline(always)]
            fn of_i64(integer: i64) -> $type {
                integer as $type
            }
        }
    };
}

float_element!(f64, DType::F64);
float_element!(f32, DType::F32);

impl Element for i64 {
    const DTYPE: DType = DType::I64;
    fn to_value(self) -> Outcome {
        if (Value::FIXNUM_MIN..=Value::FIXNUM_MAX).contains(&self) {
            Ok(Value::fixnum(self))
        } else {
            integer_value(&self.into())
        }
    }
    fn of_value(value: Value) -> Option<i64> {
        match Num::of(value) {
            Some(Num::Int(integer)) => integer.to_i64(),
            Some(Num::Flo(double)) if double.fract() == 0.0 && double.abs() < 9e18 => Some(double as i64),
            None if value == Value::TRUE => Some(1),
            None if value == Value::FALSE => Some(0),
            _ => None,
        }
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self as f64
    }
    #[inline(always)]
    fn of_f64(double: f64) -> i64 {
        double as i64
    }
    #[inline(always)]
    fn to_i64(self) -> i64 {
        self
    }
    #[inline(always)]
    fn of_i64(integer: i64) -> i64 {
        integer
    }
}

impl Element for bool {
    const DTYPE: DType = DType::Bool;
    fn to_value(self) -> Outcome {
        Ok(Value::boolean(self))
    }
    fn of_value(value: Value) -> Option<bool> {
        match value {
            Value::TRUE => Some(true),
            Value::FALSE => Some(false),
            other => double_of(other).map(|double| double != 0.0),
        }
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        if self { 1.0 } else { 0.0 }
    }
    #[inline(always)]
    fn of_f64(double: f64) -> bool {
        double != 0.0
    }
    #[inline(always)]
    fn to_i64(self) -> i64 {
        self.into()
    }
    #[inline(always)]
    fn of_i64(integer: i64) -> bool {
        integer != 0
    }
}

/// `by_dtype!(dtype, T => expression)`: the expression with `T` as the Rust type of the elements.
macro_rules! by_dtype {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype {
            $crate::tensor::DType::F64 => {
                type $T = f64;
                $body
            }
            $crate::tensor::DType::F32 => {
                type $T = f32;
                $body
            }
            $crate::tensor::DType::I64 => {
                type $T = i64;
                $body
            }
            $crate::tensor::DType::Bool => {
                type $T = bool;
                $body
            }
        }
    };
}
pub(crate) use by_dtype;

/// `by_float!(dtype, T => expression)`: the expression with `T` as `f32` or `f64`.
macro_rules! by_float {
    ($dtype:expr, $T:ident => $body:expr) => {
        if $dtype == $crate::tensor::DType::F32 {
            type $T = f32;
            $body
        } else {
            type $T = f64;
            $body
        }
    };
}
pub(crate) use by_float;
