"""A process that may die between any two calls of DynamoDB, or after one was done and before it heard so."""

from collections.abc import Callable
from functools import cache
from typing import Any

import boto3


@cache
def dynamodb() -> Any:
    """Return the client of all examples: making one takes longer than an example's calls."""
    return boto3.client("dynamodb", "eu-west-1", aws_access_key_id="test", aws_secret_access_key="test")


class DiedError(Exception):
    """A process's end, before or after a call of it."""


class Mortal:
    """DynamoDB's client in a process that may die."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.exceptions = client.exceptions
        self.dies: tuple[int, bool] | None = None
        """After how many calls, and whether the last is done."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**asked: Any) -> Any:
            left, done = self.dies or (0, False)
            if self.dies and left == 0 and not done:
                self.dies = None
                raise DiedError
            answer = getattr(self._client, name)(**asked)
            if self.dies and left == 0:
                self.dies = None
                raise DiedError
            if self.dies:
                self.dies = (left - 1, done)
            return answer

        return call
