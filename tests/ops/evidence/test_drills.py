"""Drills are kept, count for as long as the control's interval, and stand in the evidence of a run."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ops import assessment_text
from ops.drill.kept import Drill, keep, recall, shown
from ops.evidence import bundle, oscal
from ops.evidence.material import Material
from ops.evidence.signing import LocalSigner
from policies.assessment import Result
from policies.frameworks.catalogue import Organizational
from tests.conftest import ROOT

OWED = Organizational(owner="platform lead", record="drill", every_days=90, evidence="drill")


def drill(material: Material, *, days_ago: float = 1, wanted: str = "a", seconds: float = 1.0) -> Drill:
    return Drill(
        at=material.run.judged_at - timedelta(days=days_ago),
        commit=None,
        region="us-east-1",
        of="keys",
        seconds=seconds,
        rto_seconds=60,
        digest="a",
        wanted=wanted,
    )


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (90, True), (90.001, False), (-1, False)])
def test_a_drill_counts_for_as_long_as_the_control_says(material: Material, days_ago: float, counts: bool) -> None:
    made = drill(material, days_ago=days_ago)
    assert (shown([made], OWED, material.run.judged_at) == made) is counts


def test_a_drill_is_no_record_of_what_is_owed_otherwise(material: Material) -> None:
    other = OWED.model_copy(update={"evidence": "change"})
    assert shown([drill(material)], other, material.run.judged_at) is None
    assert shown([drill(material)], None, material.run.judged_at) is None


def test_the_newest_is_shown_though_it_failed(material: Material) -> None:
    made = [drill(material, days_ago=2), drill(material, wanted="b")]
    assert shown(made, OWED, material.run.judged_at) == made[1]
    assert "FAILED" in str(made[1])
    assert not drill(material, seconds=61).passed


def test_drills_are_kept_in_order_and_damaged_lines_passed_over(material: Material, tmp_path: Path) -> None:
    assert recall(tmp_path, "staging") == []
    late, early = drill(material), drill(material, days_ago=5)
    keep(tmp_path, "staging", late)
    keep(tmp_path, "staging", early)
    with (tmp_path / ".sandbox" / "drills" / "staging.jsonl").open("a") as file:
        file.write("{torn\n")
    assert recall(tmp_path, "staging") == [early, late]
    assert recall(tmp_path, "prod") == []


def test_a_drill_stands_in_the_bundle_and_leads_to_the_controls_that_ask_for_tests(
    material: Material, signer: LocalSigner, tmp_path: Path
) -> None:
    drilled = replace(material, drills=[drill(material)])
    folder = bundle.write(drilled, ROOT, tmp_path / "staging", signer)
    assert [each["of"] for each in json.loads((folder / "drills.json").read_bytes())] == ["keys"]
    hipaa = next(each for each in drilled.assessments if each.framework.pack == "hipaa")
    asked = {"164.308(a)(7)(ii)(D)"}
    changed = [
        replace(each, result=Result.PARTLY_SHOWN) if each.control.id in asked else each for each in hipaa.controls
    ]
    whole = replace(hipaa, controls=changed)
    (result,) = oscal.assessment_results(drilled, whole)["assessment-results"]["results"]
    (told,) = [each for each in result["observations"] if each["title"] == "drill"]
    leading = {
        finding["title"].partition(" ")[0]
        for finding in result["findings"]
        if told["uuid"] in {each["observation-uuid"] for each in finding["related-observations"]}
    }
    assert leading == asked
    lines = "\n".join(each.plain for each in assessment_text.lines(whole, drilled.run, drilled.drills))
    assert "in the sandbox held: keys in us-east-1, 1.0 s" in lines
    bare = "\n".join(each.plain for each in assessment_text.lines(whole, drilled.run))
    assert "no drill within 365 days: groot drill restore" in bare
