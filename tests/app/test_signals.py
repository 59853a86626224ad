"""PySide6 6.12 on Python 3.11 loses a reference to True with every emit, and aborts after some hundred."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Sender(QObject):
    switched = Signal(bool)


class Counter:
    count = 0

    def take(self, on: bool) -> None:
        self.count += on


def test_emitting_true_keeps_its_references(qapp: object) -> None:
    sender, counter = Sender(), Counter()
    sender.switched.connect(counter.take)
    before = sys.getrefcount(True)
    for _ in range(1000):
        sender.switched.emit(True)
    assert counter.count == 1000
    # Others may take or leave a few meanwhile; a leak would be a thousand.
    assert abs(sys.getrefcount(True) - before) < 50
