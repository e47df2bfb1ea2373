"""The part of the generator that makes bindings, loops, and blocks of statements."""

SMALL = (-2.0, 2.0)


class Statements:
    # Bindings

    def bound(self, scope):
        """A binding: name, row, expression."""
        data = ["vector", "vector", "list", "f64vector"] + ([] if self.plain else ["point", "couple"])
        kind = self.rng.choice(["number"] * 5 + ["procedure"] * 3 + data)
        name, size = self.name(kind[0]), 0
        if kind == "number":
            expr = self.small(scope)
        elif kind == "procedure":
            size = self.rng.choice([1, 1, 2])
            expr = self.procedure(scope, size)
        elif kind in ("vector", "list"):
            size = self.rng.randint(1, 4)
            expr = self.any_vector(scope, size) if kind == "vector" else self.any_list(scope, size)
        elif kind == "f64vector":
            size = self.rng.randint(1, 4)
            expr = ["f64vector"] + [self.small(scope) for _ in range(size)]
        else:
            expr = ["make-point" if kind == "point" else "cons", self.small(scope), self.small(scope)]
        return name, (name, kind, size), expr

    def binding(self, scope):
        head = self.rng.choice(["let", "let*", "let*", "letrec*"])
        bindings, rows, inner = [], [], scope
        for _ in range(self.rng.randint(1, 3)):
            name, row, expr = self.bound(scope if head == "let" else inner)
            bindings.append([name, expr])
            inner = inner.add(row)
            rows.append((*row, True))
        body, interval = self.result(inner, rows)
        return [head, bindings, body], interval

    def result(self, scope, rows):
        """An expression that uses all of these variables, or any."""
        return self.mix(scope, rows) if self.rng.random() < 0.6 else self.number_in(scope)

    def step(self, scope, name):
        """What a variable of a loop becomes: mostly a change of itself."""
        if self.rng.random() < 0.2:
            return self.small(scope)
        return self.rng.choice([["tanh", ["+", name, self.small(scope)]], ["sin", ["*", name, self.small(scope)]],
                                ["-", ["*", "0.5", name], ["*", "0.5", self.small(scope)]],
                                ["*", "0.5", name, self.small(scope)]])

    def several_values(self, scope):
        a, b = self.name("a"), self.name("b")
        body, interval = self.number_in(scope.add((a, "number", 0), (b, "number", 0)))
        source = ["values", self.small(scope), self.small(scope)]
        if self.rng.random() < 0.5:
            source = ["if", self.test(scope.fixed()), source, ["values", self.small(scope), self.small(scope)]]
        if self.rng.random() < 0.5:
            return ["let-values", [[[a, b], source]], body], interval
        return ["call-with-values", ["lambda", [], source], ["lambda", [a, b], body]], interval

    # Loops

    def named_loop(self, scope):
        loop, i, count = self.name("loop"), self.name("i"), self.rng.randint(1, 6)
        names = [self.name("s") for _ in range(self.rng.randint(1, 3))]
        inner = scope.fixed().add((i, "index", count), *((name, "number", 0) for name in names))
        starts = [[name, self.small(scope)] for name in names]
        steps = [self.step(inner, name) for name in names]
        kind = self.rng.randrange(3)
        if kind == 0:
            # Not a tail call: the recursion keeps a frame a step.
            rest = [("rest", "number", 0)]
            body = ["let", [["rest", [loop, ["+", i, "1"], *steps]]], self.step(inner.add(*rest), "rest")]
            return ["let", loop, [[i, "0"], *starts], ["if", ["=", i, str(count)], names[0], body]], SMALL
        rows_of = [(name, "number", 0, False) for name in names]
        result, interval = self.result(scope.fixed().add(*rows_of), rows_of)
        stop = ["=", i, str(count)]
        if kind == 1:
            stop = ["or", stop, [">", names[0], self.constant(0.0, 2.0)]]
        return ["let", loop, [[i, "0"], *starts], ["if", stop, result, [loop, ["+", i, "1"], *steps]]], interval

    def do_loop(self, scope):
        i, count = self.name("i"), self.rng.randint(1, 6)
        names = [self.name("s") for _ in range(self.rng.randint(1, 2))]
        inner = scope.fixed().add((i, "index", count), *((name, "number", 0) for name in names))
        rows = [[name, self.small(scope), self.step(inner, name)] for name in names]
        rows_of = [(name, "number", 0, False) for name in names]
        result, interval = self.result(scope.fixed().add(*rows_of), rows_of)
        return ["do", [[i, "0", ["+", i, "1"]], *rows], [["=", i, str(count)], result]], interval

    def sum_loop(self, scope):
        """A sum over a vector, long enough for the forms of loops that take several elements at once."""
        if any(row[2] > 6 for row in scope.find("index")):
            return self.leaf(scope)
        v, k, i, s, e = (self.name(stem) for stem in "vkise")
        size, inner = self.rng.choice([7, 8, 19, 33]), scope.fixed()
        elements = ["vector-tabulate", ["lambda", [k], ["sin", ["*", k, self.leaf(inner)[0]]]], str(size)]
        term = self.small(inner.add((i, "index", size), (e, "number", 0), (e, "number", 0)))
        step = ["+", s, ["let", [[e, ["vector-ref", v, i]]], term]]
        loop = ["do", [[i, "0", ["+", i, "1"]], [s, "0.0", step]], [["=", i, str(size)], s]]
        return ["let", [[v, elements]], loop], (-2.0 * size, 2.0 * size)

    def matrix(self, scope):
        """A vector of vectors that is made here, some of them or of their elements replaced, and a number out of it."""
        m, i, k, size, width = self.name("m"), self.name("i"), self.name("k"), self.rng.randint(1, 3), self.rng.randint(1, 3)
        inner, which = scope.fixed(), self.rng.choice(["vector", "vector", "f64vector"])
        row = lambda scope: [which] + [self.small(scope) for _ in range(width)]
        filled = lambda value: ["make-vector", str(width), value] if which == "vector" else [which] + [value] * width
        rows = self.rng.choice([
            lambda: ["vector-map", ["lambda", [k], row(inner.add((k, "number", 0)))], self.any_vector(inner, size)],
            lambda: ["vector"] + [row(inner) for _ in range(size)],
            lambda: ["vector-tabulate", ["lambda", [k], filled(self.small(inner.add((k, "index", size))))], str(size)],
        ])()
        element = lambda: [f"{which}-ref", ["vector-ref", m, str(self.rng.randrange(size))], str(self.rng.randrange(width))]
        changes = []
        for _ in range(self.rng.randint(0, 3)):
            value = self.rng.choice([self.small(inner), ["sin", element()], ["*", "0.5", element(), self.leaf(inner)[0]]])
            place = ["vector-ref", m, str(self.rng.randrange(size))]
            of_rows = [
                ["vector-set!", m, str(self.rng.randrange(size)), row(inner)],
                ["vector-set!", m, str(self.rng.randrange(size)), place],
            ]
            of_elements = [
                ["vector-set!", place, str(self.rng.randrange(width)), value],
                ["do", [[i, "0", ["+", i, "1"]]], [["=", i, str(size)]],
                 ["vector-set!", ["vector-ref", m, i], "0", ["sin", ["+", value, ["vector-ref", ["vector-ref", m, i], "0"]]]]],
            ]
            # No active number may be put into an f64vector.
            changes.append(self.rng.choice(of_rows + of_elements if which == "vector" else of_rows))
        s = self.name("s")
        total = ["do", [[i, "0", ["+", i, "1"]],
                        [s, "0.0", ["tanh", ["+", s, [f"{which}-ref", ["vector-ref", m, i], str(self.rng.randrange(width))]]]]],
                 [["=", i, str(size)], s]]
        return ["let", [[m, rows]], *changes, ["*", total, ["cos", element()]]], (-1.0, 1.0)

    # Blocks: variables and statements that change them

    def block(self, scope):
        scope = scope.fixed()
        bindings, rows = [], []
        for _ in range(self.rng.randint(1, 3)):
            kind = self.rng.choice(["number", "number", "vector"] + ([] if self.plain else ["point", "couple"]))
            name, size = self.name("m" + kind[0]), 0
            if kind == "number":
                expr = self.small(scope)
            elif kind == "vector":
                size = self.rng.randint(1, 5)
                expr = self.rng.choice([["make-vector", str(size), "0.0"],
                                        ["vector"] + [self.small(scope) for _ in range(size)]])
            else:
                expr = ["make-point" if kind == "point" else "cons", self.small(scope), self.small(scope)]
            bindings.append([name, expr])
            rows.append((name, kind, size))
        inner = scope.add(*rows)
        statements = [self.statement(inner, 2) for _ in range(self.rng.randint(1, 4))]
        result, interval = self.result(inner, [(*row, False) for row in rows])
        if rows[0][1] == "number" and self.rng.random() < 0.3:
            # A closure that changes what it captured.
            change, d = self.name("change"), self.name("d")
            step = ["set!", rows[0][0], self.step(inner.fixed().add((d, "number", 0)), rows[0][0])]
            calls = [[change, self.small(inner.fixed())] for _ in range(self.rng.randint(1, 3))]
            statements = [["define", [change, d], step], *statements, *calls]
        return ["let", bindings, *statements, result], interval

    def statement(self, scope, depth):
        """A change of one of the variables of the block."""
        self.fuel -= 1
        if depth > 0 and self.fuel > 0:
            kind, inner = self.rng.randrange(8), depth - 1
            if kind == 0:
                i, count = self.name("i"), self.rng.randint(1, 5)
                body = [self.statement(scope.add((i, "index", count)), inner) for _ in range(self.rng.randint(1, 2))]
                return ["do", [[i, "0", ["+", i, "1"]]], [["=", i, str(count)]], *body]
            if kind == 1:
                return [self.rng.choice(["when", "unless"]), self.test(scope.fixed()), self.statement(scope, inner)]
            if kind == 2:
                return ["if", self.test(scope.fixed()), self.statement(scope, inner), self.statement(scope, inner)]
            if kind == 3:
                e, size = self.name("e"), self.rng.randint(1, 4)
                walk, data = self.rng.choice([("for-each", self.any_list(scope.fixed(), size)),
                                              ("vector-for-each", self.any_vector(scope.fixed(), size))])
                return [walk, ["lambda", [e], self.statement(scope.add((e, "number", 0, False)), inner)], data]
        name, kind, size, _ = self.rng.choice(scope.changing("number", "vector", "point", "couple"))
        if kind == "number":
            return ["set!", name, self.step(scope.fixed(), name)]
        value = self.small(scope.fixed())
        if kind == "vector":
            return ["vector-set!", name, self.index_below(scope, size), value]
        if kind == "point":
            return [self.rng.choice(["set-point-x!", "set-point-y!"]), name, value]
        return [self.rng.choice(["set-car!", "set-cdr!"]), name, value]
