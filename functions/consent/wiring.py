"""The register of a function's environment: `STANDING` and `PROOFS` are its tables, `PURPOSES` what it is asked for.

Who only asks whether data may be read is told of no proofs.
"""

import os
from datetime import UTC, datetime
from functools import cache

import boto3
from botocore.config import Config

from functions.consent.core import Consents
from functions.consent.purposes import read
from functions.consent.register import Register
from functions.event_store.table import Table

CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})
"""As of the event store."""


@cache
def consents() -> Consents:
    """Return the register."""
    client, env = boto3.client("dynamodb", config=CONFIG), os.environ
    tables = Table(client, env["STANDING"]), Table(client, env.get("PROOFS", ""))
    return Consents(Register(*tables, env["AWS_REGION"], lambda: datetime.now(UTC)), read(env["PURPOSES"]))
