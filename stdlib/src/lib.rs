//! The standard library, written in the language and embedded in the compiler.

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The path (as the compiler names it) and the text of a library file, such as `scheme/base.sld`.
pub fn find(path: &str) -> Option<(&'static str, &'static str)> {
    FILES.binary_search_by_key(&path, |(name, _)| name).ok().map(|at| FILES[at])
}
