//! `syntax-rules` (R7RS section 4.3.2): nested ellipses, literals, vector patterns, tail patterns, custom ellipsis.
//!
//! Rules are compiled once: pattern variables become slots, and each repeated template knows the slots that drive it.
//! A match borrows the form it was made from; only what a template asks for is copied. So an expansion costs as much
//! as it writes.

use std::collections::HashMap;
use std::rc::Rc;

use syntax::{Datum, DatumKind, Span, Symbol};

use crate::expand::symbol;
use crate::scope::{Aliases, Binding, Scope, SymbolMap};

/// A macro: its rules and the scope it was defined in.
pub struct Macro {
    /// Its name, for errors.
    pub name: Symbol,
    rules: Vec<Rule>,
    /// Where free identifiers of templates are looked up.
    scope: Rc<Scope>,
}

struct Rule {
    /// As written, for errors.
    written: Datum,
    /// What follows the keyword.
    pattern: Pattern,
    template: Template,
    /// Number of pattern variables.
    slots: usize,
}

enum Pattern {
    /// `_`
    Any,
    /// A pattern variable.
    Slot(usize),
    Literal(Symbol),
    Datum(Datum),
    List(Sequence, Option<Box<Pattern>>),
    Vector(Sequence),
}

/// `before ... repeated <ellipsis> after ...`
struct Sequence {
    before: Vec<Pattern>,
    repeated: Option<Repeated>,
    after: Vec<Pattern>,
}

struct Repeated {
    pattern: Box<Pattern>,
    /// The variables in it.
    slots: Vec<usize>,
}

enum Template {
    Slot(usize),
    /// An identifier that is inserted.
    Symbol(Symbol),
    Datum(DatumKind),
    List(Vec<Element>, Option<Box<Template>>),
    Vector(Vec<Element>),
}

/// A template followed by `depth` ellipses.
struct Element {
    template: Template,
    depth: usize,
    /// The repeated variables in it.
    slots: Vec<usize>,
}

