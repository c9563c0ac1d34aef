"""What a policy pack of any repository imports: `from groot import serve`."""

import sys
from pathlib import Path


def serve(*packs: str, folder: Path) -> None:
    """Serve the rules of *packs* as the policy pack in *folder*; see `policies.pulumi_pack.serve`.

    Raises:
        SystemExit: something that the rules need isn't there; the message is one line that names it.
    """
    try:  # here: the emulator's own environments have this package on their path, not all that it needs
        from policies import listening
    except (ImportError, OSError) as error:
        raise SystemExit(_lacks(folder, error)) from None
    try:
        from policies import pulumi_pack
    except (ImportError, OSError) as error:
        listening.refuse(_lacks(folder, error))
    pulumi_pack.serve(*packs, folder=folder)


def _lacks(folder: Path, error: Exception) -> str:
    return (
        f"{folder.resolve().name}: {' '.join(str(error).split())}, in {sys.prefix}; install groot there with what it "
        "requires: its wheel by `pip install`, or in a clone by `make pr`"
    )
