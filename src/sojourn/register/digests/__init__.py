"""Letters that say how much there is to do in a register, as often as somebody wants them."""
