"""What Lambda calls: a schedule, in each region, by the minute. The event says nothing."""

import os
import time
from collections.abc import Mapping
from typing import Any, Final

import boto3
from botocore.config import Config

from functions._shared.kubernetes import ApiServer, environment
from functions._shared.lineage import runs
from functions._shared.telemetry import entry, logger
from functions.lockstep.record import RecordTable
from functions.lockstep.rollout import Rollout
from functions.lockstep.turn import take, tell

LOG: Final = logger("lockstep")
CONFIG: Final = Config(connect_timeout=2, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})
"""The table may be on another continent: an answer takes a quarter of a second there."""


@entry(LOG)
@runs(LOG, "lockstep")
def handle(_event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Take this region's turn and return what came of it; whatever is raised is one line."""
    table = boto3.client("dynamodb", region_name=os.environ["TABLE_REGION"], config=CONFIG)
    workload = os.environ["WORKLOAD"]
    turn = take(
        Rollout(ApiServer(**environment()), os.environ["NAMESPACE"], workload),
        RecordTable(table, os.environ["TABLE"], workload),
        os.environ["REGIONS"].split(","),
        os.environ["AWS_REGION"],
        time.time,
    )
    tell(os.environ["STACK"], turn)
    told = turn.told() if turn else {"release": None}
    LOG.info("turn", turn=told)
    return told
