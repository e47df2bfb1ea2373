//! The size of the machine code of an object file.

use inkwell::memory_buffer::MemoryBuffer;

/// Bytes of the sections that hold code.
pub fn code_bytes(object: &[u8]) -> Result<u64, String> {
    let buffer = MemoryBuffer::create_from_memory_range_copy(object, "object");
    let file = buffer.create_binary_file(None).map_err(|error| error.to_string())?;
    let mut total = 0;
    let mut sections = file.get_sections();
    while let Some(section) = sections.as_mut().and_then(|sections| sections.next_section()) {
        let name = section.get_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(".text") || name == "__text" {
            total += section.get_size();
        }
    }
    Ok(total)
}
