"""Databases run a major version that its community and AWS still mend, without the price of extended support."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

POSTGRESQL = frozenset({"9.3", "9.4", "9.5", "9.6", "10", "11", "12", "13"})
ENDED = {
    "aurora-mysql": frozenset({"5.6", "5.7"}),
    "aurora-postgresql": POSTGRESQL,
    "mariadb": frozenset({"10.0", "10.1", "10.2", "10.3", "10.4", "10.5", "10.6"}),
    "mysql": frozenset({"5.5", "5.6", "5.7", "8.0"}),
    "postgres": POSTGRESQL,
}
"""Major versions past their end of standard support in November 2026 (`aws rds describe-db-major-engine-versions`)."""


def _check(props: Props) -> str | None:
    ended = ENDED.get(str(props.get("engine")))
    if ended is None or not props.get("engineVersion"):
        raise NotApplicable("the version is not known, or the engine is not watched")
    parts = props["engineVersion"].split(".")
    if {parts[0], ".".join(parts[:2])} & ended:
        return "its version is out of standard support"
    return None


RULE = Rule(
    name="rds_engine_is_supported",
    title="RDS engines are in standard support.",
    resource_types=frozenset(
        {"aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster", "aws:rds/instance:Instance"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Upgrade to a major version in standard support.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-viewing-support-dates.html",
)
