//! Printing of values, as `write` and `display` do (R7RS section 6.13.3).
//!
//! Work is kept on an explicit stack, so depth is no problem. Objects that contain themselves are found first, by a walk
//! that marks what is being visited; they are printed with labels, `#0=(a . #0#)`.

use std::collections::HashMap;

use crate::generic_ad::{base, is_active};
use crate::numbers::number_text;
use crate::object::string_text;
use crate::start::procedure_name;
use crate::value::{Kind, Value};

/// As by `write`.
pub fn write_to_string(value: Value) -> String {
    Printer::new(value, true, Labels::Cycles).print(value)
}

/// As by `write-shared`.
pub fn write_shared_to_string(value: Value) -> String {
    Printer::new(value, true, Labels::Shared).print(value)
}

/// As by `write`, or the first number in it that is being differentiated: its text would be a constant.
pub fn constant_to_string(value: Value) -> Result<String, Value> {
    let mut printer = Printer::new(value, true, Labels::Cycles);
    printer.append(value);
    printer.active.map_or(Ok(printer.out), Err)
}

/// What gets a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    /// Objects that contain themselves.
    Cycles,
    /// Objects that are met more than once.
    Shared,
}

/// As by `display`.
pub fn display_to_string(value: Value) -> String {
    if let Some(text) = string_text(value) {
        return text;
    }
    Printer::new(value, false, Labels::Cycles).print(value)
}

struct Printer {
    write: bool,
    out: String,
    /// Objects that contain themselves, and their labels once they are printed.
    cyclic: HashMap<Value, Option<usize>>,
    labels: usize,
    work: Vec<Step>,
    /// The first number that was printed without its derivative.
    active: Option<Value>,
}

enum Step {
    Text(&'static str),
    Value(Value),
    /// The rest of a list behind an element.
    Tail(Value),
    /// From here on as `write` does, or as `display`.
    Mode(bool),
}

/// What is printed inside of a value and may lead back to it.
fn parts(value: Value) -> &'static [Value] {
    match value.kind() {
        Some(kind @ (Kind::Pair | Kind::Vector | Kind::Record | Kind::Condition | Kind::Values)) => {
            value.slots(kind).map_or(&[], |slots| &*slots)
        }
        _ => &[],
    }
}

/// Objects that get a label.
fn find_labelled(root: Value, labels: Labels) -> HashMap<Value, Option<usize>> {
    let mut cyclic = HashMap::new();
    if parts(root).is_empty() {
        return cyclic;
    }
    // `true`: being visited; `false`: done.
    let mut state: HashMap<Value, bool> = HashMap::new();
    let mut work = vec![(root, false)];
    while let Some((value, leave)) = work.pop() {
        if leave {
            state.insert(value, false);
            continue;
        }
        match state.get(&value) {
            Some(true) => drop(cyclic.insert(value, None)),
            Some(false) if labels == Labels::Shared && (value.is(Kind::Pair) || value.is(Kind::Vector)) => {
                cyclic.insert(value, None);
            }
            Some(false) => {}
            None => {
                state.insert(value, true);
                work.push((value, true));
                work.extend(parts(value).iter().filter(|part| !parts(**part).is_empty()).map(|part| (*part, false)));
            }
        }
    }
    cyclic
}

impl Printer {
    fn new(value: Value, write: bool, labels: Labels) -> Printer {
        let cyclic = find_labelled(value, labels);
        Printer { write, out: String::new(), cyclic, labels: 0, work: Vec::new(), active: None }
    }

    fn print(mut self, value: Value) -> String {
        self.append(value);
        self.out
    }

    fn append(&mut self, value: Value) {
        self.work.push(Step::Value(value));
        while let Some(step) = self.work.pop() {
            match step {
                Step::Text(text) => self.out.push_str(text),
                Step::Value(value) => self.value(value),
                Step::Tail(rest) => self.tail(rest),
                Step::Mode(write) => self.write = write,
            }
        }
    }

