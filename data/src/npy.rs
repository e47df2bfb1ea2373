//! NumPy's npy format: a magic string, a version, a header that is a literal of a Python dictionary, the elements.

use crate::Outcome;
use crate::array::{Array, DType, Source, count};

const MAGIC: &[u8] = b"\x93NUMPY";
/// Elements begin at a multiple of this.
const ALIGNMENT: usize = 64;

/// What the header says.
#[derive(Debug, PartialEq)]
struct Header {
    descr: String,
    fortran_order: bool,
    shape: Vec<usize>,
}

/// Reads an array.
pub fn read_npy(bytes: &[u8]) -> Outcome<Array> {
    let rest = bytes.strip_prefix(MAGIC).ok_or("it does not begin as npy files do")?;
    let (length_size, rest) = match rest {
        [1, _, rest @ ..] => (2, rest),
        [2 | 3, _, rest @ ..] => (4, rest),
        [version, ..] => return Err(format!("version {version} of the npy format is not known")),
        [] => return Err("it ends within the header".to_owned()),
    };
    let cut = || "it ends within the header".to_owned();
    let (size, rest) = rest.split_at_checked(length_size).ok_or_else(cut)?;
    let size = size.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    let (header, elements) = rest.split_at_checked(size).ok_or_else(cut)?;
    let header = std::str::from_utf8(header).map_err(|_| "the header is not text")?;
    let header = Parser { rest: header }.header()?;
    let (source, big_endian) = element_type(&header.descr)?;
    // Some writers pad the file; what is behind the elements does not count.
    let needed = count(&header.shape, source.size())? * source.size();
    let elements = elements.get(..needed).unwrap_or(elements);
    let array = Array::decode(source, big_endian, header.shape.clone(), elements, None)?;
    if !header.fortran_order {
        return Ok(array);
    }
    Ok(array.from_fortran_order())
}

/// An element type such as `<f8`; whether its bytes are in the other order.
fn element_type(descr: &str) -> Outcome<(Source, bool)> {
    let unknown = || format!("elements of the type {descr:?} cannot be read");
    let (order, name) = descr.split_at_checked(1).ok_or_else(unknown)?;
    let source = match name {
        "f8" => Source::F64,
        "f4" => Source::F32,
        "f2" => Source::F16,
        "i8" => Source::I64,
        "i4" => Source::I32,
        "i2" => Source::I16,
        "i1" => Source::I8,
        "u8" => Source::U64,
        "u4" => Source::U32,
        "u2" => Source::U16,
        "u1" => Source::U8,
        "b1" => Source::Bool,
        _ => return Err(unknown()),
    };
    match order {
        "<" | "|" | "=" => Ok((source, false)),
        ">" => Ok((source, true)),
        _ => Err(unknown()),
    }
}

