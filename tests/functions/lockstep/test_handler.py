"""What Lambda calls, with the environment that the component gives it."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.lockstep import handler
from functions.lockstep.rollout import NUMBER
from tests.functions.calls import context, logged
from tests.functions.feeder.api_server import ApiServer, serving
from tests.functions.lockstep.clusters import GATES, Cluster
from tests.functions.lockstep.conftest import TABLE


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ApiServer]:
    """An API server with nothing in it."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def environment(server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Say what the component says."""
    told = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_REGION": "eu-west-1",
        "AWS_SECRET_ACCESS_KEY": "test",
        "CLUSTER_AUTHORITY": base64.b64encode(server.authority_pem.encode()).decode(),
        "CLUSTER_ENDPOINT": server.url,
        "CLUSTER_NAME": "room",
        "NAMESPACE": "apps",
        "REGIONS": "us-east-1,eu-west-1",
        "STACK": "groot-room",
        "TABLE": TABLE,
        "TABLE_REGION": "us-east-1",
        "WORKLOAD": "api",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("environment", "client")
def test_a_cluster_without_rollouts_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = logged(handler.LOG, monkeypatch)
    assert handler.handle({}, context()) == {"release": None}
    assert '"turn":{"release":null}' in lines.getvalue()


@pytest.mark.usefixtures("environment")
def test_what_its_cluster_stands_at_goes_into_the_home_s_table(server: ApiServer, client: Any) -> None:
    cluster = Cluster()
    cluster.feed(2)
    cluster.reconcile()
    cluster.reconcile()
    kinds = "/apis/argoproj.io/v1alpha1/namespaces/apps/rollouts", "/apis/apps/v1/namespaces/apps/replicasets"
    server.objects[f"{kinds[0]}/api"] = {"kind": "Rollout", **cluster.request("GET", f"{kinds[0]}/api")}
    for number in "12":
        template = {"metadata": {"annotations": {NUMBER: number}}}
        server.objects[f"{kinds[1]}/api-hash-{number}"] = {"kind": "ReplicaSet", "spec": {"template": template}}
    found = handler.handle({}, context())
    assert (found["release"], found["reached"], found["waiting"]) == (2, 1, True)
    assert found["decided"] == {"release": 2, "phase": "rolling", "step": 1}
    record = client.get_item(TableName=TABLE, Key={"workload": {"S": "api"}})["Item"]["record"]["S"]
    assert f'"gates": {GATES}' in record
    assert next(iter(server.tokens)).startswith("Bearer k8s-aws-v1.")
