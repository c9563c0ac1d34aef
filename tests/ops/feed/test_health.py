"""How Argo CD reads a rollout's health, by the Lua that it is given, in Lua 5.1 as Argo CD's own is."""

from typing import Any

import pytest
from lupa.lua51 import LuaRuntime

from ops.feed.applications import ROLLOUT_HEALTH


def health(status: dict[str, Any] | None, generation: int = 3) -> tuple[str, str]:
    """Return status and message of a rollout, by the script without Lua's own libraries, as the capability runs it."""
    lua = LuaRuntime(unpack_returned_tuples=True)
    run: Any = lua.eval(
        "function(source, obj) local f = assert(loadstring(source)); "
        "setfenv(f, {obj = obj, tonumber = tonumber}); return f() end"
    )
    rollout = {"metadata": {"generation": generation}, **({"status": status} if status is not None else {})}
    found = run(ROLLOUT_HEALTH, lua.table_from(rollout, recursive=True))
    return found["status"], found["message"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, "Progressing"),
        ({}, "Progressing"),
        ({"observedGeneration": "2", "phase": "Healthy"}, "Progressing"),
        ({"observedGeneration": "3", "phase": "Healthy"}, "Healthy"),
        ({"observedGeneration": "3", "phase": "Progressing", "message": "more replicas"}, "Progressing"),
        ({"observedGeneration": "3", "phase": "Degraded", "message": "InvalidSpec"}, "Degraded"),
        ({"observedGeneration": "3", "phase": "Paused", "message": "CanaryPauseStep"}, "Healthy"),
        ({"observedGeneration": "3", "phase": "Paused", "abort": True}, "Degraded"),
        ({"observedGeneration": "3", "phase": "Healthy", "abort": True}, "Degraded"),
    ],
)
def test_a_gate_is_health_and_a_release_that_was_taken_back_is_none(status: dict[str, Any] | None, said: str) -> None:
    assert health(status)[0] == said


def test_what_the_controller_says_is_passed_on() -> None:
    status = {"observedGeneration": "3", "phase": "Degraded", "message": "InvalidSpec: no such workload"}
    assert health(status) == ("Degraded", "InvalidSpec: no such workload")
