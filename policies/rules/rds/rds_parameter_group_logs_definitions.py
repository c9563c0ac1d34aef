"""PostgreSQL writes down changes of schema and of rights (CIS PostgreSQL 16 Benchmark, 3.1.24)."""

import re

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter

FAMILIES = re.compile(r"(aurora-)?postgres(ql)?\d+")
ENOUGH = frozenset({"all", "ddl", "mod"})


def _check(props: Props) -> str | None:
    if not FAMILIES.fullmatch(str(props.get("family"))):
        raise NotApplicable("the family has no such parameter")
    if not parameter(props, "log_statement", ENOUGH.__contains__):
        return "log_statement leaves changes of definitions out"
    return None


RULE = Rule(
    name="rds_parameter_group_logs_definitions",
    title="RDS parameter groups log changes of definitions.",
    resource_types=frozenset(
        {"aws:rds/clusterParameterGroup:ClusterParameterGroup", "aws:rds/parameterGroup:ParameterGroup"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set log_statement to ddl.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.overview.parameter-groups.html",
)
