"""What each question takes of a processor over ten million events, in DuckDB. `python -m bench.analytics`.

The served tables stand filled, so that what is measured is the questions: reading them out of lines of JSON comes on
top, and Athena does both on machines of its own.
"""

import time
from collections.abc import Mapping
from typing import Final

import duckdb

from bench.running import show
from tests.analytics.asked import ASKED
from tests.analytics.lake import QUESTIONS, empty, translated

GOAL_SECONDS: Final = 10
CUSTOMERS: Final = 500_000
ROWS: Final[Mapping[str, int]] = {
    "registrations": CUSTOMERS,
    "visits": 5_000_000,
    "orders": 1_000_000,
    "deliveries": 900_000,
    "subscriptions": 900_000,
    "payments": 1_300_000,
    "exposures": 400_000,
}
"""Events of each table: ten million."""
MOMENTS: Final = "(1703980800000 + random() * 120 * 86400000)::BIGINT"
"""A moment of the 120 days from the last one of 2023, in milliseconds."""
MEMBERS: Final[Mapping[str, str]] = {
    "customer": f"'customer-' || (random() * {CUSTOMERS})::INTEGER",
    "channel": "['mail', 'web', 'search', 'partner'][1 + (random() * 3)::INTEGER]",
    "screen": "['home', 'cart', 'paid', 'help', 'list'][1 + (random() * 4)::INTEGER]",
    "order_id": "'order-' || number",
    "amount_cents": "(random() * 10000)::BIGINT",
    "subscription": "['main', 'more'][1 + random()::INTEGER]",
    "plan": "'basic'",
    "mrr_cents": "[0, 500, 900, 1400][1 + (random() * 3)::INTEGER]::BIGINT",
    "experiment": "'price'",
    "variant": "['control', 'new'][1 + random()::INTEGER]",
}
"""What stands in the events, as expressions of DuckDB's."""


def analytics() -> dict[str, float]:
    """Print and return it, in seconds of all cores together."""
    connection = empty()
    connection.execute("SELECT setseed(0.5)")
    fill(connection)
    figures: dict[str, float] = {}
    for name, question in QUESTIONS.items():
        begun = time.process_time()
        connection.execute(translated(question.sql), [ASKED[name][each] for each in question.parameters]).fetchall()
        figures[f"analytics_{name}_seconds"] = seconds = time.process_time() - begun
        show(f"{name}, of 10 million events", f"{seconds:.1f} s", f"≤ {GOAL_SECONDS} s")
    return figures


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Put tables full of events in the place of the views, and their lines without content into the archive."""
    for table, rows in ROWS.items():
        described = connection.execute(f"DESCRIBE {table}").fetchall()
        own = [row[0] for row in described if row[0] in MEMBERS]
        connection.execute(f"DROP VIEW {table}")
        connection.execute(
            f"CREATE TABLE {table} AS SELECT *, occurred_ms AS recorded_ms FROM ("  # noqa: S608 - ours
            f"SELECT '{table}-' || number AS stream, 1 AS version, {MOMENTS} AS occurred_ms, "
            f"{', '.join(f'{MEMBERS[each]} AS {each}' for each in own)} FROM range({rows}) AS numbers (number))"
        )
        connection.execute(
            "INSERT INTO archive BY NAME SELECT stream, version, recorded_ms, 2 AS epoch, "  # noqa: S608 - ours
            f"'{table}' AS type, strftime(make_timestamp(recorded_ms * 1000), '%Y-%m-%d') AS date FROM {table}"
        )


if __name__ == "__main__":
    analytics()
