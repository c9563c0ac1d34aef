"""What a run says of itself: OpenLineage's events, whatever comes of it, and nothing of what it was given."""

import json
from typing import Any

import pytest

from functions._shared.lineage import runs
from functions._shared.telemetry import entry, logger
from governance import flows
from governance.loading import load
from tests.conftest import ROOT
from tests.functions.calls import context, logged
from tests.ops.lineage import theirs

LOG = logger("lineage")


@entry(LOG)
@runs(LOG, "event-projector")
def handle(event: Any, _context: Any) -> Any:
    return {"answer": 1 / event["ann@example.com"]}


@pytest.mark.parametrize(("value", "ended"), [(1, "COMPLETE"), (0, "FAIL")])
def test_a_run_begins_and_ends_once_by_openlineages_own_classes(
    value: int, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = logged(LOG, monkeypatch)
    try:
        assert handle({"ann@example.com": value}, context()) == {"answer": 1}
    except ZeroDivisionError:
        assert ended == "FAIL"
    told = [json.loads(line)["lineage"] for line in lines.getvalue().splitlines()]
    assert [each["eventType"] for each in told] == ["START", ended]
    for each in told:
        assert theirs.run_event(each).run.runId == context().aws_request_id
    assert "ann@example.com" not in lines.getvalue()
    assert max(len(json.dumps(each)) for each in told) < 400


def test_each_run_is_of_the_job_whose_code_it_is() -> None:
    jobs = {name: job.code for name, job in flows.load(load()).jobs.items()}
    for file in (ROOT / "functions").glob("*/handler.py"):
        lines = file.read_text().splitlines()
        for number, line in enumerate(lines):
            if line.startswith("@runs("):
                name = lines[number + 1].removeprefix("def ").partition("(")[0]
                assert jobs[line.split('"')[1]] == f"functions.{file.parent.name}.handler.{name}"
