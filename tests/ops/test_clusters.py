"""Manifests reach a cluster where a flag names its context and somebody has agreed, and nowhere else."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ops import stacks
from sandbox.providers.kubernetes import KubernetesProvider, server
from tests.ops.conftest import Groot, Outcome
from tests.sandbox.providers.kubernetes.api_server import ApiServer, kubeconfig_of, serving

PROGRAM = """
import pulumi
import pulumi_kubernetes as kubernetes

for region in ("us-east-1", "eu-west-1"):
    manifests = kubernetes.Provider(region, render_yaml_to_directory=f".sandbox/manifests/staging/{region}")
    kubernetes.core.v1.Namespace(
        f"{region}-apps", metadata={"name": "apps"}, opts=pulumi.ResourceOptions(provider=manifests)
    )
"""
NAMESPACE = "/api/v1/namespaces/apps"
TO_HERE = ("--apply-to-context", "us-east-1=here")


@pytest.fixture
def api_server() -> Iterator[ApiServer]:
    with serving() as server:
        yield server


@pytest.fixture
def desk(groot: Groot, api_server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> Groot:
    """A project with two clusters' manifests, and a kubeconfig in the usual place."""
    home = groot.root / "home"
    (home / ".kube").mkdir(parents=True)
    (home / ".kube" / "config").write_text(
        kubeconfig_of(here=api_server.url, again=api_server.url, away="http://127.0.0.1:1")
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("KUBECONFIG", raising=False)

    def providers(_endpoint: str, root: Path, clusters: Any) -> Any:
        return {"aws": groot.cloud, "kubernetes": KubernetesProvider(root, clusters)}

    monkeypatch.setattr(stacks, "standard_providers", providers)
    regions = json.dumps([{"name": "us-east-1"}, {"name": "eu-west-1"}])
    groot.write("Pulumi.staging.yaml", f"config: {{aws:region: us-east-1, sample:regions: {regions}}}\n")
    groot.program(PROGRAM)
    return groot


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[str]:
    """Have a person there who answers; returns what they are asked."""
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer)
    return asked


def deploy(desk: Groot, *arguments: str) -> Outcome:
    outcome = desk.run("up", "--yes", *(arguments or TO_HERE))
    assert outcome.code == 0, outcome.out + outcome.err
    return outcome


def test_without_the_flag_no_kubeconfig_is_looked_at(
    desk: Groot, api_server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = desk.root / "kubeconfig"
    os.mkfifo(pipe)  # whoever opened it would wait for ever
    monkeypatch.setenv("KUBECONFIG", str(pipe))
    for command in (["up"], ["drift"], ["refresh", "--yes"], ["destroy", "--yes"]):
        assert desk.run(*command).code == 0
    assert api_server.requests == 0
    assert all("kubeconfig" not in file.read_text() for file in (desk.root / ".sandbox/state").glob("*.json*"))


def test_a_person_sees_the_server_and_is_asked(
    desk: Groot, api_server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(monkeypatch, "y")
    outcome = desk.run("up", *TO_HERE)
    assert outcome.code == 0, outcome.err
    assert f"applies to us-east-1: context here at {api_server.url}" in outcome.err
    assert asked == ["Deploy stack staging in the sandbox and there? [y/N] "]
    assert list(api_server.objects) == [NAMESPACE]
    assert (desk.root / ".sandbox/manifests/staging/eu-west-1/1-manifest/v1-namespace-default-apps.yaml").exists()


@pytest.mark.parametrize("answer", ["n", "", "maybe"])
@pytest.mark.parametrize("command", ["up", "destroy"])
def test_without_a_yes_nothing_is_reached(
    desk: Groot, api_server: ApiServer, monkeypatch: pytest.MonkeyPatch, command: str, answer: str
) -> None:
    at_a_terminal(monkeypatch, answer)
    outcome = desk.run(command, *TO_HERE)
    assert outcome.code == 2
    assert "not confirmed; nothing was" in outcome.err
    assert api_server.requests == 0


@pytest.mark.parametrize("command", ["up", "destroy"])
def test_where_nobody_can_be_asked_nothing_is_reached(desk: Groot, api_server: ApiServer, command: str) -> None:
    outcome = desk.run(command, *TO_HERE)
    assert outcome.code == 2
    assert f"{command} asks first, and nobody can be asked here; give --yes to go ahead" in outcome.err
    assert api_server.requests == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("us-east-1",), "us-east-1: expected REGION=CONTEXT, such as us-east-1=kind-dev"),
        (("=here",), "expected REGION=CONTEXT"),
        (("us-east-1=",), "expected REGION=CONTEXT"),
        (("us-east-1=hre",), "no context 'hre' in the kubeconfig; there are again, away, here"),
        (("us-east-9=here",), "us-east-9=…: the stack has eu-west-1, us-east-1"),
        (("us-east-1=here", "us-east-1=away"), "names region us-east-1 twice"),
        (("us-east-1=here", "eu-west-1=again"), "names server http://127.0.0.1:"),
    ],
)
def test_what_names_no_cluster_is_told(
    desk: Groot, api_server: ApiServer, arguments: tuple[str, ...], message: str
) -> None:
    given = [part for each in arguments for part in ("--apply-to-context", each)]
    outcome = desk.run("up", "--yes", *given)
    assert outcome.code == 2
    assert message in outcome.err
    assert api_server.requests == 0


