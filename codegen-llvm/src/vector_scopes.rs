//! Tells LLVM which vectors of fast code are different objects.
//!
//! References are words, so LLVM cannot see that a vector that has just been made is no other one. Accesses to elements
//! carry the scope of their vector (`alias.scope`) and those of the vectors that it is not (`noalias`): so sums in
//! elements stay in registers, and loops over several vectors are vectorised without questions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use inkwell::context::AsContextRef;
use inkwell::llvm_sys::core::{LLVMMDNodeInContext2, LLVMMetadataAsValue, LLVMValueAsMetadata};
use inkwell::llvm_sys::debuginfo::{LLVMMetadataReplaceAllUsesWith, LLVMTemporaryMDNode};
use inkwell::values::{AsValueRef, BasicMetadataValueEnum, InstructionValue, MetadataValue};
use ir::ssa::{Fast, Func, Op, Val};
use ir::vectors::{Origin, origin};

use crate::emit_word::{Words, built};

/// More vectors than this are not told from others.
const MAX_SCOPES: usize = 32;

/// The scopes of the vectors of a function.
#[derive(Default)]
pub struct VectorScopes<'c> {
    origins: BTreeMap<Val, Origin>,
    /// The lists for `alias.scope` and `noalias`.
    lists: BTreeMap<Origin, [MetadataValue<'c>; 2]>,
}

impl<'c> VectorScopes<'c> {
    /// Declares the scopes of a function at its start.
    pub fn declare(w: &Words<'c>, func: &Func) -> VectorScopes<'c> {
        let origins = origins(func);
        let kinds: BTreeSet<Origin> = origins.values().copied().collect();
        if kinds.len() < 2 || kinds.len() > MAX_SCOPES {
            return VectorScopes::default();
        }
        let domain = own_node(w, None);
        let scopes: Vec<MetadataValue> = kinds.iter().map(|_| own_node(w, Some(domain))).collect();
        let list = |wanted: &dyn Fn(usize) -> bool| {
            let scopes = scopes.iter().enumerate().filter(|(index, _)| wanted(*index));
            w.context.metadata_node(&scopes.map(|(_, scope)| (*scope).into()).collect::<Vec<_>>())
        };
        let declare = w.intrinsic("llvm.experimental.noalias.scope.decl", &[]);
        let mut lists = BTreeMap::new();
        for (own, kind) in kinds.iter().enumerate() {
            let (this, others) = (list(&|index| index == own), list(&|index| index != own));
            built!(w.builder.build_call(declare, &[BasicMetadataValueEnum::MetadataValue(this)], ""));
            lists.insert(*kind, [this, others]);
        }
        VectorScopes { origins, lists }
    }

    /// The instruction reads or writes an element of this vector.
    pub fn mark(&self, w: &Words<'c>, inst: InstructionValue<'c>, vector: Val) {
        let Some([this, others]) = self.origins.get(&vector).and_then(|origin| self.lists.get(origin)) else { return };
        for (name, list) in [("alias.scope", this), ("noalias", others)] {
            inst.set_metadata(*list, w.context.get_kind_id(name)).expect("a node is a valid attachment");
        }
    }
}

/// Where the vectors come from whose elements are read or written.
fn origins(func: &Func) -> BTreeMap<Val, Origin> {
    let defs: HashMap<Val, &Op> = func.body.all_insts().map(|inst| (inst.result, &inst.op)).collect();
    let mut origins = BTreeMap::new();
    for inst in func.body.all_insts() {
        if let Op::Fast(Fast::Load | Fast::Store | Fast::Accumulate, args) = &inst.op
            && let Some(origin) = origin(func, &defs, args[0])
        {
            origins.insert(args[0], origin);
        }
    }
    origins
}

/// A node that is like no other, because it refers to itself: a scope of a domain, or a domain.
fn own_node<'c>(w: &Words<'c>, domain: Option<MetadataValue<'c>>) -> MetadataValue<'c> {
    let context = w.context.as_ctx_ref();
    // SAFETY: the context is alive; the operands are nodes of it; the temporary node is replaced, which frees it, and
    // what it is replaced by is a node.
    unsafe {
        let itself = LLVMTemporaryMDNode(context, std::ptr::null_mut(), 0);
        let mut operands = vec![itself];
        operands.extend(domain.map(|domain| LLVMValueAsMetadata(domain.as_value_ref())));
        let node = LLVMMDNodeInContext2(context, operands.as_mut_ptr(), operands.len());
        LLVMMetadataReplaceAllUsesWith(itself, node);
        MetadataValue::new(LLVMMetadataAsValue(context, node))
    }
}
