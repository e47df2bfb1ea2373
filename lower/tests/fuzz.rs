//! The functions that are fuzzed (fuzz/targets.rs) on seeded inputs: the golden programs, changed at random, and random
//! sequences of pieces. `FUZZ_ROUNDS` multiplies the number of inputs, `FUZZ_SEED` chooses others.

use std::panic::catch_unwind;
use std::path::Path;

#[path = "../../fuzz/targets.rs"]
mod targets;

/// Random numbers from a seed (xorshift).
struct Rng(u64);

impl Rng {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    " ",
    "'",
    "`",
    ",",
    ",@",
    "#(",
    "#u8(",
    "#f64(",
    "#;",
    "#|",
    "|#",
    ";",
    "\n",
    "\"",
    "\\",
    "|",
    ".",
    "...",
    "#\\",
    "#\\x",
    "#t",
    "#false",
    "#0=",
    "#0#",
    "#!fold-case",
    "#!eof",
    "#!",
    "=>",
    "_",
    "λ",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "é",
    "x",
    "y",
    "f",
    "()",
    "1",
    "-1",
    "1.5e300",
    "1/2",
    "1/0",
    "+i",
    "1@2",
    "-inf.0",
    "+nan.0",
    "1e999",
    "#xFF",
    "#e1.5",
    "#i1/3",
    "99999999999999999999",
    "0.1e-400",
    "lambda",
    "define",
    "let",
    "let*",
    "letrec",
    "let-values",
    "define-values",
    "define-syntax",
    "syntax-rules",
    "let-syntax",
    "define-record-type",
    "case-lambda",
    "if",
    "set!",
    "begin",
    "cond",
    "case",
    "and",
    "or",
    "when",
    "unless",
    "do",
    "delay",
    "delay-force",
    "parameterize",
    "guard",
    "else",
    "cond-expand",
    "include",
    "import",
    "only",
    "except",
    "prefix",
    "rename",
    "(scheme base)",
    "(srfi 1)",
    "(fluxion ad)",
    "define-library",
    "export",
    "quote",
    "quasiquote",
    "unquote",
    "unquote-splicing",
    "match",
    "?",
    "list",
    "vector",
    "car",
    "cons",
    "+",
    "call/cc",
    "values",
    "gradient",
    "assert",
    "library",
    "not",
];

const NUMERALS: &[&str] = &[
    "0",
    "1",
    "7",
    "9",
    "12",
    "f",
    "e",
    "E",
    "e10",
    "e-5",
    "e99999",
    ".",
    "/",
    "+",
    "-",
    "i",
    "@",
    "#x",
    "#b",
    "#o",
    "#d",
    "#e",
    "#i",
    "inf.0",
    "nan.0",
    "123456789012345678901234567890",
    "1.7976931348623157e308",
    "5e-324",
    "2.2250738585072011e-308",
    "z",
    " ",
    "_",
];

/// The golden programs.
fn corpus() -> Vec<Vec<char>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut folders = vec![root];
    let mut programs = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> =
            std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "scm") {
                let text = std::fs::read_to_string(path).expect("a text");
                let sections = text.split(";---").filter(|section| section.len() < 4000);
                programs.extend(sections.map(|section| section.chars().collect()));
            }
        }
    }
    assert!(programs.len() > 100);
    programs
}

/// Up to 200 characters.
fn part(rng: &mut Rng, text: &[char]) -> Vec<char> {
    let start = rng.below(text.len());
    let length = if rng.below(2) == 0 { rng.below(8) } else { rng.below(200) };
    text[start..].iter().take(length).copied().collect()
}

fn change(rng: &mut Rng, text: &mut Vec<char>, corpus: &[Vec<char>]) {
    let at = rng.below(text.len() + 1);
    let inserted = match rng.below(6) {
        0 => rng.pick(PIECES).chars().collect(),
        1 => format!(" {} ", rng.pick(PIECES)).chars().collect(),
        2 => part(rng, text),
        3 => {
            let other = rng.pick(corpus);
            part(rng, other)
        }
        4 => {
            let end = (at + part(rng, text).len()).min(text.len());
            text.drain(at..end);
            return;
        }
        _ => vec![char::from_u32(rng.below(0x300) as u32).unwrap_or(' ')],
    };
    text.splice(at..at, inserted);
}

fn mutated(rng: &mut Rng, corpus: &[Vec<char>]) -> String {
    let mut text = rng.pick(corpus).clone();
    for _ in 0..1 + rng.below(6) {
        change(rng, &mut text, corpus);
    }
    text.into_iter().collect()
}

fn joined(rng: &mut Rng, pieces: &[&str], most: usize, separators: &[&str]) -> String {
    (0..1 + rng.below(most)).map(|_| format!("{}{}", rng.pick(pieces), rng.pick(separators))).collect()
}

/// Calls a target with inputs of a kind; a panic is reported with its input.
fn run(rounds: usize, target: fn(&[u8]), input: impl Fn(&mut Rng) -> String + Send + 'static) {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let rounds = rounds * number("FUZZ_ROUNDS", 1);
    let mut rng = Rng(0x9E37_79B9_7F4A_7C15 ^ number("FUZZ_SEED", 0) as u64);
    let work = move || {
        for _ in 0..rounds {
            let text = input(&mut rng);
            if catch_unwind(|| target(text.as_bytes())).is_err() {
                panic!("with this input: {text:?}");
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(4 << 30).spawn(work).expect("a thread can be started");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn changed_programs_are_read() {
    let corpus = corpus();
    run(3000, targets::read, move |rng| mutated(rng, &corpus));
}

#[test]
fn pieces_are_read() {
    run(5000, targets::read, |rng| joined(rng, PIECES, 40, &["", " "]));
}

#[test]
fn numerals() {
    run(30_000, targets::number, |rng| joined(rng, NUMERALS, 8, &[""]));
}

#[test]
fn changed_programs_are_expanded() {
    let corpus = corpus();
    run(1000, targets::expand, move |rng| mutated(rng, &corpus));
}

#[test]
fn pieces_are_expanded() {
    run(2000, targets::expand, |rng| joined(rng, PIECES, 40, &[" ", " ", " ( ", " ) "]));
}
