//! A small set of generated differentiable programs, by `tests/differential-ad/run`: a few seconds, the same each time.

use std::process::Command;

use tests::execute::Collector;
use tests::suite::{find_fluxion, folder};

#[test]
fn generated_programs_have_right_derivatives() {
    let fluxion = find_fluxion(Collector::Normal).unwrap_or_else(|error| panic!("{error}"));
    let mut command = Command::new("python3");
    command.arg(folder().join("differential-ad/run")).env("FLUXION", &fluxion.path);
    command.args(["--count", "30", "--seed", "7", "--fuel", "20", "--batch", "15", "--jobs", "2", "--tries", "0"]);
    // The compiled path, and the generic one, which is what it must agree with.
    command.args(["--mode", "", "--mode", "--ad=generic"]);
    let Ok(outcome) = command.output() else {
        eprintln!("python3 is not there: skipped");
        return;
    };
    let errors = String::from_utf8_lossy(&outcome.stderr);
    assert!(outcome.status.success(), "{}{errors}", String::from_utf8_lossy(&outcome.stdout));
}
