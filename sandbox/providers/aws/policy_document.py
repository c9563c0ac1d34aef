"""`getPolicyDocument`: a policy put together by the provider itself; AWS isn't asked.

The form is that of Terraform's `aws_iam_policy_document` (terraform-provider-aws, `internal/service/iam`,
`policy_document_data_source.go` and `policy_model.go`): lists of one are written as their element, documents given as
sources go before the statements, those that override after them, and of statements with one `Sid` the last holds.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sandbox.providers.base import ProviderError
from sandbox.values import Properties

VERSION: Final = "2012-10-17"
_LISTS: Final = {
    "actions": "Action",
    "notActions": "NotAction",
    "resources": "Resource",
    "notResources": "NotResource",
}
_PRINCIPALS: Final = {"principals": "Principal", "notPrincipals": "NotPrincipal"}


def document(args: Properties) -> Properties:
    """Return what the data source answers to *args*.

    Raises:
        ProviderError: a document that it is made of is no policy.
    """
    own = [_statement(each) for each in args.get("statements") or ()]
    sources, overrides = _documents(args, "sourcePolicyDocuments"), _documents(args, "overridePolicyDocuments")
    policy: dict[str, Any] = {"Version": args.get("version") or VERSION}
    if identifier := args.get("policyId"):
        policy["Id"] = identifier
    policy["Statement"] = _merged([*sources, *own, *overrides])
    text = json.dumps(policy, indent=2)
    minified = json.dumps(policy, separators=(",", ":"))
    return {**args, "id": str(zlib.crc32(text.encode())), "json": text, "minifiedJson": minified}


def _documents(args: Properties, name: str) -> Iterable[Mapping[str, Any]]:
    for text in args.get(name) or ():
        try:
            found = json.loads(text or "{}").get("Statement") or []
        except (ValueError, AttributeError):
            raise ProviderError(f"getPolicyDocument: an element of {name} is no policy document") from None
        yield from found if isinstance(found, list) else [found]


def _statement(given: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {"Sid": given["sid"]} if given.get("sid") else {}
    result["Effect"] = given.get("effect") or "Allow"
    result |= {name: _single(sorted(given[key], reverse=True)) for key, name in _LISTS.items() if given.get(key)}
    result |= {name: _principals(given[key]) for key, name in _PRINCIPALS.items() if given.get(key)}
    if conditions := given.get("conditions"):
        result["Condition"] = _conditions(conditions)
    return result


def _principals(given: Sequence[Mapping[str, Any]]) -> Any:
    by_type: dict[str, list[str]] = {}
    for each in given:
        by_type.setdefault(each["type"], []).extend(each["identifiers"])
    if by_type.get("*") == ["*"] and len(by_type) == 1:
        return "*"
    return {kind: _single(sorted(identifiers, reverse=True)) for kind, identifiers in by_type.items()}


def _conditions(given: Sequence[Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, dict[str, list[str]]] = {}
    for each in given:
        found.setdefault(each["test"], {}).setdefault(each["variable"], []).extend(each["values"])
    return {test: {key: _single(values) for key, values in keys.items()} for test, keys in found.items()}


def _merged(statements: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    result: list[Mapping[str, Any]] = []
    places: dict[str, int] = {}
    for each in statements:
        sid = each.get("Sid")
        if sid and sid in places:
            result[places[sid]] = each
            continue
        if sid:
            places[sid] = len(result)
        result.append(each)
    return result


def _single(values: Sequence[str]) -> str | Sequence[str]:
    return values[0] if len(values) == 1 else values
