//! `atan`.
//!
//! `atan x = atan c + atan t` with `t = (x - c) / (1 + c x)`, where `c` is the nearest of 0, 1/2, 1, 3/2 and infinity: so
//! `|t| <= 7/16`, and the rounding errors of `t` count little beside `atan c`.

use super::lanes::Lanes;

/// `(atan t / t - 1) / t^2` by powers of `t^2` for `|t| <= 7/16`; error times `t^2` below `2^-57`.
const A: [f64; 12] = [
    -0.333_333_333_333_333_3,
    0.199_999_999_999_994_1,
    -0.142_857_142_855_668_06,
    0.111_111_110_966_450_38,
    -0.090_909_083_556_025_92,
    0.076_922_855_548_892_86,
    -0.066_662_419_233_599_64,
    0.058_769_464_567_550_61,
    -0.052_166_797_393_136_56,
    0.044_922_592_931_936_56,
    -0.033_128_134_256_069_586,
    0.014_773_184_616_983_806,
];

/// For sizes below the first: `c`, and `atan c` as a sum of two doubles.
const CENTERS: [[f64; 4]; 4] = [
    [0.4375, 0.0, 0.0, 0.0],
    [0.6875, 0.5, 0.463_647_609_000_806_1, 2.269_877_745_296_168_7e-17],
    [1.1875, 1.0, std::f64::consts::FRAC_PI_4, 3.061_616_997_868_383e-17],
    [2.4375, 1.5, 0.982_793_723_247_329, 1.390_331_103_123_099_8e-17],
];
const QUARTER: [f64; 2] = [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17];

/// The angle from -pi/2 to pi/2 whose tangent it is.
#[inline(always)]
pub fn atan<L: Lanes>(x: L) -> L {
    let size = x.abs();
    let (mut numerator, mut denominator) = (L::splat(-1.0), size);
    let (mut high, mut low) = (L::splat(QUARTER[0]), L::splat(QUARTER[1]));
    for [limit, center, center_high, center_low] in CENTERS.into_iter().rev() {
        let is_near = size.less(L::splat(limit));
        let center = L::splat(center);
        numerator = L::select(is_near, size - center, numerator);
        denominator = L::select(is_near, L::splat(1.0) + size * center, denominator);
        high = L::select(is_near, L::splat(center_high), high);
        low = L::select(is_near, L::splat(center_low), low);
    }
    let t = numerator / denominator;
    let z = t * t;
    let (sum, error) = high.quick_sum(t);
    let value = sum + (error + (low + t * z * z.polynomial(&A)));
    L::select(size.less(L::splat(1e-9)), x, value.bit_or(x.sign()))
}
