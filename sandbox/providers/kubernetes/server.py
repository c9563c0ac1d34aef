"""A running API server, spoken to with the official client: server-side apply, read, delete.

What a stack applies carries a label of its own. Without that label an object is somebody else's: it is neither taken
over nor deleted, and what holds such objects (a namespace, the definition of a kind) isn't deleted with them inside.
"""

import contextlib
import shlex
import tempfile
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

import urllib3

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes.contents import foreign_in

FIELD_MANAGER: Final = "groot-sandbox"
"""Owner of the fields it sets (Kubernetes, "Server-Side Apply")."""
OWNER: Final = "groot-sandbox/owner"
"""Label that says whose an object is."""
DELETION_SECONDS: Final = 300
"""How long a deletion may take, which for a namespace is that of all in it (Kubernetes's own tests wait as long)."""
POLL_SECONDS: Final = 0.2
"""Pause between two looks at what is being deleted."""
SHOWN: Final = 5
"""Objects that a refusal names."""


class Server:
    """One cluster's API server. Every method raises `ProviderError` with the server's own words."""

    def __init__(self, connection: Any, context: str, owner: str) -> None:
        """Speak through *connection*, a client of the cluster that a kubeconfig has as *context*, as *owner*."""
        from kubernetes import client, dynamic
        from kubernetes.dynamic import exceptions

        self._context, self._owner = context, owner
        self._refused = client.ApiException
        self._faults = (client.ApiException, exceptions.ResourceNotFoundError, urllib3.exceptions.HTTPError)
        # The client keeps what it discovers in a file; the default one is shared by all users of the machine.
        self._scratch = tempfile.TemporaryDirectory()
        with self._described(connection.configuration.host):
            self._client = dynamic.DynamicClient(connection, cache_file=f"{self._scratch.name}/discovery.json")

    def apply(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Make the server hold *manifest* (server-side apply) and return what it then holds.

        Fields that somebody else has set meanwhile are taken back, so that `up` ends what others changed; an object
        that somebody else has made is refused.
        """
        existing = self.read(manifest)
        if existing and not self.owns(existing):
            raise ProviderError(
                f"{_named(manifest)} exists in {self._context} and isn't this stack's; delete it, or hand it over: "
                f"{self._kubectl_label(manifest, f'{OWNER}={self._owner} --overwrite')}"
            )
        metadata = manifest["metadata"]
        labels = {**metadata.get("labels", {}), OWNER: self._owner}
        with self._described(manifest["kind"]):
            api, where = self._locate(manifest)
            applied = self._client.server_side_apply(
                api,
                body={**manifest, "metadata": {**metadata, "labels": labels}},
                field_manager=FIELD_MANAGER,
                force_conflicts=bool(existing),
                **where,
            ).to_dict()
        if "deletionTimestamp" in applied["metadata"]:
            raise ProviderError(f"{manifest['kind']}: the cluster is deleting it; try again when it is gone")
        return applied

    def read(self, manifest: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what the server holds under the kind and name of *manifest*, or None."""
        with self._described(manifest["kind"]):
            api, where = self._locate(manifest)
            try:
                return api.get(**where).to_dict()
            except self._refused as error:
                if error.status == 404:
                    return None
                raise

    def owns(self, live: Mapping[str, Any]) -> bool:
        """Return whether *live*, as the server holds it, is this stack's."""
        return (live["metadata"].get("labels") or {}).get(OWNER) == self._owner

    def delete(self, manifest: Mapping[str, Any]) -> None:
        """Delete this stack's resource of *manifest*'s kind and name, if there is one, and return when it is gone.

        Raises `ProviderError` when what isn't the stack's would go with it.
        """
        found = self.read(manifest)
        if found is None or not self.owns(found):
            return
        with self._described(manifest["kind"]):
            foreign = foreign_in(self._client, found, self.owns)
        if foreign:
            more = f" and {len(foreign) - SHOWN} more" if len(foreign) > SHOWN else ""
            raise ProviderError(
                f"{_named(manifest)} in {self._context} holds what isn't this stack's: {', '.join(foreign[:SHOWN])}"
                f"{more}; delete or move it, or leave all of it there: {self._kubectl_label(manifest, f'{OWNER}-')}"
            )
        with self._described(manifest["kind"]):
            api, where = self._locate(manifest)
            try:
                api.delete(**where, body={"preconditions": {"uid": found["metadata"].get("uid")}})
            except self._refused as error:
                if error.status != 404:
                    raise
        last_look = time.monotonic() + DELETION_SECONDS
        while _is_same(self.read(manifest), found):
            if time.monotonic() > last_look:
                raise ProviderError(
                    f"{manifest['kind']}: not gone after {DELETION_SECONDS} s; its finalizers or status.conditions "
                    "say what it waits for"
                )
            time.sleep(POLL_SECONDS)

    def _locate(self, manifest: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        api = self._client.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
        metadata = manifest["metadata"]
        namespace = {"namespace": metadata.get("namespace", "default")} if api.namespaced else {}
        return api, {"name": metadata["name"], **namespace}

    def _kubectl_label(self, manifest: Mapping[str, Any], change: str) -> str:
        group, _, _ = manifest["apiVersion"].rpartition("/")
        kind = ".".join(part for part in (manifest["kind"].lower(), group) if part)
        metadata = manifest["metadata"]
        namespace = f" -n {metadata['namespace']}" if metadata.get("namespace") else ""
        return f"kubectl --context {shlex.quote(self._context)}{namespace} label {kind} {metadata['name']} {change}"

    @contextlib.contextmanager
    def _described(self, what: str) -> Iterator[None]:
        try:
            yield
        except self._faults as error:
            summary = getattr(error, "summary", None)
            broken = isinstance(error, urllib3.exceptions.HTTPError)
            raise ProviderError(f"{what}: {summary() if summary else error}", outcome_unknown=broken) from error


def _named(manifest: Mapping[str, Any]) -> str:
    metadata = manifest["metadata"]
    return f"{manifest['kind']} {'/'.join(p for p in (metadata.get('namespace'), metadata['name']) if p)}"


def _is_same(left: Mapping[str, Any] | None, found: Mapping[str, Any]) -> bool:
    """Return whether *left* is the object that was *found*, and not another that somebody made under its name."""
    return left is not None and left["metadata"].get("uid") == found["metadata"].get("uid")
