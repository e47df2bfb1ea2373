//! Files of arrays, and of parameters, exchanged with the Python libraries they come from: NumPy and safetensors. Skipped with a word
//! where Python does not have them; `FLUXION_PYTHON` names the interpreter (`python3`).

use std::path::Path;
use std::process::Command;

use tests::execute::{Collector, End};
use tests::suite::find_fluxion;

/// Writes a file of each kind.
const WRITE: &str = r#"
(import (fluxion base) (fluxion tensor) (fluxion data))
(define f64 (tensor '((1.5 -2.0 3.25) (0.0 1e300 -1e-300))))
(define f32 (tensor-cast (tensor '(0.5 0.25)) 'f32))
(define i64 (tensor '(((1 -2) (3 4)) ((5 6) (7 1000000000000)))))
(define bool (tensor '(#t #f #t)))
(write-npy "f64.npy" f64)
(write-npy "transposed.npy" (tensor-transpose f64))
(write-npy "scalar.npy" 2.5)
(write-npy "packed.npy.gz" i64)
(define named (list (cons "f64" f64) (cons 'f32 f32) (cons "i64" i64) (cons "bool" bool)))
(write-npz "named.npz" named)
(write-safetensors "named.safetensors" named)
(write-idx "i64.idx" (tensor '((0 255) (7 8))))
"#;

/// Checks those files and writes others, in the variants that Fluxion does not write.
const PYTHON: &str = r#"
import gzip, io, numpy as np
from safetensors.numpy import load_file, save_file
f64 = np.array([[1.5, -2.0, 3.25], [0.0, 1e300, -1e-300]])
named = {"f64": f64, "f32": np.array([0.5, 0.25], np.float32),
         "i64": np.array([[[1, -2], [3, 4]], [[5, 6], [7, 10**12]]]), "bool": np.array([True, False, True])}
def same(a, b):
    assert a.dtype == b.dtype and a.shape == b.shape and (a == b).all(), (a, b)
same(np.load("f64.npy"), f64)
same(np.load("transposed.npy"), np.ascontiguousarray(f64.T))
same(np.load("scalar.npy"), np.array(2.5))
same(np.load(io.BytesIO(gzip.open("packed.npy.gz").read())), named["i64"])
for loaded in [np.load("named.npz"), load_file("named.safetensors")]:
    assert set(loaded.keys()) == set(named)
    for name in named:
        same(loaded[name], named[name])
assert open("i64.idx", "rb").read() == bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 255, 7, 8])
np.save("fortran.npy", np.asfortranarray(np.arange(24).reshape(2, 3, 4)))
np.save("big.npy", np.array([1.5, -2.5], ">f8"))
np.save("u8.npy", np.array([[0, 255]], np.uint8))
np.save("half.npy", np.array([0.5, -1.0, 65504.0], np.float16))
np.save("zero.npy", np.zeros((2, 0)))
np.savez_compressed("packed.npz", **named)
save_file({"w": f64, "half": np.array([0.5], np.float16), "i8": np.array([-3], np.int8)}, "other.safetensors")
"#;

/// Reads what Python wrote.
const READ: &str = r#"
(import (fluxion base) (fluxion tensor) (fluxion data))
(define (show t) (write (list (tensor-dtype t) (tensor-shape t) (tensor->list t))) (newline))
(show (read-npy "fortran.npy"))
(show (read-npy "big.npy"))
(show (read-npy "u8.npy"))
(show (read-npy "half.npy"))
(write (tensor-shape (read-npy "zero.npy")))
(newline)
(for-each (lambda (entry) (write (car entry)) (show (cdr entry))) (read-npz "packed.npz"))
(define tensors (read-safetensors "other.safetensors"))
(for-each (lambda (name) (show (cdr (assoc name tensors)))) '("w" "half" "i8"))
"#;

const EXPECTED: &str = r#"(i64 (2 3 4) (((0 1 2 3) (4 5 6 7) (8 9 10 11)) ((12 13 14 15) (16 17 18 19) (20 21 22 23))))
(f64 (2) (1.5 -2.5))
(i64 (1 2) ((0 255)))
(f32 (3) (0.5 -1.0 65504.0))
(2 0)
"f64"(f64 (2 3) ((1.5 -2.0 3.25) (0.0 1e300 -1e-300)))
"f32"(f32 (2) (0.5 0.25))
"i64"(i64 (2 2 2) (((1 -2) (3 4)) ((5 6) (7 1000000000000))))
"bool"(bool (3) (#t #f #t))
(f64 (2 3) ((1.5 -2.0 3.25) (0.0 1e300 -1e-300)))
(f32 (1) (0.5))
(i64 (1) (-3))
"#;

/// Writes the parameters of a network, under their names.
const SAVE: &str = r#"
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define params
  (list (dense-parameters (tensor '((1.0 2.0 3.0) (4.0 5.0 6.0))) (tensor '(0.5 0.25 0.125)))
        (vector (tensor '(1.5 -1.5) 'f32) 7.5)))
(save-parameters "params.npz" params)
(save-parameters "params.safetensors" params)
"#;

/// Checks those, and writes others in the same files.
const CHECK_PARAMETERS: &str = r#"
import numpy as np
from safetensors.numpy import load_file, save_file
expected = {"0.weight": np.array([[1.0, 2, 3], [4, 5, 6]]), "0.bias": np.array([0.5, 0.25, 0.125]),
            "1.0": np.array([1.5, -1.5], np.float32), "1.1": np.array(7.5)}
for loaded in [np.load("params.npz"), load_file("params.safetensors")]:
    assert set(loaded.keys()) == set(expected), loaded.keys()
    for name, value in expected.items():
        found = loaded[name]
        assert found.dtype == value.dtype and found.shape == value.shape and (found == value).all(), name
doubled = {name: np.asarray(2 * value, np.float32) for name, value in expected.items()}
np.savez("params.npz", **doubled)
save_file(doubled, "params.safetensors")
"#;

/// Reads what Python wrote.
const LOAD: &str = r#"
(import (fluxion base) (fluxion tensor) (fluxion nn))
(define like (list (make-dense (make-key 1) 2 3) (vector (tensor-zeros '(2) 'f32) 0.0)))
(for-each (lambda (path) (write (map cdr (named-parameters (load-parameters path like)))) (newline))
          '("params.npz" "params.safetensors"))
"#;

const LOADED: &str = "(#f64((2.0 4.0 6.0) (8.0 10.0 12.0)) #f64(1.0 0.5 0.25) #f32(3.0 -3.0) 15.0)\n";

#[test]
fn arrays_are_exchanged_with_python() {
    exchange(WRITE, PYTHON, READ, EXPECTED);
}

#[test]
fn parameters_are_exchanged_with_python() {
    exchange(SAVE, CHECK_PARAMETERS, LOAD, &LOADED.repeat(2));
}

/// What `read` prints after `write` and the Python program.
fn exchange(write: &str, program: &str, read: &str, expected: &str) {
    let python = std::env::var("FLUXION_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_libraries = Command::new(&python).args(["-c", "import numpy, safetensors"]).output();
    if !has_libraries.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no numpy and safetensors (pip install numpy safetensors)");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    run(folder.path(), "write.scm", write);
    let checked = Command::new(&python).args(["-c", program]).current_dir(folder.path()).output().expect("python runs");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    assert_eq!(run(folder.path(), "read.scm", read), expected);
}

/// What the program prints.
fn run(folder: &Path, name: &str, text: &str) -> String {
    std::fs::write(folder.join(name), text).expect("a file can be written");
    let fluxion = find_fluxion(Collector::Normal).unwrap_or_else(|error| panic!("{error}"));
    let outcome = fluxion.command(&["run", name], folder).unwrap_or_else(|error| panic!("{error}"));
    assert!(outcome.end == End::Status(0), "{name}: {outcome:#?}");
    outcome.output
}
