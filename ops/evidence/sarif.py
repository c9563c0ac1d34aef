"""SARIF 2.1.0 (OASIS), within what GitHub takes: findings at the line that declared the resource.

GitHub Docs, "SARIF results exceed one or more limits": 25,000 results a run, of which the worst 5,000 are kept; 20 tags
a rule, of which 10 are shown. "SARIF results file is too large": 10 MB, compressed.
"""

from typing import Any
from urllib.parse import quote

from ops.evidence.material import Material, fingerprint
from policies.core import Outcome, Verdict
from policies.graph import StackRule
from policies.model import Rule, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5_000
"""Results that GitHub keeps; more are left out, the least severe first, and counted. `run.json` has all."""
MOST_TAGS = 20
ROOT = "%SRCROOT%"
SECURITY_SEVERITY = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""Inside the bounds of GitHub's critical (over 9.0), high (7.0), medium (4.0) and low."""
_LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_TOLD = (Outcome.VIOLATED, Outcome.WAIVED, Outcome.FAILED)


def document(material: Material) -> dict[str, Any]:
    """Return the findings of *material*; what a waiver excuses is suppressed with its reason."""
    found = material.worst_first(*_TOLD)
    shown = found[:MOST_RESULTS]
    names = list(dict.fromkeys(each.rule for each in shown))
    index = {name: number for number, name in enumerate(names)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "groot",
                "rules": [_rule(material, material.rules[name]) for name in names],
            }
        },
        "automationDetails": {"id": f"groot/{material.run.stack}/{material.run.subject.value}/"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The repository's root."}}},
        "results": [_result(material, each, index[each.rule]) for each in shown],
        "properties": {"commit": material.commit, "leftOut": len(found) - len(shown)},
    }
    if left_out := len(found) - len(shown):
        told = f"{left_out} of {len(found)} results, the least severe, are left out: GitHub keeps {MOST_RESULTS}."
        run["invocations"] = [
            {"executionSuccessful": True, "toolExecutionNotifications": [{"level": "note", "message": {"text": told}}]}
        ]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(material: Material, rule: Rule | StackRule) -> dict[str, Any]:
    controls = material.catalogue.controls_by_rule.get(rule.name, {})
    packs = {framework.id: framework.pack for framework in material.catalogue.frameworks.values()}
    answered = [f"{packs[key]}: {', '.join(ids)}" for key, ids in controls.items()]
    tags = ["security", *(packs[key] for key in controls), *sorted(rule.objectives)]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.title},
        "help": {
            "text": "\n".join([f"{rule.remediation} {rule.link}", *answered]),
            "markdown": "\n".join([f"{rule.remediation} [More]({rule.link})", "", *(f"- {each}" for each in answered)]),
        },
        "helpUri": rule.link,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": tags[:MOST_TAGS],
            "security-severity": SECURITY_SEVERITY[rule.severity],
            "controls": {packs[key]: list(ids) for key, ids in controls.items()},
        },
    }


def _result(material: Material, verdict: Verdict, index: int) -> dict[str, Any]:
    path, _, line = (verdict.source or f"Pulumi.{material.run.stack}.yaml:1").rpartition(":")
    result: dict[str, Any] = {
        "ruleId": verdict.rule,
        "ruleIndex": index,
        "level": _LEVELS[verdict.severity],
        "message": {"text": verdict.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(path), "uriBaseId": ROOT},
                    "region": {"startLine": max(int(line), 1) if line.isdecimal() else 1},
                },
                "logicalLocations": [{"fullyQualifiedName": verdict.urn or material.run.stack, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"grootRuleAndResource/v1": fingerprint(verdict.rule, verdict.urn)},
    }
    if verdict.waiver:
        waiver = verdict.waiver
        reason = f"{waiver.reason} (accepted by {waiver.approver} until {waiver.expires}: {waiver.ticket})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result
