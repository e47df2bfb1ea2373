//! What a row holds.

/// A primitive: an index into [`crate::TABLE`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PrimId(pub u16);

/// One row of the table.
#[derive(Debug)]
pub struct Prim {
    /// The name programs use.
    pub name: &'static str,
    /// Required parameters.
    pub params: &'static [Param],
    /// The parameter that takes all further arguments.
    pub rest: Option<Param>,
    /// What it returns.
    pub result: Type,
    /// Documentation.
    pub doc: &'static str,
    /// Pairs of expression and printed value.
    pub examples: &'static [(&'static str, &'static str)],
    /// What it may do besides returning a value.
    pub effects: Effects,
    /// The tangent of the result, as the text of an expression.
    pub jvp: Option<&'static str>,
    /// Of a rule for tensors: for each parameter that matters, what its tangent contributes to that of the result.
    pub tangent: Option<&'static [(&'static str, &'static str)]>,
    /// The same for the cotangent `ct` of the result and that of the parameter.
    pub cotangent: &'static [(&'static str, &'static str)],
    /// For each parameter the range in which the rule is tested.
    pub domain: &'static [(&'static str, f64, f64)],
    /// The C function of doubles that computes it.
    pub math: Option<&'static str>,
    /// How the shape of a result that is a tensor follows from the arguments.
    pub shape: Option<Shape>,
    /// What stands beside the structure that it returns, where structures of numbers are differentiated.
    pub beside: Option<Beside>,
    /// How the back end emits it inline.
    pub inline: Option<Inline>,
    /// The run-time function.
    pub symbol: &'static str,
    /// For a rest parameter: the procedure that takes the arguments as a list.
    pub fallback: Option<&'static str>,
}

impl Prim {
    /// Whether it has a rule for derivatives.
    pub fn has_rule(&self) -> bool {
        self.jvp.is_some() || self.tangent.is_some()
    }
}

/// A parameter of a primitive.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name in the row's expressions.
    pub name: &'static str,
    /// What it takes.
    pub ty: Type,
}

/// What a primitive may do besides returning a value or failing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effects {
    /// Nothing: may be removed when the result is not used.
    Pure,
    /// Reads mutable state, or makes an object that has identity.
    Read,
    /// Changes state or does input or output.
    Write,
    /// Calls procedures or leaves by other ways than a return.
    Control,
    /// Calls the compiler, which has to be in the process.
    Compile,
}

macro_rules! names {
    ($(#[$meta:meta])* $enum:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $enum { $($(#[$doc])* $variant,)* }

        impl $enum {
            /// The value written so in a row.
            pub fn from_name(name: &str) -> Option<$enum> {
                match name { $($name => Some($enum::$variant),)* _ => None }
            }
            /// How it is written in a row.
            pub fn name(self) -> &'static str {
                match self { $($enum::$variant => $name,)* }
            }
        }
    };
}

names! {
    /// How the shape of a tensor follows from arguments. A number has the shape `()`.
    Shape {
        /// That of the first argument.
        Same = "same",
        /// The one that all arguments are broadcast to.
        Broadcast = "broadcast",
        /// That of a product of matrices.
        Product = "product",
        /// The first argument, a list of lengths.
        Filled = "filled",
        /// The second argument, a list of lengths, for as many elements as the first argument has.
        Reshaped = "reshaped",
        /// That of the first argument with its axes in the order of the second one, in the opposite one if that is `#f`.
        Transposed = "transposed",
        /// That of the first argument without the axes that the second one names, or with length 1 there if the third
        /// is true.
        Reduced = "reduced",
    }
}

names! {
    /// What stands beside the structure that a primitive returns: what it returns for other arguments.
    Beside {
        /// For the same ones.
        Same = "same",
        /// For what stands beside the first one, a list, and the others; they alone tell where its elements go.
        First = "first",
        /// For the first one and for what stands beside the second one.
        Second = "second",
    }
}

