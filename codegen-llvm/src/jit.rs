//! Links object files into this process with LLVM's ORC JIT.
//!
//! The only part of LLVM that inkwell has no safe form for; kept to one type.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::null_mut;

use inkwell::llvm_sys::core::LLVMCreateMemoryBufferWithMemoryRangeCopy;
use inkwell::llvm_sys::error::{LLVMDisposeErrorMessage, LLVMErrorRef, LLVMGetErrorMessage};
use inkwell::llvm_sys::orc2::lljit::{
    LLVMOrcCreateLLJIT, LLVMOrcLLJITAddObjectFile, LLVMOrcLLJITGetExecutionSession, LLVMOrcLLJITGetGlobalPrefix,
    LLVMOrcLLJITGetMainJITDylib, LLVMOrcLLJITMangleAndIntern, LLVMOrcLLJITRef,
};
use inkwell::llvm_sys::orc2::{
    LLVMJITEvaluatedSymbol, LLVMJITSymbolFlags, LLVMOrcAbsoluteSymbols, LLVMOrcCJITDylibSearchOrderElement,
    LLVMOrcCLookupSetElement, LLVMOrcCSymbolMapPair, LLVMOrcCSymbolMapPairs,
    LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess, LLVMOrcExecutionSessionCreateBareJITDylib,
    LLVMOrcExecutionSessionLookup, LLVMOrcJITDylibAddGenerator, LLVMOrcJITDylibDefine, LLVMOrcJITDylibLookupFlags,
    LLVMOrcJITDylibRef, LLVMOrcLookupKind, LLVMOrcRetainSymbolStringPoolEntry, LLVMOrcSymbolLookupFlags,
    LLVMOrcSymbolStringPoolEntryRef,
};

use runtime::start::Module;

/// `LLVMJITSymbolGenericFlagsExported`
const EXPORTED: u8 = 1;

/// Links object files into this process. Their code stays for the rest of the process.
pub struct Linker {
    jit: LLVMOrcLLJITRef,
    /// What all code may mention: symbols and addresses.
    known: Vec<(LLVMOrcSymbolStringPoolEntryRef, usize)>,
    /// How many object files have symbols of their own.
    apart: usize,
}

impl Linker {
    /// A linker that knows these symbols and those of the process.
    pub fn new(symbols: &[(&str, usize)]) -> Result<Linker, String> {
        inkwell::targets::Target::initialize_native(&Default::default())?;
        let mut jit: LLVMOrcLLJITRef = null_mut();
        // SAFETY: the pointer is valid for the call, and null stands for the usual JIT.
        unsafe { check(LLVMOrcCreateLLJIT(&mut jit, null_mut()))? };
        let mut linker = Linker { jit, known: Vec::new(), apart: 0 };
        linker.known =
            symbols.iter().map(|(name, at)| Ok((linker.symbol(name)?, *at))).collect::<Result<_, String>>()?;
        linker.prepare(linker.program(), &[])?;
        Ok(linker)
    }

