"""How long an institution keeps what names people, what it holds back, and erasing the rest."""
