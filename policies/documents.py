"""IAM policy documents: statements in one shape, whatever of JSON's abbreviations they were written in.

Spelling and meaning follow the IAM User Guide, "IAM JSON policy elements reference".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

SCOPING_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Condition keys that, held to fixed values, keep a statement for `*` from being public.

After the Amazon S3 User Guide, "The meaning of public", and its like for KMS (`kms:CallerAccount`).
"""
SCOPING_OPERATORS = frozenset({"stringequals", "stringlike", "arnequals", "arnlike", "ipaddress"})
ANYWHERE = frozenset({"*", "0.0.0.0/0", "::/0"})


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement; names of actions and condition keys are in lower case, as AWS ignores their case."""

    label: str
    """What a message calls it: its `Sid`, or its place in the document."""
    allows: bool
    actions: frozenset[str]
    excepts_actions: bool
    """Whether it names its actions by `NotAction`."""
    resources: frozenset[str]
    principals: Mapping[str, frozenset[str]]
    """Kind (`AWS`, `Service`, `Federated`, `*`) to who. `NotPrincipal` reads as everyone."""
    conditions: Sequence[tuple[str, str, frozenset[str]]]
    """Operator, key, values."""

    @property
    def anyone(self) -> bool:
        """Whether it speaks of every AWS principal."""
        return any("*" in self.principals.get(kind, ()) for kind in ("*", "AWS", "CanonicalUser"))

    @property
    def public(self) -> bool:
        """Whether it allows something to everyone, with no condition that holds the caller to known places."""
        return self.allows and self.anyone and not any(_scopes(condition) for condition in self.conditions)

    def covers(self, actions: frozenset[str]) -> frozenset[str]:
        """Return those of *actions* (full names in lower case) that it speaks of, its wildcards taken at their word."""
        patterns = [given for given in self.actions if "*" in given or "?" in given]
        matched = {action for action in actions if any(fnmatchcase(action, pattern) for pattern in patterns)}
        named = actions & self.actions | matched
        return actions - named if self.excepts_actions else named

    def condition_values(self, key: str) -> frozenset[str]:
        """Return the values that a positive string condition holds *key* (lower case) to."""
        return frozenset[str]().union(
            *(
                values
                for operator, name, values in self.conditions
                if name == key and operator.removeprefix("foranyvalue:") in SCOPING_OPERATORS
            )
        )


def statements(document: Any) -> Sequence[Statement]:
    """Return the statements of *document*: JSON text, its parsed form, or None for none.

    Raises:
        ValueError: the text is not a JSON object.
    """
    if document is None:
        return ()
    parsed = json.loads(document) if isinstance(document, str) else document
    if not isinstance(parsed, Mapping):
        raise ValueError("a policy document is a JSON object")
    given = parsed.get("Statement", ())
    return [_statement(each, index) for index, each in enumerate([given] if isinstance(given, Mapping) else given)]


def _statement(given: Mapping[str, Any], index: int) -> Statement:
    return Statement(
        label=f"statement {given.get('Sid') or index}",
        allows=given.get("Effect") == "Allow",
        actions=frozenset(action.lower() for action in _strings(given.get("Action", given.get("NotAction")))),
        excepts_actions="NotAction" in given,
        resources=_strings(given.get("Resource", "*" if "NotResource" in given else None)),
        principals=_principals(given),
        conditions=[
            (operator.lower(), key.lower(), _strings(values))
            for operator, by_key in given.get("Condition", {}).items()
            for key, values in by_key.items()
        ],
    )


def _principals(given: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    if "NotPrincipal" in given:
        return {"*": frozenset({"*"})}
    principal = given.get("Principal", {})
    if isinstance(principal, str):
        return {principal: frozenset({principal})}
    return {kind: _strings(who) for kind, who in principal.items()}


def _strings(given: Any) -> frozenset[str]:
    if given is None:
        return frozenset()
    return frozenset({given} if isinstance(given, str) else map(str, given))


def _scopes(condition: tuple[str, str, frozenset[str]]) -> bool:
    operator, key, values = condition
    return operator in SCOPING_OPERATORS and key in SCOPING_KEYS and bool(values) and not values & ANYWHERE
