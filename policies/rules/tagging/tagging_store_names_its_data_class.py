"""What holds data says how sensitive the data is; keys, retention and backup follow from it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import tag
from policies.rules.tagging._types import STORES

CLASSES = frozenset({"public", "internal", "confidential", "restricted"})


def _check(props: Props) -> str | None:
    if tag(props, "data-class") not in CLASSES:
        return "the tag data-class is missing or none of the four classes"
    return None


RULE = Rule(
    name="tagging_store_names_its_data_class",
    title="Stores name the class of their data.",
    resource_types=STORES,
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.DATA_CLASSIFICATION}),
    remediation="Set the tag data-class to public, internal, confidential or restricted.",
    link="https://docs.aws.amazon.com/whitepapers/latest/data-classification/data-classification.html",
)
