//! The features of this implementation (R7RS appendix B), for `cond-expand` and `features`.

const ALWAYS: &[&str] = &[
    "r7rs",
    "fluxion",
    "fluxion-0.1.0",
    "exact-closed",
    "exact-complex",
    "ieee-float",
    "full-unicode",
    "ratios",
    "posix",
    "unix",
];

/// The names, also those of the machine that the program is compiled on and runs on.
pub fn features() -> impl DoubleEndedIterator<Item = &'static str> {
    let machine = [
        ("linux", cfg!(target_os = "linux")),
        ("gnu-linux", cfg!(target_os = "linux")),
        ("darwin", cfg!(target_os = "macos")),
        ("x86-64", cfg!(target_arch = "x86_64")),
        ("aarch64", cfg!(target_arch = "aarch64")),
        ("little-endian", cfg!(target_endian = "little")),
        ("big-endian", cfg!(target_endian = "big")),
        ("lp64", cfg!(target_pointer_width = "64")),
    ];
    ALWAYS.iter().copied().chain(machine.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name))
}
