//! Links an object file into this process with LLVM's ORC JIT.
//!
//! The only part of LLVM that inkwell has no safe form for; kept to one function.

use std::ffi::{CStr, CString, c_char};
use std::ptr::null_mut;

use inkwell::llvm_sys::core::LLVMCreateMemoryBufferWithMemoryRangeCopy;
use inkwell::llvm_sys::error::{LLVMDisposeErrorMessage, LLVMErrorRef, LLVMGetErrorMessage};
use inkwell::llvm_sys::orc2::lljit::{
    LLVMOrcCreateLLJIT, LLVMOrcLLJITAddObjectFile, LLVMOrcLLJITGetGlobalPrefix, LLVMOrcLLJITGetMainJITDylib,
    LLVMOrcLLJITLookup, LLVMOrcLLJITMangleAndIntern, LLVMOrcLLJITRef,
};
use inkwell::llvm_sys::orc2::{
    LLVMJITEvaluatedSymbol, LLVMJITSymbolFlags, LLVMOrcAbsoluteSymbols, LLVMOrcCSymbolMapPair,
    LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess, LLVMOrcJITDylibAddGenerator, LLVMOrcJITDylibDefine,
};

/// `LLVMJITSymbolGenericFlagsExported`
const EXPORTED: u8 = 1;

/// Links an object file against this process and the symbols given, and returns the address of its symbol `name`.
/// The code stays for the rest of the process.
pub fn link_in_process(object: &[u8], symbols: &[(&str, usize)], name: &str) -> Result<usize, String> {
    inkwell::targets::Target::initialize_native(&Default::default())?;
    let buffer_name = CString::from(c"program");
    let wanted = CString::new(name).map_err(|error| error.to_string())?;
    // SAFETY: every pointer handed over is valid for the call; ORC takes ownership of the buffer, the symbols and the
    // generator, and the JIT is never disposed, so the code it makes stays valid.
    unsafe {
        let mut jit: LLVMOrcLLJITRef = null_mut();
        check(LLVMOrcCreateLLJIT(&mut jit, null_mut()))?;
        let dylib = LLVMOrcLLJITGetMainJITDylib(jit);
        let mut pairs = Vec::with_capacity(symbols.len());
        for (symbol, address) in symbols {
            let symbol = CString::new(*symbol).map_err(|error| error.to_string())?;
            let flags = LLVMJITSymbolFlags { GenericFlags: EXPORTED, TargetFlags: 0 };
            pairs.push(LLVMOrcCSymbolMapPair {
                Name: LLVMOrcLLJITMangleAndIntern(jit, symbol.as_ptr()),
                Sym: LLVMJITEvaluatedSymbol { Address: *address as u64, Flags: flags },
            });
        }
        check(LLVMOrcJITDylibDefine(dylib, LLVMOrcAbsoluteSymbols(pairs.as_mut_ptr(), pairs.len())))?;
        let mut generator = null_mut();
        let prefix: c_char = LLVMOrcLLJITGetGlobalPrefix(jit);
        check(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&mut generator, prefix, None, null_mut()))?;
        LLVMOrcJITDylibAddGenerator(dylib, generator);
        let buffer =
            LLVMCreateMemoryBufferWithMemoryRangeCopy(object.as_ptr().cast(), object.len(), buffer_name.as_ptr());
        check(LLVMOrcLLJITAddObjectFile(jit, dylib, buffer))?;
        let mut address = 0;
        check(LLVMOrcLLJITLookup(jit, &mut address, wanted.as_ptr()))?;
        Ok(address as usize)
    }
}

/// # Safety
/// The error is one that ORC returned and nobody has taken yet.
unsafe fn check(error: LLVMErrorRef) -> Result<(), String> {
    if error.is_null() {
        return Ok(());
    }
    // SAFETY: LLVM gives the message as a C string that has to be given back.
    unsafe {
        let message = LLVMGetErrorMessage(error);
        let text = CStr::from_ptr(message).to_string_lossy().into_owned();
        LLVMDisposeErrorMessage(message);
        Err(text)
    }
}
