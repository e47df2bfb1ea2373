"""Random programs from a seed, as nested tuples of strings: mostly of right types, sometimes not."""

SMALL = [-7, -3, -2, -1, 0, 1, 2, 3, 5, 10, 16]
LARGE = [2**31, 2**46, 2**47 - 1, -(2**47), 2**47, 2**53 + 1, 2**63, 2**64 - 1, 10**20, -(3**60), 7**80]
FLOATS = ["0.0", "-0.0", "1.0", "1.5", "-2.5", "0.1", "3.0", "1e10", "1e21", "1e22", "1e-7", "123456.789", "-1e300",
          "5e-324", "1.7976931348623157e308", "4503599627370497.5", "9007199254740993.0", "0.3333333333333333"]
STRINGS = ["", "a", "abc", "Hello, world", "zZ9 ", "line\\nbreak", "say \\\"so\\\"", "b\\\\c", "12", "1/3", "aaa"]
CHARS = ["#\\a", "#\\Z", "#\\0", "#\\space", "#\\newline", "#\\(", "#\\z"]
SYMBOLS = ["'a", "'b", "'foo", "'list"]

# Result type: rows of an operator and the types of its arguments. A trailing `+` is one or more of the last type.
OPERATORS = {
    "int": [
        ("+", "int+"), ("-", "int int"), ("-", "int"), ("*", "int int"), ("quotient", "int int"), ("remainder", "int int"),
        ("modulo", "int int"), ("abs", "int"), ("gcd", "int int"), ("lcm", "int int"), ("max", "int int"), ("min", "int int"),
        ("square", "int"), ("expt", "int count"), ("string-length", "str"), ("length", "list"), ("vector-length", "vec"),
        ("floor", "rat"), ("round", "rat"), ("truncate", "rat"), ("ceiling", "rat"), ("numerator", "rat"),
        ("denominator", "rat"), ("char->integer", "char"), ("apply + ", "list"), ("floor-quotient", "int int"),
        ("floor-remainder", "int int"), ("truncate-quotient", "int int"), ("exact", "whole"), ("first-root", "int"),
        ("vector-ref", "vec index"), ("list-ref", "list index"), ("car", "list"), ("fold-left +", "int list"),
        ("bitwise-and", "int int"), ("bitwise-or", "int int"), ("bitwise-xor", "int int"), ("arithmetic-shift", "int shift"),
        ("bitwise-not", "int"), ("exact-integer-sqrt-rest", "int"),
    ],
    "rat": [
        ("/", "rat rat"), ("+", "rat rat"), ("*", "rat rat"), ("-", "rat rat"), ("/", "int int"), ("abs", "rat"),
        ("max", "rat rat"), ("expt", "rat exponent"), ("exact", "flo"), ("square", "rat"), ("/", "rat"),
    ],
    "flo": [
        ("+", "flo num"), ("-", "num flo"), ("*", "flo flo"), ("/", "flo flo"), ("inexact", "rat"), ("floor", "flo"),
        ("round", "flo"), ("truncate", "flo"), ("sqrt", "positive"), ("abs", "flo"), ("max", "flo num"),
        ("min", "num flo"), ("exp", "modest"), ("sin", "modest"), ("cos", "modest"), ("atan", "modest"), ("expt", "flo count"),
        ("atan", "modest modest"), ("log", "positive"), ("square", "flo"), ("inexact", "int"), ("*", "flo num"),
    ],
    "num": [("+", "num num"), ("*", "num num"), ("-", "num num"), ("if", "bool num num"), ("string->number", "str")],
    "bool": [
        ("<", "num num"), ("=", "num num"), (">=", "num num num"), ("<=", "num+"), ("zero?", "num"), ("even?", "int"), ("odd?", "int"),
        ("negative?", "num"), ("positive?", "num"), ("not", "bool"), ("and", "bool bool"), ("or", "bool bool"),
        ("eqv?", "any any"), ("equal?", "any any"), ("integer?", "any"), ("rational?", "num"), ("exact?", "num"),
        ("string<?", "str str"), ("string=?", "str str"), ("char<?", "char char"), ("char-alphabetic?", "char"),
        ("null?", "list"), ("pair?", "any"), ("vector?", "any"), ("procedure?", "any"), ("memv-true", "int list"), ("number?", "any"),
        ("string?", "any"), ("boolean?", "any"), ("symbol?", "any"), ("inexact?", "num"), ("nan?", "flo"), ("finite?", "num"),
    ],
    "str": [
        ("string-append", "str str"), ("substring", "str zero short"), ("number->string", "num"), ("string-upcase", "str"),
        ("list->string", "chars"), ("string-copy", "str"), ("make-string", "count char"), ("symbol->string", "sym"), ("symbol->string (string->symbol", "str"),
        ("number->string", "int radix"), ("string", "char char"), ("string-downcase", "str"), ("vector->string-of", "chars"),
        ("substring", "str index index"),
    ],
    "char": [("string-ref", "str index"), ("char-upcase", "char"), ("integer->char", "code"), ("char-downcase", "char")],
    "chars": [("list", "char+"), ("string->list", "str"), ("reverse", "chars"), ("cons", "char chars")],
    "list": [
        ("list", "int+"), ("cons", "int list"), ("append", "list list"), ("reverse", "list"), ("map", "proc list"), ("cdr", "list"),
        ("vector->list", "vec"), ("list-tail", "list index"), ("filter even?", "list"), ("map", "proc2 list list"),
        ("list-copy", "list"), ("list-sort <", "list"), ("memv-tail", "int list"), ("iota", "count"), ("append", "list list list"),
    ],
    "vec": [
        ("vector", "int+"), ("make-vector", "count int"), ("list->vector", "list"), ("vector-map", "proc vec"),
        ("vector-with", "vec index int"), ("vector-append", "vec vec"),
    ],
    "sym": [("if", "bool sym sym")],
    "any": [("values", "num"), ("values", "str"), ("values", "list"), ("values", "vec"), ("values", "char"), ("values", "sym"), ("cons", "any any"),
            ("vector", "any any"), ("list", "any any"), ("assv-pair", "int list"), ("reverse", "list")],
}
ALIASES = {"whole": "int", "positive": "flo", "modest": "flo"}
KINDS = ["int", "rat", "flo", "num", "bool", "str", "char", "list", "vec", "sym", "any"]


