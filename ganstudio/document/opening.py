"""Opening pictures that anybody may have made: checked before they are decoded, refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ganstudio.errors import GanStudioError, InputError

MAX_PIXELS = 20_000 * 20_000
"""The largest picture that is opened; a file that announces more is refused before it is decoded."""

_BYTES_PER_PIXEL = 12
"""What decoding a picture and laying it into a document takes at its height."""
_SURELY_FITS = 4096 * 4096
"""Pictures of so many pixels are opened without asking for memory."""

# Headers are checked here; Pillow's own warning would come at a quarter of `MAX_PIXELS`.
Image.MAX_IMAGE_PIXELS = None

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"II*\0", b"MM\0*", b"GIF8", b"BM")


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """A picture whose header was read and found acceptable; whatever goes wrong becomes InputError."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a picture.")
        if path.stat().st_size == 0:
            raise unreadable(path, "it is empty")
        with Image.open(path) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InputError(
                    f"{path.name} has {image.width} × {image.height} pixels; "
                    f"at most {MAX_PIXELS // 1_000_000} million can be opened."
                )
            _check_memory(path, image)
            yield image
    except GanStudioError:
        raise
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except PermissionError:
        raise InputError(f"{path} may not be read: permission denied.") from None
    except MemoryError:
        raise InputError(f"{path.name} needs more memory than there is.") from None
    except UnidentifiedImageError:
        raise unreadable(path, _unknown(path)) from None
    # The decoders of broken files raise whatever the damage leads them to.
    except Exception as error:
        ends = isinstance(error, EOFError) or "truncated" in str(error).lower()
        raise unreadable(path, "it ends too early" if ends else "it is damaged", str(error)) from error


def unreadable(path: Path, reason: str, detail: str = "") -> InputError:
    return InputError(f"{path.name} is not an image that can be read: {reason}.", detail=detail)


def _check_memory(path: Path, image: Image.Image) -> None:
    """Refuse what does not fit: systems that promise memory they do not have end the program instead."""
    pixels = image.width * image.height
    free = _free_memory() if pixels > _SURELY_FITS else None
    needed = pixels * _BYTES_PER_PIXEL
    if free is not None and needed > free:
        raise InputError(
            f"{path.name} has {image.width} × {image.height} pixels and needs about {needed / 1e9:.1f} GB of "
            f"memory, of which {free / 1e9:.1f} GB are free."
        )


def _free_memory() -> int | None:
    """Bytes, where the system tells (Linux)."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        facts = {name: value for name, _, value in (line.partition(":") for line in lines)}
        return int(facts["MemAvailable"].split()[0]) * 1024
    except (OSError, LookupError, ValueError):
        return None


def _unknown(path: Path) -> str:
    with path.open("rb") as file:
        known = file.read(8).startswith(_SIGNATURES)
    return "it is damaged, or of a kind that is not supported" if known else "it holds something else"
