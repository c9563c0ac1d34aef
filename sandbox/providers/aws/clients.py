"""boto3 clients against one endpoint, made once per service and region and shared by all threads.

They have dummy credentials wherever the endpoint is, and nothing of the environment or of `~/.aws`: what a person may
do in an account is none of the sandbox's. A loopback endpoint is the emulator: a refused connection is final at once.
"""

import ipaddress
import threading
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

from sandbox.isolation import isolated
from sandbox.providers.aws import shapes
from sandbox.providers.aws.errors import translate

ATTEMPTS = 5
"""Most attempts at one call in botocore's `standard` retry mode, which retries throttling, 5xx and lost connections."""
POOL = 32
"""Connections kept per client: as many as the engine has threads."""
ANSWER_SECONDS = 60
"""How long a call may take: botocore's own default (botocore docs, "Config Reference"). urllib3 gives what is sent as
long as a connection may take, and an archive of megabytes isn't with a busy server in less."""
HOME_REGION = "us-east-1"


def is_loopback(endpoint: str) -> bool:
    """Return whether *endpoint* is this machine's."""
    host = urlsplit(endpoint).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Clients:
    """The clients of one endpoint."""

    def __init__(self, endpoint: str, account: str | None = None) -> None:
        self.endpoint = endpoint
        self._loopback = is_loopback(endpoint)
        self._lock = threading.RLock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._account = account
        self._session = self._open()

    def get(self, service: str, region: str) -> Any:
        """Return the client of *service* in *region*."""
        client = self._clients.get((service, region))
        if client is None:
            with self._lock:
                client = self._clients.get((service, region)) or self._make(service, region)
                self._clients[service, region] = client
        return client

    def call(self, service: str, region: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """Call *operation* (boto3's spelling) and return the answer without its metadata.

        Raises:
            AwsError: AWS refused, or nobody answered.
        """
        try:
            answer = getattr(self.get(service, region), operation)(**params)
        except Exception as error:
            name = shapes.operation_name(service, operation)
            raise translate(error, service, name, region, self.endpoint) from error
        answer.pop("ResponseMetadata", None)
        return answer

    def pages(self, service: str, region: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """Call *operation* and return the answer of all its pages as one."""
        client = self.get(service, region)
        if not client.can_paginate(operation):
            return self.call(service, region, operation, params)
        try:
            answer = client.get_paginator(operation).paginate(**params).build_full_result()
        except Exception as error:
            name = shapes.operation_name(service, operation)
            raise translate(error, service, name, region, self.endpoint) from error
        return answer

    def account(self) -> str:
        """Return the id of the account that the credentials belong to."""
        if self._account is None:
            with self._lock:
                if self._account is None:
                    self._account = str(self.call("sts", HOME_REGION, "get_caller_identity", {})["Account"])
        return self._account

    def _open(self) -> boto3.Session:
        core = botocore.session.get_session()
        core.register_component("data_loader", shapes.LOADER)
        return boto3.Session(
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - an emulator takes any
            botocore_session=core,
        )

    def _make(self, service: str, region: str) -> Any:
        with isolated():  # boto3 reads the environment and its files as it makes a client
            client = self._open_client(service, region)
        if self._loopback:
            client.meta.events.register_first("needs-retry", _give_up_on_refusal)
            client.meta.events.register("before-sign", self._stay_here)
        return client

    def _open_client(self, service: str, region: str) -> Any:
        return self._session.client(
            service,  # pyright: ignore[reportArgumentType, reportCallIssue] - named by data
            region_name=region,
            endpoint_url=self.endpoint,
            config=Config(
                retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
                connect_timeout=ANSWER_SECONDS,
                read_timeout=ANSWER_SECONDS,
                max_pool_connections=POOL,
                user_agent_extra="groot-sandbox",
                s3={"addressing_style": "path"},
                inject_host_prefix=not self._loopback,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _stay_here(self, request: Any, **_: Any) -> None:
        """Take out what S3 Control puts before the host: the emulator has one name only."""
        request.url = urlsplit(request.url)._replace(netloc=urlsplit(self.endpoint).netloc).geturl()


def _give_up_on_refusal(caught_exception: Exception | None = None, **_: Any) -> None:
    if isinstance(caught_exception, EndpointConnectionError):
        raise caught_exception