/// What a pattern variable matched.
enum Match<'f> {
    Nothing,
    One(&'f Datum),
    /// The end of a list, as a tail pattern takes it.
    Rest(Datum),
    Many(Vec<Match<'f>>),
}

/// Why a use of a macro cannot be expanded.
pub enum Failure {
    /// No rule matches.
    NoMatch,
    /// Variables that are repeated together matched sequences of different lengths.
    Lengths,
}

/// The result of an expansion, and how many datums were written for it.
pub type Expansion = Result<(Datum, usize), Failure>;

/// A place and what was expected there.
pub type Malformed = (Span, &'static str);

// Compilation -----

/// Parses `(syntax-rules [ellipsis] (literal ...) (pattern template) ...)`.
pub fn parse_macro(spec: &Datum, name: Symbol, scope: &Rc<Scope>, aliases: &Aliases) -> Result<Macro, Malformed> {
    let usage = (spec.span, "(syntax-rules (literal ...) (pattern template) ...)");
    let DatumKind::List(items, None) = &spec.kind else { return Err(usage) };
    let mut rest = items.get(1..).unwrap_or_default();
    let mut ellipsis = None;
    if let Some((first, others)) = rest.split_first()
        && let Some(custom) = symbol(first)
    {
        ellipsis = Some(custom);
        rest = others;
    }
    let Some((literals, rules)) = rest.split_first() else { return Err(usage) };
    let DatumKind::List(literals, None) = &literals.kind else { return Err((literals.span, "a list of literals")) };
    let literal = |datum: &Datum| symbol(datum).ok_or((datum.span, "an identifier"));
    let literals = literals.iter().map(literal).collect::<Result<Vec<_>, _>>()?;
    let rules = rules.iter().map(|rule| parse_rule(rule, ellipsis, &literals, aliases, scope));
    Ok(Macro { name, rules: rules.collect::<Result<_, _>>()?, scope: scope.clone() })
}

fn parse_rule(
    rule: &Datum,
    ellipsis: Option<Symbol>,
    literals: &[Symbol],
    aliases: &Aliases,
    scope: &Rc<Scope>,
) -> Result<Rule, Malformed> {
    let DatumKind::List(parts, None) = &rule.kind else { return Err((rule.span, "(pattern template)")) };
    let [written, template] = &parts[..] else { return Err((rule.span, "(pattern template)")) };
    let mut parser = Parser { ellipsis, literals, aliases, scope, slots: HashMap::new() };
    let DatumKind::List(patterns, tail) = &written.kind else {
        return Err((written.span, "a pattern that begins with the keyword"));
    };
    let patterns = patterns.get(1..).ok_or((written.span, "a pattern that begins with the keyword"))?;
    let (sequence, tail) = parser.sequence(patterns, tail.as_deref(), 0)?;
    let template = parser.template(template, 0, true)?;
    let slots = parser.slots.len();
    Ok(Rule { written: aliases.strip(written), pattern: Pattern::List(sequence, tail), template, slots })
}

struct Parser<'a> {
    ellipsis: Option<Symbol>,
    literals: &'a [Symbol],
    aliases: &'a Aliases,
    /// Where the macro is defined.
    scope: &'a Rc<Scope>,
    /// The slot of each pattern variable and how many ellipses follow it.
    slots: HashMap<Symbol, (usize, usize)>,
}

impl Parser<'_> {
    /// Whether the program has not bound `...` as a variable.
    fn is_syntax(&self, name: Symbol) -> bool {
        !matches!(self.aliases.resolve(name, self.scope), Some(Binding::Local(_) | Binding::Top(_) | Binding::Prim(_)))
    }

    fn is_ellipsis(&self, datum: Option<&Datum>) -> bool {
        let Some(name) = datum.and_then(symbol) else { return false };
        let same = match self.ellipsis {
            Some(custom) => name == custom,
            None => self.aliases.plain(name).as_str() == "..." && self.is_syntax(name),
        };
        same && !self.literals.contains(&name)
    }

    fn pattern(&mut self, datum: &Datum, depth: usize) -> Result<Pattern, Malformed> {
        match &datum.kind {
            DatumKind::Symbol(name) if self.literals.contains(name) => Ok(Pattern::Literal(*name)),
            DatumKind::Symbol(_) if self.is_ellipsis(Some(datum)) => Err((datum.span, "a pattern before the ellipsis")),
            DatumKind::Symbol(name) if self.aliases.plain(*name).as_str() == "_" => Ok(Pattern::Any),
            DatumKind::Symbol(name) => {
                let slot = self.slots.len();
                match self.slots.insert(*name, (slot, depth)) {
                    None => Ok(Pattern::Slot(slot)),
                    Some(_) => Err((datum.span, "each pattern variable once")),
                }
            }
            DatumKind::List(items, tail) => {
                let (sequence, tail) = self.sequence(items, tail.as_deref(), depth)?;
                Ok(Pattern::List(sequence, tail))
            }
            DatumKind::Vector(items) => Ok(Pattern::Vector(self.sequence(items, None, depth)?.0)),
            _ => Ok(Pattern::Datum(datum.clone())),
        }
    }

    fn sequence(
        &mut self,
        items: &[Datum],
        tail: Option<&Datum>,
        depth: usize,
    ) -> Result<(Sequence, Option<Box<Pattern>>), Malformed> {
        let dots = (0..items.len()).find(|index| self.is_ellipsis(items.get(*index)));
        let (before, repeated, after) = match dots {
            Some(0) => return Err((items[0].span, "a pattern before the ellipsis")),
            Some(index) => (&items[..index - 1], Some(&items[index - 1]), &items[index + 1..]),
            None => (items, None, &items[items.len()..]),
        };
        if let Some(second) = after.iter().find(|item| self.is_ellipsis(Some(item))) {
            return Err((second.span, "one ellipsis in a sequence of patterns"));
        }
        let before = before.iter().map(|item| self.pattern(item, depth)).collect::<Result<_, _>>()?;
        let repeated = match repeated {
            Some(item) => {
                let first = self.slots.len();
                let pattern = Box::new(self.pattern(item, depth + 1)?);
                Some(Repeated { pattern, slots: (first..self.slots.len()).collect() })
            }
            None => None,
        };
        let after = after.iter().map(|item| self.pattern(item, depth)).collect::<Result<_, _>>()?;
        let tail = tail.map(|tail| self.pattern(tail, depth).map(Box::new)).transpose()?;
        Ok((Sequence { before, repeated, after }, tail))
    }

    /// `dots`: whether an ellipsis is one here, not escaped by `(... template)`.
    fn template(&mut self, datum: &Datum, depth: usize, dots: bool) -> Result<Template, Malformed> {
        match &datum.kind {
            DatumKind::Symbol(name) => match self.slots.get(name) {
                Some((_, needed)) if *needed > depth => Err((datum.span, "an ellipsis after this pattern variable")),
                Some((slot, _)) => Ok(Template::Slot(*slot)),
                None if dots && self.is_ellipsis(Some(datum)) => Err((datum.span, "a template before the ellipsis")),
                None => Ok(Template::Symbol(*name)),
            },
            DatumKind::List(items, None) if items.len() == 2 && dots && self.is_ellipsis(items.first()) => {
                self.template(&items[1], depth, false)
            }
            DatumKind::List(items, tail) => {
                let elements = self.elements(items, depth, dots)?;
                let tail = tail.as_ref().map(|tail| self.template(tail, depth, dots).map(Box::new)).transpose()?;
                Ok(Template::List(elements, tail))
            }
            DatumKind::Vector(items) => Ok(Template::Vector(self.elements(items, depth, dots)?)),
            other => Ok(Template::Datum(other.clone())),
        }
    }

    fn elements(&mut self, items: &[Datum], depth: usize, dots: bool) -> Result<Vec<Element>, Malformed> {
        let mut out = Vec::with_capacity(items.len());
        let mut index = 0;
        while index < items.len() {
            let mut ellipses = 0;
            while dots && self.is_ellipsis(items.get(index + 1 + ellipses)) {
                ellipses += 1;
            }
            let item = &items[index];
            let template = self.template(item, depth + ellipses, dots)?;
            let mut slots = Vec::new();
            if ellipses > 0 {
                self.repeated_slots(item, &mut slots);
                if slots.is_empty() {
                    return Err((item.span, "a repeated pattern variable before the ellipsis"));
                }
            }
            out.push(Element { template, depth: ellipses, slots });
            index += 1 + ellipses;
        }
        Ok(out)
    }

    fn repeated_slots(&self, template: &Datum, out: &mut Vec<usize>) {
        match &template.kind {
            DatumKind::Symbol(name) => {
                if let Some((slot, 1..)) = self.slots.get(name)
                    && !out.contains(slot)
                {
                    out.push(*slot);
                }
            }
            DatumKind::List(items, tail) => {
                items.iter().chain(tail.as_deref()).for_each(|item| self.repeated_slots(item, out));
            }
            DatumKind::Vector(items) => items.iter().for_each(|item| self.repeated_slots(item, out)),
            _ => {}
        }
    }
}

