//! Whether a clause can match at all, and whether a family of record types is covered ("Warnings for pattern matching",
//! Maranget 2007).
//!
//! Patterns become *shapes*: constructors with sub-shapes, and wildcards. A row of shapes is *useful* behind other rows
//! if some value matches it and none of them. The value may be anything, so no set of constructors is complete, except
//! where a column has only records of one family (`define-record-family`).
//!
//! Not all patterns are shapes. What stands in an earlier row must match whatever its shape matches, so predicates,
//! guards and the like make a row that covers nothing; in the row that is asked about they count as wildcards. No clause
//! is called useless that is not.

use std::rc::Rc;

use syntax::{Datum, DatumKind, Diagnostic, Number, Span};

use super::MatchClause;
use super::pattern::{Pattern, PatternKind, Repeat};
use crate::Expander;
use crate::records::{Family, RecordType};
use crate::scope::{Binding, Scope};

/// So many rows are looked at for one `match`; then it is given up.
const FUEL: usize = 3_000_000;

/// What a pattern means here.
enum Shape {
    /// Anything.
    Wild,
    /// One of these.
    Or(Vec<Rc<Shape>>),
    /// A constructor and the shapes of its parts.
    Made(Constructor, Vec<Rc<Shape>>),
    /// A list of any elements.
    AnyList,
    /// A vector of any elements.
    AnyVector,
}

/// How a value is made. Two different ones may make the same value only if they are predicates or arities.
#[derive(Clone)]
enum Constructor {
    Pair,
    Vector(usize),
    Record(Rc<RecordType>),
    Literal(Datum),
    Procedure(usize),
    Predicate(Binding),
}

impl Constructor {
    fn same(&self, other: &Constructor) -> bool {
        match (self, other) {
            (Constructor::Pair, Constructor::Pair) => true,
            (Constructor::Vector(a), Constructor::Vector(b))
            | (Constructor::Procedure(a), Constructor::Procedure(b)) => a == b,
            (Constructor::Record(a), Constructor::Record(b)) => Rc::ptr_eq(a, b),
            (Constructor::Literal(a), Constructor::Literal(b)) => same_datum(a, b),
            (Constructor::Predicate(a), Constructor::Predicate(b)) => a.same(b),
            _ => false,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Constructor::Literal(Datum { kind: DatumKind::List(..), .. }))
    }
}

/// As `eqv?` would say; no number equals one that only looks the same.
fn same_datum(a: &Datum, b: &Datum) -> bool {
    match (&a.kind, &b.kind) {
        (DatumKind::Number(Number::Float(a)), DatumKind::Number(Number::Float(b))) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}

/// What a shape is wanted for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// The shape matches no more than the pattern does.
    Covers,
    /// The shape matches no less.
    Asked,
    /// What the writer has thought of: tests, pairs and vectors count as wildcards.
    Mentions,
}

fn wild() -> Rc<Shape> {
    Rc::new(Shape::Wild)
}

fn made(constructor: Constructor, parts: Vec<Rc<Shape>>) -> Rc<Shape> {
    Rc::new(Shape::Made(constructor, parts))
}

fn is_wild(shape: &Rc<Shape>) -> bool {
    matches!(**shape, Shape::Wild)
}

fn is_predicate(shape: &Rc<Shape>) -> bool {
    matches!(**shape, Shape::Made(Constructor::Predicate(_), _))
}

fn datum_shape(datum: &Datum) -> Rc<Shape> {
    match &datum.kind {
        DatumKind::List(items, tail) if !items.is_empty() => {
            let empty = || Datum { kind: DatumKind::List(Vec::new(), None), span: datum.span };
            let end = tail.as_deref().map_or_else(|| datum_shape(&empty()), datum_shape);
            items.iter().rev().fold(end, |rest, item| made(Constructor::Pair, vec![datum_shape(item), rest]))
        }
        DatumKind::Vector(items) => made(Constructor::Vector(items.len()), items.iter().map(datum_shape).collect()),
        _ => made(Constructor::Literal(datum.clone()), Vec::new()),
    }
}

