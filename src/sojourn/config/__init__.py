"""Settings, addresses, commands: where the rooms are put together."""
