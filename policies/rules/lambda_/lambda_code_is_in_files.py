"""The code of a function is files that are reviewed, tested and scanned, and no text in the program that declares it.

An archive comes as the wire marks it, or as the SDK's own object where an engine has read it (pulumi/pulumi,
`sdk/python` `asset.py`). Code that lies in a bucket or an image is for other rules.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    code = props.get("code")
    if code is None:
        raise NotApplicable("its code is an image, or lies in a bucket")
    if any(_member(part, "text") is not None for part in _parts(code)):
        return "its code has a text of the program's in it"
    return None


def _parts(archive: Any) -> Iterator[Any]:
    """Yield the assets of *archive*, and of those inside it."""
    yield archive
    parts = _member(archive, "assets")
    if isinstance(parts, Mapping):
        for name in parts:
            yield from _parts(parts[name])


def _member(marked: Any, name: str) -> Any:
    return marked.get(name) if isinstance(marked, Mapping) else getattr(marked, name, None)


RULE = Rule(
    name="lambda_code_is_in_files",
    title="Code of Lambda functions is in files.",
    resource_types=frozenset({"aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SOFTWARE_INTEGRITY}),
    remediation="Put the code into a folder of functions/, and hand over its files or the archive built of them.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html",
)
