"""A cluster as a region's turn sees it: an API server that keeps one rollout, and its controller, step by step.

What the controller does to the status is what Argo Rollouts' was seen to do (argoproj/argo-rollouts v1.10,
`rollout/canary.go`, `rollout/pause.go`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from functions._shared.kubernetes import CONFLICT, NOT_FOUND, ApiError, ApiServer
from functions.lockstep.rollout import NUMBER, Rollout

STEPS: Sequence[Mapping[str, Any]] = (
    {"setWeight": 0},
    {"pause": {}},
    {"setWeight": 25},
    {"pause": {"duration": "1m"}},
    {"pause": {}},
    {"setWeight": 50},
    {"pause": {}},
)
GATES = 3


class Cluster(ApiServer):
    """One cluster, in which release 1 runs."""

    def __init__(self) -> None:
        self.numbers = {"hash-1": "1"}
        self.status: dict[str, Any] = {
            "currentPodHash": "hash-1",
            "stableRS": "hash-1",
            "currentStepIndex": len(STEPS),
            "observedGeneration": "1",
        }
        self.patched: list[Mapping[str, Any]] = []
        self.changes = 1

    @property
    def place(self) -> int:
        return self.status["currentStepIndex"]

    @property
    def complete(self) -> bool:
        return self.status["stableRS"] == self.status["currentPodHash"]

    @property
    def failed(self) -> bool:
        return bool(self.status.get("abort"))

    def rollout(self) -> Rollout:
        """Return what a turn reads it by."""
        return Rollout(self, "apps", "api")

    def feed(self, release: int, template: str = "") -> None:
        """Ask for *release*, as another *template* if a number alone doesn't tell it."""
        called = f"hash-{template or release}"
        self.numbers[called] = str(release)
        self._change(
            currentPodHash=called, currentStepIndex=0, pauseConditions=None, controllerPause=False, abort=False
        )

    def fail(self) -> None:
        """Have its analysis fail."""
        self._change(abort=True, pauseConditions=None, controllerPause=False, currentStepIndex=0)

    def reconcile(self) -> None:
        """Do what the controller does next, if there is anything."""
        status = self.status
        if self.failed or self.complete:
            return
        if self.place == len(STEPS):
            self._change(stableRS=status["currentPodHash"])
        elif STEPS[self.place].get("pause") != {}:
            self._change(currentStepIndex=self.place + 1)
        elif not status["controllerPause"]:
            self._change(pauseConditions=[{"reason": "CanaryPauseStep"}], controllerPause=True)
        elif not status["pauseConditions"]:
            self._change(currentStepIndex=self.place + 1, controllerPause=False)

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None, kind: str = "") -> Any:
        """Answer as an API server would."""
        *_, resource, name = path.removesuffix("/status").split("/")
        if resource == "replicasets":
            number = self.numbers.get(name.removeprefix("api-"))
            if number is None:
                raise ApiError(NOT_FOUND, f"no {name}")
            return {"spec": {"template": {"metadata": {"annotations": {NUMBER: number} if number else None}}}}
        if method == "PATCH":
            assert body
            assert kind == "application/merge-patch+json"
            if body["metadata"]["resourceVersion"] != str(self.changes):
                raise ApiError(CONFLICT, "the object has been modified")
            self.patched.append(body["status"])
            self._change(**body["status"])
            if self.failed:
                self.fail()
        return {
            "metadata": {"resourceVersion": str(self.changes), "generation": 1},
            "spec": {"strategy": {"canary": {"steps": STEPS}}},
            "status": dict(self.status),
        }

    def _change(self, **status: Any) -> None:
        self.status |= status
        self.changes += 1
