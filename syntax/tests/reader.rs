//! The reader: what it makes of text, what it says about bad text, and that it inverts the printer.

use proptest::prelude::*;
use syntax::{Datum, DatumKind, FileId, Number, Span, Symbol, print_datum, read_datums};

/// The datums as text, separated by blanks; panics on diagnostics.
fn shown(text: &str) -> String {
    let (datums, diagnostics) = read_datums(text, FileId(0));
    assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
    datums.iter().map(print_datum).collect::<Vec<_>>().join(" ")
}

/// The diagnostics as `start-end slug: message`, and the datums.
fn errors(text: &str) -> (Vec<String>, String) {
    let (datums, diagnostics) = read_datums(text, FileId(0));
    let line = |d: &syntax::Diagnostic| {
        let span = d.labels[0].span;
        format!("{}-{} {}: {}", span.start, span.end, d.slug, d.message)
    };
    (diagnostics.iter().map(line).collect(), datums.iter().map(print_datum).collect::<Vec<_>>().join(" "))
}

#[test]
fn datums() {
    let cases = [
        ("", ""),
        ("a b", "a b"),
        ("(a [b] ())", "(a (b) ())"),
        ("(a . b) (a b . (c . (d)))", "(a . b) (a b c d)"),
        ("'a `(b ,c ,@d) ', @e", "'a `(b ,c ,@d) ', @e"),
        ("(quote a) (quote) (quote a b)", "'a (quote) (quote a b)"),
        ("#(1 #(2)) #u8(0 255) #f64(1 .5 -inf.0) #u8() #()", "#(1 #(2)) #u8(0 255) #f64(1.0 0.5 -inf.0) #u8() #()"),
        ("#t #f #true #FALSE", "#t #f #t #f"),
        ("; comment\na ;b\n#| x #| y |# z |# c #;(d e) f #;#;g h i (#;j)", "a c f i ()"),
        ("#;'a b", "b"),
        ("... + - -> 1+ <=? a.b .a |a b| || |a\\x41;| |a\\|b\\n|", "... + - -> 1+ <=? a.b .a |a b| || aA |a\\|b\\n|"),
        (
            r#"#\a #\space #\ #\x #\x41 #\( #\; #\" #\λ #\nul #\newline #\x0"#,
            "#\\a #\\space #\\space #\\x #\\A #\\( #\\; #\\\" #\\λ #\\null #\\newline #\\null",
        ),
        (r#""a\n\t\"\\\x3bb;\a" """#, r#""a\n\t\"\\λ\a" """#),
        ("\"a\\  \n   b\" \"a\nb\" \"a\r\nb\"", r#""ab" "a\nb" "a\nb""#),
        ("#!fold-case ABC #\\SPACE |ABC| #!no-fold-case ABC", "abc #\\space ABC ABC"),
        ("#!/usr/bin/env fluxion\n(a)", "(a)"),
        ("1 -2 3/6 1.50 #xff #e.5 +inf.0 -nan.0", "1 -2 1/2 1.5 255 1/2 +inf.0 +nan.0"),
        ("\u{feff}a\u{a0}b", "a b"),
        ("a\"b\"c'd", "a \"b\" c 'd"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn diagnostics() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("(a (b", &["0-1 unbalanced-parenthesis: `(` is not closed at the end of the file (2 are open)"], "(a (b))"),
        ("a) b", &["1-2 unbalanced-parenthesis: unexpected `)`: nothing is open here"], "a b"),
        ("(a] b", &["2-3 unbalanced-parenthesis: expected `)`, found `]`"], "(a) b"),
        ("[a) b", &["2-3 unbalanced-parenthesis: expected `]`, found `)`"], "(a) b"),
        ("a \"b c", &["2-3 unterminated-string: a string is not closed at the end of the file"], "a \"b c\""),
        ("\"\\", &["0-1 unterminated-string: a string is not closed at the end of the file"], "\"\\\\\""),
        ("|b c", &["0-1 unterminated-symbol: `|` is not closed at the end of the file"], "|b c|"),
        ("a #| #| |# b", &["2-4 unterminated-comment: `#|` is not closed at the end of the file"], "a"),
        ("(')", &["1-2 missing-datum: expected a datum after `'`, found `)`"], "()"),
        ("a #;", &["2-4 missing-datum: expected a datum after `#;`, found the end of the file"], "a"),
        (
            "( . a) (a . ) (a . b c) . #(a . b)",
            &[
                "2-3 misplaced-dot: unexpected `.`: it stands between the last two datums of a list",
                "10-11 misplaced-dot: expected a datum after `.`",
                "21-22 misplaced-dot: expected `)`: one datum may follow `.`",
                "24-25 misplaced-dot: unexpected `.`: it stands between the last two datums of a list",
                "30-31 misplaced-dot: unexpected `.`: it stands between the last two datums of a list",
            ],
            "(a) (a) (a . b) #(a b)",
        ),
        ("\"a\\qb\"", &["2-4 invalid-escape: unknown escape `\\q`"], "\"ab\""),
        (
            "\"\\x; \\xd800; \\x41\"",
            &[
                "1-4 invalid-escape: unknown escape `\\x;`",
                "5-12 invalid-escape: unknown escape `\\xd800;`",
                "13-17 invalid-escape: unknown escape `\\x41`",
            ],
            "\"  \"",
        ),
        ("#\\spce", &["0-6 invalid-character: `#\\spce` is not the name of a character"], "#\\\u{fffd}"),
        ("#\\xd800", &["0-7 invalid-character: `#\\xd800` names no Unicode character"], "#\\\u{fffd}"),
        (
            "#xyz 1/0",
            &["0-4 invalid-number: `#xyz` is not a number", "5-8 invalid-number: `1/0` is not a number"],
            "|#xyz| |1/0|",
        ),
        (
            "#0=#0# (#1# #1=a #1=b) #1#",
            &[
                "0-6 datum-label: the label 0 names itself",
                "8-11 datum-label: no datum before it has the label 1",
                "17-20 datum-label: the label 1 is given twice in one datum",
                "23-26 datum-label: no datum before it has the label 1",
            ],
            "#f (#f #1=a #1=b) #f",
        ),
        ("#99999999999#", &["0-13 datum-label: the number of a label is too large"], "#f"),
        (
            "#12a #7 #",
            &[
                "0-4 unknown-syntax: unknown syntax `#12a`",
                "5-7 unknown-syntax: unknown syntax `#7`",
                "8-9 unknown-syntax: unknown syntax `#`",
            ],
            "|#12a| |#7| |#|",
        ),
        (
            "#foo #!eof",
            &["0-4 unknown-syntax: unknown syntax `#foo`", "5-10 unknown-syntax: unknown directive `#!eof`"],
            "|#foo|",
        ),
        (
            "#u8(1 256 a -1)",
            &[
                "6-9 invalid-element: expected an exact integer from 0 to 255",
                "10-11 invalid-element: expected an exact integer from 0 to 255",
                "12-14 invalid-element: expected an exact integer from 0 to 255",
            ],
            "#u8(1)",
        ),
        ("#f64(1 x)", &["7-8 invalid-element: expected a real number"], "#f64(1.0)"),
    ];
    for (text, expected, datums) in cases {
        let (found, read) = errors(text);
        assert_eq!(found, *expected, "{text}");
        assert_eq!(read, datums.replace("|1/0|", "1/0").replace("|#f64|", ""), "{text}");
    }
}

#[test]
fn unclosed_form_points_at_the_next_definition() {
    let (_, diagnostics) = read_datums("(define (f)\n  (g)\n(define b 1)\n(define c 2)\n", FileId(0));
    let starts: Vec<u32> = diagnostics[0].labels.iter().map(|label| label.span.start).collect();
    assert_eq!(starts, [0, 18]);
}

#[test]
fn spans() {
    let (datums, _) = read_datums(" (a 'b) ", FileId(3));
    let span = |start, end| Span { file: FileId(3), start, end };
    assert_eq!(datums[0].span, span(1, 7));
    let DatumKind::List(items, None) = &datums[0].kind else { panic!("{datums:?}") };
    assert_eq!((items[0].span, items[1].span), (span(2, 3), span(4, 6)));
}

#[test]
fn nesting_has_a_limit() {
    for (open, close) in [("(", ")"), ("'", ""), ("#(", ")"), ("(a . ", ")")] {
        let nested = |depth: usize| format!("{}x{}", open.repeat(depth), close.repeat(depth));
        let (datums, diagnostics) = read_datums(&nested(syntax::MAX_NESTING), FileId(0));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let text = print_datum(&datums[0]);
        assert!(text.len() > syntax::MAX_NESTING);
        let (_, diagnostics) = read_datums(&nested(1_000_000), FileId(0));
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].slug, "nesting-too-deep");
    }
}

#[test]
fn time_is_linear() {
    // Each of these would not end within the life of the test if a step were quadratic.
    for text in
        ["(a \"\\x\" ", ") ", "\"\\x", "1/", "#| ", "'", "a.b-i+", "|", "#;", "(define x '(1 2.5 \"s\" #\\a))\n", "12"]
    {
        let (_, diagnostics) = read_datums(&text.repeat(300_000), FileId(0));
        drop(diagnostics);
    }
}

fn exact() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(|int| Number::Int(int.into())),
        any::<i128>().prop_map(|int| Number::Int(num_bigint::BigInt::from(int) * int)),
        (any::<i64>(), 1..i64::MAX).prop_map(|(numerator, denominator)| {
            let ratio = num_rational::BigRational::new(numerator.into(), denominator.into());
            if ratio.is_integer() { Number::Int(ratio.to_integer()) } else { Number::Rat(ratio) }
        }),
    ]
}

