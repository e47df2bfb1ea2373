//! Links object files into this process with LLVM's ORC JIT.
//!
//! The only part of LLVM that inkwell has no safe form for; kept to one type.

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

use runtime::start::Module;

/// `LLVMJITSymbolGenericFlagsExported`
const EXPORTED: u8 = 1;

/// Links object files into this process. Their code stays for the rest of the process.
pub struct Linker {
    jit: LLVMOrcLLJITRef,
}

impl Linker {
    /// A linker that knows these symbols and those of the process.
    pub fn new(symbols: &[(&str, usize)]) -> Result<Linker, String> {
        inkwell::targets::Target::initialize_native(&Default::default())?;
        // SAFETY: every pointer handed over is valid for the call; ORC takes ownership of the symbols and the generator.
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
            Ok(Linker { jit })
        }
    }

    /// Links the object file of a module whose symbol is `name` (see [`crate::Target::symbol`]).
    pub fn link(&self, object: &[u8], name: &str) -> Result<&'static Module, String> {
        self.add(object)?;
        // SAFETY: `emit_object` puts a `Module` at the symbol.
        Ok(unsafe { &*self.find(name)?.cast::<Module>() })
    }

    /// Adds an object file, which is linked when one of its symbols is wanted.
    pub fn add(&self, object: &[u8]) -> Result<(), String> {
        let buffer_name = CString::from(c"program");
        // SAFETY: every pointer handed over is valid for the call; ORC takes ownership of the buffer.
        unsafe {
            let buffer =
                LLVMCreateMemoryBufferWithMemoryRangeCopy(object.as_ptr().cast(), object.len(), buffer_name.as_ptr());
            check(LLVMOrcLLJITAddObjectFile(self.jit, LLVMOrcLLJITGetMainJITDylib(self.jit), buffer))
        }
    }

    /// The address of a symbol.
    pub fn find(&self, name: &str) -> Result<*const u8, String> {
        let wanted = CString::new(name).map_err(|error| error.to_string())?;
        let mut address = 0;
        // SAFETY: every pointer handed over is valid for the call; the JIT is never disposed, so that what it has made
        // stays.
        unsafe { check(LLVMOrcLLJITLookup(self.jit, &mut address, wanted.as_ptr()))? };
        Ok(address as *const u8)
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
