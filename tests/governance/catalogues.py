"""Copies of the platform's catalogue to spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from governance import flows
from governance.loading import FOLDER, OWN


class Copy:
    """A project of its own, with the platform's catalogue and contracts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(OWN / FOLDER, root / FOLDER)
        shutil.copytree(OWN / flows.FOLDER, root / flows.FOLDER)
        shutil.copytree(OWN / "api", root / "api")

    def change(self, file: str, change: Callable[[Any], object]) -> None:
        """Have *change* done to what *file* says."""
        path = self.root / FOLDER / file
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
