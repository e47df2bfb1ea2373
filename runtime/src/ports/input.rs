//! Where input comes from: bytes in a buffer, which a file fills again.

use std::fs::File;
use std::io::{ErrorKind, Read, Result};
use std::os::fd::AsRawFd;

use syntax::CharSource;

/// How much is asked of a file at once.
const CHUNK: usize = 1 << 16;

/// The source of an input port.
pub struct Input {
    /// None: all there is is in the buffer.
    file: Option<File>,
    buffer: Vec<u8>,
    /// Where in the buffer the next byte is.
    at: usize,
    /// Whether symbols that `read` reads are folded: `#!fold-case` was read.
    pub fold_case: bool,
    /// Standard input: somebody may wait for our output before they answer.
    pub is_interactive: bool,
}

impl Input {
    /// The bytes of a file.
    pub fn from_file(file: File) -> Input {
        Input { file: Some(file), ..Input::from_bytes(Vec::new()) }
    }

    /// The bytes of a stream that somebody may type.
    pub fn interactive(file: File) -> Input {
        Input { is_interactive: true, ..Input::from_file(file) }
    }

    /// These bytes.
    pub fn from_bytes(buffer: Vec<u8>) -> Input {
        Input { file: None, buffer, at: 0, fold_case: false, is_interactive: false }
    }

    /// Whether the next byte is not in the buffer.
    pub fn is_empty(&self) -> bool {
        self.at == self.buffer.len()
    }

    /// The next bytes, at least `wanted` but at the end.
    pub fn available(&mut self, wanted: usize) -> Result<&[u8]> {
        while self.buffer.len() - self.at < wanted {
            let Some(file) = &mut self.file else { break };
            self.buffer.drain(..std::mem::take(&mut self.at));
            let old = self.buffer.len();
            self.buffer.resize(old + CHUNK, 0);
            let count = file.read(&mut self.buffer[old..]);
            self.buffer.truncate(old + count.as_ref().copied().unwrap_or(0));
            match count {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(&self.buffer[self.at..])
    }

    /// The next character if it is in the buffer and one byte long.
    #[inline]
    pub fn buffered_ascii(&self) -> Option<char> {
        self.buffer.get(self.at).filter(|byte| byte.is_ascii()).map(|byte| char::from(*byte))
    }

    /// Takes bytes that are available.
    pub fn consume(&mut self, count: usize) {
        self.at += count;
    }

    /// The next byte, which stays.
    pub fn peek_byte(&mut self) -> Result<Option<u8>> {
        Ok(self.available(1)?.first().copied())
    }

    /// The next bytes, at most `wanted`.
    pub fn take_bytes(&mut self, wanted: usize) -> Result<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < wanted {
            let next = self.available(1)?;
            let part = &next[..next.len().min(wanted - taken.len())];
            if part.is_empty() {
                break;
            }
            taken.extend_from_slice(part);
            let count = part.len();
            self.consume(count);
        }
        Ok(taken)
    }

    /// The next character and its length in bytes; malformed UTF-8 reads as U+FFFD.
    pub fn next_char(&mut self) -> Result<Option<(char, usize)>> {
        let Some(first) = self.peek_byte()? else { return Ok(None) };
        let length = match first {
            0..=0x7F => return Ok(Some((first as char, 1))),
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF7 => 4,
            _ => return Ok(Some((char::REPLACEMENT_CHARACTER, 1))),
        };
        let bytes = self.available(length)?;
        let bytes = &bytes[..length.min(bytes.len())];
        let char = std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next());
        Ok(Some(char.map_or((char::REPLACEMENT_CHARACTER, 1), |char| (char, length))))
    }

    /// The next character.
    pub fn take_char(&mut self) -> Result<Option<char>> {
        let next = self.next_char()?;
        self.consume(next.map_or(0, |(_, length)| length));
        Ok(next.map(|(char, _)| char))
    }

    /// The next characters, at most `wanted`.
    pub fn take_chars(&mut self, wanted: usize) -> Result<String> {
        let mut text = String::new();
        for _ in 0..wanted {
            let Some(char) = self.take_char()? else { break };
            text.push(char);
        }
        Ok(text)
    }

    /// The next line without its end, which is `\n`, `\r` or both.
    pub fn take_line(&mut self) -> Result<Option<String>> {
        let mut line = Vec::new();
        loop {
            let next = self.available(1)?;
            let length = next.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            line.extend_from_slice(&next[..length.unwrap_or(next.len())]);
            match length {
                None if next.is_empty() => {
                    return Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned()));
                }
                None => {
                    let count = next.len();
                    self.consume(count);
                }
                Some(count) => {
                    let is_return = next[count] == b'\r';
                    self.consume(count + 1);
                    if is_return && self.peek_byte()? == Some(b'\n') {
                        self.consume(1);
                    }
                    return Ok(Some(String::from_utf8_lossy(&line).into_owned()));
                }
            }
        }
    }

    /// Whether the next byte, or the end, can be had without waiting.
    pub fn is_ready(&self) -> bool {
        let Some(file) = self.file.as_ref().filter(|_| self.is_empty()) else { return true };
        let mut poll = libc::pollfd { fd: file.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one descriptor, which is open as long as the file.
        unsafe { libc::poll(&raw mut poll, 1, 0) > 0 }
    }
}

impl CharSource for Input {
    type Error = std::io::Error;

    fn peek(&mut self) -> Result<Option<char>> {
        Ok(self.next_char()?.map(|(char, _)| char))
    }

    fn advance(&mut self) {
        // What was seen is in the buffer.
        let length = self.next_char().ok().flatten().map_or(0, |(_, length)| length);
        self.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_over_the_edge_of_the_buffer() {
        let path = std::env::temp_dir().join(format!("fluxion-input-{}", std::process::id()));
        let text = format!("{}{}", "a".repeat(CHUNK - 1), "λ".repeat(CHUNK));
        std::fs::write(&path, &text).expect("a temporary file can be written");
        let mut input = Input::from_file(File::open(&path).expect("it can be opened"));
        assert_eq!(input.take_chars(usize::MAX).expect("it can be read"), text);
        std::fs::remove_file(path).expect("it can be removed");
    }

    #[test]
    fn lines() {
        let mut input = Input::from_bytes(b"a\nb\r\nc\rd\n\ne".to_vec());
        let lines: Vec<String> = std::iter::from_fn(|| input.take_line().expect("memory can be read")).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "", "e"]);
    }
}