impl Expander<'_> {
    /// Warns of clauses that cannot match, and of members of a family that no clause mentions.
    pub fn check_clauses(&mut self, clauses: &[MatchClause], keyword: Span, scope: &Rc<Scope>) {
        let mut search = Search::default();
        let mut rows: Vec<Row> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        for clause in clauses {
            let pattern = &clause.pattern;
            let asked = self.shape(pattern, Purpose::Asked, scope).unwrap_or_else(wild);
            if !search.useful(&rows, std::slice::from_ref(&asked)) {
                let cover = (0..rows.len()).find(|at| !search.useful(&rows[*at..=*at], std::slice::from_ref(&asked)));
                self.warn_of_useless(pattern.span, cover.map(|at| spans[at]));
            }
            if clause.always_ends()
                && !pattern.repeats_a_variable()
                && let Some(covered) = self.shape(pattern, Purpose::Covers, scope)
            {
                rows.push(vec![covered]);
                spans.push(pattern.span);
            }
        }
        self.check_family(clauses, keyword, scope, &mut search);
    }

    fn warn_of_useless(&mut self, span: Span, cover: Option<Span>) {
        // What a macro has written is no concern of who uses it.
        if self.macros.uses.contains_key(&span) {
            return;
        }
        let mut diagnostic = Diagnostic::warning("useless-clause", "this clause can never match", span);
        diagnostic = match cover {
            Some(cover) => diagnostic.with_label(cover, "this clause matches all that it would match"),
            None => diagnostic.with_help("the clauses before it match all that it would match"),
        };
        self.report(diagnostic);
    }

    /// All clauses are about records of one family: each member must have a clause.
    fn check_family(&mut self, clauses: &[MatchClause], keyword: Span, scope: &Rc<Scope>, search: &mut Search) {
        let families = self.families();
        let (mut rows, mut types) = (Vec::new(), Vec::new());
        for clause in clauses {
            let shape = self.shape(&clause.pattern, Purpose::Mentions, scope).unwrap_or_else(wild);
            if !only_records(&shape, &mut types) {
                return;
            }
            if clause.always_ends() {
                rows.push(vec![shape]);
            }
        }
        let Some(family) = family_of(&types, &families).filter(|_| !types.is_empty()).cloned() else { return };
        let Some(missing) = search.missing_member(&rows, 1, &family.members, &families) else { return };
        let what = missing.join(" ");
        let message = format!("no clause of this `match` is for `{what}`");
        let diagnostic = Diagnostic::warning("missing-record", message, keyword)
            .with_label(family.span, format!("a member of the family `{}`", family.name))
            .with_help("add a clause for it, or one with `_` for all others");
        self.report(diagnostic);
    }

    /// `None`: a pattern that covers nothing for certain.
    fn shape(&self, pattern: &Pattern, purpose: Purpose, scope: &Rc<Scope>) -> Option<Rc<Shape>> {
        let shapes = |items: &[Pattern]| -> Option<Vec<Rc<Shape>>> {
            items.iter().map(|item| self.shape(item, purpose, scope)).collect()
        };
        let unknown = || (purpose != Purpose::Covers).then(wild);
        match &pattern.kind {
            PatternKind::Any | PatternKind::Variable(_) => Some(wild()),
            PatternKind::Literal(datum) => match datum.kind {
                DatumKind::List(..) | DatumKind::Vector(_) if purpose == Purpose::Mentions => Some(wild()),
                _ => Some(datum_shape(datum)),
            },
            PatternKind::Record(_, this, fields) => Some(made(Constructor::Record(this.clone()), shapes(fields)?)),
            PatternKind::Or(items) => {
                let alternatives: Vec<_> = items.iter().filter_map(|item| self.shape(item, purpose, scope)).collect();
                (!alternatives.is_empty()).then(|| Rc::new(Shape::Or(alternatives)))
            }
            PatternKind::And(items) => {
                let parts: Vec<_> = shapes(items)?.into_iter().filter(|part| !is_wild(part)).collect();
                match (parts.len(), purpose) {
                    (0, _) => Some(wild()),
                    (1, _) => parts.into_iter().next(),
                    (_, Purpose::Covers) => None,
                    // A predicate says less than a shape beside it.
                    _ => parts.iter().find(|part| !is_predicate(part)).or(parts.first()).cloned(),
                }
            }
            PatternKind::List(..)
            | PatternKind::Repeat(..)
            | PatternKind::Vector(_)
            | PatternKind::VectorRepeat(..)
            | PatternKind::Test(_)
            | PatternKind::Procedure(_)
                if purpose == Purpose::Mentions =>
            {
                Some(wild())
            }
            PatternKind::List(items, rest) => {
                let rest = self.shape(rest, purpose, scope)?;
                let pair = |rest, item| made(Constructor::Pair, vec![item, rest]);
                Some(shapes(items)?.into_iter().rev().fold(rest, pair))
            }
            PatternKind::Repeat(repeat, rest) => self.repeat_shape(repeat, rest, purpose, scope),
            PatternKind::Vector(items) => Some(made(Constructor::Vector(items.len()), shapes(items)?)),
            PatternKind::VectorRepeat(before, repeat, after) => {
                let is_any = before.is_empty() && after.is_empty() && repeat.least == 0;
                let item = self.shape(&repeat.item, purpose, scope)?;
                match is_any && is_wild(&item) {
                    true => Some(Rc::new(Shape::AnyVector)),
                    false => unknown(),
                }
            }
            PatternKind::Procedure(count) => Some(made(Constructor::Procedure(*count), Vec::new())),
            PatternKind::Test(predicate) => {
                let binding = crate::expand::symbol(predicate).and_then(|name| self.aliases.resolve(name, scope));
                match binding {
                    Some(binding @ (Binding::Prim(_) | Binding::Top(_))) => {
                        Some(made(Constructor::Predicate(binding), Vec::new()))
                    }
                    _ => unknown(),
                }
            }
            PatternKind::Apply(_, inner) => match self.shape(inner, purpose, scope) {
                Some(inner) if is_wild(&inner) => Some(inner),
                _ => unknown(),
            },
            PatternKind::Not(_) => unknown(),
        }
    }

    fn repeat_shape(&self, repeat: &Repeat, rest: &Pattern, purpose: Purpose, scope: &Rc<Scope>) -> Option<Rc<Shape>> {
        let (items, end) = match &rest.kind {
            PatternKind::List(items, end) => (&items[..], &**end),
            _ => (&[][..], rest),
        };
        let loose = |item: &Pattern| self.shape(item, purpose, scope).is_some_and(|shape| is_wild(&shape));
        let all_wild = loose(&repeat.item) && items.iter().all(loose);
        let end = if end.is_null() { Rc::new(Shape::AnyList) } else { self.shape(end, purpose, scope)? };
        let is_list = matches!(*end, Shape::AnyList);
        if purpose == Purpose::Covers && !(all_wild && is_list) {
            return None;
        }
        let end = if is_list { end } else { wild() };
        let count = repeat.least + repeat.after;
        Some((0..count).fold(end, |rest, _| made(Constructor::Pair, vec![wild(), rest])))
    }
}

