"""Trips judged anew after the law, or what holds for all trips, has changed; and what that changed, and why."""
