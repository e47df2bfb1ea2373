"""Smaller programs made from one: definitions, inputs, statements and arguments left out, expressions replaced."""

from itertools import islice


class Candidate:
    """A smaller program; `accept` says that it fails too, so that the next candidates are made from it."""

    def __init__(self, program):
        self.program, self.accepted = program, False

    def accept(self):
        self.accepted = True


def reductions(program):
    """Candidates, one at a time, until none of a whole round is accepted."""
    going_on = True
    while going_on:
        going_on = False
        for step in (without_definitions, without_inputs, with_smaller_parts):
            attempts, tried = step(program), 0
            while (smaller := next(attempts, None)) is not None:
                candidate = Candidate(smaller)
                yield candidate
                if candidate.accepted:
                    # What came before has been tried on a larger program: the next round tries it again.
                    program, going_on = smaller, True
                    attempts = islice(step(program), tried, None)
                else:
                    tried += 1


def without_definitions(program):
    definitions = program["definitions"]
    for place in range(len(definitions)):
        yield {**program, "definitions": definitions[:place] + definitions[place + 1:]}


def without_inputs(program):
    inputs, point = program["inputs"], program["point"]
    for place in range(len(inputs) if len(inputs) > 1 else 0):
        yield {**program, "inputs": inputs[:place] + inputs[place + 1:], "point": point[:place] + point[place + 1:],
               "body": replaced(program["body"], inputs[place], point[place])}
    if program["shape"] != "arguments":
        yield {**program, "shape": "arguments"}


def replaced(expr, name, value):
    if isinstance(expr, str):
        return value if expr == name else expr
    return [replaced(part, name, value) for part in expr]


def with_smaller_parts(program):
    for smaller in smaller_expressions(program["body"]):
        yield {**program, "body": smaller}
    definitions = program["definitions"]
    for place, definition in enumerate(definitions):
        for smaller in smaller_expressions(definition[2]):
            changed = [*definition[:2], smaller]
            yield {**program, "definitions": definitions[:place] + [changed] + definitions[place + 1:]}


def smaller_expressions(expr):
    """The large steps first: a part in the place of the whole, then a constant, then less of the parts."""
    if isinstance(expr, str):
        return
    for part in expr[1:]:
        yield from parts_of_lists(part)
    yield "0.5"
    if len(expr) > 2:
        for place in range(1, len(expr)):
            yield expr[:place] + expr[place + 1:]
    for place in range(len(expr)):
        for smaller in smaller_expressions(expr[place]):
            yield expr[:place] + [smaller] + expr[place + 1:]


def parts_of_lists(part):
    """A part, and the expressions of bindings in it."""
    yield part
    if isinstance(part, list) and part and isinstance(part[0], list):
        for binding in part:
            if isinstance(binding, list) and len(binding) > 1:
                yield binding[1]
