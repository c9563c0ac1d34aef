import contextlib
import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.state import checkpoint
from sandbox.state.checkpoint import Snapshot
from sandbox.state.codec import Codec
from sandbox.state.errors import StateError
from sandbox.state.model import ResourceState
from sandbox.state.secrets import PassphraseCipher
from sandbox.values import Secret
from tests.sandbox.state import PASSPHRASE, RECORDINGS, SALT

PREFIX = "urn:pulumi:demo::sample::"
Document = dict[str, Any]


@pytest.fixture
def codec() -> Codec:
    return Codec(PassphraseCipher(PASSPHRASE, SALT))


def resource(name: str, **fields: Any) -> Document:
    return {"urn": f"{PREFIX}a:b:C::{name}", "custom": True, "type": "a:b:C", **fields}


@pytest.mark.parametrize("name", ["checkpoint.json", "checkpoint-after-change.json", "checkpoint-killed.json"])
def test_a_stock_checkpoint_comes_back_as_it_was_written(name: str, codec: Codec) -> None:
    text = (RECORDINGS / name).read_text()
    read = checkpoint.parse(text.encode(), "sample", "demo")
    resources = [codec.encode(codec.decode(item)) for item in read.resources]
    pending = [codec.encode_operation(codec.decode_operation(item)) for item in read.pending]
    written = checkpoint.render(replace(read, resources=resources, pending=pending), "sample", "demo")
    written["checkpoint"]["latest"]["manifest"] = json.loads(text)["checkpoint"]["latest"]["manifest"]
    assert json.dumps(written, indent=1, ensure_ascii=False) + "\n" == text


def test_recorded_secrets_open_to_their_values(codec: Codec) -> None:
    read = checkpoint.parse((RECORDINGS / "checkpoint.json").read_bytes(), "sample", "demo")
    states = {state.name: state for state in map(codec.decode, read.resources)}
    assert states["token"].inputs == {"type": "SecureString", "value": Secret("s3cr3t")}
    assert states["sample-demo"].outputs["token"] == Secret("s3cr3t")


def test_an_unchanged_secret_keeps_its_ciphertext_and_a_changed_one_does_not(codec: Codec) -> None:
    read = checkpoint.parse((RECORDINGS / "checkpoint.json").read_bytes(), "sample", "demo")
    token = next(item for item in read.resources if item["urn"].endswith("::token"))
    state = codec.decode(token)
    state.modified = "later"
    assert codec.encode(state)["inputs"] == token["inputs"]
    state.inputs["value"] = Secret("another")
    assert codec.encode(state)["inputs"]["value"]["ciphertext"] != token["inputs"]["value"]["ciphertext"]


def test_equal_secrets_of_two_resources_do_not_show_as_equal(codec: Codec) -> None:
    sealed = [
        codec.encode(ResourceState(urn=f"{PREFIX}a:b:C::{name}", type="a:b:C", custom=True, inputs={"x": Secret("s")}))
        for name in ("one", "two")
    ]
    assert sealed[0]["inputs"] != sealed[1]["inputs"]


def test_a_structured_secret_is_sealed_whole(codec: Codec) -> None:
    value = {"users": [{"name": "a", "password": "p"}], "count": 2, "ratio": 0.5, "none": None}
    state = ResourceState(urn=f"{PREFIX}a:b:C::n", type="a:b:C", custom=True, outputs={"deep": [{"x": Secret(value)}]})
    assert codec.decode(codec.encode(state)) == state


def test_fields_of_another_version_are_kept(codec: Codec) -> None:
    document = resource("n", stackTrace=[{"pc": 1}], futureField={"a": 1})
    assert codec.encode(codec.decode(document)) == document


def test_encoding_is_apart_from_the_resource_it_was_made_of(codec: Codec) -> None:
    state = codec.decode(resource("n", dependencies=[], propertyDependencies={"a": []}))
    encoded = codec.encode(state)
    state.property_dependencies["a"].append("later")
    assert encoded["propertyDependencies"] == {"a": []}


def test_an_empty_stack_of_the_stock_command_is_read() -> None:
    document = {"version": 3, "checkpoint": {"stack": "organization/sample/demo", "latest": None}}
    assert checkpoint.parse(json.dumps(document).encode(), "sample", "demo") == Snapshot()


