"""What tests open, put into a store and leave behind."""

import shutil
from pathlib import Path

from sandbox.state.model import ResourceState
from sandbox.state.store import Store
from tests.sandbox.state import PASSPHRASE, SALT


def open_store(folder: Path) -> Store:
    return Store(folder, "sample", "demo", PASSPHRASE, SALT)


def resource(name: str, *dependencies: ResourceState, value: object = None) -> ResourceState:
    return ResourceState(
        urn=f"urn:pulumi:demo::sample::a:b:C::{name}",
        type="a:b:C",
        custom=True,
        id=f"id-{name}",
        inputs={"value": value},
        dependencies=[item.urn for item in dependencies],
    )


def names(store: Store) -> list[str]:
    return [item.name for item in store.resources]


def crashed(folder: Path, to: Path) -> Path:
    """Copy what a killed run would leave behind."""
    return Path(shutil.copytree(folder, to))
