"""Lends the rules to Pulumi's own policy engine, which starts a pack's folder, of any repository, as a process."""

import contextlib
import datetime
import functools
import runpy
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any

from policies import frameworks, repository
from policies.analyzer import Analyzer
from policies.configuration import PolicyConfigError, configured, part
from policies.frameworks.catalogue import Catalogue, FrameworkError
from policies.listening import listen, refuse
from policies.offer import Offer, offer
from policies.packs import PackError
from policies.registry import RegistryError, discover
from policies.waivers import WaiverError, load

_asked: ContextVar[list[str] | None] = ContextVar("_asked", default=None)
"""Where `packs_of` wants to be told, in place of an engine."""


def serve(*packs: str, folder: Path) -> None:
    """Serve the rules of *packs* as the policy pack in *folder* until the engine ends the process.

    What was accepted, and how much rules weigh, is what the repository around *folder* says; the engine may say more.

    Raises:
        SystemExit: a framework, a rule or a waiver is malformed, or a waiver has expired; one line says which.
    """
    if (asked := _asked.get()) is not None:
        asked.extend(packs)
        return
    try:
        analyzer = _analyzer(packs, repository.root_of(folder.resolve()))
    except (FrameworkError, OSError, PackError, PolicyConfigError, RegistryError, WaiverError) as error:
        refuse(f"{folder.name}: {error}")
    server = listen(analyzer)
    with contextlib.suppress(KeyboardInterrupt):
        server.wait_for_termination()
    server.stop(0)


def packs_of(given: str) -> Sequence[str]:
    """Return which packs the folder *given* serves; what is no such folder is the name of a pack, or ends in one.

    Raises:
        PackError: the folder's program breaks down before it serves any.
    """
    program = Path(given) / "__main__.py"
    if not program.is_file():
        return [Path(given).name]
    path, asked = list(sys.path), list[str]()
    token = _asked.set(asked)
    try:
        runpy.run_path(str(program), run_name="__main__")
    except SystemExit as error:
        raise PackError(f"{program}: {error}") from None
    except Exception as error:  # noqa: BLE001 - somebody's program may raise anything
        raise PackError(f"{program}: {type(error).__name__}: {error}") from None
    finally:
        _asked.reset(token)
        sys.path[:] = path
    if not asked:
        raise PackError(f'{program}: it serves no pack; end it in serve("enterprise", folder=…)')
    return asked


def _analyzer(packs: Sequence[str], root: Path) -> Analyzer:
    registry = discover()
    path = repository.waivers(root)
    waivers = load(registry.names(), datetime.datetime.now(tz=datetime.UTC).date(), path) if path else ()
    levels = repository.load(root).levels
    return Analyzer(f"groot-{packs[0]}", functools.partial(_offer, packs, frameworks.load(registry), levels), waivers)


def _offer(
    names: Sequence[str], catalogue: Catalogue, levels: Mapping[str, Any], in_force: Sequence[str] | None = None
) -> Offer:
    """Return what the packs offer, at the *levels* of the repository, by which the sandbox judges too."""
    offered = offer(names, catalogue, in_force)
    return replace(offered, registry=configured(offered.registry, part(levels, offered.registry)))
