//! Pages as Markdown and as HTML.

use std::fmt::Write;

use crate::docstring::Block;
use crate::page::{Entry, Kind, Page};

/// What pages are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// CommonMark.
    Markdown,
    /// A page without scripts.
    Html,
}

impl Format {
    /// The extension of files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Html => "html",
        }
    }
}

/// The text of a page.
pub fn render_page(page: &Page, format: Format) -> String {
    match format {
        Format::Markdown => markdown(page),
        Format::Html => html(page),
    }
}

/// The text of one entry for a terminal.
pub fn render_entry(entry: &Entry) -> String {
    let mut out = entry.signatures.join("\n");
    for block in &entry.blocks {
        let (Block::Text(lines) | Block::Code(lines)) = block;
        let _ = write!(out, "\n{}", lines.join("\n"));
    }
    out
}

fn markdown(page: &Page) -> String {
    let mut out = format!("# {}\n", page.title);
    markdown_blocks(&page.introduction, &mut out);
    for entry in &page.entries {
        let _ = write!(out, "\n### `{}`{}\n", entry.names.join("`, `"), note(entry));
        let _ = write!(out, "\n```scheme\n{}\n```\n", entry.signatures.join("\n"));
        markdown_blocks(&entry.blocks, &mut out);
    }
    if !page.others.is_empty() {
        let _ = write!(out, "\n### Also exported\n\n`{}`\n", page.others.join("` `"));
    }
    out
}

fn markdown_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        let _ = match block {
            Block::Text(lines) => write!(out, "\n{}\n", lines.join("\n")),
            Block::Code(lines) => write!(out, "\n```scheme\n{}\n```\n", lines.join("\n")),
        };
    }
}

fn note(entry: &Entry) -> &'static str {
    match entry.kind {
        Kind::Syntax => " (syntax)",
        Kind::Procedure | Kind::Value => "",
    }
}

fn html(page: &Page) -> String {
    let title = escape(&page.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n\
         <h1>{title}</h1>\n"
    );
    html_blocks(&page.introduction, &mut out);
    for entry in &page.entries {
        let names: Vec<String> = entry.names.iter().map(|name| format!("<code>{}</code>", escape(name))).collect();
        let id = escape(entry.names.first().map_or("", String::as_str));
        let _ = writeln!(out, "<h3 id=\"{id}\">{}{}</h3>", names.join(", "), note(entry));
        let _ = writeln!(out, "<pre><code>{}</code></pre>", escape(&entry.signatures.join("\n")));
        html_blocks(&entry.blocks, &mut out);
    }
    if !page.others.is_empty() {
        let _ = writeln!(out, "<h3>Also exported</h3>\n<p><code>{}</code></p>", escape(&page.others.join(" ")));
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn html_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        let _ = match block {
            Block::Text(lines) => writeln!(out, "<p>{}</p>", inline(&lines.join("\n"))),
            Block::Code(lines) => writeln!(out, "<pre><code>{}</code></pre>", escape(&lines.join("\n"))),
        };
    }
}

/// Text with code between backquotes.
fn inline(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        let part = escape(part);
        let _ = if index % 2 == 1 { write!(out, "<code>{part}</code>") } else { write!(out, "{part}") };
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
