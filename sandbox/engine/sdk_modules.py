"""Loads of the generated SDKs what a program uses.

A package such as `pulumi_aws.ec2` imports all of its 180 modules, and an `outputs` module makes every class it has, of
which a program needs a handful: the rest is a fifth of a preview's memory and time. While `deferring()` holds, the
definitions of such modules (PEP 562) wait until somebody asks for their names:

- in a package's `__init__`: each `from .module import *`, under the names in that module's `__all__`;
- in an `outputs` module: each class. The SDK reaches them as attributes (`outputs.X`) when it resolves annotations.

Each statement runs as it stands in the file, only later, so that what it defines is the same. Everything else in these
modules, and every other module, runs at once. Nothing in the SDKs is changed; the statements are kept compiled beside
Python's own compiled modules, in `__pycache__`.

The program and the SDK run on one thread; several that ask for the same class at once may each make one.
"""

import ast
import contextlib
import hashlib
import importlib.abc
import importlib.util
import linecache
import marshal
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

PREFIX = "pulumi_"
"""What the names of generated packages begin with."""
FILES = ("__init__.py", "outputs.py")
_ALL = re.compile(r"^__all__ = (\[.*?\])", re.MULTILINE | re.DOTALL)
_VERSION = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
"""Compiled statements that another version of this file left are made anew."""


@contextlib.contextmanager
def deferring() -> Iterator[None]:
    """Defer definitions in generated modules that are imported meanwhile."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def leave_unread(file: str) -> None:
    """Keep the source text of *file* from being read for stack traces.

    The SDK takes one for each resource, to tell where it was declared; only line numbers are wanted of it.
    """
    linecache.cache[file] = (0, None, [], file)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(PREFIX):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.origin:
            leave_unread(spec.origin)
        if spec and spec.origin and type(spec.loader) is SourceFileLoader and Path(spec.origin).name in FILES:
            spec.loader = _Loader(fullname, spec.origin)
        return spec


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        code, deferred = self._statements()
        namespace = module.__dict__

        def resolve(name: str) -> Any:
            if name not in deferred:
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            _run(marshal.loads(zlib.decompress(deferred[name])), namespace)  # noqa: S302 - compiled by this class
            return namespace[name]

        namespace["__getattr__"] = resolve
        namespace["__dir__"] = lambda: sorted({*namespace, *deferred})
        _run(code, namespace)
        namespace.setdefault("__all__", [name for name in dir(module) if not name.startswith("_")])

    def _statements(self) -> tuple[CodeType, dict[str, bytes]]:
        """Return what runs at once, and by name what runs when asked for."""
        stats = self.path_stats(self.path)
        stamp = (_VERSION, stats["mtime"], stats["size"])
        kept = importlib.util.cache_from_source(self.path, optimization="deferred")
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
            found, code, deferred = marshal.loads(Path(kept).read_bytes())  # noqa: S302 - as good as Python's own
            if found == stamp:
                return code, deferred
        code, deferred = _compile(Path(self.path))
        self.set_data(kept, marshal.dumps((stamp, code, deferred)))
        return code, deferred


def _run(code: CodeType, namespace: dict[str, Any]) -> None:
    exec(code, namespace)  # noqa: S102 - what stands in the module's file


def _compile(file: Path) -> tuple[CodeType, dict[str, bytes]]:
    at_once: list[ast.stmt] = []
    deferred: dict[str, bytes] = {}
    for statement in ast.parse(file.read_bytes()).body:
        if names := _names(statement, file):
            deferred |= dict.fromkeys(names, zlib.compress(marshal.dumps(_code([statement], file))))
        else:
            at_once.append(statement)
    return _code(at_once, file), deferred


def _names(statement: ast.stmt, file: Path) -> Sequence[str]:
    """Return the names that *statement* defines if it is one to defer."""
    if file.name == "outputs.py":
        return [statement.name] if isinstance(statement, ast.ClassDef) else []
    match statement:
        case ast.ImportFrom(module=str(name), names=[ast.alias(name="*")], level=1):
            listed = _listed(file.parent / f"{name}.py")
            return [name, *listed] if listed else []
        case _:
            return []


def _listed(file: Path) -> Sequence[str]:
    """Return what a module's `__all__` lists, or nothing when it has none."""
    found = _ALL.search(file.read_text(encoding="utf-8"))
    return ast.literal_eval(found[1]) if found else []


def _code(statements: list[ast.stmt], file: Path) -> CodeType:
    return compile(ast.Module(statements, []), str(file), "exec", dont_inherit=True)
