//! What forms become in hir.

mod common;

use common::{expand_with, hir};

/// The last item of a program's hir.
fn last(text: &str) -> String {
    let all = hir(text);
    let start = all.rmatch_indices("(marker ").next().map_or(0, |(at, _)| at);
    all[start..].to_owned()
}

#[test]
fn calls_of_primitives_are_visible() {
    assert_eq!(hir("(cons 1 '(a))"), "(cons '1 '(a))");
}

#[test]
fn let_and_immediate_lambda_are_let() {
    assert_eq!(hir("(let ((x 1)) (car x))"), "(let ((x.x0 '1)) (car x.x0))");
    assert_eq!(hir("((lambda (x) (car x)) 1)"), "(let ((x.x0 '1)) (car x.x0))");
}

#[test]
fn let_bound_lambda_is_fix_unless_assigned() {
    assert_eq!(hir("(let ((f (lambda () 1))) (f))"), "(fix ((f.x0 (lambda () '1))) (f.x0))");
    let assigned = hir("(let ((f (lambda () 1))) (set! f car) (f))");
    assert!(assigned.contains("(let ((f.x0 (lambda () '1)))"), "{assigned}");
}

#[test]
fn named_let_is_fix_and_its_values_are_outside() {
    assert_eq!(
        hir("(let loop ((x 1)) (if (null? x) x (loop (cdr x))))"),
        "(fix ((loop.x0 (lambda (x.x1) (if (null? x.x1) x.x1 (loop.x0 (cdr x.x1)))))) (loop.x0 '1))"
    );
    let outside = hir("(define (loop x) x) (let loop ((y (loop 1))) y)");
    assert!(outside.contains("(loop.x1 (loop.g0 '1))"), "{outside}");
}

#[test]
fn bodies_are_split_by_dependence() {
    let text =
        "(define (f v) (define n (car v)) (define (even n) (if n #t (odd n))) (define (odd n) (if n #f (even n)))
                  (define m (even n)) m)";
    let found = hir(text);
    assert!(found.contains("(let ((n.x1 (car v.x0)))"), "{found}");
    assert!(found.contains("(fix ((even.x2 (lambda"), "{found}");
    assert!(found.contains("(let ((m.x4 (even.x2 n.x1)))"), "{found}");
    assert!(!found.contains("check-defined") && !found.contains("set!"), "{found}");
}

#[test]
fn possible_early_uses_are_checked() {
    let found = hir("(define (f) (define a (car (list (lambda () b)))) (define (g) b) (define c (g)) (define b 5) c)");
    assert!(found.contains("(check-defined b"), "{found}");
}

#[test]
fn expressions_between_definitions_keep_their_order() {
    let found = hir("(define (f v) (define a (car v)) (set-car! v 1) (define b (car v)) (cons a b))");
    let place = |part: &str| found.find(part).unwrap_or_else(|| panic!("{part} in {found}"));
    assert!(place("(a.x1 (car v.x0))") < place("(set-car! v.x0 '1)"), "{found}");
    assert!(place("(set-car! v.x0 '1)") < place("(b.x2 (car v.x0))"), "{found}");
}

#[test]
fn primitives_as_values_share_one_lambda() {
    let found = hir("(list car car)");
    assert_eq!(found.matches("(define car").count(), 1, "{found}");
}

#[test]
fn programs_shadow_the_library_without_changing_it() {
    let found = hir("(define (null? x) 'mine) (null? 1) (fold cons '() '(1))");
    assert!(found.contains("(define null?.g0 (lambda (x.x0) 'mine))"), "{found}");
    assert_eq!(found.matches("null?.g0").count(), 2, "{found}");
}

#[test]
fn rules_of_procedures_of_libraries_are_kept_with_them() {
    let import = "(import (fluxion base) (fluxion tensor))";
    let has = |program: &str| hir(&format!("{import} {program}")).contains("(define qr-factors");
    assert!(!has("(tensor-arange 3)"));
    assert!(has("(tensor-qr (tensor-eye 2))"));
    assert!(!hir(&format!("{import} (tensor-qr (tensor-eye 2))")).contains("set! qr-factors"));
}

#[test]
fn only_what_is_reached_is_kept() {
    let found = hir("(define (twice x) (cons x x)) (twice 1)");
    assert_eq!(found, "(define twice.g0 (lambda (x.x0) (cons x.x0 x.x0))) (twice.g0 '1)");
}

