//! Structures of flonums: pairs, vectors, f64vectors and records, in any depth, of which nothing is known when the program
//! is compiled.
//!
//! Beside a structure stands another one, and code takes both apart in the same way. For tangents it is a structure of
//! the same form. For adjoints it is the *shadow* that the runtime makes (`runtime/src/generic_ad/structures.rs`): an
//! f64vector of zeros in the place of each vector of flonums and of each f64vector, and a *place* in that of each other
//! flonum: a pair, of an f64vector and the index of the adjoint there.
//!
//! ```text
//! v = car p; c = check-vector v; x = load c i; y = narrow x
//! v = car p; c = check-vector v; s = check-f64vector (car shadow); w = unbox c; y = load w i      ; w has the shadow s
//! ```
//!
//! A vector whose elements are used as numbers only is expected to be one of flonums, a vector whose elements are only
//! taken apart, one of structures. Of other vectors the shadow of an element is the element of the shadow, or a new place,
//! if the shadow turns out to be an f64vector.

use std::collections::HashMap;

use ir::ssa::{Block, Const, End, Fast, Func, Inst, Op, Ty, Val};
use prims::{Beside, Inline, PrimId, Type};

use super::activity::Keys;
use super::structure::Body;
use super::{Mode, is_number};
use crate::leaves::LeafCode;
use crate::reverse::Refusal;
use crate::terms::TermCode;

/// How elements of structures are used.
pub struct Elements {
    /// What the elements of vectors are, as far as it is known.
    kinds: HashMap<Val, Kind>,
    /// The vectors of numbers as vectors of flonums.
    flonums: HashMap<Val, Val>,
    /// The elements of these: the vector of flonums, and the index.
    loads: HashMap<Val, (Val, Val)>,
}

/// What the elements of a vector are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbers,
    Structures,
    /// One or the other.
    Any,
}

/// How often a value is used: as a number, as a structure, in a question, in all.
#[derive(Clone, Copy, Default)]
struct Uses {
    as_number: usize,
    as_structure: usize,
    in_question: usize,
    all: usize,
}

impl Uses {
    fn kind(self) -> Kind {
        if self.as_number == self.all {
            Kind::Numbers
        } else if self.as_structure > 0 && self.as_structure + self.in_question == self.all {
            Kind::Structures
        } else {
            Kind::Any
        }
    }
}

impl Elements {
    /// Those of a function.
    pub fn of(func: &Func, keys: &Keys) -> Elements {
        let mut uses: HashMap<Val, Uses> = HashMap::new();
        let mut loads = Vec::new();
        for inst in func.body.all_insts() {
            let is_structure = keys.structures.contains(&(inst.result, 0));
            match &inst.op {
                Op::Fast(Fast::Narrow | Fast::Number | Fast::Unbox, args) if func.vals[inst.result] == Ty::Flonum => {
                    uses.entry(args[0]).or_default().as_number += 1;
                }
                Op::Fast(Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums, args) => {
                    uses.entry(args[0]).or_default().as_structure += 1;
                }
                Op::Prim(prim, args) if is_structure && !is_cons(*prim) => {
                    uses.entry(args[0]).or_default().as_structure += 1;
                }
                Op::Prim(prim, args) if prim.row().result == Type::Boolean => {
                    args.iter().for_each(|arg| uses.entry(*arg).or_default().in_question += 1);
                }
                Op::Fast(Fast::Load, args) if keys.structures.contains(&(args[0], 0)) => {
                    loads.push((args[0], inst.result));
                }
                _ => {}
            }
        }
        count_uses(&func.body, &mut |val| uses.entry(val).or_default().all += 1);
        let mut kinds = HashMap::new();
        for (vector, element) in loads {
            // What is loaded as a flonum has been checked before.
            let kind = match func.vals[element] {
                Ty::Flonum => Kind::Numbers,
                _ => uses.get(&element).copied().unwrap_or_default().kind(),
            };
            let known = kinds.entry(vector).or_insert(kind);
            if *known != kind {
                *known = Kind::Any;
            }
        }
        Elements { kinds, flonums: HashMap::new(), loads: HashMap::new() }
    }
}

/// Calls `note` with each operand in a block.
fn count_uses(block: &Block, note: &mut impl FnMut(Val)) {
    for inst in &block.insts {
        match &inst.op {
            Op::Prim(_, args) | Op::Fast(_, args) | Op::Call(_, args) | Op::Tuple(args) | Op::MakeProc(_, args) => {
                args.iter().for_each(|arg| note(*arg));
            }
            Op::Project(val, _) | Op::If(val, ..) => note(*val),
            Op::Loop(inner) => inner.inits.iter().for_each(|init| note(*init)),
            _ => {}
        }
        inst.op.blocks().for_each(|block| count_uses(block, note));
    }
    match &block.end {
        End::Yield(val) | End::Return(val) => note(*val),
        End::Continue(_, args) => args.iter().for_each(|arg| note(*arg)),
        End::If(test, then, other) => {
            note(*test);
            count_uses(then, note);
            count_uses(other, note);
        }
        _ => {}
    }
}

