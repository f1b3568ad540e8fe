"""How a register is connected: webhooks, the HR directory, letters about what has to be done."""
