//! Linear algebra of stacks of matrices, by faer on one thread, in doubles.
//!
//! The last two axes are a matrix, those before count matrices. Results have the type of elements of the operands, if
//! that is inexact.

use linalg::{Mat, MatRef};

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::object::list_from;
use crate::tensor::elementwise::{Operand, broadcast, zip};
use crate::tensor::shape::{Dims, broadcast_shapes, mismatch, shape_text};
use crate::tensor::{DType, Tensor};
use crate::value::{Kind, Value};

/// A stack of matrices of doubles, one after the other.
struct Stack {
    batch: Dims,
    rows: usize,
    columns: usize,
    data: Tensor,
    /// The type of elements of results.
    dtype: DType,
}

impl Stack {
    fn of(tensor: &Tensor) -> Result<Stack, Fault> {
        let Some(cut) = tensor.rank().checked_sub(2) else {
            let message = format!("a matrix is needed, the shape is {}", shape_text(&tensor.shape));
            return Err(Fault::Error(message, vec![]));
        };
        let (rows, columns) = (tensor.shape[cut], tensor.shape[cut + 1]);
        let data = tensor.cast(DType::F64)?.contiguous()?;
        Ok(Stack { batch: tensor.shape[..cut].into(), rows, columns, data, dtype: tensor.dtype.to_float() })
    }

    fn square(tensor: &Tensor) -> Result<Stack, Fault> {
        let stack = Stack::of(tensor)?;
        if stack.rows != stack.columns {
            let message = format!("square matrices are needed, the shape is {}", shape_text(&tensor.shape));
            return Err(Fault::Error(message, vec![]));
        }
        Ok(stack)
    }

    /// Stacks whose elements are numbers that a decomposition by iteration comes to an end with.
    fn finite(self) -> Result<Stack, Fault> {
        if self.data.elements::<f64>().iter().all(|element| element.is_finite()) {
            Ok(self)
        } else {
            Err(Fault::Error("the matrix has elements that are infinite or no numbers".to_owned(), vec![]))
        }
    }

    fn matrices(&self) -> impl Iterator<Item = MatRef<'_, f64>> {
        let (rows, columns) = (self.rows, self.columns);
        let count = self.batch.iter().product::<usize>();
        let elements = self.data.elements::<f64>();
        (0..count).map(move |index| {
            MatRef::from_row_major_slice(&elements[index * rows * columns..][..rows * columns], rows, columns)
        })
    }

    /// A tensor of one result for each matrix, with these axes.
    fn gather(&self, axes: &[usize], results: impl Iterator<Item = Result<Vec<f64>, Fault>>) -> Result<Tensor, Fault> {
        let shape: Dims = self.batch.iter().chain(axes).copied().collect();
        let mut out = Tensor::new(DType::F64, &shape)?;
        let size = axes.iter().product::<usize>();
        for (index, result) in results.enumerate() {
            out.elements_mut::<f64>()[index * size..][..size].copy_from_slice(&result?);
        }
        out.cast(self.dtype)
    }
}

/// The elements of a matrix row by row.
fn flat(matrix: MatRef<'_, f64>) -> Vec<f64> {
    (0..matrix.nrows()).flat_map(|row| (0..matrix.ncols()).map(move |column| matrix[(row, column)])).collect()
}

fn singular() -> Fault {
    Fault::Error("the matrix is singular".to_owned(), vec![])
}

/// The solution `x` of `a x = b`; `b` may be a vector.
fn solve(a: Tensor, b: Tensor) -> Result<Tensor, Fault> {
    let left = Stack::square(&a)?;
    let is_vector = b.rank() == 1;
    let column = if is_vector { expanded(&b) } else { b.clone() };
    let right = Stack::of(&column)?;
    if right.rows != left.rows {
        return mismatch(&a.shape, &b.shape, "the second must have as many rows as the first");
    }
    let batch = broadcast_shapes(&left.batch, &right.batch)?;
    let spread = |tensor: &Tensor, rows: usize, columns: usize| {
        let shape: Dims = batch.iter().copied().chain([rows, columns]).collect();
        broadcast(tensor, &shape).and_then(|tensor| Stack::of(&tensor))
    };
    let left = spread(&a, left.rows, left.columns)?;
    let right = spread(&column, right.rows, right.columns)?;
    let solutions = left
        .matrices()
        .zip(right.matrices())
        .map(|(matrix, rhs)| Ok(flat(linalg::solve(matrix, rhs).ok_or_else(singular)?.as_ref())));
    let mut out = left.gather(&[right.rows, right.columns], solutions)?.cast(left.dtype.join(right.dtype))?;
    if is_vector {
        out.shape.pop();
        out.strides.pop();
    }
    Ok(out)
}

