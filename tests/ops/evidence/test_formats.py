"""Each format is what its readers take, and says what the run found."""

import gzip
import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st
from trestle.core.validator_factory import validator_factory
from trestle.oscal.assessment_results import Model as AssessmentResults
from trestle.oscal.component import Model as ComponentDefinition

from ops.evidence import junit, markdown, oscal, record, sarif, sbom
from ops.evidence.material import Material
from policies.assessment import Result
from policies.core import Outcome
from policies.frameworks.catalogue import load
from policies.registry import discover
from tests.conftest import ROOT
from tests.ops.evidence import sarif_schema
from tests.ops.evidence.conftest import LOGS, material_at, resource

RULE = "s3_bucket_public_access_is_blocked"
PACKS = [framework.pack for framework in load(discover()).frameworks.values()]


@pytest.mark.parametrize("pack", PACKS)
def test_assessment_results_are_oscal_with_a_finding_per_decided_control(material: Material, pack: str) -> None:
    (assessment,) = [each for each in material.assessments if each.framework.pack == pack]
    document = json.loads(json.dumps(oscal.assessment_results(material, assessment)))
    model = AssessmentResults.model_validate(document)
    assert all(each.model_is_valid(model.assessment_results, quiet=True) for each in validator_factory.get_all())
    (result,) = document["assessment-results"]["results"]
    states = {each["target"]["target-id"]: each["target"]["status"]["state"] for each in result["findings"]}
    satisfied = {
        Result.PASSED: "satisfied",
        Result.FAILED: "not-satisfied",
        Result.ACCEPTED: "not-satisfied",
        Result.PARTLY_SHOWN: "not-satisfied",
    }
    assert states == {
        oscal.control_token(pack, each.control.id): satisfied[each.result]
        for each in assessment.controls
        if each.result in satisfied
    }
    assert "not-satisfied" in states.values()
    owed = {each["target"]["target-id"]: each["target"].get("implementation-status") for each in result["findings"]}
    for each in assessment.controls:
        if each.result is Result.PARTLY_SHOWN and each.control.organizational:
            told = owed[oscal.control_token(pack, each.control.id)]
            assert told is not None
            assert told["state"] == "partial"
            assert each.control.organizational.record in told["remarks"]


def test_an_observation_names_the_resources_and_lines_of_a_rule_and_findings_lead_to_it(material: Material) -> None:
    (assessment,) = [each for each in material.assessments if each.framework.pack == "soc2"]
    (result,) = oscal.assessment_results(material, assessment)["assessment-results"]["results"]
    items = {each["uuid"]: each["description"] for each in result["local-definitions"]["inventory-items"]}
    observations = {each["uuid"]: each for each in result["observations"]}
    (told,) = [each for each in observations.values() if each["title"] == RULE]
    assert {items[each["subject-uuid"]].rpartition("::")[2] for each in told["subjects"]} == {"open", "accepted"}
    assert "met 1 of 3 times" in told["description"]
    assert "components/open.py:7" in told["description"]
    assert "Accepted: T-1." in told["description"]
    leading = [
        finding["target"]["status"]["reason"]
        for finding in result["findings"]
        if told["uuid"] in {each["observation-uuid"] for each in finding["related-observations"]}
    ]
    assert leading
    assert set(leading) == {"failed"}
    for finding in result["findings"]:
        assert {each["observation-uuid"] for each in finding["related-observations"]} <= observations.keys()


def test_what_the_parts_implement_is_oscal_and_holds_only_what_nothing_breaks(material: Material) -> None:
    document = json.loads(json.dumps(oscal.component_definition(material)))
    model = ComponentDefinition.model_validate(document)
    assert all(each.model_is_valid(model.component_definition, quiet=True) for each in validator_factory.get_all())
    components = {each["title"]: each for each in document["component-definition"]["components"]}
    assert "s3" not in components, "its rule is met once, and broken twice"
    implemented = components["cloudwatch"]["control-implementations"]
    assert len(implemented) == len({each["source"] for each in implemented}) > 1
    (soc2,) = [each for each in implemented if each["description"].startswith("SOC 2")]
    assert any("cloudwatch_log_group_" in each["description"] for each in soc2["implemented-requirements"])
    sources = {f"#{each['uuid']}" for each in document["component-definition"]["back-matter"]["resources"]}
    assert {each["source"] for each in implemented} <= sources


def test_a_run_that_decides_nothing_is_oscal_still() -> None:
    nothing = material_at(0, [resource("thing", "aws:nothing/here:Thing")])
    for each in nothing.assessments:
        AssessmentResults.model_validate(json.loads(json.dumps(oscal.assessment_results(nothing, each))))
    ComponentDefinition.model_validate(json.loads(json.dumps(oscal.component_definition(nothing))))