fn is_cons(prim: PrimId) -> bool {
    prim.row().inline == Some(Inline::Cons)
}

impl Body<'_, '_> {
    /// What stands beside the structure that a primitive returns.
    pub fn prim_part(&mut self, prim: PrimId, args: &[Val]) -> Val {
        if is_cons(prim) {
            let beside = args.iter().map(|arg| self.beside_in_pair(*arg)).collect();
            return self.emit(Op::Prim(prim, beside), Ty::Any);
        }
        match prim.row().beside {
            Some(Beside::Same) => self.emit(Op::Prim(prim, args.to_vec()), Ty::Any),
            Some(Beside::Second) => {
                let second = self.tangent(args[1]);
                self.emit(Op::Prim(prim, vec![args[0], second]), Ty::Any)
            }
            Some(Beside::First) | None => {
                let beside = self.tangent(args[0]);
                self.taken(prim, beside, &args[1..])
            }
        }
    }

    /// What a primitive takes from the object that stands beside a structure, if that has the same form.
    fn taken(&mut self, prim: PrimId, object: Val, more: &[Val]) -> Val {
        let (test, kind) = match prim.row().inline {
            _ if prim.row().beside == Some(Beside::First) => ("list?", vec![object]),
            Some(Inline::RecordRef) => ("%record?", vec![object, more[0]]),
            _ => ("pair?", vec![object]),
        };
        let fits = self.emit(Op::Prim(prims::named(test), kind), Ty::Bool);
        self.fast(Fast::Guard, &[fits], Ty::Any);
        let args = std::iter::once(object).chain(more.iter().copied()).collect();
        self.emit(Op::Prim(prim, args), Ty::Any)
    }

    /// What stands beside a value that goes into a pair: for the adjoint of a flonum, a place. It is the shadow of an
    /// f64vector that is filled with the flonum, so the adjoint comes back from there. That of a leaf comes back from
    /// its place.
    fn beside_in_pair(&mut self, val: Val) -> Val {
        let ty = self.code().vals[val];
        if !is_number(ty) || self.pass.mode == Mode::Tangents {
            return self.tangent(val);
        }
        if ty == Ty::Leaf {
            let (one, nothing) = (self.emit(Op::Const(Const::Fixnum(1)), Ty::Fixnum), self.no_leaf());
            let place = self.fast(Fast::NewVector, &[one, nothing], Ty::Any);
            self.shadows.held.insert(place, val);
            return place;
        }
        let (one, zero) = (self.emit(Op::Const(Const::Fixnum(1)), Ty::Fixnum), self.flonum(0.0));
        let [vector, shadow] = [val, zero].map(|fill| self.fast(Fast::NewF64vector, &[one, fill], Ty::Flonums));
        self.shadows.of.insert(vector, shadow);
        let index = self.emit(Op::Const(Const::Fixnum(0)), Ty::Fixnum);
        self.emit(Op::Prim(prims::with_inline(Inline::Cons), vec![shadow, index]), Ty::Any)
    }

