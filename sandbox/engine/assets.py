"""Assets and archives of a program: what a property's files hold counts, and not only where they are.

The stock engine adds the hash of the content when a resource is registered (pulumi/pulumi, `sdk/go/common/resource`);
so does this one, and a changed file is a changed property. The hash of an archive of parts is of this engine's own,
over names and hashes: the stock one's is of a tar file, and the two engines share no state.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sandbox.engine.wire import SIGNATURE
from sandbox.project import contents
from sandbox.providers.base import ProviderError
from sandbox.values import Secret

ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"


def hashed(value: Any, root: Path) -> Any:
    """Return *value* with the hash of each asset and archive in it whose content is at hand; paths are from *root*.

    Raises:
        ProviderError: a file isn't there.
    """
    if isinstance(value, Secret):
        return Secret(hashed(value.value, root))
    if isinstance(value, dict):
        if value.get(SIGNATURE) in (ASSET, ARCHIVE):
            return {**value, "hash": digest} if (digest := _digest(value, root)) else value
        return {key: hashed(item, root) for key, item in value.items()}
    if isinstance(value, list):
        return [hashed(item, root) for item in value]
    return value


def _digest(marked: Mapping[str, Any], root: Path) -> str:
    """Return the hash of what is *marked*, or nothing for what lies elsewhere."""
    if (text := marked.get("text")) is not None:
        return hashlib.sha256(str(text).encode()).hexdigest()
    if "path" in marked:
        return _of_path(root / str(marked["path"]))
    if "assets" in marked:
        parts = {name: _digest(part, root) for name, part in marked["assets"].items()}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return ""


def _of_path(path: Path) -> str:
    try:
        if not path.is_dir():
            return hashlib.sha256(path.read_bytes()).hexdigest()
        files = {file.relative_to(path).as_posix(): _of_path(file) for file in contents(path)}
        return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    except OSError as error:
        raise ProviderError(f"cannot read {path}: {error.strerror}") from None
