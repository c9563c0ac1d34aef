"""A changed function deployed in seconds: without the program, while code of functions is all that has changed.

A whole run of a large stack takes its time by the program and by each resource that it comes by. Of one that went
well `.sandbox/whole/<stack>.json` keeps what it was made of, by digests: when each file was written that the program
may have read, the code of each function, the state that it left, and the emulator that it went to. While all of it but
code is as it was, functions of other code get that, and their aliases the new version, which is what a whole run would
do. Rules judge what is declared and no code, so they are not asked. Whatever is not known for certain is left to a
whole run.
"""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from functions import contents
from ops import stacks
from sandbox.emulator import emulators
from sandbox.engine.deployment import Chain
from sandbox.state.model import ResourceState

_FUNCTION: Final = "aws:lambda/function:Function"
_ALIAS: Final = "aws:lambda/alias:Alias"
_VERSION: Final = "functionVersion"
_OF_CODE: Final = ("version", "qualifiedArn", "codeSha256", "sourceCodeHash", "lastModified")
"""Outputs of a function that follow its code."""
_NOT_READ: Final = frozenset({"build", "docs", "tests"})
"""Folders that no program reads anything of: archives count as what they are made of."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What a whole run was made of, and left."""

    program: str
    place: str
    functions: Mapping[str, str]
    """Digest of each function's code."""
    imported: Sequence[str]
    """Modules of `functions/` that the program has run itself, as paths in the project."""


