//! The `fluxion` command.

fn main() {}
