"""Programs on a node get its credentials by the second version of the metadata service only."""

import json

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

NEWEST = 2


def _check(props: Props) -> str | None:
    settings = json.loads(props.get("configuration") or "{}")
    if value(settings, "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion") != NEWEST:
        return "nodes answer by the first version of the metadata service"
    return None


RULE = Rule(
    name="emr_security_configuration_requires_imdsv2",
    title="EMR requires IMDSv2.",
    resource_types=frozenset({"aws:emr/securityConfiguration:SecurityConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set MinimumInstanceMetadataServiceVersion to 2.",
    link="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html",
)
