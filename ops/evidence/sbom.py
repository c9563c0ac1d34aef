"""CycloneDX 1.6 (ECMA-424): what the program needs to run, with licences.

The lock file pins it, with hashes. A project without one shows what is installed where `groot` runs, without hashes.
"""

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distributions, metadata
from pathlib import Path
from typing import Any

from ops.evidence.material import Material
from ops.request import OperationError

LOCK = "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def document(material: Material, root: Path) -> dict[str, Any]:
    """Return the components that the lock file in *root* pins, or that are installed.

    Raises:
        OperationError: the lock file cannot be read.
    """
    lock = root / LOCK
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{material.identify('sbom')}",
        "version": 1,
        "metadata": {
            "timestamp": material.run.judged_at.isoformat(timespec="seconds"),
            "component": {"type": "application", "name": material.run.project, "version": material.commit or "unknown"},
            "properties": [{"name": "groot:components", "value": LOCK if lock.exists() else "installed"}],
        },
        "components": list(_pinned(lock) if lock.exists() else _installed()),
    }


def _installed() -> Iterator[dict[str, Any]]:
    found = {each.name: each.version for each in distributions()}
    for name, version in sorted(found.items()):
        yield _component(name, version, ())


def _pinned(lock: Path) -> Iterator[dict[str, Any]]:
    try:
        entries = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
    except OSError as error:
        raise OperationError(f"{lock}: cannot be read: {error.strerror}; evidence names what the lock pins") from None
    for entry in entries:
        pin = _PIN.match(entry)
        if not pin:
            continue
        name, version = pin.groups()
        yield _component(name, version, sorted(set(_HASH.findall(entry))))


def _component(name: str, version: str, digests: Sequence[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    hashes = {"hashes": [{"alg": "SHA-256", "content": digest} for digest in digests]} if digests else {}
    licence = _licence(name)
    return {**component, **hashes, **({"licenses": [licence]} if licence else {})}


def _licence(name: str) -> dict[str, Any] | None:
    """Return what the installed distribution says of its licence: an SPDX expression, or a name."""
    try:
        found = metadata(name).json
    except PackageNotFoundError:
        return None
    if expression := found.get("license_expression"):
        return {"expression": str(expression)}
    named = [each.rpartition(" :: ")[2] for each in found.get("classifier", ()) if each.startswith("License ::")]
    text = str(found.get("license", "")).strip().splitlines()
    said = next(iter(named), text[0][:100] if text else "")
    return {"license": {"name": said}} if said else None
