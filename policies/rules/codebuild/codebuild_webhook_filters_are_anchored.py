"""Webhooks start builds for named people and branches."""

from policies.lists import labels, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

ANCHORED = frozenset({"ACTOR_ACCOUNT_ID", "BASE_REF", "HEAD_REF"})


def _check(props: Props) -> str | None:
    groups = items(props, "filterGroups")
    if not groups:
        return "anybody who opens a pull request starts a build"
    loose = labels(numbered(groups, "filterGroups"), lambda group: some(items(group, "filters"), _is_loose))
    return f"{', '.join(loose)} has a pattern that matches more than it says" if loose else None


def _is_loose(found: Props) -> bool:
    pattern = value(found, "pattern", "")
    return value(found, "type") in ANCHORED and not (pattern.startswith("^") and pattern.endswith("$"))


RULE = Rule(
    name="codebuild_webhook_filters_are_anchored",
    title="Webhooks start builds for named people and branches.",
    resource_types=frozenset({"aws:codebuild/webhook:Webhook"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SOFTWARE_INTEGRITY}),
    remediation="Put each pattern of filterGroups between ^ and $.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
)
