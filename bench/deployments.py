"""`up` of staging against the bare boto3 calls it makes, replayed at the same concurrency on an emulator as empty.

`python -m bench.deployments up ENDPOINT FILE` deploys, and writes down what it called; `... replay ENDPOINT FILE` calls
the same in a process of its own. Identifiers that the emulator makes up differ between the two, so the replay follows
each recorded answer with its own and puts its own identifiers into later calls; a call waits for those whose answers it
needs. Each makes its boto3 clients as it comes to need them. What the replay leaves out is everything that is not a
call: planning, policies, the SDK, and the state on disk.
"""

import json
import pickle
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore.client

from bench.running import ROOT
from ops.judge import project_judge
from sandbox.engine.deployment import Deployment, Options
from sandbox.project import load_project
from sandbox.providers.aws.clients import Clients
from sandbox.providers.standard import standard_providers

PARALLEL = 16
WORD = re.compile(r"[A-Za-z0-9-]{8,}")
"""An identifier, by itself or inside an ARN, an address or a policy; shorter words are states and kinds."""

_BEFORE: ContextVar[tuple[int, ...]] = ContextVar("_BEFORE", default=())
"""The position of the call before, of the same resource: the SDK registers each in a context of its own."""


@dataclass
class Call:
    """One recorded call."""

    service: str
    region: str
    operation: str
    parameters: dict[str, Any]
    answer: Any
    needs: set[int]
    """Positions of the calls that come before it."""


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Write down every boto3 call that succeeds meanwhile, in the order of their answers."""
    calls: list[Call] = []
    lock = threading.Lock()
    original = botocore.client.BaseClient._make_api_call

    def make_api_call(self: Any, operation_name: str, api_params: dict[str, Any]) -> Any:
        answer = original(self, operation_name, api_params)
        service, region, before = self.meta.service_model.service_name, self.meta.region_name, _BEFORE.get()
        with lock:
            calls.append(Call(service, region, operation_name, api_params, answer, {*before}))
            _BEFORE.set((len(calls) - 1,))
        return answer

    botocore.client.BaseClient._make_api_call = make_api_call
    try:
        yield calls
    finally:
        botocore.client.BaseClient._make_api_call = original


def link(calls: Sequence[Call]) -> None:
    """Let each call need those that were the first to name, or to be told, what its parameters hold."""
    first: dict[str, int] = {}
    for index, call in enumerate(calls):
        asked = {word for text in _texts(call.parameters) for word in (text, *_words(text))}
        told = {word for text in _texts(call.answer) for word in (text, *_words(text))}
        call.needs |= {first[word] for word in asked if word in first}
        for word in asked | told:
            first.setdefault(word, index)


def replay(endpoint: str, file: Path) -> dict[str, float]:
    """Make the calls in *file* again; return the seconds they took and how many failed."""
    calls: Sequence[Call] = pickle.loads(file.read_bytes())  # noqa: S301 - written by `up`
    clients = Clients(endpoint)
    names: dict[str, str] = {}
    done: dict[int, Future[bool]] = {}

    def make(call: Call) -> bool:
        for index in call.needs:
            done[index].result()
        try:
            client = clients.get(call.service, call.region)
            answer = client._make_api_call(call.operation, _renamed(call.parameters, names))
        except Exception:  # noqa: BLE001 - counted, and printed with the figure
            return False
        names.update(_pairs(call.answer, answer))
        return True

    begun = time.monotonic()
    with ThreadPoolExecutor(PARALLEL) as executor:
        for index, call in enumerate(calls):
            done[index] = executor.submit(make, call)
    seconds = time.monotonic() - begun
    return {"bare_seconds": seconds, "failed": sum(not future.result() for future in done.values())}


def up(endpoint: str, file: Path) -> dict[str, float]:
    """Deploy staging; return the seconds it took and how many calls it made, which are written to *file*."""
    project = load_project(ROOT, "staging", lambda _root: "bench")
    with tempfile.TemporaryDirectory() as folder, recorded() as calls:
        begun = time.monotonic()
        deployment = Deployment(project, Path(folder), standard_providers(endpoint, ROOT), "bench")
        result = deployment.up(Options(parallel=PARALLEL, judge=project_judge()))
        seconds = time.monotonic() - begun
    if result.failed:
        raise SystemExit(f"the deployment failed: {[*result.failures, *result.diagnostics][:3]}")
    link(calls)
    file.write_bytes(pickle.dumps(calls))
    return {"seconds": seconds, "calls": len(calls)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _pairs(recorded_answer: Any, answer: Any) -> Iterator[tuple[str, str]]:
    if isinstance(recorded_answer, str) and isinstance(answer, str):
        pairs = list(zip(_words(recorded_answer), _words(answer), strict=False))
        yield from (pair for pair in pairs if pair[0] != pair[1])
    elif isinstance(recorded_answer, dict) and isinstance(answer, dict):
        for key in recorded_answer.keys() & answer.keys():
            yield from _pairs(recorded_answer[key], answer[key])
    elif isinstance(recorded_answer, list) and isinstance(answer, list):
        for one, other in zip(recorded_answer, answer, strict=False):
            yield from _pairs(one, other)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return WORD.sub(lambda word: names.get(word[0], word[0]), value)
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return value


if __name__ == "__main__":
    side, at, written = sys.argv[1:4]
    print(json.dumps({"up": up, "replay": replay}[side](at, Path(written))))
