"""Why a credential is not accepted: one code for each reason."""

from enum import StrEnum


class Refusal(StrEnum):
    """What was wrong with what was presented."""

    TOO_BIG = "too_big"
    TOO_DEEP = "too_deep"
    NOT_A_CREDENTIAL = "not_a_credential"
    WRONG_ALGORITHM = "wrong_algorithm"
    UNKNOWN_KEY = "unknown_key"
    KEY_NOT_IN_FORCE = "key_not_in_force"
    KEY_COMPROMISED = "key_compromised"
    SIGNATURE = "signature"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    DISCLOSURE = "disclosure"
    DISCLOSURE_TWICE = "disclosure_twice"
    DISCLOSURE_UNREFERENCED = "disclosure_unreferenced"
    BINDING_MISSING = "binding_missing"
    BINDING_WRONG = "binding_wrong"
    BINDING_OTHER_AUDIENCE = "binding_other_audience"
    BINDING_OTHER_NONCE = "binding_other_nonce"
    BINDING_OTHER_TIME = "binding_other_time"
    PROFILE = "profile"


class PresentationRefused(Exception):
    """A presentation that is not accepted. It carries the code alone, and repeats nothing of what was presented."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
