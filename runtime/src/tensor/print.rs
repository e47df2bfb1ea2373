//! Tensors as text: on one line as `write` does, in rows with aligned columns as `display` does.
//!
//! What has more than [`FULL`] elements is cut: of long axes the first and last [`EDGE`] are shown.

use crate::abi::FromValue;
use crate::numbers::number_text;
use crate::tensor::elements::by_dtype;
use crate::tensor::{Element, Tensor};
use crate::value::Value;

/// Tensors up to this size are printed in full.
const FULL: usize = 1000;
/// How much of each end of an axis is shown of larger ones.
const EDGE: usize = 3;

/// The text of a tensor.
pub fn text(value: Value, write: bool) -> String {
    let Some(tensor) = Tensor::from_value(value) else { return String::new() };
    let prefix = format!("#{}(", tensor.dtype.name());
    let mut printer = Printer { write, cut: tensor.size() > FULL, width: 0, indent: prefix.len(), out: prefix };
    if !write {
        printer.measure(&tensor, 0, tensor.offset as isize);
    }
    printer.axis(&tensor, 0, tensor.offset as isize);
    printer.out
}

struct Printer {
    write: bool,
    cut: bool,
    /// The width of a column.
    width: usize,
    /// How far rows are moved to the right.
    indent: usize,
    out: String,
}

impl Printer {
    /// The indices of an axis that are shown; `None` stands for what is left out.
    fn shown(&self, length: usize) -> impl Iterator<Item = Option<usize>> + use<> {
        let all = !self.cut || length <= 2 * EDGE;
        let (head, tail) = if all { (length, length) } else { (EDGE, length - EDGE) };
        let gap = if all { None } else { Some(None) };
        (0..head).map(Some).chain(gap).chain((tail..length).map(Some))
    }

    fn measure(&mut self, tensor: &Tensor, axis: usize, offset: isize) {
        for index in self.shown(tensor.shape[axis]).flatten() {
            let at = offset + index as isize * tensor.strides[axis];
            if axis + 1 == tensor.rank() {
                self.width = self.width.max(self.element(tensor, at).len());
            } else {
                self.measure(tensor, axis + 1, at);
            }
        }
    }

    /// Prints an axis and the closing parenthesis.
    fn axis(&mut self, tensor: &Tensor, axis: usize, offset: isize) {
        let inner = axis + 1 == tensor.rank();
        for (position, index) in self.shown(tensor.shape[axis]).enumerate() {
            if position > 0 {
                self.separate(inner, tensor.rank() - axis, axis);
            }
            match index {
                None => self.out.push_str("..."),
                Some(index) => {
                    let at = offset + index as isize * tensor.strides[axis];
                    if inner {
                        let element = self.element(tensor, at);
                        self.out.push_str(&format!("{element:>width$}", width = self.width));
                    } else {
                        self.out.push('(');
                        self.axis(tensor, axis + 1, at);
                    }
                }
            }
        }
        self.out.push(')');
    }

    /// Between two parts of an axis: a space, or as many new lines as there are axes further in.
    fn separate(&mut self, inner: bool, depth: usize, axis: usize) {
        if inner || self.write {
            self.out.push(' ');
        } else {
            self.out.push_str(&"\n".repeat(depth - 1));
            self.out.push_str(&" ".repeat(self.indent + axis));
        }
    }

    fn element(&self, tensor: &Tensor, offset: isize) -> String {
        by_dtype!(tensor.dtype, T => {
            // SAFETY: the offset is that of an element.
            let element = unsafe { *tensor.buffer.data().cast::<T>().offset(offset) };
            if T::DTYPE.is_float() && !self.write {
                return rounded(element.to_f64());
            }
            if T::DTYPE == crate::tensor::DType::F32 {
                return single(element.to_f64() as f32);
            }
            match element.to_value() {
                Ok(Value::TRUE) => "#t".to_owned(),
                Ok(Value::FALSE) => "#f".to_owned(),
                Ok(value) => number_text(value, 10).unwrap_or_default(),
                Err(_) => String::new(),
            }
        })
    }
}

/// The shortest text of a float of 32 bits.
fn single(element: f32) -> String {
    let shortest: f64 = format!("{element:?}").parse().unwrap_or(element.into());
    number_text(Value::flonum(shortest), 10).unwrap_or_default()
}

/// A double with at most 8 digits behind the point.
fn rounded(double: f64) -> String {
    let small = double != 0.0 && double.abs() < 1e-4;
    if !double.is_finite() || small || double.abs() >= 1e8 {
        let few: f64 = format!("{double:.8e}").parse().unwrap_or(double);
        return number_text(Value::flonum(few), 10).unwrap_or_default();
    }
    let digits = format!("{double:.8}");
    let digits = digits.trim_end_matches('0');
    if digits.ends_with('.') { format!("{digits}0") } else { digits.to_owned() }
}
