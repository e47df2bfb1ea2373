//! The commands of `fluxion`: exit codes and output, on programs written into a folder of their own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use tests::case::Backend;
use tests::execute::{Collector, End, Fluxion, Outcome};
use tests::suite::find_fluxion;

static FLUXION: LazyLock<Fluxion> =
    LazyLock::new(|| find_fluxion(Collector::Normal).unwrap_or_else(|error| panic!("{error}")));

/// A folder of programs.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder can be made"));
        for (name, text) in files {
            let path = folder.0.path().join(name);
            std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder can be made");
            std::fs::write(path, text).expect("a file can be written");
        }
        folder
    }

    fn run(&self, args: &[&str]) -> Outcome {
        FLUXION.command(args, self.0.path()).unwrap_or_else(|error| panic!("{error}"))
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).expect("a file can be read")
    }

    /// Runs a command and compares its exit code, all that it prints, and a part of what it says about errors.
    #[track_caller]
    fn expect(&self, args: &[&str], code: i32, output: &str, error: &str) {
        let outcome = self.run(args);
        let is_right = outcome.end == End::Status(code) && outcome.output == output && outcome.errors.contains(error);
        assert!(is_right && outcome.errors.is_empty() == error.is_empty(), "fluxion {args:?}: {outcome:#?}");
    }

    /// As `expect`, where only a part of the output is compared.
    #[track_caller]
    fn expect_part(&self, args: &[&str], code: i32, part: &str) {
        let outcome = self.run(args);
        assert!(outcome.end == End::Status(code) && outcome.output.contains(part), "fluxion {args:?}: {outcome:#?}");
    }
}

const HELLO: &str = "(display \"hello \")\n(write (cdr (command-line)))\n(newline)\n";
const WRONG: &str = "(define (f x) (display x) (car x))\n(f 1)\n";
const UNBOUND: &str = "(display (cadddddr 1))\n";

/// Machine code of earlier runs is used again, and a program runs as well where there is none or where it is broken.
#[test]
fn machine_code_is_kept() {
    let program = "(define (f x) (* x x))\n(display (map f '(1 2 3)))\n(car 1)\n";
    let folder = Folder::new(&[("a.scm", program), ("file", "")]);
    let cache = folder.0.path().join("cache");
    let run = |cache: &Path| {
        let ran = FLUXION.run_file(
            Path::new("a.scm"),
            folder.0.path(),
            Backend::Jit,
            &[("FLUXION_CACHE", cache.as_os_str())],
        );
        let outcome = ran.unwrap_or_else(|error| panic!("{error}"));
        assert!(outcome.output == "(1 4 9)" && outcome.errors.contains("a.scm:3"), "{outcome:#?}");
    };
    let files = || std::fs::read_dir(&cache).expect("the cache is a folder").map(|file| file.expect("a file").path());
    // All parts of it: a run ends when others are still compiled.
    FLUXION
        .command_with_cache(&["prepare", "a.scm"], folder.0.path(), &cache)
        .unwrap_or_else(|error| panic!("{error}"));
    let contents: BTreeMap<_, _> = files().map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect();
    assert!(!contents.is_empty());
    run(&cache);
    assert_eq!(files().count(), contents.len(), "a run finds all that it needs");
    for (path, bytes) in &contents {
        std::fs::write(path, &bytes[..bytes.len() - 1]).expect("a file can be written");
    }
    run(&cache);
    // No place for it.
    run(&folder.0.path().join("file/cache"));
}

/// What one program has compiled of a library serves others.
#[test]
fn machine_code_of_libraries_is_shared() {
    let one = "(define xs (list 3 1 2))\n(write (list-sort < xs))\n";
    let other = "(define (f x) (+ x 1))\n(write (f 1))\n(define ys (list 7 5))\n(write (list-sort < ys))\n(car 1)\n";
    let folder = Folder::new(&[("one.scm", one), ("other.scm", other)]);
    let (path, cache) = (folder.0.path(), folder.0.path().join("cache"));
    let run = |args: &[&str], output: &str, error: &str| {
        let outcome = FLUXION.command_with_cache(args, path, &cache).unwrap_or_else(|error| panic!("{error}"));
        assert!(outcome.output == output && outcome.errors.contains(error), "{outcome:#?}");
        std::fs::read_dir(&cache).expect("the cache is a folder").count()
    };
    let prepared = run(&["prepare", "one.scm"], "", "");
    assert_eq!(run(&["run", "one.scm"], "(1 2 3)", ""), prepared);
    assert_eq!(run(&["prepare", "other.scm"], "", ""), prepared + 1, "the top level is all that is new");
    assert_eq!(run(&["run", "other.scm"], "2(5 7)", "other.scm:5:1"), prepared + 1);
}

