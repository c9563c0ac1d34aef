"""Objects go to and from a store over HTTPS, as they do unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("serverProtocol") == "HTTP":
        return "objects travel in the clear"
    return None


RULE = Rule(
    name="datasync_object_storage_requires_tls",
    title="DataSync talks to object stores over HTTPS.",
    resource_types=frozenset({"aws:datasync/locationObjectStorage:LocationObjectStorage"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Remove serverProtocol or set it to HTTPS.",
    link="https://docs.aws.amazon.com/datasync/latest/userguide/create-object-location.html",
)
