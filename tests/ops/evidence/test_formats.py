"""Each format is what its readers take, and says what the run found."""

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from trestle.oscal.assessment_results import Model as AssessmentResults
from trestle.oscal.component import Model as ComponentDefinition

from ops.evidence import junit, markdown, oscal, sarif, sbom
from ops.evidence.material import Material
from policies.core import Outcome
from policies.frameworks.catalogue import load
from policies.registry import discover
from tests.conftest import ROOT
from tests.ops.evidence.conftest import CANARY, material_at, resource

RULE = "s3_bucket_public_access_is_blocked"
PACKS = [framework.pack for framework in load(discover()).frameworks.values()]


@pytest.mark.parametrize("pack", PACKS)
def test_assessment_results_are_oscal(material: Material, pack: str) -> None:
    (assessment,) = [each for each in material.assessments if each.framework.pack == pack]
    document = json.loads(json.dumps(oscal.assessment_results(material, assessment)))
    AssessmentResults.model_validate(document)
    (result,) = document["assessment-results"]["results"]
    states = {each["title"].split(" ")[0]: each["target"]["status"]["state"] for each in result["findings"]}
    decided = {each.control.id.split(" ")[0] for each in assessment.controls if each.result in oscal._DECIDED}
    assert states.keys() == decided
    assert "not-satisfied" in states.values()


def test_what_the_parts_implement_is_oscal_and_holds_only_what_was_met(material: Material) -> None:
    document = json.loads(json.dumps(oscal.component_definition(material)))
    ComponentDefinition.model_validate(document)
    components = {each["title"]: each for each in document["component-definition"]["components"]}
    (soc2,) = [each for each in components["s3"]["control-implementations"] if each["description"].startswith("SOC 2")]
    assert any(each["control-id"] == "soc2_CC6.1" for each in soc2["implemented-requirements"])
    assert "iam" not in components


def test_sarif_points_at_the_line_and_suppresses_what_is_accepted(material: Material) -> None:
    (run,) = sarif.document(material)["runs"]
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


def test_sarif_stays_within_what_is_shown_the_worst_first_and_counts_the_rest() -> None:
    many = material_at(0, [resource(f"open-{number}") for number in range(sarif.MOST_RESULTS + 10)])
    found = len(many.run.of(Outcome.VIOLATED, Outcome.FAILED, Outcome.WAIVED))
    (run,) = sarif.document(many)["runs"]
    assert len(run["results"]) == sarif.MOST_RESULTS
    assert run["properties"]["leftOut"] == found - sarif.MOST_RESULTS
    assert len(gzip.compress(json.dumps(run).encode())) < 10_000_000


def test_junit_tells_passed_failed_and_skipped_apart(material: Material) -> None:
    root = ElementTree.fromstring(junit.document(material))
    (suite,) = [each for each in root if each.get("name") == RULE]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    said = {str(case.get("name")).rpartition("::")[2]: [child.tag for child in case] for case in suite}
    assert said == {"closed": [], "open": ["failure"], "accepted": ["skipped"]}
    skipped = next(each for each in root if each.get("name") == "cloudwatch_log_group_uses_customer_key")
    assert [child.tag for child in skipped[0]] == ["skipped"]


def test_the_bill_of_materials_names_every_pin_with_hash_and_licence(material: Material) -> None:
    document: dict[str, Any] = sbom.document(material, ROOT)
    components = {each["name"]: each for each in document["components"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert len(components) == sum("==" in line and not line.startswith(" ") for line in lock)
    boto3 = components["boto3"]
    assert boto3["purl"] == f"pkg:pypi/boto3@{boto3['version']}"
    assert all(len(each["content"]) == 64 for each in boto3["hashes"])
    assert boto3["licenses"]
    assert "attrs" in components


def test_the_page_has_scores_findings_and_waivers_and_no_markup_of_theirs(material: Material) -> None:
    page = markdown.document(material)
    assert page.count("| SOC 2") == 1
    assert "`components/open.py:7`" in page
    assert "a &lt;reason> ann@example.com, T-1, until 2999-01-01" in page


def test_no_value_of_a_property_stands_in_any_file(written: Path) -> None:
    for path in written.rglob("*"):
        if path.is_file():
            assert CANARY not in path.read_text(encoding="utf-8"), path
