"""The worker's own part of an employer's request: asked for by a link, filled in and confirmed by the worker."""
