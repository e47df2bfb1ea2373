//! The syntax that the expander knows by itself.

macro_rules! core_forms {
    ($($variant:ident = $name:literal,)*) => {
        /// A syntactic keyword.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum CoreForm { $(#[doc = concat!("`", $name, "`")] $variant,)* }

        /// All keywords and their names.
        pub const CORE_FORMS: &[(&str, CoreForm)] = &[$(($name, CoreForm::$variant),)*];
    };
}

core_forms! {
    Quote = "quote",
    Quasiquote = "quasiquote",
    Unquote = "unquote",
    UnquoteSplicing = "unquote-splicing",
    Lambda = "lambda",
    CaseLambda = "case-lambda",
    If = "if",
    Set = "set!",
    Begin = "begin",
    Let = "let",
    LetStar = "let*",
    Letrec = "letrec",
    LetrecStar = "letrec*",
    LetValues = "let-values",
    LetStarValues = "let*-values",
    Define = "define",
    DefineValues = "define-values",
    DefineRecordType = "define-record-type",
    DefineRecordFamily = "define-record-family",
    Redefine = "%redefine",
    DefineSyntax = "define-syntax",
    LetSyntax = "let-syntax",
    LetrecSyntax = "letrec-syntax",
    SyntaxRules = "syntax-rules",
    SyntaxError = "syntax-error",
    Cond = "cond",
    Case = "case",
    And = "and",
    Or = "or",
    When = "when",
    Unless = "unless",
    Do = "do",
    Delay = "delay",
    DelayForce = "delay-force",
    Parameterize = "parameterize",
    Guard = "guard",
    Match = "match",
    MatchLambda = "match-lambda",
    MatchLambdaStar = "match-lambda*",
    MatchLet = "match-let",
    MatchLetStar = "match-let*",
    MatchLetrec = "match-letrec",
    CondExpand = "cond-expand",
    Include = "include",
    IncludeCi = "include-ci",
    Import = "import",
    Require = "require",
    DefineLibrary = "define-library",
    Else = "else",
    Arrow = "=>",
    Ellipsis = "...",
    Underscore = "_",
}
