//! `cargo bless [PART-OF-PATH ...]`: rewrites the expectations of the golden files (all of them, or those whose path
//! contains an argument) to what the programs do now. What changed is for `git diff` to show and for you to judge.

use std::process::ExitCode;

use tests::bless::bless;
use tests::execute::Collector;
use tests::suite::{find_fluxion, golden_files};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bless: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    let fluxion = find_fluxion(Collector::Normal)?;
    for found in golden_files().map_err(|error| error.to_string())? {
        if !parts.is_empty() && !parts.iter().any(|part| found.name.contains(part.as_str())) {
            continue;
        }
        let text = std::fs::read_to_string(&found.path).map_err(|error| error.to_string())?;
        let blessed = bless(&text, &fluxion).map_err(|error| format!("{}: {error}", found.name))?;
        if blessed != text {
            std::fs::write(&found.path, blessed).map_err(|error| error.to_string())?;
            println!("rewritten: {}", found.name);
        }
    }
    Ok(())
}
