"""Findings of public access aren't archived."""

from policies.answers import all_hold, fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    filters = items(props, "filters")

    def names_public(found: Props) -> bool:
        return all_hold(lambda: value(found, "criteria") == "isPublic", lambda: "true" in items(found, "eqs"))

    return fault_among(
        ("it archives what is open to everybody", lambda: some(filters, names_public)),
        (
            "it archives whatever is public, or everything",
            lambda: not some(filters, lambda found: value(found, "criteria") != "isPublic"),
        ),
    )


RULE = Rule(
    name="accessanalyzer_archive_rule_keeps_public_findings",
    title="Findings of public access aren't archived.",
    resource_types=frozenset({"aws:accessanalyzer/archiveRule:ArchiveRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the resources in filters, and leave isPublic findings to a person.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-archive-rules.html",
)