/// What fails in library procedures, inlined ones and others, stands where the program calls them.
#[test]
fn places_of_library_errors() {
    let raise = "(define (f x)\n  (error \"bad\" x))\n(f 1)\n";
    let inlined = "(define (f l)\n  (map (lambda (x) x) l))\n(f 1)\n";
    let called = "(define (f l)\n  (car l)\n  (display (list-ref l 2)))\n(f (list 1))\n";
    let folder = Folder::new(&[("raise.scm", raise), ("inlined.scm", inlined), ("called.scm", called)]);
    folder.expect(&["run", "raise.scm"], 1, "", "error: bad 1\n  --> raise.scm:2:3\n");
    folder.expect(&["run", "inlined.scm"], 1, "", "found 1\n  --> inlined.scm:2:3\n");
    folder.expect(&["run", "called.scm"], 1, "", "found 2\n  --> called.scm:3:12\n");
}

#[test]
fn run() {
    let folder = Folder::new(&[("hello.scm", HELLO), ("wrong.scm", WRONG), ("unbound.scm", UNBOUND)]);
    folder.expect(&["run", "hello.scm", "a", "-b"], 0, "hello (\"a\" \"-b\")\n", "");
    let message = "error: car: argument 1 must be a pair, found 1\n  --> wrong.scm:1:27\n";
    folder.expect(&["run", "wrong.scm"], 1, "1", message);
    folder.expect(&["run", "unbound.scm"], 1, "", "error[unbound-variable]: unbound variable `cadddddr`");
    folder.expect(&["run", "absent.scm"], 1, "", "cannot read absent.scm");
    folder.expect(&["run"], 2, "", "Usage: fluxion run");
    folder.expect(&["run", "--max-heap", "much", "hello.scm"], 2, "", "expected a number of bytes");
    folder.expect(&["walk", "hello.scm"], 2, "", "unrecognized subcommand");
    folder.expect(&[], 2, "", "Usage: fluxion");
}

const LAZY: &str = "(define (from n) (lazy-cons n (from (+ n 1))))
(println (lazy-ref (lazy-filter even? (lazy-map 1+ (lazy-drop 1000 (from 0)))) 1000000))
(println (lazy-find (lambda (p) (> (car p) 1000000)) (lazy-enumerate (lazy-scan + 0 (lazy-range)))))
(define g (make-coroutine-generator (lambda (yield) (let loop ((i 0)) (yield i) (loop (+ i 1))))))
(println (generator-fold + 0 (generator-take g 1000000)))
";

#[test]
fn long_sequences_in_little_memory() {
    let folder = Folder::new(&[("lazy.scm", LAZY)]);
    let output = "2001002\n(1000001 . 500000500000)\n499999500000\n";
    folder.expect(&["run", "--max-heap", "32M", "lazy.scm"], 0, output, "");
}

