"""Functions, as they are called by their aliases, and what a REST API calls: one that lets the API in.

A statement of the function's policy admits API Gateway for what the API's ARN and a pattern of stage, verb and path
name (API Gateway Developer Guide, "Lambda proxy integrations", "Control access to a REST API with IAM permissions").
"""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Referring
from policies.read import value

FUNCTION = frozenset({"aws:lambda/function:Function"})
ALIAS = frozenset({"aws:lambda/alias:Alias"})
_PERMISSION = "aws:lambda/permission:Permission"
_GATEWAY = "apigateway.amazonaws.com"
_INVOKE = ("lambda:InvokeFunction", "lambda:*")


def behind(graph: Graph, called: Iterable[Resource], leg: Leg) -> Sequence[Resource]:
    """Return the functions of *called*, which are functions or their aliases."""
    found: dict[str, Resource] = {}
    for each in called:
        leg.rests_on(each)
        functions = graph.targets(each, "functionName", FUNCTION) if each.type in ALIAS else [each]
        found.update((function.urn, function) for function in functions)
    return list(found.values())


class Functions:
    """The functions of a stack, as APIs call them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._permissions = Referring(graph, "function", by=(_PERMISSION,), to=FUNCTION)

    @contained
    def enter(self, caller: Resource, prop: str, api: Resource, asked: str, hop: str, leg: Leg) -> None:
        """Follow the call of *caller*, whose *prop* names the function, for *asked*: what follows the API's ARN."""
        functions = behind(self._graph, self._graph.targets(caller, prop, FUNCTION | ALIAS), leg)
        if not functions:
            leg.lacks(caller, hop, "it names no function of the stack: give it one's invoke_arn")
        for function in functions:
            leg.rests_on(function)
            self._let_in(function, api, asked, f"{hop} -> {function.name}", leg)

    @contained
    def _let_in(self, function: Resource, api: Resource, asked: str, hop: str, leg: Leg) -> None:
        statements = [
            each
            for each in self._permissions.of(function)
            if value(each.props, "principal") == _GATEWAY and value(each.props, "action") in _INVOKE
        ]
        of_api = [each for each in statements if api in self._graph.targets(each, "sourceArn", frozenset({api.type}))]
        patterns = {each.urn: known(each.props, "sourceArn") for each in of_api}
        admitting = [
            each
            for each in of_api
            if isinstance(pattern := patterns[each.urn], str) and fnmatchcase(asked, pattern.partition("/")[2])
        ]
        if admitting:
            leg.rests_on_all(admitting if len(admitting) == 1 else ())
        elif any(not isinstance(pattern, str) for pattern in patterns.values()):
            leg.asks(function, hop, f"whether {api.name} may call it for that isn't known yet")
        else:
            leg.lacks(function, hop, f"it doesn't let {api.name} in for that: declare a Permission with its source_arn")
