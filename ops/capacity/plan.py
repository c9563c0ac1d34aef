"""The formulas: what a load takes of each part, in the region that has most of it while another one is lost."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ops.capacity.declared import Declared
from ops.capacity.figures import Figure, figures
from ops.capacity.load import Load

SECONDS_PER_MINUTE: Final = 60
SECONDS_PER_DAY: Final = 86_400
LEAST_NODES: Final = 3
"""One in each zone."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What is needed of one part."""

    part: str
    unit: str
    needed: int
    has: float | None
    """What the stack declares, or what AWS gives a new account; None where neither is known."""
    is_quota: bool
    """Whether `has` is a quota of AWS's, which is raised on request."""
    formula: str
    """With the numbers in it."""
    rests_on: Sequence[Figure]

    @property
    def is_enough(self) -> bool:
        """Return whether the stack has what is needed; what isn't declared is not."""
        return self.has is not None and self.needed <= self.has


def needs(load: Load, has: Declared) -> Sequence[Need]:
    """Return what *load* takes of a stack that declares *has*."""
    return [*_of_requests(load, has), *_of_events(load, has), _of_regions(load)]


def _of_requests(load: Load, has: Declared) -> Sequence[Need]:
    known = figures()
    rate = load.requests_per_minute / SECONDS_PER_MINUTE
    regional = rate * load.share
    functions = regional * known["functions_share"].value
    workload = regional - functions
    gateway = f"{_n(load.requests_per_minute)} a minute / {SECONDS_PER_MINUTE} s x {load.share:.3f}"
    found = [
        _need("gateway, rate of the stage", "requests/s", regional, has.gateway_rate, gateway),
        _need("gateway, rate of the account", "requests/s", regional, known["gateway_rate"], gateway, "gateway_rate"),
        _need(
            "functions at once",
            "runs",
            max(functions * known["function_seconds"].value, functions / known["runs_per_environment"].value),
            known["account_concurrency"],
            f"{_n(functions)} requests/s x {known['function_seconds'].value} s, at least "
            f"{_n(functions)} / {known['runs_per_environment'].value:.0f}",
            *("functions_share", "function_seconds", "runs_per_environment", "account_concurrency"),
        ),
    ]
    if has.pod_cores and has.cpu_target:
        carried = has.pod_cores * has.cpu_target / (known["workload_cpu_ms"].value / 1000)
        pods = _need(
            "pods of the API",
            "pods",
            workload / carried,
            has.pods,
            f"{_n(workload)} requests/s / ({has.pod_cores} cores x {has.cpu_target} / "
            f"{known['workload_cpu_ms'].value:.0f} ms = {_n(carried)} requests/s)",
            *("functions_share", "workload_cpu_ms"),
        )
        found += [pods, *_nodes(pods.needed, has)]
    if has.writer_cores:
        writes = rate * known["functions_share"].value * known["writes_share"].value
        found.append(
            _need(
                "database shards, of all regions",
                "shards",
                writes / (has.writer_cores * known["writes_per_vcpu"].value),
                has.shards,
                f"{_n(writes)} writes/s / ({has.writer_cores:.0f} vCPUs x {known['writes_per_vcpu'].value:.0f})",
                *("functions_share", "writes_share", "writes_per_vcpu"),
            )
        )
    return found


def pods_per_node(node_cores: float, pod_cores: float) -> int:
    """Return how many pods of the API fit a node beside what every node runs."""
    known = figures()
    return math.floor((node_cores - known["node_cpu_kept"].value) / (pod_cores + known["sidecar_cpu"].value))


def workload_rate(load: Load) -> float:
    """Return the requests a second that pods of the API answer at the peak, in the region that has most of them."""
    return load.requests_per_minute / SECONDS_PER_MINUTE * load.share * (1 - figures()["functions_share"].value)


def _nodes(pods: int, has: Declared) -> Sequence[Need]:
    if not (has.node_cores and has.pod_cores):
        return []
    known = figures()
    free, pod = has.node_cores - known["node_cpu_kept"].value, has.pod_cores + known["sidecar_cpu"].value
    a_node = pods_per_node(has.node_cores, has.pod_cores)
    if a_node < 1:
        return []
    return [
        _need(
            "nodes, one of them lost",
            "nodes",
            max(LEAST_NODES, math.ceil(pods / a_node) + 1),
            has.nodes,
            f"{pods} pods / {a_node} a node ({free:.1f} cores free / {pod:.2f} a pod) + 1, at least {LEAST_NODES}",
            *("node_cpu_kept", "sidecar_cpu"),
        )
    ]


def _of_events(load: Load, has: Declared) -> Sequence[Need]:
    known = figures()
    peak = load.events_per_day / SECONDS_PER_DAY * known["peak_over_mean"].value
    commits = peak / known["events_per_commit"].value
    units = commits * known["units_per_commit"].value
    arithmetic = ("peak_over_mean", "events_per_commit")
    commits_text = (
        f"{_n(load.events_per_day)} a day / {SECONDS_PER_DAY:,} s x {known['peak_over_mean'].value:.0f} / "
        f"{known['events_per_commit'].value:.0f} a commit = {_n(commits)} commits/s"
    )
    shards = math.ceil(units / known["units_per_shard"].value)
    found = [
        _need(
            "events, write units of their home",
            "units/s",
            units,
            known["table_units"],
            f"{commits_text}, x {known['units_per_commit'].value:.0f}",
            *(*arithmetic, "units_per_commit", "table_units"),
        ),
        _need(
            "events, write units of every other region",
            "units/s",
            commits * known["units_per_copy"].value if len(load.weights) > 1 else 0,
            known["table_units"],
            f"{_n(commits)} commits/s x {known['units_per_copy'].value:.0f}",
            *(*arithmetic, "units_per_copy", "table_units"),
        ),
        _need(
            "events, partitions",
            "partitions",
            commits / known["commits_per_partition"].value,
            known["event_partitions"].value,
            f"{_n(commits)} commits/s / {known['commits_per_partition'].value:.0f}",
            *(*arithmetic, "commits_per_partition", "event_partitions"),
        ),
    ]
    if has.batches_per_shard:
        a_run = known["records_per_run"].value / known["run_seconds"].value
        found.append(
            _need(
                "events, projections at once",
                "runs",
                commits / a_run,
                shards * has.batches_per_shard,
                f"{_n(commits)} commits/s / {_n(a_run)} a run; the stream has {_n(units)} / "
                f"{known['units_per_shard'].value:.0f} = {shards} shards, each with {has.batches_per_shard:.0f} runs",
                *(*arithmetic, "units_per_shard", "records_per_run", "run_seconds"),
            )
        )
    return found


def _of_regions(load: Load) -> Need:
    spanned = figures()["regions_per_database"]
    stacks = math.ceil(len(load.weights) / spanned.value)
    return _need(
        "regions of one stack",
        "regions",
        len(load.weights),
        spanned.value,
        f"stacks: {len(load.weights)} / {spanned.value:.0f} = {stacks}, each with tenants of its own",
        "regions_per_database",
    )


def _need(part: str, unit: str, needed: float, has: float | Figure | None, formula: str, *rests_on: str) -> Need:
    is_quota = isinstance(has, Figure)
    return Need(
        part=part,
        unit=unit,
        needed=math.ceil(round(needed, 6)),
        has=has.value if isinstance(has, Figure) else has,
        is_quota=is_quota,
        formula=formula,
        rests_on=[figures()[name] for name in rests_on],
    )


def _n(value: float) -> str:
    return f"{value:,.0f}"
