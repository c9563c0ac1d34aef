"""OSCAL (NIST): assessment results for each framework, and what the platform's parts implement.

OSCAL Assessment Results Model and Component Definition Model, version 1.2.1. Ids of controls are spelled as OSCAL's
tokens are, under the framework's short name, since frameworks share numbers; titles have the frameworks' own spelling.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ops.evidence import records
from ops.evidence.material import Material
from policies.assessment import Assessment, ControlResult, Result
from policies.core import Outcome, Verdict

VERSION = "1.2.1"
_STATES = {
    Result.PASSED: "satisfied",
    Result.ACCEPTED: "not-satisfied",
    Result.FAILED: "not-satisfied",
    Result.PARTLY_SHOWN: "not-satisfied",
}
"""OSCAL knows two states, and nothing is satisfied before the record that people owe is seen. What is open, doesn't
apply or isn't assessed makes no finding."""
_Document = dict[str, Any]


def control_token(pack: str, control: str) -> str:
    """Return *control* of the framework *pack* as an OSCAL token."""
    return f"{pack}_{re.sub(r'[^A-Za-z0-9._-]+', '-', control).strip('-')}"


def assessment_results(material: Material, assessment: Assessment) -> _Document:
    """Return what *assessment* found: an observation for each rule, a finding for each control that rules decide
    or show in part."""
    pack, title = assessment.framework.pack, assessment.framework.title
    at = assessment.assessed_at.isoformat(timespec="seconds")
    found = [each for each in assessment.controls if each.result in _STATES]
    observed = _observed(material, found)
    subjects = sorted({verdict.urn for said in observed.values() for verdict in _findings(said) if verdict.urn})
    plan = material.identify(pack, "plan")
    result: _Document = {
        "uuid": material.identify(pack, "result"),
        "title": f"{title} of stack {material.run.stack}",
        "description": (
            f"{assessment.decided} of {assessment.counted} controls decided by rules over the "
            f"{material.run.subject.value}, {assessment.counts[Result.PARTLY_SHOWN]} shown in part; the others are "
            "open, don't apply, are inherited from AWS or answered by people."
        ),
        "start": at,
        "end": at,
        "reviewed-controls": {"control-selections": [{"include-controls": _reviewed(pack, assessment)}]},
    }
    if subjects:
        items = [{"uuid": material.identify(pack, urn), "description": urn} for urn in subjects]
        result["local-definitions"] = {"inventory-items": items}
    if found:
        result["observations"] = [
            *(_observation(material, pack, rule, said) for rule, said in observed.items()),
            *records.observations(material, pack, found),
        ]
        result["findings"] = [_finding(material, pack, each, observed) for each in found]
    return {
        "assessment-results": {
            "uuid": material.identify(pack, "assessment-results"),
            "metadata": _metadata(material, f"Assessment of {material.run.stack}: {title}"),
            "import-ap": {"href": f"#{plan}"},
            "results": [result],
            "back-matter": {"resources": [_resource(plan, "Plan", "Every rule judges every resource that it is for.")]},
        }
    }


def component_definition(material: Material) -> _Document:
    """Return which controls each service of the stack helps to meet, by the rules that nothing in it breaks."""
    passed = {verdict.rule for verdict in material.run.of(Outcome.PASSED)}
    not_met = {verdict.rule for verdict in material.run.verdicts if verdict.outcome is not Outcome.PASSED}
    met: dict[str, list[str]] = defaultdict(list)
    for rule in sorted(passed - not_met):
        met[rule.partition("_")[0]].append(rule)
    definition: _Document = {
        "uuid": material.identify("component-definition"),
        "metadata": _metadata(material, f"Components of {material.run.stack}"),
        "back-matter": {
            "resources": [
                _resource(material.identify(each.framework.id), each.framework.title, each.framework.source)
                for each in material.assessments
            ]
        },
    }
    if met:
        definition["components"] = [_component(material, service, rules) for service, rules in met.items()]
    return {"component-definition": definition}


