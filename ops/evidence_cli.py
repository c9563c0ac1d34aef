"""`groot evidence`: bundles of what judged runs showed, and whether a bundle is still what was signed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.assess_cli import EndpointOption, StackOption, StateFile, SubjectOption, question
from ops.judged_run import Subject
from ops.request import UsageError

if TYPE_CHECKING:
    from ops.evidence.signing import LocalSigner

app = typer.Typer(
    help="Judge a stack and write signed evidence of it: OSCAL, SARIF, JUnit, CycloneDX, Markdown.",
    epilog="Examples: groot evidence · groot evidence --of live --stack prod --sign-with arn:aws:kms:… · "
    "groot evidence verify .sandbox/evidence/staging/20261124T200000.000000Z",
    invoke_without_command=True,
)


@app.callback()
def create(
    context: typer.Context,
    stack: StackOption = "staging",
    of: SubjectOption = Subject.PREVIEW,
    state_file: StateFile = None,
    endpoint: EndpointOption = None,
    framework: Annotated[
        list[str] | None, typer.Option("--framework", "-f", help="Only this framework (repeatable; default: all).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the stack's bundles are (default: .sandbox/evidence).")
    ] = None,
    sign_with: Annotated[
        str | None,
        typer.Option(metavar="ARN", help="Sign with this KMS key (ECC_NIST_P256) and not the project's own."),
    ] = None,
) -> None:
    """Write a bundle, which names the one before it, and sign it."""
    if context.invoked_subcommand:
        return
    from ops import history, subjects
    from ops.evidence import bundle
    from ops.evidence.material import Material
    from ops.evidence.signing import KmsSigner
    from policies import frameworks
    from policies.assessment import assess
    from policies.memory import fingerprint
    from policies.registry import discover
    from sandbox.project import find_root

    root = find_root(Path.cwd())
    catalogue = frameworks.load(discover())
    known = {each.pack: each for each in catalogue.frameworks.values()}
    if unknown := [name for name in framework or () if name not in known]:
        raise UsageError(f"there is no framework {unknown[0]}; there are {', '.join(known)}")
    signer = KmsSigner(sign_with, endpoint) if sign_with else _local(root)
    run = subjects.judge(question(stack, of, state_file, endpoint))
    material = Material(
        run=run,
        catalogue=catalogue,
        assessments=[assess(known[name], catalogue, run.verdicts, run.judged_at) for name in framework or known],
        commit=history.commit_of(root),
        rules_fingerprint=fingerprint(discover()),
    )
    folder = bundle.write(material, root, (out or root / ".sandbox" / "evidence") / stack, signer)
    print(folder)


@app.command(epilog="Example: groot evidence verify bundle --public-key MCowBQYDK2VwAyEA…")
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="DIR", help="A bundle's folder.")],
    public_key: Annotated[
        str | None, typer.Option(metavar="KEY", help="Public key (DER, Base64) that must have signed it.")
    ] = None,
) -> None:
    """Check a bundle, and those before it that stand beside it, against their signatures. Needs no network."""
    from ops.evidence.verify import verify as verified

    chain = verified(bundle, public_key)
    for each in chain:
        print(f"{each.folder}: as signed, {len(each.manifest['files'])} files, {each.manifest['judged_at']}")
    if before := chain[-1].manifest["previous"]:
        print(f"the one before, {before['name']}, is not here")
    if public_key is None:
        print(f"signed by {chain[0].public_key}; compare it with the signer's, or give it as --public-key")


@app.command(epilog="Example: groot evidence key")
def key() -> None:
    """Print the public key that bundles are signed by, making the project's key when there is none."""
    from sandbox.project import find_root

    print(_local(find_root(Path.cwd())).public_key)


def _local(root: Path) -> "LocalSigner":
    from ops.evidence.signing import KEY_FILE, LocalSigner
    from sandbox.project import find_passphrase

    return LocalSigner(root / ".sandbox" / KEY_FILE, find_passphrase(root))
