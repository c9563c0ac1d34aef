"""`groot feed`: what a stack's clusters are fed. Imports what it works with late, as `cli.py` does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ops.asking import confirm
from ops.request import OperationError, UsageError
from ops.stack_option import StackOption
from sandbox.project import find_root, load_project

if TYPE_CHECKING:
    from ops.feed.parcels import Parcel

StateFile = Annotated[
    Path | None,
    typer.Option("--state-file", metavar="FILE", help="Take this `pulumi stack export` for the sandbox's state."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Write here what each region gets: its release, and files."),
]
Publish = Annotated[
    bool, typer.Option("--publish", help="Copy images, push and sign releases, and have them fed: on the real account.")
]
Runs = Annotated[
    list[str] | None,
    typer.Option(
        "--run", metavar="NAME", help="Bring this experiment or load test too; the next feed takes it away. Repeatable."
    ),
]
Region = Annotated[str | None, typer.Option("--region", help="Feed this region alone.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


def feed(
    stack: StackOption = "staging",
    state_file: StateFile = None,
    out: Out = None,
    publish: Publish = False,
    run: Runs = None,
    region: Region = None,
    yes: Yes = False,
) -> None:
    """Make a release of each cluster's manifests and charts; with `--publish`, have the clusters take it in."""
    from ops.feed.parcels import parcels
    from ops.feed.release import digest, feeds, release
    from ops.feed.tools import render

    if publish and state_file is None:
        raise UsageError("--publish feeds what a real account has; give the stack's state by --state-file")
    state = _state(stack, state_file)
    found = [one for one in parcels(feeds(state), state, run or ()) if region in (None, one.feed.region)]
    if not found:
        raise UsageError(f"--region {region}: the stack has no cluster there")
    if publish:
        confirm(f"Feed {', '.join(one.feed.cluster for one in found)}?", yes, "--publish")
    failures = []
    for one in found:
        charts = [(chart["namespace"], render(chart, one.feed.kubernetes)) for chart in one.feed.charts]
        content = release(one.feed, one.fed, charts, one.left)
        told = f"{len(one.fed)} manifests, {len(charts)} charts, {len(content)} bytes, {digest(content)}"
        print(f"{one.feed.cluster}: {told}")
        if one.left:
            print(f"{one.feed.cluster}: {len(one.left)} manifests for Argo CD, {one.revision}")
        if out:
            _write(out / one.feed.region, content, one.files)
        if publish and (fault := _publish(one, content)):
            failures.append(fault)
    if failures:
        raise OperationError("\n".join(failures))


def _publish(one: "Parcel", content: bytes) -> str | None:
    """Publish into one region; a region that fails keeps none of the others from being fed."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from ops.feed.publishing import PATIENCE
    from ops.feed.publishing import Region as Published

    feed = one.feed
    session = boto3.Session(region_name=feed.region)
    region = Published(
        ecr=session.client("ecr"), kms=session.client("kms"), functions=session.client("lambda", config=PATIENCE)
    )
    try:
        region.copy(feed, lambda line: print(f"{feed.cluster}: {line}"))
        if one.left:
            region.push_files(feed, one.archive)
        told = region.feed(feed, region.push(feed, content))
    except (BotoCoreError, ClientError, OperationError) as error:
        return f"{feed.cluster}: {error}"
    print(f"{feed.cluster}: fed, {told['applied']} objects, {told['deleted']} taken away")
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


def _write(place: Path, content: bytes, files: Mapping[str, str]) -> None:
    """Write the release beside a folder of its own for Argo CD's files, from which those of before go."""
    import gzip
    import shutil

    place.parent.mkdir(parents=True, exist_ok=True)
    document = json.loads(gzip.decompress(content))
    place.with_suffix(".json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    folder = place.with_name(f"{place.name}-argo-cd")
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
