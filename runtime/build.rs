//! Generates `$OUT_DIR/rules.rs`: the derivative rules of the primitive table as Rust functions over values.

use std::fmt::Write;

use autodiff::{Expr, Rule, Rules};
use prims::{Inline, Prim, Type};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let rules = Rules::new().unwrap_or_else(|error| panic!("{error}"));
    let mut code = Code::default();
    for row in prims::TABLE {
        let rule = rules.of_row(row).map(|rule| rule.unwrap_or_else(|error| panic!("{error}")));
        code.row(row, rule);
    }
    let out = std::path::Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    std::fs::write(out, code.finish()).expect("the output folder can be written");
}

#[derive(Default)]
struct Code {
    /// Elements of `RULES`.
    rules: Vec<String>,
    /// Constants of the module `treatment`.
    treatments: String,
    /// Declarations of the primitives that are called.
    declarations: String,
    declared: std::collections::BTreeSet<&'static str>,
}

impl Code {
    fn row(&mut self, row: &'static Prim, rule: Option<Rule>) {
        let treatment = match rule {
            Some(rule) => {
                assert!((1..=2).contains(&row.params.len()), "the rule of `{}`: one or two parameters", row.name);
                self.rule(row, &rule);
                format!("Differentiate(RuleId({}))", self.rules.len() - 1)
            }
            None if row.result == Type::Boolean => "Primal".to_owned(),
            None => "Refuse".to_owned(),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(self.treatments, "    pub const {}: Treatment = Treatment::{treatment};", row.symbol);
    }

    fn rule(&mut self, row: &'static Prim, rule: &Rule) {
        self.declare(row);
        let args = if row.params.len() == 1 { "x" } else { "x, y" };
        let function = match row.inline {
            Some(Inline::Add) => "add",
            Some(Inline::Sub) => "sub",
            Some(Inline::Mul) => "mul",
            Some(Inline::Div) => "div",
            _ => row.symbol,
        };
        let mut terms: Vec<String> = rule.terms.iter().map(|term| self.term(term)).collect();
        terms.resize(2, "None".to_owned());
        self.rules.push(format!(
            "    RuleCode {{\n        name: {:?},\n        symbol: {:?},\n        arity: {},\n        primal: |x, y| {{ let _ = y; {}({args}) }},\n        terms: [{}],\n    }},\n",
            row.name,
            row.symbol,
            row.params.len(),
            function,
            terms.join(", ")
        ));
    }

    fn term(&mut self, term: &Expr) -> String {
        if *term == Expr::ZERO {
            "None".to_owned()
        } else {
            format!("Some(|x, y, ans, t| {{ let _ = (x, y, ans); {} }})", self.expr(term))
        }
    }

    fn expr(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Int(value) => format!("Value::fixnum({value})"),
            Expr::Float(value) => format!("Value::flonum({value:?})"),
            Expr::Param(0) => "x".to_owned(),
            Expr::Param(_) => "y".to_owned(),
            Expr::Ans => "ans".to_owned(),
            Expr::Tangent(_) => "t".to_owned(),
            Expr::Call(prim, args) => {
                self.declare(prim.row());
                let function = match prim.row().inline {
                    Some(Inline::Div) => "divide",
                    Some(Inline::Mul) if args.iter().any(Expr::is_linear) => "product",
                    Some(Inline::Mul) => "mul",
                    Some(Inline::Add) => "add",
                    Some(Inline::Sub) => "sub",
                    _ => prim.row().symbol,
                };
                let args: Vec<String> = args.iter().map(|arg| self.expr(arg)).collect();
                format!("{function}({})", args.join(", "))
            }
            Expr::If(parts) => {
                let [test, then, other] = parts.each_ref().map(|part| self.expr(part));
                format!("if {test}.is_true() {{ {then} }} else {{ {other} }}")
            }
        }
    }

    fn declare(&mut self, row: &'static Prim) {
        if self.declared.insert(row.symbol) {
            let params: Vec<String> = (0..row.params.len()).map(|index| format!("a{index}: Value")).collect();
            let _ = writeln!(self.declarations, "    safe fn {}({}) -> Value;", row.symbol, params.join(", "));
        }
    }

    fn finish(self) -> String {
        format!(
            "// SAFETY: the run-time functions of primitives take and return values, and are defined in this crate.\n\
             unsafe extern \"C\" {{\n{}}}\n\n\
             static RULES: &[RuleCode] = &[\n{}];\n\n\
             /// What each primitive does with active numbers, by the name of its run-time function.\n\
             #[allow(non_upper_case_globals, dead_code, missing_docs)]\n\
             pub mod treatment {{\n    use super::{{RuleId, Treatment}};\n\n{}}}\n",
            self.declarations,
            self.rules.concat(),
            self.treatments
        )
    }
}