    /// An operation of fast code on a structure.
    pub fn fast_part(&mut self, op: Fast, args: &[Val], inst: &Inst) -> Result<(), Refusal> {
        let result = inst.result;
        let ty = self.code().vals[result].as_word();
        if self.pass.mode == Mode::Shadows
            && let Some((vector, index)) = self.elements.loads.get(&args[0])
            && ty == Ty::Flonum
        {
            self.push(result, Op::Fast(Fast::Load, vec![*vector, *index]));
            return Ok(());
        }
        if let (Fast::Load, Ty::Flonum, Some(flonums)) = (op, ty, self.elements.flonums.get(&args[0])) {
            self.push(result, Op::Fast(Fast::Load, vec![*flonums, args[1]]));
            return Ok(());
        }
        self.push(result, inst.op.clone());
        match (op, ty, self.pass.mode) {
            (Fast::Unbox, Ty::Any, _) => {
                let beside = self.tangent(args[0]);
                self.shadows.of.insert(result, beside);
            }
            // What is known of a vector that has been checked is not known of the one beside it.
            (Fast::Unbox, Ty::Flonums, Mode::Tangents) => {
                let beside = self.tangent(args[0]);
                let (start, end) = (
                    self.emit(Op::Const(Const::Fixnum(0)), Ty::Fixnum),
                    self.fast(Fast::Length, &[beside], Ty::Fixnum),
                );
                self.fast(Fast::CheckElements, &[beside, start, end], Ty::Any);
                let beside = self.fast(Fast::Unbox, &[beside], Ty::Flonums);
                self.shadows.of.insert(result, beside);
            }
            (Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums, _, Mode::Tangents) => {
                let beside = self.tangent(args[0]);
                let beside = self.fast(op, &[beside], ty);
                let lengths = [result, beside].map(|vector| self.fast(Fast::Length, &[vector], Ty::Fixnum));
                let same = self.emit(Op::Prim(prims::with_inline(Inline::NumEq), lengths.to_vec()), Ty::Bool);
                self.fast(Fast::Guard, &[same], Ty::Any);
                self.shadows.of.insert(result, beside);
            }
            (Fast::Load, _, Mode::Tangents) => {
                let beside = self.tangent(args[0]);
                let mut beside = self.fast(Fast::Load, &[beside, args[1]], Ty::Any);
                if ty == Ty::Flonum {
                    beside = self.fast(Fast::Narrow, &[beside], Ty::Flonum);
                }
                self.shadows.of.insert(result, beside);
            }
            (Fast::Load, Ty::Flonum, Mode::Shadows) => {
                let place = self.element_beside(args[0], args[1]);
                self.put_at(place, result);
            }
            (_, Ty::Flonum, Mode::Tangents) => {
                let beside = self.tangent(args[0]);
                let beside = self.fast(Fast::Narrow, &[beside], Ty::Flonum);
                self.shadows.of.insert(result, beside);
            }
            (Fast::CheckVector | Fast::CheckF64vector | Fast::CheckFlonums, _, Mode::Shadows) => {
                self.check_shadow(args[0], result, ty);
            }
            (Fast::Load, _, Mode::Shadows) => self.shadow_of_element(args[0], args[1], result),
            (_, Ty::Flonum, Mode::Shadows) => {
                let place = self.tangent(args[0]);
                self.put_at(place, result);
            }
            (_, Ty::Leaf, Mode::Tangents) => {
                let beside = self.tangent(args[0]);
                let is_leaf = self.emit(Op::Prim(prims::with_inline(Inline::IsLeaf), vec![beside]), Ty::Bool);
                self.fast(Fast::Guard, &[is_leaf], Ty::Any);
                let beside = self.emit(Op::Prim(prims::named("%ad-spread"), vec![beside, result]), Ty::Leaf);
                self.shadows.of.insert(result, beside);
            }
            (_, Ty::Leaf, Mode::Shadows) => {
                let place = self.tangent(args[0]);
                self.shadows.cells.insert(result, place);
            }
            _ => {}
        }
        Ok(())
    }

    /// A vector of a structure.
    fn check_shadow(&mut self, part: Val, vector: Val, ty: Ty) {
        let shadow = self.tangent(part);
        let shadow = match (ty, self.elements.kinds.get(&vector)) {
            (Ty::Flonums, _) => self.fast(Fast::CheckF64vector, &[shadow], Ty::Flonums),
            (_, Some(Kind::Numbers)) => {
                let shadow = self.fast(Fast::CheckF64vector, &[shadow], Ty::Flonums);
                let flonums = self.fast(Fast::Unbox, &[vector], Ty::Flonums);
                self.shadows.of.insert(flonums, shadow);
                self.elements.flonums.insert(vector, flonums);
                shadow
            }
            (_, Some(Kind::Structures)) => self.fast(Fast::CheckVector, &[shadow], Ty::Any),
            _ => shadow,
        };
        self.shadows.of.insert(vector, shadow);
    }

    /// The adjoint of a flonum goes to a place.
    fn put_at(&mut self, place: Val, flonum: Val) {
        let vector = self.taken(prims::with_inline(Inline::Car), place, &[]);
        let vector = self.fast(Fast::CheckF64vector, &[vector], Ty::Flonums);
        let index = self.taken(prims::with_inline(Inline::Cdr), place, &[]);
        let index = self.fast(Fast::Unbox, &[index], Ty::Fixnum);
        self.shadows.places.insert(flonum, (vector, index));
    }

    fn shadow_of_element(&mut self, vector: Val, index: Val, element: Val) {
        if let Some(flonums) = self.elements.flonums.get(&vector) {
            self.elements.loads.insert(element, (*flonums, index));
            return;
        }
        let beside = self.element_beside(vector, index);
        self.shadows.of.insert(element, beside);
    }

    /// The shadow of an element of a vector, or its place.
    fn element_beside(&mut self, vector: Val, index: Val) -> Val {
        let shadow = self.tangent(vector);
        if self.elements.kinds.get(&vector) == Some(&Kind::Structures) {
            return self.fast(Fast::Load, &[shadow, index], Ty::Any);
        }
        let is_vector = self.emit(Op::Prim(prims::with_inline(Inline::IsVector), vec![shadow]), Ty::Bool);
        let place = Op::Prim(prims::with_inline(Inline::Cons), vec![shadow, index]);
        let [then, other] = [Op::Fast(Fast::Load, vec![shadow, index]), place].map(|op| {
            self.open();
            let beside = self.emit(op, Ty::Any);
            Box::new(Block { insts: self.close(), end: End::Yield(beside) })
        });
        self.emit(Op::If(is_vector, then, other), Ty::Any)
    }
}
