"""Attention of GigaGAN: among places, from places to words, among words; and the text encoder.

Kang et al. 2023, arXiv:2303.05511, in the form and with the tensor names of lucidrains/gigagan-pytorch. The
attention by distance is that of Kim, Papamakarios and Mnih 2021, arXiv:2006.04710.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class RmsNorm(nn.Module):
    """Scales vectors to the length that ones would have, then each component by `gamma`."""

    def __init__(self, dim: int, *, maps: bool = False) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(dim, 1, 1) if maps else torch.ones(dim))
        self.axis, self.scale = 1 if maps else -1, dim**0.5

    def forward(self, x: Tensor) -> Tensor:
        """(N, dim, h, w) if `maps`, else (..., dim)."""
        return torch.mul(F.normalize(x, dim=self.axis) * self.scale, self.gamma)


def _attend(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None, *, by_distance: bool = False
) -> Tensor:
    """q (N, heads, i, d), k and v (N, heads, j, d), mask (N, j) true where to look -> (N, heads, i, d)."""
    similarity = q @ k.transpose(-1, -2)
    if by_distance:
        lengths = q.square().sum(-1)[..., None] + k.square().sum(-1)[..., None, :]
        similarity = 2 * similarity - lengths
    similarity = similarity * q.shape[-1] ** -0.5
    if mask is not None:
        # Not minus infinity: who may look nowhere looks everywhere alike.
        similarity = similarity.masked_fill(~mask[:, None, None, :], -torch.finfo(similarity.dtype).max)
    return torch.matmul(similarity.softmax(dim=-1), v)


def _heads_of_map(x: Tensor, heads: int) -> Tensor:
    return torch.unflatten(x.flatten(2), 1, (heads, -1)).transpose(2, 3)


def _map_of_heads(x: Tensor, size: torch.Size) -> Tensor:
    return torch.unflatten(x.transpose(2, 3).flatten(1, 2), 2, size)


def _heads_of_words(x: Tensor, heads: int) -> Tensor:
    return torch.unflatten(x, 2, (heads, -1)).transpose(1, 2)


def _with_null(null: Tensor, x: Tensor) -> Tensor:
    """A learned key or value (heads, d) before those of x (N, heads, j, d): attend to nothing."""
    return torch.cat([null[None, :, None].expand(len(x), -1, -1, -1), x], dim=2)


class SelfAttention(nn.Module):
    """Among the places of a feature map, by dot product or, with keys that are the queries, by distance."""

    def __init__(self, dim: int, heads: int, dim_head: int, *, dot_product: bool) -> None:
        super().__init__()
        self.heads, self.dot_product = heads, dot_product
        self.norm = RmsNorm(dim, maps=True)
        self.to_q = nn.Conv2d(dim, heads * dim_head, 1, bias=False)
        if dot_product:
            self.to_k = nn.Conv2d(dim, heads * dim_head, 1, bias=False)
        self.to_v = nn.Conv2d(dim, heads * dim_head, 1, bias=False)
        self.null_kv = nn.Parameter(torch.randn(2, heads, dim_head))
        self.to_out = nn.Conv2d(heads * dim_head, dim, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, dim, h, w) -> the same shape."""
        x = self.norm(x)
        q = _heads_of_map(self.to_q(x), self.heads)
        k = _heads_of_map(self.to_k(x), self.heads) if self.dot_product else q
        v = _heads_of_map(self.to_v(x), self.heads)
        k, v = _with_null(self.null_kv[0], k), _with_null(self.null_kv[1], v)
        seen: Tensor = self.to_out(
            _map_of_heads(_attend(q, k, v, by_distance=not self.dot_product), x.shape[-2:])
        )
        return seen


