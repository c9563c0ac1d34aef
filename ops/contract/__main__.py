"""`make docs`: writes the contract's page to `build/api.html`."""

from pathlib import Path

from ops.contract import page
from ops.contract.problems import kinds
from ops.contract.reading import Contract
from sandbox.project import find_root

if __name__ == "__main__":
    root = find_root(Path.cwd())
    written = root / "build" / "api.html"
    written.parent.mkdir(exist_ok=True)
    written.write_text(page.render(Contract(root), kinds(root)), encoding="utf-8")
    print(f"wrote {written.relative_to(root)}")
