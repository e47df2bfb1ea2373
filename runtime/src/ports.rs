//! Text ports: standard streams, files, strings.
//!
//! A port is an object that holds an index into a table of native resources. When the object dies, the resource is
//! dropped, and with it flushed and closed.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::sync::Mutex;

use crate::abi::{Fault, FromValue, Outcome};
use crate::heap;
use crate::object::string_from;
use crate::print::{display_to_string, write_to_string};
use crate::strings::{Str, range};
use crate::value::{Kind, Value};

enum Resource {
    /// Where text is read from.
    Input(Box<dyn BufRead + Send>),
    /// A string that is read.
    Characters(std::io::Cursor<Vec<u8>>),
    /// Where text is written to.
    Output(Box<dyn Write + Send>),
    /// A string that is written.
    Text(String),
    Closed,
}

/// Resources, and the address of the port object of each; standard streams have one for ever.
#[derive(Default)]
struct Ports {
    open: Slots,
    standard: [Option<Value>; 3],
}

/// An array of resources; the index of one that is dropped is used again.
#[derive(Default)]
struct Slots {
    slots: Vec<Option<(Resource, u64)>>,
    free: Vec<i64>,
}

impl Slots {
    fn free_index(&mut self) -> i64 {
        self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() as i64 - 1
        })
    }

    fn insert(&mut self, index: i64, resource: Resource, object: u64) {
        self.slots[index as usize] = Some((resource, object));
    }

    #[inline]
    fn get(&self, index: &i64) -> Option<&(Resource, u64)> {
        self.slots.get(*index as usize)?.as_ref()
    }

    #[inline]
    fn get_mut(&mut self, index: &i64) -> Option<&mut (Resource, u64)> {
        self.slots.get_mut(*index as usize)?.as_mut()
    }

    fn values_mut(&mut self) -> impl Iterator<Item = &mut (Resource, u64)> {
        self.slots.iter_mut().flatten()
    }

    /// Drops the resources of port objects that are not `kept`.
    fn retain(&mut self, kept: impl Fn(u64) -> bool) {
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if slot.take_if(|(_, object)| !kept(*object)).is_some() {
                self.free.push(index as i64);
            }
        }
    }
}

// SAFETY: programs have one thread.
unsafe impl Send for Ports {}

static PORTS: Mutex<Option<Ports>> = Mutex::new(None);

fn with_ports<T>(work: impl FnOnce(&mut Ports) -> T) -> T {
    work(PORTS.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_or_insert_default())
}

/// A port argument.
#[derive(Clone, Copy)]
pub struct Port(i64);

impl FromValue for Port {
    fn from_value(value: Value) -> Option<Port> {
        value.slots(Kind::Port)?[0].as_fixnum().map(Port)
    }
}

fn new_port(resource: Resource) -> Value {
    let index = with_ports(|ports| ports.open.free_index());
    let port = heap::alloc_slots(Kind::Port, &[Value::fixnum(index)]);
    with_ports(|ports| ports.open.insert(index, resource, port.0));
    port
}

/// Drops the resources of ports that did not survive a collection.
pub fn sweep(is_live: impl Fn(Value) -> bool) {
    with_ports(|ports| {
        let standard: Vec<u64> = ports.standard.iter().flatten().map(|value| value.0).collect();
        ports.open.retain(|object| standard.contains(&object) || is_live(Value(object)));
    });
}

/// The standard ports, which live as long as the program.
pub fn roots() -> Vec<Value> {
    with_ports(|ports| ports.standard.iter().flatten().copied().collect())
}

/// Hands all buffered output to the system.
pub fn flush_all() {
    with_ports(Ports::flush);
}

impl Ports {
    fn flush(&mut self) {
        for (resource, _) in self.open.values_mut() {
            if let Resource::Output(writer) = resource {
                // Nobody is left to be told of a failure at the end.
                let _ = writer.flush();
            }
        }
    }
}

fn standard(number: usize, make: impl FnOnce() -> Resource) -> Value {
    if let Some(port) = with_ports(|ports| ports.standard[number]) {
        return port;
    }
    let port = new_port(make());
    with_ports(|ports| ports.standard[number] = Some(port));
    port
}

fn stdin() -> Value {
    standard(0, || Resource::Input(Box::new(BufReader::new(std::io::stdin()))))
}

fn stdout() -> Value {
    standard(1, || Resource::Output(Box::new(BufWriter::with_capacity(1 << 16, File::from(stream(1))))))
}

fn stderr() -> Value {
    standard(2, || Resource::Output(Box::new(File::from(stream(2)))))
}

