//! Where library texts and included files come from: the standard library first, then files beside the program.

use std::path::{Path, PathBuf};

use frontend::{LibraryText, Loader};

/// The files of one program.
pub struct Files {
    /// The folder of the program.
    folder: PathBuf,
}

impl Files {
    /// Libraries are looked for in the folder of `program`.
    pub fn new(program: &Path) -> Files {
        Files { folder: program.parent().map(Path::to_owned).unwrap_or_default() }
    }

    /// The text of a file; the error says which file and why.
    pub fn read(&self, path: &Path) -> Result<String, String> {
        let bytes = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        String::from_utf8(bytes).map_err(|_| format!("cannot read {}: it is not UTF-8 text", path.display()))
    }
}