// Expansion -----

/// The expansion of a use of a macro.
pub fn expand_macro(this: &Macro, form: &Datum, scope: &Rc<Scope>, aliases: &mut Aliases) -> Expansion {
    let DatumKind::List(items, tail) = &form.kind else { return Err(Failure::NoMatch) };
    for rule in &this.rules {
        let mut slots: Vec<Match> = (0..rule.slots).map(|_| Match::Nothing).collect();
        let matcher = Matcher { this, scope, aliases };
        let Pattern::List(sequence, pattern_tail) = &rule.pattern else { continue };
        let input = Input { items: &items[1..], tail: tail.as_deref(), span: form.span };
        if matcher.sequence(sequence, pattern_tail.as_deref(), input, &mut slots) {
            let mut writer = Writer { this, aliases, renamed: SymbolMap::default(), span: form.span, size: 0 };
            let datum = writer.template(&rule.template, &mut slots.iter().collect())?;
            return Ok((datum, writer.size));
        }
    }
    Err(Failure::NoMatch)
}

impl Macro {
    /// The patterns of its rules, as written.
    pub fn patterns(&self) -> impl Iterator<Item = &Datum> {
        self.rules.iter().map(|rule| &rule.written)
    }
}

struct Matcher<'a> {
    this: &'a Macro,
    scope: &'a Rc<Scope>,
    aliases: &'a Aliases,
}