fn float() -> impl Strategy<Value = Number> {
    prop_oneof![any::<f64>(), (-9..10i64).prop_map(|int| int as f64)]
        .prop_filter("NaN is not equal to itself", |float| !float.is_nan())
        .prop_map(Number::Float)
}

fn any_number() -> impl Strategy<Value = Number> {
    let complex = |real, imaginary| Number::Complex(Box::new([real, imaginary]));
    let nonzero =
        exact().prop_map(|number| if number == Number::Int(0.into()) { Number::Int(1.into()) } else { number });
    prop_oneof![
        exact(),
        float(),
        (exact(), nonzero).prop_map(move |(real, imaginary)| complex(real, imaginary)),
        (float(), float()).prop_map(move |(real, imaginary)| complex(real, imaginary)),
    ]
}

fn number() -> impl Strategy<Value = DatumKind> {
    any_number().prop_map(DatumKind::Number)
}

fn datum() -> impl Strategy<Value = Datum> {
    let place = Span { file: FileId(0), start: 0, end: 0 };
    let at = move |kind| Datum { kind, span: place };
    let name =
        prop_oneof!["[-+a-z.#|'i0-9@/e ]{0,6}", "\\PC{0,6}", Just("quote".to_string()), Just("unquote".to_string())];
    let atom = prop_oneof![
        any::<bool>().prop_map(DatumKind::Bool),
        number(),
        any::<char>().prop_map(DatumKind::Char),
        any::<String>().prop_map(DatumKind::String),
        name.prop_map(|name| DatumKind::Symbol(Symbol::new(&name))),
        proptest::collection::vec(any::<u8>(), 0..4).prop_map(DatumKind::Bytevector),
        proptest::collection::vec(-1e9..1e9f64, 0..4).prop_map(DatumKind::F64vector),
    ];
    atom.prop_map(at).prop_recursive(5, 64, 5, move |inner| {
        let items = proptest::collection::vec(inner.clone(), 0..5);
        prop_oneof![
            (items.clone(), proptest::option::of(inner)).prop_map(move |(items, tail)| {
                // A list as a tail is read as part of the list, and without items there is no tail.
                let tail = tail.filter(|tail| !items.is_empty() && !matches!(tail.kind, DatumKind::List(..)));
                at(DatumKind::List(items, tail.map(Box::new)))
            }),
            items.prop_map(move |items| at(DatumKind::Vector(items))),
        ]
    })
}

proptest! {
    #[test]
    fn reading_inverts_printing(datum in datum()) {
        let text = print_datum(&datum);
        let (datums, diagnostics) = read_datums(&text, FileId(0));
        prop_assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
        prop_assert_eq!(datums, vec![datum]);
    }

    #[test]
    fn any_text_can_be_read(text in "[-a()\\[\\]'`,@#|;\"\\\\.0-9xeu8f64t!=\n ]{0,60}") {
        let (datums, diagnostics) = read_datums(&text, FileId(0));
        for datum in &datums {
            prop_assert!(datum.span.end as usize <= text.len());
        }
        for diagnostic in &diagnostics {
            let span = diagnostic.labels[0].span;
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }
}
