"""`groot privacy find`: what it tells of a stack, of one that isn't there, and of a catalogue that is wrong."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from governance.loading import load
from ops.cli import run
from ops.privacy import finding, readers
from ops.privacy.needle import Needle
from ops.privacy.search import Looked, search
from sandbox.state.model import ResourceState
from tests.conftest import ROOT

NAMES = ("event-store-events-table", "shard-map-table", "database-shard-000-us-east-1-cluster", "somebody-elses-table")
KINDS = ("aws:dynamodb/table:Table", "aws:dynamodb/table:Table", "aws:rds/cluster:Cluster", "aws:dynamodb/table:Table")


def resource(kind: str, name: str, **outputs: Any) -> ResourceState:
    given = {"name": name, "region": "us-east-1", **outputs}
    return ResourceState(urn=f"urn:pulumi:s::groot::{kind}::{name}", type=kind, custom=True, outputs=given)


def looked(monkeypatch: pytest.MonkeyPatch, **kept: bytes) -> dict[str, Looked]:
    """Return what looking for somebody came to, in tables of which those of *kept*, with `-` as `_`, hold that."""

    def read(_ask: readers.Ask, name: str) -> Iterator[readers.Piece]:
        yield "item", kept.get(name.replace("-", "_"), b"nothing")

    monkeypatch.setitem(readers.READERS, "aws:dynamodb/table:Table", read)
    stack = [resource(kind, name) for kind, name in zip(KINDS, NAMES, strict=True)]
    stack[0].outputs["replicas"] = [{"regionName": "eu-west-1"}]
    found = search(load(), stack, [Needle.of("somebody")], lambda _region: lambda _service: None)
    return {each.name: each for each in found}


def test_each_store_is_looked_into_in_each_of_its_regions_or_named_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(monkeypatch, event_store_events_table=b"of somebody")
    assert found.keys() == {"events", "shard-map", "records"}
    assert dict(found["events"].places) == {
        f"event-store-events-table in {region}: item": 1 for region in ("us-east-1", "eu-west-1")
    }
    assert (found["shard-map"].bytes_read, dict(found["shard-map"].places)) == (7, {})
    assert found["records"].unread == ["database-shard-000-us-east-1-cluster in us-east-1"]
    assert not [each for each in found.values() if each.denied]


@pytest.mark.parametrize(("kept", "code"), [({"shard_map_table": b"somebody"}, 1), ({}, 0)])
def test_a_find_where_nobody_should_be_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kept: dict[str, bytes], code: int
) -> None:
    found = [*looked(monkeypatch, **kept).values()]
    monkeypatch.setattr(finding, "look", lambda *_: found)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "300")
    assert run(["privacy", "find", "somebody"]) == code
    text = capsys.readouterr().out
    assert ("the catalogue says that nothing of anybody is here" in text) == bool(code)
    assert "nowhere that was read" in text or code
    assert run(["privacy", "find", "somebody", "--format", "json"]) == code
    stores = {each["name"]: each for each in json.loads(capsys.readouterr().out)["stores"]}
    assert bool(stores["shard-map"]["found"]) == bool(code)


def test_what_is_too_short_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["privacy", "find", "ab"]) == 2
    assert "'ab' is too short to look for" in capsys.readouterr().err
