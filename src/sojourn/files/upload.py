"""An upload that never touches the disk: kept in memory up to a limit, beyond which only its length is counted."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from sojourn.files.scanning import require_harmless

ENDLESS = 64 * 1024 * 1024


class UploadInMemory(FileUploadHandler):
    """Keeps the first `limit` bytes of each file, and of all together as many as `most` such files have.

    A longer file arrives cut, with its true length as `size`. `scanned`: what is kept for others to open is shown to
    the virus scanner first, where there is one; FileNotTaken (a bad request) then answers for all pages alike.
    """

    def __init__(self, request: Any, limit: int, most: int = 1, *, scanned: bool = True) -> None:
        super().__init__(request)
        self.scanned = scanned
        self.limit = limit
        self.room = limit * most
        self.kept = BytesIO()
        self.length = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing."""
        super().new_file(*args, **kwargs)
        self.kept, self.length = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what still fits; let go of the connection where somebody sends without end."""
        self.length += len(raw_data)
        if self.length > ENDLESS:
            raise StopUpload(connection_reset=True)
        room = min(self.limit - self.kept.tell(), self.room)
        if room > 0:
            self.room -= self.kept.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand over what was kept."""
        if self.scanned:
            require_harmless(self.kept.getvalue(), settings.SOJOURN_VIRUS_SCANNER)
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=self.length,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