fn expanded(vector: &Tensor) -> Tensor {
    let mut view = vector.clone();
    view.shape.push(1);
    view.strides.push(1);
    view
}

fn inverse(a: Tensor) -> Result<Tensor, Fault> {
    let stack = Stack::square(&a)?;
    let inverses = stack.matrices().map(|matrix| Ok(flat(linalg::inverse(matrix).ok_or_else(singular)?.as_ref())));
    stack.gather(&[stack.rows, stack.rows], inverses)
}

fn determinant(a: Tensor) -> Result<Tensor, Fault> {
    let stack = Stack::square(&a)?;
    stack.gather(&[], stack.matrices().map(|matrix| Ok(vec![linalg::determinant(matrix)])))
}

/// The lower triangle `l` with `l l' = (a + a') / 2`.
fn cholesky(a: Tensor) -> Result<Tensor, Fault> {
    let stack = Stack::square(&symmetric(a)?)?;
    let fault = || Fault::Error("the matrix is not positive definite".to_owned(), vec![]);
    let factors = stack.matrices().map(|matrix| Ok(flat(linalg::cholesky(matrix).ok_or_else(fault)?.as_ref())));
    stack.gather(&[stack.rows, stack.rows], factors)
}

/// `(a + a') / 2`
fn symmetric(a: Tensor) -> Result<Tensor, Fault> {
    Stack::square(&a)?;
    let a = a.cast(a.dtype.to_float())?;
    let other = swap(a.clone())?;
    if a.dtype == DType::F32 {
        zip(&a, &other, |x: f32, y: f32| (x + y) / 2.0)
    } else {
        zip(&a, &other, |x: f64, y: f64| (x + y) / 2.0)
    }
}

/// With the last two axes exchanged.
fn swap(a: Tensor) -> Result<Tensor, Fault> {
    let Some(last) = a.rank().checked_sub(1).filter(|last| *last > 0) else {
        let message = format!("a matrix is needed, the shape is {}", shape_text(&a.shape));
        return Err(Fault::Error(message, vec![]));
    };
    let mut view = a.clone();
    view.shape.swap(last - 1, last);
    view.strides.swap(last - 1, last);
    Ok(view)
}

/// The lower triangle with half of the diagonal.
fn lower_half(a: Tensor) -> Result<Tensor, Fault> {
    let stack = Stack::square(&a)?;
    let n = stack.rows;
    let part = |matrix: MatRef<'_, f64>| {
        let share = |row: usize, column: usize| match row.cmp(&column) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        };
        flat(Mat::from_fn(n, n, |row, column| share(row, column) * matrix[(row, column)]).as_ref())
    };
    stack.gather(&[n, n], stack.matrices().map(|matrix| Ok(part(matrix))))
}

/// The determinant times the inverse.
fn adjugate(a: Tensor) -> Result<Tensor, Fault> {
    let stack = Stack::square(&a)?;
    let adjugates = stack.matrices().map(|matrix| Ok(flat(linalg::adjugate(matrix).ok_or_else(no_end)?.as_ref())));
    stack.gather(&[stack.rows, stack.rows], adjugates)
}

/// The list of a permutation, a lower and an upper triangle.
fn lu(a: Tensor) -> Outcome {
    let stack = Stack::of(&a)?;
    let (m, n) = (stack.rows, stack.columns);
    let k = m.min(n);
    let factors: Vec<_> = stack.matrices().map(linalg::lu).collect();
    let p = stack.gather(&[m, m], factors.iter().map(|(p, _, _)| Ok(flat(p.as_ref()))))?;
    let l = stack.gather(&[m, k], factors.iter().map(|(_, l, _)| Ok(flat(l.as_ref()))))?;
    let u = stack.gather(&[k, n], factors.iter().map(|(_, _, u)| Ok(flat(u.as_ref()))))?;
    list_of([p, l, u])
}

fn qr(a: Tensor) -> Outcome {
    let stack = Stack::of(&a)?;
    let (m, n) = (stack.rows, stack.columns);
    let k = m.min(n);
    let factors: Vec<_> = stack.matrices().map(linalg::qr).collect();
    let q = stack.gather(&[m, k], factors.iter().map(|(q, _)| Ok(flat(q.as_ref()))))?;
    let r = stack.gather(&[k, n], factors.iter().map(|(_, r)| Ok(flat(r.as_ref()))))?;
    list_of([q, r])
}

