"""Columns by their masks, asked through DuckDB: counting and joining still work, and nothing confidential is there."""

from datetime import date

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analytics.tables import Column, SqlType, tables
from analytics.zones import told
from functions.lake.masks import masked
from functions.lake.specification import tables as parsed

KEY, OTHER = b"k" * 32, b"o" * 32
KNOWN = parsed({name: told(table) for name, table in tables().items()})
ORDERS = [("Ann Planted", f"order-{at}", 1_999 + at) for at in range(3)] + [("Zoe Planted", "order-9", -1)]


def frames(key: bytes = KEY) -> tuple[pa.Table, pa.Table]:
    orders = pa.Table.from_pylist(
        [
            {"stream": f"orders of {who}", "version": at, "recorded_ms": 3_599_999, "occurred_ms": 7_200_001}
            | {"order_id": order, "customer": who, "amount_cents": cents, "epoch": 1, "arrived": date(2024, 2, 29)}
            for at, (who, order, cents) in enumerate(ORDERS, 1)
        ]
    )
    deliveries = orders.select(["stream", "version", "recorded_ms", "occurred_ms", "order_id", "epoch"])
    return masked(orders, KNOWN["orders"].columns, key), masked(deliveries, KNOWN["deliveries"].columns, key)


def test_those_without_the_purpose_count_and_join_and_see_nobody() -> None:
    orders, deliveries = frames()
    connection = duckdb.connect()
    connection.register("orders", orders)
    connection.register("deliveries", deliveries)
    joined = "SELECT count(*), count(DISTINCT customer) FROM orders JOIN deliveries USING (order_id)"
    assert connection.execute(joined).fetchall() == [(4, 2)]
    assert connection.execute("SELECT DISTINCT amount_cents FROM orders ORDER BY 1").fetchall() == [
        (-1_000,),
        (1_000,),
        (2_000,),
    ]
    assert connection.execute("SELECT DISTINCT recorded_ms, occurred_ms FROM orders").fetchall() == [(0, 7_200_000)]
    for table in (orders, deliveries):
        assert "Planted" not in str(table.to_pylist())
        assert "order-" not in str(table.to_pylist())


def test_tokens_of_another_key_have_nothing_in_common() -> None:
    ours, others = ({*frames(key)[0]["customer"].to_pylist()} for key in (KEY, OTHER))
    assert len(ours) == 2
    assert not ours & others


@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), min_size=1))
def test_a_number_is_rounded_down_to_a_multiple_within_its_64_bits(values: list[int | None]) -> None:
    rows = masked(
        pa.table({"amount_cents": pa.array(values, pa.int64())}),
        {"amount_cents": KNOWN["orders"].columns["amount_cents"]},
        KEY,
    )
    for was, now in zip(values, rows["amount_cents"].to_pylist(), strict=True):
        assert (was is None) is (now is None)
        if was is not None:
            assert 0 <= was - now < 1_000
            assert now % 1_000 == 0 or now == -(2**63)


@pytest.mark.parametrize(
    ("kind", "mask"), [(SqlType.VARCHAR, "keep"), (SqlType.BIGINT, "token"), (SqlType.VARCHAR, 10)]
)
def test_a_confidential_column_without_a_mask_for_it_is_refused(kind: SqlType, mask: str | int) -> None:
    with pytest.raises(ValidationError):
        Column.model_validate({"type": kind, "tells": "who", "data_class": "confidential", "mask": mask})
