"""The job: brings a day of each table into the lake, `python -m functions.lake.job 2026-12-31`, without one yesterday.

It needs more than a function of Lambda may bring (docs/adr/0072-a-lake-in-three-zones.md), so it has no handler there.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from functions._shared.telemetry import logger, named
from functions.lake import wiring
from functions.lake.errors import LakeError
from functions.lake.specification import day_of

LOG: Final = logger("lake")


def run(day: date) -> Sequence[str]:
    """Bring *day* of every table; return the tables that failed or were stopped, each of which stops no other."""
    lake, stopped = wiring.lake(), []
    for name, told in wiring.told().items():
        try:
            moved = lake.moved(name, told, day)
            lake.aged(name, datetime.now(UTC).date() - timedelta(days=wiring.kept_days()))
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other tables go on, and it is told
            LOG.error("failed", table=name, fault=str(fault) if isinstance(fault, LakeError) else named(fault))
            stopped.append(name)
            continue
        if moved:
            LOG.info("moved", table=name, rows=moved.rows, unfit=moved.unfit, broken=moved.broken)
            stopped += [name] if moved.broken else []
            wiring.measured(moved)
    return stopped


def main(arguments: Sequence[str]) -> int:
    """Run for the day of *arguments*; return 1 if anything was kept out."""
    day = day_of(arguments[0]) if arguments else datetime.now(UTC).date() - timedelta(days=1)
    return 1 if run(day) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
