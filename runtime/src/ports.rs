//! Ports (minimal).
use crate::value::Value;

/// Flushes output.
pub fn flush_all() {
    use std::io::Write;
    let _ = std::io::stdout().flush();
}

/// Drops resources of dead ports.
pub fn sweep(_is_live: impl Fn(Value) -> bool) {}

fn display(value: Value) {
    print!("{}", crate::print::display_to_string(value));
}

fn newline() {
    println!();
}

crate::primitives! {
    fx_display = display, (value);
    fx_newline = newline, ();
}