#[test]
fn main_is_called_unless_the_program_does() {
    assert!(hir("(define (main) 1)").ends_with("(main.g0)"));
    assert!(hir("(define (main args) 1)").ends_with("(main.g0 (command-line.g1))"));
    assert!(hir("(define (main . args) 1)").ends_with("(main.g0)"));
    assert!(hir("(define main (lambda () 1))").ends_with("(main.g0)"));
    assert_eq!(hir("(define (main) 1) (list (main))").matches("(main.g0)").count(), 1);
    assert_eq!(hir("(define (main) 1) (define x (main))").matches("(main.g0)").count(), 1);
    assert_eq!(hir("(define (main) 1) (define (again) (main))").matches("(main.g0)").count(), 2);
}

#[test]
fn quasiquote() {
    assert_eq!(last("(define x 1) `(a ,x)").split("'1) ").last(), Some("(cons 'a (cons x.g0 '()))"));
    assert!(hir("`(1 `(2 ,(3 ,(car '(4)))))").contains("'quasiquote"));
    assert!(hir("`#(1 ,(car '(2)))").starts_with("(list->vector"));
}

#[test]
fn hygiene() {
    let swap = "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))";
    let found = hir(&format!("{swap} (lambda (tmp other) (swap! tmp other))"));
    assert!(found.contains("(let ((tmp.x2 tmp.x0)) (begin (set! tmp.x0 other.x1) (set! other.x1 tmp.x2)))"), "{found}");
    let or = "(define-syntax my-or (syntax-rules () ((_ a b) (let ((t a)) (if t t b)))))";
    let found = hir(&format!("{or} (lambda (t if) (my-or if t))"));
    assert!(found.contains("(let ((t.x2 if.x1)) (if t.x2 t.x2 t.x0))"), "{found}");
}

#[test]
fn macros_of_libraries_mean_what_they_meant_there() {
    let library = "(define-library (m) (export twice) (import (scheme base))
        (begin (define (helper x) (cons x x))
               (define-syntax twice (syntax-rules () ((_ x) (helper x))))))";
    let program = "(import (rename (m) (twice double)) (scheme base)) (define (helper x) x) (double 1)";
    let found = expand_with(program, &[("m.sld", library)]);
    assert_eq!(found.diagnostics, Vec::<String>::new());
    let found = common::plain(&found.hir);
    let calls: Vec<&str> = found.split(") (").collect();
    let last = calls.last().copied().unwrap_or_default();
    assert!(last.starts_with("helper.g0 '1"), "{found}");
    assert!(found.contains("(define helper.g0 (lambda (x.x0) (cons"), "{found}");
}

#[test]
fn libraries_of_the_program_are_evaluated_once_and_first() {
    let a = "(define-library (a) (export x) (import (scheme base)) (begin (define x (list 1)) (set-car! x 2)))";
    let b = "(define-library (b) (export y) (import (scheme base) (prefix (a) a:)) (begin (define y a:x)))";
    let found = expand_with("(import (scheme base) (b) (only (a) x)) (list x y)", &[("a.sld", a), ("b.sld", b)]);
    assert_eq!(found.diagnostics, Vec::<String>::new());
    let found = common::plain(&found.hir);
    assert!(found.starts_with("(define x."), "{found}");
    assert_eq!(found.matches("set-car!").count(), 1, "{found}");
}

#[test]
fn include_and_cond_expand() {
    let found = expand_with(
        "(cond-expand ((and r7rs (not vm)) (include \"x.scm\")) (else (none)))",
        &[("x.scm", "(cons 1 2)")],
    );
    assert_eq!(common::plain(&found.hir), "(cons '1 '2)");
}

#[test]
fn errors_in_included_files_name_them() {
    let found = expand_with("(include \"x.scm\")", &[("x.scm", "\n (unknown)")]);
    assert_eq!(found.diagnostics, ["x.scm:2:3 unbound-variable: unbound variable `unknown`"]);
}

#[test]
fn suggestions_and_where_a_name_comes_from() {
    let found = common::diagnostics("(vector-lenght 1)");
    assert_eq!(found, ["1:2 unbound-variable: unbound variable `vector-lenght`; did you mean `vector-length`?"]);
    let found = common::diagnostics("(import (scheme base)) (display 1)");
    assert_eq!(found, ["1:25 unbound-variable: unbound variable `display`; the library (scheme write) exports it"]);
}

#[test]
fn a_long_program_and_a_long_body() {
    let lines: String = (0..20_000).map(|n| format!("(define (f{n} x) (cons x {n}))\n")).collect();
    assert!(hir(&format!("{lines}(f7 1)")).ends_with("(f7.g7 '1)"));
    let lines: String = (1..3_000).map(|n| format!("(define a{n} (cdr a{}))\n", n - 1)).collect();
    assert!(hir(&format!("(define (g a0) {lines} a9)")).contains("a2999"));
}
