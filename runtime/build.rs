//! Writes the rules of the primitive table as Rust functions: `$OUT_DIR/rules.rs`.
//!
//! For each row with a `jvp`: its number by name, its value for given arguments, and the term of each parameter, which
//! takes the primal arguments, the result and a tangent (or, in reverse mode, a cotangent).

use std::fmt::Write;

use autodiff::{Expr, Rules};
use prims::{PrimId, TABLE};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let rules = Rules::new().expect("arithmetic has rows");
    let (mut names, mut values, mut terms) = (String::new(), String::new(), String::new());
    for (id, row) in TABLE.iter().enumerate() {
        let Some(rule) = rules.of_row(row) else { continue };
        let rule = rule.unwrap_or_else(|error| panic!("{error}"));
        let _ = writeln!(names, "        {:?} => Some({id}),", row.name);
        let args = if row.params.len() == 1 { "x" } else { "x, y" };
        let _ = writeln!(values, "        {id} => {}({args}),", function(PrimId(id as u16)));
        for (param, term) in rule.terms.iter().enumerate() {
            let _ = writeln!(terms, "        ({id}, {param}) => {},", outcome(term));
        }
    }
    let text = format!(
        "/// The number of the rule of a primitive.\npub fn rule_of(name: &str) -> Option<u16> {{\n    match name {{\n\
         {names}        _ => None,\n    }}\n}}\n\n\
         /// The primitive itself.\npub fn value(rule: u16, x: Value, y: Value) -> Outcome {{\n    match rule {{\n\
         {values}        _ => Ok(x),\n    }}\n}}\n\n\
         /// What the tangent `t` of a parameter contributes to the tangent of the result.\n\
         #[allow(unused_variables)]\n\
         pub fn term(rule: u16, param: usize, x: Value, y: Value, ans: Value, t: Value) -> Outcome {{\n\
         \x20   match (rule, param) {{\n{terms}        _ => Ok(Value::fixnum(0)),\n    }}\n}}\n"
    );
    let out = std::path::Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    std::fs::write(out, text).expect("the output folder can be written");
}

/// The Rust function of a primitive: `numbers::` and its symbol without `fx_`.
fn function(prim: PrimId) -> String {
    let symbol = prim.row().symbol;
    format!("numbers::{}", symbol.trim_start_matches("fx_"))
}

fn outcome(expr: &Expr) -> String {
    match expr {
        Expr::Call(prim, args) => {
            let args: Vec<String> = args.iter().map(|arg| format!("{}?", outcome(arg))).collect();
            let strong = prim.row().name == "%*" && expr.is_linear();
            let callee = if strong { "strong_mul".to_owned() } else { function(*prim) };
            format!("{callee}({})", args.join(", "))
        }
        Expr::If(parts) => {
            let [test, then, other] = &**parts;
            format!("if {}? {{ {} }} else {{ {} }}", outcome(test), outcome(then), outcome(other))
        }
        Expr::Int(value) => format!("Ok::<Value, Fault>(Value::fixnum({value}))"),
        Expr::Float(value) => format!("Ok::<Value, Fault>(Value::flonum({value:?}))"),
        Expr::Param(0) => "Ok::<Value, Fault>(x)".to_owned(),
        Expr::Param(_) => "Ok::<Value, Fault>(y)".to_owned(),
        Expr::Ans => "Ok::<Value, Fault>(ans)".to_owned(),
        Expr::Tangent(_) => "Ok::<Value, Fault>(t)".to_owned(),
    }
}
