//! Unwind tables, by which the run-time system finds the ends of frames on the stack (`runtime::frames`).

use inkwell::attributes::{Attribute, AttributeLoc};
use inkwell::module::Module;
use inkwell::values::{CallSiteValue, FunctionValue};

use crate::emit_func::passed_in_registers;

/// Unwind tables that are right at every instruction.
const ASYNCHRONOUS: u64 = 2;

/// Asks for tables of the functions whose frames lie where a table can tell: a procedure's code takes its arguments off
/// the stack when it returns, so those that take or pass some there have none. For optimised modules, as inlining moves
/// calls.
pub fn describe(module: &Module) {
    let kind = Attribute::get_named_enum_kind_id("uwtable");
    let attribute = module.get_context().create_enum_attribute(kind, ASYNCHRONOUS);
    for function in module.get_functions().filter(|function| function.count_basic_blocks() > 0) {
        if uses_registers_only(function) {
            function.add_attribute(AttributeLoc::Function, attribute);
        }
    }
}

fn uses_registers_only(function: FunctionValue) -> bool {
    let mut instructions = function.get_basic_block_iter().flat_map(|block| block.get_instructions());
    passed_in_registers(function.get_type())
        && instructions.all(|instruction| {
            CallSiteValue::try_from(instruction).map_or(true, |call| passed_in_registers(call.get_called_fn_type()))
        })
}
