"""Files in the folders of rendered manifests that no resource of the stack has put there.

Whoever applies such a folder applies them too, so that `preview` and `up` tell of them; they delete nothing of others.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sandbox.providers.kubernetes import files
from sandbox.providers.kubernetes.manifests import stub
from sandbox.state.model import ResourceState

PROVIDER = "pulumi:providers:kubernetes"


def strays(root: Path, resources: Iterable[ResourceState]) -> list[Path]:
    """Return, relative to *root*, the files that stand beside those of *resources*."""
    known = [*resources]
    folders = {
        f"{one.urn}::{one.id}": root / str(one.inputs["renderYamlToDirectory"])
        for one in known
        if one.type == PROVIDER and one.inputs.get("renderYamlToDirectory")
    }
    rendered = set(_rendered(known, folders))
    found = {file for folder in folders.values() for file in folder.rglob("*") if file.is_file()}
    return sorted(file.relative_to(root) for file in found - rendered)


def tell(root: Path, resources: Iterable[ResourceState]) -> None:
    """Warn of them, a line each."""
    for path in strays(root, resources):
        print(
            f"warning: {path}: the stack renders no such file, and whoever applies the folder applies it; delete it",
            file=sys.stderr,
        )


def _rendered(resources: Iterable[ResourceState], folders: dict[str, Path]) -> Iterator[Path]:
    for one in resources:
        if one.type.startswith("kubernetes:") and one.provider in folders and one.id:
            manifest = stub(one.type, one.id)
            metadata = manifest["metadata"]
            where = (manifest["apiVersion"], manifest["kind"], metadata.get("namespace"), metadata["name"])
            yield files.path_of(folders[one.provider], *where)
