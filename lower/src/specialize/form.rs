//! What `specialize` knows about a value: its form, and the values of the code it is made of.

use std::rc::Rc;

use ir::ssa::{Const, ProcId, Ty, Val};

/// A value in a form that fast code works on. `T` is [`Val`] for a value and `()` for what is known of one, its shape.
#[derive(Clone, PartialEq, Debug)]
pub enum Form<T> {
    /// A known constant.
    Const(Const),
    /// A double.
    Flonum(T),
    /// A double, and whether it stands for the exact integer of the same value.
    Mixed(T, T),
    /// A machine integer.
    Fixnum(T),
    /// A bit.
    Bool(T),
    /// Any object that fast code did not make, or a number that it does not look into.
    Word(T),
    /// A word that is, or comes from, a point that is a structure: the numbers in it are flonums.
    Part(T),
    /// A number or a tensor that is, or may be, made of what a structure of tensors holds.
    Leaf(T),
    /// A vector or f64vector of flonums.
    Flonums(T, Vector),
    /// A vector that fast code made, of such vectors, or of vectors of them.
    Rows(T, Rows),
    /// A vector of leaves that fast code made, or the box of a variable that holds leaves.
    Leaves(T),
    /// A vector of words that fast code made, or the box of an assigned variable.
    Words(T),
    /// The box of a variable that holds numbers: a double, and whether it is exact.
    NumberBox(T),
    /// A pair that nobody assigns.
    Pair(Rc<(Form<T>, Form<T>)>),
    /// A procedure and what it captures.
    Proc(ProcId, Rc<Vec<Form<T>>>),
    /// Multiple values.
    Values(Rc<Vec<Form<T>>>),
    /// A record that nobody assigns: its type, its fields.
    Record(Rc<Vec<Form<T>>>),
}

/// Which vector of flonums.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vector {
    /// Whether fast code made it, and so may change it.
    pub made: bool,
    /// Whether it is an f64vector.
    pub f64: bool,
}

/// Which vector of vectors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rows {
    /// The vectors of flonums in it.
    pub innermost: Vector,
    /// How many vectors are around these.
    pub depth: usize,
}

impl Rows {
    /// Those of vectors of flonums.
    pub fn of(innermost: Vector) -> Rows {
        Rows { innermost, depth: 1 }
    }

    /// The shape of an element.
    pub fn element(self) -> Shape {
        match self.depth {
            1 => Form::Flonums((), self.innermost),
            depth => Form::Rows((), Rows { depth: depth - 1, ..self }),
        }
    }

    /// Whether they differ at most in who made the vectors of flonums.
    pub fn is_like(self, other: Rows) -> bool {
        self.depth == other.depth && self.innermost.f64 == other.innermost.f64
    }

    /// Those whose elements have a shape.
    pub fn around<T>(element: &Form<T>) -> Option<Rows> {
        match element {
            Form::Flonums(_, innermost) => Some(Rows::of(*innermost)),
            Form::Rows(_, rows) => Some(Rows { depth: rows.depth + 1, ..*rows }),
            _ => None,
        }
    }
}

/// A value of the code that is being made.
pub type Value = Form<Val>;
/// What is known of a value.
pub type Shape = Form<()>;

impl<T: Copy> Form<T> {
    /// The same form with other leaves.
    pub fn map<U>(&self, f: &mut impl FnMut(T) -> U) -> Form<U> {
        let mut all =
            |items: &Rc<Vec<Form<T>>>| Rc::new(items.iter().map(|item| item.map(&mut *f)).collect::<Vec<_>>());
        match self {
            Form::Const(word) => Form::Const(*word),
            Form::Flonum(leaf) => Form::Flonum(f(*leaf)),
            Form::Mixed(leaf, exact) => Form::Mixed(f(*leaf), f(*exact)),
            Form::Fixnum(leaf) => Form::Fixnum(f(*leaf)),
            Form::Bool(leaf) => Form::Bool(f(*leaf)),
            Form::Word(leaf) => Form::Word(f(*leaf)),
            Form::Part(leaf) => Form::Part(f(*leaf)),
            Form::Leaf(leaf) => Form::Leaf(f(*leaf)),
            Form::Flonums(leaf, vector) => Form::Flonums(f(*leaf), *vector),
            Form::Rows(leaf, rows) => Form::Rows(f(*leaf), *rows),
            Form::Leaves(leaf) => Form::Leaves(f(*leaf)),
            Form::Words(leaf) => Form::Words(f(*leaf)),
            Form::NumberBox(leaf) => Form::NumberBox(f(*leaf)),
            Form::Pair(pair) => Form::Pair(Rc::new((pair.0.map(&mut *f), pair.1.map(f)))),
            Form::Proc(id, captures) => Form::Proc(*id, all(captures)),
            Form::Values(items) => Form::Values(all(items)),
            Form::Record(items) => Form::Record(all(items)),
        }
    }