names! {
    /// The types of parameters and results, as far as a row states them.
    Type {
        /// Anything.
        Any = "any",
        /// A number, or an active number of a derivative.
        Number = "number",
        /// A real number, or an active one.
        Real = "real",
        /// A real number that is neither infinite nor NaN.
        Rational = "rational",
        /// An integer, exact or not.
        Whole = "whole",
        /// An exact integer.
        Integer = "integer",
        /// An exact integer that fits a word of 48 bits.
        Fixnum = "fixnum",
        /// A double.
        Flonum = "flonum",
        /// `#t` or `#f`.
        Boolean = "boolean",
        /// A character.
        Char = "char",
        /// A string.
        String = "string",
        /// A symbol.
        Symbol = "symbol",
        /// A pair.
        Pair = "pair",
        /// A list.
        List = "list",
        /// A vector.
        Vector = "vector",
        /// A bytevector.
        Bytevector = "bytevector",
        /// A vector of doubles.
        F64vector = "f64vector",
        /// A procedure.
        Procedure = "procedure",
        /// A record.
        Record = "record",
        /// A hash table.
        Table = "table",
        /// A tensor.
        Tensor = "tensor",
        /// A port.
        Port = "port",
        /// Nothing of interest.
        Unspecified = "unspecified",
        /// It does not return.
        Never = "never",
    }
}

names! {
    /// What the back end emits inline, with the run-time function as the slow path.
    Inline {
        /// `a + b`
        Add = "add",
        /// `a - b`
        Sub = "sub",
        /// `a * b`
        Mul = "mul",
        /// `a / b`
        Div = "div",
        /// Fixnum quotient.
        Quotient = "quotient",
        /// Fixnum remainder.
        Remainder = "remainder",
        /// Fixnum modulo.
        Modulo = "modulo",
        /// `a = b`
        NumEq = "num-eq",
        /// `a < b`
        Lt = "lt",
        /// `a <= b`
        Le = "le",
        /// `a > b`
        Gt = "gt",
        /// `a >= b`
        Ge = "ge",
        /// The same word.
        Eq = "eq",
        /// Is it `#f`?
        Not = "not",
        /// Is it `()`?
        IsNull = "is-null",
        /// Is it a pair?
        IsPair = "is-pair",
        /// Is it a procedure?
        IsProcedure = "is-procedure",
        /// Is it a char?
        IsChar = "is-char",
        /// Is it a fixnum?
        IsFixnum = "is-fixnum",
        /// Is it a flonum?
        IsFlonum = "is-flonum",
        /// Is it a vector?
        IsVector = "is-vector",
        /// Is it a string?
        IsString = "is-string",
        /// Is it a symbol?
        IsSymbol = "is-symbol",
        /// Is it the end-of-file object?
        IsEof = "is-eof",
        /// What stands in a vector where nothing has been put yet: `(%unfilled)`.
        Unfilled = "unfilled",
        /// Is it that? Fast code, which nothing comes back to, takes each place it asks about for unfilled.
        IsUnfilled = "is-unfilled",
        /// Is it a number or a tensor, active or not?
        IsLeaf = "is-leaf",
        /// A new pair.
        Cons = "cons",
        /// First of a pair.
        Car = "car",
        /// Second of a pair.
        Cdr = "cdr",
        /// Replaces the first of a pair.
        SetCar = "set-car",
        /// Replaces the second of a pair.
        SetCdr = "set-cdr",
        /// A vector of the arguments.
        Vector = "vector",
        /// A list of the arguments.
        List = "list",
        /// Element of a vector.
        VectorRef = "vector-ref",
        /// Replaces an element of a vector.
        VectorSet = "vector-set",
        /// A new vector with all elements the same: `(%make-vector length fill)`.
        MakeVector = "make-vector",
        /// A new vector of a range of elements: `(%vector-copy vector start end)`.
        VectorCopy = "vector-copy",
        /// A new vector of the elements of a list.
        ListToVector = "list->vector",
        /// Sets a range of elements: `(%vector-fill! vector fill start end)`.
        VectorFill = "vector-fill",
        /// A new f64vector: `(%make-f64vector length fill)`.
        MakeF64vector = "make-f64vector",
        /// A new f64vector of a range of elements: `(%f64vector-copy vector start end)`.
        F64vectorCopy = "f64vector-copy",
        /// A new f64vector of the elements of a vector.
        F64vectorOf = "f64vector-of",
        /// A new f64vector of the elements of a list.
        ListToF64vector = "list->f64vector",
        /// Length of a vector.
        VectorLength = "vector-length",
        /// Element of an f64vector.
        F64vectorRef = "f64vector-ref",
        /// Replaces an element of an f64vector.
        F64vectorSet = "f64vector-set",
        /// Length of an f64vector.
        F64vectorLength = "f64vector-length",
        /// Element of a bytevector.
        BytevectorRef = "bytevector-ref",
        /// Replaces an element of a bytevector.
        BytevectorSet = "bytevector-set",
        /// Character of a string.
        StringRef = "string-ref",
        /// Length of a string.
        StringLength = "string-length",
        /// Code point of a character.
        CharToInteger = "char->integer",
        /// A record of a type and its fields: `(%record rtd field ...)`.
        Record = "record",
        /// Is it a record of this type: `(%record? object rtd)`.
        IsRecord = "is-record",
        /// Field of a record, checked: `(%record-ref object rtd index)`, the index a literal.
        RecordRef = "record-ref",
        /// Replaces a field: `(%record-set! object rtd index value)`.
        RecordSet = "record-set",
        /// Multiple values.
        Values = "values",
        /// Is it what `values` makes of other than one value.
        IsValues = "is-values",
        /// The list of multiple values, or of a single one.
        ValuesToList = "values->list",
        /// A call with the elements of a list, a tail call where it stands in tail position: `(%apply procedure list)`.
        Apply = "apply",
        /// The gradient of a procedure, where the compiler knows how: `(%gradient f x with-value otherwise ...)`; else it is
        /// the call `(otherwise f x)`.
        Gradient = "gradient",
        /// The tangent of what a procedure returns, where the compiler knows how: `(%jvp f x dx with-value otherwise ...)`;
        /// else it is the call `(otherwise f x dx)`.
        Jvp = "jvp",
        /// A call with a derivative of its own: `(%differentiate-by f rule otherwise list)`; in ordinary code it is the
        /// call `(otherwise list)`.
        DifferentiateBy = "differentiate-by",
        /// A number as a constant to derivatives.
        Constant = "constant",
        /// The condition object of an error that is about to be raised.
        Condition = "condition",
        /// A double from a number.
        ToFlonum = "to-flonum",
        /// The exact number of a number.
        Exact = "exact",
        /// Square root of a number.
        Sqrt = "sqrt",
        /// Magnitude of a number.
        Abs = "abs",
        /// The lesser of two numbers.
        Min = "min",
        /// The greater of two numbers.
        Max = "max",
    }
}

