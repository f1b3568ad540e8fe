"""Cases that only named staff see: groups, which cases they alone see, and why each was opened."""
