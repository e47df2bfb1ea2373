"""The part of the generator that makes higher-order calls, recursions, escapes and derivatives inside of programs."""

SMALL = (-2.0, 2.0)
EVERYTHING = (float("-inf"), float("inf"))


def tokens_of(expr):
    return {expr} if isinstance(expr, str) else set().union(*map(tokens_of, expr))


class Calls:
    def higher_order(self, scope):
        kind, size = self.rng.randrange(7), self.rng.randint(1, 4)
        inner = scope.fixed()
        if kind <= 2:
            x, acc = self.name("x"), self.name("acc")
            step = self.step(inner.add((x, "number", 0), (acc, "number", 0)), acc)
            fold, names = [("fold", [x, acc]), ("fold-left", [acc, x]), ("fold-right", [x, acc])][kind]
            return [fold, ["lambda", names, step], self.small(inner), self.any_list(inner, size)], SMALL
        if kind == 3:
            x, acc = self.name("x"), self.name("acc")
            step = self.step(inner.add((x, "number", 0), (acc, "number", 0)), acc)
            return ["vector-fold", ["lambda", [acc, x], step], self.small(inner), self.any_vector(inner, size)], SMALL
        if kind == 4:
            sizes = ["map", self.procedure(inner, 2), self.any_list(inner, size), self.any_list(inner, size)]
            return ["apply", "+", sizes], (-2.0 * size, 2.0 * size)
        if kind == 5:
            return ["reduce", "+", "0.0", ["map", self.procedure(inner, 1), self.any_list(inner, size)]], (-2.0 * size, 2.0 * size)
        vector = ["vector-map", self.procedure(inner, 2), self.any_vector(inner, size), self.any_vector(inner, size)]
        return ["vector-ref", vector, self.index_below(inner, size)], SMALL

    def recursive_lambda(self, scope, self_name, n, names):
        """A body that calls the procedure `self_name` of a count and numbers, with a smaller count."""
        inner = scope.fixed().add(*((name, "number", 0) for name in names))
        again = [self_name, ["-", n, "1"]] + [self.small(inner) for _ in names]
        kind = self.rng.randrange(3)
        if kind == 0:
            step = again
        elif kind == 1:
            r = self.name("r")
            step = ["let", [[r, again]], self.step(inner.add((r, "number", 0)), r)]
        else:
            twice = [self_name, ["quotient", n, "2"]] + [self.small(inner) for _ in names]
            step = ["tanh", ["+", ["*", self.constant(), again], twice]]
        return ["if", ["<=", n, "0"], self.small(inner), step]

    def internal_recursion(self, scope):
        """One or two procedures that call each other, inside of an expression."""
        arity = self.rng.randint(1, 2)
        f, g, n = self.name("f"), self.name("g"), self.name("n")
        names = [self.name("p") for _ in range(arity)]
        mutual = self.rng.random() < 0.4
        bindings = [[f, ["lambda", [n, *names], self.recursive_lambda(scope, g if mutual else f, n, names)]]]
        if mutual:
            bindings.append([g, ["lambda", [n, *names], self.recursive_lambda(scope, f, n, names)]])
        body, interval = self.number_in(scope.add((f, "recursion", (arity, 4))))
        if self.rng.random() < 0.5:
            return ["letrec", bindings, [f, "3"] + [self.small(scope) for _ in names]], SMALL
        return ["letrec", bindings, body], interval

    def escape(self, scope):
        kind, x, size = self.rng.randrange(4), self.name("x"), self.rng.randint(1, 4)
        k, inner = self.name("k"), scope.fixed()
        if kind == 0:
            leave = ["if", self.test(inner.add((x, "number", 0))), [k, self.small(inner.add((x, "number", 0)))], "#f"]
            body = ["begin", ["for-each", ["lambda", [x], leave], self.any_list(inner, size)], self.small(inner)]
            return ["call/cc", ["lambda", [k], body]], SMALL
        if kind == 1:
            raising = ["if", self.test(inner), ["raise", ["list", self.small(inner)]], self.small(inner)]
            return ["guard", [x, [["pair?", x], ["car", x]]], raising], SMALL
        d = self.name("d")
        if kind == 2:
            # A continuation that is entered again.
            place = ["tanh", ["+", self.small(inner), ["call/cc", ["lambda", [k], ["set!", d, k], self.small(inner)]]]]
            again = ["if", ["<", "turns", "2"], ["begin", ["set!", "turns", ["+", "turns", "1"]], [d, ["*", "0.5", x]]], x]
            return ["let", [[d, "#f"], ["turns", "0"]], ["let", [[x, place]], again]], SMALL
        return ["let", [[d, ["delay", self.small(inner)]]], ["+", ["force", d], ["force", d]]], (-4.0, 4.0)

    def structured_call(self, scope):
        """A checkpoint, or a procedure with a rule, that takes and returns more than numbers."""
        f, u, w, r, inner = self.name("f"), self.name("u"), self.name("w"), self.name("r"), scope.fixed()
        kind, size = self.rng.choice(["vector", "f64vector", "list", "couple", "point"]), 2
        make = {"couple": "cons", "point": "make-point"}.get(kind, kind)
        of = self.rng.choice(["number", "vector"])
        arguments = [self.small(inner), self.small(inner) if of == "number" else self.any_vector(inner, 2)]
        body, interval = self.result(scope.add((r, kind, size)), [(r, kind, size, False)] * 3)
        if self.rng.random() < 0.5:
            inside = inner.add((u, "number", 0), (w, of, 2))
            run = [["checkpoint", ["lambda", [u, w], [make, self.small(inside), self.small(inside)]]], *arguments]
            return ["let", [[r, run]], body], interval
        second, step = [each if of == "number" else ["vector-ref", each, "1"] for each in (w, "dw")]
        procedure = ["define", [f, u, w], [make, ["sin", u], ["*", "0.5", u, second]]]
        slopes = [make, ["*", "du", ["cos", u]], ["*", "0.5", ["+", ["*", "du", second], ["*", u, step]]]]
        return ["let", [], procedure, ["define-derivative", [f, u, w], ["du", "dw"], slopes],
                ["let", [[r, [f, *arguments]]], body]], interval

    # Derivatives

    def second_order(self, scope, inner, t, size):
        """An element of a Hessian at a list, or of one times a direction."""
        function = ["lambda", [t], self.small(inner)]
        point = ["list"] + [self.small(scope.fixed()) for _ in range(size)]
        row, column = str(self.rng.randrange(size)), str(self.rng.randrange(size))
        if self.rng.random() < 0.4:
            return ["list-ref", ["list-ref", ["hessian", function, point], row], column]
        if self.rng.random() < 0.5:
            direction = ["list"] + [self.small(scope.fixed()) for _ in range(size)]
            return ["list-ref", ["hvp", function, point, direction], column]
        # In a pair of which the compiler knows less.
        pair = ["lambda", ["pair"], ["let", [[t, ["cdr", "pair"]]], function[2]]]
        direction = ["list"] + [self.constant() for _ in range(size)]
        return ["list-ref", ["cdr", ["hvp", pair, ["cons", "1.0", point], ["cons", "0.0", direction]]], column]

    def nested_derivative(self, scope):
        inner = scope.inside_derivative()
        kind = self.rng.randrange(12)
        t, s = self.name("t"), self.name("t")
        one = inner.add((t, "number", 0))
        if kind <= 1:
            operator = self.rng.choice(["derivative", "derivative-forward", "derivative-reverse"])
            return [operator, ["lambda", [t], self.small(one)], self.small(scope.fixed())], EVERYTHING
        operator = self.rng.choice(["gradient", "gradient-forward", "gradient-reverse"])
        if kind == 2:
            two = inner.add((t, "number", 0), (s, "number", 0))
            call = [operator, ["lambda", [t, s], self.small(two)], self.small(scope.fixed()), self.small(scope.fixed())]
            return [self.rng.choice(["car", "cadr"]), call], EVERYTHING
        size = self.rng.randint(1, 3)
        if kind == 10:
            return self.second_order(scope, inner.add((t, "list", size)), t, size), EVERYTHING
        which = self.rng.choice(["vector", "vector", "f64vector"])
        call = [operator, ["lambda", [t], self.small(inner.add((t, which, size)))],
                [which] + [self.small(scope.fixed()) for _ in range(size)]]
        if kind == 3:
            return [f"{which}-ref", call, str(self.rng.randrange(size))], EVERYTHING
        if kind == 11:
            # An element of the Jacobian of a matrix.
            other = ["f64vector", self.small(inner.add((t, which, size))), "1.5"]
            field = ["lambda", [t], ["vector", ["vector", self.constant(), call[1][2]], other]]
            row, column = self.rng.choice([("0", "1"), ("0", "0")])
            slopes = ["vector-ref", ["vector-ref", ["jacobian", field, call[2]], row], column]
            return [f"{which}-ref", slopes, str(self.rng.randrange(size))], EVERYTHING
        if kind >= 8:
            # One row of a Jacobian, or the cotangent for some of the results.
            field = ["lambda", call[1][1], ["vector", call[1][2], self.small(inner.add((t, which, size)))]]
            place = str(self.rng.randrange(size))
            if kind == 8:
                row = ["vector-ref", ["jacobian", field, call[2]], self.rng.choice(["0", "1"])]
                return [f"{which}-ref", row, place], EVERYTHING
            back = ["lambda", [s, "back"], ["back", ["vector", self.small(scope.fixed()), self.constant()]]]
            return [f"{which}-ref", ["call-with-values", ["lambda", [], ["vjp", field, call[2]]], back], place], EVERYTHING
        if kind >= 6:
            # Along a direction, of first or of second order.
            point, direction = call[2], [which] + [self.small(scope.fixed()) for _ in range(size)]
            if kind == 6:
                along = self.rng.choice(["directional-derivative", "jvp"])
                slope = [along, call[1], point, direction]
                pair = ["call-with-values", ["lambda", [], slope], ["lambda", [s, "slope"], "slope"]]
                return (pair if along == "jvp" else slope), EVERYTHING
            return [f"{which}-ref", ["hvp", call[1], point, direction], str(self.rng.randrange(size))], EVERYTHING
        if kind == 4:
            # The derivative of a procedure of procedures.
            two = inner.add((t, "number", 0), (s, "number", 0))
            curried = ["lambda", [t], ["lambda", [s], self.small(two)]]
            return [["derivative", curried, self.small(scope.fixed())], self.small(scope.fixed())], EVERYTHING
        procedure = self.procedure(inner, 1)
        return [["derivative", procedure], self.small(scope.fixed())], EVERYTHING

    def with_rule(self, name, names):
        """A procedure with a rule of its own, which may call it."""
        tangents = [f"d{each}" for each in names]
        if len(names) == 2:
            (p, q), (dp, dq) = names, tangents
            body = ["*", p, ["tanh", q]]
            rule = ["+", [name, dp, q], ["*", p, dq, ["-", "1.0", ["square", ["tanh", q]]]]]
        else:
            [p], [dp] = names, tangents
            body, rule = self.rng.choice([
                (["tanh", p], ["*", dp, ["-", "1.0", ["square", [name, p]]]]),
                (["sin", p], ["let", [["c", ["cos", p]]], ["if", [">", "c", "0.0"], ["*", "c", dp], ["*", dp, "c"]]]),
            ])
        return [["define", [name, *names], body], ["define-derivative", [name, *names], tangents, rule]]

    # Programs

    def program(self):
        """Definitions, the procedure's parameters and body, the point, and how inputs are given to `gradient`."""
        from generate import Scope
        number, definitions, scope = self.number, [], Scope()
        if self.rng.random() < 0.4:
            kind, size = self.rng.choice(["vector", "f64vector"]), self.rng.randint(2, 5)
            name = f"data{number}"
            definitions.append(["define", name, [kind] + [self.constant() for _ in range(size)]])
            scope = scope.add((name, kind, size, False))
        for index in range(self.rng.choice([0, 0, 1, 2])):
            name, arity = f"helper{number}-{index}", self.rng.randint(1, 2)
            names = [self.name("p") for _ in range(arity)]
            if self.rng.random() < 0.2:
                definitions += self.with_rule(name, names)
                scope = scope.add((name, "procedure", arity))
            elif self.rng.random() < 0.4:
                body = self.small(scope.add(*((p, "number", 0) for p in names)))
                again = ["define", name, ["checkpoint", ["lambda", names, body]]]
                definitions.append(again if self.rng.random() < 0.2 else ["define", [name, *names], body])
                scope = scope.add((name, "procedure", arity))
            else:
                n = self.name("n")
                body = self.recursive_lambda(scope, name, n, names)
                definitions.append(["define", [name, n, *names], body])
                scope = scope.add((name, "recursion", (arity, 5)))
        inputs = [f"in{k}" for k in range(self.rng.randint(1, 3))]
        scope = scope.add(*((name, "number", 0) for name in inputs))
        fuel, kept = self.fuel, self.names
        for _ in range(20):
            self.fuel, self.names = fuel, kept
            body, _ = self.structured_call(scope) if self.rng.random() < 0.1 else self.compound(scope)
            if all(each in tokens_of(body) for each in inputs):
                break
        return {"number": number, "definitions": definitions, "inputs": inputs, "body": body,
                "point": [self.constant() for _ in inputs],
                "shape": self.rng.choice(["arguments", "arguments", "vector", "f64vector", "list", "structure", "record"])}
