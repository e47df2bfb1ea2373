//! The standard library, written in the language and embedded in the compiler.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Where the parts of a library stand in its file, in bytes.
#[derive(Debug)]
pub struct Outline {
    /// Its declarations, without `begin`.
    pub declarations: &'static [Range<u32>],
    /// The forms of its `begin` declarations, and the name each defines; it is empty if the form is not a `define`.
    pub forms: &'static [(&'static str, Range<u32>)],
    /// Names that occur in a `set!`, sorted.
    pub assigned: &'static [&'static str],
}

/// The path (as the compiler names it) and the text of a library file, such as `scheme/base.sld`.
pub fn find(path: &str) -> Option<(&'static str, &'static str)> {
    index(path).map(|at| FILES[at])
}

/// Which one of the files this is, of those that [`paths`] gives.
pub fn index(path: &str) -> Option<usize> {
    FILES.binary_search_by_key(&path, |(name, _)| name).ok()
}

/// The paths of all files, sorted.
pub fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path)
}

/// The outline of the library file of this path.
pub fn outline(path: &str) -> Option<&'static Outline> {
    OUTLINES.binary_search_by_key(&path, |(name, _)| name).ok().map(|at| &OUTLINES[at].1)
}

/// Whether a library defines this name, as far as outlines tell.
pub fn defines(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| OUTLINES.iter().flat_map(|(_, outline)| outline.forms).map(|(name, _)| *name).collect());
    !name.is_empty() && NAMES.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_cut_at_parentheses() {
        for (path, text) in FILES {
            let Some(outline) = outline(path) else { continue };
            let ranges = outline.declarations.iter().chain(outline.forms.iter().map(|(_, range)| range));
            for range in ranges {
                let part = &text[range.start as usize..range.end as usize];
                assert!(part.starts_with('(') && part.ends_with(')'), "{path}: {part}");
            }
        }
    }
}
