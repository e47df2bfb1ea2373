"""Random differentiable programs from a seed, as nested lists of strings.

Every variable holds numbers in [-2, 2]: an expression is made together with an interval it stays in, and is squashed
into [-2, 2] before it is bound, stored, passed or returned. So every operation is far from the edges of its domain.
Only statements change variables, and only variables of the block they stand in: the order of arguments never matters.
"""
import math
from calls import Calls
from statements import Statements

EVERYTHING = (-math.inf, math.inf)
SMALL = (-2.0, 2.0)


class Scope:
    """What is visible: rows of a name, its kind, its size, and whether statements may change it."""

    def __init__(self, rows=(), level=0):
        self.rows, self.level = tuple(rows), level

    def add(self, *rows, changes=True):
        return Scope(self.rows + tuple(row if len(row) == 4 else (*row, changes) for row in rows), self.level)

    def fixed(self):
        """The scope of an expression: nothing of outside is changed in it."""
        return Scope((row[:3] + (False,) for row in self.rows), self.level)

    def inside_derivative(self):
        return Scope(self.fixed().rows, self.level + 1)

    def find(self, *kinds):
        return [row for row in self.rows if row[1] in kinds]

    def changing(self, *kinds):
        return [row for row in self.rows if row[1] in kinds and row[3]]


