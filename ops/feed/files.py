"""Manifests as files for whoever reads a registry or a diff: one a resource, the same bytes for the same manifest.

An artifact is their gzipped archive in one layer, which Argo CD reads as it would a folder (Argo CD, "OCI"). Nothing in
it says when it was made or by whom.
"""

import gzip
import io
import tarfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ops.request import OperationError
from sandbox.providers.kubernetes.files import text

LAYER_TYPE: Final = "application/vnd.oci.image.layer.v1.tar+gzip"
FILE_MODE: Final = 0o644


def files(manifests: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the manifests by the names of their files. Raises `OperationError` where two of them are the same one."""
    found: dict[str, str] = {}
    for manifest in sorted(manifests, key=_name):
        if (name := _name(manifest)) in found:
            raise OperationError(f"{name}: the stack has it twice for one cluster; give one of them another name")
        found[name] = text(manifest)
    return found


def archive(contents: Mapping[str, str]) -> bytes:
    """Return *contents* as one layer of an artifact."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(contents.items()):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content.encode()), FILE_MODE
            tar.addfile(member, io.BytesIO(content.encode()))
    return gzip.compress(packed.getvalue(), mtime=0)


def _name(manifest: Mapping[str, Any]) -> str:
    group, _, _ = manifest["apiVersion"].rpartition("/")
    kind = f"{manifest['kind']}.{group}" if group else manifest["kind"]
    namespace = manifest["metadata"].get("namespace", "")
    return "/".join(part for part in (namespace, f"{kind.lower()}-{manifest['metadata']['name']}.yaml") if part)
