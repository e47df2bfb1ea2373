//! Patterns of `match`: from datums to a tree, with what can be said about a wrong one.

use std::collections::HashSet;
use std::rc::Rc;

use syntax::{Datum, DatumKind, Diagnostic, Number, Span, Symbol, print_datum};

use crate::Expander;
use crate::expand::{list, symbol};
use crate::records::RecordType;
use crate::scope::Scope;

/// A pattern and its place.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// What it is.
    pub kind: PatternKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of pattern.
#[derive(Clone, Debug)]
pub enum PatternKind {
    /// `_`
    Any,
    /// `name`
    Variable(Symbol),
    /// `42`, `'datum`, `()`
    Literal(Datum),
    /// `(p p ... . rest)`, at least one item.
    List(Vec<Pattern>, Box<Pattern>),
    /// `(item ... . rest)` where `rest` begins with as many items as are `after` the ellipsis.
    Repeat(Repeat, Box<Pattern>),
    /// `#(p ...)`, without an ellipsis.
    Vector(Vec<Pattern>),
    /// `#(before item ... after)`
    VectorRepeat(Vec<Pattern>, Repeat, Vec<Pattern>),
    /// `(and p ...)`
    And(Vec<Pattern>),
    /// `(or p ...)`
    Or(Vec<Pattern>),
    /// `(not p)`
    Not(Box<Pattern>),
    /// `(? predicate)`
    Test(Datum),
    /// `(= procedure p)`
    Apply(Datum, Box<Pattern>),
    /// `($ type p ...)`, `(type p ...)`: the type's name, the type, a pattern for each field.
    Record(Datum, Rc<RecordType>, Vec<Pattern>),
    /// `(procedure n)`
    Procedure(usize),
}

/// An item with an ellipsis.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The pattern of each element.
    pub item: Box<Pattern>,
    /// The least number of elements.
    pub least: usize,
    /// How many items stand behind it in the same list.
    pub after: usize,
}

impl Pattern {
    /// The empty list.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, PatternKind::Literal(Datum { kind: DatumKind::List(items, _), .. }) if items.is_empty())
    }

    /// Calls `visit` for each variable that is visible outside, with the number of ellipses it stands under.
    pub fn variables(&self, depth: usize, visit: &mut dyn FnMut(Symbol, usize, Span)) {
        match &self.kind {
            PatternKind::Variable(name) => visit(*name, depth, self.span),
            PatternKind::Any
            | PatternKind::Literal(_)
            | PatternKind::Not(_)
            | PatternKind::Test(_)
            | PatternKind::Procedure(_) => {}
            PatternKind::List(items, rest) => {
                items.iter().chain([&**rest]).for_each(|item| item.variables(depth, visit));
            }
            PatternKind::Repeat(repeat, rest) => {
                repeat.item.variables(depth + 1, visit);
                rest.variables(depth, visit);
            }
            PatternKind::VectorRepeat(before, repeat, after) => {
                before.iter().for_each(|item| item.variables(depth, visit));
                repeat.item.variables(depth + 1, visit);
                after.iter().for_each(|item| item.variables(depth, visit));
            }
            PatternKind::Vector(items)
            | PatternKind::And(items)
            | PatternKind::Or(items)
            | PatternKind::Record(_, _, items) => items.iter().for_each(|item| item.variables(depth, visit)),
            PatternKind::Apply(_, inner) => inner.variables(depth, visit),
        }
    }

    /// Whether a variable occurs more than once, so that its values must be equal.
    pub fn repeats_a_variable(&self) -> bool {
        let (mut names, mut found) = (HashSet::new(), false);
        self.variables(0, &mut |name, _, _| found |= !names.insert(name));
        found
    }

    /// The names of its variables, each once.
    pub fn names(&self) -> Vec<Symbol> {
        let mut names = Vec::new();
        self.variables(0, &mut |name, _, _| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names
    }
}

/// A datum is read as a pattern, or as a quasi-pattern inside of so many quasiquotes.
#[derive(Clone, Copy)]
enum Mode {
    Pattern,
    Quasi(usize),
}

