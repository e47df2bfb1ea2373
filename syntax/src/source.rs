//! Source files and places in them.

use std::sync::Arc;

/// A source file of this session: an index into [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that covers `self` and `other`, which are in one file.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// One source file: its name as the user wrote it, and its text.
#[derive(Debug)]
pub struct SourceFile {
    /// The name shown in diagnostics.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    /// Whether it is a part of the standard library: no place in it means anything to the user.
    pub standard: bool,
    /// Byte offset at which each line starts; the first is 0.
    line_starts: Vec<u32>,
}

/// All source files of a session.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let text = text.into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        self.files.push(SourceFile { name: name.into(), text, standard: false, line_starts });
        FileId(self.files.len() as u32 - 1)
    }

    /// Says that a file is a part of the standard library.
    pub fn mark_standard(&mut self, id: FileId) {
        self.files[id.0 as usize].standard = true;
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The 1-based line on which the byte at `offset` is.
    pub fn line(&self, id: FileId, offset: u32) -> u32 {
        self.file(id).line_starts.partition_point(|start| *start <= offset) as u32
    }

    /// The bytes of the lines from `first` to `last` (1-based, both included), without the last line's end.
    pub fn line_range(&self, id: FileId, first: u32, last: u32) -> std::ops::Range<usize> {
        let file = self.file(id);
        let start = file.line_starts[first as usize - 1] as usize;
        let end = file.line_starts.get(last as usize).map_or(file.text.len(), |next| *next as usize - 1);
        start..end
    }

    /// File name, 1-based line and 1-based column (in characters) of a span's start.
    pub fn position(&self, span: Span) -> (&str, u32, u32) {
        let file = self.file(span.file);
        let line = file.line_starts.partition_point(|start| *start <= span.start);
        let start = file.line_starts[line - 1] as usize;
        let column = file.text[start..span.start as usize].chars().count() as u32 + 1;
        (&file.name, line as u32, column)
    }
}
