"""A proposal for a name in Latin letters, as machine-readable passports write it (ICAO Doc 9303-3, part 6).

Only for scripts with a fixed table: Cyrillic and Greek. It proposes; the person decides.
"""

from sojourn.requests.written import has_letter, is_latin

_TABLE = """
а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts
ч:ch ш:sh щ:shch ъ:ie ы:y ь: э:e ю:iu я:ia і:i ї:i є:ie ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz ѓ:g ќ:k
ѕ:dz
α:a ά:a β:v γ:g δ:d ε:e έ:e ζ:z η:i ή:i θ:th ι:i ί:i ϊ:i ΐ:i κ:k λ:l μ:m ν:n ξ:x ο:o ό:o π:p ρ:r σ:s
ς:s τ:t υ:y ύ:y ϋ:y ΰ:y φ:f χ:ch ψ:ps ω:o ώ:o
"""
_LETTERS = dict(pair.split(":") for pair in _TABLE.split())
_PAIRS = {"ου": "ou", "ού": "ou", "αυ": "av", "ευ": "ev", "γγ": "ng", "γκ": "gk", "γχ": "nch"}


def in_latin_letters(name: str) -> str | None:
    """`name` with each letter written in Latin ones; None if it is Latin already or a letter has no rule."""
    if is_latin(name) or not has_letter(name):
        return None
    written: list[str] = []
    at = 0
    while at < len(name):
        pair = _PAIRS.get(name[at : at + 2].lower())
        source = name[at : at + 2] if pair else name[at]
        letter = pair if pair is not None else _letter(source)
        if letter is None:
            return None
        written.append(_cased(letter, source, name))
        at += len(source)
    return "".join(written)


def _letter(c: str) -> str | None:
    known = _LETTERS.get(c.lower())
    return known if known is not None else (c if is_latin(c) else None)


def _cased(letter: str, source: str, name: str) -> str:
    if not source[0].isupper():
        return letter
    return letter.upper() if name.isupper() else letter.capitalize()