class Generator(Statements, Calls):
    """Kinds: `number`, `index` (an integer from 0 below its size), `vector`, `f64vector` and `list` of a size,
    `procedure` of a number of numbers, `recursion` (a count first), `point` (a record), `couple` (a pair)."""

    def __init__(self, rng, number, fuel):
        self.rng, self.number, self.names = rng, number, 0
        self.fuel = rng.uniform(0.3, 1.0) * fuel
        # More than half of the programs keep to what numeric programs are made of.
        self.plain = rng.random() < 0.6

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def pick(self, scope, rows):
        """What one of the rows (weight, maker) makes."""
        self.fuel -= 1
        return self.rng.choices([maker for _, maker in rows], [weight for weight, _ in rows])[0](scope)

    def constant(self, low=-2.0, high=2.0):
        # Not 0: a program may have a kink there that looks smooth from both sides.
        return f"{self.rng.uniform(low, high):.3f}".replace("0.000", "0.001")

    # Numbers

    def number_in(self, scope):
        """An expression and the interval of its values. It uses up a part of the fuel only, so others get some."""
        if self.fuel <= 1:
            return self.leaf(scope)
        kept = self.fuel * self.rng.uniform(0.2, 0.7)
        self.fuel -= kept
        made = self.compound(scope)
        self.fuel += kept
        return made

    def compound(self, scope):
        rows = [(5, self.leaf), (10, self.sum_or_product), (6, self.quotient), (9, self.function), (4, self.power),
                (3, self.extreme), (5, self.branch), (3, self.vector_element), (2, self.list_element),
                (5, self.call), (6, self.binding), (4, self.named_loop), (3, self.do_loop), (3, self.sum_loop), (4, self.block),
                (4, self.higher_order), (2, self.internal_recursion), (2, self.several_values),
                (2, self.matrix), (1, self.table), (2, self.structured_call)]
        if not self.plain:
            rows += [(3, self.field), (3, self.escape)]
        if scope.level < 2:
            rows += [(1 if scope.level > 0 else 3 if self.plain else 5, self.nested_derivative)]
        return self.pick(scope, rows)

    def small(self, scope):
        """An expression in [-2, 2]."""
        expr, (low, high) = self.number_in(scope)
        if -2.0 <= low and high <= 2.0:
            return expr
        bound = max(-low, high)
        if bound <= 40 and self.rng.random() < 0.5:
            return ["*", f"{2 / bound - 0.0005:.3f}", expr]
        t = self.name("t")
        return self.rng.choice([["sin", expr], ["tanh", expr], ["cos", expr], ["atan", expr],
                                ["let", [[t, expr]], ["/", t, ["+", "1", ["abs", t]]]],
                                ["let", [[t, expr]], ["/", t, ["sqrt", ["+", "1.0", ["*", t, t]]]]]])

    def positive(self, scope):
        """An expression away from 0, and its interval."""
        expr, (low, high) = self.number_in(scope)
        if low > 0.2:
            return expr, (low, high)
        if low > -40 and high < 40 and self.rng.random() < 0.4:
            shift = math.ceil((0.5 - low) * 2) / 2
            return ["+", self.rng.choice([f"{shift}", f"{shift:.2f}"]), expr], (low + shift, high + shift)
        if high <= 3 and low > -3 and self.rng.random() < 0.4:
            return ["exp", expr], (math.exp(low), math.exp(high))
        bound = max(-low, high)
        return self.rng.choice([
            (["+", "0.5", ["square", expr]], (0.5, 0.5 + bound * bound)),
            (["+", "1", ["abs", expr]], (1.0, 1.0 + bound)),
            (["sqrt", ["+", "1.0", ["square", expr]]], (1.0, 1.0 + bound))])

    def leaf(self, scope):
        """A constant, or one to three variables combined."""
        rows = scope.find("number", "index", "vector", "f64vector", "list", "point", "couple", "procedure")
        if not rows or self.rng.random() < 0.15:
            exact = self.rng.choice(["1", "2", "-1", "1/2", "1/3"])
            return exact if self.rng.random() < (0.1 if self.plain else 0.5) else self.constant(), SMALL
        # Recent variables are the interesting ones.
        inputs = [row for row in rows if row[0].startswith("in")]
        pools = [rows[-3:], rows[-3:], rows, inputs or rows]
        chosen = [self.rng.choice(self.rng.choice(pools)) for _ in range(self.rng.randint(1, 3))]
        return self.mix(scope, chosen)

    def mix(self, scope, rows):
        """An expression of all of these variables, and its interval."""
        expr, bound = self.use(scope, rows[0])
        for row in rows[1:]:
            other, size = self.use(scope, row)
            op = self.rng.choice(["+", "-", "*"])
            first, second = (expr, other) if self.rng.random() < 0.5 else (other, expr)
            expr, bound = [op, first, second], bound * size if op == "*" else bound + size
        return expr, (-bound, bound)

    def use(self, scope, row):
        """An expression of a variable, and how large it may be."""
        name, kind, size, _ = row
        if kind == "index":
            return name, size
        if kind == "number":
            return name, 2.0
        if kind in ("vector", "f64vector", "list"):
            return [f"{kind}-ref", name, self.index_below(scope, size)], 2.0
        if kind == "procedure":
            numbers = [row[0] for row in scope.find("number")[-3:]] + [self.constant()]
            return [name] + [self.rng.choice(numbers) for _ in range(size)], 2.0
        return [self.rng.choice({"point": ["point-x", "point-y"], "couple": ["car", "cdr"]}[kind]), name], 2.0

    def sum_or_product(self, scope):
        (a, (la, ha)), (b, (lb, hb)) = self.number_in(scope), self.number_in(scope)
        op = self.rng.choice(["+", "-", "*", "*"])
        if op == "+":
            return ["+", a, b], (la + lb, ha + hb)
        if op == "-":
            return ["-", a, b], (la - hb, ha - lb)
        indices = scope.find("index")
        if indices and self.rng.random() < 0.3:
            name, _, size, _ = self.rng.choice(indices)
            ends = [0.0, (size - 1) * la, (size - 1) * ha]
            return ["*", name, a], (min(ends), max(ends))
        ends = [x * y if math.isfinite(x) and math.isfinite(y) else math.inf for x in (la, ha) for y in (lb, hb)]
        return ["*", a, b], (min(ends), max(ends)) if max(ends) < math.inf else EVERYTHING

    def quotient(self, scope):
        if self.rng.random() < 0.25:
            expr, (low, high) = self.number_in(scope)
            return ["/", expr, "3"], (low / 3, high / 3)
        (a, (la, ha)), (b, (lb, hb)) = self.number_in(scope), self.positive(scope)
        bound = max(-la, ha) / lb
        return ["/", a, b], (-bound, bound)

    def function(self, scope):
        kind = self.rng.randrange(10)
        if kind == 0:
            expr, (low, high) = self.positive(scope)
            return ["log", expr], (math.log(low), math.log(high))
        if kind == 1:
            expr, (low, high) = self.positive(scope)
            return ["sqrt", expr], (math.sqrt(low), math.sqrt(high))
        if kind == 2:
            return ["exp", self.small(scope)], (math.exp(-2.0), math.exp(2.0))
        if kind == 3:
            return self.rng.choice([
                (["atan", self.small(scope), self.positive(scope)[0]], (-1.6, 1.6)),
                (["asin", ["*", "0.4", self.small(scope)]], (-1.0, 1.0)),
                (["acos", ["*", "0.4", self.small(scope)]], (0.5, 2.6)),
                (["sinh", self.small(scope)], (-3.7, 3.7)), (["cosh", self.small(scope)], (1.0, 3.8))])
        expr, (low, high) = self.number_in(scope)
        bound = max(-low, high)
        return self.rng.choice([(["sin", expr], (-1.0, 1.0)), (["cos", expr], (-1.0, 1.0)),
                                (["tanh", expr], (-1.0, 1.0)), (["atan", expr], (-1.6, 1.6)),
                                (["abs", expr], (0.0, bound)), (["square", expr], (0.0, bound * bound)),
                                (["-", expr], (-high, -low))])

    def power(self, scope):
        kind = self.rng.randrange(3)
        if kind == 0:
            power = self.rng.choice([2, 3, 4])
            return ["expt", self.small(scope), str(power)], (-(2.0**power), 2.0**power)
        base, (low, high) = self.positive(scope)
        if kind == 1:
            power = self.rng.choice([2.5, 0.5, -1.5, -2.0, 3.0])
            ends = (low**power, min(high, 1e50)**power)
            return ["expt", base, str(power)], (min(ends), max(ends))
        low, high = max(min(low, 1.0), 0.2), min(max(high, 1.0), 1e50)
        return ["expt", base, self.small(scope)], (0.0, max(low**-2.0, high**2.0))

    def extreme(self, scope):
        (a, (la, ha)), (b, (lb, hb)) = self.number_in(scope), self.number_in(scope)
        if self.rng.random() < 0.5:
            return ["max", a, b], (max(la, lb), max(ha, hb))
        return ["min", a, b], (min(la, lb), min(ha, hb))

    def branch(self, scope):
        kind = self.rng.randrange(4)
        (a, (la, ha)), (b, (lb, hb)) = self.number_in(scope), self.number_in(scope)
        low, high = min(la, lb), max(ha, hb)
        if kind == 0:
            c = self.small(scope)
            return (["cond", [self.test(scope), a], [self.test(scope), b], ["else", c]],
                    (min(low, -2.0), max(high, 2.0)))
        indices = scope.find("index")
        if kind == 1 and indices:
            return ["case", self.rng.choice(indices)[0], [["0", "2"], a], ["else", b]], (low, high)
        return ["if", self.test(scope), a, b], (low, high)

    def test(self, scope):
        indices = scope.find("index")
        kind = self.rng.randrange(8)
        if kind < 2 and indices:
            name, _, size, _ = self.rng.choice(indices)
            return self.rng.choice([["even?", name], ["=", name, str(self.rng.randrange(size))], ["odd?", name],
                                    ["<", name, str(self.rng.randrange(1, size + 1))], ["zero?", name]])
        if kind == 2 and self.fuel > 0:
            return self.rng.choice([["not", self.test(scope)], ["and", self.test(scope), self.test(scope)],
                                    ["or", self.test(scope), self.test(scope)]])
        if kind == 3:
            return [self.rng.choice(["positive?", "negative?"]), self.small(scope)]
        return [self.rng.choice(["<", ">", "<=", ">="]), self.small(scope), self.rng.choice([self.constant(), "0"])]

    # Data

    def index_below(self, scope, size):
        """An exact integer from 0 below size."""
        fitting = [row[0] for row in scope.find("index") if row[2] <= size]
        others = [row[0] for row in scope.find("index") if row[2] > size]
        if fitting and self.rng.random() < 0.6:
            return self.rng.choice(fitting)
        if others and self.rng.random() < 0.6:
            return ["modulo", self.rng.choice(others), str(size)]
        return str(self.rng.randrange(size))

    def vector_element(self, scope):
        rows = scope.find("vector", "f64vector")
        if rows and self.rng.random() < 0.8:
            name, kind, size, _ = self.rng.choice(rows)
        else:
            kind, size = self.rng.choice(["vector", "f64vector"]), self.rng.randint(1, 4)
            name = [kind] + [self.small(scope) for _ in range(size)]
        return [f"{kind}-ref", name, self.index_below(scope, size)], SMALL

    def list_element(self, scope):
        rows = scope.find("list")
        if rows and self.rng.random() < 0.8:
            name, _, size, _ = self.rng.choice(rows)
        else:
            size = self.rng.randint(1, 4)
            name = self.any_list(scope, size)
        place = self.rng.randrange(size)
        if place < 3 and self.rng.random() < 0.5:
            return [["car", "cadr", "caddr"][place], name], SMALL
        return ["list-ref", name, self.index_below(scope, size)], SMALL

    def any_list(self, scope, size):
        items = [self.small(scope) for _ in range(size)]
        rows = [row for row in scope.find("list") if row[2] == size]
        return self.rng.choice([["list"] + items, ["cons", items[0], ["list"] + items[1:]],
                                ["reverse", rows[0][0]] if rows else ["list"] + items,
                                ["map", self.procedure(scope, 1), ["list"] + items],
                                ["vector->list", ["vector"] + items]])

    def any_vector(self, scope, size):
        items = [self.small(scope) for _ in range(size)]
        rows = [row for row in scope.find("vector") if row[2] == size]
        k = self.name("k")
        if rows and self.rng.random() < 0.3:
            other = self.rng.choice(rows)[0]
            return self.rng.choice([["vector-map", self.procedure(scope, 2), rows[0][0], other],
                                    ["if", self.test(scope), rows[0][0], other],
                                    ["vector-ref", ["vector", rows[0][0], other], "1"]])
        return self.rng.choice([["vector"] + items, ["make-vector", str(size), items[0]],
                                ["vector-copy", rows[0][0]] if rows else ["vector"] + items,
                                ["vector-map", self.procedure(scope, 1), ["vector"] + items],
                                ["list->vector", ["list"] + items],
                                ["vector-tabulate", ["lambda", [k], self.small(scope.add((k, "index", size)))],
                                 str(size)]])

    def table(self, scope):
        """Numbers that are found by names."""
        names = ["a", "\"b\"", "3"]
        items = [self.small(scope) for _ in names]
        key = f"'{self.rng.choice(names)}"
        pairs = ["list"] + [["cons", f"'{name}", item] for name, item in zip(names, items)]
        if self.rng.random() < 0.6:
            return ["cdr", ["assoc", key, pairs]], SMALL
        t = self.name("t")
        changes = [["hash-table-set!", t, f"'{name}", item] for name, item in zip(names, items)]
        return ["let", [[t, ["make-hash-table"]]], *changes, ["hash-table-ref", t, key]], SMALL

    def field(self, scope):
        rows = scope.find("point", "couple")
        name, kind = self.rng.choice(rows)[:2] if rows else (["make-point", self.small(scope), self.small(scope)], "point")
        return [self.rng.choice({"point": ["point-x", "point-y"], "couple": ["car", "cdr"]}[kind]), name], SMALL

    # Procedures and calls

    def procedure(self, scope, arity):
        """An expression whose value is a procedure from numbers in [-2, 2] to one."""
        known = [row[0] for row in scope.find("procedure") if row[2] == arity]
        kind = self.rng.randrange(6)
        if kind <= 1 and known:
            return self.rng.choice(known)
        if self.fuel > 0 and arity == 1 and kind == 2:
            return ["compose", self.procedure(scope, 1), self.procedure(scope, 1)]
        if self.fuel > 0 and arity == 1 and kind == 3 and not self.plain and self.rng.random() < 0.4:
            return ["checkpoint", self.function_of(scope, 1)]
        if self.fuel > 0 and kind == 4:
            c = self.name("c")
            return ["let", [[c, self.small(scope)]], self.function_of(scope.add((c, "number", 0)), arity)]
        return self.function_of(scope, arity)

    def function_of(self, scope, arity):
        names = [self.name("u") for _ in range(arity)]
        return ["lambda", names, self.small(scope.fixed().add(*((name, "number", 0) for name in names)))]

    def call(self, scope):
        recursions = scope.find("recursion")
        if recursions and self.rng.random() < 0.5:
            name, _, (arity, limit), _ = self.rng.choice(recursions)
            return [name, str(self.rng.randint(0, limit))] + [self.small(scope) for _ in range(arity)], SMALL
        arity = self.rng.choice([1, 1, 2])
        procedure = self.procedure(scope, arity)
        arguments = [self.small(scope) for _ in range(arity)]
        if self.rng.random() < 0.15:
            return ["apply", procedure, ["list"] + arguments], SMALL
        return [procedure] + arguments, SMALL
