"""A running API server, spoken to with the official client: server-side apply, read, delete.

The client is an extra (`pip install 'groot[kubernetes]'`), since rendering to a folder needs none.
"""

import contextlib
import functools
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import urllib3
import yaml

from sandbox.providers.base import ProviderError

FIELD_MANAGER: Final = "groot-sandbox"
"""Owner of the fields it sets (Kubernetes, "Server-Side Apply")."""
DELETION_SECONDS: Final = 300
"""How long a deletion may take, which for a namespace is that of all in it (Kubernetes's own tests wait as long)."""
POLL_SECONDS: Final = 0.2
"""Pause between two looks at what is being deleted."""


class Server:
    """One cluster's API server. Every method raises `ProviderError` with the server's own words."""

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        try:
            from kubernetes import client, config, dynamic
            from kubernetes.dynamic import exceptions
        except ImportError:
            raise ProviderError("a kubeconfig needs the Kubernetes client: pip install 'groot[kubernetes]'") from None
        self._refused = client.ApiException
        self._faults = (client.ApiException, exceptions.ResourceNotFoundError, urllib3.exceptions.HTTPError)
        # The client keeps what it discovers in a file; the default one is shared by all users of the machine.
        self._scratch = tempfile.TemporaryDirectory()
        with self._described("kubeconfig", (config.ConfigException, yaml.YAMLError, OSError)):
            text = Path(kubeconfig).expanduser().read_text() if _is_path(kubeconfig) else kubeconfig
            connection = config.new_client_from_config_dict(yaml.safe_load(text), context)
        with self._described(connection.configuration.host, self._faults):
            self._client = dynamic.DynamicClient(connection, cache_file=f"{self._scratch.name}/discovery.json")

    def apply(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Make the server hold *manifest* (server-side apply) and return what it then holds.

        Fields that somebody else has set meanwhile are taken back, so that `up` ends what `drift` has found.
        """
        with self._described(manifest["kind"], self._faults):
            api, where = self._locate(manifest)
            applied = self._client.server_side_apply(
                api, body=dict(manifest), field_manager=FIELD_MANAGER, force_conflicts=True, **where
            ).to_dict()
        if "deletionTimestamp" in applied["metadata"]:
            raise ProviderError(f"{manifest['kind']}: the cluster is deleting it; try again when it is gone")
        return applied

    def read(self, manifest: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what the server holds under the kind and name of *manifest*, or None."""
        with self._described(manifest["kind"], self._faults):
            api, where = self._locate(manifest)
            try:
                return api.get(**where).to_dict()
            except self._refused as error:
                if error.status == 404:
                    return None
                raise

    def delete(self, manifest: Mapping[str, Any]) -> None:
        """Delete the resource of *manifest*'s kind and name, if there is one, and return when it is gone."""
        found = self.read(manifest)
        if found is None:
            return
        with self._described(manifest["kind"], self._faults):
            api, where = self._locate(manifest)
            try:
                api.delete(**where)
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

    @contextlib.contextmanager
    def _described(self, what: str, faults: tuple[type[Exception], ...]) -> Iterator[None]:
        try:
            yield
        except faults as error:
            summary = getattr(error, "summary", None)
            broken = isinstance(error, urllib3.exceptions.HTTPError)
            raise ProviderError(f"{what}: {summary() if summary else error}", outcome_unknown=broken) from error


@functools.cache
def connect(kubeconfig: str, context: str | None) -> Server:
    """Return the server that *kubeconfig* (its text or its path) names, connecting once."""
    return Server(kubeconfig, context)


def _is_same(left: Mapping[str, Any] | None, found: Mapping[str, Any]) -> bool:
    """Return whether *left* is the object that was *found*, and not another that somebody made under its name."""
    return left is not None and left["metadata"].get("uid") == found["metadata"].get("uid")


def _is_path(kubeconfig: str) -> bool:
    return "\n" not in kubeconfig and not kubeconfig.lstrip().startswith("{")
