"""A resource says who answers for it, who pays for it and which stack it belongs to."""

from policies.lists import those
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import tag
from policies.rules.tagging._types import TAGGABLE

TAGS = ("owner", "cost-center", "stack")


def _check(props: Props) -> str | None:
    missing = those(TAGS, lambda name: not tag(props, name))
    return f"the tags {', '.join(missing)} are missing" if missing else None


RULE = Rule(
    name="tagging_resource_names_its_owner",
    title="Resources name owner, cost centre and stack.",
    resource_types=TAGGABLE,
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ASSET_INVENTORY}),
    remediation="Add the tags.",
    link="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
)
