"""A region's rollout as Argo Rollouts' controller tells of it, and what is done to it.

Gates are the steps that pause for as long as nobody goes on (Argo Rollouts, "Rollout Specification", `pause: {}`). A
release's number is an annotation of its pods' template, read from the ReplicaSet that the controller made of it: so
number and status are always of the same template, also while one is handed over. Going on and going back are what
`kubectl argo rollouts promote` and `abort` do to the status, if it is still as it was read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions._shared.kubernetes import CONFLICT, ApiError, ApiServer
from functions.lockstep.core import Action, End, Report
from functions.lockstep.errors import UnnumberedError

NUMBER: Final = "groot/release"
"""Annotation of pods: the number of the release that they are of (`components/compute/api.py`)."""
MERGE: Final = "application/merge-patch+json"
PATCHES: Final[Mapping[Action, Mapping[str, Any]]] = {
    Action.PROMOTE: {"pauseConditions": None},
    Action.ABORT: {"abort": True},
}
"""What becomes of the status (argoproj/argo-rollouts v1.10, `cmd/promote/promote.go`, `cmd/abort/abort.go`)."""


@dataclass(frozen=True)
class Seen:
    """A rollout at one moment."""

    report: Report
    version: str
    """Of the object; any change makes another."""


class Rollout:
    """The rollout called *name* in *namespace* of a cluster."""

    def __init__(self, server: ApiServer, namespace: str, name: str) -> None:
        self._server, self._name = server, name
        self._path = f"/apis/argoproj.io/v1alpha1/namespaces/{namespace}/rollouts/{name}"
        self._sets = f"/apis/apps/v1/namespaces/{namespace}/replicasets"

    def read(self) -> Seen | None:
        """Return how it is; None where there is none, nothing has run yet, or its controller hasn't seen a change.

        Raises:
            UnnumberedError: what runs has no number, or that of what ran before.
            ApiError: the API server doesn't tell.
        """
        found = self._server.find(self._path)
        status = found.get("status", {}) if found else {}
        if not found or not status.get("stableRS") or not _is_seen(found):
            return None
        current, stable = status["currentPodHash"], status["stableRS"]
        number = self._number(current)
        if not number.isdecimal():
            raise UnnumberedError(
                f"pods of {self._name}-{current} have no number in {NUMBER}: give groot:api a release"
            )
        if current != stable and number == self._number(stable):
            raise UnnumberedError(
                f"{self._name} is given something new as release {number} again: raise it in groot:api"
            )
        return Seen(_report(found["spec"]["strategy"]["canary"]["steps"], status, int(number)), _version(found))

    def act(self, action: Action, seen: Seen) -> bool:
        """Do *action*; return whether it was done, which it isn't where the rollout has changed since it was *seen*.

        Raises:
            ApiError: the API server refuses it.
        """
        patch = {"metadata": {"resourceVersion": seen.version}, "status": PATCHES[action]}
        try:
            self._server.request("PATCH", f"{self._path}/status", patch, MERGE)
        except ApiError as error:
            if error.status == CONFLICT:
                return False
            raise
        return True

    def _number(self, template_hash: str) -> str:
        """Return the number that pods of *template_hash* have; empty where they have none."""
        found = self._server.request("GET", f"{self._sets}/{self._name}-{template_hash}")
        return str((found["spec"]["template"]["metadata"].get("annotations") or {}).get(NUMBER, ""))


def _report(steps: Sequence[Mapping[str, Any]], status: Mapping[str, Any], number: int) -> Report:
    gates = [place for place, step in enumerate(steps) if "pause" in step and not (step["pause"] or {}).get("duration")]
    place, paused = status.get("currentStepIndex") or 0, bool(status.get("pauseConditions"))
    stands = place in gates and (paused or bool(status.get("controllerPause")))
    end = None
    if status.get("abort"):
        end = End.FAILED
    elif status["currentPodHash"] == status["stableRS"]:
        end = End.COMPLETE
    return Report(
        release=number,
        gates=len(gates),
        reached=sum(gate < place for gate in gates) + stands,
        waiting=end is None and stands and paused,
        end=end,
    )


def _is_seen(found: Mapping[str, Any]) -> bool:
    """Tell whether the status is of what was asked for last; the controller writes the generation as a text."""
    return str(found["status"].get("observedGeneration", "")) == str(found["metadata"]["generation"])


def _version(found: Mapping[str, Any]) -> str:
    return str(found["metadata"]["resourceVersion"])