    /// Links the object file of a module whose symbol is `name` (see [`crate::Target::symbol`]).
    pub fn link(&self, object: &[u8], name: &str) -> Result<&'static Module, String> {
        self.add(object)?;
        // SAFETY: `emit_object` puts a `Module` at the symbol.
        Ok(unsafe { &*self.find(name)?.cast::<Module>() })
    }

    /// Adds an object file, which is linked when one of its symbols is wanted.
    pub fn add(&self, object: &[u8]) -> Result<(), String> {
        self.add_to(self.program(), object)
    }

    /// The address of a symbol.
    pub fn find(&self, name: &str) -> Result<*const u8, String> {
        self.find_in(self.program(), name)
    }

    /// Links an object file whose symbols nothing else sees, given those that it mentions; the address of one of its own.
    pub fn link_apart(&mut self, object: &[u8], imports: &[(&str, usize)], wanted: &str) -> Result<*const u8, String> {
        self.apart += 1;
        let name = CString::new(format!("part {}", self.apart)).map_err(|error| error.to_string())?;
        // SAFETY: the name is valid for the call.
        let dylib = unsafe {
            LLVMOrcExecutionSessionCreateBareJITDylib(LLVMOrcLLJITGetExecutionSession(self.jit), name.as_ptr())
        };
        self.prepare(dylib, imports)?;
        self.add_to(dylib, object)?;
        self.find_in(dylib, wanted)
    }

    /// Where the symbols of the program are.
    fn program(&self) -> LLVMOrcJITDylibRef {
        // SAFETY: the JIT is never disposed.
        unsafe { LLVMOrcLLJITGetMainJITDylib(self.jit) }
    }

    /// A symbol, which whoever gets it has to release.
    fn symbol(&self, name: &str) -> Result<LLVMOrcSymbolStringPoolEntryRef, String> {
        let name = CString::new(name).map_err(|error| error.to_string())?;
        // SAFETY: the name is valid for the call.
        Ok(unsafe { LLVMOrcLLJITMangleAndIntern(self.jit, name.as_ptr()) })
    }

    /// Makes symbols known: these, those of all code, those of the process.
    fn prepare(&self, dylib: LLVMOrcJITDylibRef, symbols: &[(&str, usize)]) -> Result<(), String> {
        let own = symbols.iter().map(|(name, address)| Ok((self.symbol(name)?, *address)));
        let mut all = own.collect::<Result<Vec<_>, String>>()?;
        all.extend(&self.known);
        let flags = || LLVMJITSymbolFlags { GenericFlags: EXPORTED, TargetFlags: 0 };
        let pair = |(symbol, address): (_, usize)| LLVMOrcCSymbolMapPair {
            Name: symbol,
            Sym: LLVMJITEvaluatedSymbol { Address: address as u64, Flags: flags() },
        };
        let mut pairs: Vec<_> = all.into_iter().map(pair).collect();
        // SAFETY: every pointer handed over is valid for the call; ORC takes ownership of the generator, and of the
        // symbols, of which `known` keeps its own.
        unsafe {
            self.known.iter().for_each(|(symbol, _)| LLVMOrcRetainSymbolStringPoolEntry(*symbol));
            check(LLVMOrcJITDylibDefine(dylib, LLVMOrcAbsoluteSymbols(pairs.as_mut_ptr(), pairs.len())))?;
            let mut generator = null_mut();
            let prefix: c_char = LLVMOrcLLJITGetGlobalPrefix(self.jit);
            check(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&mut generator, prefix, None, null_mut()))?;
            LLVMOrcJITDylibAddGenerator(dylib, generator);
        }
        Ok(())
    }

    fn add_to(&self, dylib: LLVMOrcJITDylibRef, object: &[u8]) -> Result<(), String> {
        let buffer_name = CString::from(c"program");
        // SAFETY: every pointer handed over is valid for the call; ORC takes ownership of the buffer.
        unsafe {
            let buffer =
                LLVMCreateMemoryBufferWithMemoryRangeCopy(object.as_ptr().cast(), object.len(), buffer_name.as_ptr());
            check(LLVMOrcLLJITAddObjectFile(self.jit, dylib, buffer))
        }
    }

    fn find_in(&self, dylib: LLVMOrcJITDylibRef, name: &str) -> Result<*const u8, String> {
        let mut order = LLVMOrcCJITDylibSearchOrderElement {
            JD: dylib,
            JDLookupFlags: LLVMOrcJITDylibLookupFlags::LLVMOrcJITDylibLookupFlagsMatchExportedSymbolsOnly,
        };
        let mut wanted = LLVMOrcCLookupSetElement {
            Name: self.symbol(name)?,
            LookupFlags: LLVMOrcSymbolLookupFlags::LLVMOrcSymbolLookupFlagsRequiredSymbol,
        };
        let mut found = Err("the linker has not answered".to_owned());
        // SAFETY: every pointer handed over is valid for the call, which ends when `take_address` has been called, as
        // ORC has no threads of its own here; it takes ownership of the symbol. The JIT is never disposed, so that what
        // it has made stays.
        unsafe {
            LLVMOrcExecutionSessionLookup(
                LLVMOrcLLJITGetExecutionSession(self.jit),
                LLVMOrcLookupKind::LLVMOrcLookupKindStatic,
                &mut order,
                1,
                &mut wanted,
                1,
                take_address,
                (&raw mut found).cast(),
            );
        }
        found
    }
}

/// Takes what ORC has found for one symbol to the result that `found` points to.
extern "C" fn take_address(error: LLVMErrorRef, pairs: LLVMOrcCSymbolMapPairs, count: usize, found: *mut c_void) {
    // SAFETY: ORC hands over an error or an array of so many pairs, and `find_in` the place of its result.
    unsafe {
        let address = check(error).and_then(|()| match count {
            1 => Ok((*pairs).Sym.Address as *const u8),
            _ => Err("the linker has found another number of symbols".to_owned()),
        });
        *found.cast::<Result<*const u8, String>>() = address;
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