impl Expander<'_> {
    /// The pattern that a datum is; `None` after an error.
    pub fn pattern(&mut self, datum: &Datum, scope: &Rc<Scope>) -> Option<Pattern> {
        let pattern = self.sub_pattern(datum, Mode::Pattern, scope)?;
        self.check_depths(&pattern)?;
        Some(pattern)
    }

    /// A variable that occurs several times must stand under as many ellipses each time.
    fn check_depths(&mut self, pattern: &Pattern) -> Option<()> {
        let mut seen: Vec<(Symbol, usize)> = Vec::new();
        let mut wrong = None;
        pattern.variables(0, &mut |name, depth, span| match seen.iter().find(|(other, _)| *other == name) {
            Some((_, other)) if *other != depth => wrong = wrong.or(Some((name, span))),
            Some(_) => {}
            None => seen.push((name, depth)),
        });
        let Some((name, span)) = wrong else { return Some(()) };
        let plain = self.aliases.plain(name);
        self.wrong_pattern(format!("`{plain}` stands under another number of ellipses elsewhere in the pattern"), span)
    }

    fn wrong_pattern<T>(&mut self, message: impl Into<String>, span: Span) -> Option<T> {
        self.error("malformed-pattern", message, span);
        None
    }

    fn sub_pattern(&mut self, datum: &Datum, mode: Mode, scope: &Rc<Scope>) -> Option<Pattern> {
        match mode {
            Mode::Pattern => self.plain_pattern(datum, scope),
            Mode::Quasi(depth) => self.quasi_pattern(datum, depth, scope),
        }
    }

    fn plain_pattern(&mut self, datum: &Datum, scope: &Rc<Scope>) -> Option<Pattern> {
        let span = datum.span;
        let kind = match &datum.kind {
            DatumKind::Symbol(name) => match self.aliases.plain(*name).as_str() {
                "_" => PatternKind::Any,
                word if ellipsis(word).is_some() => {
                    return self.wrong_pattern(format!("`{word}` must follow a pattern"), span);
                }
                _ => PatternKind::Variable(*name),
            },
            DatumKind::List(items, tail) if !items.is_empty() => {
                if tail.is_none()
                    && let Some(name) = symbol(&items[0])
                    && let Some(found) = self.operator(name, items, scope, span)
                {
                    return found;
                }
                return self.list_pattern(items, tail.as_deref(), Mode::Pattern, scope, span);
            }
            DatumKind::Vector(items) => return self.vector_pattern(items, Mode::Pattern, scope, span),
            _ => PatternKind::Literal(self.aliases.strip(datum)),
        };
        Some(Pattern { kind, span })
    }

    /// The pattern whose head is a word that means something; `None`: it is a list of patterns.
    fn operator(&mut self, head: Symbol, items: &[Datum], scope: &Rc<Scope>, span: Span) -> Option<Option<Pattern>> {
        let rest = &items[1..];
        let word = self.aliases.plain(head).as_str();
        let pattern = match (word, rest) {
            // The ellipsis belongs to the word: `(or ...)` is a list of variables.
            (_, [next, ..]) if self.ellipsis(next).is_some() => return None,
            ("quote", [datum]) => Some(PatternKind::Literal(self.aliases.strip(datum))),
            ("quasiquote", [template]) => return Some(self.quasi_pattern(template, 1, scope)),
            ("and", _) => self.patterns(rest, scope).map(PatternKind::And),
            ("or", _) => self.or_pattern(rest, scope, span),
            ("not", [inner]) => self.plain_pattern(inner, scope).map(|inner| PatternKind::Not(Box::new(inner))),
            ("?", [predicate, inner @ ..]) => {
                let test = Pattern { kind: PatternKind::Test(predicate.clone()), span: predicate.span };
                self.patterns(inner, scope).map(|inner| PatternKind::And([vec![test], inner].concat()))
            }
            ("=", [procedure, inner]) => {
                let inner = self.plain_pattern(inner, scope);
                inner.map(|inner| PatternKind::Apply(procedure.clone(), Box::new(inner)))
            }
            ("$", [name, fields @ ..]) => self.record_pattern(name, fields, scope),
            ("procedure", [Datum { kind: DatumKind::Number(Number::Int(count)), span }]) => {
                match u32::try_from(count).ok() {
                    Some(count) => Some(PatternKind::Procedure(count as usize)),
                    None => self.wrong_pattern("expected a number of arguments", *span),
                }
            }
            ("quote" | "quasiquote" | "not" | "?" | "=" | "$", _) => {
                let form = match word {
                    "quote" => "'datum",
                    "quasiquote" => "`template",
                    "not" => "(not pattern)",
                    "?" => "(? predicate pattern ...)",
                    "=" => "(= procedure pattern)",
                    _ => "($ record-type pattern ...)",
                };
                self.wrong_pattern(format!("malformed pattern: expected {form}"), span)
            }
            _ if self.record_type(head, scope).is_some() => self.record_pattern(&items[0], rest, scope),
            _ => return None,
        };
        Some(pattern.map(|kind| Pattern { kind, span }))
    }

    fn patterns(&mut self, datums: &[Datum], scope: &Rc<Scope>) -> Option<Vec<Pattern>> {
        let all: Vec<Option<Pattern>> = datums.iter().map(|datum| self.plain_pattern(datum, scope)).collect();
        all.into_iter().collect()
    }

    /// All alternatives bind the same variables.
    fn or_pattern(&mut self, datums: &[Datum], scope: &Rc<Scope>, span: Span) -> Option<PatternKind> {
        let alternatives = self.patterns(datums, scope)?;
        let Some(first) = alternatives.first() else {
            return self.wrong_pattern("malformed pattern: expected (or pattern pattern ...)", span);
        };
        let names = first.names();
        for other in &alternatives[1..] {
            let others = other.names();
            let (missing, place) = match names.iter().find(|name| !others.contains(name)) {
                Some(name) => (Some(name), other.span),
                None => (others.iter().find(|name| !names.contains(name)), first.span),
            };
            if let Some(name) = missing {
                let plain = self.aliases.plain(*name);
                let message = format!("`{plain}` is bound in another alternative of this `or`, but not here");
                let help = "all alternatives must bind the same variables";
                self.report(Diagnostic::error("inconsistent-or-pattern", message, place).with_help(help));
                return None;
            }
        }
        Some(PatternKind::Or(alternatives))
    }

    fn record_pattern(&mut self, name: &Datum, fields: &[Datum], scope: &Rc<Scope>) -> Option<PatternKind> {
        let Some(this) = symbol(name).and_then(|symbol| self.record_type(symbol, scope)) else {
            let shown = print_datum(&self.aliases.strip(name));
            return self.wrong_pattern(format!("`{shown}` is not the name of a record type"), name.span);
        };
        if this.fields != fields.len() {
            let plural = if this.fields == 1 { "field" } else { "fields" };
            let (known, given) = (this.fields, fields.len());
            let message = format!("the record type `{}` has {known} {plural}, but the pattern has {given}", this.name);
            return self.wrong_pattern(message, name.span);
        }
        Some(PatternKind::Record(name.clone(), this, self.patterns(fields, scope)?))
    }
}