def test_an_export_carries_the_deployment_and_no_checkpoint() -> None:
    exported = checkpoint.export(Snapshot(salt=SALT, resources=[resource("n")]))
    assert list(exported) == ["version", "deployment"]
    assert list(exported["deployment"]) == ["manifest", "secrets_providers", "resources", "metadata"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda text: text[: len(text) // 2], "not valid JSON"),
        (lambda _: b"", "not valid JSON"),
        (lambda _: b"[" * 100_000, "not valid JSON"),
        (lambda _: b"[]", "not a checkpoint"),
        (lambda text: text.replace(b'"version": 3', b'"version": 4'), "version 4, expected 3"),
        (lambda text: text.replace(b"organization/sample", b"organization/other"), "expected 'organization/sample"),
        (lambda text: text.replace(b'"type": "passphrase"', b'"type": "service"'), "secrets provider is 'service'"),
        (lambda text: text.replace(b'"custom": true', b'"custom": "yes"', 1), "`custom` is 'yes', expected true"),
        (lambda text: text.replace(b'"id": "key-58e1b6db6067",', b'"id": 7,'), "`id` is 7, expected text"),
    ],
)
def test_damage_is_named(damage: Callable[[bytes], bytes], message: str) -> None:
    with pytest.raises(StateError, match=message):
        checkpoint.parse(damage((RECORDINGS / "checkpoint.json").read_bytes()), "sample", "demo")


A, B = f"{PREFIX}a:b:C::a", f"{PREFIX}a:b:C::b"
PROVIDER = {"urn": f"{PREFIX}pulumi:providers:a::p", "custom": True, "id": "1", "type": "pulumi:providers:a"}


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ([resource("a", parent=B), resource("b")], f"its parent {B} stands after it"),
        ([resource("a", dependencies=[B])], f"its dependency {B} is missing"),
        ([resource("a", propertyDependencies={"x": [B]})], rf"its dependency \(of x\) {B} is missing"),
        ([PROVIDER, resource("a", provider=f"{PROVIDER['urn']}::2")], "does not stand before it"),
        ([resource("a"), resource("a")], "stands twice"),
        ([{"urn": A, "type": "a:b:C"}], "has no `custom`"),
        ([resource("a", urn="a")], "'a' is not a URN"),
        (["a"], "resource 1 is not an object"),
    ],
)
def test_a_list_that_does_not_hold_together_is_refused(resources: list[Any], message: str) -> None:
    with pytest.raises(StateError, match=message):
        checkpoint.verify(resources)


def test_a_replaced_resource_may_stand_beside_its_successor() -> None:
    checkpoint.verify([PROVIDER, resource("a"), resource("a", delete=True, provider=f"{PROVIDER['urn']}::1")])


def test_renaming_reaches_every_kind_of_reference() -> None:
    before = resource(
        "x",
        parent=A,
        dependencies=[A, B],
        propertyDependencies={"p": [A]},
        deletedWith=A,
        provider=f"{A}::id",
    )
    after = checkpoint.renamed(before, {A: "new"})
    assert after == before | {
        "parent": "new",
        "dependencies": ["new", B],
        "propertyDependencies": {"p": ["new"]},
        "deletedWith": "new",
        "provider": "new::id",
    }
    assert checkpoint.renamed(before, {"other": "new"}) is before


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


RECORDED = json.loads((RECORDINGS / "checkpoint-killed.json").read_text())
PLACES = places(RECORDED)[1:]


@given(
    st.sampled_from(PLACES),
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers()) | st.just({}) | st.just({"a": {}}),
)
def test_a_file_with_anything_anywhere_is_read_or_refused_never_worse(place: tuple[Any, ...], thing: Any) -> None:
    document = copy.deepcopy(RECORDED)
    parent = document
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = thing
    codec = Codec(PassphraseCipher(PASSPHRASE, SALT))
    with contextlib.suppress(StateError):
        snapshot = checkpoint.parse(json.dumps(document).encode(), "sample", "demo")
        for item in snapshot.resources:
            codec.decode(item)
        for item in snapshot.pending:
            codec.decode_operation(item)


def test_settling_moves_only_what_stands_before_what_it_needs() -> None:
    owned = resource("owned", provider=f"{PROVIDER['urn']}::1")
    child = resource("child", parent=B, dependencies=[A])
    free = resource("free")
    settled = checkpoint.settled([free, child, resource("b", dependencies=[A]), owned, resource("a"), PROVIDER])
    assert [item["urn"].rpartition("::")[2] for item in settled] == ["free", "a", "b", "child", "p", "owned"]
    checkpoint.verify(settled)
    assert checkpoint.settled(settled) == settled


def test_settling_a_long_chain_takes_no_longer_than_its_length() -> None:
    chain = [resource(f"r{n}", dependencies=[f"{PREFIX}a:b:C::r{n + 1}"]) for n in range(5000)]
    checkpoint.verify(checkpoint.settled([*chain, resource("r5000")]))