def test_sarif_points_at_the_line_and_suppresses_what_is_accepted(material: Material) -> None:
    document = sarif.document(material)
    sarif_schema.check(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    results = [each for each in run["results"] if each["ruleId"] == RULE]
    by_line = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: each for each in results}
    assert by_line.keys() == {"components/open.py", "components/accepted.py"}
    assert by_line["components/open.py"]["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    assert "suppressions" not in by_line["components/open.py"]
    assert "T-1" in by_line["components/accepted.py"]["suppressions"][0]["justification"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules:
        assert len(rule["properties"]["tags"]) <= 20
        assert 0 < float(rule["properties"]["security-severity"]) <= 10
    (told,) = [rule for rule in rules if rule["id"] == RULE]
    assert "soc2" in told["properties"]["tags"]
    assert "CC6.1" in told["properties"]["controls"]["soc2"]
    assert "- soc2: " in told["help"]["markdown"]


def test_sarif_stays_within_what_is_kept_the_worst_first_and_says_what_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 20)
    mixed = [*(resource(f"open-{number}") for number in range(30)), resource("logs", LOGS)]
    many = material_at(0, mixed)
    found = many.run.of(Outcome.VIOLATED, Outcome.FAILED, Outcome.WAIVED)
    document = sarif.document(many)
    sarif_schema.check(document)
    (run,) = document["runs"]
    levels = [float(_severity(run, result)) for result in run["results"]]
    assert levels == sorted(levels, reverse=True)
    assert len(levels) == 20
    assert run["properties"]["leftOut"] == len(found) - 20
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{len(found) - 20} of {len(found)} results")


def test_the_most_results_that_sarif_holds_are_small_enough_to_upload() -> None:
    many = material_at(0, [resource(f"open-{number}") for number in range(sarif.MOST_RESULTS + 10)])
    (run,) = sarif.document(many)["runs"]
    assert len(run["results"]) == sarif.MOST_RESULTS
    assert len(gzip.compress(json.dumps(run, indent=1).encode())) < 10_000_000


@pytest.mark.parametrize(
    ("source", "uri", "line"),
    [
        (None, "Pulumi.staging.yaml", 1),
        ("a room/b.py:12", "a%20room/b.py", 12),
        ("a.py:twelve", "a.py", 1),
        ("a.py:0", "a.py", 1),
    ],
)
def test_a_line_that_is_not_known_is_no_fault_of_sarif(source: str | None, uri: str, line: int) -> None:
    document = sarif.document(material_at(0, [resource("open", source=source)]))
    sarif_schema.check(document)
    place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (uri, line)


def _severity(run: dict[str, Any], result: dict[str, Any]) -> str:
    return run["tool"]["driver"]["rules"][result["ruleIndex"]]["properties"]["security-severity"]


def test_junit_tells_passed_failed_and_skipped_apart(material: Material) -> None:
    root = ElementTree.fromstring(junit.document(material))
    (suite,) = [each for each in root if each.get("name") == RULE]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    said = {str(case.get("name")).rpartition("::")[2]: [child.tag for child in case] for case in suite}
    assert said == {"closed": [], "open": ["failure"], "accepted": ["skipped"]}
    skipped = next(each for each in root if each.get("name") == "cloudwatch_log_group_uses_customer_key")
    assert [child.tag for child in skipped[0]] == ["skipped"]


def test_the_record_has_every_verdict_and_what_each_waiver_excuses(material: Material) -> None:
    document = record.document(material)
    assert len(document["verdicts"]) == len(material.run.verdicts)
    (waived,) = [each for each in document["verdicts"] if each["outcome"] == "waived"]
    (waiver,) = document["waivers"]
    assert waived["waiver"] == waiver["ticket"] == "T-1"
    assert (waiver["approver"], waiver["expires"], waiver["excuses"]) == ("ann@example.com", "2999-01-01", 1)


@given(st.text(min_size=1))
def test_junit_is_xml_whatever_resources_and_files_are_called(material: Material, name: str) -> None:
    found = [replace(each, urn=name, message=name, source=f"{name}:1") for each in material.run.verdicts]
    root = ElementTree.fromstring(junit.document(replace(material, run=replace(material.run, verdicts=found))))
    assert sum(len(suite) for suite in root) == len(found)


def test_the_bill_of_materials_is_cyclonedx_with_every_pin_its_hashes_and_its_licence(material: Material) -> None:
    document: dict[str, Any] = sbom.document(material, ROOT)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document)) is None
    assert datetime.fromisoformat(document["metadata"]["timestamp"]).tzinfo
    components = {each["name"]: each for each in document["components"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert len(components) == sum("==" in line and not line.startswith(" ") for line in lock)
    boto3 = components["boto3"]
    assert boto3["purl"] == f"pkg:pypi/boto3@{boto3['version']}"
    assert all(len(each["content"]) == 64 for each in boto3["hashes"])
    assert boto3["licenses"]
    assert all(each["hashes"] for each in components.values())


def test_the_page_has_scores_findings_and_waivers_and_no_markup_of_theirs(material: Material) -> None:
    page = markdown.document(material)
    assert page.count("| SOC 2") == 1
    assert "(`components/open.py:7`)" in page
    assert "a \\<reason\\> (ann@example.com, T-1, until 2999-01-01)" in page


def test_the_page_lists_the_worst_and_counts_the_rest() -> None:
    page = markdown.document(material_at(0, [resource(f"open-{number}") for number in range(60)]))
    listed = [line for line in page.splitlines() if line.startswith("- ")]
    assert len(listed) == markdown.MOST_LINES + 1
    assert listed[-1].startswith("- … and ")
