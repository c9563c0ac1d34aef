"""What compliance costs: judging alone and as it grows, whole commands, and both beside checkov, Guard and OPA."""

import json
import shutil
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import stack
from bench.peers import build, cold, cores
from bench.running import ROOT, Run, measured, run, show
from ops.terraform_plan.plan import export

RESOURCES, MANY = 1_000, 10_000
ROUNDS = 3
LEAST_AGREEMENT = 0.99


def compliance() -> dict[str, float]:
    """Measure and print; return the figures by name."""
    guard, opa = build.guard(), build.opa()
    resources = stack.resources(RESOURCES)
    plan = export(resources, {}).document
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _project(folder)
        _write(folder / "state.json", stack.state(resources))
        _write(folder / "plan.json", plan)
        _write(folder / "template.json", stack.template(resources))
        _write(folder / "input.json", stack.listed(resources))
        commands = cold.commands(folder, guard, opa)
        if "checkov" in commands:
            checkov = commands["checkov"]
            _agree(*cold.agreement(resources, plan, run(checkov.command, folder, checkov.codes).output))
        figures = _judged() | _cores(cores.compare(resources, guard, opa, folder))
        return figures | _cold(cold.compare(commands, folder))


def _judged() -> dict[str, float]:
    runs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(ROUNDS):
        for count in (RESOURCES, MANY):
            runs[count].append(measured("bench.judging", str(count)))
    seconds = {
        (count, name): statistics.median(turn[f"{name}_seconds"] for turn in turns)
        for count, turns in runs.items()
        for name in ("rules", "stack", "assess")
    }
    verdicts = int(runs[RESOURCES][0]["verdicts"])
    alone = {count: seconds[count, "rules"] + seconds[count, "stack"] for count in runs}
    growth = alone[MANY] / alone[RESOURCES]
    assess_growth = seconds[MANY, "assess"] / seconds[RESOURCES, "assess"]
    show("evaluation, every rule on 1,000 resources", f"{alone[RESOURCES]:.3f} s", f"≤ 0.5 s   ({verdicts} verdicts)")
    for what, ratio, many, few in (
        ("evaluation", growth, alone[MANY], alone[RESOURCES]),
        ("seven assessments", assess_growth, seconds[MANY, "assess"], seconds[RESOURCES, "assess"]),
    ):
        show(f"{what}, 10,000 ÷ 1,000 resources", f"{ratio:.1f}", f"≤ 12   ({many:.2f} s ÷ {few:.3f} s)")
    return {
        "evaluation_1000_seconds": alone[RESOURCES],
        "evaluation_10000_to_1000": growth,
        "assess_10000_to_1000": assess_growth,
    }


def _cores(seconds: dict[str, float]) -> dict[str, float]:
    ours_ms = seconds["ours"] * 1000
    figures = {"equivalent_ours_ms": ours_ms}
    rules = len(stack.EQUIVALENT)
    for peer, name, note in (
        ("guard", "Guard", "same violations; its report included"),
        ("opa", "OPA", "same violations"),
    ):
        if peer not in seconds:
            show(f"{rules} equivalent rules in the core, {name} ÷ ours", "left out", "≥ 1")
            continue
        peer_ms = seconds[peer] * 1000
        figures |= {f"equivalent_{peer}_ms": peer_ms, f"equivalent_{peer}_to_ours": peer_ms / ours_ms}
        show(
            f"{rules} equivalent rules in the core, {name} ÷ ours",
            f"{peer_ms / ours_ms:.1f}",
            f"≥ 1   ({peer_ms:.1f} ms ÷ {ours_ms:.1f} ms, {note})",
        )
    return figures


def _cold(runs: Mapping[str, Run]) -> dict[str, float]:
    every_output = runs["evidence"].seconds + runs["report"].seconds
    figures = {f"cold_{name}_seconds": each.seconds for name, each in runs.items()}
    figures["cold_every_output_seconds"] = every_output
    parts = f"groot evidence {runs['evidence'].seconds:.1f} s, then groot report {runs['report'].seconds:.1f} s"
    show("cold, 1,000 resources, seven packs, every output", f"{every_output:.1f} s", f"≤ 5 s   ({parts})")
    ours = runs["assess"]
    if "checkov" in runs:
        peer = runs["checkov"]
        figures["cold_checkov_to_ours"] = peer.seconds / ours.seconds
        figures["cold_checkov_to_ours_cpu"] = peer.cpu_seconds / ours.cpu_seconds
        show(
            "cold, checkov ÷ groot assess",
            f"{peer.seconds / ours.seconds:.1f}",
            f"≥ 10   ({peer.seconds:.1f} s ÷ {ours.seconds:.1f} s; of processor time "
            f"{peer.cpu_seconds:.1f} s ÷ {ours.cpu_seconds:.1f} s = {peer.cpu_seconds / ours.cpu_seconds:.1f})",
        )
    else:
        show("cold, checkov ÷ groot assess", "left out", "≥ 10   (checkov isn't installed: make checkov)")
    for peer, name in (("guard", "cfn-guard validate"), ("opa", "opa eval")):
        figure = f"{runs[peer].seconds:.2f} s" if peer in runs else "left out"
        show(f"cold, {name}, {len(stack.EQUIVALENT)} rules", figure)
    return figures


def _agree(shared: int, same: int) -> None:
    print(f"checkov shares {shared} verdicts with us; {same} are the same", flush=True)
    if same < LEAST_AGREEMENT * shared:
        raise SystemExit("checkov and our rules differ: nothing to compare")


def _project(folder: Path) -> None:
    """Make *folder* a project of its own, so that what commands remember of a stack isn't this one's."""
    for name in ("Pulumi.yaml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    shutil.copy(ROOT / "Pulumi.staging.yaml", folder / f"Pulumi.{stack.STACK}.yaml")


def _write(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document))
