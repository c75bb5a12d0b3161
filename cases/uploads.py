"""Stops keeping an upload that grows too large, and reads on: the rest of the form must arrive."""

from io import BytesIO
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_TOTAL = 100 * MEGABYTE
MAX_REQUEST = 3 * MAX_TOTAL
"""Beyond this nobody made an honest mistake: the request is not read at all."""


class CutUpload(UploadedFile):
    """What is left of a file that was too large: its name and size, and no content."""


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep files, and hands them no more than is allowed."""

    total = 0
    is_cut = False

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - the framework's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MAX_REQUEST:
            raise RequestDataTooBig("The files of this request are too large.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_cut = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.total += len(raw_data)
        self.is_cut |= start + len(raw_data) > MAX_FILE or self.total > MAX_TOTAL
        return None if self.is_cut else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_cut:
            return None
        # What was kept of it till then.
        for handler in self.request.upload_handlers:  # type: ignore[union-attr]
            if file := getattr(handler, "file", None):
                file.close()
        return CutUpload(BytesIO(), self.file_name, self.content_type, file_size)
