//! Files and folders on the command line.

use std::path::{Path, PathBuf};

/// The files that are named, and those below the named folders with one of these extensions whose text is wanted;
/// the files of a folder are sorted. Files and folders whose name begins with a dot are left out, and so are links to
/// folders.
pub fn find_files(paths: &[PathBuf], extensions: &[&str], wanted: fn(&str) -> bool) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut below = Vec::new();
            add_files(path, extensions, &mut below)?;
            below.sort();
            // What is not text cannot be a program.
            files
                .extend(below.into_iter().filter(|file| std::fs::read_to_string(file).is_ok_and(|text| wanted(&text))));
        } else if path.exists() {
            files.push(path.clone());
        } else {
            return Err(format!("there is no file {}", path.display()));
        }
    }
    Ok(files)
}

fn add_files(folder: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        } else if is_folder {
            add_files(&path, extensions, files)?;
        } else if extensions.contains(&extension) {
            files.push(path);
        }
    }
    Ok(())
}
