"""How officers share the work and answer for it: passing on, looks, keys, restricted cases, facts."""
