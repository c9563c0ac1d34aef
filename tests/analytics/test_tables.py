"""What is served of the archive: each event once, whole, and as it counts."""

from tests.analytics.lake import lake
from tests.analytics.random_worlds import lacking, refused
from tests.analytics.world import TABLES, Event, World


def served(world: World, table: str) -> list[tuple[object, ...]]:
    return lake(world).connection.execute(f"FROM {table}").fetchall()


def test_an_event_is_served_once_however_often_it_stands_there() -> None:
    world = World()
    event = world.tell("payments", "2024-03-01T12:00", customer="ann", amount_cents=5)
    again = world.tell("payments", "2024-03-01T12:00", customer="ann", amount_cents=5)
    world.noise += [event, event, refused(again)]
    at = event.recorded_ms
    assert sorted(served(world, "payments")) == [("ann", 1, at, at, "ann", 5), ("ann", 2, at, at, "ann", 5)]


def test_what_lacks_a_member_or_has_another_kind_of_value_there_is_not_served() -> None:
    world = World()
    event = world.tell("payments", "2024-03-01T12:00", customer="ann", amount_cents=5)
    world.noise += [lacking(world, event, member) for member in event.data]
    for version, changed in enumerate(
        (
            {"customer": {"$sealed": {"subject": "ann", "at": "0" * 32, "value": "AAAA"}}},
            {"customer": None},
            {"amount_cents": "much"},
            {"amount_cents": 2**63},
            {"occurred_ms": {}},
        )
    ):
        world.noise.append(Event(**{**vars(event), "version": 100 + version, "data": {**event.data, **changed}}))
    assert len(served(world, "payments")) == 1


def test_an_event_of_another_type_is_in_another_table() -> None:
    world = World()
    world.tell("deliveries", "2024-03-01", order_id="one")
    assert {table: len(served(world, table)) for table in TABLES if served(world, table)} == {"deliveries": 1}


def test_a_view_has_the_columns_that_its_table_names() -> None:
    asked = lake(World()).connection
    for name, table in TABLES.items():
        described = asked.execute(f"DESCRIBE {name}").fetchall()
        columns = [(name, column.type.value) for name, column in table.all_columns.items()]
        assert [(row[0], row[1].lower()) for row in described] == columns
