//! `syntax-rules` (R7RS section 4.3.2): nested ellipses, literals, vector patterns, tail patterns, custom ellipsis.

use std::collections::HashMap;
use std::rc::Rc;

use syntax::{Datum, DatumKind, Span, Symbol};

use crate::scope::{Aliases, Scope};

/// A macro: its rules and the scope it was defined in.
pub struct Macro {
    /// Its name, for errors.
    pub name: Symbol,
    literals: Vec<Symbol>,
    ellipsis: Symbol,
    rules: Vec<(Datum, Datum)>,
    /// Where free identifiers of templates are looked up.
    pub scope: Rc<Scope>,
}

/// What a pattern variable matched.
#[derive(Clone)]
enum Match {
    One(Datum),
    Many(Vec<Bindings>),
}

type Bindings = HashMap<Symbol, Match>;

/// Parses `(syntax-rules [ellipsis] (literal ...) (pattern template) ...)`; an error is a place and what was expected.
pub fn parse_macro(spec: &Datum, name: Symbol, scope: &Rc<Scope>) -> Result<Macro, (Span, &'static str)> {
    let DatumKind::List(items, None) = &spec.kind else { return Err((spec.span, "(syntax-rules (literal ...) rule ...)")) };
    let mut rest = items.get(1..).unwrap_or_default();
    let mut ellipsis = Symbol::new("...");
    if let Some((Datum { kind: DatumKind::Symbol(custom), .. }, others)) = rest.split_first() {
        ellipsis = *custom;
        rest = others;
    }
    let Some((literals, rules)) = rest.split_first() else { return Err((spec.span, "a list of literals")) };
    let DatumKind::List(literals, None) = &literals.kind else { return Err((literals.span, "a list of literals")) };
    let literal = |datum: &Datum| symbol(datum).ok_or((datum.span, "an identifier"));
    let rule = |datum: &Datum| match &datum.kind {
        DatumKind::List(parts, None) if parts.len() == 2 => Ok((parts[0].clone(), parts[1].clone())),
        _ => Err((datum.span, "(pattern template)")),
    };
    Ok(Macro {
        name,
        literals: literals.iter().map(literal).collect::<Result<_, _>>()?,
        ellipsis,
        rules: rules.iter().map(rule).collect::<Result<_, _>>()?,
        scope: scope.clone(),
    })
}

fn symbol(datum: &Datum) -> Option<Symbol> {
    if let DatumKind::Symbol(name) = datum.kind { Some(name) } else { None }
}

/// The expansion of a use of a macro; `None` if no rule matches.
pub fn expand_macro(this: &Macro, form: &Datum, scope: &Rc<Scope>, aliases: &mut Aliases) -> Option<Datum> {
    for (pattern, template) in &this.rules {
        let matcher = Matcher { this, scope, aliases };
        let mut bindings = Bindings::new();
        // The macro's own name, the first of the pattern, is not matched.
        if matcher.tails(pattern, form, &mut bindings) {
            let mut writer = Writer { this, aliases, renamed: HashMap::new(), span: form.span };
            return Some(writer.template(template, &bindings, true));
        }
    }
    None
}

struct Matcher<'a> {
    this: &'a Macro,
    scope: &'a Rc<Scope>,
    aliases: &'a Aliases,
}

