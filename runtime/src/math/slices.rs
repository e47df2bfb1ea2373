//! The functions of many doubles: four at a time where the processor has AVX2 and FMA, else two, and large slices on all
//! threads. The bits are those of the forms for one double.

use super::lanes::Lanes;
#[cfg(target_arch = "x86_64")]
use super::x86::{Four, Two};
use super::{arc_tangent, exponential, floats, logarithm, power, trigonometry};
use crate::tensor::parallel::for_slices;

/// As many elements are worth another thread.
const GRAIN: usize = 1 << 14;

/// A function of one number, for any number of lanes.
trait Function {
    fn of<L: Lanes>(x: L) -> L;
}

/// A number that functions are computed of as doubles.
pub trait Number: Copy {
    /// As a double.
    fn double(self) -> f64;
    /// Rounded.
    fn rounded(double: f64) -> Self;
}

impl Number for f64 {
    #[inline(always)]
    fn double(self) -> f64 {
        self
    }
    #[inline(always)]
    fn rounded(double: f64) -> f64 {
        double
    }
}

impl Number for f32 {
    #[inline(always)]
    fn double(self) -> f64 {
        self.into()
    }
    #[inline(always)]
    fn rounded(double: f64) -> f32 {
        double as f32
    }
}

/// `to[i] = F(from[i])` for as many as both have, `N` at a time; the last ones are filled up to `N`.
#[inline(always)]
fn for_each<const N: usize, F: Function, L: Lanes, T: Number>(
    from: &[T],
    to: &mut [T],
    load: impl Fn([f64; N]) -> L,
    lanes: impl Fn(L) -> [f64; N],
) {
    let (parts, rest) = from.as_chunks::<N>();
    let (slots, rest_slots) = to.as_chunks_mut::<N>();
    for (part, slot) in parts.iter().zip(slots) {
        *slot = lanes(F::of(load(part.map(T::double)))).map(T::rounded);
    }
    if let [first, ..] = rest {
        let mut last = [*first; N];
        last[..rest.len()].copy_from_slice(rest);
        let results = lanes(F::of(load(last.map(T::double)))).map(T::rounded);
        rest_slots.copy_from_slice(&results[..rest.len()]);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn by_four<F: Function, T: Number>(from: &[T], to: &mut [T]) {
    // Closures have the features of the function around, other functions may not.
    #[allow(clippy::redundant_closure, clippy::redundant_closure_for_method_calls)]
    for_each::<4, F, Four, T>(from, to, |part| Four::of(part), |four| four.lanes());
}

/// Two slices of the same length.
fn apply<F: Function, T: Number + Send + Sync>(from: &[T], to: &mut [T]) {
    debug_assert_eq!(from.len(), to.len());
    for_slices(to, GRAIN, |start, part| apply_part::<F, T>(&from[start..][..part.len()], part));
}

fn apply_part<F: Function, T: Number>(from: &[T], to: &mut [T]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: the processor has the instructions.
        unsafe { by_four::<F, T>(from, to) }
    } else {
        for_each::<2, F, Two, T>(from, to, Two::of, Two::lanes);
    }
    #[cfg(not(target_arch = "x86_64"))]
    for_each::<1, F, f64, T>(from, to, |[one]| one, |one| [one]);
}

macro_rules! slices {
    ($($name:ident, $of_floats:ident = $module:ident;)*) => {$(
        #[doc = concat!("`to[i] = ", stringify!($name), "(from[i])` of slices of the same length.")]
        pub fn $name(from: &[f64], to: &mut [f64]) {
            struct This;
            impl Function for This {
                #[inline(always)]
                fn of<L: Lanes>(x: L) -> L {
                    $module::$name(x)
                }
            }
            apply::<This, f64>(from, to);
        }

        #[doc = concat!("`to[i] = ", stringify!($name), "(from[i])` of slices of floats.")]
        pub fn $of_floats(from: &[f32], to: &mut [f32]) {
            struct This;
            impl Function for This {
                #[inline(always)]
                fn of<L: Lanes>(x: L) -> L {
                    floats::$name(x)
                }
            }
            apply::<This, f32>(from, to);
        }
    )*};
}

slices! {
    exp, exp_f32 = exponential;
    tanh, tanh_f32 = exponential;
    sigmoid, sigmoid_f32 = exponential;
    log, log_f32 = logarithm;
    sin, sin_f32 = trigonometry;
    cos, cos_f32 = trigonometry;
    atan, atan_f32 = arc_tangent;
}

/// `to[i] = x[i]` to the power `y[i]` of slices of the same length.
pub fn pow(x: &[f64], y: &[f64], to: &mut [f64]) {
    for_slices(to, GRAIN, |start, part| pow_part(&x[start..][..part.len()], &y[start..][..part.len()], part));
}

fn pow_part(x: &[f64], y: &[f64], to: &mut [f64]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: the processor has the instructions.
        return unsafe { pow_by_four(x, y, to) };
    }
    for ((x, y), to) in x.iter().zip(y).zip(to) {
        *to = power::pow(*x, *y);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn pow_by_four(x: &[f64], y: &[f64], to: &mut [f64]) {
    let ((xs, x_rest), (ys, y_rest), (slots, rest)) = (x.as_chunks::<4>(), y.as_chunks::<4>(), to.as_chunks_mut::<4>());
    for ((x, y), slot) in xs.iter().zip(ys).zip(slots) {
        *slot = power::pow(Four::of(*x), Four::of(*y)).lanes();
    }
    for ((x, y), slot) in x_rest.iter().zip(y_rest).zip(rest) {
        *slot = power::pow(*x, *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_rounded_well() {
        let from: Vec<f32> = (-60_000..60_000)
            .map(|i| i as f32 * 0.001_73)
            .chain([f32::NAN, 1e30, -0.0, 1e-30, f32::INFINITY])
            .collect();
        let mut to = vec![0.0f32; from.len()];
        let mut check = |own: fn(&[f32], &mut [f32]), exact: fn(f64) -> f64| {
            own(&from, &mut to);
            for (x, y) in from.iter().zip(&to) {
                let wanted = exact(f64::from(*x)) as f32;
                let close = (f64::from(*y) - f64::from(wanted)).abs() <= 1.2e-7 * f64::from(wanted).abs();
                assert!(
                    close || y.to_bits() == wanted.to_bits() || (y.is_nan() && wanted.is_nan()),
                    "{x} {y} {wanted}"
                );
            }
        };
        check(exp_f32, f64::exp);
        check(tanh_f32, f64::tanh);
        check(sigmoid_f32, |x| 1.0 / (1.0 + (-x).exp()));
        check(sin_f32, f64::sin);
        check(cos_f32, f64::cos);
        check(log_f32, f64::ln);
        check(atan_f32, f64::atan);
    }

    #[test]
    fn slices_have_the_bits_of_single_numbers() {
        let from: Vec<f64> = (0..103).map(|i| f64::from(i) * 0.37 - 11.0).chain([f64::NAN, 1e300, -0.0]).collect();
        let mut to = vec![0.0; from.len()];
        exp(&from, &mut to);
        assert!(from.iter().zip(&to).all(|(x, y)| exponential::exp(*x).to_bits() == y.to_bits()));
        sin(&from, &mut to);
        assert!(from.iter().zip(&to).all(|(x, y)| trigonometry::sin(*x).to_bits() == y.to_bits()));
        let exponents: Vec<f64> = from.iter().map(|x| 0.5 * x).collect();
        pow(&from, &exponents, &mut to);
        let same = |(at, y): (usize, &f64)| power::pow(from[at], exponents[at]).to_bits() == y.to_bits();
        assert!(to.iter().enumerate().all(same));
    }
}
