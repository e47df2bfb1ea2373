//! Ports: standard streams, files, strings and bytevectors, textual and binary.
//!
//! A port is an object that holds an index into a table of native resources. When the object dies, the resource is
//! dropped, and with it flushed and closed.

mod input;
mod output;
mod reading;

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::sync::Mutex;

use crate::abi::{Export, Fault, FromValue, Outcome};
use crate::heap;
use crate::strings::Str;
use crate::value::{Kind, Value};
use crate::vectors::Bytevector;

use input::Input;

/// What is behind a port.
enum Resource {
    Input(Input),
    Output(Box<dyn Write + Send>),
    /// What is written is kept.
    Memory(Vec<u8>),
    Closed,
}

/// What a port carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Text,
    Bytes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
}

struct Entry {
    resource: Resource,
    content: Content,
    direction: Direction,
    /// The port object.
    object: Value,
}

/// Ports by index, and the standard ones, which live for ever.
#[derive(Default)]
struct Ports {
    entries: Vec<Option<Entry>>,
    free: Vec<usize>,
    standard: [Option<Value>; 3],
}

impl Ports {
    fn entry(&mut self, port: Port) -> Option<&mut Entry> {
        self.entries.get_mut(port.0)?.as_mut()
    }

    fn flush(&mut self) {
        for entry in self.entries.iter_mut().flatten() {
            if let Resource::Output(writer) = &mut entry.resource {
                // Nobody is left to be told of a failure.
                let _ = writer.flush();
            }
        }
    }
}

// SAFETY: programs have one thread.
unsafe impl Send for Ports {}

static PORTS: Mutex<Option<Ports>> = Mutex::new(None);

/// Nothing is allocated on the heap by `work`: a collection sweeps the ports.
fn with_ports<T>(work: impl FnOnce(&mut Ports) -> T) -> T {
    work(PORTS.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_or_insert_default())
}

/// A port argument.
#[derive(Clone, Copy)]
pub struct Port(usize);

impl FromValue for Port {
    fn from_value(value: Value) -> Option<Port> {
        usize::try_from(value.slots(Kind::Port)?[0].as_fixnum()?).ok().map(Port)
    }
}

fn new_port(resource: Resource, content: Content, direction: Direction) -> Value {
    let object = heap::alloc_slots(Kind::Port, &[Value::fixnum(0)]);
    let index = with_ports(|ports| {
        let entry = Some(Entry { resource, content, direction, object });
        match ports.free.pop() {
            Some(index) => {
                ports.entries[index] = entry;
                index
            }
            None => {
                ports.entries.push(entry);
                ports.entries.len() - 1
            }
        }
    });
    if let Some(slots) = object.slots(Kind::Port) {
        slots[0] = Value::fixnum(index as i64);
    }
    object
}

fn new_input(input: Input, content: Content) -> Value {
    new_port(Resource::Input(input), content, Direction::Input)
}

fn new_output(resource: Resource, content: Content) -> Value {
    new_port(resource, content, Direction::Output)
}

