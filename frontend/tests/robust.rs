//! No input makes the expander panic or run without end.

mod common;

use common::diagnostics;
use proptest::prelude::*;

/// Texts of forms that are often, but not always, well formed.
fn form() -> impl Strategy<Value = String> {
    let words = "lambda case-lambda let let* letrec letrec* let-values let*-values define define-values quote quasiquote \
        unquote unquote-splicing define-record-type define-syntax let-syntax letrec-syntax syntax-rules syntax-error if \
        set! begin cond case and or when unless do delay delay-force parameterize guard cond-expand include import \
        require define-library else => ... _ x y f car () (x) ((x 1)) (x y) (x . y) #(x) 1 \"s\" #t (scheme base) only export";
    let words: Vec<&str> = words.split_whitespace().collect();
    let leaf = proptest::sample::select(words).prop_map(str::to_owned);
    leaf.prop_recursive(5, 60, 6, |inner| {
        (prop::collection::vec(inner, 1..6), 0..8_u8).prop_map(|(items, shape)| match shape {
            0 if items.len() > 1 => format!("({} . {})", items[1..].join(" "), items[0]),
            1 => format!("#({})", items.join(" ")),
            2 => format!("({})", items[0]),
            _ => format!("({})", items.join(" ")),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forms(forms in prop::collection::vec(form(), 1..4)) {
        diagnostics(&forms.join(" "));
    }

    #[test]
    fn macros(rule in form(), template in form(), used in form()) {
        diagnostics(&format!("(define-syntax m (syntax-rules () ((_ {rule}) {template}))) (m {used})"));
    }

    #[test]
    fn heads(head in "let|let\\*|letrec|define|lambda|case-lambda|do|case|cond|guard|parameterize|define-record-type|\
        let-values|define-values|syntax-rules|import|define-library|cond-expand|quasiquote|let-syntax|define-syntax|begin|set!",
        parts in prop::collection::vec(form(), 0..4)) {
        diagnostics(&format!("({head} {})", parts.join(" ")));
        diagnostics(&format!("(define (f x) ({head} {}) x)", parts.join(" ")));
        diagnostics(&format!("(list ({head} {}))", parts.join(" ")));
        diagnostics(&format!("({head} . {})", parts.join(" . ")));
        diagnostics(&format!("(define (f x) ({head} x . y) ({head} . y))"));
    }
}

#[test]
fn macros_without_end() {
    for text in [
        "(define-syntax m (syntax-rules () ((_) (m)))) (m)",
        "(define-syntax m (syntax-rules () ((_) (begin (m) (m))))) (m)",
        "(define-syntax m (syntax-rules () ((_) (car (m))))) (m)",
        "(define-syntax m (syntax-rules () ((_ x) (m (x x))))) (m 1)",
        "(define-syntax m (syntax-rules () ((_ x ...) (list (m x ... x ...))))) (m 1)",
        "(define (f) (define-syntax m (syntax-rules () ((_) (m)))) (m))",
        "(let-syntax ((m (syntax-rules () ((_) 1)))) (letrec-syntax ((m (syntax-rules () ((_) (m))))) (m)))",
    ] {
        let found = diagnostics(text);
        assert!(found.len() == 1 && found[0].contains("macro-loop"), "{text}: {found:?}");
    }
}

#[test]
fn deep_nesting() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(3_000), close.repeat(3_000));
    for text in [
        deep("(car ", ")"),
        deep("(let ((x 1)) ", ")"),
        deep("(lambda () ", ")"),
        deep("`(a ,", ")"),
        deep("(if 1 2 ", ")"),
    ] {
        assert_eq!(diagnostics(&text), Vec::<String>::new());
    }
    assert_eq!(diagnostics(&format!("(or {})", "#f ".repeat(20_000))), Vec::<String>::new());
    assert_eq!(diagnostics(&format!("(cond {} (else 1))", "(#f 1) ".repeat(20_000))), Vec::<String>::new());
}
