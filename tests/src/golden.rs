//! `cargo test -p tests`: every case of every golden file, by JIT; a sample as executables and a sample with a
//! collection at every allocation; those about derivatives on the generic path, too, those of the language and of
//! control with unoptimised closures, too. The variable FLUXION_TEST_SHARE says that the samples are one case in so many
//! (1: all cases; the default is 8).

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use regex_lite::Regex;
use tests::case::{BACKENDS, Backend, Case, File, parse_file};
use tests::docs::{pages, test_page};
use tests::examples::{examples, test_example};
use tests::execute::{Collector, Fluxion};
use tests::suite::{find_fluxion, golden_files, is_in_sample, test_check, test_run};

/// Which command runs what.
struct Setup {
    normal: Fluxion,
    stress: Fluxion,
    generic: Fluxion,
    naive: Fluxion,
    share: u64,
}

fn main() {
    let mut arguments = Arguments::from_args();
    // The filter is a regular expression, which the library does not know.
    let filter = arguments.filter.take_if(|_| !arguments.exact);
    let filter = Regex::new(filter.as_deref().unwrap_or_default()).unwrap_or_else(|error| panic!("{error}"));
    let fluxion = find_fluxion(Collector::Normal).unwrap_or_else(|error| panic!("{error}"));
    let share = std::env::var("FLUXION_TEST_SHARE").ok().and_then(|share| share.parse().ok()).unwrap_or(8).max(1);
    let setup = Setup {
        stress: Fluxion { collector: Collector::Stress, ..fluxion.clone() },
        generic: Fluxion { options: &["--ad", "generic"], ..fluxion.clone() },
        naive: Fluxion { options: &["--optimize-closures", "off"], ..fluxion.clone() },
        normal: fluxion,
        share,
    };
    let mut trials = Vec::new();
    add_page_trials(&setup, &mut trials);
    add_negative_trials(&setup, &mut trials);
    add_example_trials(&setup, &mut trials);
    for found in golden_files().expect("the folder of tests can be read") {
        let text = std::fs::read_to_string(&found.path).expect("a golden file can be read");
        match parse_file(&text) {
            Ok(file) => add_trials(&found.name, &text.into(), file, &setup, &mut trials),
            Err(error) => trials.push(Trial::test(format!("parse::{}", found.name), move || Err(Failed::from(error)))),
        }
    }
    trials.retain(|trial| filter.is_match(trial.name()));
    libtest_mimic::run(&arguments, trials).exit();
}

fn add_trials(name: &str, text: &Arc<str>, file: File, setup: &Setup, trials: &mut Vec<Trial>) {
    for case in file.cases {
        let name = format!("{name}::{}", case.name);
        let (case, sampled) = (Arc::new(case), is_in_sample(&name, setup.share));
        if !case.marks.is_empty() {
            let (text, case, fluxion) = (text.clone(), case.clone(), setup.normal.clone());
            let test = move || test_check(&text, &case, &fluxion).map_err(Failed::from);
            trials.push(Trial::test(format!("check::{name}"), test));
        }
        if case.is_check() {
            continue;
        }
        if file.backends.contains(&Backend::Jit) {
            trials.push(trial("jit", &name, text, &case, Backend::Jit, &setup.normal));
            if name.starts_with("ad/") {
                trials.push(trial("generic", &name, text, &case, Backend::Jit, &setup.generic));
            }
            if name.starts_with("lang/") || name.starts_with("control/") {
                trials.push(trial("naive", &name, text, &case, Backend::Jit, &setup.naive));
            }
            if sampled {
                trials.push(trial("stress", &name, text, &case, Backend::Jit, &setup.stress));
            }
        }
        if file.backends.contains(&Backend::Aot) && (sampled || !file.backends.contains(&Backend::Jit)) {
            trials.push(trial("aot", &name, text, &case, Backend::Aot, &setup.normal));
        }
    }
}

fn trial(way: &str, name: &str, text: &Arc<str>, case: &Arc<Case>, backend: Backend, fluxion: &Fluxion) -> Trial {
    let (text, case, fluxion) = (text.clone(), case.clone(), fluxion.clone());
    Trial::test(format!("{way}::{name}"), move || test_run(&text, &case, backend, &fluxion).map_err(Failed::from))
}

/// The programs on the pages of docs/errors.
fn add_page_trials(setup: &Setup, trials: &mut Vec<Trial>) {
    for slug in pages().expect("docs/errors can be read") {
        let fluxion = setup.normal.clone();
        let test = move |slug: &str| test_page(slug, &fluxion).map_err(Failed::from);
        trials.push(Trial::test(format!("docs::errors::{slug}"), move || test(&slug)));
    }
}

/// Whole programs.
fn add_example_trials(setup: &Setup, trials: &mut Vec<Trial>) {
    for name in examples().unwrap_or_default() {
        for (way, backend) in BACKENDS {
            let (fluxion, example) = (setup.normal.clone(), name.clone());
            let test = move || test_example(&example, *backend, &fluxion).map_err(Failed::from);
            trials.push(Trial::test(format!("example::{way}::{name}"), test));
        }
    }
}

/// Cases that must fail: what shows that the harness sees wrong results.
fn add_negative_trials(setup: &Setup, trials: &mut Vec<Trial>) {
    const TEXT: &str = include_str!("wrong.scm");
    for case in parse_file(TEXT).expect("a golden file").cases {
        let (fluxion, name) = (setup.normal.clone(), format!("negative::{}", case.name));
        let test = move || {
            let result = match case.marks.is_empty() {
                true => test_run(TEXT, &case, Backend::Jit, &fluxion),
                false => test_check(TEXT, &case, &fluxion),
            };
            result.err().map(drop).ok_or(Failed::from("a wrong expectation was met"))
        };
        trials.push(Trial::test(name, test));
    }
}
