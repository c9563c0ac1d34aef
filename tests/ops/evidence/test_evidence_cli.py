"""`groot evidence` on the command line."""

import json
from pathlib import Path

import pytest

from tests.ops.conftest import Groot


@pytest.fixture
def deployed(groot: Groot) -> Groot:
    """A stack that is up, in a project with a lock file."""
    groot.write("requirements.lock", "boto3==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    assert groot.run("up").code == 0
    return groot


def test_a_bundle_is_written_verified_and_followed_by_another(deployed: Groot) -> None:
    first = deployed.plain("evidence", "--of", "state")
    assert first.code == 0, first.err
    folder = Path(first.out.strip())
    assert folder.parent == deployed.root / ".sandbox" / "evidence" / "staging"
    key = deployed.plain("evidence", "key").out.strip()
    assert deployed.plain("evidence", "verify", str(folder), "--public-key", key).code == 0

    second = Path(deployed.plain("evidence", "--of", "state", "-f", "soc2").out.strip())
    verified = deployed.plain("evidence", "verify", str(second))
    assert verified.code == 0
    assert str(folder) in verified.out, "the one before is checked too"
    assert key in verified.out
    assert [path.name for path in (second / "assessments").iterdir()] == ["soc2.json"]


def test_an_altered_bundle_is_one_line_and_a_failure(deployed: Groot) -> None:
    folder = Path(deployed.plain("evidence", "--of", "state").out.strip())
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["verdicts"] = []
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    outcome = deployed.plain("evidence", "verify", str(folder))
    assert outcome.code == 1
    assert outcome.err.strip() == f"error: {folder / 'run.json'}: altered"


def test_an_unknown_framework_and_a_missing_lock_are_told(deployed: Groot) -> None:
    outcome = deployed.plain("evidence", "-f", "soc3")
    assert (outcome.code, "there is no framework soc3" in outcome.err) == (2, True)
    (deployed.root / "requirements.lock").unlink()
    outcome = deployed.plain("evidence", "--of", "state")
    assert outcome.code == 1
    assert "requirements.lock: cannot be read" in outcome.err
