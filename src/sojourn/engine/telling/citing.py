"""Articles and agreements as each language cites them."""

import re

ARRANGEMENT = "Administrative Arrangement "
_ARTICLE = re.compile(
    r"^(?P<number>(?:[A-Z]{2,5}\.)?\d+[a-z]?|[IVXL]+)(?P<dotted>(?:\.\d+)*)(?P<parts>(?:\([0-9a-z]+\))*)$"
)
_PART = re.compile(r"\(([0-9a-z]+)\)")
# What the parts of an article are called: a number, a letter, and a small Roman number below a letter.
_CALLED = {
    "de": (" Absatz {}", " Buchstabe {}", " Ziffer {}"),
    "fr": (", paragraphe {}", ", point {})", ", sous {})"),
}
_ROMAN = re.compile(r"^[ivx]+$")
# The genitive of the nouns with which German names of agreements begin.
_GERMAN_OF = {
    "Abkommen": "des Abkommens",
    "Übereinkommen": "des Übereinkommens",
    "Protokoll": "des Protokolls",
    "Verordnung": "der Verordnung",
    "Vereinbarung": "der Vereinbarung",
    "Verwaltungsvereinbarung": "der Verwaltungsvereinbarung",
    "Rahmenvereinbarung": "der Rahmenvereinbarung",
    "Verständigung": "der Verständigung",
    "Konvention": "der Konvention",
}


def is_of_arrangement(article: str) -> bool:
    """Whether the article stands in the administrative arrangement, not in the agreement itself."""
    return article.startswith(ARRANGEMENT)


def article_words(article: str, language: str) -> str:
    """The article after the word "article": 6(2) is "6 Absatz 2" in German, "6, paragraphe 2" in French.

    English and Spanish write it as the agreements do. What has another form stays as it is.
    """
    article = article.removeprefix(ARRANGEMENT)
    called, found = _CALLED.get(language), _ARTICLE.match(article)
    if called is None or found is None:
        return article
    words, before = found["number"] + found["dotted"], ""
    for part in _PART.findall(found["parts"]):
        level = 0 if part[0].isdigit() else 2 if before.isalpha() and _ROMAN.match(part) else 1
        words += called[level].format(part)
        before = part
    return words


def of_title(title: str, language: str) -> str:
    """The name of an agreement after "of": du règlement, del convenio, des Abkommens, of the agreement."""
    if language == "fr":
        for article, joined in (("le ", "du "), ("les ", "des ")):
            if title.startswith(article):
                return joined + title.removeprefix(article)
        return f"d’{title}" if title[:1].casefold() in "aeéèhiou" else f"de {title}"
    if language == "es":
        return "del " + title.removeprefix("el ") if title.startswith("el ") else f"de {title}"
    if language == "de":
        return _german_of(title)
    return f"of {title}"


def _german_of(title: str) -> str:
    """The genitive: des Abkommens, der Verordnung; in brackets where the form of the name does not tell it."""
    first, _, rest = title.partition(" ")
    if first == "die":
        return f"der {rest}"
    if first in ("das", "der"):
        words = rest.split(" ")
        place = next((number for number, word in enumerate(words) if not word.endswith("e")), 0)
        words[:place] = [f"{word}n" for word in words[:place]]
        words[place] += "s"
        return f"des {' '.join(words)}"
    return f"{_GERMAN_OF[first]} {rest}".strip() if first in _GERMAN_OF else f"({title})"
