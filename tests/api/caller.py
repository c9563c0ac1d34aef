"""A client of the API that knows the contract alone: it brings a key and a token, and reads what comes back."""

import base64
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.conftest import Deployed

HOST = "https://api.staging.groot.example.com"
TENANT = "acme"
EVERY_SCOPE = (
    "events.read events.write records.read records.write consents.read consents.write consents.publish purpose:offers"
)


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: Any


def encoded(part: bytes | Mapping[str, Any]) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass
class Caller:
    """Calls the API of one region."""

    deployed: Deployed
    region: str
    scope: str = EVERY_SCOPE
    claims: Mapping[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return self.deployed.client(service, self.region)

    @cached_property
    def url(self) -> str:
        apis = self.client("apigateway").get_rest_apis()["items"]
        [api] = [each for each in apis if each["name"] == f"groot-staging-api-{self.region}"]
        return f"{self.deployed.endpoint}/restapis/{api['id']}/live/_user_request_"

    @cached_property
    def key(self) -> str:
        gateway = self.client("apigateway")
        plan = next(each for each in gateway.get_usage_plans()["items"] if each["name"].endswith("-enterprise"))
        key = gateway.create_api_key(name=f"tests-{time.monotonic_ns()}", enabled=True)
        gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
        return key["value"]

    @cached_property
    def token(self) -> str:
        kms, now = self.client("kms"), int(time.time())
        key = kms.describe_key(KeyId="alias/groot-staging-tokens")["KeyMetadata"]
        claims = {"iss": HOST, "aud": HOST, "sub": "ann@example.com", "tenant": TENANT, "scope": self.scope}
        claims |= {"iat": now, "exp": now + 3_000, **self.claims}
        signed = f"{encoded({'alg': 'ES256', 'kid': key['KeyId']})}.{encoded(claims)}"
        signature = kms.sign(
            KeyId=key["Arn"],
            Message=hashlib.sha256(signed.encode()).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )["Signature"]
        numbers = (number.to_bytes(32, "big") for number in decode_dss_signature(signature))
        return f"{signed}.{encoded(b''.join(numbers))}"

    @property
    def credentials(self) -> dict[str, str]:
        return {"x-api-key": self.key, "Authorization": f"Bearer {self.token}"}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        given = {**self.credentials, "Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.url + path, content, given, method=method)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            answer = direct.open(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return Answer(answer.status or 0, dict(answer.headers), json.loads(answer.read() or b"null"))

    def append(self, stream: str, expected_version: int, commit_id: str, *data: Any, **more: Any) -> Answer:
        events = [{"type": "happened", "schema": 1, "data": each, **more} for each in data]
        body = {"commit_id": commit_id, "expected_version": expected_version, "events": events}
        return self.send("POST", f"/v1/streams/{stream}/events", body)

    def read(self, stream: str, query: str = "") -> Answer:
        return self.send("GET", f"/v1/streams/{stream}/events{query}")
