"""Asks before a sandbox's command destroys anything, or reaches a cluster, and shows which."""

import sys
from collections.abc import Sequence

from ops import clusters, stacks
from ops.clusters import Cluster
from ops.request import Command, Request, UsageError
from sandbox.project import Project


def ask(request: Request, project: Project, named: Sequence[Cluster]) -> None:
    """Ask whether *request* may destroy, and change the clusters it has *named*; not where it does neither.

    Raises:
        UsageError: there is nobody to ask, the answer is no, or a cluster is none of the stack's.
    """
    destroys = request.command is Command.DESTROY
    if not (destroys or named):
        return
    asked = sys.stdin.isatty() and sys.stdout.isatty() and not request.as_json
    if not (asked or request.yes):
        raise UsageError(f"{request.command.value} asks first, and nobody can be asked here; give --yes to go ahead")
    with stacks.open_store(project.root, project) as store:
        resources = store.resources
    clusters.check_regions(named, project, resources)
    for each in named:
        print(f"{'deletes from' if destroys else 'applies to'} {each}", file=sys.stderr)
    for line in clusters.left_behind(named, resources) if destroys else ():
        print(f"warning: {line}", file=sys.stderr)
    if request.yes:
        return
    if destroys:
        what = "the targets" if request.targets else f"all {sum(state.custom for state in resources)} resources"
        question = f"Destroy {what} of stack {request.stack} in the sandbox{' and there' if named else ''}? [y/N] "
    else:
        question = f"Deploy stack {request.stack} in the sandbox and there? [y/N] "
    if input(question).strip().lower() not in ("y", "yes"):
        raise UsageError(f"not confirmed; nothing was {'deleted' if destroys else 'changed'}")