type Row = Vec<Rc<Shape>>;

/// A matrix of rows is looked at; the rows seen so far are counted.
#[derive(Default)]
struct Search {
    seen: usize,
}

impl Search {
    fn is_exhausted(&self) -> bool {
        self.seen > FUEL
    }

    /// Whether some value matches `row` and none of `rows`.
    fn useful(&mut self, rows: &[Row], row: &[Rc<Shape>]) -> bool {
        self.seen += rows.len() + 1;
        let Some((first, rest)) = row.split_first() else { return rows.is_empty() };
        if rows.is_empty() || self.is_exhausted() {
            return true;
        }
        match &**first {
            Shape::Or(alternatives) => {
                let with = |one: &Rc<Shape>| [std::slice::from_ref(one), rest].concat();
                alternatives.iter().any(|one| self.useful(rows, &with(one)))
            }
            Shape::Made(constructor, parts) => {
                let rows = specialize(rows, constructor, parts.len());
                self.useful(&rows, &[parts, rest].concat())
            }
            Shape::Wild => self.useful(&remaining(rows, &|_| false), rest),
            Shape::AnyList => self.useful(&remaining(rows, &|shape| matches!(shape, Shape::AnyList)), rest),
            Shape::AnyVector => self.useful(&remaining(rows, &|shape| matches!(shape, Shape::AnyVector)), rest),
        }
    }

    /// Shapes that no row matches, one for each column, in which all records are of a family.
    fn missing(&mut self, rows: &[Row], columns: usize, families: &[Rc<Family>]) -> Option<Vec<String>> {
        self.seen += rows.len() + 1;
        if columns == 0 {
            return rows.is_empty().then(Vec::new);
        }
        if self.is_exhausted() {
            return None;
        }
        let mut types = Vec::new();
        rows.iter().for_each(|row| mentioned_types(&row[0], &mut types));
        let Some(members) = members_of(&types, families) else {
            let mut found = self.missing(&remaining(rows, &|_| false), columns - 1, families)?;
            found.insert(0, "_".to_owned());
            return Some(found);
        };
        self.missing_member(rows, columns, &members, families)
    }

