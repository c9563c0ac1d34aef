"""Clients of this function's environment, and what it hands from Secrets Manager to the cluster."""

import json
import os
import urllib.request
from typing import Any, Final

import boto3

from functions._shared.kubernetes import environment
from functions.feeder.artifact import Source, Wave
from functions.feeder.cluster import Cluster

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
    return Cluster(**environment())


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


def _download(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=DOWNLOAD_SECONDS) as answer:  # noqa: S310 - the registry made it
        return answer.read()
