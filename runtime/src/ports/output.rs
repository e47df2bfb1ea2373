//! Procedures that write to ports (R7RS section 6.13.3).

use std::io::{ErrorKind, Write};

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::object::{bytevector_from, string_from};
use crate::ports::{Content, Direction, Port, Resource, closed, usable, with_ports};
use crate::print::{display_to_string, write_shared_to_string, write_to_string};
use crate::strings::{Str, range};
use crate::value::Value;
use crate::vectors::Bytevector;

fn write_bytes(port: Port, content: Content, bytes: &[u8]) -> Result<(), Fault> {
    let mut growth = 0;
    let result = with_ports(|ports| match &mut usable(ports, port, Direction::Output, content)?.resource {
        Resource::Memory(kept) => {
            let before = kept.capacity();
            kept.extend_from_slice(bytes);
            growth = kept.capacity() - before;
            Ok(Ok(()))
        }
        Resource::Output(writer) => Ok(writer.write_all(bytes)),
        _ => Err(closed()),
    })?;
    if growth > 0 {
        if growth > heap::max_bytes() {
            return Err(Fault::OutOfMemory);
        }
        heap::charge(growth);
    }
    match result {
        // Whoever read our output has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => crate::start::leave(0),
        result => result.map_err(|error| Fault::File(format!("cannot write: {error}"), vec![])),
    }
}

fn write_text(port: Port, text: &str) -> Result<(), Fault> {
    write_bytes(port, Content::Text, text.as_bytes())
}

fn display(value: Value, port: Port) -> Result<(), Fault> {
    write_text(port, &display_to_string(value))
}

fn write(value: Value, port: Port) -> Result<(), Fault> {
    write_text(port, &write_to_string(value))
}

fn write_shared(value: Value, port: Port) -> Result<(), Fault> {
    write_text(port, &write_shared_to_string(value))
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

fn write_u8(byte: Value, port: Port) -> Result<(), Fault> {
    let byte = byte.as_fixnum().and_then(|number| u8::try_from(number).ok()).ok_or_else(|| {
        Fault::Error("write-u8: argument 1 must be an exact integer from 0 to 255, found".to_owned(), vec![byte])
    })?;
    write_bytes(port, Content::Bytes, &[byte])
}

fn write_bytevector(bytes: Bytevector, port: Port, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, bytes.0.length(), 2)?;
    write_bytes(port, Content::Bytes, &bytes.bytes()[range])
}

fn flush(port: Port) -> Result<(), Fault> {
    with_ports(|ports| {
        let entry = ports.entry(port).ok_or_else(closed)?;
        let content = entry.content;
        match &mut usable(ports, port, Direction::Output, content)?.resource {
            Resource::Output(writer) => {
                writer.flush().map_err(|error| Fault::File(format!("cannot write: {error}"), vec![]))
            }
            _ => Ok(()),
        }
    })
}

/// What has been written to a port that keeps it.
fn kept(port: Port, content: Content) -> Option<Vec<u8>> {
    with_ports(|ports| match ports.entry(port)? {
        entry if entry.content != content => None,
        entry => match &entry.resource {
            Resource::Memory(kept) => Some(kept.clone()),
            _ => None,
        },
    })
}

fn get_output_string(port: Port) -> Outcome {
    let wrong = || Fault::Error("get-output-string: not an open port made by open-output-string".to_owned(), vec![]);
    let bytes = kept(port, Content::Text).ok_or_else(wrong)?;
    Ok(string_from(&String::from_utf8_lossy(&bytes)))
}

fn get_output_bytevector(port: Port) -> Outcome {
    let wrong =
        || Fault::Error("get-output-bytevector: not an open port made by open-output-bytevector".to_owned(), vec![]);
    bytevector_from(&kept(port, Content::Bytes).ok_or_else(wrong)?)
}

crate::primitives! {
    fx_display = display, (value, port);
    fx_write = write, (value, port);
    fx_write_shared = write_shared, (value, port);
    fx_write_char = write_char, (char, port);
    fx_write_string = write_string, (string, port, start, end);
    fx_write_u8 = write_u8, (byte, port);
    fx_write_bytevector = write_bytevector, (bytes, port, start, end);
    fx_flush = flush, (port);
    fx_get_output_string = get_output_string, (port);
    fx_get_output_bytevector = get_output_bytevector, (port);
}
