//! The functions of flonums that loops call: exponential, logarithm, trigonometry, powers.
//!
//! Each is written once, without branches, for any number of lanes (see [`lanes::Lanes`]). Programs call the form for
//! one double; where LLVM's vectoriser makes a loop of two or four at a time, it calls the form for as many
//! (`fx_math_exp` becomes `fx_math_exp_2` or `fx_math_exp_4`, see `codegen-llvm`). All forms, the JIT and executables
//! give the same bits on every machine of a kind: nothing depends on the C library or on the processor.
//!
//! The largest errors seen, in units in the last place, against 113-bit references (`bench/math/accuracy`):
//!
//! | function | error | over |
//! |---|---|---|
//!
//! NaN gives NaN; signed zeros, infinities and subnormals are as C23's annex F says.

mod arc_tangent;
mod exponential;
pub mod lanes;
mod logarithm;
mod power;
mod power_table;
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
