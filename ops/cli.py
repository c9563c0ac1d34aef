"""`groot`: the commands and their options. Each becomes a `Request`, which an engine carries out.

Engines are imported when a command needs one: they take seconds, and help and usage errors should not.
"""

import gc
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ops import (
    assess_cli,
    capacity_cli,
    comment_cli,
    cost_cli,
    document,
    drill_cli,
    emulator_cli,
    events_cli,
    evidence_cli,
    feed_cli,
    functions_cli,
    init_cli,
    lineage_cli,
    preflight_cli,
    privacy_cli,
    report_cli,
    state_cli,
)
from ops.exit_codes import ExitCode
from ops.faults import FAULTS
from ops.request import Command, Engine, Request, UsageError, check_endpoint
from ops.stack_option import StackOption

INTERRUPTED = 130
"""What the command-line library answers to Ctrl-C before an engine runs."""
COLLECT_AFTER = 50_000
"""New objects between two collections of rubbish. Python's own 700 cost an assessment a twelfth and saved no memory."""
EXIT_CODES = "Exit codes: 0 nothing wrong, 1 failed, 2 usage, 3 policy violation, 4 drift."

app = typer.Typer(
    help="Preview, deploy, compare and destroy a stack: in a sandbox on this machine, or on a real account.",
    epilog=f"{EXIT_CODES} Start with: groot up",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(emulator_cli.app, name="emulator")
app.add_typer(events_cli.app, name="events")
app.add_typer(drill_cli.app, name="drill")
app.add_typer(evidence_cli.app, name="evidence")
app.add_typer(privacy_cli.app, name="privacy")
app.add_typer(state_cli.app, name="state")

EngineOption = Annotated[
    Engine, typer.Option(help="`sandbox` reaches no real account; `pulumi` shows the account and asks.")
]
Endpoint = Annotated[
    str | None, typer.Option(metavar="URL", help="Where AWS answers (default: the emulator, started when needed).")
]
Targets = Annotated[
    list[str] | None,
    typer.Option("--target", "-t", metavar="URN", help="Only this resource (repeatable; `*` matches)."),
]
Packs = Annotated[
    list[str] | None,
    typer.Option(
        "--policy-pack",
        metavar="PATH",
        help="Judge by this pack, a folder of policies/packs (repeatable; default: every rule; on AWS in-force).",
    ),
]
PackConfig = Annotated[
    Path | None,
    typer.Option("--policy-pack-config", metavar="FILE", help="Levels and thresholds of rules, as JSON."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the stack as a Terraform plan too, for checkov and its like."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
ApplyTo = Annotated[
    list[str] | None,
    typer.Option(
        metavar="REGION=CONTEXT",
        help="Apply a region's manifests to this context's cluster too, or delete them there. Asks (repeatable).",
    ),
]
Kubeconfig = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where its contexts are (default: as for kubectl). Not read otherwise."),
]


@app.command(
    epilog="Examples: groot preview · groot preview --stack prod --json · groot preview --out plan.json · "
    f"groot preview --policy-pack policies/packs/soc2. {EXIT_CODES}"
)
def preview(
    stack: StackOption = "staging",
    engine: EngineOption = Engine.SANDBOX,
    endpoint: Endpoint = None,
    target: Targets = None,
    policy_pack: Packs = None,
    policy_pack_config: PackConfig = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Show what `up` would change, and judge it by every policy. Changes nothing."""
    _run(
        Command.PREVIEW,
        stack,
        engine,
        endpoint,
        target,
        as_json,
        out=out,
        policy_packs=policy_pack or (),
        policy_pack_config=policy_pack_config,
    )


@app.command(
    epilog="Examples: groot up · groot up --endpoint http://127.0.0.1:4566 · groot up -t '*::key-*' · "
    f"groot up --apply-to-context us-east-1=kind-dev. {EXIT_CODES}"
)
def up(
    stack: StackOption = "staging",
    engine: EngineOption = Engine.SANDBOX,
    endpoint: Endpoint = None,
    target: Targets = None,
    policy_pack: Packs = None,
    policy_pack_config: PackConfig = None,
    apply_to_context: ApplyTo = None,
    kubeconfig: Kubeconfig = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Deploy the stack. Every policy is judged before each step; a mandatory violation stops it.

    While code of functions is all that has changed since the last whole run, that alone is deployed and nothing judged.
    """
    _run(
        Command.UP,
        stack,
        engine,
        endpoint,
        target,
        as_json,
        yes,
        policy_packs=policy_pack or (),
        policy_pack_config=policy_pack_config,
        apply_to_context=apply_to_context or (),
        kubeconfig=kubeconfig,
    )


@app.command(epilog=f"Examples: groot destroy · groot destroy --stack staging --yes. {EXIT_CODES}")
def destroy(
    stack: StackOption = "staging",
    engine: EngineOption = Engine.SANDBOX,
    endpoint: Endpoint = None,
    target: Targets = None,
    apply_to_context: ApplyTo = None,
    kubeconfig: Kubeconfig = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Delete everything the stack deployed, or the targets. Asks first; protected resources refuse."""
    _run(
        Command.DESTROY,
        stack,
        engine,
        endpoint,
        target,
        as_json,
        yes,
        apply_to_context=apply_to_context or (),
        kubeconfig=kubeconfig,
    )


@app.command(epilog=f"Examples: groot drift · groot drift --json. {EXIT_CODES}")
def drift(
    stack: StackOption = "staging",
    engine: EngineOption = Engine.SANDBOX,
    endpoint: Endpoint = None,
    target: Targets = None,
    as_json: Json = False,
) -> None:
    """Read everything back and show what was changed behind the program's back. Changes nothing."""
    _run(Command.DRIFT, stack, engine, endpoint, target, as_json)


@app.command(epilog=f"Example: groot refresh. {EXIT_CODES}")
def refresh(
    stack: StackOption = "staging",
    engine: EngineOption = Engine.SANDBOX,
    endpoint: Endpoint = None,
    target: Targets = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Make the state say what is there; the next `up` puts right what the program wants otherwise."""
    _run(Command.REFRESH, stack, engine, endpoint, target, as_json, yes)


@app.command("import", epilog=f"Example: groot import aws:s3/bucket:Bucket archive my-bucket-name. {EXIT_CODES}")
def import_(
    type_token: Annotated[str, typer.Argument(metavar="TYPE", help="Type token, such as aws:s3/bucket:Bucket.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name in the program.")],
    physical_id: Annotated[str, typer.Argument(metavar="ID", help="What the provider knows it by.")],
    stack: StackOption = "staging",
    engine: EngineOption = Engine.SANDBOX,
    endpoint: Endpoint = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Take something that exists already into the stack, protected."""
    _run(Command.IMPORT, stack, engine, endpoint, None, as_json, yes, (type_token, name, physical_id))


app.command(
    epilog="Examples: groot assess · groot assess -f iso27001 --of live · groot assess --state-file state.json --json. "
    f"{EXIT_CODES}"
)(assess_cli.assess)
app.command(
    epilog=f"Examples: groot report · groot report --stack prod --of live · groot report --out page.html. {EXIT_CODES}"
)(report_cli.report)
app.command(
    epilog="Examples: groot preflight · groot preflight --stack prod --json · groot preflight --account · "
    "groot preflight --state-file state.json. "
    "Exit codes: 0 nothing wrong, 1 failed, 2 usage, 3 AWS would refuse something."
)(preflight_cli.preflight)
app.command(
    epilog=f"Examples: groot cost · groot cost --stack prod --json · groot cost --state-file state.json. {EXIT_CODES}"
)(cost_cli.cost)
app.command(
    epilog="Examples: groot capacity --stack prod · groot capacity --requests-per-minute 1000000 --regions 5. "
    "Exit codes: 0 the stack declares enough, 1 failed or something lacks, 2 usage."
)(capacity_cli.capacity)
app.command(
    epilog="Examples: groot lineage orders.amount_cents · groot lineage events --format json · "
    "groot lineage 'openapi.yaml#parameters/Record' · groot lineage --format openlineage. "
    "Exit codes: 0 it is known, 1 failed, 2 there is no such place."
)(lineage_cli.lineage)
app.command(epilog=f"Example: groot comment --base base.json --head head.json --out comment.md. {EXIT_CODES}")(
    comment_cli.comment
)


app.command(epilog=f"Examples: groot init · groot init --pack soc2 --pack gdpr. {EXIT_CODES}")(init_cli.init)
app.command(
    epilog="Examples: groot feed · groot feed --state-file state.json --publish · "
    f"groot feed --state-file state.json --publish --run pod-loss --region eu-west-1. {EXIT_CODES}"
)(feed_cli.feed)
app.command(epilog=f"Examples: groot functions · groot functions --json. {EXIT_CODES}")(functions_cli.functions)
app.command(
    epilog="Examples: groot invoke feeder -e event.json · echo '{}' | groot invoke feeder -e - --region eu-west-1. "
    f"{EXIT_CODES}"
)(functions_cli.invoke)
app.command(epilog=f"Examples: groot logs feeder · groot logs feeder -f --minutes 5. {EXIT_CODES}")(functions_cli.logs)
app.command(
    epilog="Examples: groot call GET /health · groot call POST /v1/streams/orders/events -d '{\"events\": []}'. "
    f"{EXIT_CODES}"
)(functions_cli.call)


def main() -> None:
    """Run the command line and leave with its exit code.

    Rubbish is collected seldom: modules, resources and verdicts are many, and nearly all are kept to the end.
    Compiled modules are kept whatever `PYTHONDONTWRITEBYTECODE` says: compiling them takes a fifth of a run. What a run
    leaves isn't collected once more before the process ends, which takes as long.
    """
    sys.dont_write_bytecode = False
    gc.set_threshold(COLLECT_AFTER)
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line *arguments* and return the exit code.

    Expected faults become lines on stderr, and with `--json` a document with `error` on stdout.
    """
    try:
        code = app(args=list(arguments), prog_name="groot", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        _complain(f"{error.format_message().rstrip('.')}; see `{context.command_path if context else 'groot'} --help`")
        if "--json" in arguments:
            print(json.dumps({"error": error.format_message()}))
        return error.exit_code
    except FAULTS as error:
        _complain(str(error))
        return ExitCode.USAGE if isinstance(error, UsageError) else ExitCode.FAILED
    except (typer.Abort, EOFError):
        _complain("stopped before anything was changed")
        return ExitCode.FAILED
    if code == INTERRUPTED:
        _complain("stopped on request; run it again")
        return ExitCode.FAILED
    return code or ExitCode.OK


def _run(
    command: Command,
    stack: str,
    engine: Engine,
    endpoint: str | None,
    targets: Sequence[str] | None,
    as_json: bool,
    yes: bool = False,
    resource: tuple[str, str, str] = ("", "", ""),
    out: Path | None = None,
    policy_packs: Sequence[str] = (),
    policy_pack_config: Path | None = None,
    apply_to_context: Sequence[str] = (),
    kubeconfig: Path | None = None,
) -> None:
    request = Request(
        command=command,
        stack=stack,
        engine=engine,
        endpoint=endpoint,
        targets=targets or (),
        as_json=as_json,
        yes=yes,
        resource=resource,
        out=out,
        policy_packs=policy_packs,
        policy_pack_config=policy_pack_config,
        apply_to_context=apply_to_context,
        kubeconfig=kubeconfig,
    )
    try:
        check_endpoint(endpoint)
        code = _engine(engine)(request)
    except FAULTS as error:
        if as_json:
            print(json.dumps(document.failed(request, str(error)), indent=2, ensure_ascii=False))
        raise
    raise typer.Exit(code)


def _engine(engine: Engine) -> Callable[[Request], ExitCode]:
    if engine is Engine.PULUMI:
        from ops import stock_engine

        return stock_engine.run
    from ops import sandbox_engine

    return sandbox_engine.run


def _complain(message: str) -> None:
    for line in message.splitlines():
        print(f"error: {line}", file=sys.stderr)
