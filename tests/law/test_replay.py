"""An answer can be given again years later, with the law that it rested on."""

import shutil
from pathlib import Path

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.law_files import law_directory
from tests.engine.builders import posting


def test_an_old_version_of_the_law_gives_the_old_answer(tmp_path: Path) -> None:
    facts = read_situation(posting("US", "DE", start="2027-03-01", end="2031-02-28"))
    before = determine(facts, load_law()).to_json()
    kept = tmp_path / "kept"
    for part in ("reference", "domestic", "institutions"):
        shutil.copytree(law_directory() / part, kept / part)
    shutil.copytree(law_directory() / "instruments" / "us", kept / "instruments" / "us")
    changed = tmp_path / "changed"
    shutil.copytree(kept, changed)
    agreement = changed / "instruments" / "us" / "us-de.yaml"
    agreement.write_text(agreement.read_text(encoding="utf-8").replace("months: 60", "months: 36"))

    now = determine(facts, load_law(changed)).to_json()
    again = determine(facts, load_law(kept)).to_json()

    assert before["periods"][0]["legislation"] == again["periods"][0]["legislation"] == "US"
    assert now["periods"][0]["legislation"] == "DE"
    assert now["law"] != again["law"]
