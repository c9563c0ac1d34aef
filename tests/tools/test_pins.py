"""What tools are pinned to is what clusters run, as near as there is."""

import re

from components.delivery.charts import ISTIO
from sandbox.providers.kubernetes.provider import DEFAULT_VERSION
from tools.building import MODULES
from tools.catalogue import FILES, TOOLS


def go_mod(folder: str) -> str:
    return (MODULES / folder / "go.mod").read_text()


def test_the_api_server_is_of_the_version_that_clusters_have() -> None:
    text = go_mod("kubernetes")
    (patch,) = re.findall(rf"^\tk8s\.io/kubernetes v{re.escape(DEFAULT_VERSION)}\.(\d+)\b", text, re.MULTILINE)
    staged = set(re.findall(r"^\tk8s\.io/\S+ => k8s\.io/\S+ v0\.(\S+)$", text, re.MULTILINE))
    assert staged == {f"{DEFAULT_VERSION.removeprefix('1.')}.{patch}"}, "its parts are of one release"


def test_istios_kinds_are_of_the_minor_version_that_clusters_run() -> None:
    minor = ".".join(ISTIO.split(".")[:2])
    assert re.search(rf"^\tistio\.io/api v{re.escape(minor)}\.\d+$", go_mod("kinds"), re.MULTILINE)


def test_every_folder_is_pinned_by_hashes_and_is_for_something() -> None:
    used = {one.folder for one in (*TOOLS.values(), *FILES.values())}
    assert {file.parent.name for file in MODULES.glob("*/go.mod")} == used
    for folder in used:
        assert " h1:" in (MODULES / folder / "go.sum").read_text()
