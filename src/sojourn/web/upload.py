"""Uploads of the pages: the handler stands in the room of files, where officers' pages reach it too."""

from sojourn.files.upload import ENDLESS, UploadInMemory

__all__ = ["ENDLESS", "UploadInMemory"]
