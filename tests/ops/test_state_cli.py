"""The state, exported."""

import json
import stat

from tests.ops.conftest import Groot


def test_an_export_can_be_printed_or_written_for_its_owner_alone(groot: Groot) -> None:
    groot.run("up")
    printed = groot.plain("state", "export").document
    assert groot.plain("state", "export", "--out", "state.json").out == ""
    path = groot.root / "state.json"
    written = json.loads(path.read_text())
    assert written["deployment"]["resources"] == printed["deployment"]["resources"]
    assert "hush" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_export_into_nowhere_is_one_line(groot: Groot) -> None:
    outcome = groot.plain("state", "export", "--out", "no/such/folder/state.json")
    assert outcome.code == 1
    assert outcome.err == "error: cannot write no/such/folder/state.json: No such file or directory\n"
