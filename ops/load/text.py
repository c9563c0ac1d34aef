"""Shows what a load came to, beside what the stack promises."""

from collections.abc import Iterator, Sequence
from typing import Final

from ops.load.inside import percentile
from ops.load.objectives import INSIDE_P99_MS, Objectives
from ops.load.wrk import Measured

LEFT_OUT: Final = (
    "Left out: networks, TLS, the firewall, DynamoDB's and KMS's own latency and limits, cold starts (functions are "
    "warm), other callers, and more than one region. The emulator and wrk share this machine's cores, and the emulator "
    "runs one event loop: this compares changes of the code, and is no promise of AWS (docs/latency.md)."
)
Verdict = tuple[str, bool]


def verdicts(runs: Sequence[Measured], promised: Objectives, inside_ms: Sequence[float]) -> Iterator[Verdict]:
    """Yield what is promised, what was measured, and whether it holds."""
    for run in runs:
        for what, found, most in (
            ("p95", run.percentiles_ms[95], promised.p95_ms),
            ("p99", run.percentiles_ms[99], promised.p99_ms),
        ):
            yield f"{run.kind} {what} {found:.1f} ms, at most {most:g}", found <= most
        yield (
            f"{run.kind} errors {run.error_percent:.3f} %, at most {promised.error_percent:g}",
            (run.error_percent <= promised.error_percent),
        )
        if run.requests == 0:
            yield f"{run.kind} was answered", False
    if inside_ms:
        found = percentile(inside_ms, 99)
        yield f"read inside the function p99 {found:.0f} ms, at most {INSIDE_P99_MS}", found <= INSIDE_P99_MS
    else:
        yield "reads are in the function's log", False


def lines(runs: Sequence[Measured], promised: Objectives, inside_ms: Sequence[float]) -> Iterator[str]:
    """Yield the table, the verdicts and what they leave out."""
    yield f"{'ms':<20}{'p50':>8}{'p90':>8}{'p95':>8}{'p99':>8}{'max':>8}{'asked/s':>10}{'got/s':>8}{'errors':>10}"
    for run in runs:
        shown = "".join(f"{value:>8.1f}" for value in (*run.percentiles_ms.values(), run.max_ms))
        yield f"{run.kind:<20}{shown}{run.asked_rate:>10.0f}{run.rate:>8.1f}{run.error_percent:>8.2f} %"
    if inside_ms:
        of_reads = [*(percentile(inside_ms, percent) for percent in (50, 90, 95, 99)), max(inside_ms)]
        yield f"{'read, inside':<20}{''.join(f'{value:>8.0f}' for value in of_reads)}{len(inside_ms):>18} logged"
    yield (f"{'promised':<20}{'':>16}{promised.p95_ms:>8g}{promised.p99_ms:>8g}{'':>26}{promised.error_percent:>8g} %")
    for run in runs:
        for status, count in sorted(run.statuses.items()):
            yield f"{run.kind}: {count} answered {status}"
    yield ""
    for what, holds in verdicts(runs, promised, inside_ms):
        yield f"{'holds' if holds else 'BROKEN':<8}{what}"
    yield ""
    yield LEFT_OUT
