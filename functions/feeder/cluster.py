"""A cluster's API server, spoken to by what Python brings along.

Objects are applied by the server (Kubernetes, "Server-Side Apply"), which merges what others own and tells conflicts;
what a release says goes, so conflicts are forced. Requests carry a token that AWS signed for this cluster's name: the
API server asks STS whose it is (`aws eks get-token`).
"""

import base64
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from functions.feeder.errors import ApiError, FeedError

OWNER: Final = "groot"
"""Field manager of what a release says."""
TIMEOUT_SECONDS: Final = 30
NOT_FOUND: Final = 404
Object = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """Where the API server keeps objects of a kind."""

    plural: str
    namespaced: bool


@dataclass
class Cluster:
    """The API server at *endpoint*, whose certificate *authority_pem* signed."""

    endpoint: str
    authority_pem: str
    token: Callable[[], str]
    _kinds: dict[tuple[str, str], Kind] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._context = ssl.create_default_context(cadata=self.authority_pem)

    def apply(self, obj: Object, namespace: str) -> None:
        """Make *obj* so, in *namespace* if it names none."""
        query = urllib.parse.urlencode({"fieldManager": OWNER, "force": "true"})
        self._request("PATCH", f"{self._path(obj, namespace)}?{query}", obj, "application/apply-patch+yaml")

    def read(self, obj: Object, namespace: str) -> Object | None:
        """Return what stands under *obj*'s name, or None."""
        try:
            return self._request("GET", self._path(obj, namespace))
        except ApiError as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def delete(self, obj: Object, namespace: str) -> None:
        """Delete *obj*, and what it owns; it may be gone already."""
        try:
            self._request("DELETE", self._path(obj, namespace), {"propagationPolicy": "Background"})
        except ApiError as error:
            if error.status != NOT_FOUND:
                raise

    def namespace_of(self, obj: Object, default: str) -> str:
        """Return the namespace that *obj* is in; none for kinds that have none."""
        if not self._kind(obj["apiVersion"], obj["kind"]).namespaced:
            return ""
        return obj["metadata"].get("namespace") or default

    def _path(self, obj: Object, default: str) -> str:
        api, kind = obj["apiVersion"], self._kind(obj["apiVersion"], obj["kind"])
        namespace = self.namespace_of(obj, default)
        parts = [_root(api), *(["namespaces", namespace] if namespace else []), kind.plural, obj["metadata"]["name"]]
        return "/".join(parts)

    def _kind(self, api: str, kind: str) -> Kind:
        if (api, kind) not in self._kinds:
            for one in self._request("GET", _root(api))["resources"]:
                if "/" not in one["name"]:
                    self._kinds[api, one["kind"]] = Kind(one["name"], one["namespaced"])
        if (api, kind) not in self._kinds:
            raise ApiError(NOT_FOUND, f"the cluster knows no {kind} of {api}")
        return self._kinds[api, kind]

    def _request(self, method: str, path: str, body: Object | None = None, kind: str = "application/json") -> Any:
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked below
            f"{self.endpoint}{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {self.token()}", "Accept": "application/json", "Content-Type": kind},
        )
        if request.type != "https":
            raise FeedError(f"{self.endpoint} is no https address")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=self._context) as answer:  # noqa: S310
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise ApiError(error.code, _message(error.read())) from None
        except OSError as error:
            raise ApiError(0, f"{self.endpoint} doesn't answer: {error}") from None


def _root(api: str) -> str:
    return f"/api/{api}" if "/" not in api else f"/apis/{api}"


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return body.decode(errors="replace")[:200] or "no reason given"


def token_of(presigned_url: str) -> str:
    """Return the bearer token that a presigned `GetCallerIdentity` is to EKS."""
    return "k8s-aws-v1." + base64.urlsafe_b64encode(presigned_url.encode()).decode().rstrip("=")
