"""No parameter lets clients in by versions of TLS that RFC 8996 retired."""

from typing import Any

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter

RETIRED = frozenset({"TLSv1", "TLSv1.1"})
"""Parameters: `ssl_min_protocol_version` of PostgreSQL families, `tls_version` of MySQL's and MariaDB's."""


def _check(props: Props) -> str | None:

    def fault(name: str) -> str | None:
        return f"{name} allows versions that are retired" if parameter(props, name, _allows_retired) else None

    return first(("ssl_min_protocol_version", "tls_version"), fault)


def _allows_retired(versions: Any) -> bool:
    return not RETIRED.isdisjoint(str(versions).replace(" ", "").split(","))


RULE = Rule(
    name="rds_parameter_group_refuses_old_tls",
    title="RDS parameter groups allow no old TLS.",
    resource_types=frozenset(
        {"aws:rds/clusterParameterGroup:ClusterParameterGroup", "aws:rds/parameterGroup:ParameterGroup"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Allow TLSv1.2 and later only.",
    link="https://www.rfc-editor.org/rfc/rfc8996",
)
