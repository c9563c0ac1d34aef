"""AWS's AI services don't keep content to improve themselves, in any account."""

import json

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if props.get("type") != "AISERVICES_OPT_OUT_POLICY":
        raise NotApplicable("it is about something else")
    default = value(json.loads(value(props, "content", "{}")), "services.default", {})
    if value(default, "opt_out_policy.@@assign") != "optOut":
        return "services may keep and use content by default"
    if "@@none" not in items(default, "opt_out_policy.@@operators_allowed_for_child_policies"):
        return "accounts may opt in again"
    return None


RULE = Rule(
    name="organizations_ai_policy_opts_out",
    title="AWS doesn't train on the organization's data.",
    resource_types=frozenset({"aws:organizations/policy:Policy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION}),
    remediation="Assign optOut to services.default, with @@operators_allowed_for_child_policies @@none.",
    link="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html",
)