/// A list of tensors.
fn list_of<const N: usize>(tensors: [Tensor; N]) -> Outcome {
    let mut objects = [Value::NULL; N];
    for (object, tensor) in objects.iter_mut().zip(tensors) {
        *object = crate::abi::IntoOutcome::into_outcome(tensor)?;
    }
    Ok(list_from(&objects))
}

fn no_end() -> Fault {
    Fault::Error("the iteration does not converge".to_owned(), vec![])
}

/// The list of `u`, the singular values from the greatest on, and the transpose of `v`.
fn svd(a: Tensor) -> Outcome {
    let stack = Stack::of(&a)?.finite()?;
    let (m, n) = (stack.rows, stack.columns);
    let k = m.min(n);
    let parts: Result<Vec<_>, Fault> = stack.matrices().map(|matrix| linalg::svd(matrix).ok_or_else(no_end)).collect();
    let parts = parts?;
    let u = stack.gather(&[m, k], parts.iter().map(|(u, _, _)| Ok(flat(u.as_ref()))))?;
    let s = stack.gather(&[k], parts.iter().map(|(_, s, _)| Ok(s.clone())))?;
    let vt = stack.gather(&[k, n], parts.iter().map(|(_, _, v)| Ok(flat(v.transpose()))))?;
    list_of([u, s, vt])
}

/// The list of the eigenvalues of symmetric matrices, from the least on, and the eigenvectors as columns.
fn symmetric_eigen(a: Tensor) -> Outcome {
    let stack = Stack::square(&symmetric(a)?)?.finite()?;
    let n = stack.rows;
    let parts: Result<Vec<_>, Fault> =
        stack.matrices().map(|matrix| linalg::symmetric_eigen(matrix).ok_or_else(no_end)).collect();
    let parts = parts?;
    let values = stack.gather(&[n], parts.iter().map(|(values, _)| Ok(values.clone())))?;
    let vectors = stack.gather(&[n, n], parts.iter().map(|(_, vectors)| Ok(flat(vectors.as_ref()))))?;
    list_of([values, vectors])
}

fn first_of(list: Value) -> Outcome {
    Ok(list.pair().map_or(list, |(first, _)| first))
}

fn second_of(list: Value) -> Outcome {
    first_of(list.pair().map_or(list, |(_, rest)| rest))
}

fn singular_values(a: Tensor) -> Outcome {
    svd(a).and_then(second_of)
}

fn symmetric_values(a: Tensor) -> Outcome {
    symmetric_eigen(a).and_then(first_of)
}

fn symmetric_vectors(a: Tensor) -> Outcome {
    symmetric_eigen(a).and_then(second_of)
}

/// `1 / (values[j] - values[i])`, 0 on the diagonal and where values are equal.
fn gaps(values: Tensor) -> Result<Tensor, Fault> {
    let (dtype, values) = (values.dtype, values.cast(DType::F64)?.contiguous()?);
    let n = values.shape.last().copied().unwrap_or(0);
    let shape: Dims = values.shape.iter().copied().chain([n]).collect();
    let mut out = Tensor::new(DType::F64, &shape)?;
    let rows = values.elements::<f64>().chunks_exact(n.max(1));
    for (matrix, row) in out.elements_mut::<f64>().chunks_exact_mut((n * n).max(1)).zip(rows) {
        for (index, slot) in matrix.iter_mut().enumerate() {
            let gap = row[index % n] - row[index / n];
            *slot = if gap == 0.0 { 0.0 } else { 1.0 / gap };
        }
    }
    out.into_dtype(dtype)
}

/// The eigenvalues of any square matrix, a vector of real and complex numbers.
fn eigenvalues(a: Tensor) -> Outcome {
    let stack = Stack::square(&a)?.finite()?;
    let Some(matrix) = stack.matrices().next().filter(|_| stack.batch.is_empty()) else {
        return Err(Fault::Error(format!("one matrix is needed, the shape is {}", shape_text(&a.shape)), vec![]));
    };
    let found = linalg::eigenvalues(matrix).ok_or_else(no_end)?;
    let vector = Value::from_object(heap::alloc(Kind::Vector, found.len())?, Kind::Vector);
    for (index, (real, imaginary)) in found.iter().enumerate() {
        let number = if *imaginary == 0.0 {
            Value::flonum(*real)
        } else {
            heap::alloc_slots_or_fail(Kind::Compnum, &[Value::flonum(*real), Value::flonum(*imaginary)])?
        };
        if let Some(slots) = vector.slots(Kind::Vector) {
            slots[index] = number;
        }
    }
    Ok(vector)
}

