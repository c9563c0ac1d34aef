import io

import pytest
from rich.console import Console

from ops.progress import Lines
from sandbox.engine.events import Diagnostic, Op, Step, StepDone, StepFailed, StepStarted

STEP = Step(op=Op.CREATE, urn="urn:pulumi:s::p::aws:kms/key:Key::key", type="aws:kms/key:Key", name="key")


def shown(*, terminal: bool, show_steps: bool = True, finish: bool = True) -> str:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=80, highlight=False)
    with Lines(console, "deploying staging", show_steps=show_steps) as progress:
        progress.event(StepStarted(step=STEP))
        if finish:
            progress.event(StepDone(step=STEP, seconds=1.25))
    return text.getvalue()


def test_a_terminal_shows_what_is_under_way() -> None:
    text = shown(terminal=True, finish=False)
    assert "deploying staging  0 done" in text
    assert "aws:kms:Key key" in text


def test_a_pipeline_gets_plain_lines_even_where_it_claims_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert "deploying staging" not in shown(terminal=True)


def test_without_a_terminal_there_is_one_plain_line_a_step() -> None:
    assert shown(terminal=False) == " +  aws:kms:Key key  created (1.2 s)\n"


def test_a_preview_leaves_the_steps_to_the_diff() -> None:
    assert shown(terminal=False, show_steps=False) == ""


def test_no_color_is_honoured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[32m" in shown(terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[32m" not in shown(terminal=True)


def test_failures_and_warnings_show_at_once_and_debug_never() -> None:
    text = io.StringIO()
    with Lines(Console(file=text, width=80, highlight=False), "deploying", show_steps=True) as progress:
        progress.event(StepFailed(step=STEP, message="refused", seconds=0.1))
        progress.event(Diagnostic(severity="warning", message="careful\n"))
        progress.event(Diagnostic(severity="debug", message="noise"))
        progress.notice("stopping")
    assert text.getvalue() == " +  aws:kms:Key key  failed\n warning: careful\nstopping\n"


def test_brackets_in_messages_are_text() -> None:
    text = io.StringIO()
    with Lines(Console(file=text, highlight=False), "deploying", show_steps=True) as progress:
        progress.event(Diagnostic(severity="info", message="[red]tags[0][/red]"))
    assert text.getvalue() == " info: [red]tags[0][/red]\n"
