"""The k6 operator's custom kind, as far as the platform uses it (k6-operator, `api/v1alpha1/testrun_types.go`)."""

from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import STRING, Schema, choice, list_of, record

_ANY: Schema = {"type": "object"}
_PARTS: dict[str, Any] = {
    "image": STRING,
    "env": list_of(_ANY),
    "resources": _ANY,
    "automountServiceAccountToken": choice("true", "false"),
    "securityContext": _ANY,
    "containerSecurityContext": _ANY,
}
_POD = record(_PARTS, ["image"])
TEST_RUN = record(
    {
        "parallelism": {"type": "integer", "minimum": 1},
        "script": record({"configMap": record({"name": STRING, "file": STRING}, ["name"])}, ["configMap"]),
        "arguments": STRING,
        "cleanup": choice("post"),
        "initializer": _POD,
        "runner": _POD,
        "starter": _POD,
    },
    ["parallelism", "script"],
)
KINDS: Final[dict[str, Schema]] = {"k6.io/v1alpha1:TestRun": TEST_RUN}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
