"""Findings of public access aren't archived."""

from policies.lists import first, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    filters = items(props, "filters")
    if not some(filters, lambda found: value(found, "criteria") != "isPublic"):
        return "it archives whatever is public, or everything"

    def fault(found: Props) -> str | None:
        if value(found, "criteria") == "isPublic" and "true" in items(found, "eqs"):
            return "it archives what is open to everybody"
        return None

    return first(filters, fault)


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
