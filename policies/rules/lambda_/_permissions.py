"""Permissions as Lambda writes them into a function's policy: one statement each (AWS Lambda API, "AddPermission")."""

from typing import Any

from policies.model import Props

CONDITIONS = {
    "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
    "organizationId": ("StringEquals", "aws:PrincipalOrgID"),
    "sourceAccount": ("StringEquals", "aws:SourceAccount"),
    "sourceArn": ("ArnLike", "aws:SourceArn"),
}
"""Properties, and what each becomes."""


def document(props: Props, principal: Any, *conditions: str) -> dict[str, Any]:
    """Return the policy that lets *principal* in where those of *conditions* that *props* has are met."""
    asked: dict[str, dict[str, Any]] = {}
    for name in conditions:
        found = props.get(name)
        if found:
            operator, key = CONDITIONS[name]
            asked.setdefault(operator, {})[key] = found
    statement = {"Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction", "Condition": asked}
    return {"Statement": statement}
