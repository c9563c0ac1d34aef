"""A pod's volumes as folders, as the kubelet makes them: what API objects hold, tokens, and room to write.

`write` may be asked again at any time; files that change are replaced at once, as in a cluster (Kubernetes, "Secrets",
"Mounted Secrets are updated automatically").
"""

import base64
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.mesh.regions.environment import field


class Objects(Protocol):
    """What volumes ask the API server."""

    def data(self, kind: str, namespace: str, name: str) -> Mapping[str, str] | None:
        """Return `data` of the object of *kind*, or None where there is none."""
        ...

    def token(self, pod: Mapping[str, Any], audience: str | None) -> str:
        """Return a token for the account of *pod*, and bound to it."""
        ...


def write(pod: Mapping[str, Any], folder: Path, objects: Objects) -> dict[str, Path]:
    """Write what the volumes of *pod* hold now below *folder*, and return each one's folder."""
    made: dict[str, Path] = {}
    for volume in pod["spec"].get("volumes") or ():
        made[volume["name"]] = here = folder / volume["name"]
        here.mkdir(parents=True, exist_ok=True)
        here.chmod(0o777)  # each container runs as its own user, and the pod's group isn't emulated
        for name, content in _files(volume, pod, here, objects):
            _replace(here / name, content)
    return made


def _files(
    volume: Mapping[str, Any], pod: Mapping[str, Any], here: Path, objects: Objects
) -> Iterator[tuple[str, bytes]]:
    sources: Sequence[Mapping[str, Any]] = (volume.get("projected") or {"sources": [volume]})["sources"]
    for source in sources:
        token = source.get("serviceAccountToken")
        if token and not (here / token["path"]).exists():  # one outlives every test
            yield token["path"], objects.token(pod, token.get("audience")).encode()
        for item in (source.get("downwardAPI") or {}).get("items", ()):
            yield item["path"], field(pod, item["fieldRef"]["fieldPath"]).encode()
        for kind in ("configMap", "secret"):
            if wanted := source.get(kind):
                yield from _object(kind, wanted, pod["metadata"]["namespace"], objects)


def _object(kind: str, wanted: Mapping[str, Any], namespace: str, objects: Objects) -> Iterator[tuple[str, bytes]]:
    name = wanted.get("name") or wanted["secretName"]
    data = objects.data(kind, namespace, name)
    if data is None:
        if wanted.get("optional"):
            return
        raise LookupError(f"there is no {kind} {namespace}/{name} yet")
    paths = {item["key"]: item["path"] for item in wanted.get("items") or ()} or {key: key for key in data}
    for key, path in paths.items():
        yield path, base64.b64decode(data[key]) if kind == "secret" else data[key].encode()


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    aside = path.with_name(f".{path.name}")
    aside.write_bytes(content)
    aside.chmod(0o644)
    os.replace(aside, path)
