"""The text of generated programs: what is printed of each one, and how what was printed is judged."""
import math

STEPS = ("2e-4", "1e-4")


def text(expr):
    return expr if isinstance(expr, str) else "(" + " ".join(map(text, expr)) + ")"


def forms(program):
    """The forms of a program: its definitions, and one that prints the line of results.

    In turn: the number; the value; the derivative along each input by forward mode; the value and the gradient by
    reverse mode; central differences with two steps."""
    number, inputs, point = program["number"], program["inputs"], program["point"]
    name = f"program{number}"
    along = [["derivative", ["lambda", [each], [name, *(each if one == each else at for one, at in zip(inputs, point))]],
              point[place]] for place, each in enumerate(inputs)]
    if program["shape"] == "arguments":
        gradient = ["value-and-gradient", name, *point]
    elif program["shape"] in ("structure", "record"):
        # A structure: a list of a form that is not known when the program is compiled, or a record.
        first, second, make = {
            "structure": ("car", "cadr", lambda one: ["list-copy", ["list", one[0], ["vector", *one[1:]]]]),
            "record": ("point-x", "point-y", lambda one: ["make-point", one[0], ["vector", *one[1:]]]),
        }[program["shape"]]
        elements = [["vector-ref", [second, "p"], str(place)] for place in range(len(inputs) - 1)]
        procedure = ["lambda", ["p"], [name, [first, "p"], *elements]]
        parts = ["lambda", ["y", "p"], ["values", "y", ["list", [first, "p"], [second, "p"]]]]
        gradient = ["call-with-values", ["lambda", [], ["value-and-gradient", procedure, make(point)]], parts]
        unit = lambda place: ["1.0" if place == one else "0.0" for one in range(len(inputs))]
        directions = [make(one) for one in map(unit, range(len(inputs)))]
        along = [["directional-derivative", procedure, make(point), direction] for direction in directions]
    else:
        shape = program["shape"]
        elements = [[f"{shape}-ref", "v", str(place)] for place in range(len(inputs))]
        gradient = ["value-and-gradient", ["lambda", ["v"], [name, *elements]], [shape, *point]]
    pair = ["call-with-values", ["lambda", [], gradient], "list"]
    slopes = [["differences", name, ["list", *point], step] for step in STEPS]
    thunks = [["lambda", [], expr] for expr in ([name, *point], ["list", *along], pair, *slopes)]
    # In a procedure of its own: long top levels are not optimised as well.
    test = ["define", [f"test{number}"], ["show", str(number), *thunks]]
    return [*program["definitions"], ["define", [name, *inputs], program["body"]], test, [f"test{number}"]]


def read_line(line):
    """The data of a line, as nested lists of tokens, without marks of vectors."""
    tokens = line.replace("#f64(", "(").replace("#(", "(").replace("(", " ( ").replace(")", " ) ").split()
    stack = [[]]
    for token in tokens:
        if token == "(":
            stack.append([])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    return stack[0]


def flat(data):
    return [leaf for each in data for leaf in flat(each)] if isinstance(data, list) else [data]


def number(token):
    if "/" in token:
        above, below = token.split("/")
        return int(above) / int(below)
    return float(token)


def close(a, b):
    """Whether two derivatives agree to 1e-9, of 0.001 if they are smaller."""
    x, y = number(a), number(b)
    return x == y or math.isnan(x) and math.isnan(y) or abs(x - y) <= 1e-9 * max(1e-3, abs(x), abs(y))


def exact(token):
    return not any(mark in token for mark in ".en")


class Result:
    """What one mode printed of a program. `problem` is the error it ended with, if there is one."""

    def __init__(self, line):
        self.problem, self.line = None, line
        _, value, forward, reverse, coarse, fine = read_line(line)
        for part in (value, forward, reverse, coarse, fine):
            if isinstance(part, list) and part[:1] == ["error"]:
                self.problem = line.split(" ", 1)[1][:300]
                return
        self.value, self.forward, self.again, self.gradient = value, forward, reverse[0], flat(reverse[1])
        self.coarse, self.fine = coarse, fine

    def meaningful(self):
        """Whether the function is finite and smooth here, as far as central differences show."""
        slopes = [(number(a), number(b)) for a, b in zip(self.coarse, self.fine)]
        return math.isfinite(number(self.value)) and all(
            math.isfinite(a) and math.isfinite(b) and abs(a - b) <= 1e-3 * max(1.0, abs(b)) for a, b in slopes)

    def fault(self):
        """What is wrong in the results of this mode alone."""
        # A derivative inside, at an exact point, may be an exact 0 for plain numbers and 0.0 or -0.0 for active ones.
        same = self.again == self.value or exact(self.again) == exact(self.value) and close(self.again, self.value)
        if not same and not {self.again, self.value} <= {"0", "0.0", "-0.0"}:
            return "the value with the gradient is another"
        if not all(close(a, b) for a, b in zip(self.forward, self.gradient)):
            return "forward and reverse mode differ"
        for got, coarse, fine in zip(self.forward, self.coarse, self.fine):
            a, b, got = number(coarse), number(fine), number(got)
            # Richardson: the error of a central difference goes with the square of the step.
            if not abs(got - (4 * b - a) / 3) <= 1e-5 * max(1.0, abs(b)) + 4 * abs(a - b):
                return "the derivative is not that of central differences"
        return None


def difference(one, two):
    """How the results of two modes differ, if they do."""
    if one.problem or two.problem:
        return None if one.problem == two.problem else "one ends with an error, or with another one"
    # To the last bit, but for derivatives inside of the value: each path rounds them its own way.
    if one.value != two.value and not (exact(one.value) == exact(two.value) and close(one.value, two.value)):
        return "the values differ"
    for mode, a, b in (("forward", one.forward, two.forward), ("reverse", one.gradient, two.gradient)):
        if [exact(x) for x in a] != [exact(x) for x in b]:
            return f"the derivatives by {mode} mode differ in exactness"
        if not all(close(x, y) for x, y in zip(a, b)):
            return f"the derivatives by {mode} mode differ"
    return None
