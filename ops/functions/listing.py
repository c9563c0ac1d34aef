"""The functions of a stack as a table, or as a document for machines: one row for each, over its regions."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ops.functions.budgets import Budget, budgets, size_kib
from ops.functions.standing import Standing

COLUMNS = ("NAME", "REGIONS", "CALLED BY", "MEMORY", "TIMEOUT", "SIZE", "IMPORT")


def rows(root: Path, functions: Sequence[Standing]) -> list[dict[str, Any]]:
    """Return a row for each function of *functions*, which one component declares in several regions."""
    known = budgets(root)
    found: dict[str, dict[str, Any]] = {}
    for each in functions:
        name = each.component.removesuffix(f"-{each.region}")
        budget = known.get(each.folder, Budget(size_kib=0, import_ms=0))
        row = found.setdefault(
            name,
            {
                "name": name,
                "folder": each.folder,
                "regions": [],
                "calledBy": [],
                "memoryMib": each.memory_mib,
                "timeoutSeconds": each.timeout_seconds,
                "sizeKib": size_kib(root, each.folder),
                "sizeBudgetKib": budget.size_kib or None,
                "importBudgetMs": budget.import_ms or None,
            },
        )
        row["regions"].append(each.region)
        row["calledBy"] = sorted({*row["calledBy"], *each.triggers})
    return [found[name] for name in sorted(found)]


def text(found: Sequence[dict[str, Any]], stack: str) -> str:
    """Return the rows *found* as a table."""
    if not found:
        return f"no function stands in {stack}; bring it up by `groot up --stack {stack}`"
    lines = [COLUMNS, *(_line(row) for row in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
    return "\n".join(padded)


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    size = "not built" if row["sizeKib"] is None else f"{row['sizeKib']} KiB"
    return (
        row["name"],
        ", ".join(sorted(row["regions"])),
        ", ".join(row["calledBy"]) or "people",
        f"{row['memoryMib']} MiB",
        f"{row['timeoutSeconds']} s",
        f"{size} of {row['sizeBudgetKib'] or 'any'}",
        f"at most {row['importBudgetMs']} ms" if row["importBudgetMs"] else "any",
    )
