//! Strings, characters and symbols. A string is an array of code points, 4 bytes each, that can be changed in place.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::abi::{Fault, FromValue, Outcome};
use crate::heap;
use crate::object::{bytevector_from, list_from, string_from, string_text};
use crate::pairs::list_length;
use crate::symbols;
use crate::value::{Kind, Value};
use crate::vectors::Vector;

/// A string argument.
#[derive(Clone, Copy)]
pub struct Str(pub Value);

impl FromValue for Str {
    fn from_value(value: Value) -> Option<Str> {
        value.is(Kind::String).then_some(Str(value))
    }
}

impl FromValue for char {
    fn from_value(value: Value) -> Option<char> {
        value.as_char()
    }
}

impl Str {
    /// The code points.
    pub fn chars(self) -> &'static mut [u32] {
        let bytes = self.0.bytes(Kind::String).unwrap_or_default();
        // SAFETY: a string has `length` code points of 4 bytes, aligned to 8.
        unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast(), self.0.length()) }
    }

    /// As a Rust string.
    pub fn text(self) -> String {
        string_text(self.0).unwrap_or_default()
    }
}

/// A new string of `length` code points, to be filled.
fn new_string(length: usize) -> Result<Str, Fault> {
    Ok(Str(Value::from_object(heap::alloc(Kind::String, length)?, Kind::String)))
}

/// The range between two indices of a sequence.
pub fn range(start: Value, end: Value, length: usize, first: usize) -> Result<std::ops::Range<usize>, Fault> {
    let index = |value: Value, argument: usize| {
        let number = value.as_fixnum().ok_or(Fault::Type(argument, value))?;
        let index = usize::try_from(number).ok().filter(|index| *index <= length);
        index.ok_or(Fault::Index { argument, index: value, length: length + 1 })
    };
    let (from, to) = (index(start, first)?, index(end, first + 1)?);
    if from > to { Err(Fault::Index { argument: first, index: start, length: to + 1 }) } else { Ok(from..to) }
}

fn index_of(index: Value, length: usize) -> Result<usize, Fault> {
    let number = index.as_fixnum().ok_or(Fault::Type(1, index))?;
    usize::try_from(number).ok().filter(|at| *at < length).ok_or(Fault::Index { argument: 1, index, length })
}

fn is_string(value: Value) -> bool {
    value.is(Kind::String)
}

fn string_length(string: Str) -> Outcome {
    Ok(Value::fixnum(string.0.length() as i64))
}

fn string_ref(string: Str, index: Value) -> Outcome {
    let chars = string.chars();
    Ok(code_char(chars[index_of(index, chars.len())?]))
}

fn code_char(code: u32) -> Value {
    Value::char(char::from_u32(code).unwrap_or('\u{FFFD}'))
}

fn string_set(string: Str, index: Value, new: char) -> Result<(), Fault> {
    let chars = string.chars();
    let at = index_of(index, chars.len())?;
    chars[at] = new as u32;
    Ok(())
}

fn make_string(length: Value, fill: char) -> Outcome {
    let count = length.as_fixnum().and_then(|count| usize::try_from(count).ok()).ok_or(Fault::Type(0, length))?;
    let string = new_string(count)?;
    string.chars().fill(fill as u32);
    Ok(string.0)
}

fn substring(string: Str, start: Value, end: Value) -> Outcome {
    let range = range(start, end, string.0.length(), 1)?;
    let out = new_string(range.len())?;
    out.chars().copy_from_slice(&string.chars()[range]);
    Ok(out.0)
}

fn to_vector(string: Str, start: Value, end: Value) -> Outcome {
    let range = range(start, end, string.0.length(), 1)?;
    let made = Value::from_object(heap::alloc(Kind::Vector, range.len())?, Kind::Vector);
    for (slot, code) in made.slots(Kind::Vector).into_iter().flatten().zip(&string.chars()[range]) {
        *slot = code_char(*code);
    }
    Ok(made)
}

fn from_vector(vector: Vector, start: Value, end: Value) -> Outcome {
    let range = range(start, end, vector.slots().len(), 1)?;
    let out = new_string(range.len())?;
    for (slot, item) in out.chars().iter_mut().zip(&vector.slots()[range]) {
        let wrong =
            || Fault::Error("argument 1 must be a vector of characters; one element is".to_owned(), vec![*item]);
        *slot = item.as_char().ok_or_else(wrong)? as u32;
    }
    Ok(out.0)
}

fn append(a: Str, b: Str) -> Outcome {
    let first = a.0.length();
    let out = new_string(first + b.0.length())?;
    out.chars()[..first].copy_from_slice(a.chars());
    out.chars()[first..].copy_from_slice(b.chars());
    Ok(out.0)
}

