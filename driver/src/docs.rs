//! What the library's own documentation says of a name.

use prims::PrimId;

/// The documentation of a procedure: of its row in the primitive table, or the `;;>` lines above its definition.
pub fn describe(name: &str) -> Option<String> {
    prims::find(name)
        .map(describe_row)
        .or_else(|| stdlib::files().find_map(|(_, text)| describe_definition(text, name)))
}

fn describe_row(prim: PrimId) -> String {
    let row = prim.row();
    let params: Vec<String> = row.params.iter().map(|param| format!(" {}", param.name)).collect();
    let rest = row.rest.map(|param| format!(" {} ...", param.name)).unwrap_or_default();
    let mut text = format!("({}{}{rest})\n{}", row.name, params.concat(), row.doc);
    for (expression, value) in row.examples {
        text.push_str(&format!("\n{expression} => {value}"));
    }
    text
}

fn describe_definition(text: &str, name: &str) -> Option<String> {
    let defines = |line: &&str| {
        let rest = line.trim_start().strip_prefix("(define").map(|rest| rest.trim_start_matches("-syntax"));
        let rest = rest.and_then(|rest| rest.strip_prefix(" (").or_else(|| rest.strip_prefix(' ')));
        rest.and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ')']))
    };
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| defines(line))?;
    let above = lines[..at].iter().rev().map_while(|line| line.trim_start().strip_prefix(";;>"));
    let mut found: Vec<&str> = above.map(str::trim_start).collect();
    found.reverse();
    (!found.is_empty()).then(|| found.join("\n"))
}
