//! Derived forms: each is rewritten to simpler ones (R7RS section 7.3), with aliases for what it inserts.

use std::rc::Rc;

use syntax::{Datum, DatumKind, Span, Symbol};

use crate::Expander;
use crate::core_forms::CoreForm;
use crate::expand::{into_list, list, symbol};
use crate::scope::{Binding, Scope};

/// Builds datums at one place.
pub struct Maker {
    span: Span,
}

impl Maker {
    /// Everything made stands at `span`.
    pub fn at(span: Span) -> Maker {
        Maker { span }
    }

    /// `(item ...)`
    pub fn list(&self, items: Vec<Datum>) -> Datum {
        Datum { kind: DatumKind::List(items, None), span: self.span }
    }

    /// An identifier.
    pub fn symbol(&self, name: Symbol) -> Datum {
        Datum { kind: DatumKind::Symbol(name), span: self.span }
    }

    /// `#f` or `#t`
    pub fn boolean(&self, value: bool) -> Datum {
        Datum { kind: DatumKind::Bool(value), span: self.span }
    }
}

impl Expander<'_> {
    /// An identifier that means a core form, a primitive, or a procedure of `(fluxion support)`, whatever the program
    /// has bound.
    pub fn known(&mut self, name: &'static str) -> Symbol {
        if let Some(alias) = self.known_aliases.get(name) {
            return *alias;
        }
        let symbol = Symbol::new(name);
        let home = match self.aliases.resolve(symbol, &self.primitives) {
            Some(_) => self.primitives.clone(),
            None => self.support_scope(),
        };
        let alias = self.aliases.make(symbol, &home);
        self.known_aliases.insert(name, alias);
        alias
    }

    /// A fresh identifier for a variable that a derived form binds.
    pub fn temporary(&mut self, name: &str) -> Symbol {
        let root = self.root.clone();
        self.aliases.make(Symbol::new(name), &root)
    }

    /// `(head item ...)` with a head that means what it says whatever the program has bound.
    pub fn form(&mut self, span: Span, head: &'static str, rest: Vec<Datum>) -> Datum {
        let make = Maker::at(span);
        let mut items = vec![make.symbol(self.known(head))];
        items.extend(rest);
        make.list(items)
    }

    fn thunk(&mut self, span: Span, body: Vec<Datum>) -> Datum {
        let mut rest = vec![Maker::at(span).list(Vec::new())];
        rest.extend(body);
        self.form(span, "lambda", rest)
    }

    /// Whether a datum is a keyword.
    pub fn is_core(&self, datum: &Datum, form: CoreForm, scope: &Rc<Scope>) -> bool {
        let binding = symbol(datum).and_then(|name| self.aliases.resolve(name, scope));
        matches!(binding, Some(Binding::Core(found)) if found == form)
    }

    /// The simpler form; `None` after an error.
    pub fn derive(&mut self, form: CoreForm, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Datum> {
        match form {
            CoreForm::And => Some(self.and_form(items, span)),
            CoreForm::Or => Some(self.or_form(items, span)),
            CoreForm::When | CoreForm::Unless => self.when_form(form, items, span),
            CoreForm::Cond => {
                let clauses = items.into_iter().skip(1).collect();
                self.cond_form(clauses, None, scope, span)
            }
            CoreForm::Case => self.case_form(items, scope, span),
            CoreForm::LetStar => self.let_star(items, span),
            CoreForm::LetValues => self.let_values(items, span),
            CoreForm::LetStarValues => self.let_star_values(items, span),
            CoreForm::Do => self.do_form(items, span),
            CoreForm::Delay | CoreForm::DelayForce => self.delay(form, items, span),
            CoreForm::Parameterize => self.parameterize(items, span),
            CoreForm::Guard => self.guard(items, scope, span),
            CoreForm::Quasiquote => match <[Datum; 2]>::try_from(items) {
                Ok([_, template]) => Some(self.quasiquote(&template, 1, scope)),
                Err(_) => {
                    self.malformed("quasiquote", "(quasiquote template)", span);
                    None
                }
            },
            _ => unreachable!("core forms are expanded in expand.rs"),
        }
    }

    fn and_form(&mut self, mut items: Vec<Datum>, span: Span) -> Datum {
        items.remove(0);
        let make = Maker::at(span);
        let Some(mut result) = items.pop() else { return make.boolean(true) };
        for item in items.into_iter().rev() {
            let place = item.span;
            result = self.form(place, "if", vec![item, result, make.boolean(false)]);
        }
        result
    }

    fn or_form(&mut self, mut items: Vec<Datum>, span: Span) -> Datum {
        items.remove(0);
        let make = Maker::at(span);
        let Some(mut result) = items.pop() else { return make.boolean(false) };
        for item in items.into_iter().rev() {
            let name = make.symbol(self.temporary("or"));
            let binding = make.list(vec![make.list(vec![name.clone(), item])]);
            let test = self.form(span, "if", vec![name.clone(), name, result]);
            result = self.form(span, "let", vec![binding, test]);
        }
        result
    }

    fn when_form(&mut self, form: CoreForm, mut items: Vec<Datum>, span: Span) -> Option<Datum> {
        let name = if form == CoreForm::When { "when" } else { "unless" };
        if items.len() < 3 {
            self.malformed(name, &format!("({name} test expression ...)"), span);
            return None;
        }
        let body = items.split_off(2);
        let test = items.pop()?;
        let body = self.form(span, "begin", body);
        let nothing = self.unspecified(span);
        let branches = if form == CoreForm::When { vec![test, body, nothing] } else { vec![test, nothing, body] };
        Some(self.form(span, "if", branches))
    }

    /// `(if #f #f)`
    fn unspecified(&mut self, span: Span) -> Datum {
        let no = Maker::at(span).boolean(false);
        self.form(span, "if", vec![no.clone(), no])
    }

    /// `otherwise` is the value where no clause applies.
    fn cond_form(
        &mut self,
        clauses: Vec<Datum>,
        otherwise: Option<Datum>,
        scope: &Rc<Scope>,
        span: Span,
    ) -> Option<Datum> {
        let make = Maker::at(span);
        let mut result = match otherwise {
            Some(datum) => datum,
            None => self.unspecified(span),
        };
        let last = clauses.len();
        for (index, clause) in clauses.into_iter().enumerate().rev() {
            let place = clause.span;
            let mut parts = into_list(clause);
            if parts.is_empty() {
                self.malformed("cond", "a clause (test expression ...)", place);
                return None;
            }
            if self.is_core(&parts[0], CoreForm::Else, scope) {
                if index + 1 != last || parts.len() < 2 {
                    self.malformed("cond", "(else expression ...) as the last clause", place);
                    return None;
                }
                parts.remove(0);
                result = self.form(place, "begin", parts);
                continue;
            }
            let test = parts.remove(0);
            result = if parts.is_empty() {
                self.form(place, "or", vec![test, result])
            } else if self.is_core(&parts[0], CoreForm::Arrow, scope) {
                if parts.len() != 2 {
                    self.malformed("cond", "(test => procedure)", place);
                    return None;
                }
                let name = make.symbol(self.temporary("value"));
                let call = make.list(vec![parts.remove(1), name.clone()]);
                let choice = self.form(place, "if", vec![name.clone(), call, result]);
                let binding = make.list(vec![make.list(vec![name, test])]);
                self.form(place, "let", vec![binding, choice])
            } else {
                let body = self.form(place, "begin", parts);
                self.form(place, "if", vec![test, body, result])
            };
        }
        Some(result)
    }

    fn case_form(&mut self, mut items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Datum> {
        if items.len() < 2 {
            self.malformed("case", "(case key clause ...)", span);
            return None;
        }
        let clauses = items.split_off(2);
        let key = items.pop()?;
        let make = Maker::at(span);
        let name = make.symbol(self.temporary("key"));
        let mut result = self.unspecified(span);
        let last = clauses.len();
        for (index, clause) in clauses.into_iter().enumerate().rev() {
            let place = clause.span;
            let mut parts = into_list(clause);
            if parts.len() < 2 {
                self.malformed("case", "a clause ((datum ...) expression ...)", place);
                return None;
            }
            let head = parts.remove(0);
            let body = if self.is_core(&parts[0], CoreForm::Arrow, scope) && parts.len() == 2 {
                make.list(vec![parts.remove(1), name.clone()])
            } else {
                self.form(place, "begin", parts)
            };
            if self.is_core(&head, CoreForm::Else, scope) {
                if index + 1 != last {
                    self.malformed("case", "(else expression ...) as the last clause", place);
                    return None;
                }
                result = body;
                continue;
            }
            if list(&head).is_none() {
                self.malformed("case", "a list of datums", head.span);
                return None;
            }
            let mut tests = Vec::new();
            for datum in into_list(head) {
                let quoted = self.form(datum.span, "quote", vec![datum.clone()]);
                let test = if is_word(&datum) { "eq?" } else { "eqv?" };
                tests.push(self.form(place, test, vec![name.clone(), quoted]));
            }
            let test = self.form(place, "or", tests);
            result = self.form(place, "if", vec![test, body, result]);
        }
        let binding = make.list(vec![make.list(vec![name, key])]);
        Some(self.form(span, "let", vec![binding, result]))
    }

    fn let_star(&mut self, items: Vec<Datum>, span: Span) -> Option<Datum> {
        let (names, inits, body) = self.bindings("let*", items, span)?;
        let make = Maker::at(span);
        let mut rest = vec![make.list(Vec::new())];
        rest.extend(body);
        let mut result = self.form(span, "let", rest);
        for (name, init) in names.into_iter().zip(inits).rev() {
            let make = Maker::at(name.span);
            let bindings = make.list(vec![make.list(vec![name, init])]);
            result = self.form(span, "let", vec![bindings, result]);
        }
        Some(result)
    }

    fn let_values(&mut self, items: Vec<Datum>, span: Span) -> Option<Datum> {
        // Initialisers are evaluated outside: fresh names first, then one `let` renames them.
        let make = Maker::at(span);
        let mut parts = items.into_iter().skip(1);
        let bindings = parts.next();
        let mut body: Vec<Datum> = parts.collect();
        let Some(bindings) = bindings.filter(|bindings| list(bindings).is_some() && !body.is_empty()) else {
            self.malformed("let-values", "(let-values ((formals init) ...) body ...)", span);
            return None;
        };
        let mut renames = Vec::new();
        let mut steps = Vec::new();
        for binding in into_list(bindings) {
            let place = binding.span;
            let Ok([formals, init]) = <[Datum; 2]>::try_from(into_list(binding)) else {
                self.malformed("let-values", "(formals init)", place);
                return None;
            };
            steps.push((self.renamed_formals(formals, &mut renames), init));
        }
        body.insert(0, make.list(renames));
        let mut result = self.form(span, "let", body);
        for (formals, init) in steps.into_iter().rev() {
            result = self.with_values(span, formals, init, vec![result]);
        }
        Some(result)
    }

    /// Formals with fresh names, and `(name fresh)` for each.
    fn renamed_formals(&mut self, formals: Datum, renames: &mut Vec<Datum>) -> Datum {
        let span = formals.span;
        let kind = match formals.kind {
            DatumKind::Symbol(name) => {
                let fresh = self.temporary(name.as_str());
                let make = Maker::at(span);
                renames.push(make.list(vec![make.symbol(name), make.symbol(fresh)]));
                DatumKind::Symbol(fresh)
            }
            DatumKind::List(items, tail) => {
                let items = items.into_iter().map(|item| self.renamed_formals(item, renames)).collect();
                DatumKind::List(items, tail.map(|tail| Box::new(self.renamed_formals(*tail, renames))))
            }
            other => other,
        };
        Datum { kind, span }
    }

    /// `(call-with-values (lambda () init) (lambda formals body ...))`
    pub fn with_values(&mut self, span: Span, formals: Datum, init: Datum, body: Vec<Datum>) -> Datum {
        let producer = self.thunk(init.span, vec![init]);
        let mut rest = vec![formals];
        rest.extend(body);
        let consumer = self.form(span, "lambda", rest);
        self.form(span, "call-with-values", vec![producer, consumer])
    }

    fn let_star_values(&mut self, items: Vec<Datum>, span: Span) -> Option<Datum> {
        let make = Maker::at(span);
        let mut parts = items.into_iter().skip(1);
        let bindings = parts.next();
        let mut body: Vec<Datum> = parts.collect();
        let Some(bindings) = bindings.filter(|bindings| list(bindings).is_some() && !body.is_empty()) else {
            self.malformed("let*-values", "(let*-values ((formals init) ...) body ...)", span);
            return None;
        };
        body.insert(0, make.list(Vec::new()));
        let mut result = self.form(span, "let", body);
        for binding in into_list(bindings).into_iter().rev() {
            let place = binding.span;
            let Ok([formals, init]) = <[Datum; 2]>::try_from(into_list(binding)) else {
                self.malformed("let*-values", "(formals init)", place);
                return None;
            };
            result = self.with_values(place, formals, init, vec![result]);
        }
        Some(result)
    }

    fn do_form(&mut self, items: Vec<Datum>, span: Span) -> Option<Datum> {
        let make = Maker::at(span);
        let usage = "(do ((name init [step]) ...) (test expression ...) command ...)";
        let mut parts = items.into_iter().skip(1);
        let (Some(variables), Some(ending)) = (parts.next(), parts.next()) else {
            self.malformed("do", usage, span);
            return None;
        };
        let mut ending = into_list(ending);
        if list(&variables).is_none() || ending.is_empty() {
            self.malformed("do", usage, span);
            return None;
        }
        let label = make.symbol(self.temporary("do"));
        let (mut bindings, mut next) = (Vec::new(), vec![label.clone()]);
        for variable in into_list(variables) {
            let place = variable.span;
            let mut parts = into_list(variable);
            if !(2..=3).contains(&parts.len()) {
                self.malformed("do", "(name init [step])", place);
                return None;
            }
            let step = if parts.len() == 3 { parts.pop()? } else { parts[0].clone() };
            next.push(step);
            bindings.push(Maker::at(place).list(parts));
        }
        let test = ending.remove(0);
        let result = if ending.is_empty() { self.unspecified(span) } else { self.form(span, "begin", ending) };
        let mut commands: Vec<Datum> = parts.collect();
        commands.push(make.list(next));
        let again = self.form(span, "begin", commands);
        let body = self.form(span, "if", vec![test, result, again]);
        Some(self.form(span, "let", vec![label, make.list(bindings), body]))
    }

    fn delay(&mut self, form: CoreForm, items: Vec<Datum>, span: Span) -> Option<Datum> {
        let Ok([_, body]) = <[Datum; 2]>::try_from(items) else {
            self.malformed("delay", "(delay expression)", span);
            return None;
        };
        let body = match form {
            CoreForm::Delay => self.form(span, "make-promise", vec![body]),
            _ => body,
        };
        let thunk = self.thunk(span, vec![body]);
        Some(self.form(span, "%delay-force", vec![thunk]))
    }

    fn parameterize(&mut self, items: Vec<Datum>, span: Span) -> Option<Datum> {
        let mut parts = items.into_iter().skip(1);
        let bindings = parts.next();
        let body: Vec<Datum> = parts.collect();
        let Some(bindings) = bindings.filter(|bindings| list(bindings).is_some() && !body.is_empty()) else {
            self.malformed("parameterize", "(parameterize ((parameter value) ...) body ...)", span);
            return None;
        };
        let mut pairs = Vec::new();
        for binding in into_list(bindings) {
            let place = binding.span;
            let parts = into_list(binding);
            if parts.len() != 2 {
                self.malformed("parameterize", "(parameter value)", place);
                return None;
            }
            pairs.push(self.form(place, "cons", parts));
        }
        let pairs = self.form(span, "list", pairs);
        let thunk = self.thunk(span, body);
        Some(self.form(span, "%parameterize", vec![pairs, thunk]))
    }

    /// `(guard (name clause ...) body ...)`
    fn guard(&mut self, items: Vec<Datum>, scope: &Rc<Scope>, span: Span) -> Option<Datum> {
        let make = Maker::at(span);
        let mut parts = items.into_iter().skip(1);
        let mut spec = parts.next().map(into_list).unwrap_or_default();
        let body: Vec<Datum> = parts.collect();
        if spec.is_empty() || symbol(&spec[0]).is_none() || body.is_empty() {
            self.malformed("guard", "(guard (name clause ...) body ...)", span);
            return None;
        }
        let name = spec.remove(0);
        let thunk = self.thunk(span, body);
        if spec.last().is_some_and(|clause| self.always_applies(clause, scope)) {
            let clauses = self.cond_form(spec, None, scope, span)?;
            let handler = self.form(span, "lambda", vec![make.list(vec![name]), clauses]);
            return Some(self.form(span, "%guard-all", vec![thunk, handler]));
        }
        let again = make.symbol(self.temporary("reraise"));
        let reraise = make.list(vec![again.clone()]);
        let clauses = self.cond_form(spec, Some(reraise), scope, span)?;
        let handler = self.form(span, "lambda", vec![make.list(vec![name, again]), clauses]);
        Some(self.form(span, "%guard", vec![thunk, handler]))
    }

    /// Whether a clause of `guard` takes whatever is raised: `(else ...)` or `(#t ...)`.
    fn always_applies(&self, clause: &Datum, scope: &Rc<Scope>) -> bool {
        let test = list(clause).and_then(<[Datum]>::first);
        test.is_some_and(|test| self.is_core(test, CoreForm::Else, scope) || test.kind == DatumKind::Bool(true))
    }

    // Quasiquotation -----

    fn quasiquote(&mut self, template: &Datum, depth: usize, scope: &Rc<Scope>) -> Datum {
        let span = template.span;
        match &template.kind {
            DatumKind::List(items, None) if items.len() == 2 && self.is_core(&items[0], CoreForm::Unquote, scope) => {
                if depth == 1 {
                    return items[1].clone();
                }
                self.requoted(items, depth - 1, scope)
            }
            DatumKind::List(items, None)
                if items.len() == 2 && self.is_core(&items[0], CoreForm::Quasiquote, scope) =>
            {
                self.requoted(items, depth + 1, scope)
            }
            DatumKind::List(items, tail) => {
                // `(a . ,b)` is read as `(a unquote b)`.
                let tail_at = items
                    .len()
                    .checked_sub(2)
                    .filter(|at| *at > 0 && tail.is_none() && self.is_core(&items[*at], CoreForm::Unquote, scope));
                let end = match (tail_at, tail) {
                    (Some(at), _) => {
                        let rest = Maker::at(span).list(items[at..].to_vec());
                        self.quasiquote(&rest, depth, scope)
                    }
                    (None, Some(tail)) => self.quasiquote(tail, depth, scope),
                    (None, None) => {
                        let empty = Maker::at(span).list(Vec::new());
                        self.form(span, "quote", vec![empty])
                    }
                };
                self.quasi_items(&items[..tail_at.unwrap_or(items.len())], end, depth, scope)
            }
            DatumKind::Vector(items) => {
                let empty = Maker::at(span).list(Vec::new());
                let end = self.form(span, "quote", vec![empty]);
                let items = self.quasi_items(items, end, depth, scope);
                self.form(span, "list->vector", vec![items])
            }
            _ => self.form(span, "quote", vec![template.clone()]),
        }
    }

    /// `(unquote template)` and the like at another depth: still a list, whose second item may be spliced.
    fn requoted(&mut self, items: &[Datum], depth: usize, scope: &Rc<Scope>) -> Datum {
        let head = &items[0];
        let empty = Maker::at(head.span).list(Vec::new());
        let end = self.form(head.span, "quote", vec![empty]);
        let rest = self.quasi_items(&items[1..], end, depth, scope);
        let head = self.form(head.span, "quote", vec![head.clone()]);
        self.form(rest.span, "cons", vec![head, rest])
    }

    fn quasi_items(&mut self, items: &[Datum], end: Datum, depth: usize, scope: &Rc<Scope>) -> Datum {
        let mut result = end;
        for item in items.iter().rev() {
            let splice = list(item)
                .filter(|parts| parts.len() == 2 && self.is_core(&parts[0], CoreForm::UnquoteSplicing, scope));
            result = match splice {
                Some(parts) if depth == 1 => self.form(item.span, "%append2", vec![parts[1].clone(), result]),
                Some(parts) => {
                    let inner = self.requoted(parts, depth - 1, scope);
                    self.form(item.span, "cons", vec![inner, result])
                }
                None => {
                    let first = self.quasiquote(item, depth, scope);
                    self.form(item.span, "cons", vec![first, result])
                }
            };
        }
        result
    }
}

/// Whether `eq?` will do for a datum.
fn is_word(datum: &Datum) -> bool {
    matches!(&datum.kind, DatumKind::Symbol(_) | DatumKind::Bool(_) | DatumKind::Char(_))
        || matches!(&datum.kind, DatumKind::List(items, _) if items.is_empty())
}