    /// As `missing`, where the first column is a record of one of some types.
    fn missing_member(
        &mut self,
        rows: &[Row],
        columns: usize,
        members: &[Rc<RecordType>],
        families: &[Rc<Family>],
    ) -> Option<Vec<String>> {
        members.iter().find_map(|this| {
            let rows = specialize(rows, &Constructor::Record(this.clone()), this.fields);
            let mut found = self.missing(&rows, this.fields + columns - 1, families)?;
            let rest = found.split_off(this.fields);
            let shown = std::iter::once(this.name.to_string()).chain(found).collect::<Vec<_>>().join(" ");
            Some([vec![format!("({shown})")], rest].concat())
        })
    }
}

/// All types that a value of the column may have: those of the family of the types that occur; without a family, just
/// these. `None`: there are none.
fn members_of(types: &[Rc<RecordType>], families: &[Rc<Family>]) -> Option<Vec<Rc<RecordType>>> {
    if types.is_empty() {
        return None;
    }
    Some(family_of(types, families).map_or_else(|| types.to_vec(), |family| family.members.clone()))
}

fn family_of<'f>(types: &[Rc<RecordType>], families: &'f [Rc<Family>]) -> Option<&'f Rc<Family>> {
    let has = |family: &Family, this: &Rc<RecordType>| family.members.iter().any(|member| Rc::ptr_eq(member, this));
    families.iter().find(|family| types.iter().all(|this| has(family, this)))
}

fn mentioned_types(shape: &Rc<Shape>, types: &mut Vec<Rc<RecordType>>) {
    match &**shape {
        Shape::Made(Constructor::Record(this), _) if !types.iter().any(|other| Rc::ptr_eq(other, this)) => {
            types.push(this.clone());
        }
        Shape::Or(alternatives) => alternatives.iter().for_each(|one| mentioned_types(one, types)),
        _ => {}
    }
}

/// Whether a shape is records and nothing else; their types.
fn only_records(shape: &Rc<Shape>, types: &mut Vec<Rc<RecordType>>) -> bool {
    mentioned_types(shape, types);
    match &**shape {
        Shape::Made(Constructor::Record(_), _) => true,
        Shape::Or(alternatives) => alternatives.iter().all(|one| only_records(one, types)),
        _ => false,
    }
}

/// The rows that match whatever `also` allows to be in front, without their first column.
fn remaining(rows: &[Row], also: &dyn Fn(&Shape) -> bool) -> Vec<Row> {
    let mut out = Vec::new();
    for row in rows {
        if matches_any(&row[0], also) {
            out.push(row[1..].to_vec());
        }
    }
    out
}

fn matches_any(shape: &Shape, also: &dyn Fn(&Shape) -> bool) -> bool {
    match shape {
        Shape::Wild => true,
        Shape::Or(alternatives) => alternatives.iter().any(|one| matches_any(one, also)),
        other => also(other),
    }
}

/// The rows that match a value made by a constructor, with its parts in place of the first column.
fn specialize(rows: &[Row], constructor: &Constructor, parts: usize) -> Vec<Row> {
    let mut out = Vec::new();
    for row in rows {
        specialize_row(&row[0], &row[1..], constructor, parts, &mut out);
    }
    out
}

fn specialize_row(first: &Rc<Shape>, rest: &[Rc<Shape>], constructor: &Constructor, parts: usize, out: &mut Vec<Row>) {
    match (&**first, constructor) {
        (Shape::Or(alternatives), _) => {
            alternatives.iter().for_each(|one| specialize_row(one, rest, constructor, parts, out));
        }
        (Shape::Made(other, inner), _) if other.same(constructor) => out.push([inner, rest].concat()),
        (Shape::AnyList, Constructor::Pair) => out.push([&[wild(), first.clone()], rest].concat()),
        (Shape::AnyList, other) if other.is_null() => out.push(rest.to_vec()),
        (Shape::Wild, _) | (Shape::AnyVector, Constructor::Vector(_)) => {
            out.push([&vec![wild(); parts][..], rest].concat());
        }
        _ => {}
    }
}