impl Matcher<'_> {
    fn tails(&self, pattern: &Datum, form: &Datum, out: &mut Bindings) -> bool {
        match (&pattern.kind, &form.kind) {
            (DatumKind::List(patterns, pattern_tail), DatumKind::List(items, tail)) => {
                let patterns = patterns.get(1..).unwrap_or_default();
                self.sequence(patterns, pattern_tail.as_deref(), &items[1..], tail.as_deref(), form.span, out)
            }
            _ => false,
        }
    }

    fn is_ellipsis(&self, datum: Option<&Datum>) -> bool {
        datum.and_then(symbol).is_some_and(|name| name == self.this.ellipsis && !self.this.literals.contains(&name))
    }

    fn matches(&self, pattern: &Datum, form: &Datum, out: &mut Bindings) -> bool {
        match &pattern.kind {
            DatumKind::Symbol(name) if self.this.literals.contains(name) => self.is_literal(*name, form),
            DatumKind::Symbol(name) if self.aliases.plain(*name).as_str() == "_" => true,
            DatumKind::Symbol(name) => {
                out.insert(*name, Match::One(form.clone()));
                true
            }
            DatumKind::List(patterns, pattern_tail) => match &form.kind {
                DatumKind::List(items, tail) => {
                    self.sequence(patterns, pattern_tail.as_deref(), items, tail.as_deref(), form.span, out)
                }
                // `(x ... . rest)` matches anything.
                _ => self.sequence(patterns, pattern_tail.as_deref(), &[], Some(form), form.span, out),
            },
            DatumKind::Vector(patterns) => match &form.kind {
                DatumKind::Vector(items) => self.sequence(patterns, None, items, None, form.span, out),
                _ => false,
            },
            _ => pattern == form,
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

    fn sequence(
        &self,
        patterns: &[Datum],
        pattern_tail: Option<&Datum>,
        items: &[Datum],
        tail: Option<&Datum>,
        span: Span,
        out: &mut Bindings,
    ) -> bool {
        let dots = (1..patterns.len()).find(|index| self.is_ellipsis(patterns.get(*index)));
        let (before, repeated, after) = match dots {
            Some(index) => (&patterns[..index - 1], Some(&patterns[index - 1]), &patterns[index + 1..]),
            None => (patterns, None, &patterns[patterns.len()..]),
        };
        if items.len() < before.len() + after.len() {
            return false;
        }
        let (first, others) = items.split_at(before.len());
        if !before.iter().zip(first).all(|(pattern, item)| self.matches(pattern, item, out)) {
            return false;
        }
        // What is left of a list without an ellipsis can only be taken by a tail.
        let (middle, last) = match repeated {
            Some(_) => others.split_at(others.len() - after.len()),
            None => others.split_at(0),
        };
        if let Some(pattern) = repeated {
            let mut all = Vec::with_capacity(middle.len());
            for item in middle {
                let mut one = Bindings::new();
                if !self.matches(pattern, item, &mut one) {
                    return false;
                }
                all.push(one);
            }
            let mut names = Vec::new();
            self.variables(pattern, &mut names);
            for name in names {
                let part = |one: &Bindings| HashMap::from([(name, one[&name].clone())]);
                out.insert(name, Match::Many(all.iter().map(part).collect()));
            }
        }
        if !after.iter().zip(last).all(|(pattern, item)| self.matches(pattern, item, out)) {
            return false;
        }
        let rest = &last[after.len()..];
        match pattern_tail {
            Some(pattern) => {
                let remaining = if rest.is_empty() {
                    tail.cloned().unwrap_or(Datum { kind: DatumKind::List(Vec::new(), None), span })
                } else {
                    Datum { kind: DatumKind::List(rest.to_vec(), tail.cloned().map(Box::new)), span }
                };
                self.matches(pattern, &remaining, out)
            }
            None => rest.is_empty() && tail.is_none(),
        }
    }

    /// The pattern variables in a pattern.
    fn variables(&self, pattern: &Datum, out: &mut Vec<Symbol>) {
        match &pattern.kind {
            DatumKind::Symbol(name) => {
                let special = self.this.literals.contains(name) || *name == self.this.ellipsis;
                if !special && self.aliases.plain(*name).as_str() != "_" {
                    out.push(*name);
                }
            }
            DatumKind::List(items, tail) => {
                items.iter().chain(tail.as_deref()).for_each(|item| self.variables(item, out));
            }
            DatumKind::Vector(items) => items.iter().for_each(|item| self.variables(item, out)),
            _ => {}
        }
    }
}

struct Writer<'a> {
    this: &'a Macro,
    aliases: &'a mut Aliases,
    /// One alias for each symbol of this expansion.
    renamed: HashMap<Symbol, Symbol>,
    span: Span,
}

