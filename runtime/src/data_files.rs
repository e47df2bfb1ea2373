//! Files of data between the language and the crate `data`.
//!
//! What is read is taken apart before anything is allocated on the heap; then objects are made from the outside in, so
//! that each is reachable from one on the stack while the next is made.

use data::{Column, Table, TableOptions};

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::object::{string_from, string_text};
use crate::ports::{read_bytes, write_bytes};
use crate::strings::Str;
use crate::value::{Kind, Value};
use crate::vectors::Vector;

/// A complaint about the contents of a file.
pub fn bad_file(path: &str, error: &str) -> Fault {
    Fault::Error(format!("{path}: {error}"), vec![])
}

/// The contents of a file, unpacked.
pub fn read(path: &str) -> Result<Vec<u8>, Fault> {
    data::unpack(read_bytes(path)?, heap::max_bytes()).map_err(|error| bad_file(path, &error))
}

/// Makes a file, packed if its name says so.
pub fn write(path: &str, bytes: data::Outcome<Vec<u8>>) -> Result<(), Fault> {
    let packed = bytes.and_then(|bytes| if path.ends_with(".gz") { data::pack(&bytes) } else { Ok(bytes) });
    write_bytes(path, &packed.map_err(|error| bad_file(path, &error))?)
}

fn strings(mut list: Value) -> Result<Vec<String>, Fault> {
    let mut texts = Vec::new();
    while let Some((first, rest)) = list.pair() {
        let wrong = || Fault::Error("a list of strings is needed; one element is".to_owned(), vec![first]);
        texts.push(string_text(first).ok_or_else(wrong)?);
        list = rest;
    }
    Ok(texts)
}

/// A new vector, full of `#f`.
fn vector(length: usize) -> Result<Vector, Fault> {
    let made = Vector(Value::from_object(heap::alloc(Kind::Vector, length)?, Kind::Vector));
    made.slots().fill(Value::FALSE);
    Ok(made)
}

// csv -----

fn byte(separator: char) -> Result<u8, Fault> {
    let usable = u8::try_from(separator).ok().filter(|byte| byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r'));
    usable
        .ok_or_else(|| Fault::Error("this character cannot separate fields:".to_owned(), vec![Value::char(separator)]))
}

fn read_csv_file(path: Str, header: Value, separator: char, texts: Value) -> Outcome {
    let path = path.text();
    let options = TableOptions { header: header != Value::FALSE, separator: byte(separator)?, texts: strings(texts)? };
    let table = data::read_csv(&read(&path)?, &options, heap::max_bytes()).map_err(|error| bad_file(&path, &error))?;
    table_value(&table)
}

/// `#(names columns lines)`.
fn table_value(table: &Table) -> Outcome {
    let whole = vector(3)?;
    let names = vector(table.names.len())?;
    whole.slots()[0] = names.0;
    for (slot, name) in names.slots().iter_mut().zip(&table.names) {
        *slot = string_from(name);
    }
    let columns = vector(table.columns.len())?;
    whole.slots()[1] = columns.0;
    for (slot, column) in columns.slots().iter_mut().zip(&table.columns) {
        *slot = match column {
            Column::Numbers(numbers) => f64vector(numbers.iter().copied())?,
            Column::Texts(texts, row) => {
                let pair = vector(2)?;
                pair.slots()[0] = Value::fixnum(*row as i64);
                let strings = vector(texts.len())?;
                pair.slots()[1] = strings.0;
                for (slot, text) in strings.slots().iter_mut().zip(texts) {
                    *slot = string_from(text);
                }
                pair.0
            }
        };
    }
    whole.slots()[2] = f64vector(table.lines.iter().map(|line| *line as f64))?;
    Ok(whole.0)
}

/// A new f64vector.
pub fn f64vector(numbers: impl ExactSizeIterator<Item = f64>) -> Outcome {
    let made = Value::from_object(heap::alloc(Kind::F64vector, numbers.len())?, Kind::F64vector);
    for (slot, number) in made.slots(Kind::F64vector).into_iter().flatten().zip(numbers) {
        *slot = Value::flonum(number);
    }
    Ok(made)
}

fn write_csv_file(path: Str, rows: Value, separator: char) -> Result<(), Fault> {
    let separator = byte(separator)?;
    let mut fields = Vec::new();
    let mut rest = rows;
    while let Some((row, next)) = rest.pair() {
        fields.push(strings(row)?);
        rest = next;
    }
    write(&path.text(), data::write_csv(fields.into_iter(), separator))
}

crate::primitives! {
    fx_read_csv_file = read_csv_file, (path, header, separator, texts);
    fx_write_csv_file = write_csv_file, (path, rows, separator);
}
