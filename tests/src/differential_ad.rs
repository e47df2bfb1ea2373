//! Small sets of generated differentiable programs: a few seconds each, the same each time.

use std::process::Command;

use tests::execute::Collector;
use tests::suite::{find_fluxion, folder};

/// Runs a script of `tests/differential-ad`, which fails where derivatives are wrong.
fn run(script: &str, arguments: &[&str]) {
    let fluxion = find_fluxion(Collector::Normal).unwrap_or_else(|error| panic!("{error}"));
    let mut command = Command::new("python3");
    command.arg(folder().join("differential-ad").join(script)).args(arguments).env("FLUXION", &fluxion.path);
    let Ok(outcome) = command.output() else {
        eprintln!("python3 is not there: skipped");
        return;
    };
    let errors = String::from_utf8_lossy(&outcome.stderr);
    assert!(outcome.status.success(), "{}{errors}", String::from_utf8_lossy(&outcome.stdout));
}

#[test]
fn generated_programs_have_right_derivatives() {
    // The compiled path, and the generic one, which is what it must agree with.
    let modes = ["--mode", "", "--mode", "--ad=generic"];
    let programs = ["--count", "30", "--seed", "7", "--fuel", "20", "--batch", "15", "--jobs", "2", "--tries", "0"];
    run("run", &[&modes[..], &programs[..]].concat());
}

#[test]
fn derivatives_go_through_all_data_all_ways() {
    run("combine", &["--count", "40"]);
}

#[test]
fn derivatives_at_tensors_go_through_all_data_all_ways() {
    run("combine", &["--count", "40", "--tensors"]);
}
