"""IAM policy documents that state what they allow, and refuse to allow everything."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi

POLICY_VERSION = "2012-10-17"
"""Current version of the policy language (IAM User Guide, "IAM JSON policy elements: Version")."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of a policy document.

    Raises:
        ValueError: an action is a wildcard over a service, or `*` resources come without a reason.
    """

    actions: Sequence[str]
    """Actions allowed or denied, each with its service: `kms:Decrypt`."""
    resources: Sequence[pulumi.Input[str]] = ("*",)
    """ARNs the actions apply to. `*` needs `wildcard_reason`, except in a resource policy, where it means itself."""
    principals: Mapping[str, Sequence[pulumi.Input[str]]] | None = None
    """Who, in a resource policy or a trust policy: `{"Service": [...]}`, `{"AWS": [...]}`, `{"Federated": [...]}`."""
    conditions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Condition operators to keys to values."""
    effect: Literal["Allow", "Deny"] = "Allow"
    sid: str | None = None
    wildcard_reason: str | None = None
    """Why the statement cannot name its resources."""

    def __post_init__(self) -> None:
        if self.effect == "Deny":
            return
        if vague := [action for action in self.actions if action == "*" or action.endswith(":*")]:
            raise ValueError(f"{', '.join(vague)} allows a whole service; name the actions")
        if "*" in self.resources and self.principals is None and not self.wildcard_reason:
            raise ValueError(f"{', '.join(self.actions)} on every resource needs a wildcard_reason")

    def render(self, *, trust: bool = False) -> dict[str, Any]:
        """Return the statement as AWS spells it; a trust policy has no resources."""
        return {
            **({"Sid": self.sid} if self.sid else {}),
            "Effect": self.effect,
            **({"Principal": {kind: list(who) for kind, who in self.principals.items()}} if self.principals else {}),
            "Action": list(self.actions),
            **({} if trust else {"Resource": list(self.resources)}),
            **({"Condition": self.conditions} if self.conditions else {}),
        }


def document(*statements: Statement) -> pulumi.Output[str]:
    """Return the JSON of a policy made of *statements*; raises ValueError where two have the same sid."""
    return _dumps([statement.render() for statement in statements])


def trust(*services: str, conditions: Mapping[str, Mapping[str, Any]] | None = None) -> pulumi.Output[str]:
    """Return the trust policy that lets AWS *services* assume a role."""
    who = Statement(actions=["sts:AssumeRole"], principals={"Service": services}, conditions=conditions or {})
    return trust_document(who)


def trust_document(*statements: Statement) -> pulumi.Output[str]:
    """Return the JSON of a trust policy made of *statements*; raises as `document`."""
    return _dumps([statement.render(trust=True) for statement in statements])


def _dumps(statements: list[dict[str, Any]]) -> pulumi.Output[str]:
    """Return the JSON of a document that IAM takes: a sid is a statement's own (IAM User Guide, "IAM JSON policy
    elements: Sid")."""
    times = Counter(statement["Sid"] for statement in statements if "Sid" in statement)
    if twice := [sid for sid, count in times.items() if count > 1]:
        raise ValueError(f"two statements of a policy are called {twice[0]}; give each a sid of its own")
    return pulumi.Output.from_input({"Version": POLICY_VERSION, "Statement": statements}).apply(json.dumps)
