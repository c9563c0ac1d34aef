"""`groot preflight`: what AWS would refuse of a stack. Loads late, as `cli.py` does."""

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.assess_cli import EndpointOption, StateFile
from ops.exit_codes import ExitCode
from ops.judged_run import Subject
from ops.stack_option import StackOption

if TYPE_CHECKING:
    from ops.preflight.plan import Plan
    from ops.subjects import Question

AccountOption = Annotated[
    bool,
    typer.Option(
        "--account",
        help="Ask the account of the environment's credentials too (or what answers at --endpoint); it only reads.",
    ),
]


def preflight(
    stack: StackOption = "staging",
    of: Annotated[
        Subject, typer.Option("--of", help="Judge what the program declares, what the state says, or what is there.")
    ] = Subject.PREVIEW,
    state_file: StateFile = None,
    account: AccountOption = False,
    endpoint: EndpointOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Say what AWS would refuse: values, permissions, keys, quotas, versions out of support. Changes nothing."""
    from datetime import UTC, datetime

    from rich.console import Console

    from ops.assess_cli import question
    from ops.faults import FAULTS
    from ops.preflight import run, schemas, text
    from ops.request import UsageError
    from sandbox.project import find_root

    try:
        asked = question(stack, of, state_file, endpoint)
        if of is Subject.LIVE:
            raise UsageError("--of live has no declarations to judge; use --of preview or --of state")
        schemas.command()
        root = find_root(Path.cwd())
        with contextlib.redirect_stdout(sys.stderr):
            plan = _plan(root, asked)
        report = run.preflight(plan, datetime.now(tz=UTC).date())
        if account:
            run.ask_account(report, plan, endpoint)

    except FAULTS as error:
        if as_json:
            print(json.dumps({"stack": stack, "error": str(error)}, indent=2, ensure_ascii=False))
        raise
    if as_json:
        print(json.dumps(text.document(stack, report), indent=2, ensure_ascii=False))
    else:
        console = Console(highlight=False)
        for line in text.lines(stack, report):
            console.print(line, soft_wrap=True)
    raise typer.Exit(ExitCode.VIOLATION if report.refused else ExitCode.OK)


def _plan(root: Path, asked: "Question") -> "Plan":
    from ops import subjects
    from ops.preflight.plan import Gatherer, home_region, of_states
    from ops.request import OperationError
    from sandbox.engine.run import Options
    from sandbox.project import load_project

    project = load_project(root, asked.stack)
    home = home_region(project.config)
    if asked.subject is Subject.PREVIEW:
        for line in project.closed:
            print(f"warning: {line}", file=sys.stderr)
        gatherer = Gatherer()
        with subjects.stoppable() as cancelled:
            options = Options(judge=gatherer, cancelled=cancelled)
            subjects.complete(subjects.deployment_of(root, project, asked.endpoint).preview(options))
        return gatherer.plan(asked.stack, home)
    states = subjects.states_of(root, project, asked.state_file)
    if not states:
        raise OperationError("the stack has nothing deployed; deploy it, or ask of a preview")
    return of_states(states, asked.stack, home)
