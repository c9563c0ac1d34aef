"""Archives of functions, the same to the byte wherever and whenever they are built.

Names are sorted, times and modes fixed, and nothing is compressed: what deflate makes of one input differs between
builds of zlib. The comment of an archive is the digest of what it was made of, by which a stale one is known.
"""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from functions import contents
from ops.functions import libraries
from ops.request import OperationError

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell (PKWARE APPNOTE.TXT, 4.4.6)."""
MODE: Final = 0o644
UNIX: Final = 3
"""Host system of the modes (PKWARE APPNOTE.TXT, 4.4.2)."""


def build(root: Path, *, fetches: bool) -> list[str]:
    """Build the archives that are stale, of every function and for every machine, and return which.

    Only one that *fetches* gets libraries over the network.

    Raises:
        OperationError: libraries aren't there and none are fetched, or can't be.
    """
    built = []
    for name in contents.names(root):
        digest = contents.digest(root, name)
        for architecture in libraries.ARCHITECTURES:
            present = libraries.are_there(root, name, architecture)
            if not present and not fetches:
                raise OperationError(
                    f"function {name}: its libraries are not there, or not those of functions/{name}/{contents.LOCK}; "
                    "get them by `make functions`"
                )
            if not present:
                libraries.fetch(root, name, architecture)
            if not (present and contents.says(root / contents.archive(name, architecture), digest)):
                built.append(_assemble(root, name, architecture, digest))
    return built


def write(path: Path, files: Mapping[str, Path], comment: str) -> None:
    """Write an archive of *files*, by their path in it. It is there whole, or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = UNIX, MODE << 16
            archive.writestr(info, files[name].read_bytes())
        archive.comment = comment.encode()
    half.replace(path)


def _assemble(root: Path, name: str, architecture: str, digest: str) -> str:
    path = contents.archive(name, architecture)
    own = {source: root / source for source in contents.sources(root, name)}
    write(root / path, {**libraries.files(root, name, architecture), **own}, digest)
    return path
