//! What a value is in the code that is made, and how two of them meet.

use ir::ssa::{Const, End, Fast, Inst, Op, Ty, Val};

use super::{Done, Flow, Pass, Stop};

ir::id!(VectorId, "short", "A short vector that the code has made.");

/// What is known of a short vector.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Short {
    pub(super) length: usize,
    /// Whether it is an f64vector.
    pub(super) f64: bool,
}

/// What a value of the code that is read is in the code that is made.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Known {
    /// A value.
    Val(Val),
    /// A short vector in its elements.
    Vector(VectorId),
    /// A tuple in its elements.
    Tuple(Vec<Known>),
}

impl Known {
    /// The one value that it is.
    pub(super) fn val(&self) -> Done<Val> {
        match self {
            Known::Val(val) => Ok(*val),
            Known::Vector(_) | Known::Tuple(_) => Err(Stop),
        }
    }
}

/// Where a vector in its elements comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Object {
    /// The code has made it.
    New,
    /// It may be a vector that was given, which has to stay the same object.
    MayBeGiven,
}

/// How a value goes from a block to what comes behind it, or to the next turn of a loop.
pub(super) enum Shape {
    /// Not at all: it is the same on all ways.
    Same(Known),
    /// As a value.
    Val(Ty),
    /// As the elements of a short vector, and if it may have been given, as the object; else that is unspecified.
    Vector(Short, Object),
    /// As the elements of a tuple.
    Tuple(Vec<Shape>),
}

