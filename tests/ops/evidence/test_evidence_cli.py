"""`groot evidence` on the command line."""

import json
from pathlib import Path

import pytest

from ops import history
from tests.ops.conftest import Groot


@pytest.fixture
def deployed(groot: Groot) -> Groot:
    """A stack that is up, in a project with a lock file."""
    groot.write("requirements.lock", "boto3==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    assert groot.run("up").code == 0
    return groot


def create(project: Groot, *arguments: str) -> Path:
    """Write a bundle of the stack, which violates rules, and return its folder."""
    outcome = project.plain("evidence", "--of", "state", *arguments)
    assert outcome.code == 3, outcome.err
    return Path(outcome.out.strip())


def test_a_bundle_is_written_verified_and_followed_by_another(deployed: Groot) -> None:
    first = create(deployed)
    assert first.parent == deployed.root / ".sandbox" / "evidence" / "staging"
    key = deployed.plain("evidence", "key").out.strip()
    assert deployed.plain("evidence", "verify", str(first), "--public-key", key).code == 0

    second = create(deployed, "-f", "soc2", "-f", "soc2")
    verified = deployed.plain("evidence", "verify", str(second))
    assert verified.code == 0
    assert str(first) in verified.out, "the one before is checked too"
    assert key in verified.out
    assert [path.name for path in (second / "assessments").iterdir()] == ["soc2.json"]
    entries = history.recall(deployed.root, "staging").entries
    assert [len(each.scores) for each in entries] == [7, 7], "both runs are remembered, with every score"


def test_a_stack_that_violates_nothing_is_evidence_of_that(groot: Groot) -> None:
    groot.write("requirements.lock", "")
    groot.program("import pulumi\n")
    outcome = groot.run("evidence")
    assert outcome.code == 0, outcome.err
    assert (Path(outcome.out.strip().splitlines()[-1]) / "summary.md").exists()


def test_bundles_are_written_where_and_signed_with_what_is_given(deployed: Groot) -> None:
    pem, elsewhere = deployed.root / "own.pem", deployed.root / "audit"
    key = deployed.plain("evidence", "key", "--key", str(pem)).out.strip()
    folder = create(deployed, "--key", str(pem), "--out", str(elsewhere))
    assert folder.parent == elsewhere / "staging"
    assert deployed.plain("evidence", "verify", str(folder), "--public-key", key).code == 0
    other = deployed.plain("evidence", "key").out.strip()
    outcome = deployed.plain("evidence", "verify", str(folder), "--public-key", other)
    assert (outcome.code, "signed by another key" in outcome.err) == (1, True)


def test_an_altered_bundle_is_one_line_and_a_failure(deployed: Groot) -> None:
    folder = create(deployed)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["verdicts"] = []
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    outcome = deployed.plain("evidence", "verify", str(folder))
    assert outcome.code == 1
    assert outcome.err.strip() == f"error: {folder / 'run.json'}: altered"


def test_a_project_without_a_lock_shows_what_is_installed(deployed: Groot) -> None:
    (deployed.root / "requirements.lock").unlink()
    bom = json.loads((create(deployed) / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bom["metadata"]["properties"] == [{"name": "groot:components", "value": "installed"}]
    assert {"boto3", "pulumi"} <= {each["name"] for each in bom["components"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-f", "soc3"), "there is no framework soc3; there are "),
        (("--key", "nowhere.pem"), "make it with `groot evidence key --key nowhere.pem`"),
        (("--key", "a.pem", "--sign-with", "arn:aws:kms:us-east-1:1:key/2"), "give one"),
        (("--sign-with", "alias/mine"), "in which region"),
        (("verify", "bundle", "--public-key", "nowhere.pub"), "neither a public key nor a file"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_judged(
    groot: Groot, arguments: tuple[str, ...], says: str
) -> None:
    outcome = groot.plain("evidence", *arguments)
    assert (outcome.code, says in outcome.err) == (2, True)
    assert len(outcome.err.splitlines()) == 1
