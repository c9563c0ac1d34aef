"""Keeps this program's own modules out of the way of a program that has modules of their names.

Run from the repository, the rooms are packages called `policies` or `functions`, as anybody's may be. In the wheel they
are beneath one package, and nothing is in the way.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

_ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def out_of_the_way(folder: Path) -> Iterator[None]:
    """Let imports of names that *folder* has find what is there, in place of this program's modules of these names."""
    taken = (
        {} if folder.resolve() == _ROOT else {n: m for n, m in sys.modules.items() if _is_own(m) and _has(folder, n)}
    )
    tops = {name.partition(".")[0] for name in taken}
    path = list(sys.path)
    for name in taken:
        del sys.modules[name]
    if taken:
        sys.path[:] = [each for each in path if Path(each).resolve() != _ROOT]
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] in tops]:
            del sys.modules[name]
        sys.modules.update(taken)
        sys.path[:] = path


def _is_own(module: ModuleType) -> bool:
    file = getattr(module, "__file__", None) or ""
    return "site-packages" not in file and file.startswith(f"{_ROOT}/")


def _has(folder: Path, name: str) -> bool:
    top = name.partition(".")[0]
    return (folder / f"{top}.py").exists() or (folder / top).is_dir()
