"""A preflight as lines for people, and as one document for machines."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.text import Text

from ops.preflight.findings import Level, gathered, text
from ops.preflight.run import Report


def lines(stack: str, report: Report) -> Iterator[Text]:
    """Return *report* of *stack* as a person reads it."""
    for each in gathered(report.findings):
        yield text(each)
    refused = sum(each.level is Level.REFUSED for each in report.findings)
    if refused:
        yield Text(f"{stack}: AWS would refuse {refused} {'thing' if refused == 1 else 'things'}", style="bold red")
    else:
        yield Text(f"{stack}: nothing found that AWS would refuse", style="bold green")
    left, properties = sum(report.unjudged.values()), sum(report.unmatched.values())
    yield _row("values", f"{report.judged} resources by AWS's schemas of {report.schema_date[:10]}")
    yield _row(
        "not judged", f"{left} resources of {len(report.unjudged)} types, {properties} properties (--json: which)"
    )
    yield _row("asked", f"{report.calls} calls of the pipeline's roles, {report.key_uses} uses of keys")
    if report.unread:
        yield _row(
            "not known yet", f"{len(report.unread)} policies and uses of keys; --of state asks them once deployed"
        )
    if report.account:
        yield _row("account", f"{report.account} was asked too; nothing was changed")
    for each in report.unasked:
        yield _row("not asked", each)


def document(stack: str, report: Report) -> Mapping[str, Any]:
    """Return *report* of *stack* for machines."""
    return {
        "stack": stack,
        "findings": [asdict(each) for each in report.findings],
        "schemas": report.schema_date,
        "judged": report.judged,
        "notJudged": report.unjudged,
        "notMatched": report.unmatched,
        "calls": report.calls,
        "keyUses": report.key_uses,
        "notKnownYet": report.unread,
        "account": report.account,
        "notAsked": report.unasked,
    }


def _row(label: str, text: str) -> Text:
    return Text(f"  {label:<14} ", style="dim").append(text, style="not dim")
