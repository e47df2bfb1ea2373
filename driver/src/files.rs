//! Where library texts and included files come from: the standard library first, then files beside the program.

use std::path::{Path, PathBuf};

use frontend::{LibraryText, Loader};

/// The variable that names a further folder of libraries.
pub const LIBRARIES: &str = "FLUXION_LIBRARIES";

/// The files of one program.
pub struct Files {
    /// The folder of the program.
    folder: PathBuf,
    /// A further folder of libraries.
    libraries: Option<PathBuf>,
}

impl Files {
    /// Libraries are looked for in the folder of `program`, then in the folder that [`LIBRARIES`] names.
    pub fn new(program: &Path) -> Files {
        let libraries = std::env::var_os(LIBRARIES).map(PathBuf::from);
        Files { folder: program.parent().map(Path::to_owned).unwrap_or_default(), libraries }
    }

    /// The text of a file; the error says which file and why.
    pub fn read(&self, path: &Path) -> Result<String, String> {
        let bytes = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        String::from_utf8(bytes).map_err(|_| format!("cannot read {}: it is not UTF-8 text", path.display()))
    }
}

impl Loader for Files {
    fn library(&mut self, name: &[String]) -> Option<LibraryText> {
        let path = name.join("/") + ".sld";
        if let Some((path, text)) = stdlib::find(&path) {
            return Some(LibraryText { name: path.to_owned(), text: text.to_owned() });
        }
        let folders = std::iter::once(&self.folder).chain(&self.libraries);
        let mut found =
            folders.map(|folder| folder.join(&path)).filter_map(|path| Some((self.read(&path).ok()?, path)));
        let (text, path) = found.next()?;
        Some(LibraryText { name: path.display().to_string(), text })
    }

    fn include(&mut self, from: &str, path: &str) -> Option<LibraryText> {
        let beside = Path::new(from).parent().unwrap_or(Path::new("")).join(path);
        if let Some((path, text)) = stdlib::find(beside.to_str()?) {
            return Some(LibraryText { name: path.to_owned(), text: text.to_owned() });
        }
        let text = self.read(&beside).ok()?;
        Some(LibraryText { name: beside.display().to_string(), text })
    }
}
