"""Moving a store to another class of data moves keys, tags and the plan that backs it up; nothing of the old stays."""

import json
import re
from collections.abc import Callable, Sequence

import pytest

from components._shared.network import Network
from components.data.event_store import EventStore, EventStoreArgs
from components.data.sharded_database import ShardedDatabase, ShardedDatabaseArgs
from components.foundation.subnets import plan
from policies.model import Resource
from policies.read import value
from policies.rules.stack._keys import KEY_BY_TYPE
from policies.rules.stack._selections import selects
from settings import ClassPolicy, Database, DataClass
from tests.components.data.declare import Declared, declare, regions, sites
from tests.components.resilience.test_backup_plan import HELD, plans
from tests.components.site import key

STORES = ("aws:dynamodb/table:Table", "aws:rds/cluster:Cluster", "aws:s3/bucket:Bucket")
OUTPUTS = {"aws:dynamodb/table:Table": {"replicas": [], "streamArn": "stream-home"}}


def events(data_class: DataClass) -> None:
    given = EventStoreArgs(sites=[*sites(1).values()], data_class=data_class, retention_days=30, key_recovery_days=9)
    EventStore("store", given)


def shards(data_class: DataClass) -> None:
    active = sites(1)
    networks = {
        name: Network(
            vpc_id="vpc",
            private_subnet_ids=[],
            private_cidrs=plan(site.region.cidr).private,
            isolated_subnet_ids=[f"subnet-{zone}" for zone in "abc"],
            isolated_cidrs=plan(site.region.cidr).isolated,
        )
        for name, site in active.items()
    }
    ShardedDatabase(
        "database",
        ShardedDatabaseArgs(
            sites=active,
            networks=networks,
            client_group_ids=dict.fromkeys(active, "sg-cluster"),
            database=Database(shards=1),
            data_class=data_class,
            policy=ClassPolicy(retention_days=365, backup_interval_minutes=5),
            rpo_minutes=15,
        ),
    )


def declared(program: Callable[[DataClass], None], data_class: DataClass) -> Sequence[Declared]:
    return sorted(declare(lambda: program(data_class), OUTPUTS), key=lambda one: one.name)


every_program = pytest.mark.parametrize("program", [events, shards])
every_class = pytest.mark.parametrize("data_class", list(DataClass))


@every_program
@every_class
def test_keys_and_tags_are_those_of_the_class(program: Callable[[DataClass], None], data_class: DataClass) -> None:
    (region,) = regions(1)
    stores = [one for one in declared(program, data_class) if one.type in STORES]
    assert stores
    for one in stores:
        assert one.inputs["tags"]["data-class"] == data_class
        if path := KEY_BY_TYPE.get(one.type):
            assert value(one.inputs, path) == key(region, data_class)


@every_program
@every_class
def test_the_plan_of_the_class_takes_it_and_no_other_does(
    program: Callable[[DataClass], None], data_class: DataClass
) -> None:
    taking = plans(1, token="aws:backup/selection:Selection")
    assert taking.keys() == {*HELD}
    for one in declared(program, data_class):
        store = Resource(type=one.type, urn=one.name, name=one.name, props={**one.inputs, "arn": f"arn:{one.name}"})
        tags = one.inputs.get("tags", {})
        if one.type in STORES:
            assert [name for name, each in taking.items() if selects(each, store, tags)] == [data_class]


@every_program
def test_nothing_of_the_class_before_is_left(program: Callable[[DataClass], None]) -> None:
    """But for what is of a class of its own, whatever the store's: logs, which are internal."""

    def leveled(data_class: DataClass) -> str:
        text = json.dumps([[one.type, one.name, one.inputs] for one in declared(program, data_class)], sort_keys=True)
        return re.sub(rf'(mrk-|"data-class": ")({data_class}|{DataClass.INTERNAL})\b', r"\1any", text)

    assert len({leveled(data_class) for data_class in DataClass}) == 1
