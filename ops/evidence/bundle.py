"""Writes a bundle: a folder that holds a judged run in every format, a manifest and its signature."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from ops import assessment_document
from ops.evidence import junit, manifest, markdown, oscal, record, sarif, sbom
from ops.evidence.manifest import MANIFEST, SIGNATURE, Facts, Manifest, compact, encoded
from ops.evidence.material import Material
from ops.evidence.signing import Signer
from ops.request import OperationError
from sandbox.state.lock import StackLock


def write(material: Material, root: Path, folder: Path, signer: Signer) -> Path:
    """Write a bundle into *folder*, a stack's, and return its own; *root* is the project's.

    A bundle stands whole or not at all. Runs at the same time are kept apart by a lock: each follows the other.

    Raises:
        BundleError: the bundle before it cannot be read.
        LockError: another run writes one.
        OperationError: it cannot be written or signed, or a later run's stands already.
    """
    files = _files(material, root)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = StackLock(folder / ".lock", material.run.stack)
        lock.acquire()
        try:
            return _append(_facts(material), files, folder, signer)
        finally:
            lock.release()
    except OSError as error:
        raise OperationError(f"{folder}: evidence cannot be written: {error.strerror}") from None


def _append(facts: Facts, files: Mapping[str, bytes], folder: Path, signer: Signer) -> Path:
    previous = manifest.latest(folder)
    if previous and previous.name >= facts.name:
        raise OperationError(f"{folder / previous.name}: evidence of a run no older stands already; run again")
    listed = {name: manifest.file(data) for name, data in files.items()}
    whole = Manifest(**facts.model_dump(), previous=previous, files=listed)
    text = encoded(whole.model_dump(mode="json"))
    target = folder / facts.name
    _write(target, {**files, MANIFEST: text, SIGNATURE: encoded(signer.sign(text))})
    return target


def _facts(material: Material) -> Facts:
    run = material.run
    return Facts(
        name=run.judged_at.strftime("%Y%m%dT%H%M%S.%fZ"),
        project=run.project,
        stack=run.stack,
        of=run.subject.value,
        judged_at=run.judged_at.isoformat(),
        commit=material.commit,
        rules=material.rules_fingerprint,
    )


def _files(material: Material, root: Path) -> Mapping[str, bytes]:
    files = {
        "run.json": compact(record.document(material)),
        "results.sarif": compact(sarif.document(material)),
        "junit.xml": junit.document(material),
        "sbom.cdx.json": compact(sbom.document(material, root)),
        "summary.md": markdown.document(material).encode(),
        "oscal/component-definition.json": compact(oscal.component_definition(material)),
    }
    if material.change:
        files["change.json"] = compact(material.change.model_dump(mode="json"))
    if material.drills:
        files["drills.json"] = compact([each.model_dump(mode="json") for each in material.drills])
    for each in material.assessments:
        pack = each.framework.pack
        files[f"assessments/{pack}.json"] = compact(assessment_document.of(each, material.run, material.drills))
        files[f"oscal/assessment-results-{pack}.json"] = compact(oscal.assessment_results(material, each))
    return files


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        for name, data in files.items():
            path = partial / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
        partial.rename(target)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
