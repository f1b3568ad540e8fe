"""Pages of the check beside the verdict itself: the checker for telephones."""