/// What large tensors give has the same bits on any number of threads.
#[test]
fn threads() {
    let program = r#"
        (import (fluxion base) (fluxion tensor))
        (define (wave scale . shape) (tensor-reshape (sin (* scale (tensor-arange (apply * 1.0 shape)))) shape))
        (define (checksum t)
          (let ((bytes (tensor->bytevector t)))
            (let loop ((i 0) (sum 0))
              (if (= i (bytevector-length bytes))
                  sum
                  (loop (+ i 1) (modulo (+ (* 31 sum) (bytevector-u8-ref bytes i)) 1000003))))))
        (define (show . tensors) (for-each (lambda (t) (display (checksum t)) (newline)) tensors))
        (for-each
          (lambda (type)
            (define (cast t) (tensor-cast t type))
            (define a (cast (wave 0.37 200 300)))
            (define b (cast (wave 0.11 300 170)))
            (define images (cast (wave 0.3 12 3 20 20)))
            (define kernels (cast (wave 0.7 8 3 3 3)))
            (define x (cast (wave 0.01 300000)))
            (define (loss images kernels) (tensor-sum (square (conv2d images kernels))))
            (show (tensor-matmul a b)
                  (tensor-matmul (tensor-transpose b) (tensor-transpose a))
                  (tensor-matmul (cast (wave 0.2 40 33 60)) (cast (wave 0.4 60 20)))
                  (tensor-matmul (cast (wave 0.2 40 33 60)) (cast (wave 0.4 40 60 20)))
                  (conv2d images kernels 1 1)
                  (gradient (lambda (images) (loss images kernels)) images)
                  (gradient (lambda (kernels) (loss images kernels)) kernels)
                  (exp x) (tanh x) (expt (abs x) 1.7)
                  (tensor-softmax (tensor-reshape x '(300 1000)))
                  (tensor-stack (list (tensor-sum (tensor-reshape x '(3 100000)) 1)
                                      (tensor-max (tensor-reshape x '(3 100000)) 1)))
                  (tensor-sum (tensor-reshape x '(1000 300)) 0)
                  (tensor (list (tensor-sum x) (tensor-prod (+ 1 (* 1e-3 x)))))))
          '(f64 f32))"#;
    let folder = Folder::new(&[("a.scm", program)]);
    let one = folder.run(&["run", "--threads", "1", "a.scm"]);
    assert!(one.end == End::Status(0) && one.output.lines().count() == 28, "{one:#?}");
    folder.expect(&["run", "--threads", "2", "a.scm"], 0, &one.output, "");
    folder.expect(&["run", "--threads", "5", "a.scm"], 0, &one.output, "");
    folder.expect_part(&["run", "a.scm"], 0, &one.output);
    assert_eq!(folder.run(&["run", "--threads", "0", "a.scm"]).end, End::Status(2));
}

/// The values that the rules need are 120 tensors of 0.8 MB.
const GRADIENT: &str = "(import (fluxion base) (fluxion tensor))
(define w (sin (tensor-arange 100000)))
(define (f x) (let loop ((k 0) (s x)) (if (= k 40) (tensor-sum s) (loop (+ k 1) (sin (+ (* s w) x))))))
(println (tensor-shape (gradient f w)))
";

#[test]
fn a_gradient_keeps_no_cotangents() {
    let folder = Folder::new(&[("gradient.scm", GRADIENT)]);
    folder.expect(&["run", "--max-heap", "110M", "gradient.scm"], 0, "(100000)\n", "");
}

#[test]
fn exit_codes_of_programs() {
    let folder = Folder::new(&[("seven.scm", "(display 1) (exit 7)"), ("false.scm", "(exit #f)")]);
    folder.expect(&["run", "seven.scm"], 7, "1", "");
    folder.expect(&["run", "false.scm"], 1, "", "");
}

#[test]
fn build() {
    let folder = Folder::new(&[("hello.scm", HELLO), ("unbound.scm", UNBOUND)]);
    folder.expect(&["build", "hello.scm", "-o", "hello"], 0, "", "");
    let output = std::process::Command::new(folder.0.path().join("hello")).arg("a").output().expect("it runs");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).as_ref()), (Some(0), "hello (\"a\")\n"));
    folder.expect(&["build", "unbound.scm", "-o", "unbound"], 1, "", "error[unbound-variable]");
    assert!(!folder.0.path().join("unbound").exists());
    folder.expect(&["build", "hello.scm"], 2, "", "Usage: fluxion build");
}

#[test]
fn check() {
    let folder = Folder::new(&[("hello.scm", HELLO), ("unbound.scm", UNBOUND)]);
    folder.expect(&["check", "hello.scm"], 0, "", "");
    folder.expect(&["check", "unbound.scm"], 1, "", " --> unbound.scm:1:11");
    let json = folder.run(&["check", "--message-format", "json", "unbound.scm"]);
    assert_eq!((json.end, json.output.as_str()), (End::Status(1), ""));
    let line: serde_json::Value = serde_json::from_str(&json.errors).expect("one JSON object");
    assert_eq!((&line["slug"], &line["severity"]), (&"unbound-variable".into(), &"error".into()));
    assert_eq!((&line["labels"][0]["line"], &line["labels"][0]["column"]), (&1.into(), &11.into()));
}

#[test]
fn dump() {
    let program =
        "(define (add a b) (if (= a 0) b (add (- a 1) (+ b 1))))\n(display (add (length (command-line)) 2))\n";
    let folder = Folder::new(&[("add.scm", program)]);
    folder.expect_part(&["dump", "add.scm", "--after", "hir"], 0, "(add.g1 (-.g2 a.x0 '1) (+.g3 b.x1 '1))");
    folder.expect_part(&["dump", "add.scm", "--after", "expand_program"], 0, "(define add.g1 ");
    folder.expect_part(&["dump", "add.scm", "--after", "inline_calls"], 0, "(%- a.");
    folder.expect_part(&["dump", "add.scm", "--after", "lower_module"], 0, " add(v0 : any, v1 : any) : any");
    folder.expect_part(&["dump", "add.scm", "--after", "ssa"], 0, " add(v0 : fixnum, v1 : fixnum) : integer");
    folder.expect_part(&["dump", "add.scm", "--after", "emit_llvm"], 0, "define ");
    folder.expect_part(&["dump", "add.scm", "--after", "llvm"], 0, "call i64 @fx_command_line()");
    folder.expect(&["dump", "add.scm", "--after", "lunch"], 2, "", "invalid value 'lunch'");
    folder.expect(&["dump", "add.scm"], 2, "", "--after");
}

#[test]
fn explain() {
    let program = "(define (adder n) (lambda (x) (+ x n)))\n(display ((adder (length (command-line))) 1))\n";
    let folder = Folder::new(&[("adder.scm", program)]);
    let text = "adder.scm:1:19 lambda\n  captures: n\n  escapes: yes\n";
    folder.expect_part(&["explain", "adder.scm"], 0, text);
    folder.expect(&["explain", "absent.scm"], 1, "", "cannot read absent.scm");
    let program = "(define (cube x) (* x x x))\n(define-derivative (cube x) (dx) (* 3 x x dx))\n\
        (gradient (lambda (x) ((checkpoint cube) x)) 2.0)\n(derivative cube 2.0)\n";
    let folder = Folder::new(&[("rule.scm", program)]);
    let path = |place, mode| format!("rule.scm:{place}:1 derivative\n  path: compiled for a flonum, {mode} mode\n");
    folder.expect_part(&["explain", "rule.scm"], 0, &path(3, "reverse"));
    folder.expect_part(&["explain", "rule.scm"], 0, &path(4, "forward"));
}

#[test]
fn closures() {
    let program =
        "(define (f n) (let ((g (lambda (x) (+ x n)))) (+ (g 1) (g 2))))\n(display (f (length (command-line))))\n";
    let counter = "(define (counter n) (lambda () (set! n (+ n 1)) n))\n(display (map counter (command-line)))\n";
    let folder = Folder::new(&[("sum.scm", program), ("counter.scm", counter)]);
    let row = "1:24   g       n         24 bytes x 1  lifted   -\n";
    folder.expect_part(&["explain", "--closures", "sum.scm"], 0, row);
    folder.expect_part(
        &["explain", "--closures", "sum.scm"],
        0,
        "\nlambdas with heap objects             1          0\n",
    );
    folder.expect_part(
        &["explain", "--closures", "counter.scm"],
        0,
        "\nvariables in boxes                    1          0\n",
    );
    folder.expect(&["run", "--count-closures", "--optimize-closures=off", "sum.scm"], 0, "5", "closures: ");
    folder.expect(&["run", "--optimize-closures", "never", "sum.scm"], 2, "", "invalid value 'never'");
}

#[test]
fn attempts_that_give_up() {
    let program = "(define (f x) (* x x))\n(define (slopes xs) (map (lambda (x) (derivative f x)) xs))\n(display (slopes '(1.5 2 3.0)))\n";
    let folder = Folder::new(&[("slopes.scm", program)]);
    let counts = "attempts: 3, of which gave up: 1\n       1 begun at slopes.scm:2:38, given up at slopes.scm:2:38\n";
    folder.expect(&["run", "--count-attempts", "slopes.scm"], 0, "(3.0 4 6.0)", counts);
    folder.expect(&["run", "--ad=generic", "--count-attempts", "slopes.scm"], 0, "(3.0 4 6.0)", "attempts: 0, of");
}

#[test]
fn help() {
    let folder = Folder::new(&[]);
    for command in ["run", "build", "check", "dump", "explain", "doc", "fmt", "gradcheck", "test"] {
        folder.expect_part(&["--help"], 0, &format!("\n  {command} "));
        folder.expect_part(&[command, "--help"], 0, &format!("Usage: fluxion {command} "));
        folder.expect_part(&[command, "--help"], 0, "Example");
    }
    folder.expect_part(&["--version"], 0, "fluxion ");
}

const CHECKS: &str = "(import (fluxion base) (fluxion test))
(test-group \"sums\"
  (define x 2)
  (check (+ x 1) => 3)
  (check (+ x 1) => 4))
(check-error \"pair\" (car 1))
(check (car 1) => 1)
(check-close (list 1 #(2.0)) (list 1.0 #(2.0000000001)))
(check-gradient-of (lambda (v) (* (vector-ref v 0) (vector-ref v 1))) #(2.0 3.0))
(display \"done\\n\")
";

#[test]
fn test() {
    let ended = "(import (scheme base) (fluxion test))\n(check-true #t)\n(car '())\n(check-true #f)\n";
    let folder = Folder::new(&[
        ("checks.scm", CHECKS),
        ("below/b.scm", "(import (scheme base) (only (fluxion test) check))\n(check (list 1) (list 1))\n"),
        ("below/a.scm", ended),
        ("below/other.scm", "(display \"not a test\")"),
    ]);
    let output = "\
checks.scm:5:3: check failed: sums
  expression: (+ x 1)
  expected:   4
  found:      3
checks.scm:7:1: check failed
  expression: (car 1)
  expected:   1
  found:      error: car: argument 1 must be a pair, found 1 (checks.scm:7:8)
done
checks.scm: 4 passed, 2 failed
total: 4 passed, 2 failed; 0 of 1 file ok
";
    folder.expect(&["test", "checks.scm"], 1, output, "");
    let output = "\
below/a.scm: 1 passed, 0 failed; the program ended with code 1
below/b.scm: 1 passed, 0 failed
total: 2 passed, 0 failed; 1 of 2 files ok
";
    folder.expect(&["test", "below"], 1, output, "car: argument 1 must be a pair, found ()\n  --> below/a.scm:3:1");
    let output = "below/b.scm: 1 passed, 0 failed\ntotal: 1 passed, 0 failed; 1 of 1 file ok\n";
    folder.expect(&["test", "below/b.scm"], 0, output, "");
    folder.expect(&["test", "absent"], 1, "", "there is no file absent");
    folder.expect(&["test"], 2, "", "Usage: fluxion test");
    assert!(folder.read("checks.scm").starts_with("(import"));
}

#[test]
fn fmt() {
    let untidy = "(define (f x) ; doubles\n(* 2\nx))\n";
    let tidy = "(define (f x) ; doubles\n  (* 2\n     x))\n";
    let folder = Folder::new(&[
        ("untidy.scm", untidy),
        ("below/untidy.sld", untidy),
        ("below/tidy.scm", tidy),
        ("below/.hidden.scm", untidy),
        ("wrong.scm", "(define (f x)\n(* 2\nx)\n"),
    ]);
    folder.expect(
        &["fmt", "--check", "untidy.scm", "below"],
        1,
        "untidy.scm: not formatted\nbelow/untidy.sld: not formatted\n",
        "",
    );
    assert_eq!(folder.read("untidy.scm"), untidy);
    folder.expect(&["fmt", "untidy.scm", "below"], 0, "untidy.scm: formatted\nbelow/untidy.sld: formatted\n", "");
    assert_eq!((folder.read("untidy.scm"), folder.read("below/untidy.sld")), (tidy.into(), tidy.into()));
    assert_eq!(folder.read("below/.hidden.scm"), untidy);
    folder.expect(&["fmt", "--check", "untidy.scm", "below"], 0, "", "");
    folder.expect(&["fmt", "untidy.scm", "below"], 0, "", "");
    folder.expect(&["fmt", "wrong.scm"], 1, "", "error[unbalanced-parenthesis]");
    assert_eq!(folder.read("wrong.scm"), "(define (f x)\n(* 2\nx)\n");
    folder.expect(&["fmt", "absent.scm"], 1, "", "there is no file absent.scm");
    folder.expect(&["fmt"], 2, "", "Usage: fluxion fmt");
}

const LIBRARY: &str = ";;; Shapes.
(define-library (my shapes)
  (export area twice (rename inner outer) point-x)
  (import (scheme base))
  (begin
    ;;> The area of a rectangle < 1 & more.
    ;;> (area 2 3) => 6
    ;;> (area 'x 3) => error \"must be a number\"
    (define (area a b) (* a b))
    ;;> `(twice expression)`: evaluates EXPRESSION
    ;;> two times.
    ;;> (define count 0)
    ;;> (begin (twice (set! count (+ count 1))) count) => 2
    (define-syntax twice (syntax-rules () ((_ e) (begin e e))))
    (define inner (case-lambda ((a) a) ((a . rest) rest)))
    (define-record-type point (make-point x) point? (x point-x))))
";

const PAGE: &str = "# (my shapes)

Shapes.

### `area`

```scheme
(area a b)
```

The area of a rectangle < 1 & more.

```scheme
(area 2 3) => 6
(area 'x 3) => error \"must be a number\"
```

### `twice` (syntax)

```scheme
(twice expression)
```

Evaluates EXPRESSION
two times.

```scheme
(define count 0)
(begin (twice (set! count (+ count 1))) count) => 2
```

### `outer`

```scheme
(outer a)
(outer a . rest)
```

### `point-x`

```scheme
(point-x point)
```
";

#[test]
fn doc() {
    let program =
        ";;> X and one.\n;;> (next 1) => 2\n;;> (next 2) => 4\n(define (next x) (+ x 1))\n(display \"run\")\n";
    let folder = Folder::new(&[("my/shapes.sld", LIBRARY), ("next.scm", program), ("wrong.scm", "(")]);
    folder.expect(&["doc", "my/shapes.sld"], 0, PAGE, "");
    folder.expect(&["doc", "(my shapes)"], 0, PAGE, "");
    folder.expect(&["doc", "-o", "site", "--format", "html", "my/shapes.sld"], 0, "", "");
    let page = folder.read("site/my-shapes.html");
    assert!(page.contains("<p>The area of a rectangle &lt; 1 &amp; more.</p>"), "{page}");
    let page = "# next.scm\n\n### `next`\n\n```scheme\n(next x)\n```\n\nX and one.\n\n```scheme\n(next 1) => 2\n(next 2) => 4\n```\n";
    let message =
        "next.scm:3: the example of next is wrong\n  expression: (next 2)\n  documented: 4\n  found:      3\n";
    folder.expect(&["doc", "next.scm"], 1, page, message);
    folder.expect(&["doc", "wrong.scm"], 1, "", "error[unbalanced-parenthesis]");
    folder.expect(&["doc", "(no such library)"], 1, "", "cannot read no/such/library.sld");
    folder.expect_part(&["doc", "(fluxion test)"], 0, "(check expr => expected)");
    folder.expect(&["doc"], 2, "", "Usage: fluxion doc");
}

/// What `fluxion doc --reference` writes is what docs/reference holds; it runs all examples, those of the primitives too.
#[test]
fn the_reference_is_up_to_date() {
    let folder = Folder::new(&[]);
    let outcome = folder.run(&["doc", "--reference", "-o", "new"]);
    assert_eq!(outcome.end, End::Status(0), "{}", outcome.errors);
    let texts = |folder: &Path| -> BTreeMap<String, String> {
        let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
        let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
        files.map(|path| (name(&path), std::fs::read_to_string(&path).expect("a text"))).collect()
    };
    let (new, old) = (texts(&folder.0.path().join("new")), texts(&tests::suite::folder().join("../docs/reference")));
    let names = new.keys().chain(old.keys());
    let stale: Vec<&String> = names.filter(|name| new.get(*name) != old.get(*name)).collect();
    assert!(stale.is_empty(), "docs/reference is stale: run `fluxion doc --reference`; {stale:?}");
}

#[test]
fn repl() {
    let folder = Folder::new(&[("more.scm", "(define (from-file x) (* x x))\n")]);
    let session = |lines: &str| {
        let outcome = FLUXION.command_with_input(&["repl"], folder.0.path(), lines).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(outcome.end, End::Status(0), "{outcome:#?}");
        (outcome.output, outcome.errors)
    };
    let values = |lines: &str| {
        let (output, errors) = session(lines);
        assert_eq!(errors, "");
        output
    };
    assert_eq!(values("(+ 1 2)\n(list \"a\" #\\b)\n(values 1 2)\n"), "3\n(\"a\" #\\b)\n1\n2\n");
    assert_eq!(values("(define (f x)\n  (* x y))\n(define y 2)\n(f 3) (f 4)\n"), "6\n8\n");
    // Old callers see a redefinition.
    assert_eq!(values("(define (f) (g))\n(define (g) 1)\n(f)\n(define (g) 2)\n(f)\n"), "1\n2\n");
    assert_eq!(values("(import (prefix (srfi 1) s:))\n(s:first '(1 2))\n,load more.scm\n(from-file 3)\n"), "1\n9\n");
    assert_eq!(values("(define-syntax two (syntax-rules () ((_ e) (begin e e))))\n(two (display 1))\n"), "11");
    assert_eq!(values("(define k #f)\n(define n 0)\n(+ 1 (call/cc (lambda (c) (set! k c) n)))\n"), "1\n");
    assert_eq!(values(",type (+ 1 2.5)\n"), "flonum\n");
    assert!(values(",help\n").contains(",dump PASS EXPR"));
    assert!(values(",doc vector-map\n").contains("vector"));
    assert!(values(",dump ssa (vector 1 2)\n").contains("vector"));
    assert!(values(",time (+ 1 2)\n").ends_with(" ms\n3\n"));
    // Errors leave the session alive.
    let (output, errors) = session("(car 1)\n(foo)\n(raise 'x)\n(error \"no\" 1)\n,bogus\n(display \"alive\")\n");
    assert_eq!(output, "alive");
    for part in ["car: argument 1", "unbound variable `foo`", "uncaught exception: x", "error: no 1", ",bogus"] {
        assert!(errors.contains(part), "{part}: {errors}");
    }
    // A library procedure that is first reached by a wrong call is there for the next one.
    let (output, errors) = session("(filter odd?)\n(filter odd? '(1 2 3))\n");
    assert!(output == "(1 3)\n" && errors.contains("wrong-arguments"), "{output} {errors}");
    let (output, errors) = session("(define (deep n) (+ 1 (deep n)))\n(deep 1)\n'alive\n");
    assert!(output == "alive\n" && errors.contains("stack exhausted"), "{output} {errors}");
}

const MODEL: &str = "(define (right x y) (* (sin x) y))
(define (wrong v w) (+ (* (vector-ref v 0) (stop-gradient (cadr w))) (car w)))
(define (first v) (vector-ref v 0))
(define three 3)
(define-record-type model (make-model w b) model? (w weights) (b bias))
(define initial (make-model (vector 1.0 2.0) 3.0))
(define (loss m) (* (bias m) (vector-ref (weights m) 1)))
(define (pair x) (cons x x))
(define (three-of x) 3)
";

const TENSORS: &str = "(import (fluxion base) (fluxion tensor))
(define t (tensor '((1.0 2.0) (3.0 4.0))))
(define nothing (tensor-zeros '(0)))
(define (f x) (+ (tensor-sum x) (if (< 0 (tensor-size x)) (stop-gradient (tensor-ref x 1 0)) 0.0)))
";

#[test]
fn gradcheck() {
    let folder = Folder::new(&[("model.scm", MODEL), ("r7rs.scm", "(import (scheme base))\n(define (f x) (* x x))")]);
    folder.expect_part(
        &["gradcheck", "model.scm", "right"],
        0,
        "right (model.scm:1:10): gradient and central differences agree, 2",
    );
    folder.expect_part(
        &["gradcheck", "model.scm", "right", "--at", "1", "--at", "-2.0"],
        0,
        "\n  at:         1 -2.0\n",
    );
    folder.expect_part(&["gradcheck", "r7rs.scm", "f"], 0, "f (r7rs.scm:2:10)");
    let wrong = ["gradcheck", "model.scm", "wrong", "--at", "#(2.0 3.0)", "--at", "(1.0 4.0)"];
    let report = "worst:      argument 2, element 1\n  gradient:   0.0\n  difference: 1.99999";
    folder.expect_part(&wrong, 1, report);
    // A value of the program, alone and in a datum.
    folder.expect_part(&["gradcheck", "model.scm", "loss", "--at", ",initial"], 0, "agree, 3 numbers");
    folder.expect_part(
        &["gradcheck", "model.scm", "first", "--at", "#(1.0 ,(weights initial))"],
        0,
        "agree, 3 numbers",
    );
    let tensors = Folder::new(&[("tensors.scm", TENSORS)]);
    tensors.expect_part(&["gradcheck", "tensors.scm", "f", "--at", ",t"], 1, "differ, 4 numbers");
    tensors.expect_part(&["gradcheck", "tensors.scm", "f", "--at", ",t"], 1, "argument 1, element 1, element 0\n");
    let error = "f has no numbers in its arguments: #f64()";
    tensors.expect(&["gradcheck", "tensors.scm", "f", "--at", ",nothing"], 2, "", error);
    let is_refused = |arguments: &[&str], error: &str| {
        folder.expect(&[&["gradcheck", "model.scm"], arguments].concat(), 2, "", error);
    };
    is_refused(&["first"], "first cannot be called with a number (vector-ref: argument 1 must be a vector");
    is_refused(&["first"], "give the arguments, such as --at 0.5 --at '#(1.0 2.0)'");
    is_refused(&["three"], "three is no procedure: 3");
    is_refused(&["four"], "model.scm does not define four");
    is_refused(&["right", "--at", "1"], "right takes another number of arguments: 1 is given by --at");
    is_refused(&["right", "--at", "(1"], "--at takes a datum");
    is_refused(&["loss", "--at", "2.0"], "bias: expected a record of type model, found 2.0\n  --> model.scm:");
    is_refused(&["first", "--at", "#()"], "first cannot be checked at these arguments");
    is_refused(&["first", "--at", "#(\"text\")"], "first must return a number; it returned \"text\"");
    is_refused(&["pair"], "pair must return a number; it returned (0.6");
    is_refused(&["three-of", "--at", "\"text\""], "three-of has no numbers in its arguments: \"text\"");
    is_refused(&["right", "--epsilon", "0"], "expected a positive number");
}

#[test]
fn trap_nan() {
    let primal = "(define (f x y)\n  (let loop ((i 0) (z x))\n    (if (= i 9)\n        z\n        (loop (+ i 1) (- z\n                         (/ y z))))))\n(display (f 0.0 0.0))";
    let forward = "(define (f x)\n  (- (sqrt x)\n     (sqrt x)))\n(display (derivative f 0.0))";
    let reverse =
        "(define (f x)\n  (let ((r (sqrt x)))\n    (- r (* 2.0\n            (sqrt x)))))\n(display (gradient f 0.0))";
    let quiet =
        "(display (list (+ +nan.0 1.0) (string->number \"+nan.0\") (derivative (lambda (x) (expt x 2.0)) 0.0)))";
    let texts = [("primal.scm", primal), ("forward.scm", forward), ("reverse.scm", reverse), ("quiet.scm", quiet)];
    let folder = Folder::new(&texts);
    let trap = |path: &str, file: &str, error: &str| {
        folder.expect(&["run", "--ad", path, "--trap-nan", file], 1, "", error);
    };
    // Whatever is asked for: derivatives take the generic path, which knows whose tangent or adjoint it is.
    let tangents = "error: -: the sum of the tangents is not a number (NaN), of +inf.0 -inf.0\n  --> forward.scm:2:3";
    for path in ["compiled", "generic"] {
        trap(path, "primal.scm", "error: /: the result is not a number (NaN), of 0.0 0.0\n  --> primal.scm:6:26");
        trap(
            path,
            "reverse.scm",
            "sum of the adjoints is not a number (NaN), of -inf.0 +inf.0\n  --> reverse.scm:2:12",
        );
        trap(path, "forward.scm", tangents);
    }
    // In a tensor, by an operation, in the adjoints that it hands on, and by a product of matrices.
    let imports = "(import (fluxion base) (fluxion tensor))\n";
    let tensors = Folder::new(&[
        ("primal.scm", &format!("{imports}(display\n  (* 2.0\n     (log (tensor '(1.0 -1.0)))))")),
        (
            "adjoint.scm",
            &format!(
                "{imports}(gradient (lambda (w)\n  (tensor-sum (* (tensor '((1.0) (-1.0)))\n    (sqrt w)))) (tensor '(0.0)))"
            ),
        ),
        (
            "product.scm",
            &format!(
                "{imports}(define infinite (tensor '((+inf.0 1.0))))\n(tensor-matmul infinite (tensor '((0.0) (1.0))))"
            ),
        ),
        ("quiet.scm", &format!("{imports}(display (* 2.0 (tensor '(1.0 +nan.0))))")),
    ]);
    for (file, error) in [
        (
            "primal.scm",
            "error: log: the result has an element that is not a number (NaN), of #f64(1.0 -1.0)\n  --> primal.scm:4:6",
        ),
        (
            "adjoint.scm",
            "error: sqrt: the adjoint for #f64(0.0) has an element that is not a number (NaN), of #f64(0.0)\n  --> adjoint.scm:4:5",
        ),
        ("product.scm", "error: tensor-matmul: the result has an element that is not a number (NaN)"),
    ] {
        tensors.expect(&["run", "--trap-nan", file], 1, "", error);
    }
    tensors.expect(&["run", "--trap-nan", "quiet.scm"], 0, "#f64(   2.0 +nan.0)", "");
    folder.expect(&["run", "--trap-nan", "quiet.scm"], 0, "(+nan.0 +nan.0 0.0)", "");
    folder.expect(&["run", "primal.scm"], 0, "+nan.0", "");
    folder.expect(&["build", "--trap-nan", "primal.scm", "-o", "primal"], 0, "", "");
    let built = std::process::Command::new(folder.0.path().join("primal")).output().expect("it runs");
    assert_eq!(built.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&built.stderr).contains("--> primal.scm:6:26"));
}
