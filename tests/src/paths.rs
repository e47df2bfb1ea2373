//! Which path the derivatives of the examples and of the benchmarks take, as `fluxion explain` tells it: those in hot
//! loops are compiled, and their code never gives up; that of the small programs does not when they run, either.

use std::sync::LazyLock;

use tests::examples::examples;
use tests::execute::{Collector, End, Fluxion};
use tests::suite::{find_fluxion, folder};

static FLUXION: LazyLock<Fluxion> =
    LazyLock::new(|| find_fluxion(Collector::Normal).unwrap_or_else(|error| panic!("{error}")));

/// The examples with derivatives, and the point of each derivative in the order of the text.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("characters", &[GENERIC]),
    ("digits-conv", &[GENERIC]),
    ("digits-mlp", &[GENERIC]),
    // The first two are of what `tensor-map` applies.
    ("gaussian-mixture", &["a flonum, forward mode", "a flonum, forward mode", TENSORS]),
    ("iris", &["a structure of flonums, reverse mode"]),
    ("linear-regression", &[TENSORS]),
    ("logistic-regression", &[GENERIC, "a flonum, forward mode"]),
    ("logistic", &["a flonum, flonum, reverse mode"]),
    // The first is in a procedure, of which there is a copy for each procedure that it gets.
    ("newton", &["a flonum, forward mode", "a flonum, forward mode", "a flonum, forward mode"]),
    ("nn-minimal", &["a flonum, forward mode", "a flonum, forward mode", "a vector of flonums, reverse mode"]),
    ("nn-training", &["a flonum, forward mode", "a flonum, forward mode"]),
    ("ode", &["a vector of flonums, reverse mode"]),
];

/// The programs of `bench/ad` and the point of all derivatives in each.
const BENCHMARKS: &[(&str, &[&str])] = &[
    ("rosen", &["a f64vector, reverse mode"; 3]),
    ("map", &["a flonum, forward mode", "a flonum, forward mode", "a flonum, reverse mode", "a flonum, reverse mode"]),
    ("nbody", &["a f64vector, reverse mode"; 2]),
    ("gmm", &["a f64vector, reverse mode"; 2]),
    ("lstm", &["a f64vector, reverse mode"; 2]),
];

/// A gradient at a tensor, or a structure of tensors.
const TENSORS: &str = "a structure of tensors, reverse mode";

/// A derivative that may go the generic way: `train` could get a loss that does not take what the batches hold.
const GENERIC: &str = "generic";

