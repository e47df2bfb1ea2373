//! The reference of the standard library: a page for each library, one for the primitives, and an index.

use std::collections::BTreeMap;
use std::fmt::Write;

use syntax::FileId;

use crate::docstring::Block;
use crate::page::{Page, read_page};
use crate::primitives::primitives_page;
use crate::render::{Format, render_entry, render_page};

/// The pages of the standard library, the primitives first, without what is for the library only.
pub fn library_pages() -> Vec<Page> {
    let mut pages = vec![primitives_page()];
    for path in stdlib::paths().filter(|path| path.ends_with(".sld")) {
        let (_, text) = stdlib::find(path).expect("a path that was listed");
        let mut page = read_page(path, text, FileId(0)).expect("the build has read it");
        for entry in &mut page.entries {
            entry.names.retain(|name| !name.starts_with('%'));
        }
        page.entries.retain(|entry| !entry.names.is_empty());
        page.others.retain(|name| !name.starts_with('%'));
        pages.push(page);
    }
    pages
}

/// What the standard library's documentation says of a name, as text; `(fluxion ...)` libraries come first.
pub fn describe(name: &str) -> Option<String> {
    let pages = library_pages();
    let entry = pages.iter().flat_map(|page| &page.entries).find(|entry| entry.names.iter().any(|other| other == name));
    entry.map(render_entry)
}

/// The files of the reference: names and texts.
pub fn reference_files(pages: &[Page], format: Format) -> Vec<(String, String)> {
    let with_entries = || pages.iter().filter(|page| !page.entries.is_empty());
    let mut files: Vec<(String, String)> =
        with_entries().map(|page| (file_name(page, format), render_page(page, format))).collect();
    files.push((format!("index.{}", format.extension()), index(pages, format)));
    files
}

fn file_name(page: &Page, format: Format) -> String {
    format!("{}.{}", page.library.join("-"), format.extension())
}

fn index(pages: &[Page], format: Format) -> String {
    let introduction = "Made by `fluxion doc --reference` from the docstrings of the standard library and the rows of \
                        the primitive table. A script without `import` sees `(fluxion base)`.";
    let link = |page: &Page| match format {
        Format::Markdown => format!("[`{}`]({})", page.title, file_name(page, format)),
        Format::Html => format!("<a href=\"{}\"><code>{}</code></a>", file_name(page, format), page.title),
    };
    let mut lines = Vec::new();
    for page in pages {
        let about = match page.introduction.first() {
            Some(Block::Text(lines)) => first_sentence(&lines.join(" ")),
            _ => String::new(),
        };
        let title = if page.entries.is_empty() { format!("`{}`", page.title) } else { link(page) };
        lines.push(format!("{title}: {about}"));
    }
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for page in pages {
        for name in page.entries.iter().flat_map(|entry| &entry.names) {
            names.entry(name).or_default().push(link(page));
        }
    }
    let names = names.iter().map(|(name, pages)| (*name, pages.join(", ")));
    let mut out = String::new();
    let _ = match format {
        Format::Markdown => {
            let names: Vec<String> = names.map(|(name, pages)| format!("- `{name}` {pages}")).collect();
            let libraries: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
            let (libraries, names) = (libraries.join("\n"), names.join("\n"));
            write!(out, "# Reference\n\n{introduction}\n\n## Libraries\n\n{libraries}\n\n## Names\n\n{names}\n")
        }
        Format::Html => {
            let names = names.map(|(name, pages)| {
                let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                format!("<li><code>{name}</code> {pages}</li>")
            });
            let names: Vec<String> = names.collect();
            let libraries: Vec<String> = lines.iter().map(|line| format!("<li>{line}</li>")).collect();
            write!(
                out,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Reference</title>\n\
                 </head>\n<body>\n<h1>Reference</h1>\n<p>{introduction}</p>\n<h2>Libraries</h2>\n<ul>\n{}\n</ul>\n\
                 <h2>Names</h2>\n<ul>\n{}\n</ul>\n</body>\n</html>\n",
                libraries.join("\n"),
                names.join("\n")
            )
        }
    };
    out
}

fn first_sentence(text: &str) -> String {
    match text.find(". ") {
        Some(end) => text[..=end].to_owned(),
        None => text.to_owned(),
    }
}
