"""What Lambda calls, with the environment that the component gives it."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from moto import mock_aws

from functions.feeder import handler
from tests.functions.calls import context
from tests.functions.feeder.api_server import ApiServer
from tests.functions.feeder.test_artifact import REPOSITORY, Registry


def test_a_release_and_the_secrets_that_are_handed_get_into_the_cluster(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        registry = Registry()
        secrets = boto3.client("secretsmanager")
        arn = secrets.create_secret(Name="issuer", SecretString='{"tls.crt": "c", "tls.key": "k"}')["ARN"]
        environment = {
            "CLUSTER_NAME": "room",
            "CLUSTER_ENDPOINT": server.url,
            "CLUSTER_AUTHORITY": base64.b64encode(server.authority_pem.encode()).decode(),
            "REPOSITORY": REPOSITORY,
            "SIGNING_KEY": registry.key,
            "HANDED": json.dumps([{"arn": arn, "namespace": "cert-manager", "name": "internal-issuer"}]),
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        source = registry.source()
        monkeypatch.setattr(handler, "source", lambda: source)
        assert handler.handle({"digest": registry.push()}, context()) == {"applied": 2, "deleted": 0}
    assert server.applied[0] == "/api/v1/namespaces/cert-manager/secrets/internal-issuer"
    handed: Any = server.objects[server.applied[0]]
    assert (handed["type"], handed["stringData"]) == ("kubernetes.io/tls", {"tls.crt": "c", "tls.key": "k"})
    token = next(iter(server.tokens))
    encoded = token.removeprefix("Bearer k8s-aws-v1.")
    url = urlsplit(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
    assert url.hostname == "sts.us-east-1.amazonaws.com"
    asked = parse_qs(url.query)
    assert asked["Action"] == ["GetCallerIdentity"]
    assert "x-k8s-aws-id" in asked["X-Amz-SignedHeaders"][0].split(";")
