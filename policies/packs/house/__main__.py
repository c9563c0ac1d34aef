"""The policy pack of this folder, with the rules of the house, as the stock engine starts it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from policies.pulumi_pack import serve

FOLDER = Path(__file__).resolve().parent
serve(FOLDER.name, "house", folder=FOLDER)
