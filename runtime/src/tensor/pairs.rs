//! Loops that compute two operations of arithmetic, so that what is between them is in registers only.

use crate::tensor::elements::by_float;
use crate::tensor::fusion::Loop;
use crate::tensor::rows::map3;
use crate::tensor::{DType, Element};

/// An operation on two floats.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
}

/// `operation!(of, f => expression)`: the expression with `f` as the operation on elements of the type `T`.
macro_rules! operation {
    ($of:expr, $f:ident => $body:expr) => {{
        macro_rules! with {
            ($operator:tt) => {{
                let $f = |x: T, y: T| x $operator y;
                $body
            }};
        }
        match $of {
            Arithmetic::Add => with!(+),
            Arithmetic::Sub => with!(-),
            Arithmetic::Mul => with!(*),
            Arithmetic::Div => with!(/),
        }
    }};
}

/// `second` of what `first` makes of the first two inputs, as its left or its right operand, and the third input.
pub fn pair(dtype: DType, first: Arithmetic, second: Arithmetic, is_left: bool) -> Loop {
    by_float!(dtype, T => operation!(first, f => operation!(second, g => match is_left {
        true => three(move |[x, y, z]: [T; 3]| g(f(x, y), z)),
        false => three(move |[x, y, z]: [T; 3]| g(z, f(x, y))),
    })))
}

/// A loop of `f` of each three elements.
fn three<T: Element>(f: impl Fn([T; 3]) -> T + Copy + 'static) -> Loop {
    Box::new(move |n, rows, out| {
        // SAFETY: loops get rows of `n` elements, of which there are some, and place for as many results.
        unsafe { map3(n, rows.map(|row| row.data.cast()), rows.map(|row| row.stride), out, f) }
    })
}
