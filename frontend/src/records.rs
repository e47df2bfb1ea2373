//! `define-record-type` (R7RS section 5.5): definitions over the record primitives.

use std::rc::Rc;

use syntax::{Datum, DatumKind, Number, Span, Symbol};

use crate::Expander;
use crate::derived::Maker;
use crate::expand::{into_list, list, symbol};
use crate::scope::{Binding, Scope};

/// What is known of a record type when the program is expanded.
#[derive(Debug)]
pub struct RecordType {
    /// Its name, for people.
    pub name: Symbol,
    /// How many fields it has.
    pub fields: usize,
}

/// Record types of which a value is meant to be one (docs/match.md).
#[derive(Debug)]
pub struct Family {
    /// Its name, for people.
    pub name: Symbol,
    /// Where it is declared.
    pub span: Span,
    /// The types.
    pub members: Vec<Rc<RecordType>>,
}

/// `(define-record-family name type ...)`, whose types may be defined later.
pub struct FamilyDeclaration {
    name: Datum,
    members: Vec<Datum>,
    scope: Rc<Scope>,
}

impl Expander<'_> {
    /// Takes note of `(define-record-family name type ...)`.
    pub fn define_record_family(&mut self, form: Datum, scope: &Rc<Scope>) {
        let span = form.span;
        let mut items = into_list(form).into_iter().skip(1);
        match items.next() {
            Some(name) if symbol(&name).is_some() && items.len() > 0 => {
                self.families.push(FamilyDeclaration { name, members: items.collect(), scope: scope.clone() });
            }
            _ => drop(self.malformed("define-record-family", "(define-record-family name record-type ...)", span)),
        }
    }

    /// The families that are declared so far.
    pub fn families(&self) -> Vec<Rc<Family>> {
        let family = |this: &FamilyDeclaration| {
            let member = |name: &Datum| symbol(name).and_then(|name| self.record_type(name, &this.scope));
            let members = this.members.iter().filter_map(member).collect();
            let name = symbol(&this.name).map_or(Symbol::new("_"), |name| self.aliases.plain(name));
            Rc::new(Family { name, span: this.name.span, members })
        };
        self.families.iter().map(family).collect()
    }

    /// Errors about members of families that are no record types.
    pub fn check_families(&mut self) {
        for this in std::mem::take(&mut self.families) {
            for member in &this.members {
                if symbol(member).and_then(|name| self.record_type(name, &this.scope)).is_none() {
                    self.malformed("define-record-family", "the name of a record type", member.span);
                }
            }
        }
    }

    /// The definitions that a record type stands for.
    pub fn define_record_type(&mut self, form: Datum) -> Vec<Datum> {
        let span = form.span;
        let mut items = into_list(form);
        if items.len() < 4 {
            self.malformed("define-record-type", "(define-record-type name constructor predicate field ...)", span);
            return Vec::new();
        }
        let specs = items.split_off(4);
        let [_, name, constructor, predicate] =
            <[Datum; 4]>::try_from(items).unwrap_or_else(|_| unreachable!("four items"));
        let name = match list(&name) {
            Some([first, ..]) => first.clone(),
            _ => name,
        };
        if symbol(&name).is_none() {
            self.malformed("define-record-type", "the name of the type", name.span);
            return Vec::new();
        }
        let mut fields = Vec::new();
        for spec in &specs {
            match (list(spec).and_then(<[Datum]>::first), symbol(spec)) {
                (Some(field), _) if symbol(field).is_some() => fields.push(field.clone()),
                (None, Some(_)) => fields.push(spec.clone()),
                _ => drop(self.malformed("define-record-type", "(field [accessor [modifier]])", spec.span)),
            }
        }
        if let Some(symbol) = symbol(&name) {
            let plain = self.aliases.plain(symbol);
            self.record_types.insert((name.span, plain), Rc::new(RecordType { name: plain, fields: fields.len() }));
        }
        let mut out = vec![self.type_definition(&name, &fields, span)];
        out.extend(self.constructor(&name, constructor, &fields));
        let make = Maker::at(span);
        if symbol(&predicate).is_some() {
            let object = make.symbol(self.known_temporary("object"));
            let body = self.call_of("%record?", vec![object.clone(), name.clone()], span);
            out.push(self.procedure(predicate, vec![object], body, span));
        }
        for (index, spec) in specs.iter().enumerate() {
            let Some(parts) = list(spec) else { continue };
            let number = Datum { kind: DatumKind::Number(Number::Int(index.into())), span };
            let record = make.symbol(self.known_temporary("record"));
            if let Some(accessor) = parts.get(1) {
                let body =
                    self.call_of("%record-ref", vec![record.clone(), name.clone(), number.clone()], accessor.span);
                out.push(self.procedure(accessor.clone(), vec![record.clone()], body, accessor.span));
            }
            if let Some(modifier) = parts.get(2) {
                let value = make.symbol(self.known_temporary("value"));
                let args = vec![record.clone(), name.clone(), number, value.clone()];
                let body = self.call_of("%record-set!", args, modifier.span);
                out.push(self.procedure(modifier.clone(), vec![record, value], body, modifier.span));
            }
        }
        out
    }

    fn known_temporary(&mut self, name: &'static str) -> syntax::Symbol {
        let root = self.root.clone();
        self.aliases.make(syntax::Symbol::new(name), &root)
    }

    fn call_of(&mut self, procedure: &'static str, args: Vec<Datum>, span: Span) -> Datum {
        let make = Maker::at(span);
        let mut items = vec![make.symbol(self.known(procedure))];
        items.extend(args);
        make.list(items)
    }

    /// `(define name (lambda (param ...) body))`
    fn procedure(&mut self, name: Datum, params: Vec<Datum>, body: Datum, span: Span) -> Datum {
        let make = Maker::at(span);
        let lambda = make.list(vec![make.symbol(self.known("lambda")), make.list(params), body]);
        make.list(vec![make.symbol(self.known("define")), name, lambda])
    }

    /// The record type that an identifier is bound to.
    pub fn record_type(&self, name: Symbol, scope: &Rc<Scope>) -> Option<Rc<RecordType>> {
        // A variable is known by the place of its definition and its name.
        let key = match self.aliases.resolve(name, scope)? {
            Binding::Top(top) => (self.tops[top.0].span, self.tops[top.0].name),
            Binding::Local(local) => (self.module.locals[local].span, self.module.locals[local].name),
            Binding::Prim(_) | Binding::Core(_) | Binding::Macro(_) => return None,
        };
        self.record_types.get(&key).cloned()
    }

    fn type_definition(&mut self, name: &Datum, fields: &[Datum], span: Span) -> Datum {
        let make = Maker::at(span);
        let quote = make.symbol(self.known("quote"));
        let fields = Datum { kind: DatumKind::Vector(fields.to_vec()), span };
        let args = vec![make.list(vec![quote.clone(), name.clone()]), make.list(vec![quote, fields])];
        let value = self.call_of("%make-record-type", args, span);
        make.list(vec![make.symbol(self.known("define")), name.clone(), value])
    }

    fn constructor(&mut self, name: &Datum, spec: Datum, fields: &[Datum]) -> Option<Datum> {
        let span = spec.span;
        let (constructor, params) = match spec.kind {
            DatumKind::Bool(false) => return None,
            DatumKind::Symbol(_) => (spec, fields.to_vec()),
            DatumKind::List(mut parts, None) if !parts.is_empty() => (parts.remove(0), parts),
            _ => {
                self.malformed("define-record-type", "(constructor field ...)", span);
                return None;
            }
        };
        for param in &params {
            if !fields.iter().any(|field| field == param) {
                self.malformed("define-record-type", "the name of a field", param.span);
                return None;
            }
        }
        let mut args = vec![name.clone()];
        for field in fields {
            let given = params.iter().any(|param| param == field);
            args.push(if given { field.clone() } else { Maker::at(span).boolean(false) });
        }
        let body = self.call_of("%record", args, span);
        Some(self.procedure(constructor, params, body, span))
    }
}
