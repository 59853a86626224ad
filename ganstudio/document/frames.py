"""Moving pictures as a value: drawn frame by frame when they are wanted, never held all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ganstudio.document.image import Bytes


@dataclass(frozen=True, eq=False)
class FrameData:
    """A film of `count` pictures, `fps` of them a second.

    `draw(index)` makes one, (H, W, 3) uint8 in sRGB, of the `size` (width, height). It is called when the
    frame is wanted, so the memory that a film takes does not grow with its length; any order and any number
    of calls must give the same, so that one frame can be looked at alone. `text` is what the file shall carry
    as named texts.
    """

    size: tuple[int, int]
    fps: float
    count: int
    draw: Callable[[int], Bytes]
    text: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if min(self.size) < 1 or self.count < 1:
            raise ValueError(f"a film needs frames with pixels, not {self.count} of {self.size}")
        if not 0 < self.fps <= 1000:
            raise ValueError(f"a film needs some frames a second, not {self.fps}")

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Bytes]:
        return (self.draw(index) for index in range(self.count))

    @property
    def seconds(self) -> float:
        return self.count / self.fps
