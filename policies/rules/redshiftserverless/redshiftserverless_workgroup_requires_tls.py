"""Clients talk to the workgroup over TLS only."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    def requires(each: Props) -> bool:
        return all_hold(
            lambda: value(each, "parameterKey") == "require_ssl", lambda: value(each, "parameterValue") == "true"
        )

    return None if some(items(props, "configParameters"), requires) else "require_ssl is not on"


RULE = Rule(
    name="redshiftserverless_workgroup_requires_tls",
    title="Redshift Serverless workgroups require TLS.",
    resource_types=frozenset({"aws:redshiftserverless/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set require_ssl to true in configParameters.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html#redshiftserverless-2",
    sources=("SecurityHub RedshiftServerless.2",),
)
