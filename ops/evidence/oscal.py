"""OSCAL (NIST): assessment results for each framework, and what the platform's parts implement.

OSCAL Assessment Results Model and Component Definition Model, version 1.2.1. Ids of controls are spelled as OSCAL's
tokens are, under the framework's short name, since frameworks share numbers; titles have the frameworks' own spelling.
"""

import re
from collections import defaultdict
from typing import Any

from ops.evidence.material import Material
from policies.assessment import Assessment, ControlResult, Result
from policies.core import Outcome, Verdict

VERSION = "1.2.1"
_DECIDED = {Result.PASSED: "satisfied", Result.ACCEPTED: "not-satisfied", Result.FAILED: "not-satisfied"}
"""OSCAL knows two states; what is open, doesn't apply or isn't assessed makes no finding."""


def control_token(pack: str, control: str) -> str:
    """Return *control* of the framework *pack* as an OSCAL token."""
    return f"{pack}_{re.sub(r'[^A-Za-z0-9._-]+', '-', control).strip('-')}"


def assessment_results(material: Material, assessment: Assessment) -> dict[str, Any]:
    """Return what *assessment* found."""
    pack = assessment.framework.pack
    at = assessment.assessed_at.isoformat(timespec="seconds")
    decided = [each for each in assessment.controls if each.result in _DECIDED]
    result: dict[str, Any] = {
        "uuid": material.identify(pack, "result"),
        "title": f"{assessment.framework.title} of stack {material.run.stack}",
        "description": (
            f"{len(decided)} of {len(assessment.controls)} controls decided by rules over the "
            f"{material.run.subject.value}; the others are open, inherited from AWS or answered by people."
        ),
        "start": at,
        "end": at,
        "reviewed-controls": {"control-selections": [{"include-controls": _reviewed(pack, assessment)}]},
    }
    observations = [_observation(material, pack, each) for each in decided]
    findings = [_finding(material, pack, each) for each in decided]
    if decided:
        result |= {"observations": observations, "findings": findings}
    return {
        "assessment-results": {
            "uuid": material.identify(pack, "assessment-results"),
            "metadata": _metadata(material, f"Assessment of {material.run.stack}: {assessment.framework.title}"),
            "import-ap": {"href": "https://github.com/groot-platform/groot/blob/main/docs/architecture.md"},
            "results": [result],
        }
    }


def component_definition(material: Material) -> dict[str, Any]:
    """Return which controls each service of the stack helps to meet, by the rules that it was found to meet."""
    met: dict[str, set[str]] = defaultdict(set)
    for verdict in material.run.of(Outcome.PASSED):
        met[verdict.rule.partition("_")[0]].add(verdict.rule)
    return {
        "component-definition": {
            "uuid": material.identify("component-definition"),
            "metadata": _metadata(material, f"Components of {material.run.stack}"),
            "components": [_component(material, service, rules) for service, rules in sorted(met.items())],
        }
    }


def _metadata(material: Material, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "last-modified": material.run.judged_at.isoformat(timespec="seconds"),
        "version": material.commit or material.rules_fingerprint,
        "oscal-version": VERSION,
    }


def _reviewed(pack: str, assessment: Assessment) -> list[dict[str, str]]:
    automated = [each.control.id for each in assessment.controls if each.control.automated]
    return [{"control-id": control_token(pack, control)} for control in automated]


def _observation(material: Material, pack: str, each: ControlResult) -> dict[str, Any]:
    return {
        "uuid": material.identify(pack, each.control.id, "observation"),
        "title": f"{each.control.id} {each.control.title}",
        "description": _described(each),
        "methods": ["TEST"],
        "collected": material.run.judged_at.isoformat(timespec="seconds"),
    }


def _described(each: ControlResult) -> str:
    lines = [f"{len(each.rules)} rules, met {each.passed} times."]
    lines += [_told(finding) for finding in each.findings]
    return "\n".join(lines)


def _told(finding: Verdict) -> str:
    where = f" ({finding.source})" if finding.source else ""
    accepted = f" Accepted: {finding.waiver.ticket}." if finding.waiver else ""
    return f"{finding.outcome.value}: {finding.message}{where}{accepted}"


def _finding(material: Material, pack: str, each: ControlResult) -> dict[str, Any]:
    return {
        "uuid": material.identify(pack, each.control.id, "finding"),
        "title": f"{each.control.id} {each.control.title}",
        "description": each.control.rationale,
        "target": {
            "type": "objective-id",
            "target-id": control_token(pack, each.control.id),
            "status": {"state": _DECIDED[each.result], "reason": each.result.value.replace("_", "-")},
        },
        "related-observations": [{"observation-uuid": material.identify(pack, each.control.id, "observation")}],
    }


def _component(material: Material, service: str, rules: set[str]) -> dict[str, Any]:
    shown: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for rule in sorted(rules):
        for framework, controls in material.catalogue.controls_by_rule.get(rule, {}).items():
            for control in controls:
                shown[framework][control].append(rule)
    component: dict[str, Any] = {
        "uuid": material.identify(service, "component"),
        "type": "service",
        "title": service,
        "description": f"What stack {material.run.stack} has of {service}.",
    }
    implementations = [_implementation(material, service, framework, controls) for framework, controls in shown.items()]
    return component | ({"control-implementations": implementations} if implementations else {})


def _implementation(
    material: Material, service: str, framework_id: str, controls: dict[str, list[str]]
) -> dict[str, Any]:
    framework = material.catalogue.frameworks[framework_id]
    return {
        "uuid": material.identify(service, framework_id),
        "source": f"https://github.com/groot-platform/groot/blob/main/policies/frameworks/{framework_id}.yaml",
        "description": framework.title,
        "implemented-requirements": [
            {
                "uuid": material.identify(service, framework_id, control),
                "control-id": control_token(framework.pack, control),
                "description": f"Met: {', '.join(rules)}.",
            }
            for control, rules in controls.items()
        ],
    }
