"""Values for variables: such as make a statement speak of a request, or the holder's own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policies.iam.conditions import bound, has_variable, literals, variables
from policies.iam.document import Statement
from policies.iam.evaluate import Request


def filled(statement: Statement, request: Request) -> Mapping[str, Sequence[str]]:
    """Return condition keys, and values of theirs, by which *statement* with its variables speaks of *request*."""
    found: dict[str, Sequence[str]] = {}
    compared = [(text, request.resource) for text in statement.resources]
    for each in statement.conditions:
        compared += [(text, value) for text in each.values for value in request.context.get(each.key, ())]
    for text, value in compared:
        if has_variable(text) and (match := re.fullmatch(_regex(text), value, re.DOTALL)):
            for key, part in zip(variables(text), match.groups(), strict=True):
                found.setdefault(key, (part,))
    return found


def _regex(text: str) -> str:
    return "(.*)".join(map(_escaped, literals(text)))


def _escaped(text: str) -> str:
    return "".join(".*" if each == "*" else "." if each == "?" else re.escape(each) for each in text)


def owned(statements: Sequence[Statement]) -> tuple[Sequence[Statement], Mapping[str, Sequence[str]]]:
    """Return *statements* with values that are the holder's own alone in the place of variables, and those values."""
    texts = {text for each in statements for text in each.resources}
    texts |= {text for each in statements for condition in each.conditions for text in condition.values}
    own = {key: ("the-holders-own",) for text in texts for key in variables(text)}
    if not own:
        return statements, own
    return [
        replace(
            each,
            resources=frozenset(found for text in each.resources if (found := bound(text, own)) is not None),
            conditions=tuple(condition.bound(own) for condition in each.conditions),
        )
        for each in statements
    ], own