class CrossAttention(nn.Module):
    """From the places of a feature map to the words of a text."""

    def __init__(self, dim: int, text_dim: int, heads: int, dim_head: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = RmsNorm(dim, maps=True)
        self.norm_context = RmsNorm(text_dim)
        self.to_q = nn.Conv2d(dim, heads * dim_head, 1, bias=False)
        self.to_kv = nn.Linear(text_dim, 2 * heads * dim_head, bias=False)
        self.to_out = nn.Conv2d(heads * dim_head, dim, 1, bias=False)

    def forward(self, x: Tensor, words: Tensor, mask: Tensor) -> Tensor:
        """x (N, dim, h, w), words (N, T, text_dim), mask (N, T) -> the shape of x."""
        k, v = self.to_kv(self.norm_context(words)).chunk(2, dim=2)
        k, v = _heads_of_words(k, self.heads), _heads_of_words(v, self.heads)
        q = _heads_of_map(self.to_q(self.norm(x)), self.heads)
        seen: Tensor = self.to_out(_map_of_heads(_attend(q, k, v, mask), x.shape[-2:]))
        return seen


class TextAttention(nn.Module):
    """Among the words of a text."""

    def __init__(self, dim: int, heads: int, dim_head: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = RmsNorm(dim)
        self.to_qkv = nn.Linear(dim, 3 * heads * dim_head, bias=False)
        self.null_kv = nn.Parameter(torch.randn(2, heads, dim_head))
        self.to_out = nn.Linear(heads * dim_head, dim, bias=False)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """words (N, T, dim), mask (N, T) -> (N, T, dim)."""
        parts = self.to_qkv(self.norm(words)).chunk(3, dim=2)
        q, k, v = (_heads_of_words(part, self.heads) for part in parts)
        k, v = _with_null(self.null_kv[0], k), _with_null(self.null_kv[1], v)
        seen = _attend(q, k, v, F.pad(mask, (1, 0), value=True))
        out: Tensor = self.to_out(seen.transpose(1, 2).flatten(2))
        return out


def feed_forward(dim: int, factor: int, *, maps: bool = False) -> nn.Sequential:
    """Norm, two layers and a GELU between, on each place or word alone."""
    hidden = factor * dim
    layers: tuple[nn.Module, nn.Module]
    if maps:
        layers = (nn.Conv2d(dim, hidden, 1), nn.Conv2d(hidden, dim, 1))
    else:
        layers = (nn.Linear(dim, hidden), nn.Linear(hidden, dim))
    return nn.Sequential(RmsNorm(dim, maps=maps), layers[0], nn.GELU(), layers[1])


class AttentionBlock(nn.Module):
    """Attention and feed-forward layers on a feature map, each added to what it gets."""

    def __init__(self, dim: int, attention: nn.Module, factor: int) -> None:
        super().__init__()
        self.attn = attention
        self.ff = feed_forward(dim, factor, maps=True)

    def forward(self, x: Tensor, *text: Tensor) -> Tensor:
        """x (N, dim, h, w) and, for cross-attention, words and mask -> the shape of x."""
        x = x + self.attn(x, *text)
        return torch.add(x, self.ff(x))


class Transformer(nn.Module):
    """Blocks of text attention and feed-forward layers, and a norm."""

    def __init__(self, dim: int, depth: int, heads: int, dim_head: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.ModuleList([TextAttention(dim, heads, dim_head), feed_forward(dim, 4)]) for _ in range(depth)
        )
        self.norm = RmsNorm(dim)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """words (N, T, dim), mask (N, T) -> (N, T, dim)."""
        for block in self.layers:
            attention, forward = block.children()
            words = words + attention(words, mask)
            words = words + forward(words)
        normalised: Tensor = self.norm(words)
        return normalised


@dataclass(frozen=True)
class TextConfig:
    """The text encoder; `clip_dim` counts the numbers in which CLIP encodes each token."""

    dim: int
    depth: int
    clip_dim: int = 512
    heads: int = 8
    dim_head: int = 64


@dataclass(frozen=True)
class TextTokens:
    """A text as the generator sees it: summary (N, dim), words (N, T, dim), mask (N, T), false at padding."""

    summary: Tensor
    words: Tensor
    mask: Tensor


class TextEncoder(nn.Module):
    """Layers on top of CLIP's last hidden state, which the authors compute with a frozen ViT-B/32."""

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.learned_global_token = nn.Parameter(torch.randn(config.dim))
        if config.clip_dim != config.dim:
            self.project_in: nn.Module = nn.Linear(config.clip_dim, config.dim)
        else:
            self.project_in = nn.Identity()
        self.transformer = Transformer(config.dim, config.depth, config.heads, config.dim_head)

    def forward(self, encodings: Tensor) -> TextTokens:
        """CLIP's encodings of the tokens (N, T, clip_dim); one that is all zero is padding."""
        mask = (encodings != 0).any(dim=2)
        first = self.learned_global_token.expand(len(encodings), 1, -1)
        words = torch.cat([first, self.project_in(encodings)], dim=1)
        words = self.transformer(words, F.pad(mask, (1, 0), value=True))
        return TextTokens(words[:, 0], words[:, 1:], mask)
