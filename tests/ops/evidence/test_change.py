"""Who approved a change stands in the evidence of the run that judged it, as the pipeline found it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ops.evidence import bundle, markdown, oscal
from ops.evidence.change import Change, read
from ops.evidence.material import Material
from ops.evidence.signing import LocalSigner
from ops.request import UsageError
from policies.assessment import Result
from tests.conftest import ROOT

COMMIT = "abc123" + "0" * 34
APPROVED = Change(
    commit=COMMIT, pull_request="https://forge.example.com/pull/7", author="ann", approved_by=("ann", "bob")
)


def test_approval_is_told_and_related_to_the_controls_that_ask_for_it(
    material: Material, signer: LocalSigner, tmp_path: Path
) -> None:
    approved = replace(material, change=APPROVED)
    folder = bundle.write(approved, ROOT, tmp_path / "staging", signer)
    assert Change.model_validate_json((folder / "change.json").read_bytes()) == APPROVED
    assert "approved by bob" in markdown.document(approved)
    soc2 = next(each for each in approved.assessments if each.framework.pack == "soc2")
    changed = [replace(each, result=Result.FAILED) if each.control.id == "CC8.1" else each for each in soc2.controls]
    (result,) = oscal.assessment_results(approved, replace(soc2, controls=changed))["assessment-results"]["results"]
    (told,) = [each for each in result["observations"] if each["title"] == "change"]
    leading = [
        finding["title"].partition(" ")[0]
        for finding in result["findings"]
        if told["uuid"] in {each["observation-uuid"] for each in finding["related-observations"]}
    ]
    assert leading == ["CC8.1"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (APPROVED, "approved by bob"),
        (APPROVED.model_copy(update={"approved_by": ("ann",)}), "approved by nobody else"),
        (Change(commit=COMMIT), "came without a pull request"),
    ],
)
def test_nobody_approves_their_own_change(change: Change, words: str) -> None:
    assert words in str(change)


@pytest.mark.parametrize(
    ("text", "commit", "words"),
    [
        ("{", "abc123", "not JSON"),
        (json.dumps({"commit": "abc"}), "abc", "commit: String should match"),
        (json.dumps({"commit": COMMIT}), "def456", "of commit abc123000000, and the repository is at def456"),
        (json.dumps({"commit": COMMIT}), None, "is at none"),
        (None, "abc123", "cannot be read"),
    ],
)
def test_what_tells_of_another_change_is_refused(
    tmp_path: Path, text: str | None, commit: str | None, words: str
) -> None:
    path = tmp_path / "change.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match=words):
        read(path, commit)
