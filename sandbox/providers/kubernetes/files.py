"""The folder of rendered manifests, laid out and named as pulumi-kubernetes lays it out.

`0-crd/` holds custom resource definitions and `1-manifest/` the rest; one file a resource, readable by its owner only.
The names sort namespaces behind what belongs in them: what applies the folder has to sort by kind, as GitOps does.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sandbox.providers.base import ProviderError

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def path_of(folder: Path, api_version: str, kind: str, namespace: str | None, name: str) -> Path:
    """Return the file of one resource in *folder*."""
    part = "0-crd" if kind == "CustomResourceDefinition" else "1-manifest"
    parts = (api_version, kind.lower(), namespace or "default", name)
    return folder / part / ("-".join(parts).translate({ord("/"): "_", ord(":"): "_"}) + ".yaml")


def text(manifest: Mapping[str, Any]) -> str:
    """Return *manifest* as its file has it: sorted, a value a line, so that a change of one is a line of a diff."""
    return yaml.safe_dump(dict(manifest), sort_keys=True, default_flow_style=False, allow_unicode=True, width=120)


def edited(path: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return in which properties *path* isn't *manifest* as it was written; `metadata` where that can't be told."""
    try:
        found = path.read_bytes()
    except OSError:
        return ["metadata"]
    if found == text(manifest).encode():
        return []
    try:
        live = yaml.safe_load(found)
    except (ValueError, yaml.YAMLError):
        return ["metadata"]
    if not isinstance(live, dict):
        return ["metadata"]
    return [key for key in {**live, **manifest} if live.get(key) != manifest.get(key)] or ["metadata"]


def write(path: Path, manifest: Mapping[str, Any]) -> None:
    """Write *manifest* at *path*, whole or not at all; the same manifest gives the same bytes.

    Raises:
        ProviderError: the folder cannot be written to.
    """
    content = text(manifest)
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(content)
            os.chmod(temporary, FILE_MODE)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise ProviderError(f"{path}: {error.strerror}; manifests cannot be rendered there") from error


def read(path: Path) -> dict[str, Any] | None:
    """Return the manifest at *path*, or None when there is none.

    Raises:
        ProviderError: what stands there is not a manifest.
    """
    try:
        manifest = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ProviderError(f"{path}: cannot be read as YAML ({error}); delete it to have it rendered again") from error
    if not isinstance(manifest, dict):
        raise ProviderError(f"{path}: not a manifest; delete it to have it rendered again")
    return manifest


def remove(path: Path) -> None:
    """Delete *path* if it is there."""
    path.unlink(missing_ok=True)
