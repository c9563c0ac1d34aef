"""Searches show what the asker may read."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("userContextPolicy") != "USER_TOKEN":
        return "who searches is whoever the caller says"
    return None


RULE = Rule(
    name="kendra_index_knows_who_searches",
    title="Searches show what the asker may read.",
    resource_types=frozenset({"aws:kendra/index:Index"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set userContextPolicy to USER_TOKEN with userTokenConfigurations.",
    link="https://docs.aws.amazon.com/kendra/latest/dg/create-index-access-control.html",
)
