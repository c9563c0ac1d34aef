"""Columns that members bring for comparison are encrypted before they leave them."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "dataEncryptionMetadata.allowClearText") is None:
        raise NotApplicable("it does not encrypt columns")
    return "columns may be in clear text" if value(props, "dataEncryptionMetadata.allowClearText") else None


RULE = Rule(
    name="cleanrooms_collaboration_takes_no_clear_text",
    title="Clean Rooms take no clear text.",
    resource_types=frozenset({"aws:cleanrooms/collaboration:Collaboration"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_MASKING}),
    remediation="Set dataEncryptionMetadata.allowClearText to false.",
    link="https://docs.aws.amazon.com/clean-rooms/latest/userguide/crypto-computing-parameters.html",
)
