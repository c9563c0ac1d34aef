"""The option that names a stack, and which stack is meant without it."""

from pathlib import Path
from typing import Annotated, Final

import typer

from sandbox.project import ProjectError, find_root, stacks_in

DEFAULT: Final = "staging"
FIRST: Final = "dev"
"""What the stack of a project without any is called."""


def _chosen(context: typer.Context, parameter: typer.CallbackParam, given: str) -> str:
    source = context.get_parameter_source(parameter.name or "")
    return default_stack(given) if source is not None and source.name == "DEFAULT" else given


def default_stack(usual: str = DEFAULT) -> str:
    """Return the *usual* stack where the project around the working folder has it or several; else its only one."""
    try:
        stacks = stacks_in(find_root(Path.cwd()))
    except ProjectError:
        return usual
    if usual in stacks or len(stacks) > 1:
        return usual
    return stacks[0] if stacks else FIRST


StackOption = Annotated[
    str,
    typer.Option(
        "--stack",
        "-s",
        envvar="GROOT_STACK",
        callback=_chosen,
        help="Stack: Pulumi.<stack>.yaml (default: the project's only one).",
    ),
]
