//! Tells LLVM's loop vectoriser which functions of the run-time system have forms for several lanes.
//!
//! A call carries the attribute `vector-function-abi-variant`, which names the forms; a form that is meant to be found
//! has to be declared and, until the vectoriser has run, be in `llvm.compiler.used`.

use std::cell::RefCell;

use inkwell::attributes::AttributeLoc;
use inkwell::module::Linkage;
use inkwell::targets::TargetMachine;
use inkwell::types::BasicTypeEnum;
use inkwell::values::{CallSiteValue, FunctionValue};
use runtime::math::PREFIX;

use crate::emit_word::Words;

/// The forms that a module uses.
pub struct VectorForms<'c> {
    /// Numbers of lanes that the machine has registers for.
    lanes: &'static [u32],
    declared: RefCell<Vec<FunctionValue<'c>>>,
}

impl<'c> VectorForms<'c> {
    /// For code for this machine.
    pub fn new(machine: &TargetMachine) -> VectorForms<'c> {
        let features = machine.get_feature_string().to_string_lossy().into_owned();
        let has = |feature: &str| features.split(',').any(|one| one == feature);
        let lanes: &[u32] = match () {
            _ if !cfg!(target_arch = "x86_64") => &[],
            _ if has("+avx2") && has("+fma") => &[2, 4],
            _ => &[2],
        };
        VectorForms { lanes, declared: RefCell::default() }
    }

    /// Offers the forms of a function that has some.
    pub fn offer(&self, w: &Words<'c>, call: CallSiteValue<'c>, name: &str, arguments: usize) {
        if !name.starts_with(PREFIX) || self.lanes.is_empty() {
            return;
        }
        let variant = |lanes: &u32| {
            let form = self.declare(w, &format!("{name}_{lanes}"), *lanes, arguments);
            format!("_ZGV_LLVM_N{lanes}{}_{name}({form})", "v".repeat(arguments))
        };
        let variants: Vec<String> = self.lanes.iter().map(variant).collect();
        let attribute = w.context.create_string_attribute("vector-function-abi-variant", &variants.join(","));
        call.add_attribute(AttributeLoc::Function, attribute);
    }

    fn declare(&self, w: &Words<'c>, form: &str, lanes: u32, arguments: usize) -> String {
        if w.module.get_function(form).is_none() {
            let vector: BasicTypeEnum = w.f64.vec_type(lanes).into();
            let ty = w.f64.vec_type(lanes).fn_type(&vec![vector.into(); arguments], false);
            let function = w.module.add_function(form, ty, None);
            w.add_attribute(function, "nounwind");
            w.add_attribute(function, "willreturn");
            w.add_memory_none(function);
            self.declared.borrow_mut().push(function);
        }
        form.to_owned()
    }

    /// Keeps the declarations until the vectoriser has run.
    pub fn finish(&self, w: &Words<'c>) {
        let declared = self.declared.borrow();
        if declared.is_empty() {
            return;
        }
        let pointers: Vec<_> = declared.iter().map(|form| form.as_global_value().as_pointer_value()).collect();
        let value = w.ptr.const_array(&pointers);
        let used = w.module.add_global(value.get_type(), None, "llvm.compiler.used");
        used.set_initializer(&value);
        used.set_linkage(Linkage::Appending);
        used.set_section(Some("llvm.metadata"));
    }
}
