"""What is missing is built once, half of it is never found, and what goes wrong is one line."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools import __main__ as command
from tools import building
from tools.catalogue import FILES, TOOLS

GO = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$1" in
  env) echo "$GO_VERSION" ;;
  mod) printf '{{"Dir": "%s"}}' {modules} ;;
  build) while [ "$1" != -o ]; do shift; done; echo half > "$2"; {at_build} ;;
esac
"""


class Go:
    """A stand-in for Go that notes what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._calls = folder / "calls"
        self.becomes()
        for file in FILES.values():
            there = folder / "modules" / file.path
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text("kind: CustomResourceDefinition\n")

    def becomes(self, at_build: str = "") -> None:
        """Have it do *at_build* when it has built half."""
        self._calls.write_text("")
        (self.folder / "go").write_text(GO.format(modules=self.folder / "modules", at_build=at_build))
        (self.folder / "go").chmod(0o700)

    def asked(self, what: str) -> Sequence[str]:
        return [line for line in self._calls.read_text().splitlines() if line.startswith(what)]


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("GO_VERSION", "go1.26.8")
    monkeypatch.setattr(building, "_folder", building._folder.__wrapped__)
    return Go(tmp_path)


def test_what_is_missing_is_built_once(go: Go, tmp_path: Path) -> None:
    assert set(building.missing()) == {*TOOLS, *FILES}
    building.build(lambda _: None)
    assert building.missing() == []
    assert building.path("etcd").is_relative_to(tmp_path / "cache" / "groot" / "tools")
    assert len(go.asked("build")) == len(TOOLS)
    building.build(lambda _: None)
    assert len(go.asked("build")) == len(TOOLS)


def test_another_go_builds_anew(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    building.build(lambda _: None)
    monkeypatch.setenv("GO_VERSION", "go1.27.3")
    assert set(building.missing()) == {*TOOLS, *FILES}


@pytest.mark.parametrize("changed", ["kinds/go.mod", "kubernetes/go.sum", "istio/charts/main.go"])
def test_another_pin_or_source_builds_what_it_is_for_anew(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    building.build(lambda _: None)
    for folder in {one.folder for one in (*TOOLS.values(), *FILES.values())}:
        shutil.copytree(building.MODULES / folder, tmp_path / folder)
    with (tmp_path / changed).open("a") as file:
        file.write("\n")
    monkeypatch.setattr(building, "MODULES", tmp_path)
    folder = Path(changed).parts[0]
    assert building.missing() == [name for name, one in {**TOOLS, **FILES}.items() if one.folder == folder]


def test_what_was_half_built_is_not_found(go: Go) -> None:
    go.becomes(at_build="echo '# some/package' >&2; echo 'no space left' >&2; exit 1")
    with pytest.raises(building.ToolError, match=r"^go build in tools/kubernetes failed: no space left$"):
        building.build(lambda _: None)
    assert set(building.missing()) == {*TOOLS, *FILES}


def test_without_go_it_is_told_in_a_line(go: Go, capfd: pytest.CaptureFixture[str]) -> None:
    (go.folder / "go").unlink()
    assert command.main() == 1
    assert capfd.readouterr().err == "error: no Go here, and these tools are built by it; install Go 1.26 or newer\n"


def test_programs_say_which_version_they_are(go: Go) -> None:
    building.build(lambda _: None)
    (server,) = [line for line in go.asked("build") if line.endswith("cmd/kube-apiserver")]
    assert f"version.gitVersion={pins('kubernetes')['k8s.io/kubernetes']} " in server


def pins(folder: str) -> dict[str, str]:
    return dict(building._versions(folder))
