"""What the repository that is judged says of its own policies: which packs, how much rules weigh, what was accepted.

Both files are in its folder `policies`, and neither need be there. `groot.yaml`::

    packs: [enterprise]     # what judges where no pack is asked for; every rule but the house's without it
    levels: {}              # levels and thresholds, as in Pulumi's policy configuration

`waivers.yaml` holds what `policies.waivers` reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from policies.configuration import PolicyConfigError

FOLDER: Final = "policies"
FILE: Final = "groot.yaml"
WAIVERS: Final = "waivers.yaml"
_ENDS: Final = ("Pulumi.yaml", ".git")
"""Where a repository, or a project in it, begins."""


@dataclass(frozen=True, kw_only=True)
class Repository:
    """The policies of one repository."""

    packs: Sequence[str] = ("enterprise",)
    levels: Mapping[str, Any] = field(default_factory=dict)


def root_of(folder: Path) -> Path:
    """Return the nearest folder at or above *folder* that holds a project or a repository; itself when none does."""
    return next((each for each in (folder, *folder.parents) if any((each / end).exists() for end in _ENDS)), folder)


def waivers(root: Path) -> Path | None:
    """Return the file of what was accepted in the repository at *root*, if there is one."""
    path = root / FOLDER / WAIVERS
    return path if path.exists() else None


def load(root: Path) -> Repository:
    """Read what the repository at *root* says.

    Raises:
        PolicyConfigError: its file isn't of the form above.
    """
    path = root / FOLDER / FILE
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except FileNotFoundError:
        return Repository()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PolicyConfigError(f"{FOLDER}/{FILE}: {' '.join(str(error).split())}") from None
    given = {} if content is None else content
    if not isinstance(given, dict) or given.keys() - {"packs", "levels"}:
        raise PolicyConfigError(f"{FOLDER}/{FILE}: expected the keys packs and levels")
    packs, levels = given.get("packs") or list(Repository().packs), given.get("levels") or {}
    if not isinstance(packs, list) or not all(isinstance(name, str) for name in packs):
        raise PolicyConfigError(f"{FOLDER}/{FILE}: packs: expected a list of names, such as [enterprise]")
    if not isinstance(levels, dict):
        raise PolicyConfigError(f"{FOLDER}/{FILE}: levels: expected levels by rule, such as rule_name: disabled")
    return Repository(packs=packs, levels=levels)
