//! Examples of every style, and properties: twice is once, datums and comments stay.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use syntax::{FileId, PieceKind, read_datums, split_pieces};

use super::*;

fn format(text: &str) -> String {
    format_program(text, FileId(0)).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"))
}

/// The comments of a text, without blanks at the ends of lines.
fn comments(text: &str) -> Vec<String> {
    let pieces = split_pieces(text).expect("tokens");
    let comments = pieces.iter().filter(|piece| matches!(piece.kind, PieceKind::LineComment | PieceKind::BlockComment));
    comments.map(|piece| text[piece.range.clone()].trim_end().to_owned()).collect()
}

/// The datums of a text as they are printed: NaN is not equal to itself.
fn datums(text: &str) -> Vec<String> {
    read_datums(text, FileId(0)).0.iter().map(syntax::print_datum).collect()
}

/// The tokens of a text as they are spelled.
fn spellings(text: &str) -> Vec<&str> {
    let pieces = split_pieces(text).expect("tokens");
    let tokens = pieces.iter().filter(|piece| matches!(piece.kind, PieceKind::Token(_)));
    tokens.map(|piece| &text[piece.range.clone()]).collect()
}

fn check_properties(name: &str, text: &str) {
    let once = format(text);
    assert_eq!(once, format(&once), "{name}: formatting twice is not formatting once of\n{text}");
    assert_eq!(datums(text), datums(&once), "{name}: datums of\n{text}\n{once}");
    assert_eq!(comments(text), comments(&once), "{name}: comments of\n{text}\n{once}");
    assert_eq!(spellings(text), spellings(&once), "{name}: spellings of\n{text}\n{once}");
}

/// Pairs of texts before and after, separated by lines of `=>` and `---`.
#[test]
fn examples() {
    for example in include_str!("examples.txt").split("\n---\n") {
        let (before, after) = example.split_once("\n=>\n").expect("an example has an arrow");
        let after = format!("{}\n", after.trim_end_matches('\n'));
        assert_eq!(format(before), after, "of\n{before}");
        assert_eq!(format(&after), after, "twice");
        check_properties("an example", before);
    }
}

#[test]
fn empty_programs_stay_empty() {
    assert_eq!(format(""), "");
    assert_eq!(format(" \n\n"), "");
    assert_eq!(format("\u{feff}1"), "\u{feff}1\n");
    assert_eq!(format("#!/usr/bin/env fluxion\n1"), "#!/usr/bin/env fluxion\n1\n");
    assert_eq!(format("#!/usr/bin/env fluxion\n\n\n1"), "#!/usr/bin/env fluxion\n\n1\n");
    assert_eq!(format("#!/usr/bin/env fluxion"), "#!/usr/bin/env fluxion\n");
}

#[test]
fn line_ends_of_other_systems_are_line_ends() {
    assert_eq!(format("(a\r\n b) ; c\r\n\r\n\r\nd"), "(a\n b) ; c\n\nd\n");
}

#[test]
fn programs_with_errors_are_left_alone() {
    assert!(format_program("(a", FileId(0)).is_err());
    assert!(format_program("(a #| b", FileId(0)).is_err());
}

#[test]
fn the_time_is_linear_in_nesting() {
    let text = format!("{}x{}", "(f y (g z ".repeat(2_000), "))".repeat(2_000));
    let deep = std::thread::Builder::new().stack_size(1 << 28).spawn(move || check_properties("deep", &text));
    deep.expect("a thread").join().expect("no panic");
}

#[test]
fn files_of_the_repository() {
    let mut files = Vec::new();
    add_programs(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut files);
    assert!(files.len() > 50, "{files:?}");
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a program can be read");
        if format_program(&text, FileId(0)).is_ok() {
            check_properties(&path.display().to_string(), &text);
        }
    }
}

fn add_programs(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            add_programs(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "scm" || extension == "sld") {
            files.push(path);
        }
    }
}

/// Blanks, line ends and comments.
fn gap() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => Just(" ".to_owned()),
        6 => Just("\n".to_owned()),
        1 => Just("\n\n\n  ".to_owned()),
        1 => Just("  ; note \n".to_owned()),
        1 => Just("\n;; a line\n".to_owned()),
        1 => Just(" #| block |# ".to_owned()),
        1 => Just("\n#| two\n lines #| nested |# |#\n".to_owned()),
        1 => Just(" #;(left out) ".to_owned()),
        1 => Just(" #; ; why\n 'x ".to_owned()),
    ]
}

fn atom() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "x", "long-name-of-a-procedure", "1.50", "#e1.5", "#x1F", "\"text\"", "\"two\nlines\"", "#\\space", "#\\(",
            "|a symbol|", "=>", "else", "...", "@x", "#t", "a-name-that-takes-up-much-of-the-room-that-a-line-has",
        ]).prop_map(str::to_owned),
    ]
}

fn head() -> impl Strategy<Value = String> {
    let names: Vec<&str> = crate::forms::FORMS.iter().flat_map(|form| form.names.iter().copied()).collect();
    prop_oneof![prop::sample::select(names).prop_map(str::to_owned), atom()]
}

fn datum() -> impl Strategy<Value = String> {
    atom().prop_recursive(6, 60, 6, |inner| {
        let join = |items: Vec<(String, String)>| items.into_iter().map(|(gap, item)| gap + &item).collect::<String>();
        let items = prop::collection::vec((gap(), inner.clone()), 0..6).prop_map(join).boxed();
        prop_oneof![
            6 => (head(), items.clone(), gap()).prop_map(|(head, items, end)| format!("({head}{items}{end})")),
            2 => (items.clone(), gap()).prop_map(|(items, end)| format!("({items}{end})")),
            1 => (items, gap()).prop_map(|(items, end)| format!("#({items}{end})")),
            1 => (inner.clone(), gap(), inner.clone()).prop_map(|(a, gap, b)| format!("({a}{gap}. {b})")),
            1 => (prop::sample::select(vec!["'", "`", ", ", ",@", "#;x '"]), inner).prop_map(|(sign, x)| format!("{sign}{x}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]
    #[test]
    fn random_programs(forms in prop::collection::vec((gap(), datum()), 0..5)) {
        let text: String = forms.into_iter().map(|(gap, form)| format!("{gap}{form}\n")).collect();
        check_properties("a random program", &text);
    }
}
