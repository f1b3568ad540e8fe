"""Appeals at the institution: the list, and one appeal with what was decided and what the law says today."""
