"""What cannot be run is told in a line each, with its mend."""

import pytest

from sandbox.state.store import Store
from tests.ops.conftest import KEYS, Groot
from tests.sandbox.state import PASSPHRASE, SALT


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["up", "--colour"], "No such option: --colour; see `groot up --help`"),
        (["frobnicate"], "No such command 'frobnicate'; see `groot --help`"),
        (["import", "aws:s3/bucket:Bucket"], "Missing argument 'NAME'; see `groot import --help`"),
        (["emulator", "start", "--port", "x"], "see `groot emulator start --help`"),
        (["up", "--engine", "terraform"], "see `groot up --help`"),
        (["up", "--endpoint", "nonsense"], "--endpoint nonsense: not a URL that AWS answers at, such as http://127"),
        (["up", "--endpoint", "http://127.0.0.1:99999"], "not a URL that AWS answers at"),
    ],
)
def test_a_command_line_that_cannot_be_understood_is_one_line(groot: Groot, arguments: list[str], message: str) -> None:
    outcome = groot.plain(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("error: ")
    assert outcome.err.count("\n") == 1
    assert message in outcome.err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("Pulumi.staging.yaml", "config: [\n", "Pulumi.staging.yaml:2:1: "),
        ("Pulumi.staging.yaml", "konfig: {}\n", "Pulumi.staging.yaml: konfig: unknown key"),
        ("Pulumi.yaml", "runtime: python\n", "Pulumi.yaml: `name` is None"),
        (".sandbox/state/staging.json", "{", "staging.json: not valid JSON"),
        (".sandbox/state/staging.journal", "garbage\nmore\n", "staging.journal: line 1 of 2 is damaged"),
    ],
)
def test_files_that_cannot_be_used_are_one_line_each(groot: Groot, name: str, text: str, message: str) -> None:
    (groot.root / ".sandbox" / "state").mkdir(parents=True)
    groot.write(name, text)
    for extra in ([], ["--json"]):
        outcome = groot.run("up", *extra)
        assert outcome.code == 1
        assert outcome.err.startswith("error: ")
        assert message in outcome.err
        assert "Traceback" not in outcome.err
    assert message in outcome.document["error"]
    assert list(outcome.document)[: len(KEYS)] == KEYS


def test_a_wrong_passphrase_names_the_variables(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> None:
    groot.run("up")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    outcome = groot.run("up")
    assert outcome.code == 1
    assert "incorrect passphrase" in outcome.err
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" in outcome.err


def test_a_second_run_at_once_learns_who_is_at_it(groot: Groot) -> None:
    with Store(groot.root / ".sandbox" / "state", "sample", "staging", PASSPHRASE, SALT):
        outcome = groot.run("up")
    assert outcome.code == 1
    assert "error: stack staging is in use by" in outcome.err


def test_outside_a_project_the_command_says_so(groot: Groot) -> None:
    (groot.root / "Pulumi.yaml").unlink()
    outcome = groot.run("up")
    assert outcome.code == 1
    assert "no Pulumi.yaml in" in outcome.err