    /// Prints a label; whether that was all.
    fn label(&mut self, value: Value) -> bool {
        let Some(label) = self.cyclic.get_mut(&value) else { return false };
        match label {
            Some(number) => {
                self.out.push_str(&format!("#{number}#"));
                true
            }
            None => {
                self.out.push_str(&format!("#{}=", self.labels));
                *label = Some(self.labels);
                self.labels += 1;
                false
            }
        }
    }

    fn tail(&mut self, rest: Value) {
        match rest.pair() {
            Some((first, next)) if !self.cyclic.contains_key(&rest) => {
                self.out.push(' ');
                self.work.push(Step::Tail(next));
                self.work.push(Step::Value(first));
            }
            _ if rest == Value::NULL => self.out.push(')'),
            _ => {
                self.out.push_str(" . ");
                self.work.push(Step::Text(")"));
                self.work.push(Step::Value(rest));
            }
        }
    }

    /// The number at the bottom of an active one.
    fn base(&mut self, value: Value) -> Value {
        if is_active(value) {
            self.active.get_or_insert(value);
        }
        base(value)
    }

    fn value(&mut self, value: Value) {
        let value = self.base(value);
        if let Some(small) = value.as_fixnum() {
            return self.out.push_str(&small.to_string());
        }
        if let Some(text) = number_text(value, 10) {
            return self.out.push_str(&text);
        }
        if let Some(char) = value.as_char() {
            return match self.write {
                true => self.out.push_str(&syntax::print_datum(&datum(syntax::DatumKind::Char(char)))),
                false => self.out.push(char),
            };
        }
        let Some(kind) = value.kind() else { return self.constant(value) };
        match kind {
            Kind::Pair => self.pair(value),
            Kind::Vector => self.vector(value),
            Kind::String => self.string(value),
            Kind::Symbol => self.symbol(value),
            Kind::Bytevector => {
                let bytes = value.bytes(kind).unwrap_or_default().to_vec();
                self.out.push_str(&syntax::print_datum(&datum(syntax::DatumKind::Bytevector(bytes))));
            }
            Kind::F64vector | Kind::ActiveF64vector => self.doubles(value, kind),
            Kind::Record => self.record(value),
            Kind::RecordType => self.named("record-type", value, kind),
            Kind::Closure => match procedure_name(value) {
                Some(name) => self.out.push_str(&format!("#<procedure {name}>")),
                None => self.out.push_str("#<procedure>"),
            },
            Kind::Condition => self.condition(value),
            Kind::Values => {
                let items = value.slots(kind).unwrap_or_default();
                for item in items.iter().rev() {
                    self.work.push(Step::Text(" "));
                    self.work.push(Step::Value(*item));
                }
            }
            Kind::Tensor => self.out.push_str(&crate::tensor::text(value, self.write)),
            Kind::Table => self.out.push_str("#<hash-table>"),
            Kind::Port => self.out.push_str("#<port>"),
            Kind::Continuation => self.out.push_str("#<continuation>"),
            Kind::Box => self.out.push_str("#<box>"),
            Kind::Free | Kind::Bignum | Kind::Ratnum | Kind::Compnum | Kind::Dual | Kind::Node => {
                self.out.push_str("#<object>");
            }
        }
    }

    fn constant(&mut self, value: Value) {
        self.out.push_str(match value {
            Value::FALSE => "#f",
            Value::TRUE => "#t",
            Value::NULL => "()",
            Value::EOF => "#<eof>",
            Value::UNDEFINED => "#<undefined>",
            _ => "#<unspecified>",
        });
    }

    fn pair(&mut self, value: Value) {
        let Some((first, rest)) = value.pair() else { return };
        if self.label(value) {
            return;
        }
        if let (Some(prefix), Some((quoted, Value::NULL))) = (abbreviation(first), rest.pair())
            && !self.cyclic.contains_key(&rest)
        {
            self.out.push_str(prefix);
            // `,@x` is not `,` before `@x`.
            if prefix == "," && symbol_name(quoted).is_some_and(|name| name.starts_with('@')) {
                self.out.push(' ');
            }
            return self.work.push(Step::Value(quoted));
        }
        self.out.push('(');
        self.work.push(Step::Tail(rest));
        self.work.push(Step::Value(first));
    }

