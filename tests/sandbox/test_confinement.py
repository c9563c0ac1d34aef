"""What an emulator would send to the world stays on this machine."""

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from sandbox.emulator import Emulator
from tests import traps
from tests.conftest import free_port
from tests.traps import HOST, Traps

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/sender"


class Cloud:
    """An emulator among traps, and a trap's address to have it send to."""

    def __init__(self, emulator: Emulator, port: int, found: Traps) -> None:
        self.emulator, self.port, self.traps = emulator, port, found
        self.trap = found.variables["AWS_ENDPOINT_URL"]

    def client(self, service: str) -> Any:
        return boto3.client(
            service,  # pyright: ignore[reportArgumentType] - named by a test
            endpoint_url=f"http://{HOST}:{self.port}",
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}, proxies={}),
        )


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("confinement")
    with traps.set_in(folder) as found, pytest.MonkeyPatch.context() as patch:
        for name, value in found.variables.items():
            patch.setenv(name, value)
        emulator, port = Emulator(folder / "project"), free_port()
        emulator.start(port)
        patch.undo()
        yield Cloud(emulator, port, found)
        emulator.reset()


def test_a_message_to_a_subscriber_over_http_is_kept_and_the_publisher_goes_on(cloud: Cloud) -> None:
    sns = cloud.client("sns")
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=cloud.trap)
    assert sns.publish(TopicArn=topic, Message="the building burns")["MessageId"]
    assert cloud.traps.connections == []


def test_a_message_to_a_queue_arrives(cloud: Cloud) -> None:
    sns, sqs = cloud.client("sns"), cloud.client("sqs")
    topic = sns.create_topic(Name="news")["TopicArn"]
    queue = sqs.create_queue(QueueName="news")["QueueUrl"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:123456789012:news")
    sns.publish(TopicArn=topic, Message="hello")
    assert len(sqs.receive_message(QueueUrl=queue)["Messages"]) == 1


def test_a_delivery_stream_sends_nothing(cloud: Cloud) -> None:
    firehose = cloud.client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName="away",
        HttpEndpointDestinationConfiguration={
            "EndpointConfiguration": {"Url": cloud.trap},
            "S3Configuration": {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::kept"},
        },
    )
    firehose.put_record(DeliveryStreamName="away", Record={"Data": b"secret"})
    assert cloud.traps.connections == []


def test_an_integration_of_an_api_calls_nobody(cloud: Cloud) -> None:
    gateway = cloud.client("apigateway")
    api = gateway.create_rest_api(name="api")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(**method, type="HTTP", uri=cloud.trap, integrationHttpMethod="GET")
    gateway.put_integration_response(**method, statusCode="200", selectionPattern="")
    gateway.create_deployment(restApiId=api, stageName="live")
    asked = urllib.request.Request(
        f"http://{HOST}:{cloud.port}/live/", headers={"Host": f"{api}.execute-api.{REGION}.amazonaws.com"}
    )
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked)
    assert cloud.traps.connections == []


ATTEMPTS = {
    "another port": "socket.create_connection(('127.0.0.1', port + 1))",
    "another machine": "socket.create_connection(('192.0.2.1', port))",
    "a packet": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', port))",
    "a socket of the file system": "socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')",
    "a name": "socket.create_connection(('example.com', port))",
    "a look-up": "socket.gethostbyname('example.com')",
    "a program": "subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "a copy of itself": "os.fork()",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_a_confined_process_gets_nowhere(attempt: str) -> None:
    assert _confined(attempt) == "refused"


def test_a_confined_process_serves_and_reaches_itself() -> None:
    own = "socket.create_connection(('localhost', port)).sendall(b'x'); listener.accept()[0].recv(1)"
    assert _confined(own) == "done"


def _confined(action: str) -> str:
    code = f"""
import os, socket, subprocess
from sandbox.confinement import confine

with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    port = listener.getsockname()[1]
    confine({{port}})
    try:
        {action}
        print("done")
    except (ConnectionRefusedError, PermissionError) as error:
        print("refused" if "the sandbox" in str(error) else error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout.strip()