    /// What is known of it.
    pub fn shape(&self) -> Shape {
        self.map(&mut |_| ())
    }

    /// Calls `visit` with each leaf and its type.
    pub fn for_each_leaf(&self, visit: &mut impl FnMut(T, Ty)) {
        match self {
            Form::Const(_) => {}
            Form::Flonum(leaf) => visit(*leaf, Ty::Flonum),
            Form::Mixed(leaf, exact) => {
                visit(*leaf, Ty::Flonum);
                visit(*exact, Ty::Bool);
            }
            Form::Fixnum(leaf) => visit(*leaf, Ty::Fixnum),
            Form::Bool(leaf) => visit(*leaf, Ty::Bool),
            Form::Flonums(leaf, _) | Form::NumberBox(leaf) => visit(*leaf, Ty::Flonums),
            Form::Rows(leaf, _) => visit(*leaf, Ty::Rows),
            Form::Leaf(leaf) => visit(*leaf, Ty::Leaf),
            Form::Leaves(leaf) => visit(*leaf, Ty::Leaves),
            Form::Word(leaf) | Form::Part(leaf) | Form::Words(leaf) => visit(*leaf, Ty::Any),
            Form::Pair(pair) => {
                pair.0.for_each_leaf(&mut *visit);
                pair.1.for_each_leaf(visit);
            }
            Form::Proc(_, items) | Form::Values(items) | Form::Record(items) => {
                items.iter().for_each(|item| item.for_each_leaf(&mut *visit));
            }
        }
    }

    /// How many pairs are in it.
    pub fn pairs(&self) -> usize {
        let all = |items: &[Form<T>]| items.iter().map(Form::pairs).sum();
        match self {
            Form::Pair(pair) => 1 + pair.0.pairs() + pair.1.pairs(),
            Form::Proc(_, items) | Form::Values(items) | Form::Record(items) => all(items),
            _ => 0,
        }
    }

    /// How deep procedures nest in it.
    pub fn depth(&self) -> usize {
        let deepest = |items: &[Form<T>]| items.iter().map(Form::depth).max().unwrap_or(0);
        match self {
            Form::Pair(pair) => pair.0.depth().max(pair.1.depth()),
            Form::Proc(_, items) => 1 + deepest(items),
            Form::Values(items) | Form::Record(items) => deepest(items),
            _ => 0,
        }
    }

    /// The types of the leaves.
    pub fn leaf_types(&self) -> Vec<Ty> {
        let mut types = Vec::new();
        self.for_each_leaf(&mut |_, ty| types.push(ty));
        types
    }

    /// The leaves.
    pub fn leaves(&self) -> Vec<T> {
        let mut leaves = Vec::new();
        self.for_each_leaf(&mut |leaf, _| leaves.push(leaf));
        leaves
    }

    /// Whether it has parts that can be taken apart when the program is compiled.
    pub fn is_structure(&self) -> bool {
        matches!(self, Form::Pair(_) | Form::Proc(..) | Form::Values(_) | Form::Record(_) | Form::Const(Const::Null))
    }

    /// Whether it is a word that may be anything.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Form::Word(_) | Form::Part(_) | Form::Leaf(_))
    }

    /// Whether it is a number of which the type is known.
    pub fn is_number(&self) -> bool {
        self.is_flonum() || self.is_fixnum() || matches!(self, Form::Mixed(..))
    }

    /// Whether it is a small integer.
    pub fn is_fixnum(&self) -> bool {
        matches!(self, Form::Fixnum(_) | Form::Const(Const::Fixnum(_)))
    }

    /// Whether it is a flonum.
    pub fn is_flonum(&self) -> bool {
        matches!(self, Form::Flonum(_) | Form::Const(Const::Flonum(_)))
    }
}

impl Shape {
    /// A value of this shape with the given leaves.
    pub fn with_leaves(&self, leaves: &[Val]) -> Value {
        let mut next = leaves.iter();
        self.map(&mut |()| *next.next().expect("as many leaves as the shape has"))
    }