/// The items of a list, its tail, and where it stands.
#[derive(Clone, Copy)]
struct Input<'f> {
    items: &'f [Datum],
    tail: Option<&'f Datum>,
    span: Span,
}

impl Matcher<'_> {
    fn matches<'f>(&self, pattern: &Pattern, form: &'f Datum, slots: &mut [Match<'f>]) -> bool {
        match pattern {
            Pattern::Any => true,
            Pattern::Slot(slot) => {
                slots[*slot] = Match::One(form);
                true
            }
            Pattern::Literal(name) => self.is_literal(*name, form),
            Pattern::Datum(datum) => datum == form,
            Pattern::List(sequence, tail) => {
                let input = match &form.kind {
                    DatumKind::List(items, end) => Input { items, tail: end.as_deref(), span: form.span },
                    // `(x ... . rest)` matches anything.
                    _ => Input { items: &[], tail: Some(form), span: form.span },
                };
                self.sequence(sequence, tail.as_deref(), input, slots)
            }
            Pattern::Vector(sequence) => match &form.kind {
                DatumKind::Vector(items) => {
                    self.sequence(sequence, None, Input { items, tail: None, span: form.span }, slots)
                }
                _ => false,
            },
        }
    }

    fn is_literal(&self, name: Symbol, form: &Datum) -> bool {
        let Some(used) = symbol(form) else { return false };
        match (self.aliases.resolve(used, self.scope), self.aliases.resolve(name, &self.this.scope)) {
            (Some(a), Some(b)) => a.same(&b),
            (None, None) => self.aliases.plain(used) == self.aliases.plain(name),
            _ => false,
        }
    }

    fn each<'f>(&self, patterns: &[Pattern], forms: &'f [Datum], slots: &mut [Match<'f>]) -> bool {
        patterns.iter().zip(forms).all(|(pattern, form)| self.matches(pattern, form, slots))
    }

    fn sequence<'f>(
        &self,
        sequence: &Sequence,
        tail: Option<&Pattern>,
        input: Input<'f>,
        slots: &mut [Match<'f>],
    ) -> bool {
        let (least, count) = (sequence.before.len() + sequence.after.len(), input.items.len());
        if count < least {
            return false;
        }
        // Without an ellipsis, what is left can only be taken by a tail.
        let repeats = if sequence.repeated.is_some() { count - least } else { 0 };
        let (before, others) = input.items.split_at(sequence.before.len());
        let (middle, others) = others.split_at(repeats);
        let (after, rest) = others.split_at(sequence.after.len());
        self.each(&sequence.before, before, slots)
            && sequence.repeated.as_ref().is_none_or(|repeated| self.repeated(repeated, middle, slots))
            && self.each(&sequence.after, after, slots)
            && self.tail(tail, Input { items: rest, ..input }, slots)
    }

    fn repeated<'f>(&self, repeated: &Repeated, forms: &'f [Datum], slots: &mut [Match<'f>]) -> bool {
        let mut all: Vec<Vec<Match>> = repeated.slots.iter().map(|_| Vec::with_capacity(forms.len())).collect();
        for form in forms {
            if !self.matches(&repeated.pattern, form, slots) {
                return false;
            }
            for (slot, all) in repeated.slots.iter().zip(&mut all) {
                all.push(std::mem::replace(&mut slots[*slot], Match::Nothing));
            }
        }
        for (slot, all) in repeated.slots.iter().zip(all) {
            slots[*slot] = Match::Many(all);
        }
        true
    }

    fn tail<'f>(&self, pattern: Option<&Pattern>, rest: Input<'f>, slots: &mut [Match<'f>]) -> bool {
        match (pattern, rest.items.is_empty(), rest.tail) {
            (None, no_items, tail) => no_items && tail.is_none(),
            (Some(pattern), true, Some(tail)) => self.matches(pattern, tail, slots),
            (Some(Pattern::Any), ..) => true,
            (Some(Pattern::Slot(slot)), ..) => {
                let kind = DatumKind::List(rest.items.to_vec(), rest.tail.cloned().map(Box::new));
                slots[*slot] = Match::Rest(Datum { kind, span: rest.span });
                true
            }
            (Some(Pattern::List(sequence, tail)), ..) => self.sequence(sequence, tail.as_deref(), rest, slots),
            (Some(Pattern::Literal(_) | Pattern::Datum(_) | Pattern::Vector(_)), ..) => false,
        }
    }
}

