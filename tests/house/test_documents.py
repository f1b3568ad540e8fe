"""What the reference documents say follows from the code, and links lead somewhere."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
PAGES = [ROOT / "README.md", ROOT / "law" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def made_documents() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("document", ROOT / "scripts" / "document.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, str] = module.documents()
    return made


def test_generated_reference_is_as_the_code_says() -> None:
    for name, text in made_documents().items():
        kept = (ROOT / name).read_text(encoding="utf-8")
        assert kept == text, f"{name} is old: run .venv/bin/python scripts/document.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    missing = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert not missing, missing
