//! The text form of ssa, for people and tests.

use std::fmt::{self, Display, Write};

use crate::ssa::{Block, Const, End, Fast, Func, Inst, Loop, Module, Op, Ty, Val};

/// The whole module as text.
pub fn print_ssa(module: &Module) -> String {
    let mut out = String::new();
    for id in module.procs.ids() {
        let made = &module.procs[id];
        let _ = write!(out, "proc {id} {} captures {}", made.name, made.captures.len());
        for clause in &made.clauses {
            let rest = if clause.rest { " or more" } else { "" };
            let _ = write!(out, ", {}{rest} -> {}", clause.params, clause.func);
        }
        out.push('\n');
    }
    for id in module.funcs.ids() {
        let func = &module.funcs[id];
        let params = typed(func, &func.params);
        let _ = writeln!(out, "\nfunc {id} {}({params}) : {}", func.name, func.result);
        Printer { func, out: &mut out, depth: 1 }.block(&func.body);
    }
    out
}

fn typed(func: &Func, vals: &[Val]) -> String {
    list(vals.iter().map(|val| format!("{val} : {}", func.vals[*val])))
}

fn list(items: impl Iterator<Item = impl Display>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

struct Printer<'a> {
    func: &'a Func,
    out: &'a mut String,
    depth: usize,
}

impl Printer<'_> {
    fn line(&mut self, text: impl Display) {
        let _ = writeln!(self.out, "{:width$}{text}", "", width = 2 * self.depth);
    }

    fn block(&mut self, block: &Block) {
        for inst in &block.insts {
            self.inst(inst);
        }
        self.end(&block.end);
    }

    fn nested(&mut self, block: &Block) {
        self.depth += 1;
        self.block(block);
        self.depth -= 1;
    }

    fn inst(&mut self, inst: &Inst) {
        let head = format!("{} : {} = ", inst.result, self.func.vals[inst.result]);
        match &inst.op {
            Op::If(test, then, other) => self.branches(&format!("{head}if {test} {{"), then, other),
            Op::Loop(inner) => self.looping(&head, inner),
            Op::Const(word) => self.line(format!("{head}{word}")),
            Op::Literal(literal) => self.line(format!("{head}{literal}")),
            Op::Prim(prim, args) => self.line(format!("{head}({}{})", prim.row().name, spaced(args))),
            Op::Call(func, args) => self.line(format!("{head}call {func} ({})", list(args.iter()))),
            Op::CallValue(callee, args) => self.line(format!("{head}call {callee} ({})", list(args.iter()))),
            Op::Apply(callee, items) => self.line(format!("{head}apply {callee} {items}")),
            Op::MakeProc(made, captures) => self.line(format!("{head}proc {made} ({})", list(captures.iter()))),
            Op::SetCapture(object, index, val) => self.line(format!("{head}set-capture {object} {index} {val}")),
            Op::MakeBox(val) => self.line(format!("{head}box {val}")),
            Op::BoxRef(cell) => self.line(format!("{head}unbox {cell}")),
            Op::BoxSet(cell, val) => self.line(format!("{head}set-box {cell} {val}")),
            Op::GlobalRef(global, checked) => {
                let check = if *checked { " checked" } else { "" };
                self.line(format!("{head}global {global}{check}"));
            }
            Op::GlobalSet(global, val) => self.line(format!("{head}set-global {global} {val}")),
            Op::CheckDefined(val, name) => self.line(format!("{head}defined {val} {name}")),
            Op::Tuple(vals) => self.line(format!("{head}tuple ({})", list(vals.iter()))),
            Op::Project(val, index) => self.line(format!("{head}project {val} {index}")),
            Op::Fast(op, args) => self.line(format!("{head}{op}{}", spaced(args))),
            Op::Attempt(func, args) => self.line(format!("{head}attempt {func} ({})", list(args.iter()))),
        }
    }

    fn end(&mut self, end: &End) {
        match end {
            End::Yield(val) => self.line(format!("yield {val}")),
            End::Return(val) => self.line(format!("return {val}")),
            End::Continue(label, args) => self.line(format!("continue {label} ({})", list(args.iter()))),
            End::TailCall(func, args, _) => self.line(format!("tail-call {func} ({})", list(args.iter()))),
            End::TailCallValue(callee, args, _) => self.line(format!("tail-call {callee} ({})", list(args.iter()))),
            End::TailApply(callee, items, _) => self.line(format!("tail-apply {callee} {items}")),
            End::If(test, then, other) => self.branches(&format!("if {test} {{"), then, other),
            End::Loop(inner) => self.looping("", inner),
            End::GiveUp => self.line("give-up"),
        }
    }

    fn branches(&mut self, head: &str, then: &Block, other: &Block) {
        self.line(head);
        self.nested(then);
        self.line("} else {");
        self.nested(other);
        self.line("}");
    }

    fn looping(&mut self, head: &str, inner: &Loop) {
        let params = typed(self.func, &inner.params);
        self.line(format!("{head}loop {} ({params}) = ({}) {{", inner.id, list(inner.inits.iter())));
        self.nested(&inner.body);
        self.line("}");
    }
}

fn spaced(args: &[Val]) -> String {
    args.iter().map(|arg| format!(" {arg}")).collect()
}

impl Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Ty::Tuple(id) = self {
            return id.fmt(f);
        }
        f.write_str(match self {
            Ty::Tuple(_) => unreachable!("printed above"),
            Ty::Never => "never",
            Ty::Fixnum => "fixnum",
            Ty::Integer => "integer",
            Ty::Flonum => "flonum",
            Ty::Bool => "bool",
            Ty::F64vector => "f64vector",
            Ty::Flonums => "flonums",
            Ty::Rows => "rows",
            Ty::Leaf => "leaf",
            Ty::Part => "part",
            Ty::Leaves => "leaves",
            Ty::Any => "any",
        })
    }
}

impl Display for Fast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fast::Narrow => "narrow",
            Fast::Number => "number",
            Fast::Unbox => "unbox",
            Fast::CheckVector => "check-vector",
            Fast::CheckF64vector => "check-f64vector",
            Fast::CheckFlonums => "check-flonums",
            Fast::CheckElements => "check-elements",
            Fast::CheckNumbers => "check-numbers",
            Fast::Guard => "guard",
            Fast::Below => "below",
            Fast::Add => "add",
            Fast::Sub => "sub",
            Fast::Mul => "mul",
            Fast::NewVector => "new-vector",
            Fast::NewF64vector => "new-f64vector",
            Fast::Length => "length",
            Fast::Load => "load",
            Fast::Store => "store",
            Fast::Accumulate => "accumulate",
            Fast::Constant => "constant",
            Fast::Plain => "plain",
            Fast::Push => "push",
            Fast::Reserve(words) => return write!(f, "reserve {words}"),
            Fast::Put => "put",
            Fast::Peek(depth) => return write!(f, "peek {depth}"),
            Fast::Drop(count) => return write!(f, "drop {count}"),
        })
    }
}

impl Display for Const {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Const::Fixnum(value) => write!(f, "{value}"),
            Const::Flonum(value) => write!(f, "{value:?}"),
            Const::Bool(value) => f.write_str(if *value { "#t" } else { "#f" }),
            Const::Char(value) => write!(f, "#\\x{:x}", u32::from(*value)),
            Const::Null => f.write_str("()"),
            Const::Unspecified => f.write_str("unspecified"),
            Const::Undefined => f.write_str("undefined"),
        }
    }
}