def _metadata(material: Material, title: str) -> _Document:
    return {
        "title": title,
        "last-modified": material.run.judged_at.isoformat(timespec="seconds"),
        "version": material.commit or material.rules_fingerprint,
        "oscal-version": VERSION,
    }


def _resource(uuid: str, title: str, description: str) -> _Document:
    return {"uuid": uuid, "title": title, "description": description}


def _reviewed(pack: str, assessment: Assessment) -> list[_Document]:
    automated = [each.control.id for each in assessment.controls if each.control.automated]
    return [{"control-id": control_token(pack, control)} for control in automated]


def _observed(material: Material, controls: Iterable[ControlResult]) -> Mapping[str, Sequence[Verdict]]:
    """Return, by rule that *controls* rest on, what it said, if it said anything."""
    rules = {rule for each in controls for rule in each.rules}
    observed: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in material.run.verdicts:
        if verdict.rule in rules:
            observed[verdict.rule].append(verdict)
    return observed


def _findings(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [each for each in verdicts if each.outcome is not Outcome.PASSED]


def _observation(material: Material, pack: str, rule: str, verdicts: Sequence[Verdict]) -> _Document:
    found = _findings(verdicts)
    lines = [f"{material.rules[rule].title}: met {len(verdicts) - len(found)} of {len(verdicts)} times."]
    observation: _Document = {
        "uuid": material.identify(pack, rule, "observation"),
        "title": rule,
        "description": "\n".join([*lines, *map(_told, found)]),
        "methods": ["TEST"],
        "collected": material.run.judged_at.isoformat(timespec="seconds"),
    }
    if urns := sorted({each.urn for each in found if each.urn}):
        observation["subjects"] = [
            {"subject-uuid": material.identify(pack, urn), "type": "inventory-item", "title": urn} for urn in urns
        ]
    return observation


def _told(finding: Verdict) -> str:
    where = f" ({finding.source})" if finding.source else ""
    accepted = f" Accepted: {finding.waiver.ticket}." if finding.waiver else ""
    return f"{finding.outcome.value}: {finding.message}{where}{accepted}"


def _finding(material: Material, pack: str, each: ControlResult, observed: Mapping[str, object]) -> _Document:
    target: _Document = {
        "type": "objective-id",
        "target-id": control_token(pack, each.control.id),
        "status": {"state": _STATES[each.result], "reason": each.result.value.replace("_", "-")},
    }
    if owed := each.control.organizational:
        target["implementation-status"] = {
            "state": "partial",
            "remarks": f"Owed by {owed.owner}, at least every {owed.every_days} days: {owed.record}.",
        }
    return {
        "uuid": material.identify(pack, each.control.id, "finding"),
        "title": f"{each.control.id} {each.control.title}",
        "description": each.control.rationale,
        "target": target,
        "related-observations": [
            {"observation-uuid": material.identify(pack, rule, "observation")}
            for rule in (*(rule for rule in each.rules if rule in observed), *records.examined(material, each))
        ],
    }


def _component(material: Material, service: str, rules: Iterable[str]) -> _Document:
    chosen = {each.framework.id for each in material.assessments}
    shown: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for rule in rules:
        for framework, controls in material.catalogue.controls_by_rule.get(rule, {}).items():
            for control in controls if framework in chosen else ():
                shown[framework][control].append(rule)
    component: _Document = {
        "uuid": material.identify(service, "component"),
        "type": "service",
        "title": service,
        "description": f"What stack {material.run.stack} has of {service}.",
    }
    implementations = [_implementation(material, service, framework, controls) for framework, controls in shown.items()]
    return component | ({"control-implementations": implementations} if implementations else {})


def _implementation(
    material: Material, service: str, framework_id: str, controls: Mapping[str, Sequence[str]]
) -> _Document:
    framework = material.catalogue.frameworks[framework_id]
    return {
        "uuid": material.identify(service, framework_id),
        "source": f"#{material.identify(framework_id)}",
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
