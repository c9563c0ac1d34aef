"""Presidio's recognizers on blank models, measured by `python presidio_side.py` with languages and texts as JSON on its
input: each text is looked at by those of its language.

Names aren't looked for by a blank model, as they aren't by ours.
"""

import json
import sys
import time

import spacy  # pyright: ignore[reportMissingImports] - in an environment of its own
import tldextract  # pyright: ignore[reportMissingImports]
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # pyright: ignore[reportMissingImports]
from presidio_analyzer.nlp_engine import SpacyNlpEngine  # pyright: ignore[reportMissingImports]


class Blank(SpacyNlpEngine):
    """Tokenizers without models, which nothing downloads."""

    def __init__(self, languages: list[str]) -> None:
        super().__init__(models=[{"lang_code": each, "model_name": "blank"} for each in languages])
        self.nlp = {each: spacy.blank(each) for each in languages}


def main() -> None:
    """Print, as JSON, where each text has a finding, and the seconds of the processor that all took."""
    texts = [(language, text) for language, text in json.load(sys.stdin)]
    languages = sorted({language for language, _ in texts})
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # what it brings, and nothing of the network
    registry = RecognizerRegistry(supported_languages=languages)
    registry.load_predefined_recognizers(languages=languages)
    analyzer = AnalyzerEngine(nlp_engine=Blank(languages), registry=registry, supported_languages=languages)
    begun = time.process_time()
    found = [[[each.start, each.end] for each in analyzer.analyze(text, language)] for language, text in texts]
    print(json.dumps({"seconds": time.process_time() - begun, "found": found}))


if __name__ == "__main__":
    main()
