"""The two commands that a release is made with besides Python: `helm` renders charts, `skopeo` copies images."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from ops.request import OperationError
from sandbox import isolation

INSTALL: Final = {
    "helm": "https://helm.sh/docs/intro/install/",
    "skopeo": "https://github.com/containers/skopeo/blob/main/install.md",
}
HOOK: Final = "helm.sh/hook"
WAYS_OUT: Final = {
    "HOME",
    *("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
}
"""What the commands need of the environment to reach public registries, and to keep what they fetched. Neither needs
credentials of AWS or a cluster's address."""


def render(chart: Mapping[str, Any], kubernetes: str) -> list[dict[str, Any]]:
    """Return what *chart* is made of for a cluster of the minor version *kubernetes*, hooks left out."""
    with TemporaryDirectory() as folder:
        values = Path(folder) / "values.json"
        values.write_text(json.dumps(chart["values"]), encoding="utf-8")
        arguments = ["template", chart["release"], chart["chart"], "--version", chart["version"]]
        arguments += ["--namespace", chart["namespace"], "--values", str(values), "--include-crds"]
        arguments += ["--kube-version", f"{kubernetes}.0", "--repo", chart["repository"]]
        text = _run("helm", arguments if chart["repository"] else arguments[:-2])
    found = [one for one in yaml.safe_load_all(text) if one]
    return [one for one in found if HOOK not in (one["metadata"].get("annotations") or {})]


def copy_image(original: str, copy: str, credentials: Mapping[str, str]) -> None:
    """Copy *original* to *copy*, every platform of it, byte by byte.

    *credentials* are `user:password` in base64, by registry.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "auth.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps({"auths": {host: {"auth": auth} for host, auth in credentials.items()}}))
        arguments = ["copy", "--all", "--preserve-digests", "--authfile", str(file)]
        _run("skopeo", [*arguments, f"docker://{original}", f"docker://{copy}"])


def _run(command: str, arguments: Sequence[str]) -> str:
    binary = shutil.which(command)
    if binary is None:
        raise OperationError(f"feeding needs the `{command}` command, which is not on PATH; see {INSTALL[command]}")
    variables = isolation.environment() | {name: os.environ[name] for name in WAYS_OUT & os.environ.keys()}
    done = subprocess.run([binary, *arguments], env=variables, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        said = (done.stderr.strip() or "it says nothing").splitlines()[-1]
        raise OperationError(f"{command} {arguments[0]} {arguments[1]}: {said}")
    return done.stdout
