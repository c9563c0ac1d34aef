"""What the roles of a stack may do: statements of their policies and of the boundary that holds them down.

Policies of AWS's own are read from moto's copy of them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ops.preflight.plan import Plan
from policies.iam.document import Statement, statements
from policies.model import Resource

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/policy:Policy"
INLINE = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
_AWS_OWN = "arn:aws:iam::aws:policy/"


@dataclass(frozen=True, kw_only=True)
class RoleGrants:
    """What one role may do."""

    role: Resource
    arn: str
    allowed: Sequence[Statement]
    """Of all its policies."""
    bounds: Sequence[Statement] | None
    """Of its permissions boundary; None where it has none."""
    unread: Sequence[str]
    """Policies whose text isn't known."""


def role_by_arn(plan: Plan, arn: str) -> Resource | None:
    """Return the role that *arn* names."""
    return next((each for each in plan.of_type(ROLE) if plan.known(each, "arn") == arn), None)


def grants(plan: Plan, role: Resource) -> RoleGrants:
    """Return what *role* may do."""
    allowed: list[Statement] = []
    unread: list[str] = []
    for policy in _of(plan, role, INLINE):
        _read(plan.known(policy, "policy"), policy.name, allowed, unread)
    for attachment in _of(plan, role, ATTACHMENT):
        _read(_document(plan, attachment, "policyArn"), attachment.name, allowed, unread)
    bounds: list[Statement] | None = None
    if role.props.get("permissionsBoundary"):
        bounds = []
        _read(_document(plan, role, "permissionsBoundary"), f"{role.name}'s boundary", bounds, unread)
    return RoleGrants(role=role, arn=str(plan.known(role, "arn") or ""), allowed=allowed, bounds=bounds, unread=unread)


def _of(plan: Plan, role: Resource, token: str) -> Sequence[Resource]:
    name = plan.known(role, "name")
    return [
        each
        for each in plan.of_type(token)
        if role in plan.sources(each, "role") or (name and plan.known(each, "role") == name)
    ]


def _document(plan: Plan, holder: Resource, name: str) -> Any:
    for policy in plan.sources(holder, name):
        if policy.type == POLICY:
            return plan.known(policy, "policy")
    arn = str(plan.known(holder, name) or "")
    if arn.startswith(_AWS_OWN):
        return aws_policies().get(arn.rpartition("/")[2])
    return next((plan.known(each, "policy") for each in plan.of_type(POLICY) if plan.known(each, "arn") == arn), None)


def _read(document: Any, label: str, into: list[Statement], unread: list[str]) -> None:
    if document is None:
        unread.append(label)
    else:
        into.extend(statements(document))


@cache
def aws_policies() -> dict[str, Any]:
    """Return the documents of AWS's own policies by name."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    return {name: held["Document"] for name, held in json.loads(aws_managed_policies_data).items()}
