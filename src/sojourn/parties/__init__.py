"""People, employers, representatives and mandates, institutions and their staff; who may act for whom."""
