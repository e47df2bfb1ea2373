//! Machine code of earlier runs.
//!
//! `fluxion run` looks for the object file of a part under the hash of the part's LLVM module and of all else that its
//! code depends on, so what is found is what LLVM would make again. A program that has not changed starts without waiting
//! for LLVM. Nothing depends on the cache: what cannot be read or written is compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

/// The folder, or `off`.
const VARIABLE: &str = "FLUXION_CACHE";
/// When the files have more bytes, those not used for the longest time go, down to half of it.
const LIMIT: u64 = 256 << 20;
const DIGEST: usize = 32;

/// Object files in a folder, each behind the hash of its bytes.
pub struct Cache {
    folder: PathBuf,
}

/// The name of an object file: a hash of all that it is made from.
pub struct Key(String);

/// The cache of the user: `FLUXION_CACHE`, else `fluxion` in the usual folder for such things.
pub static USER: LazyLock<Option<Cache>> = LazyLock::new(|| {
    let folder = match std::env::var_os(VARIABLE) {
        Some(folder) if folder == "off" => return None,
        Some(folder) => PathBuf::from(folder),
        None => {
            let below_home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
            std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(below_home)?.join("fluxion")
        }
    };
    Some(Cache { folder })
});

/// What tells this compiler from others: every build is a file of its own.
static BUILD: LazyLock<String> = LazyLock::new(|| {
    let about = std::env::current_exe().and_then(fs::metadata);
    let time = about.as_ref().ok().and_then(|about| about.modified().ok());
    format!("{} {:?} {time:?}", env!("CARGO_PKG_VERSION"), about.map(|about| about.len()).ok())
});

impl Key {
    /// Of a module and what else its code depends on.
    pub fn of(module: &[u8], settings: &str) -> Key {
        let mut hash = Sha256::new();
        for part in [BUILD.as_bytes(), settings.as_bytes(), module] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Key(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Cache {
    /// The object file, if it is there and whole.
    pub fn find(&self, key: &Key) -> Option<Vec<u8>> {
        let path = self.folder.join(&key.0);
        let mut bytes = fs::read(&path).ok()?;
        let object = bytes.split_off(DIGEST.min(bytes.len()));
        if Sha256::digest(&object).as_slice() != bytes {
            return None;
        }
        // Files are told by this time when some have to go.
        let _ = fs::File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
        Some(object)
    }

    /// Keeps an object file; others that run at the same time see all of it or nothing.
    pub fn keep(&self, key: &Key, object: &[u8]) {
        let write = || {
            fs::create_dir_all(&self.folder)?;
            let scratch = self.folder.join(format!("{}.{}", key.0, std::process::id()));
            fs::write(&scratch, [Sha256::digest(object).as_slice(), object].concat())?;
            fs::rename(scratch, self.folder.join(&key.0))
        };
        // A program runs as well where there is no place for files.
        let _: std::io::Result<()> = write();
        // Reading the folder takes time: one file in 256 pays for all.
        if key.0.starts_with("00") {
            self.tidy(LIMIT);
        }
    }

    fn tidy(&self, limit: u64) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let about = |entry: fs::DirEntry| {
            let about = entry.metadata().ok()?;
            Some((about.modified().ok()?, about.len(), entry.path()))
        };
        let mut files: Vec<_> = entries.flatten().filter_map(about).collect();
        let mut bytes: u64 = files.iter().map(|(_, length, _)| length).sum();
        if bytes <= limit {
            return;
        }
        files.sort();
        for (_, length, path) in files {
            if bytes <= limit / 2 {
                return;
            }
            if fs::remove_file(path).is_ok() {
                bytes -= length;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_files_only() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache { folder: folder.path().join("new") };
        let (one, other) = (Key::of(b"module", "fast"), Key::of(b"module", "small"));
        assert!(cache.find(&one).is_none());
        cache.keep(&one, b"code");
        assert_eq!(cache.find(&one).as_deref(), Some(&b"code"[..]));
        assert!(cache.find(&other).is_none());
        for broken in [&b""[..], b"short", &[0; 40]] {
            fs::write(cache.folder.join(&one.0), broken).expect("a file can be written");
            assert!(cache.find(&one).is_none());
        }
        cache.keep(&one, b"code");
        assert!(cache.find(&one).is_some());
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache { folder: folder.path().to_owned() };
        let keys: Vec<Key> = (0..10u8).map(|index| Key::of(&[index], "")).collect();
        keys.iter().for_each(|key| cache.keep(key, &[0; 100]));
        for (age, key) in keys.iter().enumerate() {
            let file = fs::File::options().append(true).open(cache.folder.join(&key.0)).expect("it is there");
            file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(age as u64)).expect("a time");
        }
        cache.tidy(2000);
        assert!(keys.iter().all(|key| cache.folder.join(&key.0).exists()), "there is room for all");
        cache.tidy(1000);
        let left: Vec<bool> = keys.iter().map(|key| cache.find(key).is_some()).collect();
        assert_eq!(left, [false, false, false, false, false, false, false, true, true, true]);
    }
}