struct Writer<'a> {
    this: &'a Macro,
    aliases: &'a mut Aliases,
    /// One alias for each symbol of this expansion.
    renamed: SymbolMap<Symbol>,
    span: Span,
    size: usize,
}

impl Writer<'_> {
    fn datum(&mut self, kind: DatumKind) -> Datum {
        self.size += 1;
        Datum { kind, span: self.span }
    }

    fn template<'m>(&mut self, template: &Template, slots: &mut Vec<&'m Match<'m>>) -> Result<Datum, Failure> {
        match template {
            Template::Slot(slot) => match slots[*slot] {
                Match::One(datum) => Ok(self.copy(datum)),
                Match::Rest(datum) => Ok(self.copy(datum)),
                Match::Nothing | Match::Many(_) => Err(Failure::Lengths),
            },
            Template::Symbol(name) => {
                let (aliases, scope) = (&mut *self.aliases, &self.this.scope);
                let alias = *self.renamed.entry(*name).or_insert_with(|| aliases.make(*name, scope));
                Ok(self.datum(DatumKind::Symbol(alias)))
            }
            Template::Datum(kind) => Ok(self.datum(kind.clone())),
            Template::List(elements, tail) => {
                let mut out = self.elements(elements, slots)?;
                let end = match tail {
                    None => return Ok(self.datum(DatumKind::List(out, None))),
                    Some(tail) => self.template(tail, slots)?,
                };
                match end.kind {
                    DatumKind::List(more, end) => {
                        out.extend(more);
                        Ok(self.datum(DatumKind::List(out, end)))
                    }
                    _ if out.is_empty() => Ok(end),
                    _ => Ok(self.datum(DatumKind::List(out, Some(Box::new(end))))),
                }
            }
            Template::Vector(elements) => {
                let items = self.elements(elements, slots)?;
                Ok(self.datum(DatumKind::Vector(items)))
            }
        }
    }

    fn elements<'m>(&mut self, elements: &[Element], slots: &mut Vec<&'m Match<'m>>) -> Result<Vec<Datum>, Failure> {
        let mut out = Vec::with_capacity(elements.len());
        for element in elements {
            self.repeat(element, element.depth, slots, &mut out)?;
        }
        Ok(out)
    }

    /// What an element stands for with `depth` of its ellipses still to be unfolded.
    fn repeat<'m>(
        &mut self,
        element: &Element,
        depth: usize,
        slots: &mut Vec<&'m Match<'m>>,
        out: &mut Vec<Datum>,
    ) -> Result<(), Failure> {
        if depth == 0 {
            out.push(self.template(&element.template, slots)?);
            return Ok(());
        }
        let many = |slot: &usize| if let Match::Many(all) = slots[*slot] { Some((*slot, all)) } else { None };
        let drivers: Vec<(usize, &'m Vec<Match<'m>>)> = element.slots.iter().filter_map(many).collect();
        let count = drivers.first().map_or(0, |(_, all)| all.len());
        if drivers.iter().any(|(_, all)| all.len() != count) {
            return Err(Failure::Lengths);
        }
        let outside: Vec<&Match> = drivers.iter().map(|(slot, _)| slots[*slot]).collect();
        for turn in 0..count {
            for (slot, all) in &drivers {
                slots[*slot] = &all[turn];
            }
            self.repeat(element, depth - 1, slots, out)?;
        }
        for ((slot, _), outside) in drivers.iter().zip(outside) {
            slots[*slot] = outside;
        }
        Ok(())
    }

    fn copy(&mut self, datum: &Datum) -> Datum {
        self.size += 1;
        let kind = match &datum.kind {
            DatumKind::List(items, tail) => {
                let items = items.iter().map(|item| self.copy(item)).collect();
                DatumKind::List(items, tail.as_ref().map(|tail| Box::new(self.copy(tail))))
            }
            DatumKind::Vector(items) => DatumKind::Vector(items.iter().map(|item| self.copy(item)).collect()),
            other => other.clone(),
        };
        Datum { kind, span: datum.span }
    }
}
