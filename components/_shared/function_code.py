"""The code of a function as a program hands it over: of modules alone, or an archive with the libraries that it brings.

What needs no library goes as it stands, so that nothing is built before a preview. Anything else is the archive for
AWS, built by `make functions` the same to the byte on every machine (docs/adr/0029-archives-of-functions.md).
"""

from pathlib import Path
from typing import Final

import pulumi

from functions import contents

ROOT: Final = Path(__file__).resolve().parents[2]


class StaleArchiveError(pulumi.RunError):
    """An archive isn't there, or was made of something else than what lies in `functions/` now.

    Both engines show its message alone, without a traceback.
    """


def code(name: str, root: Path = ROOT) -> pulumi.Archive:
    """Return the code of function *name*.

    Raises:
        StaleArchiveError: what it would deploy isn't what the function is now.
    """
    if contents.lock(root, name) is None:
        return pulumi.AssetArchive({path: pulumi.FileAsset(path) for path in contents.sources(root, name)})
    if not contents.is_fresh(root, name):
        raise StaleArchiveError(f"function {name}: {contents.archive(name)} is missing or stale; run `make functions`")
    return pulumi.FileArchive(contents.archive(name))


def code_digest(name: str, root: Path = ROOT) -> str:
    """Return a digest by which a deployment knows that the code of function *name* has changed."""
    return contents.digest(root, name)
