"""Member accounts have no root passwords or keys of their own; root's few tasks are done in short sessions."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

FEATURES = frozenset({"RootCredentialsManagement", "RootSessions"})


def _check(props: Props) -> str | None:
    missing = lacking(FEATURES, items(props, "enabledFeatures"))
    return f"{', '.join(missing)} not enabled" if missing else None


RULE = Rule(
    name="iam_organization_manages_root_credentials",
    title="Root credentials are managed by the organization.",
    resource_types=frozenset({"aws:iam/organizationsFeatures:OrganizationsFeatures"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.PRIVILEGED_ACCESS}),
    remediation="Add RootCredentialsManagement and RootSessions to enabledFeatures.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management",
    sources=("CIS AWS 5.0.0 1.3",),
)
