"""Aurora MySQL writes down who connects and what they ask, for the cluster to publish."""

import re
from typing import Any

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter

FAMILIES = re.compile(r"aurora-mysql\d+\.\d+")
ON = frozenset({"1", "ON"})


def _check(props: Props) -> str | None:
    if not FAMILIES.fullmatch(str(props.get("family"))):
        raise NotApplicable("the family has no such parameters")
    return fault_among(
        ("server_audit_logging is not on", lambda: not parameter(props, "server_audit_logging", ON.__contains__)),
        (
            "server_audit_events leaves connections out",
            lambda: not parameter(props, "server_audit_events", _has_connections),
        ),
    )


def _has_connections(events: Any) -> bool:
    return "CONNECT" in str(events).replace(" ", "").split(",")


RULE = Rule(
    name="rds_parameter_group_audits_mysql",
    title="Aurora MySQL parameter groups turn auditing on.",
    resource_types=frozenset({"aws:rds/clusterParameterGroup:ClusterParameterGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set server_audit_logging to 1 and server_audit_events to CONNECT,QUERY_DCL,QUERY_DDL.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-34",
    sources=("SecurityHub RDS.34", "SecurityHub RDS.45"),
)
