"""Grafana's users come from one directory."""

from policies.lists import every
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

DIRECTORIES = frozenset({"AWS_SSO", "SAML"})


def _check(props: Props) -> str | None:
    given = items(props, "authenticationProviders")
    if not given or not every(given, DIRECTORIES.__contains__):
        return "its users are known to nobody else"
    return None


RULE = Rule(
    name="grafana_workspace_signs_in_by_one_directory",
    title="Grafana's users come from one directory.",
    resource_types=frozenset({"aws:grafana/workspace:Workspace"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authenticationProviders to AWS_SSO or SAML.",
    link="https://docs.aws.amazon.com/grafana/latest/userguide/authentication-in-AMG.html",
)
