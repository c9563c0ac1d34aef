"""The domain and the namespace of metrics that this function's environment names."""

import os
from collections.abc import Mapping

import boto3
from aws_lambda_powertools.metrics import EphemeralMetrics
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from functions.search.domain import Domain


def domain() -> Domain:
    """Return the domain, whose requests the function's role signs."""
    session = boto3.Session()

    def sign(method: str, url: str, body: bytes) -> Mapping[str, str]:
        request = AWSRequest(method=method, url=url, data=body)
        SigV4Auth(session.get_credentials(), "es", os.environ["AWS_REGION"]).add_auth(request)
        return dict(request.headers.items())

    return Domain(os.environ["DOMAIN"], sign)


def metrics() -> EphemeralMetrics:
    """Return where metrics are counted, without dimensions: there is one domain in a region."""
    return EphemeralMetrics(namespace=os.environ["METRICS"])
