"""Writing PNG row by row (ISO/IEC 15948): for 16 bits, and for pictures that are made band by band."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import IO, Any, Literal

import numpy as np
import numpy.typing as npt

from ganstudio.document.image import Bytes

ColourType = Literal[0, 2, 3, 6]
"""Grey, RGB, index, RGBA."""

_CHANNELS: dict[ColourType, int] = {0: 1, 2: 3, 3: 1, 6: 4}
_UP = 2


class PngWriter:
    """Writes one PNG to a file: `rows` as often as needed, then `close`.

    `depth` is 8 or 16 bits; `palette` (n, 3) goes with colour type 3; `text` becomes iTXt chunks.
    """

    def __init__(
        self,
        file: IO[bytes],
        width: int,
        height: int,
        colour_type: ColourType,
        *,
        depth: Literal[8, 16] = 8,
        palette: Bytes | None = None,
        icc: bytes | None = None,
        exif: bytes | None = None,
        text: Mapping[str, str] | None = None,
        level: int = 6,
    ) -> None:
        self._file = file
        self._bytes_per_row = width * _CHANNELS[colour_type] * depth // 8
        self._big_endian = np.dtype(">u2" if depth == 16 else "u1")
        # Differences make no sense between class indices.
        self._filter = 0 if colour_type == 3 else _UP
        self._above = np.zeros((1, self._bytes_per_row), np.uint8)
        self._zlib = zlib.compressobj(level)
        file.write(b"\x89PNG\r\n\x1a\n")
        self._chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))
        if icc:
            self._chunk(b"iCCP", b"icc\0\0" + zlib.compress(icc))
        if palette is not None:
            self._chunk(b"PLTE", palette.astype(np.uint8).tobytes())
        if exif:
            self._chunk(b"eXIf", exif.removeprefix(b"Exif\0\0"))
        for key, value in (text or {}).items():
            self._chunk(b"iTXt", key.encode("latin-1", "replace")[:79] + b"\0\0\0\0\0" + value.encode())

    def rows(self, pixels: npt.NDArray[Any]) -> None:
        """The next rows: (n, width) or (n, width, channels), uint8 or uint16 as the depth says."""
        raw = np.ascontiguousarray(pixels, self._big_endian).view(np.uint8)
        raw = raw.reshape(len(pixels), self._bytes_per_row)
        filtered = np.empty((len(raw), self._bytes_per_row + 1), np.uint8)
        filtered[:, 0] = self._filter
        filtered[:, 1:] = raw
        if self._filter == _UP:
            filtered[:, 1:] -= np.concatenate([self._above, raw[:-1]])
            self._above = raw[-1:]
        self._idat(self._zlib.compress(filtered.data))

    def close(self) -> None:
        self._idat(self._zlib.flush())
        self._chunk(b"IEND", b"")

    def _idat(self, data: bytes) -> None:
        if data:
            self._chunk(b"IDAT", data)

    def _chunk(self, kind: bytes, data: bytes) -> None:
        crc = zlib.crc32(data, zlib.crc32(kind))
        self._file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc))
