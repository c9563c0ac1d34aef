"""What `groot up` prints at its end, run by a shell against the platform itself."""

import json
import subprocess

from ops.functions import trying
from sandbox.project import load_project
from tests.api.caller import Caller
from tests.conftest import ROOT, Deployed


def test_the_printed_line_appends_an_event_however_often_it_is_run(staging: Deployed, caller: Caller) -> None:
    line = trying.curl(ROOT, load_project(ROOT, "staging", None), staging.resources, staging.endpoint)
    answers = [
        subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(2)
    ]
    assert [status for _, status in answers] == ["201", "201"]
    first, second = (json.loads(body) for body, _ in answers)
    assert first == second
    assert caller.read(first["stream"]).body["events"][0]["data"] == {"words": "hello"}
