"""A stack in an account that another one owns shows nothing of the account, and says whose report does."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Level, Severity
from policies.objectives import Objective
from policies.rules.stack._account import SHARED_ACCOUNT


def _check(graph: Graph) -> Iterable[Finding | None]:
    for mark in graph.of((SHARED_ACCOUNT,)):
        yield Finding(
            message=(
                f"{mark.name}: that stack answers for passwords, public access, volumes, Access Analyzer, Config, "
                "GuardDuty, Security Hub, Inspector, Macie and the audit trail"
            ),
            urn=mark.urn,
        )


RULE = StackRule(
    name="stack_accounts_are_owned",
    title="The stack answers for its account itself.",
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset(
        {
            Objective.ASSET_INVENTORY,
            Objective.CONFIGURATION_MONITORING,
            Objective.EXTERNAL_ACCESS,
            Objective.PASSWORDS,
            Objective.THREAT_DETECTION,
            Objective.VULNERABILITY_MANAGEMENT,
        }
    ),
    remediation="Judge that stack too, and accept this by a waiver that names its report.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_securely_operate_multi_accounts.html",
)
