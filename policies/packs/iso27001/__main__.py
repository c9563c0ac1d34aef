"""The policy pack of this folder, with the rules of the house, as the stock engine starts it."""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2]))
try:
    from groot import serve
except ImportError as error:
    raise SystemExit(f"{FOLDER.name}: {error}; the folder belongs in policies/packs of a clone of groot") from None

serve(FOLDER.name, "house", folder=FOLDER)
