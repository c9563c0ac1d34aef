"""What a caller may do: the policy by which a gateway lets them at the operations that their scopes open."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from functions.authorizer.token import Caller

Grants = Mapping[str, Sequence[str]]
"""By scope the operations that it opens, each a method and a path with stars: `GET/v1/streams/*/events`."""


def policy(caller: Caller, stage_arn: str, grants: Grants) -> dict[str, Any]:
    """Return what API Gateway takes of an authorizer (its Developer Guide, "Output from an API Gateway Lambda
    authorizer").

    It names all that *caller* may do and not only what was asked for now, since a gateway keeps it and asks no more.
    With no scope that opens anything it denies everything: an empty statement isn't a policy. What a star of theirs
    takes in and is another scope's is denied by name.
    """
    opened = {operation for scope in caller.scopes & grants.keys() for operation in grants[scope]}
    others = {operation for operations in grants.values() for operation in operations} - opened
    closed = {operation for operation in others if any(fnmatchcase(operation, pattern) for pattern in opened)}
    decided = {"Allow": opened, "Deny": closed} if opened else {"Deny": {"*"}}
    statements = [
        {
            "Action": "execute-api:Invoke",
            "Effect": effect,
            "Resource": [f"{stage_arn}/{operation}" for operation in sorted(operations)],
        }
        for effect, operations in decided.items()
        if operations
    ]
    return {
        "principalId": caller.subject,
        "policyDocument": {"Version": "2012-10-17", "Statement": statements},
        "context": {"scope": " ".join(sorted(caller.scopes)), "tenant": caller.tenant},
    }


def stage_of(method_arn: str) -> str:
    """Return the stage of *method_arn*, `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`."""
    return "/".join(method_arn.split("/")[:2])