impl Writer<'_> {
    fn datum(&self, kind: DatumKind) -> Datum {
        Datum { kind, span: self.span }
    }

    fn is_ellipsis(&self, datum: Option<&Datum>, active: bool) -> bool {
        active && datum.and_then(symbol) == Some(self.this.ellipsis)
    }

    fn template(&mut self, template: &Datum, bindings: &Bindings, dots: bool) -> Datum {
        match &template.kind {
            DatumKind::Symbol(name) => match bindings.get(name) {
                Some(Match::One(datum)) => datum.clone(),
                Some(Match::Many(_)) | None => {
                    let alias = match self.renamed.get(name) {
                        Some(alias) => *alias,
                        None => {
                            let alias = self.aliases.make(*name, &self.this.scope);
                            self.renamed.insert(*name, alias);
                            alias
                        }
                    };
                    self.datum(DatumKind::Symbol(alias))
                }
            },
            // `(... template)`: the ellipsis stands for itself.
            DatumKind::List(items, None) if items.len() == 2 && self.is_ellipsis(items.first(), dots) => {
                self.template(&items[1], bindings, false)
            }
            DatumKind::List(items, tail) => {
                let mut out = self.items(items, bindings, dots);
                match tail {
                    None => self.datum(DatumKind::List(out, None)),
                    Some(tail) => match self.template(tail, bindings, dots).kind {
                        DatumKind::List(more, end) => {
                            out.extend(more);
                            self.datum(DatumKind::List(out, end))
                        }
                        kind if out.is_empty() => self.datum(kind),
                        kind => {
                            let end = Box::new(self.datum(kind));
                            self.datum(DatumKind::List(out, Some(end)))
                        }
                    },
                }
            }
            DatumKind::Vector(items) => {
                let items = self.items(items, bindings, dots);
                self.datum(DatumKind::Vector(items))
            }
            other => Datum { kind: other.clone(), span: template.span },
        }
    }

    fn items(&mut self, items: &[Datum], bindings: &Bindings, dots: bool) -> Vec<Datum> {
        let mut out = Vec::new();
        let mut index = 0;
        while index < items.len() {
            let mut depth = 0;
            while self.is_ellipsis(items.get(index + 1 + depth), dots) {
                depth += 1;
            }
            if depth == 0 {
                out.push(self.template(&items[index], bindings, dots));
            } else {
                self.repeat(&items[index], bindings, depth, &mut out);
            }
            index += 1 + depth;
        }
        out
    }

    /// A template followed by `depth` ellipses.
    fn repeat(&mut self, template: &Datum, bindings: &Bindings, depth: usize, out: &mut Vec<Datum>) {
        let mut names = Vec::new();
        mentioned(template, &mut names);
        let many = |name: &Symbol| match bindings.get(name) {
            Some(Match::Many(all)) => Some(all.len()),
            _ => None,
        };
        let count = names.iter().filter_map(many).max().unwrap_or(0);
        for turn in 0..count {
            let mut inner = bindings.clone();
            for name in &names {
                if let Some(Match::Many(all)) = bindings.get(name)
                    && let Some(one) = all.get(turn)
                {
                    inner.extend(one.clone());
                }
            }
            if depth > 1 {
                self.repeat(template, &inner, depth - 1, out);
            } else {
                out.push(self.template(template, &inner, true));
            }
        }
    }
}

/// The symbols in a template.
fn mentioned(template: &Datum, out: &mut Vec<Symbol>) {
    match &template.kind {
        DatumKind::Symbol(name) => out.push(*name),
        DatumKind::List(items, tail) => items.iter().chain(tail.as_deref()).for_each(|item| mentioned(item, out)),
        DatumKind::Vector(items) => items.iter().for_each(|item| mentioned(item, out)),
        _ => {}
    }
}
