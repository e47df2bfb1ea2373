//! csv files, random numbers, time, the process.

use std::io::IsTerminal;
use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::numbers::number_value;
use crate::object::{string_from, symbol_from};
use crate::strings::{Str, string_list};
use crate::value::{Kind, Value};
use crate::vectors::Bytevector;

/// The fields of the rows of a csv text (RFC 4180): quoted fields may hold separators, line ends and doubled quotes.
fn csv_rows(text: &str) -> Vec<Vec<(String, bool)>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut was_quoted) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => (quoted, was_quoted) = (true, true),
            _ if quoted => field.push(char),
            ',' => row.push((std::mem::take(&mut field), std::mem::take(&mut was_quoted))),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                row.push((std::mem::take(&mut field), std::mem::take(&mut was_quoted)));
                rows.push(std::mem::take(&mut row));
            }
            _ => field.push(char),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push((field, was_quoted));
        rows.push(row);
    }
    rows
}

/// A real number, unless it is quoted, or the text.
fn csv_field(text: &str, quoted: bool) -> Outcome {
    match syntax::parse_number(text.trim(), 10).filter(|number| !quoted && number.to_float().is_some()) {
        Some(number) => number_value(&number),
        None => Ok(string_from(text)),
    }
}

fn read_csv(path: Str) -> Outcome {
    let text = crate::ports::read_file(&path.text())?;
    let mut list = Value::NULL;
    for row in csv_rows(&text).iter().rev() {
        let mut fields = Value::NULL;
        for (field, quoted) in row.iter().rev() {
            let first = csv_field(field, *quoted)?;
            fields = heap::alloc_slots(Kind::Pair, &[first, fields]);
        }
        list = heap::alloc_slots(Kind::Pair, &[fields, list]);
    }
    Ok(list)
}

// Random numbers: xoshiro256++ (Blackman & Vigna 2019), seeded by splitmix64 -----

fn make_rng(seed: Value) -> Outcome {
    let mut seed = seed.as_fixnum().ok_or(Fault::Type(0, seed))? as u64;
    let object = heap::alloc(Kind::Bytevector, 32)?;
    let value = Value::from_object(object, Kind::Bytevector);
    for word in Bytevector(value).bytes().chunks_exact_mut(8) {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (seed ^ seed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        word.copy_from_slice(&(mixed ^ mixed >> 31).to_ne_bytes());
    }
    Ok(value)
}

fn next(rng: Bytevector) -> Result<u64, Fault> {
    let bytes = rng.bytes();
    if bytes.len() != 32 {
        return Err(Fault::Error("the random number generator must be made by make-rng".to_owned(), vec![]));
    }
    let mut s = [0u64; 4];
    for (word, chunk) in s.iter_mut().zip(bytes.chunks_exact(8)) {
        *word = u64::from_ne_bytes(chunk.try_into().unwrap_or_default());
    }
    let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
    let t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = s[3].rotate_left(45);
    for (word, chunk) in s.iter().zip(bytes.chunks_exact_mut(8)) {
        chunk.copy_from_slice(&word.to_ne_bytes());
    }
    Ok(result)
}

fn uniform(rng: Bytevector) -> Outcome {
    Ok(Value::flonum((next(rng)? >> 11) as f64 / (1u64 << 53) as f64))
}

fn integer(rng: Bytevector, limit: Value) -> Outcome {
    let limit = limit.as_fixnum().filter(|limit| *limit > 0).ok_or(Fault::Type(1, limit))? as u64;
    // The high half of the product is uniform up to a bias below 2^-16 for the largest limits (Lemire 2019).
    let product = u128::from(next(rng)?) * u128::from(limit);
    Ok(Value::fixnum((product >> 64) as i64))
}

// Time and the process -----

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn current_jiffy() -> Value {
    Value::fixnum(START.elapsed().as_nanos() as i64 & Value::FIXNUM_MAX)
}

fn jiffies_per_second() -> Value {
    Value::fixnum(1_000_000_000)
}

fn current_second() -> Value {
    Value::flonum(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64()))
}

fn command_line() -> Value {
    string_list(crate::start::command_line().into_iter())
}

fn environment_variable(name: Str) -> Value {
    std::env::var(name.text()).map_or(Value::FALSE, |text| string_from(&text))
}

fn environment_variables() -> Value {
    let mut list = Value::NULL;
    for (name, text) in std::env::vars_os() {
        let name = string_from(&name.to_string_lossy());
        let text = string_from(&text.to_string_lossy());
        let entry = heap::alloc_slots(Kind::Pair, &[name, text]);
        list = heap::alloc_slots(Kind::Pair, &[entry, list]);
    }
    list
}

fn features() -> Value {
    let mut list = Value::NULL;
    for name in syntax::features().rev() {
        let name = symbol_from(name);
        list = heap::alloc_slots(Kind::Pair, &[name, list]);
    }
    list
}

fn exit(code: Value) -> Value {
    crate::start::leave(code.as_fixnum().unwrap_or(1) as i32)
}

// The terminal -----

fn error_columns() -> Value {
    if !std::io::stderr().is_terminal() {
        return Value::fixnum(0);
    }
    // SAFETY: all zeros are a window size, and the call fills it in or leaves it.
    let columns = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        libc::ioctl(libc::STDERR_FILENO, libc::TIOCGWINSZ, &mut size);
        size.ws_col
    };
    Value::fixnum(if columns == 0 { 80 } else { columns.into() })
}

crate::primitives! {
    fx_error_columns = error_columns, ();
    fx_read_csv = read_csv, (path);
    fx_make_rng = make_rng, (seed);
    fx_rng_uniform_x = uniform, (rng);
    fx_rng_integer_x = integer, (rng, limit);
    fx_current_jiffy = current_jiffy, ();
    fx_jiffies_per_second = jiffies_per_second, ();
    fx_current_second = current_second, ();
    fx_command_line = command_line, ();
    fx_get_environment_variable = environment_variable, (name);
    fx_get_environment_variables = environment_variables, ();
    fx_features = features, ();
    fx_exit = exit, (code);
}
