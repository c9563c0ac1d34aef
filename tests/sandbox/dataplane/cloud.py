"""An emulator to run functions of a test's own on: `with cloud(folder) as own: own.function(...)`."""

import contextlib
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from sandbox.emulator import Emulator
from tests.conftest import free_port

REGION, OTHER_REGION = "us-east-1", "eu-west-1"
ACCOUNT = "123456789012"
WAIT_SECONDS = 30.0
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
LAMBDA_RUNTIME = "python3.13"


class Cloud:
    """A running emulator, with clients and the few things that every test of functions makes."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.endpoint = emulator.start(free_port()).endpoint

    def client(self, service: str, region: str = REGION, *, config: Config | None = None) -> Any:
        """Return a boto3 client of whoever may do everything."""
        return boto3.client(  # pyright: ignore[reportCallIssue] - named by the test
            service,  # pyright: ignore[reportArgumentType]
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=config,
        )

    def role(self, name: str, *allowed: dict[str, Any]) -> str:
        """Make a role that may do what the statements of *allowed* say, and nothing else; returns its ARN."""
        iam = self.client("iam")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        if allowed:
            statements = [{"Effect": "Allow", **one} for one in allowed]
            document = json.dumps({"Version": "2012-10-17", "Statement": statements})
            iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document)
        return arn

    def function(self, name: str, source: str, *, region: str = REGION, role: str = "", **more: Any) -> str:
        """Deploy `handle` of *source*; returns its ARN."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("own.py", source)
        settings: dict[str, Any] = {"Runtime": LAMBDA_RUNTIME, "Handler": "own.handle", "Timeout": 10, **more}
        return self.client("lambda", region).create_function(
            FunctionName=name,
            Role=role or f"arn:aws:iam::{ACCOUNT}:role/anyone",
            Code={"ZipFile": packed.getvalue()},
            **settings,
        )["FunctionArn"]

    def call(self, name: str, event: Any = None, region: str = REGION) -> Any:
        """Call a function and return what it returns; its error's document when it fails."""
        answer = self.client("lambda", region).invoke(FunctionName=name, Payload=json.dumps(event or {}))
        return json.loads(answer["Payload"].read())

    def table(self, name: str, *, stream: bool = False) -> str:
        """Make a table whose key is `k`; returns the ARN of its stream, if it is to have one."""
        made = self.client("dynamodb").create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
            if stream
            else {"StreamEnabled": False},
        )
        return made["TableDescription"].get("LatestStreamArn", "")

    def queue(self, name: str, **attributes: str) -> tuple[str, str]:
        """Make a queue; returns its URL and ARN."""
        sqs = self.client("sqs")
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return url, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


@contextlib.contextmanager
def cloud(folder: Path, *, judges: bool = False) -> Iterator[Cloud]:
    """Run an emulator whose files are in *folder*; one that *judges* holds functions to their roles."""
    emulator = Emulator(folder, judges=judges)
    try:
        yield Cloud(emulator)
    finally:
        emulator.reset()


def eventually(look: Callable[[], Any]) -> Any:
    """Return the first answer of *look* that is something; raises AssertionError when none comes."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
    return found