class Basis:
    """What a run that begins now is made of, beside what the one before was."""

    def __init__(self, root: Path, stack: str, endpoint: str, levels: Path | None = None) -> None:
        """Look at the project in *root*, whose *stack* goes to *endpoint* and is judged by policies at *levels*."""
        self._root, self._endpoint = root, endpoint
        self._levels = levels.read_text(encoding="utf-8") if levels else ""
        self._state = stacks.state_folder(root) / f"{stack}.json"
        self._record = root / ".sandbox" / "whole" / f"{stack}.json"
        self._files = {path: _stamp(root / path) for path in _read_of(root)}
        self._functions = {name: contents.digest(root, name) for name in contents.names(root)}
        self._before = self._load()

    def changed(self) -> Sequence[str]:
        """Return the functions whose code is all that has changed; none where a whole run has to say."""
        before = self._before
        if before is None or before.functions.keys() != self._functions.keys():
            return []
        if (self._place(), self._program(before.imported)) != (before.place, before.program):
            return []
        changed = [name for name, digest in self._functions.items() if digest != before.functions[name]]
        state = self._state.read_bytes()
        told = any(before.functions[name].encode() in state for name in changed)
        return [] if told else changed

    def keep(self, *, whole: bool) -> None:
        """Keep that a run of this has gone well; one that wasn't *whole* has imported nothing itself."""
        imported = _imported(self._root) if whole or self._before is None else self._before.imported
        now = Whole(program=self._program(imported), place=self._place(), functions=self._functions, imported=imported)
        with contextlib.suppress(OSError):  # a disk that is full costs the next run some time
            self._record.parent.mkdir(parents=True, exist_ok=True)
            half = self._record.with_suffix(f".{os.getpid()}")
            half.write_text(json.dumps(asdict(now)) + "\n", encoding="utf-8")
            half.replace(self._record)

    def _load(self) -> Whole | None:
        try:
            return Whole(**json.loads(self._record.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _program(self, imported: Sequence[str]) -> str:
        """Return the digest of whatever the program may read: all but modules that functions alone run."""
        of_functions = {path for path in self._files if path.startswith(f"{contents.FOLDER}/") and path.endswith(".py")}
        read = sorted(self._files.keys() - (of_functions - set(imported)))
        return _digest([sys.version, self._levels, *(f"{path} {self._files[path]}" for path in read)])

    def _place(self) -> str:
        """Return the digest of the emulator's processes and of the state as it lies there."""
        known = [status for each in emulators(self._root) if (status := each.status())]
        here = [json.dumps(asdict(each), sort_keys=True) for each in known if each.endpoint == self._endpoint]
        journals = self._state.with_suffix(".journal").exists()
        found = self._state.stat() if self._state.exists() else None
        return _digest([*here, str(journals), f"{found.st_size} {found.st_mtime_ns}" if found else ""])


def changes(root: Path, names: Sequence[str], states: Mapping[str, ResourceState]) -> Sequence[Chain]:
    """Return what follows the code of functions *names*: each function, and the aliases of its newest version.

    *states* is all of a stack by URN. Nothing is returned where something else follows the code.
    """
    functions = {state.urn: name for state in states.values() if (name := _name(state)) in names}
    followers = {urn: [state for state in states.values() if urn in state.dependencies] for urn in functions}
    aliases = {urn: [state for state in found if state.type == _ALIAS] for urn, found in followers.items()}
    if not all(_is_of_sources(root, name, states[urn]) for urn, name in functions.items()):
        return []
    if not all(_stands_at_newest(alias, states[urn]) for urn, found in aliases.items() for alias in found):
        return []
    if any(_follows(state, states[urn]) for urn, found in followers.items() for state in found):
        return []
    return [_chain(urn, aliases[urn], states) for urn in functions]


def _chain(urn: str, aliases: Sequence[ResourceState], states: Mapping[str, ResourceState]) -> Chain:
    yield states[urn], states[urn].inputs  # the same files, whose content counts
    for alias in aliases:
        yield alias, {**alias.inputs, _VERSION: states[urn].outputs["version"]}


def _read_of(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        inner = Path(folder).relative_to(root)
        spared = _NOT_READ if folder == str(root) else {"__pycache__"}
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in spared)
        linked = [each for each in folders if Path(folder, each).is_symlink()]
        yield from ((inner / file).as_posix() for file in sorted((*files, *linked)) if not file.endswith(".pyc"))


def _stamp(path: Path) -> str:
    """Return what changes with a file, without reading it: projects hold whatever.

    What a link to a folder leads to isn't known: that is never as it was.
    """
    if path.is_symlink() and path.is_dir():
        return os.urandom(8).hex()
    try:
        found = path.stat()
    except OSError:
        return "gone"
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _imported(root: Path) -> Sequence[str]:
    folder = root / contents.FOLDER
    files = (Path(file) for module in [*sys.modules.values()] if (file := getattr(module, "__file__", None)))
    return sorted(file.relative_to(root).as_posix() for file in files if file.is_relative_to(folder))


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _name(state: ResourceState) -> str:
    """Return the name of the function in `functions/` that *state* is, or nothing."""
    folder, _, rest = str(state.inputs.get("handler", "")).partition(".")
    return rest.partition(".")[0] if state.type == _FUNCTION and folder == contents.FOLDER else ""


def _is_of_sources(root: Path, name: str, function: ResourceState) -> bool:
    """Return whether *function* is of the files that function *name* is made of, which may be others by now."""
    code = function.inputs["code"]
    return code.get("path") == contents.archive(name) or {*code.get("assets", ())} == {*contents.sources(root, name)}


def _stands_at_newest(alias: ResourceState, function: ResourceState) -> bool:
    return alias.inputs[_VERSION] == function.outputs["version"] and "routingConfig" not in alias.inputs


def _follows(state: ResourceState, function: ResourceState) -> bool:
    """Return whether inputs of *state*, but for an alias's version, say what follows the code of *function*."""
    told = [function.outputs[name] for name in _OF_CODE if name in function.outputs]
    read = [
        state.inputs.get(name)
        for name, urns in state.property_dependencies.items()
        if function.urn in urns and not (state.type == _ALIAS and name == _VERSION)
    ]
    return any(
        each == text or (len(text) > 8 and text in json.dumps(each, default=str)) for text in told for each in read
    )
