"""Sound as a picture: WAV files as log-mel spectrograms."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.source import Array, Tell
from ganstudio.datasets.tree import DataFile
from ganstudio.errors import InputError

RATE = 16_000
_DECIBELS = 80.0
_WINDOW = 1024


@dataclass(frozen=True)
class SpectrogramColumn:
    """(size, size) log-mel energies of the middle `seconds` of a recording: 0 is 80 dB under the loudest.

    Low tones lie at the bottom, time runs to the right; a shorter recording is followed by silence.
    """

    name: str = "spectrograms"
    seconds: float = 4.0

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype(np.uint8)

    def shape(self, size: int) -> tuple[int, ...]:
        return (size, size)

    def read(self, files: Sequence[DataFile], size: int, tell: Tell) -> Array:
        sound = read_wave(files[0])
        wanted = int(self.seconds * RATE)
        start = max(0, (len(sound) - wanted) // 2)
        sound = np.pad(sound[start : start + wanted], (0, max(0, wanted - len(sound))))
        if np.abs(sound).max() < 1e-4:
            tell("the recording is silent")
        return log_mel(torch.from_numpy(sound), size).numpy()

    def show(self, array: Array) -> Array:
        return np.repeat(array[..., None], 3, axis=2)


def read_wave(file: DataFile) -> np.ndarray:
    """Mono samples in [-1, 1] at `RATE`; InputError for what is no PCM of 8 to 32 bits."""
    try:
        with file.open() as stream, wave.open(stream, "rb") as sound:
            channels, width, rate = sound.getnchannels(), sound.getsampwidth(), sound.getframerate()
            data = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{file.name} is no WAV that can be read.", detail=str(error)) from error
    frames = len(data) // (channels * width) if channels * width else 0
    if not frames or not rate:
        raise InputError(f"{file.name} holds no sound.")
    samples = _samples(data[: frames * channels * width], width).reshape(frames, channels).mean(1)
    return _resampled(samples.astype(np.float32), rate)


def _samples(data: bytes, width: int) -> np.ndarray:
    """Little-endian PCM; 8 bits are unsigned, the rest signed."""
    if width == 1:
        unsigned: np.ndarray = (np.frombuffer(data, np.uint8).astype(np.float64) - 128) / 128
        return unsigned
    if width == 3:
        three = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
        values = (three[:, 0] << 8 | three[:, 1] << 16 | three[:, 2] << 24) >> 8
        wide: np.ndarray = values / float(1 << 23)
        return wide
    signed: np.ndarray = np.frombuffer(data, f"<i{width}") / float(1 << (8 * width - 1))
    return signed


def _resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    """At `RATE`, by cutting or extending the spectrum, which neither folds nor dulls."""
    if rate == RATE:
        return samples
    count = max(1, round(len(samples) * RATE / rate))
    spectrum = np.fft.rfft(samples)
    made = np.zeros(count // 2 + 1, spectrum.dtype)
    kept = min(len(made), len(spectrum))
    made[:kept] = spectrum[:kept]
    scaled: np.ndarray = np.fft.irfft(made, count) * (count / len(samples))
    return scaled.astype(np.float32)


def log_mel(sound: Tensor, size: int) -> Tensor:
    """(size, size) uint8 of samples (T,): mel bands from high to low, frames from left to right."""
    hop = max(1, len(sound) // size)
    window = torch.hann_window(_WINDOW)
    padded = torch.nn.functional.pad(sound, (_WINDOW // 2, _WINDOW // 2))
    power = torch.stft(padded, _WINDOW, hop, window=window, center=False, return_complex=True).abs() ** 2
    energy = torch.from_numpy(mel_matrix(size)) @ power[:, :size]
    energy = torch.nn.functional.pad(energy, (0, size - energy.shape[1]))
    decibels = 10 * torch.log10(energy.clamp(min=1e-10))
    # Noise of the recorder's last bit is not made as loud as music.
    top = decibels.max().clamp(min=-20)
    shares = ((decibels - top) / _DECIBELS + 1).clamp(0, 1)
    return (shares * 255).round().to(torch.uint8).flip(0)


def mel_matrix(bands: int) -> np.ndarray:
    """(bands, 513) float32: triangles evenly spaced in mel = 2595 log10(1 + f / 700), from 0 to 8 kHz.

    Triangles narrower than the lines of the spectrum take a share of the nearest lines.
    """
    lines = np.linspace(0, RATE / 2, _WINDOW // 2 + 1)
    corners = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), bands + 2) / 2595) - 1)
    lower, middle, upper = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    # At least as wide as a line: narrower ones would fall between two and stay empty.
    width = lines[1] - lines[0]
    rising = (lines - lower) / np.maximum(middle - lower, width)
    falling = (upper - lines) / np.maximum(upper - middle, width)
    near = 1 - np.abs(lines - middle) / width
    matrix: np.ndarray = np.maximum(np.minimum(rising, falling), near)
    return matrix.clip(0).astype(np.float32)
