"""The journal's faults, in words for the operator."""

from typing import Final

from sojourn.journal.chain import Fault

FAULTS: Final = {
    Fault.CHANGED: "Line {number} was changed after it was written.",
    Fault.MISSING: "Line {number} is missing.",
    Fault.MOVED: "Line {number} does not follow the line before it.",
    Fault.CUT_OFF: "The journal ends too early: line {number} and perhaps later ones are missing.",
    Fault.FORGED_TAIL: "Line {number} was added past the end without being counted.",
    Fault.HEAD_CHANGED: "The head does not fit the last line before line {number}.",
    Fault.NOT_AS_SEEN: "Line {number} has another hash than was noted: the journal was rewritten.",
}
INTACT: Final = "The journal is intact: {length} lines, the last with hash {last_hash}."
BROKEN: Final = "The journal is broken. {fault} Read {length} good lines."
GUARD_DOWN: Final = (
    "The database does not forbid changes to the journal: its triggers are missing or disabled."
)
SEEN_FORM: Final = "--seen must be a line's number and hash, like 120:5f2c… (64 digits)."
NO_TABLES: Final = "The journal cannot be read. Is the database there, and was `sojourn manage migrate` run?"