/// A standard stream without Rust's own buffer.
fn stream(number: i32) -> std::os::fd::OwnedFd {
    use std::os::fd::FromRawFd;
    // SAFETY: the descriptor is open for the whole process; the copy is ours.
    unsafe { std::os::fd::OwnedFd::from_raw_fd(libc::dup(number)) }
}

fn file_fault(what: &str, path: &str, error: &std::io::Error) -> Fault {
    Fault::File(format!("cannot {what} the file {path:?}: {error}"), vec![])
}

fn open_input_file(path: Str) -> Outcome {
    let path = path.text();
    let file = File::open(&path).map_err(|error| file_fault("open", &path, &error))?;
    Ok(new_port(Resource::Input(Box::new(BufReader::new(file)))))
}

fn open_output_file(path: Str) -> Outcome {
    let path = path.text();
    let file = File::create(&path).map_err(|error| file_fault("create", &path, &error))?;
    Ok(new_port(Resource::Output(Box::new(BufWriter::new(file)))))
}

fn open_input_string(text: Str) -> Value {
    new_port(Resource::Characters(std::io::Cursor::new(text.text().into_bytes())))
}

fn open_output_string() -> Value {
    new_port(Resource::Text(String::new()))
}

fn get_output_string(port: Port) -> Outcome {
    let text = with_ports(|ports| match ports.open.get(&port.0) {
        Some((Resource::Text(text), _)) => Some(text.clone()),
        _ => None,
    });
    let wrong = || Fault::Error("get-output-string: not a port made by open-output-string".to_owned(), vec![]);
    text.map(|text| string_from(&text)).ok_or_else(wrong)
}

fn close(port: Port) {
    with_ports(|ports| {
        if let Some((resource, _)) = ports.open.get_mut(&port.0) {
            if let Resource::Output(writer) = resource {
                // The system has no way to deliver the rest.
                let _ = writer.flush();
            }
            *resource = Resource::Closed;
        }
    });
}

fn is_port(value: Value) -> bool {
    value.is(Kind::Port)
}

fn is_input(port: Port) -> bool {
    with_ports(|ports| matches!(ports.open.get(&port.0), Some((Resource::Input(_) | Resource::Characters(_), _))))
}

fn is_output(port: Port) -> bool {
    with_ports(|ports| matches!(ports.open.get(&port.0), Some((Resource::Output(_) | Resource::Text(_), _))))
}

// Output -----

fn write_text(port: Port, text: &str) -> Result<(), Fault> {
    let result = with_ports(|ports| match ports.open.get_mut(&port.0) {
        Some((Resource::Text(string), _)) => {
            string.push_str(text);
            Ok(())
        }
        Some((Resource::Output(writer), _)) => writer.write_all(text.as_bytes()).map_err(Some),
        _ => Err(None),
    });
    match result {
        Ok(()) => Ok(()),
        // Whoever read our output has seen enough.
        Err(Some(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => crate::start::leave(0),
        Err(Some(error)) => Err(Fault::File(format!("cannot write: {error}"), vec![])),
        Err(None) => Err(Fault::Error("the port is closed, or not for output".to_owned(), vec![])),
    }
}

fn display(value: Value, port: Port) -> Result<(), Fault> {
    write_text(port, &display_to_string(value))
}

fn write(value: Value, port: Port) -> Result<(), Fault> {
    write_text(port, &write_to_string(value))
}

fn write_shared(value: Value, port: Port) -> Result<(), Fault> {
    write_text(port, &crate::print::write_shared_to_string(value))
}

fn write_char(char: char, port: Port) -> Result<(), Fault> {
    write_text(port, char.encode_utf8(&mut [0; 4]))
}

fn write_string(string: Str, port: Port, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, string.0.length(), 2)?;
    let mut text = String::with_capacity(range.len());
    text.extend(string.chars()[range].iter().filter_map(|code| char::from_u32(*code)));
    write_text(port, &text)
}

fn flush(port: Port) -> Result<(), Fault> {
    with_ports(|ports| match ports.open.get_mut(&port.0) {
        Some((Resource::Output(writer), _)) => writer.flush(),
        _ => Ok(()),
    })
    .map_err(|error| Fault::File(format!("cannot write: {error}"), vec![]))
}

// Input -----

fn with_input<T>(port: Port, work: impl FnOnce(&mut dyn BufRead) -> std::io::Result<T>) -> Result<T, Fault> {
    let result = with_ports(|ports| {
        // What a program has asked shows before it waits for the answer.
        if ports.standard[0].and_then(Port::from_value).is_some_and(|stdin| stdin.0 == port.0) {
            ports.flush();
        }
        match ports.open.get_mut(&port.0) {
            Some((Resource::Input(reader), _)) => Some(work(&mut **reader)),
            Some((Resource::Characters(reader), _)) => Some(work(reader)),
            _ => None,
        }
    });
    match result {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(Fault::File(format!("cannot read: {error}"), vec![])),
        None => Err(Fault::Error("the port is closed, or not for input".to_owned(), vec![])),
    }
}

/// The next character and its length in bytes; malformed UTF-8 reads as U+FFFD.
fn next_char(reader: &mut dyn BufRead) -> std::io::Result<Option<(char, usize)>> {
    let buffer = reader.fill_buf()?;
    let Some(first) = buffer.first() else { return Ok(None) };
    let length = match first {
        0..=0x7F => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => return Ok(Some(('\u{FFFD}', 1))),
    };
    let bytes = &buffer[..length.min(buffer.len())];
    match std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next()) {
        Some(char) => Ok(Some((char, length))),
        None => Ok(Some(('\u{FFFD}', 1))),
    }
}

