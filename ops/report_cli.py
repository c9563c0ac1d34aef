"""`groot report`: one page on a stack, for people. Judges late, as `cli.py` does."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.assess_cli import EndpointOption, StateFile, SubjectOption, question
from ops.exit_codes import ExitCode
from ops.judged_run import Subject
from ops.request import OperationError
from ops.stack_option import StackOption

if TYPE_CHECKING:
    from ops import subjects
    from ops.judged_run import JudgedRun
    from ops.report.drift import Drift


def report(
    stack: StackOption = "staging",
    of: SubjectOption = Subject.PREVIEW.value,
    state_file: StateFile = None,
    endpoint: EndpointOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it (.sandbox/report/<stack>.html).")
    ] = None,
) -> None:
    """Write one page on a stack: map, controls of every framework, findings, waivers, drift, history."""
    from ops import history, subjects
    from ops.report import data, page
    from policies import frameworks
    from policies.assessment import assess
    from policies.registry import discover

    asked = question(stack, of, state_file, endpoint)
    root = subjects.root_of(asked)
    catalogue = frameworks.load(discover())
    run, drift = _judge(asked)
    stack = run.stack
    assessments = [assess(each, catalogue, run.verdicts, run.judged_at) for each in catalogue.frameworks.values()]
    commit = history.commit_of(root)
    history.remember(root, stack, history.entry_of(run, assessments, commit))
    shown = data.page(run, catalogue, assessments, history.recall(root, stack), commit=commit, drift=drift)
    path = out or root / ".sandbox" / "report" / f"{stack}.html"
    _write(path, page.render(shown))
    print(path)
    if run.blocked:
        raise typer.Exit(ExitCode.VIOLATION)
    raise typer.Exit(ExitCode.DRIFT if drift and drift.resources else ExitCode.OK)


def _judge(asked: "subjects.Question") -> "tuple[JudgedRun, Drift | None]":
    from ops import subjects
    from ops.breaches import breaches
    from ops.report import drift

    if asked.subject is not Subject.LIVE:
        return subjects.judge(asked), None
    run, compared = subjects.judge_live(asked)
    found = drift.of(compared.steps, ())
    return run, drift.of(compared.steps, breaches(compared.before, compared.live)) if found.resources else found


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OperationError(f"{path}: cannot be written: {error.strerror}; give another place with --out") from None
