"""Which settings hold for all methods of which stages of REST APIs."""

from functools import partial

from policies.answers import all_hold
from policies.graph import Graph, known
from policies.model import Resource
from policies.read import value
from policies.references import Referrers

API = frozenset({"aws:apigateway/restApi:RestApi"})
STAGE, SETTINGS = "aws:apigateway/stage:Stage", "aws:apigateway/methodSettings:MethodSettings"
EVERY_METHOD = "*/*"


def settings_of(graph: Graph) -> Referrers:
    """Return the settings that hold for all methods of each stage."""
    found = Referrers()
    for settings in graph.of((SETTINGS,)):
        for stage in graph.of((STAGE,)):
            found.add_if(settings, stage, partial(_hold, settings, stage, graph))
    return found


def _same_api(one: Resource, other: Resource, graph: Graph) -> bool:
    """Return whether both are of one API: by its id, or before there is one, by where that comes from."""
    mine, others = known(one.props, "restApi"), known(other.props, "restApi")
    if mine and others:
        return mine == others
    origin, other_origin = ({api.urn for api in graph.origins(side, "restApi", API)} for side in (one, other))
    if origin and other_origin:
        return origin == other_origin
    return value(one.props, "restApi") == value(other.props, "restApi")


def _hold(settings: Resource, stage: Resource, graph: Graph) -> bool:
    """Return whether *settings* hold for all methods of *stage*."""
    origins = {origin.urn for origin in graph.origins(settings, "stageName", frozenset({STAGE}))}
    of_it = (
        (lambda: stage.urn in origins,)
        if origins
        else (
            lambda: value(settings.props, "stageName") == value(stage.props, "stageName"),
            lambda: _same_api(settings, stage, graph),
        )
    )
    return all_hold(lambda: value(settings.props, "methodPath") == EVERY_METHOD, *of_it)
