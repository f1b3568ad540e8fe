"""How much comes and goes, how long it takes, how it ends: counted once a day, by codes that name no one."""
