"""The run as one JSON document: what was judged, when, by which rules, and every verdict."""

from typing import Any

from ops.evidence.material import Material
from policies.core import Verdict


def document(material: Material) -> dict[str, Any]:
    """Return the run of *material*. Resources are named; their properties are not written."""
    run = material.run
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
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    said: dict[str, Any] = {
        "rule": verdict.rule,
        "urn": verdict.urn,
        "outcome": verdict.outcome.value,
        "level": verdict.level.value,
        "severity": verdict.severity.value,
        "message": verdict.message,
        "source": verdict.source,
    }
    if verdict.waiver:
        waiver = verdict.waiver
        said["waiver"] = {
            "ticket": waiver.ticket,
            "approver": waiver.approver,
            "reason": waiver.reason,
            "expires": waiver.expires.isoformat(),
        }
    return said
