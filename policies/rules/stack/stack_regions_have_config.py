"""AWS Config records what there is in every active region, and how it changes."""

from policies.graph import Graph
from policies.model import Resource
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._presence import in_every_region

RECORDER, STATUS = "aws:cfg/recorder:Recorder", "aws:cfg/recorderStatus:RecorderStatus"


def _is_started(graph: Graph, recorder: Resource) -> bool:
    """Return whether *recorder* records: one that was never started, or is stopped, does not."""
    return any(
        each.urn == recorder.urn
        for status in graph.of((STATUS,))
        if value(status.props, "isEnabled") is True
        for each in graph.targets(status, "name", frozenset({RECORDER}))
    )


RULE = in_every_region(
    "stack_regions_have_config",
    "AWS Config",
    RECORDER,
    works=_is_started,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.CONFIGURATION_MONITORING}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
    sources=("SecurityHub Config.1", "CIS AWS 3.0.0 3.3"),
)
