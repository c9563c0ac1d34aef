"""What Lambda calls: `{"digest": "sha256:…"}` names the release of this function's repository that is to be fed."""

import base64
import json
import os
import time
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.signers import RequestSigner

from functions.feeder.artifact import Source, Wave, fetch
from functions.feeder.cluster import Cluster, token_of
from functions.feeder.core import Clock, feed

TOKEN_SECONDS = 60
"""How long AWS lets a token be; the API server takes it for a quarter of an hour (`aws eks get-token`)."""
MARGIN_SECONDS = 15
"""Left to Lambda to tell of the end."""


def handle(event: Mapping[str, str], context: Any) -> dict[str, Any]:
    """Feed the cluster and return what was done; whatever is raised is the run's failure."""
    env, session = os.environ, boto3.Session()
    source = Source(
        repository=env["REPOSITORY"],
        signing_key=env["SIGNING_KEY"],
        ecr=session.client("ecr"),
        kms=session.client("kms"),
        download=_download,
    )
    cluster = Cluster(
        endpoint=env["CLUSTER_ENDPOINT"],
        authority_pem=base64.b64decode(env["CLUSTER_AUTHORITY"]).decode(),
        token=_signed_token(session, env["CLUSTER_NAME"]),
    )
    waves = [
        *_handed(json.loads(env["HANDED"]), session.client("secretsmanager")),
        *fetch(source, event["digest"], env["CLUSTER_NAME"]),
    ]
    clock = Clock(
        remaining_seconds=lambda: context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS, sleep=time.sleep
    )
    return vars(feed(cluster, waves, event["digest"], clock))


def _handed(handed: list[Mapping[str, str]], secrets: Any) -> list[Wave]:
    """Return the secrets that the cluster is handed, as a wave before a release's own."""
    objects = [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "type": "kubernetes.io/tls",
            "metadata": {"name": one["name"], "namespace": one["namespace"]},
            "stringData": json.loads(secrets.get_secret_value(SecretId=one["arn"])["SecretString"]),
        }
        for one in handed
    ]
    return [Wave(namespace="default", objects=objects)] if objects else []


def _signed_token(session: boto3.Session, cluster_name: str) -> Callable[[], str]:
    """Return what makes a token for *cluster_name*, each time anew."""
    client = session.client("sts")
    region = client.meta.region_name
    signer = RequestSigner(
        client.meta.service_model.service_id, region, "sts", "v4", session.get_credentials(), session.events
    )
    request = {
        "method": "GET",
        "url": f"https://sts.{region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
        "body": {},
        "headers": {"x-k8s-aws-id": cluster_name},
        "context": {},
    }

    def token() -> str:
        url = signer.generate_presigned_url(
            {**request, "headers": dict(request["headers"])},
            operation_name="",
            region_name=region,
            expires_in=TOKEN_SECONDS,
        )
        return token_of(str(url))

    return token


def _download(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - the registry made it
        return answer.read()
