//! Datums to values: the literals of a program, once at the start, and what `read` reads.
//!
//! Values that are made but not part of anything yet wait on a list, which the collector sees, and steps on a stack of
//! the machine's memory: the depth of a datum is no problem. Where a label is used a placeholder stands; in the end one
//! walk puts the labelled objects there.

use std::collections::{HashMap, HashSet};

use syntax::{Datum, DatumKind, FileId, read_datums};

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::numbers::number_value;
use crate::object::{bytevector_from, string_from, symbol_from};
use crate::value::{Kind, Value};

/// Reads the datums of `text` into the table. The table is a root.
pub fn load(text: &str, table: &mut [u64]) {
    let (datums, diagnostics) = read_datums(text, FileId(0));
    debug_assert!(diagnostics.is_empty(), "the compiler printed what cannot be read: {diagnostics:?}");
    for (slot, datum) in table.iter_mut().zip(&datums) {
        let Ok(value) = value_of(datum) else { crate::error::die("a literal of the program cannot be made") };
        *slot = value.0;
    }
}

/// What is still to be done; values are taken from the list of waiting ones and put there.
enum Step<'a> {
    /// Makes the value of a datum.
    Datum(&'a Datum),
    /// `()`
    Null,
    /// A pair of the last value and the one before.
    Cons,
    /// A vector of the elements of a list.
    Vector,
    /// The last value has this label.
    Label(u32),
}

/// Builds one datum.
struct Builder<'a> {
    steps: Vec<Step<'a>>,
    /// Values that wait, the last one first.
    waiting: Value,
    /// A box for each label, which stands for its value, and holds it when that is made.
    labels: HashMap<u32, Value>,
    /// The list of the boxes, for the collector.
    boxes: Value,
    /// Whether some placeholder is part of a value.
    has_placeholders: bool,
}

/// The value of a datum.
pub fn value_of(datum: &Datum) -> Result<Value, Fault> {
    let mut builder = Builder {
        steps: vec![Step::Datum(datum)],
        waiting: Value::NULL,
        labels: HashMap::new(),
        boxes: Value::NULL,
        has_placeholders: false,
    };
    while let Some(step) = builder.steps.pop() {
        builder.step(step)?;
    }
    let value = builder.pop();
    if builder.has_placeholders {
        builder.fill(value)?;
    }
    Ok(value)
}

fn cons(first: Value, rest: Value) -> Value {
    heap::alloc_slots(Kind::Pair, &[first, rest])
}

impl<'a> Builder<'a> {
    fn push(&mut self, value: Value) {
        self.waiting = cons(value, self.waiting);
    }

    fn pop(&mut self) -> Value {
        let Some((value, rest)) = self.waiting.pair() else { return Value::UNSPECIFIED };
        self.waiting = rest;
        value
    }

    fn step(&mut self, step: Step<'a>) -> Result<(), Fault> {
        match step {
            Step::Datum(datum) => return self.datum(datum),
            Step::Null => self.push(Value::NULL),
            Step::Cons => {
                let first = self.pop();
                let rest = self.pop();
                self.push(cons(first, rest));
            }
            Step::Vector => {
                let list = self.pop();
                let vector = crate::vectors::from_list(list)?;
                self.push(vector);
            }
            Step::Label(label) => self.end_label(label),
        }
        Ok(())
    }

    fn datum(&mut self, datum: &'a Datum) -> Result<(), Fault> {
        let value = match &datum.kind {
            DatumKind::Bool(value) => Value::boolean(*value),
            DatumKind::Number(number) => number_value(number)?,
            DatumKind::Char(value) => Value::char(*value),
            DatumKind::String(text) => string_from(text),
            DatumKind::Symbol(symbol) => symbol_from(symbol.as_str()),
            DatumKind::Bytevector(bytes) => bytevector_from(bytes)?,
            DatumKind::F64vector(doubles) => f64vector_from(doubles)?,
            DatumKind::Tensor(lengths, doubles) => {
                crate::tensor::Tensor::from_elements(doubles, lengths)?.into_object()?
            }
            DatumKind::List(items, tail) => {
                self.items(items, tail.as_deref());
                return Ok(());
            }
            DatumKind::Vector(items) => {
                self.steps.push(Step::Vector);
                self.items(items, None);
                return Ok(());
            }
            DatumKind::Labelled(label, inner) => {
                self.placeholder(*label);
                self.steps.extend([Step::Label(*label), Step::Datum(inner)]);
                return Ok(());
            }
            DatumKind::Reference(label) => {
                self.has_placeholders = true;
                self.placeholder(*label)
            }
        };
        self.push(value);
        Ok(())
    }

    /// Steps that make a list: the last item first.
    fn items(&mut self, items: &'a [Datum], tail: Option<&'a Datum>) {
        for item in items {
            self.steps.extend([Step::Cons, Step::Datum(item)]);
        }
        self.steps.push(tail.map_or(Step::Null, Step::Datum));
    }

    /// The box of a label.
    fn placeholder(&mut self, label: u32) -> Value {
        if let Some(known) = self.labels.get(&label) {
            return *known;
        }
        let made = heap::alloc_slots(Kind::Box, &[Value::UNDEFINED]);
        self.boxes = cons(made, self.boxes);
        self.labels.insert(label, made);
        made
    }

    /// The last value is what the label means.
    fn end_label(&mut self, label: u32) {
        if let Some(slots) = self.labels.get(&label).and_then(|known| known.slots(Kind::Box))
            && let Some((value, _)) = self.waiting.pair()
        {
            slots[0] = value;
        }
    }

    /// Puts the values of labels where their placeholders are. Nothing is allocated on the heap.
    fn fill(&self, root: Value) -> Result<(), Fault> {
        for (label, known) in &self.labels {
            if contents(*known) == Value::UNDEFINED {
                return Err(Fault::Read(format!("the label {label} is given in a part of the text that is left out")));
            }
        }
        let placeholders: HashSet<Value> = self.labels.values().copied().collect();
        let mut seen = HashSet::new();
        let mut work = vec![root];
        while let Some(value) = work.pop() {
            let Some(slots) = value.slots(Kind::Pair).or_else(|| value.slots(Kind::Vector)) else { continue };
            if !seen.insert(value) {
                continue;
            }
            for slot in slots {
                // What a label stands for may be another label.
                while placeholders.contains(slot) {
                    *slot = contents(*slot);
                }
                work.push(*slot);
            }
        }
        Ok(())
    }
}

fn contents(placeholder: Value) -> Value {
    placeholder.slots(Kind::Box).map_or(Value::UNDEFINED, |slots| slots[0])
}

fn f64vector_from(doubles: &[f64]) -> Outcome {
    let value = Value::from_object(heap::alloc(Kind::F64vector, doubles.len())?, Kind::F64vector);
    for (slot, double) in value.slots(Kind::F64vector).into_iter().flatten().zip(doubles) {
        *slot = Value::flonum(*double);
    }
    Ok(value)
}
