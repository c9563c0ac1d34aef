"""Keeps secrets sealed on disk: what ministack saves of services that hold them, under a key of the emulator's own.

The key lies beside the state, for its owner alone, and goes with it when the emulator is reset; it keeps secrets out
of whatever reads, copies or searches the files, as the sandbox's own state does.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet
from ministack.core import persistence  # pyright: ignore[reportMissingImports] - of another environment
from ministack.services import cognito, kms, secretsmanager  # pyright: ignore[reportMissingImports]

HOLDERS: Final = (cognito, kms, secretsmanager)
"""Services that hold passwords, keys and secrets."""


def seal(folder: Path) -> None:
    """Seal what is saved from now on, and open what was."""
    box = Fernet(_key(folder / "key"))
    for holder in HOLDERS:
        holder.get_state = _sealed(box, holder.get_state)
        holder.load_persisted_state = _opened(box, holder.load_persisted_state)


def _sealed(box: Fernet, get: Callable[[], Any]) -> Callable[[], Any]:
    def get_state() -> Any:
        text = json.dumps(get(), default=persistence._json_default)
        return {"sealed": box.encrypt(text.encode()).decode()}

    return get_state


def _opened(box: Fernet, load: Callable[[Any], None]) -> Callable[[Any], None]:
    def load_persisted_state(state: Any) -> None:
        load(json.loads(box.decrypt(state["sealed"]), object_hook=persistence._json_object_hook))

    return load_persisted_state


def _key(file: Path) -> bytes:
    if not file.exists():
        part = file.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(Fernet.generate_key())
        part.replace(file)
    return file.read_bytes()
