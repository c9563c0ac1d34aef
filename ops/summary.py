"""What is shown when a run is over: what happened, how faithfully, what is wrong and what to look at next."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from ops import controls
from ops.breaches import Breach
from ops.diff import short_type
from ops.request import Command, Request
from sandbox.engine.events import Result, Violation

SHOWN_ADVISORIES = 3
"""Messages shown for each advisory rule; `--json` has them all."""
SHOWN_CONTROLS = 4
"""Controls shown of each framework; `--json` has them all."""
OUTPUT_CHARACTERS = 160
"""Longest stack output that is shown whole."""
_WORDS = {
    "create": ("created", "to create"),
    "update": ("updated", "to update"),
    "replace": ("replaced", "to replace"),
    "delete": ("deleted", "to delete"),
    "same": ("unchanged", "unchanged"),
    "read": ("read", "to read"),
    "refresh": ("changed", "changed"),
    "import": ("imported", "to import"),
    "retain": ("left in place", "to leave in place"),
}


def lines(request: Request, result: Result, endpoint: str) -> Iterable[Text]:
    """Return the summary of a run."""
    yield Text()
    yield from _violations(result)
    yield from _waived(result)
    yield from _failures(result)
    yield _headline(request, result)
    planned = request.command is Command.PREVIEW
    deploying = request.command in (Command.PREVIEW, Command.UP)
    always = ("create", "update", "same") if deploying else ("same",)
    counts = {key: count for key, count in result.changes().items() if count or key in always}
    yield _row("resources", ", ".join(f"{count} {_WORDS[key][planned]}" for key, count in counts.items()))
    if deploying:
        yield _row("fidelity", ", ".join(f"{count} {name}" for name, count in result.fidelity().items()))
        yield _row("policies", _policy_counts(result))
    yield from _outputs(result)
    yield _row("time", f"{result.seconds:.1f} s, AWS at {endpoint}")
    yield from _next(request, result)


def invitation(line: str, minutes: int) -> Iterable[Text]:
    """Return a line for the shell, by itself so that it can be copied, and what it is."""
    yield _row("try it", f"within {minutes} minutes; `groot call` sends others with a token of their own:")
    yield Text(line)


def redeployed(request: Request, result: Result, endpoint: str, names: Sequence[str]) -> Iterable[Text]:
    """Return the summary of a run that deployed the code of functions *names*, and asked no policy."""
    yield Text()
    yield _headline(request, result)
    yield _row("resources", f"{result.changes()['update']} updated; the others weren't looked at")
    yield _row("fidelity", ", ".join(f"{count} {name}" for name, count in result.fidelity().items()))
    yield _row("only", f"code of {', '.join(names)}: nothing else of the project has changed since the last whole run,")
    yield _row("", "so the program wasn't run and no policy asked; `groot up` once more does both")
    yield _row("time", f"{result.seconds:.1f} s, AWS at {endpoint}")


def breaches(found: Sequence[Breach]) -> Iterable[Text]:
    """Return which rules no longer hold, and the controls that rest on them."""
    for breach in found:
        verdict = breach.verdict
        yield Text(f"breaks {verdict.rule}: ", style="bold red").append(
            f"{verdict.message}{_at(verdict.source)}", style="not bold"
        )
        yield from _controls(breach.controls)


def _controls(by_pack: Mapping[str, Sequence[str]]) -> Iterable[Text]:
    if by_pack:
        shown = (f"{pack} {', '.join(_few(ids))}" for pack, ids in by_pack.items())
        yield Text(f"    controls: {'; '.join(shown)}", style="dim")


def _few(ids: Sequence[str]) -> Sequence[str]:
    return ids if len(ids) <= SHOWN_CONTROLS else [*ids[:SHOWN_CONTROLS], f"and {len(ids) - SHOWN_CONTROLS} more"]


def _headline(request: Request, result: Result) -> Text:
    stack = request.stack
    if result.failed:
        failures = len(result.failures) or 1
        return Text(f"{stack}: {failures} {'failure' if failures == 1 else 'failures'}", style="bold red")
    if result.blocked:
        return Text(f"{stack}: stopped by mandatory policies", style="bold red")
    if not _changed(result):
        said = {
            Command.DRIFT: "nothing was changed behind the program's back",
            Command.REFRESH: "the state says what is there",
        }
        return Text(f"{stack}: {said.get(request.command, 'nothing changes')}", style="bold green")
    said = {
        Command.PREVIEW: "would change",
        Command.UP: "is up",
        Command.DESTROY: "is gone" if not request.targets else "the targets are gone",
        Command.DRIFT: "was changed behind the program's back",
        Command.REFRESH: "the state says what is there now",
        Command.IMPORT: "imported",
    }
    style = "bold yellow" if request.command in (Command.PREVIEW, Command.DRIFT) else "bold green"
    return Text(f"{stack}: {said[request.command]}", style=style)


def _changed(result: Result) -> bool:
    return any(count for key, count in result.changes().items() if key not in ("same", "read"))


def _policy_counts(result: Result) -> str:
    levels = [violation.level for violation in result.violations]
    counts = f"{levels.count('mandatory')} mandatory and {levels.count('advisory')} advisory violations"
    if result.waived:
        counts += f", {len(result.waived)} accepted by waivers"
    return f"{counts}, {len(result.obligations)} to judge once values are known" if result.obligations else counts


def _outputs(result: Result) -> Iterable[Text]:
    label = "outputs"
    for name, value in sorted(result.outputs.items()):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        text = " ".join(text.split())
        yield _row(label, f"{name}: {text if len(text) <= OUTPUT_CHARACTERS else text[: OUTPUT_CHARACTERS - 1] + '…'}")
        label = ""


def _violations(result: Result) -> Iterable[Text]:
    by_rule: dict[tuple[str, str], list[Violation]] = defaultdict(list)
    for violation in result.violations:
        by_rule[violation.level, violation.rule].append(violation)
    for (level, rule), found in sorted(by_rule.items()):
        mandatory = level == "mandatory"
        yield Text(f"{level} policy {rule} ({len(found)})", style="bold red" if mandatory else "yellow")
        yield from _controls(controls.of(rule))
        shown = found if mandatory else found[:SHOWN_ADVISORIES]
        for violation in shown:
            yield Text(f"    {violation.message}{_at(violation.source)}")
        if len(found) > len(shown):
            yield Text(f"    and {len(found) - len(shown)} more (--json lists them all)")


def _waived(result: Result) -> Iterable[Text]:
    if result.waived:
        yield Text(f"accepted by waivers ({len(result.waived)}; --json lists them all)", style="bold")
    by_rule: dict[str, list[Violation]] = defaultdict(list)
    for violation in result.waived:
        by_rule[violation.rule].append(violation)
    for rule, found in sorted(by_rule.items()):
        yield Text(f"    {rule} ({len(found)}): {found[0].message}{_at(found[0].source)}")


def _failures(result: Result) -> Iterable[Text]:
    for failure in result.failures:
        step = failure.step
        what = f"{step.op.value} {short_type(step.type)} {step.name}: "
        yield Text("failed: ", style="bold red").append(what).append(f"{failure.message}{_at(step.source)}")
    for diagnostic in result.diagnostics:
        if diagnostic.severity == "error":
            yield Text("error: ", style="bold red").append(diagnostic.message.rstrip())


def _next(request: Request, result: Result) -> Iterable[Text]:
    label = "next"
    for step in _next_steps(request, result):
        yield _row(label, step)
        label = ""


def _next_steps(request: Request, result: Result) -> Iterable[str]:
    command, at = request.command, f"--stack {request.stack}"
    if result.blocked:
        yield "mend what the messages name, or have it waived in policies/waivers.yaml"
    if result.failed and command in (Command.UP, Command.DESTROY, Command.REFRESH):
        yield f"groot {command.value} {at}: goes on where this run stopped"
    if result.failed or result.blocked:
        return
    if command is Command.PREVIEW and _changed(result):
        yield f"groot up {at}: does it"
    elif command is Command.UP:
        yield f"groot drift {at}: what was changed behind the program's back since"
        yield f'eval "$(groot emulator env {at})": points the aws command and SDKs at what was deployed'
    elif command is Command.DRIFT and _changed(result):
        yield f"groot refresh {at}, then groot up {at}: make it again what the program says"
    elif command is Command.IMPORT:
        yield "declare it in the program with the same type and name, then preview"


def _row(label: str, text: str) -> Text:
    return Text(f"  {label:<11}", style="bold").append(text, style="not bold")


def _at(source: str | None) -> str:
    return f" ({source})" if source else ""
