//! The functions of flonums that loops call: exponential, logarithm, trigonometry, powers.
//!
//! Each is written once, with branches for rare arguments only, for any number of lanes (see [`lanes::Lanes`]). Programs call the form for
//! one double; where LLVM's vectoriser makes a loop of two or four at a time, it calls the form for as many
//! (`fx_math_exp` becomes `fx_math_exp_2` or `fx_math_exp_4`, see `codegen-llvm`). All forms, the JIT and executables
//! give the same bits on every machine of a kind: nothing depends on the C library or on the processor.
//!
//! The largest errors seen, in units in the last place, against 113-bit references, of 100,000 random arguments from
//! each of 3 to 5 ranges (`bench/math/accuracy.c`; no bound is proved):
//!
//! | function | error | ranges |
//! |---|---|---|
//! | `exp` | 0.51 | 1, all normal results, all doubles; 0.75 for subnormal results |
//! | `log` | 0.51 | 1/2 to 2, near 1, all positive doubles, subnormals |
//! | `sin`, `cos` | 0.92, 0.87 | 4, 1000, 1.6e6, 1e7, all doubles |
//! | `tanh` | 0.70 | 0.001, 1, 20, all doubles |
//! | `atan` | 0.70 | 1, 10, near 1/2, all doubles |
//! | `pow` | 0.75 | results of any size, bases near 1, small operands, all doubles |
//!
//! NaN gives NaN; signed zeros, infinities and subnormals are as C23's annex F says.

mod arc_tangent;
mod exponential;
mod floats;
pub mod lanes;
mod logarithm;
mod logarithm_table;
mod power;
pub mod slices;
mod tables;
mod trigonometry;
#[cfg(target_arch = "x86_64")]
mod x86;

use crate::abi::Export;

/// What the name of a function begins with that has forms for two and four lanes.
pub const PREFIX: &str = "fx_math_";

/// Exports a function for one double and for vectors of them.
macro_rules! functions {
    ($($name:ident, $two:ident, $four:ident = $function:path, ($($arg:ident),*);)*) => {
        $(
            #[doc = concat!("`", stringify!($function), "`")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $name($($arg: f64),*) -> f64 {
                $function($($arg),*)
            }

            #[doc = concat!("`", stringify!($function), "` of two doubles.")]
            #[cfg(target_arch = "x86_64")]
            #[allow(improper_ctypes_definitions)] // As below.
            #[unsafe(no_mangle)]
            extern "C" fn $two($($arg: std::arch::x86_64::__m128d),*) -> std::arch::x86_64::__m128d {
                $function($(x86::Two($arg)),*).0
            }

            #[doc = concat!("`", stringify!($function), "` of four doubles.")]
            #[cfg(target_arch = "x86_64")]
            #[unsafe(no_mangle)]
            #[allow(improper_ctypes_definitions)] // This is the convention of LLVM's own vector calls.
            #[target_feature(enable = "avx2,fma")]
            extern "C" fn $four($($arg: std::arch::x86_64::__m256d),*) -> std::arch::x86_64::__m256d {
                $function($(x86::Four($arg)),*).0
            }
        )*

        /// Names and addresses of all forms.
        pub const EXPORTS: &[Export] = &[
            $(
                Export { name: stringify!($name), address: || $name as *const () as usize, arity: [$(stringify!($arg)),*].len() },
                #[cfg(target_arch = "x86_64")]
                Export { name: stringify!($two), address: || $two as *const () as usize, arity: [$(stringify!($arg)),*].len() },
                #[cfg(target_arch = "x86_64")]
                Export { name: stringify!($four), address: || $four as *const () as usize, arity: [$(stringify!($arg)),*].len() },
            )*
        ];
    };
}

functions! {
    fx_math_exp, fx_math_exp_2, fx_math_exp_4 = exponential::exp, (x);
    fx_math_log, fx_math_log_2, fx_math_log_4 = logarithm::log, (x);
    fx_math_sin, fx_math_sin_2, fx_math_sin_4 = trigonometry::sin, (x);
    fx_math_cos, fx_math_cos_2, fx_math_cos_4 = trigonometry::cos, (x);
    fx_math_tanh, fx_math_tanh_2, fx_math_tanh_4 = exponential::tanh, (x);
    fx_math_atan, fx_math_atan_2, fx_math_atan_4 = arc_tangent::atan, (x);
    fx_math_pow, fx_math_pow_2, fx_math_pow_4 = power::pow, (x, y);
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::x86::{Four, Two};
    use super::*;

    /// Doubles of all sizes, and those where functions change their ways.
    fn arguments() -> Vec<f64> {
        let mut state = 88_172_645_463_325_252u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let special =
            [0.0, -0.0, 1.0, -1.0, 1e300, -1e300, 5e-324, 709.8, -745.2, f64::INFINITY, f64::NAN, 1_647_099.0];
        let small: Vec<f64> = (0..2000).map(|_| (next() >> 11) as f64 * 1e-14 - 45.0).collect();
        special.into_iter().chain(small).chain((0..1988).map(|_| f64::from_bits(next()))).collect()
    }

    /// Whether the forms for two and four lanes give the bits of the form for one.
    macro_rules! check {
        ($one:ident, $two:ident, $four:ident, $($arg:ident),*) => {{
            #[target_feature(enable = "avx2,fma")]
            fn four($($arg: [f64; 4]),*) -> [f64; 4] {
                Four($four($(Four::of($arg).0),*)).lanes()
            }
            let arguments = arguments();
            for start in (0..arguments.len()).step_by(4) {
                // The first argument is taken in order, the second elsewhere.
                let mut stride = 0;
                $(
                    stride = 17 * stride + 1;
                    let $arg: [f64; 4] =
                        std::array::from_fn(|lane| arguments[(stride * start + lane) % arguments.len()]);
                )*
                for lane in 0..4 {
                    let want = $one($($arg[lane]),*).to_bits();
                    let two = $two($(Two::of([$arg[lane]; 2]).0),*);
                    assert_eq!(Two(two).lanes()[1].to_bits(), want, "{:?}", ($($arg[lane]),*));
                    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                        // SAFETY: the machine has the instructions.
                        let four = unsafe { four($($arg),*) };
                        assert_eq!(four[lane].to_bits(), want, "{:?}", ($($arg[lane]),*));
                    }
                }
            }
        }};
    }

    #[test]
    fn lanes_give_the_same_bits() {
        check!(fx_math_exp, fx_math_exp_2, fx_math_exp_4, x);
        check!(fx_math_log, fx_math_log_2, fx_math_log_4, x);
        check!(fx_math_sin, fx_math_sin_2, fx_math_sin_4, x);
        check!(fx_math_cos, fx_math_cos_2, fx_math_cos_4, x);
        check!(fx_math_tanh, fx_math_tanh_2, fx_math_tanh_4, x);
        check!(fx_math_atan, fx_math_atan_2, fx_math_atan_4, x);
        check!(fx_math_pow, fx_math_pow_2, fx_math_pow_4, x, y);
    }
}
