"""The part of SARIF 2.1.0 that GitHub reads and evidence writes, as a schema that admits nothing else.

SARIF Version 2.1.0 (OASIS), sections 3.13 to 3.52, and GitHub Docs, "SARIF support for code scanning", which makes some
optional properties required.
"""

from typing import Any

from jsonschema import Draft202012Validator

_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], least: int = 0, most: int | None = None) -> dict[str, Any]:
    bounds = {"minItems": least} | ({} if most is None else {"maxItems": most})
    return {"type": "array", "items": items, "uniqueItems": True, **bounds}


_MESSAGE = _object({"text": _TEXT}, {"markdown": _TEXT})
_URI = {"type": "string", "pattern": r"^[A-Za-z0-9._~%/-]+$"}
_RULE = _object(
    {
        "id": _TEXT,
        "shortDescription": _MESSAGE,
        "fullDescription": _MESSAGE,
        "help": _MESSAGE,
        "helpUri": {"type": "string", "pattern": "^https://"},
        "defaultConfiguration": _object({"level": _LEVEL}),
        "properties": _object(
            {
                "tags": _list(_TEXT, most=20),
                "security-severity": {"type": "string", "pattern": r"^(10\.0|[0-9]\.[0-9])$"},
                "controls": {"type": "object"},
            }
        ),
    }
)
_PHYSICAL = _object(
    {
        "artifactLocation": _object({"uri": _URI, "uriBaseId": {"const": "%SRCROOT%"}}),
        "region": _object({"startLine": {"type": "integer", "minimum": 1}}),
    }
)
_LOCATION = _object(
    {
        "physicalLocation": _PHYSICAL,
        "logicalLocations": _list(_object({"fullyQualifiedName": _TEXT, "kind": _TEXT}), least=1),
    }
)
_SUPPRESSION = _object(
    {
        "kind": {"enum": ["inSource", "external"]},
        "status": {"enum": ["accepted", "underReview", "rejected"]},
        "justification": _TEXT,
    }
)
_RESULT = _object(
    {
        "ruleId": _TEXT,
        "ruleIndex": _COUNT,
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": _list(_LOCATION, least=1),
        "partialFingerprints": {"type": "object", "additionalProperties": _TEXT, "minProperties": 1},
    },
    {"suppressions": _list(_SUPPRESSION)},
)
_INVOCATION = _object(
    {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": _list(_object({"level": _LEVEL, "message": _MESSAGE})),
    }
)
_RUN = _object(
    {
        "tool": _object({"driver": _object({"name": _TEXT, "rules": _list(_RULE)})}),
        "automationDetails": _object({"id": {"type": "string", "pattern": "/$"}}),
        "originalUriBaseIds": _object({"%SRCROOT%": _object({"description": _MESSAGE})}),
        "results": _list(_RESULT),
        "properties": _object({"commit": {"type": ["string", "null"]}, "leftOut": _COUNT}),
    },
    {"invocations": _list(_INVOCATION, least=1)},
)
_VALIDATOR = Draft202012Validator(
    _object({"$schema": _TEXT, "version": {"const": "2.1.0"}, "runs": _list(_RUN, least=1, most=20)})
)


def check(document: Any) -> None:
    """Raise `jsonschema.ValidationError` unless *document* is such a document."""
    _VALIDATOR.validate(document)
