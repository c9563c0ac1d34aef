"""`groot feed`: what a stack's clusters are fed. Imports what it works with late, as `cli.py` does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.asking import confirm
from ops.request import OperationError, UsageError
from ops.stack_option import StackOption
from sandbox.project import find_root, load_project

StateFile = Annotated[
    Path | None,
    typer.Option("--state-file", metavar="FILE", help="Take this `pulumi stack export` for the sandbox's state."),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FOLDER", help="Write each region's release here, as JSON, unpacked.")
]
Publish = Annotated[
    bool, typer.Option("--publish", help="Copy images, push and sign releases, and have them fed: on the real account.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


def feed(
    stack: StackOption = "staging",
    state_file: StateFile = None,
    out: Out = None,
    publish: Publish = False,
    yes: Yes = False,
) -> None:
    """Make a release of each cluster's manifests and charts; with `--publish`, have the clusters take it in."""
    from ops.feed.release import digest, feeds, manifests, release
    from ops.feed.tools import render

    if publish and state_file is None:
        raise UsageError("--publish feeds what a real account has; give the stack's state by --state-file")
    state = _state(stack, state_file)
    found = feeds(state)
    if publish:
        confirm(f"Feed {', '.join(one.cluster for one in found)}?", yes, "--publish")
    failures = []
    for one in found:
        charts = [(chart["namespace"], render(chart, one.kubernetes)) for chart in one.charts]
        own = manifests(state, one.region)
        content = release(one, own, charts)
        print(f"{one.cluster}: {len(own)} manifests, {len(charts)} charts, {len(content)} bytes, {digest(content)}")
        if out:
            _write(out / f"{one.region}.json", content)
        if publish and (fault := _publish(one, content)):
            failures.append(fault)
    if failures:
        raise OperationError("\n".join(failures))


def _publish(one: Any, content: bytes) -> str | None:
    """Publish into one region; a region that fails keeps none of the others from being fed."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from ops.feed.publishing import PATIENCE, Region

    session = boto3.Session(region_name=one.region)
    region = Region(
        ecr=session.client("ecr"), kms=session.client("kms"), functions=session.client("lambda", config=PATIENCE)
    )
    try:
        region.copy(one, lambda line: print(f"{one.cluster}: {line}"))
        told = region.feed(one, region.push(one, content))
    except (BotoCoreError, ClientError, OperationError) as error:
        return f"{one.cluster}: {error}"
    print(f"{one.cluster}: fed, {told['applied']} objects, {told['deleted']} taken away")
    return None


def _state(stack: str, file: Path | None) -> Mapping[str, Any]:
    if file is not None:
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise OperationError(f"cannot read {file}: {error}; make it by `pulumi stack export`") from None
    from ops.stacks import open_store

    root = find_root(Path.cwd())
    with open_store(root, load_project(root, stack)) as store:
        return store.export()


def _write(file: Path, content: bytes) -> None:
    import gzip

    file.parent.mkdir(parents=True, exist_ok=True)
    document = json.loads(gzip.decompress(content))
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
