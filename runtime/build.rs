//! Generates `$OUT_DIR/rules.rs`: the derivative rules of the primitive table as Rust functions over values.

use std::fmt::Write;

use autodiff::{Expr, Rule, Rules};
use prims::{Inline, Prim, Type};
use syntax::{Datum, DatumKind, Number};

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

/// The datum that the text of a term is.
fn parse(text: &str) -> Datum {
    let file = syntax::Sources::default().add("term", text);
    let (datums, _) = syntax::read_datums(text, file);
    datums.into_iter().next().unwrap_or_else(|| panic!("`{text}` is no term"))
}

#[derive(Default)]
struct Code {
    /// Elements of `RULES`.
    rules: Vec<String>,
    /// Elements of `TREATMENTS`.
    rows: Vec<String>,
    /// Elements of `TENSOR_RULES`.
    tensor_rules: Vec<String>,
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
            None if row.tangent.is_some() => {
                self.tensor_rule(row);
                format!("Tensor(RuleId(TENSOR_RULES_FROM + {}))", self.tensor_rules.len() - 1)
            }
            None if row.result == Type::Boolean => "Primal".to_owned(),
            None => "Refuse".to_owned(),
        };
        self.rows.push(format!("    Treatment::{treatment},\n"));
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
                    Some(Inline::NumEq) => "num_eq",
                    Some(Inline::Lt) => "lt",
                    Some(Inline::Gt) => "gt",
                    _ => prim.row().symbol,
                };
                let args: Vec<String> = args.iter().map(|arg| self.expr(arg)).collect();
                format!("{function}({})", args.join(", "))
            }
            Expr::If(parts) => {
                let [test, then, other] = parts.each_ref().map(|part| self.expr(part));
                format!("choose({test}, || {then}, || {other})")
            }
        }
    }

    /// A rule for tensors: its terms are taken as they are written.
    fn tensor_rule(&mut self, row: &'static Prim) {
        self.declare(row);
        let args: Vec<String> = (0..row.params.len()).map(|index| format!("args[{index}]")).collect();
        let tangents = self.tensor_terms(row, row.tangent.unwrap_or_default(), |param| format!("d{param}"));
        let cotangents = self.tensor_terms(row, row.cotangent, |_| "ct".to_owned());
        self.tensor_rules.push(format!(
            "    TensorRuleCode {{\n        symbol: {:?},\n        primal: |args| {}({}),\n        \
             tangents: &[{tangents}],\n        cotangents: &[{cotangents}],\n    }},\n",
            row.symbol,
            row.symbol,
            args.join(", "),
        ));
    }

    fn tensor_terms(&mut self, row: &Prim, terms: &[(&str, &str)], tangent: impl Fn(&str) -> String) -> String {
        let mut texts = Vec::new();
        for param in row.params {
            texts.push(match terms.iter().find(|(name, _)| *name == param.name) {
                Some((_, text)) => {
                    let body = self.tensor_expr(row, &parse(text), &tangent(param.name));
                    format!("Some(|args, ans, t| {{ let _ = (args, ans); {body} }})")
                }
                None => "None".to_owned(),
            });
        }
        texts.join(", ")
    }

    fn tensor_expr(&mut self, row: &Prim, expr: &Datum, tangent: &str) -> String {
        match &expr.kind {
            DatumKind::Number(Number::Int(value)) => format!("Value::fixnum({value})"),
            DatumKind::Number(number) => format!("Value::flonum({:?})", number.to_float().unwrap_or(f64::NAN)),
            DatumKind::Bool(value) => format!("Value::boolean({value})"),
            DatumKind::Symbol(name) if name.as_str() == tangent => "t".to_owned(),
            DatumKind::Symbol(name) if name.as_str() == "ans" => "ans".to_owned(),
            DatumKind::Symbol(name) => match row.params.iter().position(|param| param.name == name.as_str()) {
                Some(index) => format!("args[{index}]"),
                None => panic!("the rule of `{}`: unknown name `{}`", row.name, name.as_str()),
            },
            DatumKind::List(items, None) if !items.is_empty() => {
                let DatumKind::Symbol(name) = items[0].kind else { panic!("the rule of `{}`: a call", row.name) };
                let prim = prims::find(name.as_str()).or_else(|| prims::find(&format!("%{}", name.as_str())));
                let prim =
                    prim.unwrap_or_else(|| panic!("the rule of `{}`: no primitive `{}`", row.name, name.as_str()));
                assert_eq!(
                    prim.row().params.len(),
                    items.len() - 1,
                    "the rule of `{}`: arguments of `{}`",
                    row.name,
                    name.as_str()
                );
                self.declare(prim.row());
                let args: Vec<String> = items[1..].iter().map(|item| self.tensor_expr(row, item, tangent)).collect();
                format!("{}({})", prim.row().symbol, args.join(", "))
            }
            _ => panic!("the rule of `{}`: not an expression", row.name),
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
             static TENSOR_RULES: &[TensorRuleCode] = &[\n{}];\n\n\
             /// What each primitive does with active numbers, in the order of the table.\n\
             #[allow(clippy::identity_op)]\n\
             pub static TREATMENTS: &[Treatment] = &[\n{}];\n\n\
             /// What each primitive does with active numbers, by the name of its run-time function.\n\
             #[allow(non_upper_case_globals, dead_code, missing_docs)]\n\
             #[allow(clippy::identity_op)]\n\
             pub mod treatment {{\n    use super::{{RuleId, TENSOR_RULES_FROM, Treatment}};\n\n{}}}\n",
            self.declarations,
            self.rules.concat(),
            self.tensor_rules.concat(),
            self.rows.concat(),
            self.treatments
        )
    }
}
