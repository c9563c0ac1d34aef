"""AWS Config records what there is in every active region, and how it changes."""

from collections.abc import Callable

from policies.graph import Graph
from policies.model import Resource
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._presence import in_every_region

RECORDER, STATUS = "aws:cfg/recorder:Recorder", "aws:cfg/recorderStatus:RecorderStatus"


def _is_started(graph: Graph) -> Callable[[Resource], bool]:
    """Return what tells whether a recorder records: one that was never started, or is stopped, does not."""
    statuses = graph.referrers("name", by=(STATUS,), to=frozenset({RECORDER}))
    return lambda recorder: statuses.include(recorder, lambda status: value(status.props, "isEnabled") is True)


RULE = in_every_region(
    "stack_regions_have_config",
    "AWS Config",
    RECORDER,
    works=_is_started,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.CONFIGURATION_MONITORING}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
    sources=("SecurityHub Config.1", "CIS AWS 3.0.0 3.3"),
)
