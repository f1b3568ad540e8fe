"""Pages of mandates and their use, firms and their people, handing over, and one's own account."""