    fn vector(&mut self, value: Value) {
        if self.label(value) {
            return;
        }
        self.out.push_str("#(");
        self.work.push(Step::Text(")"));
        let items = value.slots(Kind::Vector).unwrap_or_default();
        for (index, item) in items.iter().enumerate().rev() {
            self.work.push(Step::Value(*item));
            if index > 0 {
                self.work.push(Step::Text(" "));
            }
        }
    }

    fn string(&mut self, value: Value) {
        let text = string_text(value).unwrap_or_default();
        match self.write {
            true => self.out.push_str(&syntax::print_datum(&datum(syntax::DatumKind::String(text)))),
            false => self.out.push_str(&text),
        }
    }

    fn symbol(&mut self, value: Value) {
        let name = symbol_name(value).unwrap_or_default();
        match self.write {
            true => {
                let symbol = syntax::DatumKind::Symbol(syntax::Symbol::new(&name));
                self.out.push_str(&syntax::print_datum(&datum(symbol)));
            }
            false => self.out.push_str(&name),
        }
    }

    fn doubles(&mut self, value: Value, kind: Kind) {
        let items = value.slots(kind).unwrap_or_default();
        let doubles = items.iter().filter_map(|item| self.base(*item).as_flonum());
        let texts: Vec<String> = doubles.map(syntax::print_float).collect();
        self.out.push_str(&format!("#f64({})", texts.join(" ")));
    }

    fn named(&mut self, what: &str, value: Value, kind: Kind) {
        let name = value.slots(kind).map_or(Value::FALSE, |slots| slots[0]);
        self.out.push_str(&format!("#<{what} {}>", display_to_string(name)));
    }

    /// `#<point x: 1 y: 2>`, also of a type named `<point>`; of a type whose name starts with `%` only the name is
    /// shown. Fields that are themselves compound are printed too.
    fn record(&mut self, value: Value) {
        let slots = value.slots(Kind::Record).unwrap_or_default();
        let Some(description) = slots.first().and_then(|ty| ty.slots(Kind::RecordType)) else { return };
        if self.label(value) {
            return;
        }
        let name = display_to_string(description[0]);
        if let Some(opaque) = name.strip_prefix('%') {
            return self.out.push_str(&format!("#<{opaque}>"));
        }
        let bare = name.strip_prefix('<').and_then(|name| name.strip_suffix('>')).unwrap_or(&name);
        self.out.push_str("#<");
        self.out.push_str(bare);
        self.work.push(Step::Text(">"));
        let names = description[1].slots(Kind::Vector).unwrap_or_default();
        for (name, field) in names.iter().zip(&slots[1..]).rev() {
            self.work.push(Step::Value(*field));
            self.work.push(Step::Text(": "));
            self.work.push(Step::Value(*name));
            self.work.push(Step::Text(" "));
        }
    }

    fn condition(&mut self, value: Value) {
        if self.label(value) {
            return;
        }
        let slots = value.slots(Kind::Condition).unwrap_or_default();
        let mut steps = vec![Step::Text("#<condition "), Step::Mode(false), Step::Value(slots[1]), Step::Mode(true)];
        let mut irritants = slots[2];
        while let Some((first, rest)) = irritants.pair().filter(|_| !self.cyclic.contains_key(&irritants)) {
            steps.extend([Step::Text(" "), Step::Value(first)]);
            irritants = rest;
        }
        steps.extend([Step::Mode(self.write), Step::Text(">")]);
        self.work.extend(steps.into_iter().rev());
    }
}

fn abbreviation(head: Value) -> Option<&'static str> {
    match symbol_name(head)?.as_str() {
        "quote" => Some("'"),
        "quasiquote" => Some("`"),
        "unquote" => Some(","),
        "unquote-splicing" => Some(",@"),
        _ => None,
    }
}

fn symbol_name(value: Value) -> Option<String> {
    value.slots(Kind::Symbol).and_then(|slots| string_text(slots[0]))
}

fn datum(kind: syntax::DatumKind) -> syntax::Datum {
    syntax::Datum { kind, span: syntax::Span { file: syntax::FileId(0), start: 0, end: 0 } }
}
