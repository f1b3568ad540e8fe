"""Pages on which an institution sets itself up: identity, corridors, automation, people, seal, trial."""
