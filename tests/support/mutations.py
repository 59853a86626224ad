"""Damage for files: wrong bytes, missing and doubled stretches, mixtures, and pickles with other opcodes."""

from __future__ import annotations

import pickletools
import random
import struct
from functools import lru_cache

from tests.support.hostile import call, name, value
from tests.support.small_files import Sample

# What a pickle may hold at any place: numbers that are too large, memo and stack, calls of all kinds.
SNIPPETS = (
    *(bytes([code]) for code in b"(012NRQo}]de)tabsul\x81\x85\x86\x87\x88\x8f\x90\x91\x92\x93\x94\x97\x98"),
    b"h\x00", b"h\x05", b"q\x00", b"j\xff\xff\xff\x7f", b"r\xff\xff\xff\xff", b"p0\n", b"g1\n",
    b"K\xff", b"M\xff\xff", b"J\xff\xff\xff\xff", b"J\xff\xff\xff\x7f", b"G\x7f\xf8" + bytes(6),
    b"\x8a\x08" + b"\xff" * 7 + b"\x7f", b"\x8b\x00\x01\x00\x00" + bytes(256), b"I01\n", b"L5L\n",
    b"F1e999\n",
    b"B\xff\xff\xff\x7f", b"X\xff\xff\xff\xff", b"\x8d" + b"\xff" * 8, b"\x96" + b"\x7f" * 8, b"C\x04abcd",
    b"\x82\x01", b"\x83\x01\x01", b"\x84\x01\x01\x01\x01", b"P5\n", b"iargparse\nNamespace\n",
    b"\x80\x05", b"\x80\xff", b"\x95" + bytes(8), b"S'x'\n", b"Vx\n", b"U\x01x", b"T\x01\x00\x00\x00x",
    value("storage"), value("state"), value("__class__"), value((0, -1, 1 << 40)),
    name("os.system"), name("builtins.eval", stack=True), call("os.system", value("touch trace")),
    name("argparse.Namespace") + b")\x81", call("collections.OrderedDict"), name("torch.FloatStorage"),
    call("torch.storage._load_from_bytes", b"C\x03abc"), call("numpy.dtype", value("O8"), b"\x89", b"\x88"),
    call("numpy.dtype", value("f4"), b"\x89", b"\x88"), name("torch._utils._rebuild_tensor_v2"),
    call("builtins.set", b"]"), call("torch.Size", b"]"), name("dnnlib.tflib.network.Network") + b")\x81",
    call("torch_utils.persistence._reconstruct_persistent_obj", b"}"),
)  # fmt: skip
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, (1 << 63) - 1, (1 << 64) - 1)


def mutated(sample: Sample, other: Sample, random: random.Random) -> bytes:
    """The sample with one damage or a few, of the file or of the pickle in it."""
    times = random.choice((1, 1, 1, 2, 4))
    if sample.pickle and random.random() < 0.5:
        inside = sample.pickle
        for _ in range(times):
            inside = _other_opcodes(inside, sample.pickle, other.pickle, random)
        return sample.wrap(inside)
    data = sample.data
    for _ in range(times):
        data = random.choice(_DAMAGES)(data, other.data, random)
    return data


def _place(data: bytes, random: random.Random) -> int:
    """Anywhere, often near the beginning or the end, where headers and directories are."""
    kind = random.random()
    if kind < 0.3:
        return random.randrange(min(len(data), 128) or 1)
    if kind < 0.5:
        return max(0, len(data) - 1 - random.randrange(300))
    return random.randrange(len(data) or 1)


def _flip(data: bytes, other: bytes, random: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8) if data else 0):
        changed[_place(data, random)] ^= 1 << random.randrange(8)
    return bytes(changed)


def _overwrite(data: bytes, other: bytes, random: random.Random) -> bytes:
    place, size = _place(data, random), random.choice((1, 2, 4, 8))
    number = random.choice(_NUMBERS) & ((1 << 8 * size) - 1)
    return data[:place] + number.to_bytes(size, random.choice(("little", "big"))) + data[place + size :]


def _cut(data: bytes, other: bytes, random: random.Random) -> bytes:
    return data[: _place(data, random)]


def _remove(data: bytes, other: bytes, random: random.Random) -> bytes:
    place = _place(data, random)
    return data[:place] + data[place + random.randint(1, 64) :]


def _repeat(data: bytes, other: bytes, random: random.Random) -> bytes:
    place, size = _place(data, random), random.randint(1, 64)
    return data[: place + size] + data[place : place + size] * random.randint(1, 20) + data[place + size :]


def _splice(data: bytes, other: bytes, random: random.Random) -> bytes:
    return data[: _place(data, random)] + other[_place(other, random) :]


def _graft(data: bytes, other: bytes, random: random.Random) -> bytes:
    place, source = _place(data, random), _place(other, random)
    return data[:place] + other[source : source + random.randint(1, 200)] + data[place:]


_DAMAGES = (_flip, _flip, _overwrite, _overwrite, _cut, _remove, _repeat, _splice, _graft)


@lru_cache(maxsize=64)
def _starts(pickle: bytes) -> tuple[int, ...]:
    """Where the opcodes of a whole pickle begin, and its end."""
    return (*(place for _, _, place in pickletools.genops(pickle)), len(pickle))


def _other_opcodes(data: bytes, whole: bytes, other: bytes, random: random.Random) -> bytes:
    """One opcode removed, doubled, exchanged, or strange ones put between; in step while lengths are kept."""
    starts = [start for start in _starts(whole) if start < len(data)]
    first, second = sorted(random.choices(range(len(starts)), k=2))
    begin, end = starts[first], starts[min(first + 1, len(starts) - 1)]
    kind = random.randrange(6)
    if kind == 0:
        return data[:begin] + data[end:]
    if kind == 1:
        return data[:end] + data[begin:end] * random.randint(1, 50) + data[end:]
    if kind == 2:
        return data[:begin] + data[starts[second] :] + b"."
    if kind == 3 and other:
        theirs = _starts(other)
        source = random.randrange(len(theirs) - 1)
        return data[:begin] + other[theirs[source] : theirs[min(source + 9, len(theirs) - 1)]] + data[begin:]
    if kind == 4 and end - begin >= 5:
        number = random.choice(_NUMBERS) & 0xFFFFFFFF
        return data[: begin + 1] + struct.pack("<I", number) + data[begin + 5 :]
    return data[:begin] + b"".join(random.choices(SNIPPETS, k=random.randint(1, 3))) + data[begin:]
