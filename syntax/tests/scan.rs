//! `scan_datum` splits a text where `read_datums` does.

use std::convert::Infallible;

use proptest::prelude::*;
use syntax::{CharSource, Datum, FileId, ScanEnd, read_datums, scan_datum};

struct Text<'a>(&'a str);

impl CharSource for Text<'_> {
    type Error = Infallible;
    fn peek(&mut self) -> Result<Option<char>, Infallible> {
        Ok(self.0.chars().next())
    }
    fn advance(&mut self) {
        let next = self.0.chars().next().map_or(0, char::len_utf8);
        self.0 = &self.0[next..];
    }
}

/// The texts of the datums, and how it ended.
fn pieces(text: &str) -> (Vec<String>, ScanEnd) {
    let mut source = Text(text);
    let mut pieces = Vec::new();
    loop {
        let Ok(scanned) = scan_datum(&mut source);
        match scanned.end {
            ScanEnd::Datum => pieces.push(scanned.text),
            end => return (pieces, end),
        }
    }
}

#[test]
fn stops_behind_the_datum() {
    let cases: &[(&str, &[&str], ScanEnd)] = &[
        ("a b", &["a", " b"], ScanEnd::Nothing),
        ("(a (b)) c ", &["(a (b))", " c"], ScanEnd::Nothing),
        ("'a'b", &["'a", "'b"], ScanEnd::Nothing),
        ("#;a b #;'c d ; e", &["#;a b", " #;'c d"], ScanEnd::Nothing),
        ("'#;a b #; #; c d e", &["'#;a b", " #; #; c d e"], ScanEnd::Nothing),
        ("#| a |# b #|#||#|#", &["#| a |# b"], ScanEnd::Nothing),
        ("#|#|#", &[], ScanEnd::Incomplete),
        ("\"a\\\"b\" |c)d|", &["\"a\\\"b\"", " |c)d|"], ScanEnd::Nothing),
        ("#\\( #\\space #\\)", &["#\\(", " #\\space", " #\\)"], ScanEnd::Nothing),
        ("#0=(a . #0#) #u8(1) #F64(2) #(3)", &["#0=(a . #0#)", " #u8(1)", " #F64(2)", " #(3)"], ScanEnd::Nothing),
        ("#!fold-case A", &["#!fold-case A"], ScanEnd::Nothing),
        ("a) b", &["a", ")", " b"], ScanEnd::Nothing),
        ("(a (b)", &[], ScanEnd::Incomplete),
        ("'", &[], ScanEnd::Incomplete),
        ("\"a", &[], ScanEnd::Incomplete),
        ("#;a", &[], ScanEnd::Nothing),
    ];
    for (text, datums, end) in cases {
        let (found, found_end) = pieces(text);
        assert_eq!(found, *datums, "{text}");
        assert_eq!(found_end, *end, "{text}");
    }
}

proptest! {
    // Most texts are left out: few random ones are datums.
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn splits_as_the_reader_does(text in "[-a()\\[\\]'`,@#|;\"\\\\.0-9xeu8f64t=\n ]{0,40}") {
        let (datums, diagnostics) = read_datums(&text, FileId(0));
        prop_assume!(diagnostics.is_empty());
        let (pieces, end) = pieces(&text);
        let read: Vec<Datum> = pieces.iter().flat_map(|piece| read_datums(piece, FileId(0)).0).collect();
        prop_assert_eq!(end, ScanEnd::Nothing, "{}", text);
        prop_assert_eq!(pieces.len(), datums.len(), "{}", text);
        prop_assert_eq!(read, datums, "{}", text);
    }

    #[test]
    fn an_unfinished_text_is_incomplete(text in "[a()' ]{0,20}") {
        let (_, diagnostics) = read_datums(&text, FileId(0));
        let open = diagnostics.iter().any(|it| it.message.contains("end of the file"));
        let closes = diagnostics.iter().any(|it| it.message.contains("unexpected"));
        prop_assume!(!closes);
        prop_assert_eq!(pieces(&text).1 == ScanEnd::Incomplete, open, "{}", text);
    }
}
