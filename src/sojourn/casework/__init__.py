"""Cases, queues, straight-through decision and the officers' decisions."""
