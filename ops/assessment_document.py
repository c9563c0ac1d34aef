"""An assessment as the JSON document that `groot assess --json` prints."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ops.drill.kept import Drill, shown
from ops.judged_run import JudgedRun
from policies.assessment import Assessment, ControlResult, Recommendation
from policies.core import Verdict

Document = dict[str, Any]


def of(assessment: Assessment, run: JudgedRun, drills: Sequence[Drill] = ()) -> Document:
    """Return *assessment*, of *run*, with those of the stack's *drills* that are records of what is owed."""
    return {
        "framework": assessment.framework.pack,
        "title": assessment.framework.title,
        "version": assessment.framework.version,
        "stack": run.stack,
        "of": run.subject.value,
        "score": assessment.score,
        "coverage": {
            "controls": assessment.counted,
            "decided": assessment.decided,
            "percent": assessment.coverage,
        },
        "assessed_at": assessment.assessed_at.isoformat(timespec="seconds"),
        "counts": {result.value: count for result, count in assessment.counts.items()},
        "controls": [_control(each, drills, assessment.assessed_at) for each in assessment.controls],
        "recommendations": [_recommendation(each) for each in assessment.recommendations],
    }


def failed(framework: str, stack: str, message: str) -> Document:
    """Return the document of an assessment that could not take place."""
    return {
        "framework": framework,
        "stack": stack,
        "score": None,
        "assessed_at": None,
        "controls": [],
        "recommendations": [],
        "error": message,
    }


def _control(each: ControlResult, drills: Sequence[Drill], at: datetime) -> Document:
    control = each.control
    document: Document = {
        "id": control.id,
        "title": control.title,
        "how": control.how,
        "result": each.result.value,
        "rationale": control.rationale,
        "rules": list(each.rules),
        "passed": each.passed,
        "findings": [_finding(finding) for finding in each.findings],
    }
    if control.inherited:
        document["report"] = control.inherited.report
    if control.organizational:
        document |= control.organizational.model_dump(exclude_none=True)
    if drill := shown(drills, control.organizational, at):
        document["drill"] = {**drill.model_dump(mode="json"), "passed": drill.passed}
    return document


def _finding(verdict: Verdict) -> Document:
    document: Document = {
        "rule": verdict.rule,
        "outcome": verdict.outcome.value,
        "severity": verdict.severity.value,
        "urn": verdict.urn,
        "message": verdict.message,
        "source": verdict.source,
    }
    if verdict.waiver:
        document["waiver"] = {
            "ticket": verdict.waiver.ticket,
            "approver": verdict.waiver.approver,
            "reason": verdict.waiver.reason,
            "expires": verdict.waiver.expires.isoformat(),
        }
    return document


def _recommendation(each: Recommendation) -> Document:
    return {
        "rule": each.rule,
        "severity": each.severity.value,
        "remediation": each.remediation,
        "link": each.link,
        "controls": list(each.controls),
        "urns": list(each.urns),
    }