// Sequences and quasi-patterns -----

/// The least number of elements that an ellipsis asks for: `...`, `..1`, `___`, `__1`.
fn ellipsis(word: &str) -> Option<usize> {
    match word {
        "..." | "___" => Some(0),
        _ => word.strip_prefix("..").or_else(|| word.strip_prefix("__"))?.parse().ok(),
    }
}

fn is_form(datum: &Datum) -> bool {
    matches!(datum.kind, DatumKind::List(..))
}

/// The pattern `()`
fn null(span: Span) -> Pattern {
    Pattern { kind: PatternKind::Literal(Datum { kind: DatumKind::List(Vec::new(), None), span }), span }
}

/// The items before the ellipsis, the item with it, and those behind it.
type Split = (Vec<Pattern>, Option<Repeat>, Vec<Pattern>);

impl Expander<'_> {
    fn ellipsis(&self, datum: &Datum) -> Option<usize> {
        symbol(datum).and_then(|name| ellipsis(self.aliases.plain(name).as_str()))
    }

    fn list_pattern(
        &mut self,
        items: &[Datum],
        tail: Option<&Datum>,
        mode: Mode,
        scope: &Rc<Scope>,
        span: Span,
    ) -> Option<Pattern> {
        let (items, rest) = match (tail, items) {
            (Some(tail), _) => (items, self.sub_pattern(tail, mode, scope)),
            // `(a ,@(p q))` is `(a . ,(p q))`.
            (None, [init @ .., last]) if matches!(mode, Mode::Quasi(1)) && self.spliced(last).is_some_and(is_form) => {
                (init, self.spliced(last).and_then(|inner| self.plain_pattern(inner, scope)))
            }
            (None, _) => (items, Some(null(span))),
        };
        let split = self.split(items, mode, scope);
        let ((before, repeat, after), mut rest) = (split?, rest?);
        let joined = |items: Vec<Pattern>, rest: Pattern| match items.is_empty() {
            true => rest,
            false => Pattern { kind: PatternKind::List(items, Box::new(rest)), span },
        };
        rest = joined(after, rest);
        if let Some(repeat) = repeat {
            rest = Pattern { kind: PatternKind::Repeat(repeat, Box::new(rest)), span };
        }
        Some(joined(before, rest))
    }

    fn vector_pattern(&mut self, items: &[Datum], mode: Mode, scope: &Rc<Scope>, span: Span) -> Option<Pattern> {
        let (before, repeat, after) = self.split(items, mode, scope)?;
        let kind = match repeat {
            Some(repeat) => PatternKind::VectorRepeat(before, repeat, after),
            None => PatternKind::Vector(before),
        };
        Some(Pattern { kind, span })
    }

    /// Takes apart the items of a list or vector; at most one of them has an ellipsis.
    fn split(&mut self, items: &[Datum], mode: Mode, scope: &Rc<Scope>) -> Option<Split> {
        let (mut before, mut repeat, mut after): Split = (Vec::new(), None, Vec::new());
        let mut is_wrong = false;
        let mut rest = items;
        while let [item, next @ ..] = rest {
            rest = next;
            let follows = rest.first().and_then(|next| self.ellipsis(next));
            let splice = if let Mode::Quasi(1) = mode { self.spliced(item) } else { None };
            let (item, least) = match (splice, follows) {
                (Some(inner), None) => (self.segment(inner, scope), Some(0)),
                (_, least) => {
                    rest = if least.is_some() { &rest[1..] } else { rest };
                    (self.sub_pattern(item, mode, scope), least)
                }
            };
            let Some(item) = item else {
                is_wrong = true;
                continue;
            };
            match least {
                Some(_) if repeat.is_some() => {
                    return self.wrong_pattern("a list has at most one ellipsis", item.span);
                }
                Some(least) => repeat = Some(Repeat { item: Box::new(item), least, after: 0 }),
                None if repeat.is_some() => after.push(item),
                None => before.push(item),
            }
        }
        if let Some(repeat) = &mut repeat {
            repeat.after = after.len();
        }
        (!is_wrong).then_some((before, repeat, after))
    }

    /// `p` of `,@p`
    fn spliced<'d>(&self, datum: &'d Datum) -> Option<&'d Datum> {
        match list(datum)? {
            [head, inner] if self.is_word(head, "unquote-splicing") => Some(inner),
            _ => None,
        }
    }

    fn is_word(&self, datum: &Datum, word: &str) -> bool {
        symbol(datum).is_some_and(|name| self.aliases.plain(name).as_str() == word)
    }

    /// What each element of a segment `,@p` must match: `p` is a variable, or a pattern `(q ...)`.
    fn segment(&mut self, datum: &Datum, scope: &Rc<Scope>) -> Option<Pattern> {
        let pattern = self.plain_pattern(datum, scope)?;
        match pattern.kind {
            PatternKind::Any | PatternKind::Variable(_) => Some(pattern),
            PatternKind::Repeat(repeat, rest) if repeat.least == 0 && rest.is_null() => Some(*repeat.item),
            _ => self.wrong_pattern("`,@` takes a variable or a pattern (p ...)", datum.span),
        }
    }

    fn quasi_pattern(&mut self, datum: &Datum, depth: usize, scope: &Rc<Scope>) -> Option<Pattern> {
        let span = datum.span;
        match &datum.kind {
            DatumKind::List(items, None) if items.is_empty() => {}
            DatumKind::List(items, tail) => {
                let inner = match (&items[..], tail) {
                    ([head, inner], None) if self.is_word(head, "unquote") => {
                        if depth == 1 {
                            return self.plain_pattern(inner, scope);
                        }
                        Some(depth - 1)
                    }
                    ([head, _], None) if self.is_word(head, "unquote-splicing") => {
                        if depth == 1 {
                            return self.wrong_pattern("`,@` must stand in a list or vector", span);
                        }
                        Some(depth - 1)
                    }
                    ([head, _], None) if self.is_word(head, "quasiquote") => Some(depth + 1),
                    _ => None,
                };
                if let Some(depth) = inner {
                    let head = Pattern { kind: PatternKind::Literal(self.aliases.strip(&items[0])), span };
                    let rest = Mode::Quasi(depth);
                    let rest = self.list_pattern(&items[1..], None, rest, scope, span)?;
                    return Some(Pattern { kind: PatternKind::List(vec![head], Box::new(rest)), span });
                }
                // `(a . ,b)` is read as `(a unquote b)`.
                let before_last = if items.len() >= 3 && tail.is_none() { items.len() - 2 } else { 0 };
                if depth == 1 && self.is_word(&items[before_last], "unquote-splicing") {
                    return self.wrong_pattern("`,@` must stand in a list or vector", items[before_last].span);
                }
                if before_last > 0 && self.is_word(&items[before_last], "unquote") {
                    let rest = Datum { kind: DatumKind::List(items[items.len() - 2..].to_vec(), None), span };
                    let first = &items[..items.len() - 2];
                    return self.list_pattern(first, Some(&rest), Mode::Quasi(depth), scope, span);
                }
                return self.list_pattern(items, tail.as_deref(), Mode::Quasi(depth), scope, span);
            }
            DatumKind::Vector(items) => return self.vector_pattern(items, Mode::Quasi(depth), scope, span),
            _ => {}
        }
        Some(Pattern { kind: PatternKind::Literal(self.aliases.strip(datum)), span })
    }
}