/// The least `x` for which `a x` is nearest to `b`.
fn least_squares(a: Tensor, b: Tensor) -> Result<Tensor, Fault> {
    let left = Stack::of(&a)?;
    let is_vector = b.rank() == 1;
    let right = Stack::of(&if is_vector { expanded(&b) } else { b.clone() })?;
    if right.rows != left.rows || left.batch != right.batch {
        return mismatch(&a.shape, &b.shape, "as many rows are needed in both");
    }
    let left = left.finite()?;
    let solutions = left
        .matrices()
        .zip(right.matrices())
        .map(|(matrix, rhs)| Ok(flat(linalg::least_squares(matrix, rhs).ok_or_else(no_end)?.as_ref())));
    let mut out = left.gather(&[left.columns, right.columns], solutions)?;
    if is_vector {
        out.shape.pop();
        out.strides.pop();
    }
    Ok(out)
}

fn check_square(a: &Tensor) -> Result<usize, Fault> {
    match a.shape[..] {
        [.., rows, columns] if rows == columns => Ok(rows),
        _ => Err(Fault::Error(format!("square matrices are needed, the shape is {}", shape_text(&a.shape)), vec![])),
    }
}

/// The diagonals of square matrices, a view.
fn diagonal(a: Tensor) -> Result<Tensor, Fault> {
    check_square(&a)?;
    let mut view = a.clone();
    view.shape.pop();
    let step = view.strides.pop().unwrap_or(0);
    if let Some(stride) = view.strides.last_mut() {
        *stride += step;
    }
    Ok(view)
}

/// The matrices with these diagonals.
fn of_diagonal(a: Tensor) -> Result<Tensor, Fault> {
    let a = a.cast(DType::F64)?.contiguous()?;
    let n = a.shape.last().copied().unwrap_or(0);
    let shape: Dims = a.shape.iter().copied().chain([n]).collect();
    let mut out = Tensor::zeros(DType::F64, &shape)?;
    let (elements, slots) = (a.elements::<f64>(), out.elements_mut::<f64>());
    for (index, element) in elements.iter().enumerate() {
        slots[index * n + index % n] = *element;
    }
    Ok(out)
}

fn as_row(a: Tensor) -> Result<Tensor, Fault> {
    let mut view = a.clone();
    let place = a.rank().saturating_sub(1);
    view.shape.insert(place, 1);
    view.strides.insert(place, 0);
    Ok(view)
}

/// The sums of the elements of each matrix.
fn matrix_sums(a: Tensor) -> Result<Tensor, Fault> {
    let stack = Stack::of(&a)?;
    let sum = |matrix: MatRef<'_, f64>| flat(matrix).iter().sum::<f64>();
    stack.gather(&[], stack.matrices().map(|matrix| Ok(vec![sum(matrix)])))
}

/// A number for each matrix as all of its elements.
fn over_matrices(operand: Operand, like: Tensor) -> Result<Tensor, Fault> {
    let mut numbers = operand.to_tensor(like.dtype.to_float())?;
    (0..2).for_each(|_| {
        numbers.shape.push(1);
        numbers.strides.push(0);
    });
    broadcast(&numbers, &like.shape)
}

crate::tensor_primitives! {
    fx_tensor_diagonal = diagonal, (a);
    fx_tensor_of_diagonal = of_diagonal, (a);
    fx_tensor_as_row = as_row, (a);
    fx_tensor_matrix_sums = matrix_sums, (a);
    fx_tensor_over_matrices = over_matrices, (operand, like);
    fx_tensor_solve = solve, (a, b);
    fx_tensor_inverse = inverse, (a);
    fx_tensor_det = determinant, (a);
    fx_tensor_cholesky = cholesky, (a);
    fx_tensor_symmetric = symmetric, (a);
    fx_tensor_swap = swap, (a);
    fx_tensor_lower_half = lower_half, (a);
    fx_tensor_adjugate = adjugate, (a);
    fx_tensor_lu = lu, (a);
    fx_tensor_qr = qr, (a);
    fx_tensor_svd = svd, (a);
    fx_tensor_singular_values = singular_values, (a);
    fx_tensor_symmetric_values = symmetric_values, (a);
    fx_tensor_symmetric_vectors = symmetric_vectors, (a);
    fx_tensor_gaps = gaps, (values);
    fx_tensor_eigenvalues = eigenvalues, (a);
    fx_tensor_lstsq = least_squares, (a, b);
}
