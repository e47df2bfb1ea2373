//! Calls between Rust and compiled code, `apply`, multiple values and the dynamic state.
//!
//! On x86-64 the tail-call convention of LLVM makes the callee pop 8 bytes that the caller has left free above the
//! return address; the assembly here does the same.

use crate::abi::{Fault, Outcome, ctx};
use crate::error::raise;
use crate::heap;
use crate::value::{Kind, Value, tag};

/// The number of arguments that travel in registers.
const REGISTERS: usize = 4;
/// Room in the argument buffer at the start.
const BUFFER: usize = 4096;

/// Makes the argument buffer.
pub fn prepare() {
    let buffer = Box::leak(vec![Value::UNSPECIFIED.0; BUFFER].into_boxed_slice());
    ctx().arguments = buffer.as_mut_ptr();
    ctx().argument_capacity = BUFFER as u64;
}

fn argument_slot(index: usize) -> *mut Value {
    debug_assert!(index < ctx().argument_capacity as usize);
    // SAFETY: the index is below the capacity of the buffer.
    unsafe { ctx().arguments.add(index).cast() }
}

/// Calls a procedure. The value must have the tag of a procedure.
pub fn call_procedure(procedure: Value, arguments: &[Value]) -> Value {
    debug_assert_eq!(procedure.tag(), tag::PROCEDURE);
    let mut registers = [Value::UNSPECIFIED; REGISTERS];
    for (index, value) in arguments.iter().enumerate() {
        match registers.get_mut(index) {
            Some(register) => *register = *value,
            // SAFETY: calls from Rust have few arguments, fewer than the buffer has slots.
            None => unsafe { *argument_slot(index) = *value },
        }
    }
    // SAFETY: slot 0 of a procedure is the address of code with this convention.
    unsafe {
        let code = *procedure.address().expect("a procedure has an address").add(1);
        fx_call_code(code as usize, procedure, arguments.len(), registers.as_ptr())
    }
}

/// Runs the top level of a module.
pub fn call_main(code: extern "C" fn() -> u64) {
    // SAFETY: the function is called as what it is.
    unsafe { fx_call_main(code) };
}

unsafe extern "C" {
    fn fx_call_code(code: usize, procedure: Value, count: usize, registers: *const Value) -> Value;
    fn fx_call_main(code: extern "C" fn() -> u64) -> u64;
}

/// The list of arguments `from..count`, of which the first four are given.
#[unsafe(no_mangle)]
pub extern "C" fn fx_rest_list(count: usize, from: usize, a0: Value, a1: Value, a2: Value, a3: Value) -> Value {
    let registers = [a0, a1, a2, a3];
    let mut list = Value::NULL;
    for index in (from..count).rev() {
        // SAFETY: the caller has put the arguments behind the registers into the buffer.
        let value = registers.get(index).copied().unwrap_or_else(|| unsafe { *argument_slot(index) });
        list = heap::alloc_slots(Kind::Pair, &[value, list]);
    }
    list
}

/// Spreads `(apply procedure argument ... list)` into the argument buffer; the procedure.
#[unsafe(no_mangle)]
pub extern "C" fn fx_apply_spread(count: usize, a0: Value, a1: Value, a2: Value, a3: Value) -> Value {
    debug_assert_eq!(count, 2);
    let _ = (a2, a3);
    match spread(a0, a1) {
        Ok(procedure) => procedure,
        Err(reason) => raise("apply", reason),
    }
}

fn spread(procedure: Value, list: Value) -> Outcome {
    if procedure.tag() != tag::PROCEDURE {
        return Err(Fault::Error("apply: argument 1 must be a procedure, found".to_owned(), vec![procedure]));
    }
    let mut count = 0;
    let mut rest = list;
    while let Some((first, next)) = rest.pair() {
        if count == ctx().argument_capacity as usize {
            grow_buffer()?;
        }
        // SAFETY: the buffer has been grown past this index.
        unsafe { *argument_slot(count) = first };
        count += 1;
        rest = next;
    }
    if rest != Value::NULL {
        return Err(Fault::Error("apply: argument 2 must be a list, found".to_owned(), vec![list]));
    }
    ctx().argument_count = count as u64;
    Ok(procedure)
}

fn grow_buffer() -> Result<(), Fault> {
    const LIMIT: u64 = 1 << 24;
    let context = ctx();
    let old = context.argument_capacity as usize;
    if context.argument_capacity >= LIMIT {
        return Err(Fault::Error("apply: the list of arguments is too long or circular".to_owned(), vec![]));
    }
    let mut bigger = vec![Value::UNSPECIFIED.0; 2 * old];
    // SAFETY: the old buffer was made from a boxed slice of this capacity.
    let small = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(context.arguments, old)) };
    bigger[..old].copy_from_slice(&small);
    context.arguments = Box::leak(bigger.into_boxed_slice()).as_mut_ptr();
    context.argument_capacity = 2 * old as u64;
    Ok(())
}

fn values_to_list(values: Value) -> Value {
    match values.slots(Kind::Values) {
        Some(items) => {
            let mut list = Value::NULL;
            for index in (0..items.len()).rev() {
                list = heap::alloc_slots(Kind::Pair, &[items[index], list]);
            }
            list
        }
        None => heap::alloc_slots(Kind::Pair, &[values, Value::NULL]),
    }
}

fn is_values(value: Value) -> bool {
    value.kind() == Some(Kind::Values)
}

fn set_winders(winders: Value) {
    ctx().winders = winders;
}

fn set_parameters(parameters: Value) {
    ctx().parameters = parameters;
}

fn set_handlers(handlers: Value) {
    ctx().handlers = handlers;
}

fn winders() -> Value {
    ctx().winders
}

fn parameters() -> Value {
    ctx().parameters
}

fn handlers() -> Value {
    ctx().handlers
}

crate::primitives! {
    fx_values_p = is_values, (value);
    fx_values_to_list = values_to_list, (values);
    fx_winders = winders, ();
    fx_set_winders_x = set_winders, (winders);
    fx_parameters = parameters, ();
    fx_set_parameters_x = set_parameters, (parameters);
    fx_handlers = handlers, ();
    fx_set_handlers_x = set_handlers, (handlers);
}

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    // fx_call_code(code, procedure, count, registers)
    ".globl fx_call_code",
    "fx_call_code:",
    "sub rsp, 8", // popped by the callee
    "mov rax, rdi",
    "mov rdi, rsi",
    "mov rsi, rdx",
    "mov r10, rcx",
    "mov rdx, [r10]",
    "mov rcx, [r10 + 8]",
    "mov r8, [r10 + 16]",
    "mov r9, [r10 + 24]",
    "call rax",
    "ret",
    // fx_call_main(code): a C function. Continuations are not cut above assembly.
    ".globl fx_call_main",
    "fx_call_main:",
    "sub rsp, 8",
    "call rdi",
    "add rsp, 8",
    "ret",
);

/// Functions for compiled code that are not primitives.
pub const INTERNAL: &[crate::abi::Export] = &[
    crate::abi::Export { name: "fx_rest_list", address: || fx_rest_list as *const () as usize, arity: 6 },
    crate::abi::Export { name: "fx_apply_spread", address: || fx_apply_spread as *const () as usize, arity: 5 },
];
