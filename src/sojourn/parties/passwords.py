"""What a password must be, in our words. Length is what counts; there are no rules about signs."""

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

MINIMUM = 12


class LongEnough(MinimumLengthValidator):
    """Refuses short passwords."""

    def __init__(self) -> None:
        super().__init__(min_length=MINIMUM)

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when the password is too short."""
        if len(password) < self.min_length:
            message = gettext("Password must have at least %(least)s characters. You entered %(count)s.")
            params = {"least": self.min_length, "count": len(password)}
            raise ValidationError(message, code="password_too_short", params=params)


class NotCommon(CommonPasswordValidator):
    """Refuses passwords that stand on the lists which attackers try first."""

    def get_error_message(self) -> str:
        """The sentence at the field."""
        return gettext("Password must not be a common one. Three or four unrelated words make a good one.")


class NotLikeYou(UserAttributeSimilarityValidator):
    """Refuses passwords made from one's own name or address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        """The sentence at the field."""
        return gettext("Password must not be like your name or e-mail address.")
