"""What is shown while a run goes on: a moving line on a terminal, plain lines where nobody watches."""

import os
import threading
import time
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from ops.diff import short_type, step_line
from sandbox.engine.events import Diagnostic, Event, Op, Step, StepDone, StepFailed, StepStarted, Violation

SHOWN_RUNNING = 3
"""Steps named on the moving line."""
DONE_WORDS = {
    Op.CREATE: "created",
    Op.UPDATE: "updated",
    Op.REPLACE: "replaced",
    Op.DELETE: "deleted",
    Op.DELETE_REPLACED: "original deleted",
    Op.READ: "read",
    Op.REFRESH: "changed",
    Op.IMPORT: "imported",
    Op.RETAIN: "left in place",
}


class Progress(Protocol):
    """Shows events as they come, from any thread, between `__enter__` and `__exit__`."""

    def __enter__(self) -> "Progress": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def event(self, event: Event) -> None:
        """Show *event*."""
        ...

    def notice(self, message: str) -> None:
        """Show a line that is no event."""
        ...


class Silent:
    """Shows nothing, for machines."""

    def __enter__(self) -> "Silent":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def event(self, event: Event) -> None:
        """Show nothing."""

    def notice(self, message: str) -> None:
        """Show nothing."""


class Lines:
    """A line for each step that changed something; on a terminal also what is under way.

    What went wrong is only named; the summary has the messages together.
    """

    def __init__(self, console: Console, title: str, *, show_steps: bool) -> None:
        """*show_steps* is off where the outcome of each step is shown once all are known (previews)."""
        self._console = console
        self._title = title
        self._show_steps = show_steps
        self._lock = threading.Lock()
        self._running: dict[str, Step] = {}
        self._done = 0
        self._begun = time.monotonic()
        self._spinner = Spinner("dots", style="cyan")
        self._live = Live(get_renderable=self._moving, console=console, transient=True, refresh_per_second=4)

    def __enter__(self) -> "Lines":
        if self._console.is_interactive and not os.environ.get("CI"):
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def event(self, event: Event) -> None:
        """Show *event*."""
        with self._lock:
            line = self._noted(event)
        if line is not None:
            self._print(line)

    def notice(self, message: str) -> None:
        """Show a line that is no event."""
        self._print(Text(message, style="bold"))

    def _noted(self, event: Event) -> Text | None:
        match event:
            case StepStarted(step=step):
                self._running[step.urn] = step
            case StepDone(step=step, seconds=seconds):
                self._running.pop(step.urn, None)
                self._done += 1
                if self._show_steps and step.op in DONE_WORDS:
                    return step_line(step).append(f"  {DONE_WORDS[step.op]} ({seconds:.1f} s)", style="not bold")
            case StepFailed(step=step):
                self._running.pop(step.urn, None)
                return step_line(step).append("  failed", style="bold red")
            case Violation(level="mandatory", rule=rule, urn=urn):
                return Text(f" !  {urn.rpartition('::')[2] or self._title}  violates {rule}", style="red")
            case Diagnostic(severity="info" | "warning" as severity, message=message):
                return Text(f" {severity}: {message.rstrip()}", style="yellow" if severity == "warning" else "")
        return None

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)

    def _moving(self) -> Spinner:
        with self._lock:
            running = list(self._running.values())
            done = f"{self._done} done" if self._done or running else "running the program"
            text = f"{self._title}  {done} · {time.monotonic() - self._begun:.0f} s"
        if running:
            named = ", ".join(f"{short_type(step.type)} {step.name}" for step in running[:SHOWN_RUNNING])
            more = f" and {len(running) - SHOWN_RUNNING} more" if len(running) > SHOWN_RUNNING else ""
            text = f"{text} · {named}{more}"
        width = max(20, self._console.width - 4)
        self._spinner.update(text=Text(text if len(text) <= width else f"{text[: width - 1]}…"))
        return self._spinner
