"""What a policy pack of any repository imports: `from groot import serve`."""

from pathlib import Path


def serve(*packs: str, folder: Path) -> None:
    """Serve the rules of *packs* as the policy pack in *folder*; see `policies.pulumi_pack.serve`."""
    from policies import pulumi_pack  # here: the emulator's own environments have this package on their path, not all

    pulumi_pack.serve(*packs, folder=folder)