/// Drops the resources of ports that did not survive a collection: files are flushed and closed by that.
pub fn sweep(is_live: impl Fn(Value) -> bool) {
    with_ports(|ports| {
        for (index, slot) in ports.entries.iter_mut().enumerate() {
            let Some(object) = slot.as_ref().map(|entry| entry.object) else { continue };
            if !ports.standard.contains(&Some(object)) && !is_live(object) {
                *slot = None;
                ports.free.push(index);
            }
        }
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

/// Reads from the source of an open port for input.
fn with_input<T>(
    port: Port,
    content: Content,
    work: impl FnOnce(&mut Input) -> std::io::Result<T>,
) -> Result<T, Fault> {
    with_ports(|ports| {
        // What a program has asked shows before it waits for the answer.
        let waits =
            |entry: &mut Entry| matches!(&entry.resource, Resource::Input(it) if it.is_interactive && it.is_empty());
        if ports.entry(port).is_some_and(waits) {
            ports.flush();
        }
        let entry = usable(ports, port, Direction::Input, content)?;
        let Resource::Input(input) = &mut entry.resource else { return Err(closed()) };
        work(input).map_err(|error| Fault::File(format!("cannot read: {error}"), vec![]))
    })
}

/// The entry of a port of this direction and content.
fn usable(ports: &mut Ports, port: Port, direction: Direction, content: Content) -> Result<&mut Entry, Fault> {
    let entry = ports.entry(port).ok_or_else(closed)?;
    if entry.direction != direction {
        let what = if direction == Direction::Input { "input" } else { "output" };
        return Err(Fault::Error(format!("the port is not for {what}"), vec![]));
    }
    if entry.content != content {
        let (is, wanted) = if content == Content::Text { ("binary", "textual") } else { ("textual", "binary") };
        return Err(Fault::Error(format!("the port is {is}, not {wanted}"), vec![]));
    }
    Ok(entry)
}

fn closed() -> Fault {
    Fault::Error("the port is closed".to_owned(), vec![])
}

// Opening and closing -----

fn standard(number: usize, make: impl FnOnce() -> Value) -> Value {
    if let Some(port) = with_ports(|ports| ports.standard[number]) {
        return port;
    }
    let port = make();
    with_ports(|ports| ports.standard[number] = Some(port));
    port
}

fn stdin() -> Value {
    standard(0, || new_input(Input::interactive(File::from(stream(0))), Content::Text))
}

fn stdout() -> Value {
    let output = || Box::new(BufWriter::with_capacity(1 << 16, File::from(stream(1))));
    standard(1, || new_output(Resource::Output(output()), Content::Text))
}

fn stderr() -> Value {
    standard(2, || new_output(Resource::Output(Box::new(File::from(stream(2)))), Content::Text))
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

/// Opens a file; if too many are open, after those of dead ports have been closed.
fn open(path: &str, open: impl Fn(&str) -> std::io::Result<File>) -> std::io::Result<File> {
    match open(path) {
        Err(error) if error.raw_os_error() == Some(libc::EMFILE) => {
            heap::collect();
            open(path)
        }
        result => result,
    }
}

fn open_input(path: Str, content: Content) -> Outcome {
    let path = path.text();
    let file = open(&path, |path| File::open(path)).map_err(|error| file_fault("open", &path, &error))?;
    Ok(new_input(Input::from_file(file), content))
}

fn open_output(path: Str, content: Content) -> Outcome {
    let path = path.text();
    let file = open(&path, |path| File::create(path)).map_err(|error| file_fault("create", &path, &error))?;
    Ok(new_output(Resource::Output(Box::new(BufWriter::new(file))), content))
}

fn open_input_file(path: Str) -> Outcome {
    open_input(path, Content::Text)
}

fn open_output_file(path: Str) -> Outcome {
    open_output(path, Content::Text)
}

fn open_binary_input_file(path: Str) -> Outcome {
    open_input(path, Content::Bytes)
}

fn open_binary_output_file(path: Str) -> Outcome {
    open_output(path, Content::Bytes)
}

fn open_input_string(text: Str) -> Value {
    let bytes = text.text().into_bytes();
    charge_long(bytes.len());
    new_input(Input::from_bytes(bytes), Content::Text)
}

/// Counts what a port keeps, unless it is little.
fn charge_long(bytes: usize) {
    if bytes > heap::SMALL {
        heap::charge(bytes);
    }
}

fn open_output_string() -> Value {
    new_output(Resource::Memory(Vec::new()), Content::Text)
}

fn open_input_bytevector(bytes: Bytevector) -> Value {
    charge_long(bytes.bytes().len());
    new_input(Input::from_bytes(bytes.bytes().to_vec()), Content::Bytes)
}

fn open_output_bytevector() -> Value {
    new_output(Resource::Memory(Vec::new()), Content::Bytes)
}

/// Closes a port, once; its direction must be this one, if one is given.
fn close_entry(port: Port, direction: Option<Direction>) -> Result<(), Fault> {
    with_ports(|ports| {
        let entry = ports.entry(port).ok_or_else(closed)?;
        if let Some(wanted) = direction.filter(|direction| *direction != entry.direction) {
            let what = if wanted == Direction::Input { "input" } else { "output" };
            return Err(Fault::Error(format!("the port is not for {what}"), vec![]));
        }
        let resource = std::mem::replace(&mut entry.resource, Resource::Closed);
        let Resource::Output(mut writer) = resource else { return Ok(()) };
        writer.flush().map_err(|error| Fault::File(format!("cannot write: {error}"), vec![]))
    })
}

fn close(port: Port) -> Result<(), Fault> {
    close_entry(port, None)
}

fn close_input(port: Port) -> Result<(), Fault> {
    close_entry(port, Some(Direction::Input))
}

fn close_output(port: Port) -> Result<(), Fault> {
    close_entry(port, Some(Direction::Output))
}

// Predicates -----

fn is_port(value: Value) -> bool {
    value.is(Kind::Port)
}

/// Whether it is a port of which this holds.
fn holds(value: Value, test: impl FnOnce(&Entry) -> bool) -> bool {
    Port::from_value(value).is_some_and(|port| with_ports(|ports| ports.entry(port).is_some_and(|entry| test(entry))))
}

fn is_input(value: Value) -> bool {
    holds(value, |entry| entry.direction == Direction::Input)
}

fn is_output(value: Value) -> bool {
    holds(value, |entry| entry.direction == Direction::Output)
}

fn is_textual(value: Value) -> bool {
    holds(value, |entry| entry.content == Content::Text)
}

fn is_binary(value: Value) -> bool {
    holds(value, |entry| entry.content == Content::Bytes)
}

/// Whether a port is open for this direction.
fn is_open(port: Port, direction: Direction) -> Result<bool, Fault> {
    with_ports(|ports| {
        let entry = ports.entry(port).ok_or_else(closed)?;
        Ok(entry.direction == direction && !matches!(entry.resource, Resource::Closed))
    })
}

fn is_input_open(port: Port) -> Result<bool, Fault> {
    is_open(port, Direction::Input)
}

fn is_output_open(port: Port) -> Result<bool, Fault> {
    is_open(port, Direction::Output)
}

fn eof() -> Value {
    Value::EOF
}

fn is_eof(value: Value) -> bool {
    value == Value::EOF
}

// Files -----

/// The bytes of a file, which must fit into the heap's limit.
pub fn read_bytes(path: &str) -> Result<Vec<u8>, Fault> {
    let failed = |error: std::io::Error| file_fault("open", path, &error);
    let mut file = File::open(path).map_err(failed)?;
    if file.metadata().is_ok_and(|data| data.len() > heap::max_bytes() as u64) {
        return Err(Fault::OutOfMemory);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Makes a file of these bytes.
pub fn write_bytes(path: &str, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::write(path, bytes).map_err(|error| file_fault("write", path, &error))
}

/// The text of a file.
pub fn read_file(path: &str) -> Result<String, Fault> {
    Ok(String::from_utf8_lossy(&read_bytes(path)?).into_owned())
}

fn file_exists(path: Str) -> bool {
    std::path::Path::new(&path.text()).exists()
}

fn delete_file(path: Str) -> Result<(), Fault> {
    let path = path.text();
    std::fs::remove_file(&path).map_err(|error| file_fault("delete", &path, &error))
}

mod exports {
    use super::*;

    crate::primitives! {
        fx_stdin = stdin, ();
        fx_stdout = stdout, ();
        fx_stderr = stderr, ();
        fx_open_input_file = open_input_file, (path);
        fx_open_output_file = open_output_file, (path);
        fx_open_binary_input_file = open_binary_input_file, (path);
        fx_open_binary_output_file = open_binary_output_file, (path);
        fx_open_input_string = open_input_string, (text);
        fx_open_output_string = open_output_string, ();
        fx_open_input_bytevector = open_input_bytevector, (bytes);
        fx_open_output_bytevector = open_output_bytevector, ();
        fx_close_port = close, (port);
        fx_close_input_port = close_input, (port);
        fx_close_output_port = close_output, (port);
        fx_port_p = is_port, (value);
        fx_input_port_p = is_input, (value);
        fx_output_port_p = is_output, (value);
        fx_textual_port_p = is_textual, (value);
        fx_binary_port_p = is_binary, (value);
        fx_input_port_open_p = is_input_open, (port);
        fx_output_port_open_p = is_output_open, (port);
        fx_eof_object = eof, ();
        fx_eof_object_p = is_eof, (value);
        fx_file_exists_p = file_exists, (path);
        fx_delete_file = delete_file, (path);
    }
}

/// The functions of ports that compiled code may call.
pub const EXPORTS: [&[Export]; 3] = [exports::EXPORTS, reading::EXPORTS, output::EXPORTS];
