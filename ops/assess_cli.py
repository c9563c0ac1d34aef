"""`groot assess`: what a stack shows of a compliance framework's controls. Judges late, as `cli.py` does."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.exit_codes import ExitCode
from ops.judged_run import Subject
from ops.request import UsageError, check_endpoint
from ops.stack_option import StackOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops import subjects
    from ops.drill.kept import Drill
    from ops.judged_run import JudgedRun
    from policies.assessment import Assessment

FRAMEWORK_HELP = "Framework: soc2, iso27001, gdpr, ccpa, hipaa, pci-dss or fedramp-moderate."
SubjectOption = Annotated[
    str,
    typer.Option(
        "--of",
        metavar="preview|state|live|FILE",
        help="Judge what the program declares, what the state says, or what is there; or anybody's stack in FILE: "
        "`pulumi stack export`, `pulumi preview --json` or a Terraform plan as JSON.",
    ),
]
StateFile = Annotated[
    Path | None,
    typer.Option(
        "--state-file", metavar="FILE", help="Take this `pulumi stack export` in place of the sandbox's state."
    ),
]
EndpointOption = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="Where AWS answers (default: the emulator).")
]


def assess(
    framework: Annotated[str, typer.Option("--framework", "-f", help=FRAMEWORK_HELP)] = "soc2",
    stack: StackOption = "staging",
    of: SubjectOption = Subject.PREVIEW.value,
    state_file: StateFile = None,
    endpoint: EndpointOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Assess a stack: the score, the result of every control, and what to mend first. Changes nothing."""
    from rich.console import Console

    from ops import assessment_document, assessment_text
    from ops.faults import FAULTS
    from policies.assessment import Result

    try:
        assessment, run, drills = _assessed(framework, stack, of, state_file, endpoint)
    except FAULTS as error:
        if as_json:
            print(json.dumps(assessment_document.failed(framework, stack, str(error)), indent=2, ensure_ascii=False))
        raise
    if as_json:
        print(json.dumps(assessment_document.of(assessment, run, drills), indent=2, ensure_ascii=False))
    else:
        console = Console(highlight=False)
        for line in assessment_text.lines(assessment, run, drills):
            console.print(line, soft_wrap=True)
    raise typer.Exit(ExitCode.VIOLATION if assessment.counts[Result.FAILED] else ExitCode.OK)


def _assessed(
    framework: str, stack: str, of: str, state_file: Path | None, endpoint: str | None
) -> "tuple[Assessment, JudgedRun, Sequence[Drill]]":
    from ops import history, subjects
    from ops.drill.kept import recall
    from policies import frameworks
    from policies.assessment import assess as assessed
    from policies.registry import discover

    catalogue = frameworks.load(discover())
    chosen = next((each for each in catalogue.frameworks.values() if framework in (each.pack, each.id)), None)
    if chosen is None:
        known = ", ".join(each.pack for each in catalogue.frameworks.values())
        raise UsageError(f"there is no framework {framework}; there are {known}")
    asked = question(stack, of, state_file, endpoint)
    run = subjects.judge(asked)
    every = {each.id: assessed(each, catalogue, run.verdicts, run.judged_at) for each in catalogue.frameworks.values()}
    root = subjects.root_of(asked)
    history.remember(root, run.stack, history.entry_of(run, list(every.values()), history.commit_of(root)))
    return every[chosen.id], run, recall(root, run.stack)


def question(stack: str, of: str, state_file: Path | None, endpoint: str | None) -> "subjects.Question":
    """Return what the options ask. A state file is a state, whatever else was asked.

    Raises:
        UsageError: a state file, and something else to judge; no file and no subject; or an endpoint that is none.
    """
    from ops import subjects

    check_endpoint(endpoint)
    if of not in list(Subject):
        if not Path(of).is_file():
            raise UsageError(f"--of {of}: neither {', '.join(Subject)} nor a file")
        if state_file:
            raise UsageError("--state-file and --of name two files; give one")
        return subjects.Question(stack=stack, file=Path(of), endpoint=endpoint)
    subject = Subject(of)
    if state_file and subject is Subject.LIVE:
        raise UsageError("--state-file is a state; leave out --of live")
    subject = Subject.STATE if state_file else subject
    return subjects.Question(stack=stack, subject=subject, state_file=state_file, endpoint=endpoint)
