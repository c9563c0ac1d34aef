"""What an API server refuses for its values is refused, in words that say where; what it takes is taken.

`manifests/bases.yaml` has a manifest of each kind, the other files single changes to them. All but two projects' kinds
were held against an API server of Kubernetes 1.34.2 with Istio's definitions (server-side apply, strict field
validation; dry run, but for the node port, which it draws in earnest only): it refuses each refused one and takes the
rest. cert-manager's kinds and Argo Rollouts' follow their references.
"""

import copy
import re
from base64 import b64decode
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes import schemas
from sandbox.providers.kubernetes.provider import DEFAULT_VERSION
from sandbox.providers.kubernetes.values import BY_DEFINITION
from sandbox.providers.kubernetes.values.syntaxes import amount

MANIFESTS: Final = Path(__file__).parent / "manifests"
BASES: Final[dict[str, Any]] = {one["kind"]: one for one in yaml.safe_load((MANIFESTS / "bases.yaml").read_text())}


def changes(outcome: str) -> list[Any]:
    """Return kind, whole path, value and, of refused ones, the words."""
    found: list[Any] = []
    for file in sorted(MANIFESTS.glob("*.yaml")):
        for group in yaml.safe_load(file.read_text()) if file.stem != "bases" else ():
            for path, *rest in group.get(outcome, ()):
                whole = f"{group.get('at', '')}.{path}".strip(".").replace(".[", "[")
                found.append(pytest.param(group["of"], whole, *rest, id=f"{group['of']} {whole} {rest[0]}"[:90]))
    return found


def changed(kind: str, path: str, value: Any) -> dict[str, Any]:
    manifest = copy.deepcopy(BASES[kind])
    *way, last = [int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)]
    place: Any = manifest
    for step in way:
        place = place[step] if isinstance(place, list) else place.setdefault(step, {})
    if value is None:
        del place[last]
    else:
        place[last] = value
    return manifest


@pytest.mark.parametrize("kind", BASES)
def test_manifest_of_each_kind_is_taken(kind: str) -> None:
    schemas.validate(BASES[kind], DEFAULT_VERSION)


@pytest.mark.parametrize(("kind", "path", "value", "words"), changes("refused"))
def test_what_an_api_server_refuses_is_refused(kind: str, path: str, value: Any, words: str) -> None:
    with pytest.raises(ProviderError) as refusal:
        schemas.validate(changed(kind, path, value), DEFAULT_VERSION)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("kind", "path", "value"), changes("taken"))
def test_near_miss_that_an_api_server_takes_is_taken(kind: str, path: str, value: Any) -> None:
    schemas.validate(changed(kind, path, value), DEFAULT_VERSION)


def test_null_is_as_good_as_nothing() -> None:
    schemas.validate(
        changed("Deployment", "spec.template.spec", _pod(image="a", imagePullPolicy=None)), DEFAULT_VERSION
    )
    with pytest.raises(ProviderError, match=r"containers\[0\]: 'image' is a required property"):
        schemas.validate(changed("Deployment", "spec.template.spec", _pod(image=None)), DEFAULT_VERSION)


def test_form_is_told_before_what_does_not_fit() -> None:
    pod = {**_pod(image="a", resources={"requests": {"cpu": [1]}}), "volumes": "none"}
    with pytest.raises(ProviderError, match=r"spec\.template\.spec\.volumes: 'none' is not of type"):
        schemas.validate(changed("Deployment", "spec.template.spec", pod), DEFAULT_VERSION)


@pytest.mark.parametrize(
    ("kind", "path", "most", "words"),
    [
        (
            "Deployment",
            "metadata.annotations",
            2**18 - len("a"),
            "metadata.annotations: may not be more than 262144 bytes",
        ),
        ("ConfigMap", "data", 2**20 - len(b64decode("aGk=")), "manifest: may not be more than 1048576 bytes"),
    ],
)
def test_what_is_too_large_is_refused(kind: str, path: str, most: int, words: str) -> None:
    schemas.validate(changed(kind, path, {"a": "x" * most}), DEFAULT_VERSION)
    with pytest.raises(ProviderError, match=words):
        schemas.validate(changed(kind, path, {"a": "x" * (most + 1)}), DEFAULT_VERSION)


def test_tables_name_definitions_and_fields_that_kubernetes_has() -> None:
    known = schemas.definitions(DEFAULT_VERSION)
    assert not BY_DEFINITION.keys() - known.keys()
    for name, asked in BY_DEFINITION.items():
        fields = known[name].get("properties", {}).keys()
        assert not asked.get("properties", {}).keys() - fields, name
        assert not set(asked.get("required", ())) - fields, name


@given(
    st.integers(0, 10**6), st.sampled_from([("m", "0.001"), ("Ki", "1024"), ("k", "1000"), ("", "1"), ("e3", "1000")])
)
def test_quantities_are_compared_by_what_they_amount_to(number: int, unit: tuple[str, str]) -> None:
    suffix, factor = unit
    assert float(amount(f"{number}{suffix}")) == pytest.approx(number * float(factor))


def _pod(**container: Any) -> dict[str, Any]:
    return {"containers": [{"name": "api", **container}]}