class Generator:
    """Expressions as text. `scope` has the variables of each type."""

    def __init__(self, rng, wrong=0.01):
        self.rng, self.wrong, self.names = rng, wrong, 0

    def name(self):
        self.names += 1
        return f"x{self.names}"

    def leaf(self, kind):
        rng = self.rng
        if kind in ("list",):
            return "'(" + " ".join(str(self.integer()) for _ in range(rng.randrange(5))) + ")"
        if kind == "chars":
            return f"(string->list \"{rng.choice(STRINGS)}\")"
        if kind == "vec":
            return "(vector " + " ".join(str(self.integer()) for _ in range(rng.randrange(4))) + ")"
        leaves = {
            "int": lambda: str(self.integer()), "whole": lambda: f"{rng.choice(SMALL)}.0", "count": lambda: str(rng.randrange(9)),
            "rat": lambda: rng.choice([str(self.integer()), f"{self.integer()}/{rng.choice([2, 3, 7, 10, 2**50, 3**40])}"]),
            "flo": lambda: rng.choice(FLOATS), "positive": lambda: str(rng.choice([0.25, 2.0, 9.0, 16, 2, 1e10, 4, 10**40])),
            "modest": lambda: str(rng.choice([0.5, -1.25, 3.0, 0.0, 7.0])), "num": lambda: self.leaf(rng.choice(["int", "int", "rat", "flo"])),
            "bool": lambda: rng.choice(["#t", "#f"]), "str": lambda: f"\"{rng.choice(STRINGS)}\"", "char": lambda: rng.choice(CHARS),
            "sym": lambda: rng.choice(SYMBOLS), "any": lambda: self.leaf(rng.choice(KINDS[:-1])), "zero": lambda: "0",
            "index": lambda: str(rng.choice([0, 0, 0, 1, 1, 2, 5])), "short": lambda: rng.choice(["0", "1", "1", "3"]),
            "radix": lambda: rng.choice(["2", "8", "16", "10"]), "code": lambda: str(rng.randrange(33, 127)),
            "exponent": lambda: str(rng.randrange(-5, 9)), "shift": lambda: str(rng.choice([-70, -9, -1, 0, 1, 5, 64, 100])),
            "proc": lambda: self.procedure(1, {}, 1), "proc2": lambda: self.procedure(2, {}, 1),
        }
        return leaves[kind]()

    def integer(self):
        return self.rng.choice(SMALL) if self.rng.random() < 0.75 else self.rng.choice(LARGE) + self.rng.choice([-1, 0, 1])

    def procedure(self, count, scope, depth):
        names = [self.name() for _ in range(count)]
        inner = {**scope, "int": scope.get("int", []) + names}
        return f"(lambda ({' '.join(names)}) {self.expression('int', inner, depth)})"

    def expression(self, kind, scope, depth):
        rng = self.rng
        if rng.random() < self.wrong:
            kind = rng.choice(KINDS)
        if kind in ("proc", "proc2"):
            return self.procedure(1 if kind == "proc" else 2, scope, depth - 1)
        if scope.get(kind) and rng.random() < 0.45:
            return rng.choice(scope[kind])
        if depth <= 0 or rng.random() < 0.15 or ALIASES.get(kind, kind) not in OPERATORS or kind in ("positive", "modest"):
            return self.hidden(self.leaf(kind))
        if rng.random() < 0.3:
            return self.form(kind, scope, depth)
        operator, signature = rng.choice(OPERATORS[ALIASES.get(kind, kind)])
        kinds = signature.split()
        if kinds[-1].endswith("+"):
            kinds[-1:] = [kinds[-1][:-1]] * rng.randrange(1, 4)
        close = ")" * (1 + operator.count("("))
        return f"({operator} {' '.join(self.expression(part, scope, depth - 1) for part in kinds)}{close}"

    def hidden(self, text):
        """Half of the constants come from where no compiler looks."""
        return f"(hide {text})" if self.rng.random() < 0.3 else text

    def form(self, kind, scope, depth):
        rng, name, other = self.rng, self.name(), self.name()
        part = lambda kind, scope=scope: self.expression(kind, scope, depth - 1)
        bound = rng.choice(["int", "int", "flo", "str", "list", "vec", "num", "bool"])
        inner = {**scope, bound: scope.get(bound, []) + [name]}
        counted = {**scope, "int": scope.get("int", []) + [name]}
        both = {**counted, kind: counted.get(kind, []) + [other]}
        choice = rng.randrange(9)
        if choice == 0:
            return f"(let (({name} {part(bound)})) {part(kind, inner)})"
        if choice == 1:
            return f"(if {part('bool')} {part(kind)} {part(kind)})"
        if choice == 2:
            return f"((lambda ({name}) {part(kind, inner)}) {part(bound)})"
        if choice == 3:
            return f"(let loop (({name} 0) ({other} {part(kind)})) (if (< {name} {rng.randrange(5)}) (loop (+ {name} 1) {part(kind, both)}) {other}))"
        if choice == 4:
            return f"(let (({name} {part(bound)})) (set! {name} {part(bound, inner)}) {part(kind, inner)})"
        if choice == 5:
            return f"(let (({other} {self.procedure(1, scope, depth - 1)})) (let (({name} ({other} {part('int')}))) {part(kind, counted)}))"
        if choice == 6:
            return f"(call/cc (lambda ({other}) {'(' + other + ' ' + part(kind) + ')' if rng.random() < 0.5 else part(kind)}))"
        if choice == 7:
            return f"(cond ({part('bool')} {part(kind)}) ({part('bool')} {part(kind)}) (else {part(kind)}))"
        return f"(call-with-values (lambda () (values {part('int')} {part(kind)})) (lambda ({name} {other}) {part(kind, both)}))"
