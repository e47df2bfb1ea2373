//! Comparisons, choices and products that rules are made of.

use crate::abi::Fault;
use crate::tensor::elements::by_dtype;
use crate::tensor::elementwise::{Binary, Compare, Operand, binary, compare, map, select};
use crate::tensor::{DType, Tensor};

fn equal(a: Operand, b: Operand) -> Result<Tensor, Fault> {
    compare(Compare::Equal, a, b)
}

fn less(a: Operand, b: Operand) -> Result<Tensor, Fault> {
    compare(Compare::Less, a, b)
}

fn less_or_equal(a: Operand, b: Operand) -> Result<Tensor, Fault> {
    compare(Compare::LessOrEqual, a, b)
}

fn greater(a: Operand, b: Operand) -> Result<Tensor, Fault> {
    compare(Compare::Greater, a, b)
}

fn greater_or_equal(a: Operand, b: Operand) -> Result<Tensor, Fault> {
    compare(Compare::GreaterOrEqual, a, b)
}

fn choose(condition: Operand, a: Operand, b: Operand) -> Result<Tensor, Fault> {
    select(&condition.to_tensor(DType::Bool)?, a, b)
}

/// The product of a tangent and a partial: 0 where one of them is 0, even against an infinity.
pub fn strong_product(a: Operand, b: Operand) -> Result<Tensor, Fault> {
    binary(Binary::StrongMul, a, b)
}

/// Whether both have the same shape and equal elements.
fn equal_all(a: Operand, b: Operand) -> Result<bool, Fault> {
    if a.shape() != b.shape() {
        return Ok(false);
    }
    let dtype = a.own_dtype().join(b.own_dtype());
    let (x, y) = (a.to_tensor(dtype)?.contiguous()?, b.to_tensor(dtype)?.contiguous()?);
    Ok(by_dtype!(dtype, T => x.elements::<T>() == y.elements::<T>()))
}

fn not(operand: Operand) -> Result<Tensor, Fault> {
    map(&operand.to_tensor(DType::Bool)?, |x: bool| !x)
}

crate::tensor_primitives! {
    fx_tensor_eq = equal, (a, b);
    fx_tensor_lt = less, (a, b);
    fx_tensor_le = less_or_equal, (a, b);
    fx_tensor_gt = greater, (a, b);
    fx_tensor_ge = greater_or_equal, (a, b);
    fx_tensor_equal_p = equal_all, (a, b);
    fx_tensor_not = not, (operand);
    fx_tensor_where = choose, (condition, a, b);
    fx_tensor_strong_product = strong_product, (a, b);
}
