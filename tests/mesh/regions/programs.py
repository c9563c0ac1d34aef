"""What runs for an image: the programs that are in it, built of the same sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tools.building import path

ROOT: Final = Path(__file__).resolve().parents[3]
ENVOY: Final = ROOT / ".venv/envoy/lib"
"""Where `make` installs Envoy of `requirements-envoy.lock`."""
_BIN: Final = "/usr/local/bin"
BOOTSTRAP: Final = "/var/lib/istio/envoy/envoy_bootstrap_tmpl.json"


@dataclass(frozen=True, kw_only=True)
class Program:
    """What an image has."""

    entry: Sequence[str]
    lent: Mapping[str, Path] = field(default_factory=dict[str, Path])
    user: int = 65532
    """Where the pod says nothing of it."""


def envoy() -> Path | None:
    """Return the proxy's program, if it is installed."""
    return next(iter(sorted(ENVOY.glob("python*/site-packages/envoy/_bin/envoy"))), None)


def program(image: str) -> Program:
    """Return what runs for *image*, whatever its registry and version."""
    name = image.rpartition("/")[2].partition(":")[0].partition("@")[0]
    return _program(name)


def _program(name: str) -> Program:
    match name:
        case "pilot":
            return _of("pilot-discovery")
        case "proxyv2":
            found = envoy()
            assert found, "Envoy isn't installed; `make mesh-test` installs it"
            lent = {f"{_BIN}/envoy": found, BOOTSTRAP: path("envoy_bootstrap.json")}
            return _of("pilot-agent", lent)
        case "agnhost":
            return _of("agnhost")
        case _:
            raise LookupError(f"nothing runs for the image {name}")


def _of(tool: str, lent: Mapping[str, Path] | None = None) -> Program:
    return Program(entry=[f"{_BIN}/{tool}"], lent={f"{_BIN}/{tool}": path(tool), **(lent or {})})
