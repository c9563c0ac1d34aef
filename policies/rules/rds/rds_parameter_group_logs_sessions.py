"""PostgreSQL writes down who came and went (CIS PostgreSQL 16 Benchmark, 3.1.20 and 3.1.21)."""

import re

from policies.lists import those
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter

FAMILIES = re.compile(r"(aurora-)?postgres(ql)?\d+")
WANTED = ("log_connections", "log_disconnections")
ON = frozenset({"1", "all", "on"})


def _check(props: Props) -> str | None:
    if not FAMILIES.fullmatch(str(props.get("family"))):
        raise NotApplicable("the family has no such parameters")
    off = those(WANTED, lambda name: not parameter(props, name, ON.__contains__))
    return f"{', '.join(off)} not on" if off else None


RULE = Rule(
    name="rds_parameter_group_logs_sessions",
    title="RDS parameter groups log sessions.",
    resource_types=frozenset(
        {"aws:rds/clusterParameterGroup:ClusterParameterGroup", "aws:rds/parameterGroup:ParameterGroup"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set log_connections and log_disconnections to 1.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.overview.parameter-groups.html",
)
