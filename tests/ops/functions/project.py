"""A project of one's own with functions, one of which brings a library: a wheel made by hand, found in a folder."""

import base64
import hashlib
import os
import zipfile
from pathlib import Path

MODULES = {
    "functions/__init__.py": "",
    "functions/contents.py": "",
    "functions/_shared/__init__.py": "",
    "functions/_shared/words.py": "WORD = 'one'\n",
    "functions/_shared/unused.py": "",
    "functions/plain/__init__.py": "",
    "functions/plain/handler.py": "from functions.plain import core\n",
    "functions/plain/core.py": "import json\n",
    "functions/plain/schema/0001.sql": "SELECT 1\n",
    "functions/bringing/__init__.py": "",
    "functions/bringing/handler.py": "import tiny\n\nfrom functions._shared.words import WORD\n",
}
WHEEL = "tiny-1.0-py3-none-any.whl"


def make(root: Path, **changed: str) -> Path:
    """Write the project into *root*, with *changed* contents of `_shared/words.py` or others by their stem."""
    for path, content in MODULES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changed.get(file.stem, content))
    wheels = root / "wheels"
    wheels.mkdir(exist_ok=True)
    digest = _wheel(wheels / WHEEL)
    (root / "functions/bringing/requirements.in").write_text("tiny\n")
    (root / "functions/bringing/requirements.lock").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    return root


def aged(root: Path) -> None:
    """Make every file look as if another person had written it at another time."""
    for file in root.glob("functions/**/*.py"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
        file.chmod(0o600)


def _wheel(path: Path) -> str:
    files = {
        "tiny/__init__.py": b"NAME = 'tiny'\n",
        "tiny-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "tiny-1.0.dist-info/entry_points.txt": b"[console_scripts]\ntiny = tiny:main\n",
    }
    record = "".join(f"{name},sha256={_b64(content)},{len(content)}\n" for name, content in files.items())
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in {**files, "tiny-1.0.dist-info/RECORD": record.encode()}.items():
            wheel.writestr(zipfile.ZipInfo(name), content)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
