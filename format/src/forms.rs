//! The special forms: what their parts are, and how they are broken.

/// What a part of a form is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// An expression or definition.
    Code,
    /// What is not evaluated: a literal, a pattern, a list of names.
    Data,
    /// `((name value ...) ...)`
    Bindings,
    /// `(name value ...)`
    Binding,
    /// `(test expression ...)`
    Clause,
    /// `(data expression ...)`
    DataClause,
    /// `(name clause ...)`, as `guard` has it.
    Guard,
}

/// How a form is broken that does not fit on a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Breaking {
    /// Operands on the first line, every further part on a line of its own, indented by two columns.
    Body,
    /// As a body; but the value of a variable stays behind its name if it was there.
    Definition,
    /// As a body; but line breaks before operands stay.
    LooseBody,
    /// As a body; but line breaks before operands stay, and these are then indented as further parts are.
    Record,
    /// Every part on a line of its own, below the first.
    Aligned,
    /// As many parts on each line as fit, below the first.
    Filled,
}

/// A special form.
#[derive(Debug)]
pub struct Form {
    /// Its keywords.
    pub names: &'static [&'static str],
    /// How it is broken.
    pub breaking: Breaking,
    /// The parts behind the keyword that are on the first line.
    pub operands: &'static [Role],
    /// All further parts.
    pub rest: Role,
    /// The operands if the first of them is no list: `(let name bindings body ...)`.
    pub named: Option<&'static [Role]>,
}

const fn form(names: &'static [&'static str], breaking: Breaking, operands: &'static [Role], rest: Role) -> Form {
    Form { names, breaking, operands, rest, named: None }
}

const fn named(names: &'static [&'static str], operands: &'static [Role], name: &'static [Role], rest: Role) -> Form {
    Form { names, breaking: Breaking::Body, operands, rest, named: Some(name) }
}

use Breaking::{Aligned, Body, Definition, Filled, LooseBody, Record};
use Role::{Bindings, Clause, Code, Data, DataClause, Guard};

/// All special forms.
pub const FORMS: &[Form] = &[
    form(&["define", "define-constant", "define-parameter"], Definition, &[Data], Code),
    form(&["define-syntax", "define-values", "lambda"], Body, &[Data], Code),
    form(&["define-record-type"], Record, &[Data, Data, Data], Data),
    form(&["define-library", "library", "module"], Body, &[Data], Code),
    form(&["define-primitive"], Body, &[Data, Data], Code),
    form(&["begin", "delay", "delay-force"], Body, &[], Code),
    form(&["import", "export", "include", "include-ci", "include-library-declarations"], Filled, &[], Data),
    named(&["let"], &[Bindings], &[Code, Bindings], Code),
    form(
        &[
            "let*",
            "letrec",
            "letrec*",
            "let-values",
            "let*-values",
            "let-syntax",
            "letrec-syntax",
            "parameterize",
            "fluid-let",
            "and-let*",
            "match-let",
            "match-let*",
            "match-letrec",
        ],
        Body,
        &[Bindings],
        Code,
    ),
    form(&["receive"], LooseBody, &[Data, Code], Code),
    form(&["do"], LooseBody, &[Bindings, Clause], Code),
    form(&["when", "unless", "while", "test-group"], Body, &[Code], Code),
    form(&["with-exception-handler"], LooseBody, &[Code], Code),
    form(&["if"], Aligned, &[], Code),
    form(&["cond"], Aligned, &[], Clause),
    form(&["cond-expand"], Body, &[], DataClause),
    form(&["case"], Body, &[Code], DataClause),
    form(&["match"], Body, &[Code], DataClause),
    form(&["case-lambda", "match-lambda", "match-lambda*"], Body, &[], DataClause),
    form(&["guard"], Body, &[Guard], Code),
    named(&["syntax-rules"], &[Data], &[Code, Data], DataClause),
    form(&["quote"], Filled, &[], Data),
];

/// What a keyword that begins with `define-` means if it is not in the table.
const DEFINER: Form = form(&[], LooseBody, &[Data], Code);

/// The special form of a name.
pub fn find_form(name: &str) -> Option<&'static Form> {
    let known = FORMS.iter().find(|form| form.names.contains(&name));
    known.or_else(|| name.starts_with("define-").then_some(&DEFINER))
}
