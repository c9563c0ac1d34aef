"""Nobody administers at all times: not a user, not a group or a permission set, not a role that anything takes.

Who needs more asks for it (`components/elevation/elevation.py`). A role that takes a second factor of the hour is
behind glass, and one that an elevation's function alone takes is lent; both end by themselves. A boundary that the
stack or AWS declares counts; of another's nothing is known.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._administrators import Administrators


def _check(graph: Graph) -> Iterable[Finding | None]:
    administrators = Administrators(graph)
    yield from each(administrators.subjects, administrators.fault)


RULE = StackRule(
    name="stack_administrators_do_not_stand",
    title="Nobody is an administrator at all times.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Have it asked for and lent for a while, or have the role take a second factor of the hour.",
    link="https://docs.aws.amazon.com/singlesignon/latest/userguide/temporary-elevated-access.html",
    sources=("SecurityHub IAM.1", "CIS AWS 5.0.0 1.15"),
)
