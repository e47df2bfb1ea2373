//! Linear algebra of doubles, by faer on one thread.
//!
//! A crate of its own, since faer's generic code takes long to compile: here it is compiled once, for the types that
//! the runtime uses. `None` is returned for matrices that have not what is asked for.

pub use faer::{Mat, MatMut, MatRef};

use faer::linalg::solvers::{DenseSolveCore, Solve, SolveLstsqCore};
use faer::{Accum, Conj, Par, Side};

/// `out = a b`, or `out += a b`.
pub fn multiply_f64(out: MatMut<'_, f64>, adds: bool, a: MatRef<'_, f64>, b: MatRef<'_, f64>) {
    let accum = if adds { Accum::Add } else { Accum::Replace };
    faer::linalg::matmul::matmul(out, accum, a, b, 1.0, Par::Seq);
}

/// `out = a b`, or `out += a b`.
pub fn multiply_f32(out: MatMut<'_, f32>, adds: bool, a: MatRef<'_, f32>, b: MatRef<'_, f32>) {
    let accum = if adds { Accum::Add } else { Accum::Replace };
    faer::linalg::matmul::matmul(out, accum, a, b, 1.0, Par::Seq);
}

/// The `x` with `a x = b`, of a square matrix that is not singular.
pub fn solve(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> Option<Mat<f64>> {
    let lu = a.partial_piv_lu();
    if !is_regular(lu.U()) {
        return None;
    }
    let mut x = b.to_owned();
    lu.solve_in_place(&mut x);
    Some(x)
}

/// The inverse of a square matrix that is not singular.
pub fn inverse(a: MatRef<'_, f64>) -> Option<Mat<f64>> {
    let lu = a.partial_piv_lu();
    is_regular(lu.U()).then(|| lu.inverse())
}

fn is_regular(upper: MatRef<'_, f64>) -> bool {
    (0..upper.nrows()).all(|index| upper[(index, index)] != 0.0)
}

/// The determinant of a square matrix.
pub fn determinant(a: MatRef<'_, f64>) -> f64 {
    let lu = a.partial_piv_lu();
    let sign = if is_odd(lu.P().arrays().0.to_vec()) { -1.0 } else { 1.0 };
    (0..a.nrows()).fold(sign, |product, index| product * lu.U()[(index, index)])
}

/// Whether an odd number of exchanges makes the permutation.
fn is_odd(mut map: Vec<usize>) -> bool {
    let mut exchanges = 0;
    for index in 0..map.len() {
        while map[index] != index {
            let to = map[index];
            map.swap(index, to);
            exchanges += 1;
        }
    }
    exchanges % 2 == 1
}

/// The lower triangle `l` with `l l' = a`, of which the lower triangle is read; `a` is positive definite.
pub fn cholesky(a: MatRef<'_, f64>) -> Option<Mat<f64>> {
    let factor = a.llt(Side::Lower).ok()?;
    let l = factor.L();
    Some(Mat::from_fn(a.nrows(), a.nrows(), |row, column| if row >= column { l[(row, column)] } else { 0.0 }))
}

/// A matrix with orthonormal columns and an upper triangle whose product is `a`.
pub fn qr(a: MatRef<'_, f64>) -> (Mat<f64>, Mat<f64>) {
    let factors = a.qr();
    let r = factors.thin_R();
    let upper = Mat::from_fn(r.nrows(), a.ncols(), |row, column| if row <= column { r[(row, column)] } else { 0.0 });
    (factors.compute_thin_Q(), upper)
}

/// `u`, the singular values from the greatest on, and `v`, with as many columns; the elements of `a` are finite.
pub fn svd(a: MatRef<'_, f64>) -> Option<(Mat<f64>, Vec<f64>, Mat<f64>)> {
    let parts = a.thin_svd().ok()?;
    Some((parts.U().to_owned(), parts.S().column_vector().iter().copied().collect(), parts.V().to_owned()))
}

/// The eigenvalues of a symmetric matrix from the least on, and the eigenvectors as columns.
pub fn symmetric_eigen(a: MatRef<'_, f64>) -> Option<(Vec<f64>, Mat<f64>)> {
    let parts = a.self_adjoint_eigen(Side::Lower).ok()?;
    Some((parts.S().column_vector().iter().copied().collect(), parts.U().to_owned()))
}

/// The eigenvalues of a square matrix: real and imaginary parts.
pub fn eigenvalues(a: MatRef<'_, f64>) -> Option<Vec<(f64, f64)>> {
    Some(a.eigenvalues().ok()?.iter().map(|value| (value.re, value.im)).collect())
}

/// The `x` for which `a x` is nearest to `b`; the columns of `a` are independent and not more than the rows.
pub fn least_squares(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> Option<Mat<f64>> {
    let factors = a.qr();
    let r = factors.thin_R();
    let size = |index: usize| r[(index, index)].abs();
    let greatest = (0..a.ncols()).map(size).fold(0.0, f64::max);
    if (0..a.ncols()).any(|index| size(index) <= 1e-14 * greatest) {
        return None;
    }
    let mut work = b.to_owned();
    factors.solve_lstsq_in_place_with_conj(Conj::No, work.as_mut());
    Some(work.subrows(0, a.ncols()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn determinants_have_the_sign_of_the_permutation() {
        let swapped = Mat::from_fn(3, 3, |row, column| if (row + 1) % 3 == column { 2.0 } else { 0.0 });
        assert_eq!(determinant(swapped.as_ref()), 8.0);
        let once = Mat::from_fn(2, 2, |row, column| if row != column { 1.0 } else { 0.0 });
        assert_eq!(determinant(once.as_ref()), -1.0);
    }
}
