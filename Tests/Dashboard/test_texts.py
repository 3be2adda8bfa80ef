"""What holds of the pages' files without a browser: both languages have every text, nothing is parsed as markup, all is small."""

import json
import re

import pytest

from harness.process import ROOT

WEB = ROOT / "Sources/CDashboardAssets/web"
TEXTS = {name: json.loads((WEB / f"locales/{name}.json").read_text()) for name in ("en", "ja")}
SCRIPTS = sorted(WEB.rglob("*.js"))


def test_both_languages_have_the_same_texts_with_the_same_parts():
    assert set(TEXTS["en"]) == set(TEXTS["ja"])
    for key, text in TEXTS["en"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", TEXTS["ja"][key])), key


def test_japanese_is_japanese():
    """Whatever is not a name, a unit or a placeholder is written in Japanese."""
    latin = {key for key, text in TEXTS["ja"].items() if not re.search(r"[぀-ヿ一-鿿]", text)}
    names = {"story.surface", "settings.rate", "playground.temperature", "list.separator", "language.en"}
    assert {key for key in latin if not key.startswith(("surface.", "scope.", "rule_unit.")) and key not in names} == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(WEB)))
def test_every_text_that_a_script_names_is_there(script):
    named = re.findall(r'\b(?:t|has)\(\s*"([^"]+)"', script.read_text())
    assert [key for key in named if key not in TEXTS["en"] and f"{key}.other" not in TEXTS["en"]] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(WEB)))
def test_nothing_is_parsed_as_markup_or_code(script):
    text = script.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function", text)
    assert not re.search(r"setAttribute\(\s*[\"']style", text)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)


def test_the_page_has_neither_scripts_nor_styles_in_it():
    page = (WEB / "index.html").read_text()
    assert "style=" not in page and "<style" not in page and not re.search(r"\son\w+=", page)
    assert re.findall(r"<script[^>]*>(.+?)</script>", page) == []


def test_all_files_together_are_small():
    assert sum(path.stat().st_size for path in WEB.rglob("*") if path.is_file()) < 400_000
