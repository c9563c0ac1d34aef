"""Clients of this function's environment, and what it hands from Secrets Manager to the cluster."""

import base64
import json
import os
import urllib.request
from collections.abc import Callable
from typing import Any, Final

import boto3
from botocore.signers import RequestSigner

from functions.feeder.artifact import Source, Wave
from functions.feeder.cluster import Cluster, token_of

TOKEN_SECONDS: Final = 60
"""How long AWS lets a token be; the API server takes it for a quarter of an hour (`aws eks get-token`)."""
DOWNLOAD_SECONDS: Final = 60


def source() -> Source:
    """Return where releases are, as this function's environment names it."""
    return Source(
        repository=os.environ["REPOSITORY"],
        signing_key=os.environ["SIGNING_KEY"],
        ecr=boto3.client("ecr"),
        kms=boto3.client("kms"),
        download=_download,
    )


def cluster() -> Cluster:
    """Return the cluster that is fed."""
    return Cluster(
        endpoint=os.environ["CLUSTER_ENDPOINT"],
        authority_pem=base64.b64decode(os.environ["CLUSTER_AUTHORITY"]).decode(),
        token=_signed_token(boto3.Session(), os.environ["CLUSTER_NAME"]),
    )


def handed() -> list[Wave]:
    """Return the secrets that the cluster is handed, as a wave before a release's own."""
    secrets: Any = boto3.client("secretsmanager")
    objects = [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "type": "kubernetes.io/tls",
            "metadata": {"name": one["name"], "namespace": one["namespace"]},
            "stringData": json.loads(secrets.get_secret_value(SecretId=one["arn"])["SecretString"]),
        }
        for one in json.loads(os.environ["HANDED"])
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
    with urllib.request.urlopen(url, timeout=DOWNLOAD_SECONDS) as answer:  # noqa: S310 - the registry made it
        return answer.read()
