"""`make dist`: a wheel of the rules, `groot` and the sandbox, to be installed in anybody's environment.

The rooms have names that folders of other programs have too (`policies`, `functions`). In the wheel they are beneath
one package, `groot`, and their imports of each other say so; nothing else differs from the repository. Components and
functions are the platform's own and stay out, as do its waivers and its catalogue of personal data.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BUILT: Final = ROOT / "build" / "dist"
PACKAGE: Final = "groot"
ROOMS: Final = ("governance", "ops", "policies", "sandbox")
SINGLE: Final = (
    "functions/__init__.py",
    "functions/contents.py",
    "groot/__init__.py",
    "requirements-dataplane.lock",
    "requirements-preflight.lock",
    "requirements-runtime.lock",
)
"""Files besides the rooms: what is asked about functions' archives, and what the emulator is installed from."""
OWN: Final = (
    "governance/catalogue/",
    "ops/admission.py",
    "ops/distribution.py",
    "policies/groot.yaml",
    "policies/packs/",
    "policies/waivers.yaml",
)
"""What is this repository's alone, of the rooms."""
_IMPORT = re.compile(r"^(\s*(?:from|import) )(governance|ops|policies|sandbox|functions)\b", re.MULTILINE)
_BUILD = """
[tool.setuptools.packages.find]
include = ["groot*"]

[tool.setuptools.package-data]
groot = ["**/*"]

[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"
"""


def main() -> None:
    """Build the wheel, and print where it is."""
    print(wheel(BUILT))


def wheel(folder: Path) -> Path:
    """Build the wheel in *folder* and return it."""
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    for path in _files():
        target = source / PACKAGE / path.removeprefix(f"{PACKAGE}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / path).read_text(encoding="utf-8")
        target.write_text(beneath(text) if path.endswith(".py") else text, encoding="utf-8")
    (source / "pyproject.toml").write_text(_project() + _BUILD, encoding="utf-8")
    shutil.copy(ROOT / "README.md", source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run(command, check=True)  # noqa: S603 - no shell
    (built,) = folder.glob("*.whl")
    return built


def beneath(text: str) -> str:
    """Return a module's *text* with its imports of the rooms from beneath the package."""
    return _IMPORT.sub(rf"\g<1>{PACKAGE}.\g<2>", text)


def _files() -> Iterator[str]:
    yield from SINGLE
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            path = file.relative_to(ROOT).as_posix()
            own = path.startswith(OWN) and path != "policies/packs/__init__.py"
            if file.is_file() and file.suffix != ".pyc" and not own:
                yield path


def _project() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = text[text.index("[project]") : text.index("[dependency-groups]")]
    return project.replace('"ops.entry:main"', f'"{PACKAGE}.ops.entry:main"')


if __name__ == "__main__":
    main()
