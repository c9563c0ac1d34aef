"""`groot evidence`: bundles of what judged runs showed, and whether a bundle is still what was signed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.assess_cli import EndpointOption, StateFile, SubjectOption, question
from ops.exit_codes import ExitCode
from ops.judged_run import Subject
from ops.request import UsageError
from ops.stack_option import StackOption

if TYPE_CHECKING:
    from ops.evidence.signing import LocalSigner

app = typer.Typer(
    help="Judge a stack and write signed evidence of it: OSCAL, SARIF, JUnit, CycloneDX, Markdown.",
    epilog="Examples: groot evidence · groot evidence --of live --stack prod --sign-with arn:aws:kms:… · "
    "groot evidence verify .sandbox/evidence/staging/20261124T200000.000000Z. "
    "Exit codes: 0 nothing wrong, 1 failed or altered, 2 usage, 3 policy violation (the bundle is written).",
    invoke_without_command=True,
)

Key = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", help="Ed25519 key in PEM (default: .sandbox/evidence-key.pem)."),
]


@app.callback()
def create(
    context: typer.Context,
    stack: StackOption = "staging",
    of: SubjectOption = Subject.PREVIEW.value,
    state_file: StateFile = None,
    endpoint: EndpointOption = None,
    framework: Annotated[
        list[str] | None, typer.Option("--framework", "-f", help="Only this framework (repeatable; default: all).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the stack's bundles are (default: .sandbox/evidence).")
    ] = None,
    change: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who approved the change, as .github/scripts/change says it in a pipeline."),
    ] = None,
    key: Key = None,
    sign_with: Annotated[
        str | None,
        typer.Option(
            metavar="ARN",
            help="Sign with this KMS key (ECC_NIST_P256), on AWS with your credentials, or at --endpoint without.",
        ),
    ] = None,
) -> None:
    """Write a bundle, which names the one before it, and sign it."""
    if context.invoked_subcommand:
        return
    from ops import history, subjects
    from ops.drill.kept import recall
    from ops.evidence import bundle
    from ops.evidence.change import read as change_of
    from ops.evidence.material import Material
    from ops.evidence.signing import KmsSigner
    from policies import frameworks
    from policies.assessment import assess
    from policies.memory import fingerprint
    from policies.registry import discover

    if key and sign_with:
        raise UsageError("--key and --sign-with are two signers; give one")
    asked = question(stack, of, state_file, endpoint)
    root = subjects.root_of(asked)
    catalogue = frameworks.load(discover())
    known = {each.pack: each for each in catalogue.frameworks.values()}
    if unknown := [name for name in framework or () if name not in known]:
        raise UsageError(f"there is no framework {unknown[0]}; there are {', '.join(known)}")
    if key and not key.exists():
        raise UsageError(f"{key}: there is no such key; make it with `groot evidence key --key {key}`")
    commit = history.commit_of(root)
    approved = change_of(change, commit) if change else None
    signer = KmsSigner(sign_with, endpoint) if sign_with else _local(root, key)
    run = subjects.judge(asked)
    stack = run.stack
    every = {name: assess(each, catalogue, run.verdicts, run.judged_at) for name, each in known.items()}
    material = Material(
        run=run,
        catalogue=catalogue,
        assessments=[every[name] for name in dict.fromkeys(framework or known)],
        commit=commit,
        rules_fingerprint=fingerprint(discover()),
        change=approved,
        drills=recall(root, stack),
    )
    folder = bundle.write(material, root, (out or root / ".sandbox" / "evidence") / stack, signer)
    history.remember(root, stack, history.entry_of(run, list(every.values()), material.commit))
    print(folder)
    raise typer.Exit(ExitCode.VIOLATION if run.blocked else ExitCode.OK)


@app.command(epilog="Example: groot evidence verify bundle --public-key MCowBQYDK2VwAyEA…")
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="DIR", help="A bundle's folder.")],
    public_key: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY", help="Public key that must have signed, or a file of it (repeatable: any of them)."
        ),
    ] = None,
) -> None:
    """Check a bundle, and those before it that stand beside it, against their signatures. Needs no network."""
    from ops.evidence.signing import pinned
    from ops.evidence.verify import verify as verified

    chain = verified(bundle, {pinned(given) for given in public_key or ()})
    for each in chain:
        print(f"{each.folder}: as signed, {len(each.manifest.files)} files, {each.manifest.judged_at}")
    if before := chain[-1].manifest.previous:
        print(f"the one before, {before.name}, is not here")
    if not public_key:
        for signer in dict.fromkeys(each.public_key for each in chain):
            print(f"signed by {signer}; compare it with the signer's, or give it as --public-key")


@app.command("key", epilog="Examples: groot evidence key · groot evidence key --key evidence.pem")
def show_key(key: Key = None) -> None:
    """Print the public key that bundles are signed by. Makes a key, under the passphrase, when there is none."""
    from sandbox.project import find_root

    print(_local(find_root(Path.cwd()), key).public_key)


def _local(root: Path, key: Path | None) -> "LocalSigner":
    from ops.evidence.signing import KEY_FILE, LocalSigner
    from sandbox.project import find_passphrase

    return LocalSigner(key or root / ".sandbox" / KEY_FILE, find_passphrase(root))