/// The next character of a string port, which is left unless it is `taken`, if it is ASCII.
#[inline]
fn next_ascii(port: Port, taken: bool) -> Option<Value> {
    with_ports(|ports| {
        let (Resource::Characters(reader), _) = ports.open.get_mut(&port.0)? else { return None };
        let at = reader.position();
        let byte = *reader.get_ref().get(at as usize).filter(|byte| byte.is_ascii())?;
        reader.set_position(at + u64::from(taken));
        Some(Value::char(char::from(byte)))
    })
}

fn peek_char(port: Port) -> Outcome {
    if let Some(char) = next_ascii(port, false) {
        return Ok(char);
    }
    let next = with_input(port, next_char)?;
    Ok(next.map_or(Value::EOF, |(char, _)| Value::char(char)))
}

fn read_char(port: Port) -> Outcome {
    if let Some(char) = next_ascii(port, true) {
        return Ok(char);
    }
    let next = with_input(port, |reader| {
        let next = next_char(reader)?;
        reader.consume(next.map_or(0, |(_, length)| length));
        Ok(next)
    })?;
    Ok(next.map_or(Value::EOF, |(char, _)| Value::char(char)))
}

fn read_line(port: Port) -> Outcome {
    let mut line = Vec::new();
    let count = with_input(port, |reader| reader.read_until(b'\n', &mut line))?;
    if count == 0 {
        return Ok(Value::EOF);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(string_from(&String::from_utf8_lossy(&line)))
}

fn read_string(count: Value, port: Port) -> Outcome {
    let wanted = crate::numbers::to_usize(count).ok_or(Fault::Type(0, count))?;
    let mut text = String::new();
    let mut taken = 0;
    while taken < wanted {
        let next = with_input(port, |reader| {
            let next = next_char(reader)?;
            reader.consume(next.map_or(0, |(_, length)| length));
            Ok(next)
        })?;
        let Some((char, _)) = next else { break };
        text.push(char);
        taken += 1;
    }
    Ok(if taken == 0 && wanted > 0 { Value::EOF } else { string_from(&text) })
}

fn is_char_ready(port: Port) -> Result<bool, Fault> {
    with_input(port, |_| Ok(true))
}

fn eof() -> Value {
    Value::EOF
}

fn is_eof(value: Value) -> bool {
    value == Value::EOF
}

// Files -----

/// The whole text of a file.
pub fn read_file(path: &str) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| file_fault("open", path, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn file_exists(path: Str) -> bool {
    std::path::Path::new(&path.text()).exists()
}

fn delete_file(path: Str) -> Result<(), Fault> {
    let path = path.text();
    std::fs::remove_file(&path).map_err(|error| file_fault("delete", &path, &error))
}

crate::primitives! {
    fx_stdin = stdin, ();
    fx_stdout = stdout, ();
    fx_stderr = stderr, ();
    fx_open_input_file = open_input_file, (path);
    fx_open_output_file = open_output_file, (path);
    fx_open_input_string = open_input_string, (text);
    fx_open_output_string = open_output_string, ();
    fx_get_output_string = get_output_string, (port);
    fx_close_port = close, (port);
    fx_port_p = is_port, (value);
    fx_input_port_p = is_input, (port);
    fx_output_port_p = is_output, (port);
    fx_display = display, (value, port);
    fx_write = write, (value, port);
    fx_write_shared = write_shared, (value, port);
    fx_write_char = write_char, (char, port);
    fx_write_string = write_string, (string, port, start, end);
    fx_flush = flush, (port);
    fx_peek_char = peek_char, (port);
    fx_read_char = read_char, (port);
    fx_read_line = read_line, (port);
    fx_read_string = read_string, (count, port);
    fx_char_ready_p = is_char_ready, (port);
    fx_eof_object = eof, ();
    fx_eof_object_p = is_eof, (value);
    fx_file_exists_p = file_exists, (path);
    fx_delete_file = delete_file, (path);
}
