"""Random programs, changed at random, with calls that fail at random: the state stays whole and the cloud follows."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.engine.deployment import Options
from sandbox.engine.events import Result
from sandbox.providers.base import ProviderError, Resource
from sandbox.state import checkpoint
from tests.sandbox.engine.conftest import SALT, Stack
from tests.sandbox.engine.programs import Thing

NAMES = ("a", "b", "c", "d", "e", "f")


@dataclass(frozen=True)
class Node:
    """One resource of a random program. `uses` are names that stand before it in `NAMES`."""

    size: int
    kind: str
    uses: frozenset[str]
    delete_first: bool


@st.composite
def programs(draw: st.DrawFn) -> dict[str, Node]:
    """A program: some of `NAMES`, each wired to some of those before it."""
    nodes: dict[str, Node] = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True).map(sorted)):
        uses = draw(st.frozensets(st.sampled_from(sorted(nodes)), max_size=2)) if nodes else frozenset()
        nodes[name] = Node(draw(st.integers(1, 2)), draw(st.sampled_from("xy")), uses, draw(st.booleans()))
    return nodes


@dataclass
class Faults:
    """Refuses the calls of one run that are listed, and loses the answers of others after they took effect."""

    refused: frozenset[tuple[str, str]]

    def __call__(self, method: str, resource: Resource) -> None:
        if (method, resource.name) in self.refused:
            raise ProviderError(f"{method} of {resource.name} is refused")


faults = st.frozensets(
    st.tuples(st.sampled_from(("create", "update", "delete")), st.sampled_from(NAMES)), max_size=3
).map(Faults)


def declare(nodes: dict[str, Node]) -> None:
    made: dict[str, Thing] = {}
    for name, node in nodes.items():
        opts = pulumi.ResourceOptions(delete_before_replace=node.delete_first)
        wires: dict[str, Any] = {f"of_{used}": made[used].arn for used in sorted(node.uses)}
        made[name] = Thing(name, opts, size=node.size, type=node.kind, **wires)


def run(stack: Stack, nodes: dict[str, Node]) -> Result:
    return stack.deployment(lambda: declare(nodes)).up(Options(parallel=4))


def assert_whole(stack: Stack) -> None:
    """The state on disk is one that the stock engine would take."""
    path = stack.root / ".sandbox" / "demo.json"
    if path.exists():
        latest = json.loads(path.read_text())["checkpoint"]["latest"]
        checkpoint.verify(latest.get("resources", []))


def assert_cloud_follows(stack: Stack, nodes: dict[str, Node]) -> None:
    """Each declared resource exists once, as declared, wired to what exists now; nothing else does."""
    live = {urn.rsplit("::", 1)[1]: (key, props) for key, (urn, props) in stack.provider.cloud.items()}
    assert sorted(live) == sorted(nodes), "one of each, and no orphan"
    assert len(stack.provider.cloud) == len(nodes), "no duplicate"
    for name, node in nodes.items():
        props = live[name][1]
        assert (props["size"], props["type"]) == (node.size, node.kind)
        for used in node.uses:
            assert props[f"of_{used}"].endswith(live[used][0]), f"{name} is wired to a {used} that is gone"


@settings(max_examples=60)
@given(st.lists(st.tuples(programs(), faults), min_size=1, max_size=3), programs())
def test_the_cloud_follows_the_program_whatever_failed_before(
    attempts: list[tuple[dict[str, Node], Faults]], last: dict[str, Node]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "Pulumi.yaml").write_text("name: sample\nruntime: python\n")
        (root / "Pulumi.demo.yaml").write_text(f"encryptionsalt: {SALT}\nconfig: {{}}\n")
        stack = Stack(root)
        for nodes, fault in attempts:
            stack.provider.fail_on = fault
            run(stack, nodes)
            assert_whole(stack)
        stack.provider.fail_on = lambda method, resource: None

        result = run(stack, last)

        assert not result.failed, result
        assert_whole(stack)
        assert_cloud_follows(stack, last)
        assert run(stack, last).changes()["same"] == len(last) + (2 if last else 1)
