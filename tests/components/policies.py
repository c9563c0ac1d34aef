"""What a policy document decides of a request, in tests: the IAM User Guide's rules for the operators that we write."""

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

Context = Mapping[str, str]


def decides(document: str, action: str, principal: str, context: Context) -> bool:
    """Return whether *document*, a resource policy, lets *principal* (an ARN of IAM or a service) do *action*."""
    statements = [one for one in json.loads(document)["Statement"] if _speaks_of(one, action, principal, context)]
    return bool(statements) and not any(one["Effect"] == "Deny" for one in statements)


def _speaks_of(statement: Mapping[str, Any], action: str, principal: str, context: Context) -> bool:
    whom = [pattern for patterns in statement["Principal"].values() for pattern in _listed(patterns)]
    account = principal.partition(":role/")[0] + ":root"
    return (
        any(fnmatchcase(action, pattern) for pattern in _listed(statement["Action"]))
        and any(pattern in ("*", principal, account) for pattern in whom)
        and all(
            _holds(operator, context.get(key), _listed(values))
            for operator, tests in statement.get("Condition", {}).items()
            for key, values in tests.items()
        )
    )


def _holds(operator: str, found: str | None, wanted: Sequence[str]) -> bool:
    if operator == "Null":
        return (found is None) == (wanted[0] == "true")
    if operator.endswith("IfExists"):
        return found is None or _holds(operator.removesuffix("IfExists"), found, wanted)
    if found is None:
        return False
    match operator:
        case "StringEquals" | "Bool":
            return found in wanted
        case "StringLike" | "ArnLike":
            return any(fnmatchcase(found, pattern) for pattern in wanted)
        case _:
            raise ValueError(f"{operator}: no policy here used it before; say here when it holds")


def _listed(values: Any) -> Sequence[str]:
    return [values] if isinstance(values, str) else values
