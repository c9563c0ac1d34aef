"""Who may do what about people's requests, and what rings."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from components._shared.event_tables import Delivery, EventTables, KeptTable
from components._shared.function_args import FunctionNetwork
from components._shared.shards import Shards
from components.data.request_book import RequestBook, RequestBookArgs
from components.governance.request_functions import AUDIENCE, RequestFunctions, RequestFunctionsArgs
from components.governance.request_states import definition
from components.governance.request_workflow import COUNTED, RequestWorkflow, RequestWorkflowArgs
from governance.flows import load as load_lineage
from governance.for_requests import described
from governance.loading import load
from settings import DataClass
from tests.components.api.test_wiring import CONSENTS, PURPOSES
from tests.components.data.declare import Declared, declare, sites
from tests.conftest import ROOT


def kept(role: str) -> KeptTable:
    return KeptTable(name=role, arn=f"arn:{role}")


def stores() -> list[dict[str, Any]]:
    catalogue = load()
    return described(catalogue, load_lineage(catalogue), catalogue.stores)


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    def program() -> None:
        site = sites(1)["us-east-1"]
        events = EventTables(
            founding_region="us-east-1",
            key_arn=site.key_arns[DataClass.CONFIDENTIAL],
            events=kept("events"),
            stream_arn="arn:stream",
            keys=kept("keys"),
            checkpoints=kept("checkpoints"),
            summaries=kept("summaries"),
            archive=Delivery(name="archive", arn="arn:archive"),
        )
        book = RequestBook("book", RequestBookArgs(sites=[site], role="requests", data_class=DataClass.CONFIDENTIAL))
        functions = RequestFunctions(
            "requests",
            RequestFunctionsArgs(
                site=site,
                network=FunctionNetwork(subnet_ids=["subnet-1"], group_id="sg-1"),
                requests=book.tables,
                events=events,
                consents=CONSENTS,
                purposes=PURPOSES,
                shards=Shards(
                    map_name="map",
                    map_arn="arn:map",
                    database="groot",
                    user="application",
                    connect_arns=["arn:connect"],
                    proxy_group_id="sg-2",
                    peer_cidrs=[],
                    endpoints=[],
                ),
                token_key_set='{"keys": []}',
                api_host="api.example.com",
                metrics="own",
            ),
        )
        args = RequestWorkflowArgs(site=site, state_arn=functions.state_arn, stores=stores(), metrics="own")
        RequestWorkflow("workflow", args)

    return declare(program)


def allowed(declared: list[Declared], role: str) -> dict[str, set[str]]:
    """Return what a role may do, by resource."""
    [policy] = [json.loads(each.inputs["policy"]) for each in declared if each.name == f"{role}-policy"]
    found: dict[str, set[str]] = {}
    for each in policy["Statement"]:
        for resource in each["Resource"]:
            found.setdefault(resource.rpartition("/")[2], set()).update(each["Action"])
    return found


def test_the_desk_destroys_nothing_and_the_states_destroy_keys_alone(declared: list[Declared]) -> None:
    desk, states = allowed(declared, "requests-desk"), allowed(declared, "requests-states")
    changing = re.compile(r"dynamodb:(Put|Update|Delete|Batch.*Write).*")
    changed = {
        role: {table: {each for each in actions if changing.fullmatch(each)} for table, actions in found.items()}
        for role, found in (("desk", desk), ("states", states))
    }
    assert {table for table, actions in changed["desk"].items() if actions} == {
        "groot-test-book-requests",
        "groot-test-book-audit",
    }
    assert changed["states"]["arn:keys"] == {"dynamodb:UpdateItem"}
    assert changed["states"]["arn:events"] == {"dynamodb:PutItem"}, "by which a destroyed key is remembered"
    assert "tokens" not in desk.keys() | states.keys(), "public keys verify, and nobody is asked"


def test_of_the_chain_nothing_is_deleted_or_updated_by_whoever_writes_it(declared: list[Declared]) -> None:
    for role in ("requests-desk", "requests-states"):
        assert allowed(declared, role)["groot-test-book-audit"] == {"dynamodb:PutItem", "dynamodb:Query"}


def test_proofs_are_meant_for_the_desk_alone(declared: list[Declared]) -> None:
    [desk] = [each for each in declared if each.name == "requests-desk-function"]
    told = desk.inputs["environment"]["variables"]
    assert told["TOKEN_AUDIENCE"] == f"{told['TOKEN_ISSUER']}/{AUDIENCE}"


def test_whatever_the_states_count_rings_and_so_does_their_silence(declared: list[Declared]) -> None:
    source = (ROOT / "functions/data_subject_requests/work.py").read_text(encoding="utf-8")
    counted = set(re.findall(r'self\.count\("(\w+)"', source))
    assert {metric for metric, _ in COUNTED.values()} | {"RequestsOpen"} == counted
    alarms = {each.inputs["metricName"]: each.inputs for each in declared if each.type.endswith(":MetricAlarm")}
    assert alarms.keys() >= {*counted, "ApproximateAgeOfOldestMessage", "FailedInvocations", "ExecutionsFailed"}
    assert alarms["RequestsOpen"]["treatMissingData"] == "breaching"
    assert {alarms[metric]["namespace"] for metric in counted} == {"own"}


def test_the_workflow_runs_each_hour_and_hands_on_nothing_but_ids_and_stores(declared: list[Declared]) -> None:
    [rule] = [each.inputs for each in declared if each.type.endswith(":EventRule")]
    assert rule["scheduleExpression"] == "rate(1 hour)"
    [machine] = [each.inputs for each in declared if each.type == "aws:sfn/stateMachine:StateMachine"]
    assert "${" not in machine["definition"]
    for task in tasks(definition(stores())):
        assert task["Parameters"]["Payload"].keys() <= {"do", "request.$", "stores.$", "store.$", "fault.$"}
        assert task["ResultPath"] is None or task["ResultSelector"].keys() <= {"requests.$", "stores.$"}


def test_stores_are_done_one_after_another_and_a_request_that_fails_stops_alone() -> None:
    [requests] = [each for each in maps(definition(stores())) if "Plan" in each["ItemProcessor"]["States"]]
    states = requests["ItemProcessor"]["States"]
    assert states["Stores"]["MaxConcurrency"] == 1
    caught = {name for name, each in states.items() if each.get("Catch")}
    assert caught == states.keys() - {"Stop"}
    assert all(each["Next"] == "Stop" for name in caught for each in states[name]["Catch"])


def maps(states: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in states["States"].values():
        if each["Type"] == "Map":
            yield each
            yield from maps(each["ItemProcessor"])


def tasks(states: dict[str, Any]) -> list[dict[str, Any]]:
    levels = [states, *(each["ItemProcessor"] for each in maps(states))]
    return [each for level in levels for each in level["States"].values() if each["Type"] == "Task"]
