"""Presidio's analyzer as it comes from PyPI, behind the HTTP API of its own server: `analyzer.py PORT`.

That server is not in the package. Neither is a language model, and none is fetched: texts are cut into words by a blank
pipeline of spaCy, so that recognisers by pattern and check digit work, and those for names do not.
"""

import http.server
import json
import sys

import spacy
from presidio_analyzer import AnalyzerEngine, AnalyzerRequest, BatchAnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine


class BlankEngine(SpacyNlpEngine):
    """Words without a model."""

    def __init__(self):
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        self.nlp = {"en": spacy.blank("en")}

    def load(self):
        """Nothing is to be loaded."""


def make_engine():
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    return AnalyzerEngine(registry=registry, nlp_engine=BlankEngine(), supported_languages=["en"])


class Handler(http.server.BaseHTTPRequestHandler):
    """`POST /analyze` and `GET /health`."""

    protocol_version = "HTTP/1.1"
    engine = None

    def do_GET(self):
        self.answer(200, "Presidio Analyzer service is up")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path != "/analyze":
            return self.answer(404, {"error": "not found"})
        try:
            given = json.loads(body)
            request = AnalyzerRequest(given)
            if not request.text:
                raise ValueError("No text provided")
            if not request.language:
                raise ValueError("No language provided")
            options = {
                "language": request.language,
                "correlation_id": request.correlation_id,
                "score_threshold": request.score_threshold,
                "entities": request.entities,
                "return_decision_process": request.return_decision_process,
            }
            if isinstance(request.text, list):
                found = list(BatchAnalyzerEngine(self.engine).analyze_iterator(request.text, **options))
            else:
                found = self.engine.analyze(text=request.text, **options)
            self.answer(200, json.loads(json.dumps(found, default=lambda one: one.to_dict())))
        except (TypeError, ValueError) as error:
            self.answer(400, {"error": str(error)})

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        """Says nothing."""


if __name__ == "__main__":
    Handler.engine = make_engine()
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
