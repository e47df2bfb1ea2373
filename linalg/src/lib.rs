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
    (0..upper.ncols()).all(|index| upper[(index, index)] != 0.0)
}

/// The determinant of a square matrix.
pub fn determinant(a: MatRef<'_, f64>) -> f64 {
    let lu = a.partial_piv_lu();
    let pivots = || (0..a.nrows()).map(|index| lu.U()[(index, index)]);
    if pivots().any(|pivot| pivot == 0.0) {
        // What comes behind has been divided by it.
        return 0.0;
    }
    let sign = if is_odd(lu.P().arrays().0.to_vec()) { -1.0 } else { 1.0 };
    pivots().fold(sign, |product, pivot| product * pivot)
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

/// The determinant times the inverse. Where the inverse is far or there is none, it is made of the singular values: for
/// `a = u s v'` it is `v` times the products of all singular values but one, times `u'`.
pub fn adjugate(a: MatRef<'_, f64>) -> Option<Mat<f64>> {
    let n = a.nrows();
    let lu = a.partial_piv_lu();
    let size = |index: usize| lu.U()[(index, index)].abs();
    let greatest = (0..n).map(size).fold(0.0, f64::max);
    if !(0..n).any(|index| size(index) <= 1e-10 * greatest) {
        return Some(lu.inverse() * faer::Scale(determinant(a)));
    }
    let (u, s, v) = svd(a)?;
    let sign = (determinant(u.as_ref()) * determinant(v.as_ref())).signum();
    let others = |index: usize| (0..n).filter(|other| *other != index).fold(sign, |product, other| product * s[other]);
    Some(Mat::from_fn(n, n, |row, column| v[(row, column)] * others(column)) * u.transpose())
}

/// A permutation, a lower triangle with the diagonal 1 and an upper triangle whose product is `a`.
pub fn lu(a: MatRef<'_, f64>) -> (Mat<f64>, Mat<f64>, Mat<f64>) {
    let (m, n) = (a.nrows(), a.ncols());
    let k = m.min(n);
    let factors = a.partial_piv_lu();
    let (l, u, from) = if is_regular(factors.U().subcols(0, k)) {
        (factors.L().to_owned(), factors.U().to_owned(), factors.P().arrays().0.to_vec())
    } else {
        eliminated(a)
    };
    let permutation = Mat::from_fn(m, m, |row, column| if from[column] == row { 1.0 } else { 0.0 });
    let lower = Mat::from_fn(m, k, |row, column| match row.cmp(&column) {
        std::cmp::Ordering::Greater => l[(row, column)],
        std::cmp::Ordering::Equal => 1.0,
        std::cmp::Ordering::Less => 0.0,
    });
    let upper = Mat::from_fn(k, n, |row, column| if row <= column { u[(row, column)] } else { 0.0 });
    (permutation, lower, upper)
}

/// Both triangles, each in a matrix with other elements elsewhere, and where each row comes from. A column without a
/// pivot is left as it is.
fn eliminated(a: MatRef<'_, f64>) -> (Mat<f64>, Mat<f64>, Vec<usize>) {
    let (mut work, mut from): (_, Vec<usize>) = (a.to_owned(), (0..a.nrows()).collect());
    for step in 0..a.nrows().min(a.ncols()) {
        let size = |row: usize| work[(row, step)].abs();
        let best = (step..a.nrows()).fold(step, |best, row| if size(row) > size(best) { row } else { best });
        if work[(best, step)] == 0.0 {
            continue;
        }
        from.swap(step, best);
        for column in 0..a.ncols() {
            let above = work[(step, column)];
            work[(step, column)] = work[(best, column)];
            work[(best, column)] = above;
        }
        for row in step + 1..a.nrows() {
            let factor = work[(row, step)] / work[(step, step)];
            work[(row, step)] = factor;
            (step + 1..a.ncols()).for_each(|column| work[(row, column)] -= factor * work[(step, column)]);
        }
    }
    (work.clone(), work, from)
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

/// The least `x` for which `a x` is nearest to `b`; the elements of `a` are finite.
pub fn least_squares(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> Option<Mat<f64>> {
    if a.nrows() >= a.ncols() {
        let factors = a.qr();
        let r = factors.thin_R();
        let size = |index: usize| r[(index, index)].abs();
        let greatest = (0..a.ncols()).map(size).fold(0.0, f64::max);
        if (0..a.ncols()).all(|index| size(index) > 1e-14 * greatest) {
            let mut work = b.to_owned();
            factors.solve_lstsq_in_place_with_conj(Conj::No, work.as_mut());
            return Some(work.subrows(0, a.ncols()).to_owned());
        }
    }
    let (u, s, v) = svd(a)?;
    let least = s.first().copied().unwrap_or(0.0) * f64::EPSILON * a.nrows().max(a.ncols()) as f64;
    let parts = u.transpose() * b;
    let weights = |row: usize| if s[row] > least { 1.0 / s[row] } else { 0.0 };
    Some(v * Mat::from_fn(parts.nrows(), b.ncols(), |row, column| weights(row) * parts[(row, column)]))
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

    #[test]
    fn matrices_without_pivots_have_triangles_and_adjugates() {
        let a = Mat::from_fn(3, 3, |row, column| if column < 2 { 1.0 } else { (row + 3) as f64 });
        let (p, l, u) = lu(a.as_ref());
        let same = |x: Mat<f64>, y: &Mat<f64>| (x - y).norm_max() < 1e-12;
        assert!(same(p * l * u, &a));
        assert_eq!(determinant(a.as_ref()), 0.0);
        let expected = [[1.0, -2.0, 1.0], [-1.0, 2.0, -1.0], [0.0, 0.0, 0.0]];
        let expected = Mat::from_fn(3, 3, |row, column| expected[row][column]);
        assert!(adjugate(a.as_ref()).is_some_and(|found| same(found, &expected)));
    }
}
