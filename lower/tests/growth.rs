//! What the passes make of a program grows with the program, not faster.

#[path = "../../fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

use lower::ClosureStyle;
use targets::StandardLibrary;

/// The number of values of all functions, before and after fast code has been made.
fn sizes(text: &str) -> (usize, usize) {
    // The passes recurse on the nesting of programs.
    let work = || sizes_here(text);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(1 << 30).spawn_scoped(scope, work);
        thread.expect("a thread").join().expect("no panic")
    })
}

fn sizes_here(text: &str) -> (usize, usize) {
    let mut sources = syntax::Sources::default();
    let file = sources.add("growth.scm", text.to_owned());
    let (hir, diagnostics) = frontend::expand_program(&mut sources, file, &mut StandardLibrary);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let inlined = lower::inline_calls(&hir, &sources, ClosureStyle::Minimal);
    let closures = lower::find_closures(&inlined, ClosureStyle::Minimal);
    let ssa = lower::infer_ranges(&lower::infer_types(&lower::lower_module(&inlined, &closures)));
    let (compiled, _) = lower::compile_gradients(&ssa, true);
    let size = |module: &ir::ssa::Module| module.funcs.iter().map(|func| func.vals.len()).sum();
    let fast = lower::speculate(&ssa, compiled);
    let params = fast.funcs.iter().map(|func| func.params.len()).max();
    assert!(params <= Some(100), "a function has {params:?} parameters");
    (size(&ssa), size(&fast))
}

/// Procedures of which each calls the one before twice, in a loop: unfolded, the last would be 2^n times the first.
#[test]
fn chain_of_calls() {
    for length in [10, 80, 640] {
        let mut text =
            String::from("(define (f0 x) (let loop ((i 0) (s x)) (if (= i 3) s (loop (+ i 1) (* s 0.5)))))\n");
        for i in 1..length {
            let before = i - 1;
            text += &format!(
                "(define (f{i} x) (let loop ((i 0) (s x)) (if (= i 3) s (loop (+ i 1) (+ (f{before} s) (f{before} (* s 0.5)))))))\n"
            );
        }
        text += &format!("(display (f{} 1.0))\n(display (derivative f{} 1.0))\n", length - 1, length - 1);
        let (before, after) = sizes(&text);
        assert!(after < 120_000 + 12 * before, "{length}: {before} values became {after}");
    }
}

/// Loops in loops, each read until the shapes of its variables are stable.
#[test]
fn nest_of_loops() {
    for depth in [5, 10, 20] {
        let mut body = String::from("(+ s (* x 0.5))");
        for i in 0..depth {
            body = format!("(let loop{i} ((i{i} 0) (s s)) (if (= i{i} 2) s (loop{i} (+ i{i} 1) {body})))");
        }
        let text = format!("(define (f x) (let ((s 0)) {body}))\n(display (f 1.0))\n(display (derivative f 1.0))\n");
        let (before, after) = sizes(&text);
        assert!(after < 120_000 + 12 * before, "{depth}: {before} values became {after}");
    }
}

/// Branches in branches that leave numbers for the way back.
#[test]
fn chain_of_branches() {
    for count in [20, 200, 1000] {
        let branches = |test: &dyn Fn(usize) -> String| -> String {
            (0..count).map(|i| format!("({} (let ((s (sin (* {i}.5 x)))) (* s s)))", test(i))).collect()
        };
        let conditions = [
            format!("(case i {} (else x))", branches(&|i| format!("({i})"))),
            format!("(cond {} (else x))", branches(&|i| format!("(< (* x i) {i}.25)"))),
        ];
        for body in conditions {
            let text = format!(
                "(define (f i x) {body})
                 (define (g x) (do ((i 0 (+ i 1)) (s 0.0 (+ s (f i x)))) ((= i {count}) s)))
                 (display (derivative g 1.0))\n(display (gradient g 1.0))\n"
            );
            let (before, after) = sizes(&text);
            assert!(after < 120_000 + 12 * before, "{count}: {before} values became {after}");
        }
    }
}

/// A long list, handed to a procedure that is too large to be unfolded: its elements are no parameters.
#[test]
fn long_lists() {
    for length in [20, 200, 2000] {
        let products: String = (0..length).map(|i| format!("(* x {i}.5) ")).collect();
        let text =
            format!("(define (f x) (apply + (list {products})))\n(display (f 1.0))\n(display (gradient f 1.0))\n");
        let (before, after) = sizes(&text);
        assert!(after < 20_000 + 20 * before, "{length}: {before} values became {after}");
    }
}