fn concatenate(strings: Value) -> Outcome {
    list_length(strings).ok_or(Fault::Type(0, strings))?;
    let mut total = 0;
    let mut rest = strings;
    while let Some((first, next)) = rest.pair() {
        total += Str::from_value(first).ok_or(Fault::Type(0, first))?.0.length();
        rest = next;
    }
    let out = new_string(total)?;
    let (mut at, mut rest) = (0, strings);
    while let Some((first, next)) = rest.pair() {
        let part = Str(first).chars();
        out.chars()[at..at + part.len()].copy_from_slice(part);
        at += part.len();
        rest = next;
    }
    Ok(out.0)
}

fn upcase(string: Str) -> Value {
    string_from(&string.text().to_uppercase())
}

fn downcase(string: Str) -> Value {
    string_from(&string.text().to_lowercase())
}

fn foldcase(string: Str) -> Value {
    string_from(&syntax::fold_case(&string.text()))
}

fn to_list(string: Str, start: Value, end: Value) -> Outcome {
    let range = range(start, end, string.0.length(), 1)?;
    let mut list = Value::NULL;
    for index in range.rev() {
        let first = code_char(string.chars()[index]);
        list = heap::alloc_slots(Kind::Pair, &[first, list]);
    }
    Ok(list)
}

fn from_list(list: Value) -> Outcome {
    let out = new_string(list_length(list).ok_or(Fault::Type(0, list))?)?;
    let mut rest = list;
    for slot in out.chars() {
        let Some((first, next)) = rest.pair() else { break };
        *slot = first.as_char().ok_or(Fault::Type(0, list))? as u32;
        rest = next;
    }
    Ok(out.0)
}

fn copy_into(to: Str, at: Value, from: Str, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, from.0.length(), 3)?;
    let length = to.0.length();
    let target = at.as_fixnum().and_then(|at| usize::try_from(at).ok()).ok_or(Fault::Type(1, at))?;
    if target + range.len() > length {
        return Err(Fault::Index { argument: 1, index: at, length: length + 1 - range.len().min(length) });
    }
    // SAFETY: both ranges have been checked; `copy` allows them to overlap.
    unsafe {
        let source = from.chars().as_ptr().add(range.start);
        std::ptr::copy(source, to.chars().as_mut_ptr().add(target), range.len());
    }
    Ok(())
}

fn fill(string: Str, with: char, start: Value, end: Value) -> Result<(), Fault> {
    let range = range(start, end, string.0.length(), 2)?;
    string.chars()[range].fill(with as u32);
    Ok(())
}

fn string_equal(a: Str, b: Str) -> bool {
    a.chars() == b.chars()
}

fn string_less(a: Str, b: Str) -> bool {
    *a.chars() < *b.chars()
}

fn search(pattern: Str, string: Str, start: Value) -> Outcome {
    let text = string.chars();
    let from = range(start, Value::fixnum(text.len() as i64), text.len(), 2)?.start;
    let pattern = pattern.chars();
    let found = match pattern.len() {
        0 => Some(0),
        n => text[from..].windows(n).position(|window| window == &*pattern),
    };
    Ok(found.map_or(Value::FALSE, |at| Value::fixnum((from + at) as i64)))
}

fn split(string: Str, separator: char) -> Outcome {
    let mut list = Value::NULL;
    for part in string.text().rsplit(separator) {
        let first = string_from(part);
        list = heap::alloc_slots(Kind::Pair, &[first, list]);
    }
    Ok(list)
}

fn string_to_symbol(string: Str) -> Value {
    symbols::intern(&string.text())
}

fn symbol_to_string(symbol: Value) -> Outcome {
    let name = symbol.slots(Kind::Symbol).ok_or(Fault::Type(0, symbol))?[0];
    append(Str(name), Str(string_from("")))
}

fn gensym() -> Value {
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(1);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    symbols::uninterned(&format!("g{number}"))
}

fn is_symbol(value: Value) -> bool {
    value.is(Kind::Symbol)
}

// Characters -----

fn is_char(value: Value) -> bool {
    value.as_char().is_some()
}

fn char_to_integer(value: char) -> Value {
    Value::fixnum(value as i64)
}

fn integer_to_char(code: Value) -> Outcome {
    let number = code.as_fixnum().ok_or(Fault::Type(0, code))?;
    let found = u32::try_from(number).ok().and_then(char::from_u32);
    let message = "integer->char: the number is not the code point of a character";
    found.map(Value::char).ok_or_else(|| Fault::Error(message.to_owned(), vec![code]))
}

/// The simple upper case mapping of a character. Where the full mapping is longer, Greek letters with iota subscript
/// have a simple one to their title case, and others have none.
fn char_upcase(value: char) -> Value {
    let mut full = value.to_uppercase();
    Value::char(match (full.next(), full.next(), value) {
        (Some(only), None, _) => only,
        (_, _, '\u{1F80}'..='\u{1F87}' | '\u{1F90}'..='\u{1F97}' | '\u{1FA0}'..='\u{1FA7}') => {
            char::from_u32(value as u32 + 8).unwrap_or(value)
        }
        (_, _, '\u{1FB3}' | '\u{1FC3}' | '\u{1FF3}') => char::from_u32(value as u32 + 9).unwrap_or(value),
        _ => value,
    })
}