def test_a_kubeconfig_alone_is_refused_and_so_is_the_stock_engine(desk: Groot) -> None:
    alone = desk.run("up", "--kubeconfig", "some")
    assert (alone.code, "goes with --apply-to-context REGION=CONTEXT" in alone.err) == (2, True)
    stock = desk.run("up", "--engine", "pulumi", *TO_HERE)
    assert (stock.code, "--apply-to-context goes with --engine sandbox" in stock.err) == (2, True)


def test_a_kubeconfig_that_is_not_there_is_named(desk: Groot) -> None:
    outcome = desk.run("up", "--yes", *TO_HERE, "--kubeconfig", "nowhere")
    assert outcome.code == 1
    assert outcome.err.strip() == "error: nowhere: No such file or directory; name another with --kubeconfig"


def test_the_usual_files_are_those_of_kubectl(
    desk: Groot, api_server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = desk.root / "other"
    other.write_text(kubeconfig_of(there=api_server.url))
    monkeypatch.setenv("KUBECONFIG", f"{desk.root / 'missing'}{os.pathsep}{other}")
    deploy(desk, "--apply-to-context", "us-east-1=there")
    assert NAMESPACE in api_server.objects


def test_what_was_rendered_before_reaches_the_cluster_and_again_changes_nothing(
    desk: Groot, api_server: ApiServer
) -> None:
    assert desk.run("up").code == 0
    assert api_server.requests == 0
    deploy(desk)
    assert len(api_server.applied) == 1
    assert "0 updated" in deploy(desk).out
    assert len(api_server.applied) == 1
    assert "nothing was changed behind" in desk.run("drift").out


def test_a_destruction_that_does_not_name_the_cluster_says_what_stays_there(desk: Groot, api_server: ApiServer) -> None:
    deploy(desk)
    outcome = desk.run("destroy", "--yes")
    assert outcome.code == 0
    assert (
        "warning: the cluster of us-east-1 keeps 1 of the stack's objects; --apply-to-context us-east-1=" in outcome.err
    )
    assert NAMESPACE in api_server.objects


def test_a_destruction_that_names_it_deletes_there(desk: Groot, api_server: ApiServer) -> None:
    deploy(desk)
    outcome = desk.run("destroy", "--yes", *TO_HERE)
    assert outcome.code == 0
    assert f"deletes from us-east-1: context here at {api_server.url}" in outcome.err
    assert "keeps" not in outcome.err
    assert api_server.objects == {}


def test_a_namespace_with_other_peoples_objects_is_neither_destroyed_nor_replaced(
    desk: Groot, api_server: ApiServer
) -> None:
    deploy(desk)
    api_server.hold("secrets", "theirs", "apps")
    desk.program(PROGRAM.replace('"name": "apps"', '"name": "shop"'))
    for command in ("up", "destroy"):
        outcome = desk.run(command, "--yes", *TO_HERE)
        assert outcome.code == 1
        assert "Namespace apps in here holds what isn't this stack's: Secret/theirs; delete or move it" in outcome.out
        assert NAMESPACE in api_server.objects
    del api_server.objects[f"{NAMESPACE}/secrets/theirs"]
    assert desk.run("destroy", "--yes", *TO_HERE).code == 0
    assert api_server.objects == {}


def test_another_sandbox_of_the_same_stack_takes_nothing_over(desk: Groot, api_server: ApiServer) -> None:
    deploy(desk)
    owner = api_server.objects[NAMESPACE]["metadata"]["labels"][server.OWNER]
    for kept in ("state/staging.json", "cluster-owner"):
        (desk.root / ".sandbox" / kept).unlink()
    outcome = desk.run("up", "--yes", *TO_HERE)
    assert outcome.code == 1
    assert "Namespace apps exists in here and isn't this stack's" in outcome.out
    assert api_server.objects[NAMESPACE]["metadata"]["labels"][server.OWNER] == owner


def test_another_region_takes_nothing_over_in_the_same_cluster(desk: Groot, api_server: ApiServer) -> None:
    deploy(desk)
    outcome = desk.run("up", "--yes", "--apply-to-context", "eu-west-1=again")
    assert outcome.code == 1
    assert "Namespace apps exists in again and isn't this stack's" in outcome.out
    assert len(api_server.applied) == 1


def test_a_cluster_that_does_not_answer_stops_before_anything_is_made(desk: Groot) -> None:
    outcome = desk.run("up", "--yes", "--apply-to-context", "us-east-1=away")
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1].startswith("error: http://127.0.0.1:1: ")
    assert not (desk.root / ".sandbox" / "state").exists() or not list((desk.root / ".sandbox/state").glob("*.json"))
