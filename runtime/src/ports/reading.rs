//! Procedures that read from ports (R7RS section 6.13.2).

use syntax::{FileId, ScanEnd, read_datums, read_datums_fold_case, scan_datum};

use crate::abi::{Fault, Outcome};
use crate::literal::value_of;
use crate::numbers::to_usize;
use crate::object::{bytevector_from, string_from};
use crate::ports::{Content, Port, Resource, with_input, with_ports};
use crate::strings::range;
use crate::value::{Kind, Value};
use crate::vectors::Bytevector;

/// What most characters are read by: the next one if it is in the buffer and one byte long, of which so many are taken.
#[inline]
fn next_ascii(port: Port, taken: usize) -> Option<Value> {
    with_ports(|ports| {
        let entry = ports.entry(port).filter(|entry| entry.content == Content::Text)?;
        let Resource::Input(input) = &mut entry.resource else { return None };
        let char = input.buffered_ascii()?;
        input.consume(taken);
        Some(Value::char(char))
    })
}

fn peek_char(port: Port) -> Outcome {
    if let Some(char) = next_ascii(port, 0) {
        return Ok(char);
    }
    let next = with_input(port, Content::Text, |input| input.next_char())?;
    Ok(next.map_or(Value::EOF, |(char, _)| Value::char(char)))
}

fn read_char(port: Port) -> Outcome {
    if let Some(char) = next_ascii(port, 1) {
        return Ok(char);
    }
    let next = with_input(port, Content::Text, |input| input.take_char())?;
    Ok(next.map_or(Value::EOF, Value::char))
}

fn read_line(port: Port) -> Outcome {
    let line = with_input(port, Content::Text, |input| input.take_line())?;
    Ok(line.map_or(Value::EOF, |line| string_from(&line)))
}

fn read_string(count: Value, port: Port) -> Outcome {
    let wanted = to_usize(count).ok_or(Fault::Type(0, count))?;
    let text = with_input(port, Content::Text, |input| input.take_chars(wanted))?;
    Ok(if text.is_empty() && wanted > 0 { Value::EOF } else { string_from(&text) })
}

fn is_char_ready(port: Port) -> Result<bool, Fault> {
    with_input(port, Content::Text, |input| Ok(input.is_ready()))
}

/// The next datum; `#!fold-case` holds for what the port gives later, too.
fn read(port: Port) -> Outcome {
    let (folded, scanned) = with_input(port, Content::Text, |input| {
        let folded = input.fold_case;
        let scanned = scan_datum(input)?;
        input.fold_case = scanned.fold_case.unwrap_or(folded);
        Ok((folded, scanned))
    })?;
    match scanned.end {
        ScanEnd::Nothing => return Ok(Value::EOF),
        ScanEnd::Incomplete => return Err(Fault::Read("the text ends inside of a datum".to_owned())),
        ScanEnd::Datum => {}
    }
    let read = if folded { read_datums_fold_case } else { read_datums };
    let (datums, diagnostics) = read(&scanned.text, FileId(0));
    match (diagnostics.first(), datums.first()) {
        (Some(diagnostic), _) => Err(Fault::Read(diagnostic.message.clone())),
        (None, Some(datum)) => value_of(datum),
        (None, None) => Ok(Value::EOF),
    }
}

// Bytes -----

fn byte(next: Option<u8>) -> Value {
    next.map_or(Value::EOF, |byte| Value::fixnum(byte.into()))
}

fn peek_u8(port: Port) -> Outcome {
    Ok(byte(with_input(port, Content::Bytes, |input| input.peek_byte())?))
}

fn read_u8(port: Port) -> Outcome {
    let next = with_input(port, Content::Bytes, |input| {
        let next = input.peek_byte()?;
        input.consume(next.iter().count());
        Ok(next)
    })?;
    Ok(byte(next))
}

fn is_u8_ready(port: Port) -> Result<bool, Fault> {
    with_input(port, Content::Bytes, |input| Ok(input.is_ready()))
}

fn read_bytevector(count: Value, port: Port) -> Outcome {
    let wanted = to_usize(count).ok_or(Fault::Type(0, count))?;
    let bytes = with_input(port, Content::Bytes, |input| input.take_bytes(wanted))?;
    if bytes.is_empty() && wanted > 0 { Ok(Value::EOF) } else { bytevector_from(&bytes) }
}

fn read_bytevector_into(target: Bytevector, port: Port, start: Value, end: Value) -> Outcome {
    let range = range(start, end, target.0.length(), 2)?;
    let bytes = with_input(port, Content::Bytes, |input| input.take_bytes(range.len()))?;
    if bytes.is_empty() && !range.is_empty() {
        return Ok(Value::EOF);
    }
    let places = target.0.bytes(Kind::Bytevector).unwrap_or_default();
    places[range.start..range.start + bytes.len()].copy_from_slice(&bytes);
    Ok(Value::fixnum(bytes.len() as i64))
}

crate::primitives! {
    fx_peek_char = peek_char, (port);
    fx_read_char = read_char, (port);
    fx_read_line = read_line, (port);
    fx_read_string = read_string, (count, port);
    fx_char_ready_p = is_char_ready, (port);
    fx_read = read, (port);
    fx_peek_u8 = peek_u8, (port);
    fx_read_u8 = read_u8, (port);
    fx_u8_ready_p = is_u8_ready, (port);
    fx_read_bytevector = read_bytevector, (count, port);
    fx_read_bytevector_x = read_bytevector_into, (target, port, start, end);
}