impl Pass<'_> {
    /// The values of what a block yields, one for each leaf of its shape. Vectors are copied, so nobody may change them.
    pub(super) fn leaves(&mut self, known: &Known, shape: &Shape, leaves: &mut Vec<Val>) -> Done<()> {
        match (shape, known) {
            (Shape::Same(_), _) => Ok(()),
            (Shape::Val(ty), Known::Val(val)) if self.vals[*val] == *ty => {
                leaves.push(*val);
                Ok(())
            }
            (Shape::Vector(short, object), Known::Vector(vector))
                if self.made[*vector] == *short
                    && (*object == Object::MayBeGiven || self.object_of(known) == Object::New) =>
            {
                leaves.extend(&self.vectors[vector]);
                self.frozen.insert(*vector);
                if *object == Object::MayBeGiven {
                    leaves.push(match self.objects.get(vector) {
                        Some(object) => *object,
                        None => self.constant(Const::Unspecified)?.val()?,
                    });
                }
                Ok(())
            }
            (Shape::Vector(short, Object::MayBeGiven), Known::Val(val)) if self.given(*val) == Some(*short) => {
                for index in 0..short.length {
                    let index = self.constant(Const::Fixnum(index as i64))?.val()?;
                    let load = Op::Fast(Fast::Load, vec![*val, index]);
                    leaves.push(self.emit(load, Ty::Flonum)?.val()?);
                }
                leaves.push(*val);
                Ok(())
            }
            (Shape::Tuple(shapes), Known::Tuple(elements)) if shapes.len() == elements.len() => {
                shapes.iter().zip(elements).try_for_each(|(shape, element)| self.leaves(element, shape, leaves))
            }
            _ => Err(Stop),
        }
    }

    /// What is known of a short vector of flonums that was given: it stays as it is.
    pub(super) fn given(&self, val: Val) -> Option<Short> {
        let is_of_flonums = matches!(self.vals[val], Ty::Flonums | Ty::F64vector);
        self.lengths.get(&val).copied().filter(|_| is_of_flonums)
    }

    /// Whether a short vector may be one that was given.
    pub(super) fn object_of(&self, known: &Known) -> Object {
        match known {
            Known::Vector(vector) if self.objects.contains_key(vector) => Object::MayBeGiven,
            Known::Val(val) if self.given(*val).is_some() => Object::MayBeGiven,
            _ => Object::New,
        }
    }

    /// What covers two values where branches meet.
    pub(super) fn meet(&self, one: &Known, two: &Known) -> Done<Shape> {
        match (one, two) {
            (one, two) if one == two => Ok(Shape::Same(one.clone())),
            (Known::Tuple(a), Known::Tuple(b)) if a.len() == b.len() => {
                let elements = a.iter().zip(b).map(|(one, two)| self.meet(one, two));
                Ok(Shape::Tuple(elements.collect::<Done<_>>()?))
            }
            (Known::Vector(vector), other) | (other, Known::Vector(vector)) => {
                let objects = [one, two].map(|known| self.object_of(known));
                let object = if objects == [Object::New; 2] { Object::New } else { Object::MayBeGiven };
                let same = self.short(other) == Some(self.made[*vector]);
                if same { Ok(Shape::Vector(self.made[*vector], object)) } else { Err(Stop) }
            }
            (one, _) => self.shape(one),
        }
    }

    /// The shape of a value that does not stay the same.
    pub(super) fn shape(&self, known: &Known) -> Done<Shape> {
        match known {
            Known::Val(val) if matches!(self.vals[*val], Ty::Tuple(_)) => Err(Stop),
            Known::Val(val) => Ok(Shape::Val(self.vals[*val])),
            Known::Vector(vector) => Ok(Shape::Vector(self.made[*vector], self.object_of(known))),
            Known::Tuple(elements) => {
                Ok(Shape::Tuple(elements.iter().map(|element| self.shape(element)).collect::<Done<_>>()?))
            }
        }
    }

    /// The types of the leaves of a shape.
    pub(super) fn types(shape: &Shape, types: &mut Vec<Ty>) {
        match shape {
            Shape::Same(_) => {}
            Shape::Val(ty) => types.push(*ty),
            Shape::Vector(short, object) => {
                types.extend(vec![Ty::Flonum; short.length]);
                types.extend((*object == Object::MayBeGiven).then_some(Ty::Any));
            }
            Shape::Tuple(shapes) => shapes.iter().for_each(|shape| Self::types(shape, types)),
        }
    }

    /// A value of a shape with these leaves.
    pub(super) fn rebuilt(&mut self, shape: &Shape, leaves: &mut impl Iterator<Item = Val>) -> Known {
        let mut next = || leaves.next().expect("as many leaves as the shape has");
        match shape {
            Shape::Same(known) => known.clone(),
            Shape::Val(_) => Known::Val(next()),
            Shape::Vector(short, object) => {
                let elements = (0..short.length).map(|_| next()).collect();
                let object = (*object == Object::MayBeGiven).then(next);
                let vector = self.new_vector(elements, short.f64);
                self.frozen.insert(vector);
                self.objects.extend(object.map(|object| (vector, object)));
                Known::Vector(vector)
            }
            Shape::Tuple(shapes) => {
                Known::Tuple(shapes.iter().map(|shape| self.rebuilt(shape, &mut *leaves)).collect())
            }
        }
    }

    /// The end of the open block that yields values as one.
    pub(super) fn yielded(&mut self, leaves: &[Val], types: &[Ty]) -> Done<(Vec<Inst>, End)> {
        let packed = match leaves {
            [] => self.constant(Const::Fixnum(0))?.val()?,
            [one] => *one,
            _ => {
                let ty = self.module.packed_type(types);
                self.emit(Op::Tuple(leaves.to_vec()), ty)?.val()?
            }
        };
        Ok((std::mem::take(&mut self.insts), End::Yield(packed)))
    }

    /// The values that an operation yields as one.
    pub(super) fn unpacked(&mut self, op: Op, types: &[Ty]) -> Done<Vec<Val>> {
        let ty = self.module.packed_type(types);
        let packed = self.emit(op, ty)?.val()?;
        match types {
            [] => Ok(Vec::new()),
            [_] => Ok(vec![packed]),
            _ => types.iter().enumerate().map(|(i, ty)| self.emit(Op::Project(packed, i), *ty)?.val()).collect(),
        }
    }
}

impl Flow {
    pub(super) fn yields(self) -> Done<Known> {
        match self {
            Flow::Yield(known) => Ok(known),
            Flow::Return(_) | Flow::Continue(..) => Err(Stop),
        }
    }
}
