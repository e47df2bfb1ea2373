//! Times the products of bench/nn/matmul.scm by faer, and prints them as bench/nn/hand.c does: "name|type|ns|ns|check".

use linalg::{MatMut, MatRef, multiply_f32, multiply_f64};

/// `out = a b`, or `out += a b`.
type Multiply<T> = fn(MatMut<'_, T>, bool, MatRef<'_, T>, MatRef<'_, T>);

/// Seconds that the program has run on a processor.
fn seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).map_or(f64::NAN, |ns| 1e-9 * ns)
}

/// The time of one of `n` runs.
fn time_of(n: usize, run: &mut impl FnMut()) -> f64 {
    let start = seconds();
    (0..n).for_each(|_| run());
    (seconds() - start) / n as f64
}

/// The least and the median of three runs of at least 0.12 s, after as much warming up, in nanoseconds.
fn measure(mut run: impl FnMut()) -> [f64; 2] {
    let mut n = 1;
    while n as f64 * time_of(n, &mut run) < 0.12 {
        n *= 2;
    }
    let mut times = [0; 3].map(|_| 1e9 * time_of(n, &mut run));
    times.sort_by(f64::total_cmp);
    [times[0], times[1]]
}

fn bench<T: Copy>(name: &str, multiply: Multiply<T>, of: fn(f64) -> T, to: fn(T) -> f64) {
    for size in [64, 128, 256, 512, 1024] {
        let wave = |pace: f64| -> Vec<T> { (1..=size * size).map(|i| of((pace * i as f64).sin())).collect() };
        let (a, b, mut out) = (wave(0.37), wave(0.11), vec![of(0.0); size * size]);
        let mut run = || {
            let of_rows = |elements| MatRef::from_row_major_slice(elements, size, size);
            multiply(MatMut::from_row_major_slice_mut(&mut out, size, size), false, of_rows(&a), of_rows(&b));
        };
        let [least, median] = measure(&mut run);
        let check: f64 = out.iter().map(|element| to(*element)).sum();
        println!("matmul {size}|{name}|{least:.1}|{median:.1}|{check:.17}");
    }
}

fn main() {
    bench("f64", multiply_f64, |x| x, |x| x);
    bench("f32", multiply_f32, |x| x as f32, f64::from);
}
