"""The run as one JSON document: what was judged, when, by which rules, every verdict, and what waivers excuse."""

from collections import Counter
from typing import Any

from ops.evidence.material import Material
from policies.core import Outcome, Verdict
from policies.waivers import Waiver


def document(material: Material) -> dict[str, Any]:
    """Return the run of *material*. Resources are named; their properties are not written."""
    run = material.run
    excused = Counter(each.waiver for each in run.of(Outcome.WAIVED) if each.waiver)
    return {
        "project": run.project,
        "stack": run.stack,
        "of": run.subject.value,
        "judged_at": run.judged_at.isoformat(timespec="seconds"),
        "commit": material.commit,
        "rules": material.rules_fingerprint,
        "resources": [
            {"urn": each.urn, "type": each.type, "source": each.source, "protect": each.protect}
            for each in run.resources
        ],
        "verdicts": [_verdict(each) for each in run.verdicts],
        "waivers": [_waiver(each, count) for each, count in excused.items()],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": verdict.rule,
        "urn": verdict.urn,
        "outcome": verdict.outcome.value,
        "level": verdict.level.value,
        "severity": verdict.severity.value,
        "message": verdict.message,
        "source": verdict.source,
        "waiver": verdict.waiver.ticket if verdict.waiver else None,
    }


def _waiver(waiver: Waiver, excuses: int) -> dict[str, Any]:
    return {
        "urn": waiver.urn,
        "rule": waiver.rule,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "ticket": waiver.ticket,
        "expires": waiver.expires.isoformat(),
        "excuses": excuses,
    }
