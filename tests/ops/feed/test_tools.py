"""How helm and skopeo are asked: by commands of their names that write down what they were given."""

import json
from pathlib import Path
from typing import Any

import pytest

from ops.feed.tools import copy_image, render
from ops.request import OperationError

CHART = {
    "release": "mesh",
    "chart": "oci://example.com/charts/mesh",
    "repository": None,
    "version": "1.2.3",
    "namespace": "mesh-system",
    "values": {"hub": "registry"},
}
RENDERED = """
kind: ConfigMap
metadata: {name: one}
---
---
kind: Job
metadata: {name: test, annotations: {helm.sh/hook: test}}
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stand in for both commands; the result says what they were asked, with the files that they were given."""
    seen = tmp_path / "seen"
    for name in ("helm", "skopeo"):
        command = tmp_path / name
        command.write_text(
            "#!/usr/bin/env python3\n"
            "import json, os, sys\n"
            "files = {a: open(a).read() for a in sys.argv if os.path.isfile(a) and a.endswith('.json')}\n"
            f"json.dump([sys.argv[1:], list(files.values()), dict(os.environ)], open({str(seen)!r}, 'w'))\n"
            f"print({RENDERED!r})\n"
            "if 'broken' in ' '.join(sys.argv): sys.exit('first\\nError: no such thing')\n"
        )
        command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return lambda: json.loads(seen.read_text())


def test_a_chart_is_rendered_for_the_cluster_s_version_without_its_hooks(asked: Any) -> None:
    assert render(CHART, "1.36") == [{"kind": "ConfigMap", "metadata": {"name": "one"}}]
    arguments, files, _ = asked()
    assert arguments[:3] == ["template", "mesh", "oci://example.com/charts/mesh"]
    assert arguments[arguments.index("--version") + 1] == "1.2.3"
    assert arguments[arguments.index("--namespace") + 1] == "mesh-system"
    assert arguments[arguments.index("--kube-version") + 1] == "1.36.0"
    assert "--include-crds" in arguments
    assert "--repo" not in arguments
    assert [json.loads(file) for file in files] == [{"hub": "registry"}]


def test_a_chart_of_a_repository_is_taken_from_there(asked: Any) -> None:
    render({**CHART, "repository": "https://example.com/charts"}, "1.36")
    arguments, _, _ = asked()
    assert arguments[arguments.index("--repo") + 1] == "https://example.com/charts"


def test_an_image_is_copied_for_every_platform_byte_by_byte(asked: Any) -> None:
    copy_image("example.com/api:1", "registry/api:1", {"registry": "dG9rZW4="})
    arguments, [credentials], _ = asked()
    assert arguments[-2:] == ["docker://example.com/api:1", "docker://registry/api:1"]
    assert {"copy", "--all", "--preserve-digests"} <= set(arguments)
    assert json.loads(credentials) == {"auths": {"registry": {"auth": "dG9rZW4="}}}
    assert "dG9rZW4=" not in " ".join(arguments)


def test_what_a_command_complains_of_is_told_in_a_line(asked: Any) -> None:
    with pytest.raises(OperationError, match=r"^helm template broken: Error: no such thing$"):
        render({**CHART, "release": "broken"}, "1.36")


def test_a_command_that_is_missing_is_named_with_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OperationError, match=r"`helm` command, which is not on PATH; see https://helm\.sh"):
        render(CHART, "1.36")


def test_commands_see_ways_out_and_no_credentials(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {"HOME": "/home/somebody", "https_proxy": "http://127.0.0.1:9"}
    kept_from = {"AWS_SECRET_ACCESS_KEY": "trap", "KUBECONFIG": "/trap", "GITHUB_TOKEN": "trap"}
    for name, value in (ways | kept_from).items():
        monkeypatch.setenv(name, value)
    render(CHART, "1.36")
    seen = asked()[2]
    assert ways.items() <= seen.items()
    assert not kept_from.keys() & seen.keys()
