"""A pickle machine that calls nothing but its table's own functions.

The opcodes are those that Python's `pickletools` documents, protocols 0 to 5. Nothing here recurses, and each
opcode takes a time that does not depend on what came before it, so a hostile file costs what an honest one of
its size does.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from ganstudio.checkpoints.pickles.limits import Budget, Refused, check_key
from ganstudio.checkpoints.pickles.values import Name, name_of

_PROTOCOL = 5
_PYTHON_2 = {"__builtin__": "builtins", "copy_reg": "copyreg"}
_DOTTED = re.compile(r"[A-Za-z_][\w.<>]{0,200}")
_LINE = 1 << 20
_DIGITS = 300
# Below this, a length is tried rather than compared with what is left of the file.
_SHORT = 1 << 12
# What CPython takes for a container and for each entry of a dict or set, rounded up.
_CONTAINER, _ENTRY = 256, 100


@dataclass(frozen=True)
class Table:
    """What pickles of one kind may name, and how an object takes the state that follows it."""

    names: Mapping[tuple[str, str], Any]
    build: Callable[[Budget, Any, Any], None]


class Machine:
    """One pickle, from where `file` stands; `end` is the place after the last byte that belongs to it."""

    def __init__(
        self,
        file: IO[bytes],
        end: int,
        table: Table,
        budget: Budget,
        persistent: Callable[[Any], Any] | None = None,
    ) -> None:
        self._file, self._end = file, end
        self._table, self._budget, self._persistent = table, budget, persistent
        self._stack: list[Any] = []
        self._below: list[list[Any]] = []
        self._memo: dict[int, Any] = {}

    def load(self) -> Any:
        """The value that the pickle makes; the file then stands behind it.

        Refused for what the table does not have; any other exception means damage.
        """
        read, step = self._file.read, self._budget.step
        while (code := read(1)) != b".":
            step()
            opcode = _OPCODES.get(code)
            if opcode is None:
                raise ValueError(f"opcode {code!r}")
            opcode(self)
        return self.pop()

    def push(self, value: Any) -> None:
        self._stack.append(value)

    def pop(self) -> Any:
        return self._stack.pop()

    def take(self, count: int) -> bytes:
        if not 0 <= count <= _SHORT and not 0 <= count <= self._end - self._file.tell():
            raise ValueError("data beyond the end of the file")
        data = self._file.read(count)
        if len(data) != count:
            raise ValueError("the file ends too early")
        return data

    def byte(self) -> int:
        return self._file.read(1)[0]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def signed(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little", signed=True)

    def line(self, limit: int = _LINE) -> bytes:
        text = self._file.readline(limit)
        if not text.endswith(b"\n"):
            raise ValueError("a line without an end")
        return text[:-1]

    def text(self, size: int) -> None:
        self.push(self.take(self.number(size)).decode())

    def raw(self, size: int) -> None:
        self.push(self.take(self.number(size)))

    def string(self, size: int) -> None:
        """A string of Python 2, which may be text or bytes; Latin 1 keeps both."""
        self.push(self.take(self.signed(size) if size == 4 else self.number(size)).decode("latin1"))

    def quoted(self) -> None:
        text = self.line()
        if len(text) < 2 or text[:1] != text[-1:] or text[:1] not in b"'\"":
            raise ValueError("a string without quotes")
        self.push(codecs.escape_decode(text[1:-1])[0].decode("latin1"))

    def integer(self) -> None:
        text = self.line(_DIGITS)
        self.push(text == b"01" if text in (b"00", b"01") else int(text.rstrip(b"L")))

    def long(self, size: int) -> None:
        count = self.number(size)
        if count > 255:
            raise Refused(f"holds a number of {count} bytes")
        self.push(self.signed(count))

    def mark(self) -> None:
        self._below.append(self._stack)
        self._stack = []

    def since_mark(self) -> list[Any]:
        items, self._stack = self._stack, self._below.pop()
        return items

    def discard(self) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self.since_mark()

    def empty(self, kind: type) -> None:
        self._budget.spend(_CONTAINER)
        self.push(kind())

    def group(self, count: int) -> None:
        self._budget.spend(_CONTAINER)
        items = tuple(self._stack[-count:])
        if len(items) != count:
            raise ValueError("too few items for a tuple")
        self._stack[-count:] = [items]

    def marked(self, make: Callable[[list[Any]], Any]) -> None:
        items = self.since_mark()
        self._budget.spend(_CONTAINER + 8 * len(items))
        self.push(make(items))

    def marked_dict(self) -> None:
        items = self.since_mark()
        self.empty(dict)
        self.set_items(items)

    def frozen_set(self) -> None:
        items = self.since_mark()
        self.empty(set)
        self.add_items(items)

    def append(self, items: list[Any]) -> None:
        self._top(list).extend(items)

    def set_items(self, items: list[Any]) -> None:
        self._budget.spend(_ENTRY * len(items))
        target = self._top(dict)
        for key, value in zip(items[::2], items[1::2], strict=True):
            check_key(key)
            target[key] = value

    def add_items(self, items: list[Any]) -> None:
        self._budget.spend(_ENTRY * len(items))
        target = self._top(set)
        for item in items:
            check_key(item)
            target.add(item)

    def pair(self) -> None:
        value = self.pop()
        self.set_items([self.pop(), value])

    def _top(self, kind: type) -> Any:
        if type(self._stack[-1]) is not kind:
            raise ValueError(f"a {type(self._stack[-1]).__name__} is filled like a {kind.__name__}")
        return self._stack[-1]

    def put(self, number: int) -> None:
        self._budget.spend(_ENTRY if number not in self._memo else 0)
        self._memo[number] = self._stack[-1]

    def get(self, number: int) -> None:
        self.push(self._memo[number])

    def find(self, module: Any, name: Any) -> None:
        """The table is asked for both parts literally: no attribute is ever looked up."""
        if not (type(module) is type(name) is str and _DOTTED.fullmatch(module) and _DOTTED.fullmatch(name)):
            raise ValueError("a name that is none")
        module = _PYTHON_2.get(module, module)
        try:
            self.push(self._table.names[module, name])
        except KeyError:
            raise Refused(f"wants to run {module}.{name}") from None

    def find_lines(self) -> None:
        module = self.line().decode()
        self.find(module, self.line().decode())

    def find_stack(self) -> None:
        name = self.pop()
        self.find(self.pop(), name)

    def reduce(self) -> None:
        self._call(lambda function: function.reduce)

    def new_object(self) -> None:
        self._call(lambda function: function.new)

    def _call(self, way: Callable[[Name], Callable[..., Any] | None]) -> None:
        arguments, function = self.pop(), self.pop()
        if type(function) is not Name or type(arguments) is not tuple:
            raise ValueError("a value is called as if it were a function")
        make = way(function)
        if make is None:
            raise Refused(f"wants to run {function.name}")
        self._budget.spend(_CONTAINER)
        self.push(make(self._budget, *arguments))

    def build(self) -> None:
        state = self.pop()
        self._table.build(self._budget, self._stack[-1], state)

    def persist(self, key: Any) -> None:
        if self._persistent is None:
            raise Refused("wants to use an object that is not in the file (a persistent id)")
        self.push(self._persistent(key))

    def refuse_class(self, how: str) -> None:
        """Ways to make objects that no weight file has used."""
        if how == "INST":
            self.find_lines()
            function = self.pop()
        elif how == "OBJ":
            function = self.since_mark()[0]
        else:
            function = self._stack[-3]
        raise Refused(f"wants to run {name_of(function)} by {how}")

    def refuse_extension(self, size: int) -> None:
        raise Refused(f"wants to run the extension with the code {self.number(size)}")

    def refuse_buffer(self) -> None:
        raise Refused("wants to use memory that is not in the file (NEXT_BUFFER)")

    def protocol(self) -> None:
        if self.number(1) > _PROTOCOL:
            raise ValueError("a pickle of a later protocol")


_OPCODES: dict[bytes, Callable[[Machine], Any]] = {
    b"(": Machine.mark,
    b"0": Machine.discard,
    b"1": Machine.since_mark,
    b"2": lambda m: m.push(m._stack[-1]),
    b"F": lambda m: m.push(float(m.line(_DIGITS))),
    b"I": Machine.integer,
    b"L": Machine.integer,
    b"J": lambda m: m.push(m.signed(4)),
    b"K": lambda m: m.push(m.byte()),
    b"M": lambda m: m.push(m.number(2)),
    b"N": lambda m: m.push(None),
    b"P": lambda m: m.persist(m.line().decode()),
    b"Q": lambda m: m.persist(m.pop()),
    b"R": Machine.reduce,
    b"S": Machine.quoted,
    b"T": lambda m: m.string(4),
    b"U": lambda m: m.string(1),
    b"V": lambda m: m.push(m.line().decode("raw-unicode-escape")),
    b"X": lambda m: m.text(4),
    b"a": lambda m: m.append([m.pop()]),
    b"b": Machine.build,
    b"c": Machine.find_lines,
    b"d": Machine.marked_dict,
    b"}": lambda m: m.empty(dict),
    b"e": lambda m: m.append(m.since_mark()),
    b"g": lambda m: m.get(int(m.line(_DIGITS))),
    b"h": lambda m: m.get(m.byte()),
    b"i": lambda m: m.refuse_class("INST"),
    b"j": lambda m: m.get(m.number(4)),
    b"l": lambda m: m.marked(list),
    b"]": lambda m: m.empty(list),
    b"o": lambda m: m.refuse_class("OBJ"),
    b"p": lambda m: m.put(int(m.line(_DIGITS))),
    b"q": lambda m: m.put(m.byte()),
    b"r": lambda m: m.put(m.number(4)),
    b"s": Machine.pair,
    b"t": lambda m: m.marked(tuple),
    b")": lambda m: m.push(()),
    b"u": lambda m: m.set_items(m.since_mark()),
    b"G": lambda m: m.push(struct.unpack(">d", m.take(8))[0]),
    b"\x80": Machine.protocol,
    b"\x81": Machine.new_object,
    b"\x82": lambda m: m.refuse_extension(1),
    b"\x83": lambda m: m.refuse_extension(2),
    b"\x84": lambda m: m.refuse_extension(4),
    b"\x85": lambda m: m.group(1),
    b"\x86": lambda m: m.group(2),
    b"\x87": lambda m: m.group(3),
    b"\x88": lambda m: m.push(True),
    b"\x89": lambda m: m.push(False),
    b"\x8a": lambda m: m.long(1),
    b"\x8b": lambda m: m.long(4),
    b"B": lambda m: m.raw(4),
    b"C": lambda m: m.raw(1),
    b"\x8c": lambda m: m.text(1),
    b"\x8d": lambda m: m.text(8),
    b"\x8e": lambda m: m.raw(8),
    b"\x8f": lambda m: m.empty(set),
    b"\x90": lambda m: m.add_items(m.since_mark()),
    b"\x91": Machine.frozen_set,
    b"\x92": lambda m: m.refuse_class("NEWOBJ_EX"),
    b"\x93": Machine.find_stack,
    b"\x94": lambda m: m.put(len(m._memo)),
    # A frame tells a length that only matters to readers who fetch ahead.
    b"\x95": lambda m: m.take(8),
    b"\x96": lambda m: m.raw(8),
    b"\x97": Machine.refuse_buffer,
    b"\x98": Machine.refuse_buffer,
}