impl Inline {
    /// The comparison of exact integers that is true where this one is false.
    pub fn negated(self) -> Option<Inline> {
        match self {
            Inline::Lt => Some(Inline::Ge),
            Inline::Le => Some(Inline::Gt),
            Inline::Gt => Some(Inline::Le),
            Inline::Ge => Some(Inline::Lt),
            _ => None,
        }
    }
}

impl Type {
    /// What an error says was expected.
    pub fn description(self) -> &'static str {
        match self {
            Type::Any | Type::Unspecified | Type::Never => "any object",
            Type::Number => "a number",
            Type::Real => "a real number",
            Type::Rational => "a rational number",
            Type::Whole => "an integer",
            Type::Integer => "an exact integer",
            Type::Fixnum => "a small exact integer",
            Type::Flonum => "a flonum",
            Type::Boolean => "a boolean",
            Type::Char => "a character",
            Type::String => "a string",
            Type::Symbol => "a symbol",
            Type::Pair => "a pair",
            Type::List => "a list",
            Type::Vector => "a vector",
            Type::Bytevector => "a bytevector",
            Type::F64vector => "an f64vector",
            Type::Procedure => "a procedure",
            Type::Record => "a record of the right type",
            Type::Table => "a hash table",
            Type::Tensor => "a tensor",
            Type::Port => "a port",
        }
    }
}
