"""On what decisions rest: standing waivers, what officers recorded, and the grounds of each decision."""
