"""boto3 against the emulator that a stack stands in, and its faults as lines."""

import contextlib
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ops.request import OperationError
from sandbox.emulator import environment
from sandbox.isolation import isolated
from sandbox.providers.aws import shapes

ONCE = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=910)
"""A call of a function is made once, and waited for as long as one may take (Lambda quotas: 900 s)."""


def client(endpoint: str, service: str, region: str) -> Any:
    """Return a client of *service* in *region* of the emulator at *endpoint*; nothing of the environment is in it."""
    core = botocore.session.get_session()
    core.register_component("data_loader", shapes.LOADER)
    known = environment(endpoint, region)
    session = boto3.Session(
        aws_access_key_id=known["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=known["AWS_SECRET_ACCESS_KEY"],
        region_name=region,
        botocore_session=core,
    )
    with isolated():
        return session.client(  # pyright: ignore[reportCallIssue] - named by the caller
            service,  # pyright: ignore[reportArgumentType]
            endpoint_url=endpoint,
            config=ONCE,
        )


@contextlib.contextmanager
def told(what: str) -> Iterator[None]:
    """Have a fault of AWS told as one line that begins with *what*."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OperationError(f"{what}: {' '.join(str(error).split())}") from None
