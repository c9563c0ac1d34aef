"""The parameter group refuses connections without TLS.

PostgreSQL and SQL Server families take `rds.force_ssl`, MySQL and MariaDB families `require_secure_transport` (Amazon
RDS and Aurora User Guides, "Requiring an SSL/TLS connection").
"""

import re
from collections.abc import Sequence

from policies.answers import all_hold
from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

SWITCHES = (
    (re.compile(r"(aurora-)?postgres(ql)?\d+|sqlserver-(ee|ex|se|web)-\d+\.\d+"), "rds.force_ssl", frozenset({"1"})),
    (re.compile(r"((aurora-)?mysql|mariadb)\d+\.\d+"), "require_secure_transport", frozenset({"1", "ON"})),
)
"""Families, the parameter that requires TLS, and the values that turn it on."""


def _check(props: Props) -> str | None:
    family = str(props.get("family"))
    for families, name, on in SWITCHES:
        if families.fullmatch(family):
            return None if _is_on(items(props, "parameters"), name, on) else f"{name} is not on"
    raise NotApplicable("the family has no parameter that requires TLS")


def _is_on(parameters: Sequence[Props], name: str, on: frozenset[str]) -> bool:
    """Return whether *name* is there, and has a value among *on* wherever it is."""

    def says(each: Props, well: bool) -> bool:
        return all_hold(lambda: value(each, "name") == name, lambda: (value(each, "value") in on) is well)

    return all_hold(
        lambda: not some(parameters, lambda each: says(each, well=False)),
        lambda: some(parameters, lambda each: says(each, well=True)),
    )


RULE = Rule(
    name="rds_parameter_group_forces_tls",
    title="RDS parameter groups require TLS.",
    resource_types=frozenset(
        {
            "aws:rds/clusterParameterGroup:ClusterParameterGroup",
            "aws:rds/parameterGroup:ParameterGroup",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set the parameter to 1.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-38",
    sources=("SecurityHub RDS.38", "SecurityHub RDS.39", "SecurityHub RDS.41", "SecurityHub RDS.44"),
)
