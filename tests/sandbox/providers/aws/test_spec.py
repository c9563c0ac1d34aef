import threading
from typing import Any

import pytest

from sandbox.providers.aws.clients import Clients
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.aws.registry import rows
from sandbox.providers.aws.spec import Call, Read, Row, Type
from sandbox.providers.aws.validate import validate
from sandbox.providers.base import UNSENT, ProviderError
from tests.sandbox.providers.aws.bench import Bench

KEY = "aws:kms/key:Key"


@pytest.mark.parametrize("row", rows().values(), ids=rows().keys())
def test_row_fits_the_apis_models_and_the_sdk(row: Row) -> None:
    assert validate(row) == []


def _alias(**changes: Any) -> Type:
    given: dict[str, Any] = {
        "service": "kms",
        "id": "{name}",
        "create": Call("create_alias"),
        "read": Read("list_aliases", result="Aliases", where={"AliasName": "{id}"}),
        "update": Call("update_alias"),
        "delete": Call("delete_alias", {"AliasName": "{id}"}),
        "rename": {"name": "AliasName"},
        "replaces": {"name"},
    }
    return Type("aws:kms/alias:Alias", **{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"rename": {"name": "AliasNam"}}, "create_alias needs AliasName"),
        ({"rename": {"name": "AliasName", "targetKeyId": "Key"}}, "rename of 'targetKeyId' leads nowhere"),
        ({"rename": {"nam": "AliasName"}}, "the SDK's type has no 'nam'"),
        ({"create": Call("make_alias")}, "kms has no operation make_alias"),
        ({"delete": Call("delete_alias", {"Alias": "{id}"})}, "delete_alias has no Alias"),
        ({"delete": Call("delete_alias")}, "delete_alias needs AliasName"),
        ({"update": None}, "'targetKeyId' can't be changed in place"),
        ({"outputs": {"arn": "Arn"}}, "output 'arn': neither create nor read answers Arn"),
        ({"read": Read("list_keys", result="Keys")}, "'targetKeyId' is sent, but no read reports it"),
        ({"id": "AliasName"}, "find: needed"),
    ],
)
def test_a_wrong_row_is_found_out(changes: dict[str, Any], fault: str) -> None:
    assert any(fault in line for line in validate(_alias(**changes)))


def test_property_that_nothing_sees_to_is_told(bench: Bench) -> None:
    assert bench.provider.check(bench.resource(KEY), {}, {"novel": 1})[UNSENT] == ["novel"]


def test_nested_property_that_nothing_sees_to_is_told(bench: Bench) -> None:
    rules = [{"id": "a", "status": "Enabled", "expiration": {"days": 1, "hours": 2}}]
    resource = bench.resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    assert bench.provider.check(resource, {}, {"bucket": "b", "rules": rules})[UNSENT] == ["rules"]


def test_a_property_in_the_state_only_can_be_changed_and_stays_what_it_was_made(bench: Bench) -> None:
    """Given a route table with routes of its own, which only the state holds; when they change; then the rest works."""
    table = "aws:ec2/routeTable:RouteTable"
    vpc = bench.deploy("aws:ec2/vpc:Vpc", cidrBlock="10.9.0.0/16")
    routes = [{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}]
    made = bench.deploy(table, vpcId=vpc.id, routes=routes)
    assert made.outputs["routes"] == routes
    live = bench.provider.read(bench.resource(table), made.id, made.inputs, made.outputs)
    assert live
    assert (live.inputs["routes"], live.outputs["routes"]) == (routes, routes)
    diff = bench.provider.diff(bench.resource(table), made.id, made.inputs, made.outputs, {**made.inputs, "routes": []})
    assert (diff.changed, diff.replaces) == (["routes"], [])
    changed = bench.provider.update(
        bench.resource(table), made.id, made.inputs, made.outputs, {**made.inputs, "routes": []}
    )
    assert changed["routes"] == []


def test_every_row_has_a_fidelity_and_gaps_to_match(bench: Bench) -> None:
    for token, row in rows().items():
        assert (bench.provider.fidelity(token) == "real") == (not row.gaps)


def test_nobody_listening_is_one_line_that_says_what_to_start() -> None:
    provider = AwsProvider("http://127.0.0.1:9")
    with pytest.raises(ProviderError, match=r"^nothing answers at http://127\.0\.0\.1:9 .*`groot emulator start`$"):
        provider.create(Bench(provider).resource(KEY), {})


def test_one_client_serves_all_threads(endpoint: str) -> None:
    clients, got = Clients(endpoint), []
    threads = [threading.Thread(target=lambda: got.append(clients.get("sqs", "us-east-1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, got))) == 1
