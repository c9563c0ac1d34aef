"""`make load`: reads and appends through the gateway of a stack in the sandbox, beside what the stack promises."""

import argparse
import json
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ops import stacks
from ops.faults import FAULTS
from ops.functions import calling, gateway
from ops.functions.standing import Standing, regions_of, standing
from ops.load import text, wrk
from ops.load.inside import durations_ms
from ops.load.objectives import objectives
from ops.request import OperationError, UsageError
from sandbox.isolation import isolated
from sandbox.project import find_root, load_project

STREAMS, EVENTS = 20, 10
"""How many streams are read, and the events of each."""
WARMING = 6
"""How often at most they are appended, under the same id; while functions start, a gateway may give up waiting."""
LEAST_STATUS_OF_FAULTS, NOT_FOUND = 400, 404
FOLLOWED_SECONDS, POLL_SECONDS = 60.0, 0.2
"""How long projections of what is appended are waited for, and how often they are asked for."""
LOG_SECONDS = 2.0
"""Within which a log has what was told it."""
ANSWERS = "event_store"
"""Folder of the function that answers."""


def main(stack: str, reads_per_second: float, appends_per_second: float, seconds: int) -> bool:
    """Make the load, and print what it came to; returns whether all that is promised holds."""
    wrk.find()
    root = find_root(Path.cwd())
    project = load_project(root, stack)
    with stacks.open_store(root, project) as store:
        resources = list(store.resources)
    api = gateway.api(resources, regions_of(project))
    promised = objectives(resources, api.region)
    functions = standing(resources)
    reader = _reader(functions, api.region)
    endpoint = stacks.emulator(root, project, deploys=False, quiet=True)
    with isolated():
        headers = gateway.headers(endpoint, api, functions, b"")
        name = f"load-{uuid.uuid4().hex[:12]}"
        _seed(endpoint, api, headers, name)
    url = gateway.url(endpoint, api, "").rstrip("/")

    def load(kind: str, rate: float) -> wrk.Measured:
        streams = f"{name}-{uuid.uuid4().hex[:8]}" if kind == "append" else name
        return wrk.run(
            wrk.Load(kind=kind, url=url, headers=headers, rate=rate, seconds=seconds, streams=streams, count=STREAMS)
        )

    print(f"{stack} in {api.region}, {endpoint}: reads for {seconds} s, then appends for {seconds} s", flush=True)
    since_ms = int(time.time() * 1000) + 1
    read = load("read", reads_per_second)
    time.sleep(LOG_SECONDS)
    with isolated():
        logged = [event["message"] for event in calling.logs(endpoint, reader, since_ms, follows=False)]
    runs, inside_ms = [read, load("append", appends_per_second)], durations_ms(logged)
    print("\n".join(text.lines(runs, promised, inside_ms)))
    return all(holds for _, holds in text.verdicts(runs, promised, inside_ms))


def _reader(functions: list[Standing], region: str) -> Standing:
    for each in functions:
        if each.folder == ANSWERS and each.region == region and "apigateway" in each.triggers:
            return each
    raise UsageError(f"no function of {ANSWERS} answers the API in {region}; bring the stack up by `groot up`")


def _seed(endpoint: str, api: gateway.Api, headers: dict[str, str], name: str) -> None:
    """Append what is read, so many at once that as many functions are warm as the load will want."""
    events = [{"type": "loaded", "schema": 1, "data": {"number": number}} for number in range(EVENTS)]
    body = json.dumps({"expected_version": 0, "commit_id": name, "events": events}).encode()

    def append(number: int) -> gateway.Answer:
        return gateway.call(endpoint, api, "POST", f"/v1/streams/{name}-{number}/events", body, headers)

    faults: list[gateway.Answer] = []
    for _ in range(WARMING):
        with ThreadPoolExecutor(wrk.CONNECTIONS) as executor:
            faults = [each for each in executor.map(append, range(STREAMS)) if each.status >= LEAST_STATUS_OF_FAULTS]
        if not faults:
            break
    else:
        raise OperationError(f"what is to be read could not be appended: {faults[0].status} {faults[0].body}")
    ends = time.monotonic() + FOLLOWED_SECONDS
    for number in range(STREAMS):  # projections would take their share of the cores from what is measured
        while gateway.call(endpoint, api, "GET", f"/v1/streams/{name}-{number}", None, headers).status == NOT_FOUND:
            if time.monotonic() > ends:
                return
            time.sleep(POLL_SECONDS)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="make load", description=__doc__)
    asked.add_argument("--stack", default="staging")
    asked.add_argument("--reads", type=float, default=20.0, help="a second")
    asked.add_argument("--appends", type=float, default=10.0, help="a second")
    asked.add_argument("--seconds", type=int, default=20, help="of each")
    given = asked.parse_args()
    try:
        sys.exit(0 if main(given.stack, given.reads, given.appends, given.seconds) else 1)
    except FAULTS as fault:
        sys.exit(f"error: {fault}")