    /// A shape that does not know numbers.
    pub fn without_numbers(&self) -> Shape {
        let all = |items: &Rc<Vec<Shape>>| Rc::new(items.iter().map(Shape::without_numbers).collect::<Vec<_>>());
        match self {
            Form::Const(Const::Fixnum(_)) => Form::Fixnum(()),
            Form::Const(Const::Flonum(_)) => Form::Flonum(()),
            Form::Const(Const::Bool(_)) => Form::Bool(()),
            Form::Pair(pair) => Form::Pair(Rc::new((pair.0.without_numbers(), pair.1.without_numbers()))),
            Form::Proc(id, items) => Form::Proc(*id, all(items)),
            Form::Values(items) => Form::Values(all(items)),
            Form::Record(items) => Form::Record(all(items)),
            other => other.clone(),
        }
    }

    /// The least shape that covers both, if there is one. Where there are `tensors`, nothing is expected to be a flonum.
    pub fn join(&self, other: &Shape, tensors: bool) -> Option<Shape> {
        let all = |one: &[Shape], two: &[Shape]| -> Option<Rc<Vec<Shape>>> {
            let joined = one.iter().zip(two).map(|(one, two)| one.join(two, tensors)).collect::<Option<Vec<_>>>()?;
            (one.len() == two.len()).then(|| Rc::new(joined))
        };
        if self == other {
            return Some(self.clone());
        }
        Some(match (self, other) {
            (one, two) if one.is_fixnum() && two.is_fixnum() => Form::Fixnum(()),
            (one, two) if one.is_flonum() && two.is_flonum() => Form::Flonum(()),
            (one, two) if one.is_number() && two.is_number() => Form::Mixed((), ()),
            (Form::Leaf(()), one) | (one, Form::Leaf(())) if one.is_number() || one.is_unknown() || one.is_word() => {
                Form::Leaf(())
            }
            (one, word) | (word, one) if tensors && one.is_flonum() && word.is_unknown() => Form::Leaf(()),
            (one, Form::Part(())) | (Form::Part(()), one) if tensors && one.is_number() => Form::Leaf(()),
            (one, Form::Part(())) | (Form::Part(()), one) if one.is_number() => Form::Flonum(()).join(one, tensors)?,
            (one, two) | (two, one) if one.is_flonum() && two.is_unknown() => Form::Flonum(()),
            (Form::Flonums((), kind), word) | (word, Form::Flonums((), kind)) if word.is_unknown() => {
                Form::Flonums((), Vector { made: false, ..*kind })
            }
            (Form::Part(()), word) | (word, Form::Part(())) if word.is_word() => Form::Part(()),
            (one, two) if one.is_bit() && two.is_bit() => Form::Bool(()),
            (one, two) if one.is_word() && two.is_word() => Form::Word(()),
            (Form::Flonums((), one), Form::Flonums((), two)) if one.f64 == two.f64 => {
                Form::Flonums((), Vector { made: one.made && two.made, ..*one })
            }
            (Form::Rows((), one), Form::Rows((), two)) if one.is_like(*two) => {
                let made = one.innermost.made && two.innermost.made;
                Form::Rows((), Rows { innermost: Vector { made, ..one.innermost }, ..*one })
            }
            (Form::Pair(one), Form::Pair(two)) => {
                Form::Pair(Rc::new((one.0.join(&two.0, tensors)?, one.1.join(&two.1, tensors)?)))
            }
            (Form::Proc(one, a), Form::Proc(two, b)) if one == two => Form::Proc(*one, all(a, b)?),
            (Form::Values(a), Form::Values(b)) => Form::Values(all(a, b)?),
            (Form::Record(a), Form::Record(b)) => Form::Record(all(a, b)?),
            _ => return None,
        })
    }

    /// What covers two lists of which one is longer, or unknown: a word.
    pub fn join_lists(&self, other: &Shape, tensors: bool) -> Option<Shape> {
        let is_list = |shape: &Shape| shape.is_unknown() || matches!(shape, Form::Pair(_) | Form::Const(Const::Null));
        if !is_list(self) || !is_list(other) {
            return None;
        }
        self.word_of(tensors)?.join(&other.word_of(tensors)?, tensors)
    }

    /// The shape of the word that holds it: a part, if flonums or leaves are in it.
    pub fn word_of(&self, tensors: bool) -> Option<Shape> {
        match self {
            Form::Pair(pair) => pair.0.word_of(tensors)?.join(&pair.1.word_of(tensors)?, tensors),
            Form::Part(()) | Form::Leaf(()) | Form::Mixed((), ()) => Some(Form::Part(())),
            number if number.is_flonum() => Some(Form::Part(())),
            word if word.is_word() => Some(Form::Word(())),
            _ => None,
        }
    }

    fn is_bit(&self) -> bool {
        matches!(self, Form::Bool(()) | Form::Const(Const::Bool(_)))
    }

    fn is_word(&self) -> bool {
        matches!(self, Form::Const(_) | Form::Fixnum(()) | Form::Bool(()) | Form::Word(()))
    }
}