/// The simple lower case mapping. The only longer one, of İ, begins with it.
fn char_downcase(value: char) -> Value {
    Value::char(value.to_lowercase().next().unwrap_or(value))
}

fn char_foldcase(value: char) -> Value {
    Value::char(syntax::fold_char(value))
}

fn is_alphabetic(value: char) -> bool {
    value.is_alphabetic()
}

fn is_numeric(value: char) -> bool {
    value.is_ascii_digit() || value.is_numeric() && value.general_category() == GeneralCategory::DecimalNumber
}

fn is_whitespace(value: char) -> bool {
    value.is_whitespace()
}

fn is_upper(value: char) -> bool {
    value.is_uppercase()
}

fn is_lower(value: char) -> bool {
    value.is_lowercase()
}

/// Decimal digits come in runs from zero to nine, and runs that touch do so from a nine to a zero.
fn digit_value(value: char) -> Value {
    if !is_numeric(value) {
        return Value::FALSE;
    }
    let before = (0..value as u32).rev().take_while(|code| char::from_u32(*code).is_some_and(is_numeric)).count();
    Value::fixnum(before as i64 % 10)
}

// UTF-8 -----

fn utf8_to_string(bytes: Value, start: Value, end: Value) -> Outcome {
    let all = bytes.bytes(Kind::Bytevector).ok_or(Fault::Type(0, bytes))?;
    let range = range(start, end, all.len(), 1)?;
    match std::str::from_utf8(&all[range.clone()]) {
        Ok(text) => Ok(string_from(text)),
        Err(error) => {
            let at = Value::fixnum((range.start + error.valid_up_to()) as i64);
            Err(Fault::Error("the bytes are not UTF-8 from index".to_owned(), vec![at]))
        }
    }
}

fn string_to_utf8(string: Str, start: Value, end: Value) -> Outcome {
    let range = range(start, end, string.0.length(), 1)?;
    let text: String = string.chars()[range].iter().filter_map(|code| char::from_u32(*code)).collect();
    bytevector_from(text.as_bytes())
}

/// A list of strings, for other parts of the run-time system.
pub fn string_list(texts: impl DoubleEndedIterator<Item = String>) -> Value {
    let mut list = list_from(&[]);
    for text in texts.rev() {
        let first = string_from(&text);
        list = heap::alloc_slots(Kind::Pair, &[first, list]);
    }
    list
}

crate::primitives! {
    fx_string_p = is_string, (value);
    fx_string_length = string_length, (string);
    fx_string_ref = string_ref, (string, index);
    fx_string_set_x = string_set, (string, index, new);
    fx_make_string = make_string, (length, fill);
    fx_substring = substring, (string, start, end);
    fx_string_copy = substring, (string, start, end);
    fx_string_to_vector = to_vector, (string, start, end);
    fx_vector_to_string = from_vector, (vector, start, end);
    fx_string_append2 = append, (a, b);
    fx_string_concatenate = concatenate, (strings);
    fx_string_upcase = upcase, (string);
    fx_string_downcase = downcase, (string);
    fx_string_foldcase = foldcase, (string);
    fx_string_to_list = to_list, (string, start, end);
    fx_list_to_string = from_list, (list);
    fx_string_copy_x = copy_into, (to, at, from, start, end);
    fx_string_fill_x = fill, (string, with, start, end);
    fx_string_eq_p = string_equal, (a, b);
    fx_string_lt_p = string_less, (a, b);
    fx_string_search = search, (pattern, string, start);
    fx_string_split = split, (string, separator);
    fx_string_to_symbol = string_to_symbol, (string);
    fx_symbol_to_string = symbol_to_string, (symbol);
    fx_gensym = gensym, ();
    fx_symbol_p = is_symbol, (value);
    fx_char_p = is_char, (value);
    fx_char_to_integer = char_to_integer, (value);
    fx_integer_to_char = integer_to_char, (code);
    fx_char_upcase = char_upcase, (value);
    fx_char_downcase = char_downcase, (value);
    fx_char_foldcase = char_foldcase, (value);
    fx_char_alphabetic_p = is_alphabetic, (value);
    fx_char_numeric_p = is_numeric, (value);
    fx_char_whitespace_p = is_whitespace, (value);
    fx_char_upper_case_p = is_upper, (value);
    fx_char_lower_case_p = is_lower, (value);
    fx_digit_value = digit_value, (value);
    fx_utf8_to_string = utf8_to_string, (bytes, start, end);
    fx_string_to_utf8 = string_to_utf8, (string, start, end);
}
