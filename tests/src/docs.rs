//! The pages of docs/errors: every slug in the code has one, and its programs do what it says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::case::{Backend, Case, Section};
use crate::execute::{End, Fluxion};
use crate::suite::folder;

/// Errors that no program of reasonable length shows.
const WITHOUT_PROGRAMS: &[&str] = &["file-too-large", "nesting-too-deep"];

/// Crates whose diagnostics are not about programs.
const OTHER_CRATES: &[&str] = &["tests", "target", "xtask"];

/// The folder of pages.
pub fn pages_folder() -> PathBuf {
    folder().join("../docs/errors")
}

/// The slugs that pages are about, sorted.
pub fn pages() -> std::io::Result<BTreeSet<String>> {
    let names = std::fs::read_dir(pages_folder())?.map(|entry| Ok(entry?.path()));
    let names = names.collect::<std::io::Result<Vec<PathBuf>>>()?;
    let pages = names.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    Ok(pages.filter_map(|path| Some(path.file_stem()?.to_str()?.to_string())).collect())
}

/// The slugs in the sources of the compiler: first arguments of functions named `error` and `warning`.
pub fn slugs() -> std::io::Result<BTreeSet<String>> {
    let mut slugs = BTreeSet::new();
    for entry in std::fs::read_dir(folder().join(".."))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.join("src").is_dir() && !OTHER_CRATES.contains(&name) {
            add_slugs_below(&path.join("src"), &mut slugs)?;
        }
    }
    Ok(slugs)
}

fn add_slugs_below(folder: &Path, slugs: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_slugs_below(&path, slugs)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path)?;
            slugs.extend(slugs_in(text.split("#[cfg(test)]").next().unwrap_or_default()));
        }
    }
    Ok(())
}

fn slugs_in(source: &str) -> Vec<String> {
    let calls = source.match_indices("error(").chain(source.match_indices("warning("));
    let slug = |(at, name): (usize, &str)| {
        let argument = source[at + name.len()..].trim_start().strip_prefix('"')?;
        let (slug, after) = argument.split_once('"')?;
        let is_slug = slug.contains('-') && slug.chars().all(|char| char.is_ascii_lowercase() || char == '-');
        (is_slug && after.trim_start().starts_with(',')).then(|| slug.to_string())
    };
    calls.filter_map(slug).collect()
}

/// Whether the programs of a page do what it says: the wrong one gives the error, the right one runs.
pub fn test_page(slug: &str, fluxion: &Fluxion) -> Result<(), String> {
    let path = pages_folder().join(format!("{slug}.md"));
    let page = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    if !page.starts_with(&format!("# {slug}\n")) {
        return Err(format!("the page does not start with `# {slug}`"));
    }
    if WITHOUT_PROGRAMS.contains(&slug) {
        return Ok(());
    }
    let wrong = program(&page, "## Wrong").ok_or("the page has no program below `## Wrong`")?;
    let right = program(&page, "## Right").ok_or("the page has no program below `## Right`")?;
    let label = format!("[{slug}]");
    let notices = fluxion.check(wrong, &whole(wrong))?;
    if !notices.iter().any(|notice| notice.text.contains(&label)) {
        let run = fluxion.run(wrong, &whole(wrong), Backend::Jit)?;
        if !run.errors.contains(&label) {
            return Err(format!("the wrong program gives no {label} but {notices:?} {run:?}"));
        }
    }
    let run = fluxion.run(right, &whole(right), Backend::Jit)?;
    if run.end != End::Status(0) {
        return Err(format!("the right program fails\n{}", run.errors));
    }
    Ok(())
}

/// The first block of code below a heading.
fn program<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let (_, section) = page.split_once(heading)?;
    let (_, block) = section.split_once("```scheme\n")?;
    Some(block.split_once("```")?.0)
}

/// A case that is the whole text.
fn whole(text: &str) -> Case {
    let section = Section { name: "case.scm".into(), range: 0..text.len() };
    Case { sections: vec![section], ..Case::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_found() {
        let source = "self.error(\n  \"bad-thing\", \"message\"); warning(\"odd-one\",x); error(\"a message\", y); error(\"no-comma\")";
        assert_eq!(slugs_in(source), ["bad-thing", "odd-one"]);
    }

    #[test]
    fn every_slug_has_a_page_and_every_page_a_slug() {
        assert_eq!(slugs().unwrap(), pages().unwrap());
    }
}
