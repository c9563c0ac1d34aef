"""Fills the templates. The page loads nothing: its style and its script are in it, and its policy allows no others."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ops.diff import short_type
from ops.report.data import SEVERITIES, Page
from ops.report.drawing import ARROW, COLUMN, ENTRY_HEIGHT, GUTTER, HEAD_HEIGHT, MARGIN, ROUTES_HEIGHT, ROW_HEIGHT

TEMPLATES = Path(__file__).with_name("templates")
SPARK_WIDTH, SPARK_HEIGHT = 120, 28
RUNS_SHOWN = 50
"""How many of the remembered runs are listed and drawn."""
_SIZES = {
    "arrow": ARROW,
    "column": COLUMN,
    "entry_height": ENTRY_HEIGHT,
    "gutter": GUTTER,
    "head_height": HEAD_HEIGHT,
    "margin": MARGIN,
    "routes_height": ROUTES_HEIGHT,
    "row_height": ROW_HEIGHT,
}


def render(page: Page) -> str:
    """Return *page* as one HTML document."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"short_type": short_type, "logical": _logical, "spark": _spark}
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return environment.get_template("page.html.j2").render(
        page=page,
        severities=SEVERITIES,
        sizes=_SIZES,
        runs_shown=RUNS_SHOWN,
        style=Markup(style),  # noqa: S704 - our own files, without anything filled in
        script=Markup(script),  # noqa: S704 - as above
        style_hash=_csp_hash(style),
        script_hash=_csp_hash(script),
    )


def _csp_hash(text: str) -> str:
    """Return what allows exactly *text* (W3C Content Security Policy Level 3, "Hash-source")."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _logical(urn: str) -> str:
    return urn.rsplit("::", 1)[-1] or "the stack"


def _spark(scores: list[float]) -> str:
    """Return the points of a line through the last of *scores*, which are percentages."""
    last = scores[-RUNS_SHOWN:]
    step = (SPARK_WIDTH - 4) / max(len(last) - 1, 1)
    points = ((2 + number * step, 2 + (SPARK_HEIGHT - 4) * (1 - score / 100)) for number, score in enumerate(last))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