/// Reads the dictionary of a header.
struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn header(mut self) -> Outcome<Header> {
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        self.expect("{")?;
        while !self.accept("}") {
            let key = self.string()?;
            self.expect(":")?;
            match key {
                "descr" => descr = Some(self.string()?.to_owned()),
                "fortran_order" => fortran_order = Some(self.truth()?),
                "shape" => shape = Some(self.shape()?),
                _ => return Err(format!("the header has an unknown key {key:?}")),
            }
            if !self.accept(",") {
                self.expect("}")?;
                break;
            }
        }
        let missing = |key: &str| format!("the header lacks {key:?}");
        Ok(Header {
            descr: descr.ok_or_else(|| missing("descr"))?,
            fortran_order: fortran_order.ok_or_else(|| missing("fortran_order"))?,
            shape: shape.ok_or_else(|| missing("shape"))?,
        })
    }

    fn accept(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Outcome<()> {
        if self.accept(token) { Ok(()) } else { Err(format!("the header lacks a {token:?}")) }
    }

    fn string(&mut self) -> Outcome<&'a str> {
        let quote = if self.accept("'") {
            '\''
        } else if self.accept("\"") {
            '"'
        } else {
            return Err("elements that are records or unknown headers cannot be read".to_owned());
        };
        let (text, rest) = self.rest.split_once(quote).ok_or("the header has a string without an end")?;
        self.rest = rest;
        Ok(text)
    }

    fn truth(&mut self) -> Outcome<bool> {
        if self.accept("True") {
            return Ok(true);
        }
        self.expect("False").map(|()| false)
    }

    fn shape(&mut self) -> Outcome<Vec<usize>> {
        self.expect("(")?;
        let mut shape = Vec::new();
        while !self.accept(")") {
            let end = self.rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(self.rest.len());
            let (digits, rest) = self.rest.split_at(end);
            shape.push(digits.parse().map_err(|_| "the header has a bad shape")?);
            // Python 2 marked long integers.
            self.rest = rest.strip_prefix('L').unwrap_or(rest);
            if !self.accept(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(shape)
    }
}

/// Writes an array (version 1.0, or 2.0 if the header is very long).
pub fn write_npy(array: &Array) -> Vec<u8> {
    let descr = match array.dtype {
        DType::F64 => "<f8",
        DType::F32 => "<f4",
        DType::I64 => "<i8",
        DType::Bool => "|b1",
    };
    let sizes: Vec<String> = array.shape.iter().map(|size| format!("{size},")).collect();
    let sizes = if sizes.len() == 1 { sizes.concat() } else { sizes.join(" ").trim_end_matches(',').to_owned() };
    let mut header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({sizes}), }}");
    let before = MAGIC.len() + 2 + 2;
    let padding = ALIGNMENT - (before + header.len() + 1) % ALIGNMENT;
    header.extend(std::iter::repeat_n(' ', padding % ALIGNMENT));
    header.push('\n');
    let mut bytes = Vec::with_capacity(before + header.len() + array.bytes.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[1, 0]);
    // With at most 32 axes the header is shorter than 1000 bytes.
    bytes.extend_from_slice(&(header.len() as u16).to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(&array.bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, elements: &[u8]) -> Vec<u8> {
        let size = (header.len() as u16).to_le_bytes();
        [MAGIC, &[1, 0], &size, header.as_bytes(), elements].concat()
    }

    #[test]
    fn headers() {
        let array = read_npy(&file("{\"shape\":(2L,1),'descr':'>u2' , 'fortran_order':True}", &[1, 0, 0, 2])).unwrap();
        assert_eq!((array.shape.clone(), array.doubles().collect::<Vec<_>>()), (vec![2, 1], vec![256.0, 2.0]));
        let scalar = read_npy(&file("{'descr': '|b1', 'fortran_order': False, 'shape': (), }\n", &[1])).unwrap();
        assert_eq!((scalar.dtype, scalar.shape.len(), scalar.bytes.len()), (DType::Bool, 0, 1));
    }

    #[test]
    fn bad_files() {
        let error = |bytes: &[u8]| read_npy(bytes).unwrap_err();
        assert_eq!(error(b"hello"), "it does not begin as npy files do");
        assert_eq!(error(&[MAGIC, &[9, 0]].concat()), "version 9 of the npy format is not known");
        assert_eq!(error(&[MAGIC, &[1, 0, 255, 255]].concat()), "it ends within the header");
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}";
        assert_eq!(error(&file(header, &[0; 16])), "the shape (3) needs 24 bytes of elements, found 16");
        let header = "{'descr': '<c16', 'fortran_order': False, 'shape': (3,)}";
        assert_eq!(error(&file(header, &[])), "elements of the type \"<c16\" cannot be read");
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}";
        assert_eq!(error(&file(header, &[])), "the header has a bad shape");
    }

    #[test]
    fn written_arrays_are_read() {
        for shape in [vec![], vec![6], vec![2, 3], vec![1; 32]] {
            let count = shape.iter().product::<usize>();
            let bytes = (0..count * 4).map(|byte| byte as u8).collect();
            let array = Array { dtype: DType::F32, shape, bytes };
            let file = write_npy(&array);
            assert_eq!((file.len() - array.bytes.len()) % ALIGNMENT, 0);
            assert_eq!(read_npy(&file), Ok(array));
        }
    }
}
