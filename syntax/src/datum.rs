//! Datums: what the reader makes of text (R7RS section 7.1.2).

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::{Span, Symbol};

/// A datum and its place in the source.
#[derive(Clone, Debug)]
pub struct Datum {
    /// What it is.
    pub kind: DatumKind,
    /// Where it was read.
    pub span: Span,
}

/// The kinds of datum.
#[derive(Clone, Debug, PartialEq)]
pub enum DatumKind {
    /// `#t`
    Bool(bool),
    /// `42`, `2/3`, `1.5`, `1+2i`
    Number(Number),
    /// `#\a`
    Char(char),
    /// `"text"`
    String(String),
    /// `name`
    Symbol(Symbol),
    /// `(a b c)`, and `(a b . c)` with a tail; without items there is no tail. `'x` is read as `(quote x)`.
    List(Vec<Datum>, Option<Box<Datum>>),
    /// `#(a b)`
    Vector(Vec<Datum>),
    /// `#u8(1 2)`
    Bytevector(Vec<u8>),
    /// `#f64(1.0 2.0)`
    F64vector(Vec<f64>),
    /// `#f64((1.0 2.0) (3.0 4.0))`: the lengths of two or more axes, and the elements in order.
    Tensor(Vec<usize>, Vec<f64>),
    /// `#0=x`: the datum, and the label under which it is known inside the outermost datum.
    Labelled(u32, Box<Datum>),
    /// `#0#`: the datum with this label, perhaps one around this place.
    Reference(u32),
}

/// A number as read; exact integers of any size.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// An exact integer.
    Int(BigInt),
    /// An exact ratio that is not an integer.
    Rat(BigRational),
    /// An inexact real.
    Float(f64),
    /// Real and imaginary part: both doubles, or both exact and the imaginary one not 0.
    Complex(Box<[Number; 2]>),
}

/// Spans do not take part in equality.
impl PartialEq for Datum {
    fn eq(&self, other: &Datum) -> bool {
        self.kind == other.kind
    }
}