/// What is compiled of the language: programs, and the point of each derivative.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("(define step (checkpoint (lambda (x) (+ x (* 0.1 (sin x))))))
      (gradient (lambda (v) (step (step (vector-ref v 0)))) #(1.0))", &["a vector of flonums, reverse mode"]),
    ("(define slope (derivative (lambda (x) (* x x x))))
      (define curvature (derivative slope))
      (curvature 2.0)", &["a flonum, forward mode"; 2]),
    ("(define (g v) (let-values (((a b) (if (> (vector-ref v 0) 0.0) (values 1.0 (vector-ref v 0)) (values 2.0 3.0))))
                      (let loop ((i 0) (x a)) (if (or (= i 3) (> x 9.0)) (* x b) (loop (+ i 1) (* x x))))))
      (hvp g (vector 1.0) (vector 1.0))", &["a vector of flonums, forward mode", "a vector of flonums, reverse mode"]),
    (
        "(gradient (lambda (v) (let ((m (vector-map (lambda (x) (vector x (* x x))) v))) (vector-ref (vector-ref m 0) 1)))
                   #(2.0))",
        &["a vector of flonums, reverse mode"],
    ),
    (
        "(jacobian (lambda (v) (vector-map (lambda (x) (* x x)) v)) #(1.0 2.0))",
        &["a vector of flonums, forward mode"],
    ),
    (
        "(vjp (lambda (v) (vector-map (lambda (x) (* x x)) v)) #(1.0 2.0))",
        &["a vector of flonums, forward mode", "a vector of flonums, reverse mode"],
    ),
    (
        "(jacobian (lambda (v) (vector-map (lambda (x) (vector (vector x 1.0) (vector (* x x) x))) v)) #(1.0 2.0))",
        &["a vector of flonums, forward mode"],
    ),
    (
        "(hessian (lambda (v) (vector-sum (vector-map (lambda (x) (* x (sin x))) v))) #(1.0 2.0))
         (gradient (lambda (v) (fold + 0 (map square (vector->list v)))) #(1.0 2.0))
         (hessian (lambda (v) (vector-dot v v)) #(1.0 2.0))",
        &[
            "a vector of flonums, forward mode",
            "a vector of flonums, reverse mode",
            "a vector of flonums, reverse mode",
            "a vector of flonums, forward mode",
            "a vector of flonums, reverse mode",
        ],
    ),
    (
        "(define (line x) (fold (lambda (i s) (+ s (* x i))) 0.0 (iota (string->number \"1000\"))))
         (gradient line 2.0)",
        &["a flonum, reverse mode"],
    ),
    ("(jacobian (lambda (v) (f64vector (vector-ref v 0) 2)) #(1.0))", &["a vector of flonums, forward mode"]),
    ("(jacobian (lambda (p) (cons (cdr p) (car p))) (cons 1.0 2.0))", &["a structure of flonums, forward mode"]),
    (
        "(hvp (lambda (p) (* (car p) (vector-ref (cdr p) 0))) (cons 1.0 (vector 2.0)) (cons 1.0 (vector 0.5)))",
        &["a structure of flonums, forward mode", "a structure of flonums, reverse mode"],
    ),
    (
        "(define (total p) (let loop ((p p) (s 1.0)) (if (null? p) s (loop (cdr p) (* s (square (car p)))))))
         (hessian total (list 1.0 2.0))",
        &["a structure of flonums, forward mode", "a structure of flonums, reverse mode"],
    ),
    (
        "(gradient (lambda (v) (let ((w (vector-append v v))) (vector-copy! w 0 w 1 3) (apply * (vector->list w 1 4))))
                   (vector 1.0 2.0))",
        &["a vector of flonums, reverse mode"],
    ),
    (
        "(define (median v) (vector-ref (sort v <) (quotient (vector-length v) 2)))
         (gradient median (vector 3.0 1.0 2.0 5.0 4.0 9.0 7.0 8.0 6.0))",
        &["a vector of flonums, reverse mode"],
    ),
    (
        "(define (f v) (fold + 0 (map * (iota (vector-length v)) (vector->list v))))
         (gradient f (vector 1.0 2.0))",
        &["a vector of flonums, reverse mode"],
    ),
    (
        "(import (fluxion base) (fluxion tensor))
         (gradient (lambda (t) (let ((v (vector t (* t t)))) (tensor-sum (vector-ref v 1)))) (tensor '(1.0 2.0)))",
        &[TENSORS],
    ),
    (
        "(import (fluxion base) (fluxion tensor) (fluxion nn))
         (define (loss params x) (let-values (((state states) (gru params #f x))) (tensor-sum states)))
         (define params (make-gru (make-key 1) 2 3))
         (gradient (lambda (p) (loss p (tensor-ones '(2 4 2)))) params)",
        &[TENSORS],
    ),
    (
        "(jvp (lambda (p) (* (car p) (vector-ref (cdr p) 1))) (cons 2.0 (vector 1.0 3.0)) (cons 1.0 (vector 0.0 1.0)))",
        &["a structure of flonums, forward mode"],
    ),
];

/// The derivatives of a program: for each, the points that its code is complete for.
fn derivatives(path: &str) -> Vec<Vec<String>> {
    let outcome = FLUXION.command(&["explain", path], &folder().join("..")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(outcome.end, End::Status(0), "{outcome:#?}");
    let mut sites: Vec<Vec<String>> = Vec::new();
    let mut lines = outcome.output.lines().peekable();
    while let Some(line) = lines.next() {
        if line.ends_with(" derivative") {
            sites.push(Vec::new());
        } else if let Some(point) = line.strip_prefix("  path: compiled for ")
            && !lines.peek().is_some_and(|next| next.starts_with("    generic where "))
        {
            sites.last_mut().expect("a path belongs to a derivative").push(point.to_owned());
        }
    }
    sites
}

fn check(name: &str, found: &[Vec<String>], expected: &[&str]) {
    assert_eq!(found.len(), expected.len(), "{name}: {found:#?}");
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let is_right = found.is_empty() && *expected == GENERIC || found.iter().any(|point| point == expected);
        assert!(is_right, "{name}: derivative {index} is not compiled for {expected}, but for {found:?}");
    }
}

#[test]
fn of_examples() {
    for name in examples().expect("the examples can be read") {
        let known = EXAMPLES.iter().find(|(example, _)| *example == name);
        check(&name, &derivatives(&format!("examples/{name}.scm")), known.map_or(&[], |(_, points)| *points));
    }
}

#[test]
fn of_programs() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("program.scm");
    for (text, expected) in PROGRAMS {
        std::fs::write(&path, text).expect("a file can be written");
        let path = path.to_str().expect("a path in UTF-8");
        check(text, &derivatives(path), expected);
        let run = FLUXION.command(&["run", "--count-attempts", path], &folder.path().join(".."));
        let errors = run.unwrap_or_else(|error| panic!("{error}")).errors;
        assert!(errors.contains(", of which gave up: 0\n") || expected.contains(&GENERIC), "{text}: {errors}");
    }
}

#[test]
fn of_benchmarks() {
    let bench = folder().join("../bench/ad");
    let read = |name: &str| std::fs::read_to_string(bench.join(name)).expect("a benchmark can be read");
    let out = tempfile::tempdir().expect("a folder can be made");
    for (name, expected) in BENCHMARKS {
        let path = out.path().join(name);
        std::fs::write(&path, read("harness.scm") + &read(&format!("{name}.scm"))).expect("a file can be written");
        check(name, &derivatives(path.to_str().expect("a path in UTF-8")), expected);
    }
}

/// Both modes of every rule of the table of which `tests/ad/tensor_rows.scm` has an example.
#[test]
fn of_rows_of_tensors() {
    let text = std::fs::read_to_string(folder().join("ad/tensor_rows.scm")).expect("the file can be read");
    let out = tempfile::tempdir().expect("a folder can be made");
    for case in text.split("\n;--- ").skip(1) {
        let (name, program) = case.split_once('\n').expect("a case has a program");
        let path = out.path().join(name);
        std::fs::write(&path, program).expect("a file can be written");
        let found = derivatives(path.to_str().expect("a path in UTF-8"));
        let generic = found.iter().filter(|points| points.is_empty()).count();
        assert_eq!(generic, 0, "{name}: {found:#?}");
    }
}
