"""`make admission`: writes what clusters hold workloads to, from the rules and their expressions, for the component."""

from pathlib import Path
from typing import Final

import yaml

from policies.admission.document import document
from policies.admission.table import load as load_table
from policies.frameworks import load as load_catalogue
from policies.registry import discover

FILE: Final = Path(__file__).resolve().parents[1] / "components" / "compute" / "admission.yaml"
HEAD: Final = "# Written by `make admission` from policies/admission/workloads.yaml and the rules; change those.\n"


def rendered() -> str:
    """Return the file's text."""
    registry = discover()
    found = document(registry, load_catalogue(registry), load_table())
    return HEAD + yaml.safe_dump(found, sort_keys=False, width=118, allow_unicode=True)


def main() -> None:
    """Write the file."""
    FILE.write_text(rendered(), encoding="utf-8")


if __name__ == "__main__":
    main()
