"""What a model is tried on when nobody has given it anything: inputs for `Family.sample`."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from ganstudio import paths
from ganstudio.document.image import LabelData
from ganstudio.document.palettes import load_palette, palette_ids
from ganstudio.document.remap import remap

SampleInput = Literal["photo", "drawing"]


@cache
def _pixels(file: str) -> Tensor:
    with Image.open(paths.resources_dir() / "samples" / file) as picture:
        return torch.from_numpy(np.array(picture))


def sample_picture(kind: SampleInput, size: tuple[int, int], channels: int = 3) -> Tensor:
    """A photo or a line drawing, float (1, channels, *size) in [-1, 1]; one channel is its brightness."""
    pixels = _pixels("photo.webp" if kind == "photo" else "drawing.png").float().div(127.5).sub(1)
    planes = pixels.permute(2, 0, 1) if pixels.dim() == 3 else pixels.expand(3, -1, -1)
    picture = F.interpolate(planes[None], size=size, mode="bilinear", antialias=True, align_corners=False)
    if channels == 3:
        return picture
    return picture.mean(dim=1, keepdim=True).expand(-1, channels, -1, -1).contiguous()


def sample_labels(size: tuple[int, int], classes: int) -> Tensor:
    """A label map (1, 1, *size) of the landscape's regions, as integers below `classes`."""
    planes = _pixels("labels.png").to(torch.float32)[None, None]
    return F.interpolate(planes, size=size, mode="nearest").long() % classes


def sample_scene(size: tuple[int, int], classes: int) -> Tensor:
    """`sample_labels` as a model of so many classes means them, where its palette is known."""
    labels = sample_labels(size, len(load_palette("landscape").classes))
    palette = next((each for each in palette_ids() if len(load_palette(each).classes) == classes), None)
    if palette is None:
        return labels % classes
    scene = LabelData(labels[0, 0].to(torch.uint8).numpy(), "landscape")
    return torch.from_numpy(remap(scene, palette).indices.copy())[None, None].long()


def show_labels(labels: Tensor, classes: int) -> Tensor:
    """Labels (1, 1, H, W) in the colours (1, 3, H, W) in [-1, 1] of the palette with so many classes.

    Without such a palette they are shades of grey; what is no class is white.
    """
    palette = next((each for each in map(load_palette, palette_ids()) if len(each.classes) == classes), None)
    grey = torch.linspace(-1, 1, classes).view(-1, 1).expand(-1, 3)
    table = grey if palette is None else torch.tensor([one.colour for one in palette.classes]) / 127.5 - 1
    table = torch.cat((table, table.new_ones(1, 3)))
    return table[labels[:, 0].long().clamp(max=classes)].permute(0, 3, 1, 2)


def side_by_side(*pictures: Tensor) -> Tensor:
    """Pictures (1, 1 or 3, h, w) in [-1, 1] as one (3, H, W), each as high as the last, left to right."""
    height = pictures[-1].shape[-2]
    scaled = [
        picture
        if picture.shape[-2] == height
        else F.interpolate(picture, scale_factor=height / picture.shape[-2], mode="nearest")
        for picture in pictures
    ]
    return torch.cat([picture[:, :3].expand(-1, 3, -1, -1) for picture in scaled], dim=3)[0].clamp(-1, 1)


def sheet(images: Tensor, columns: int) -> Tensor:
    """Images (N, 1 or 3, H, W) in [-1, 1] as a contact sheet (3, rows * H, columns * W)."""
    images = images.clamp(-1, 1).expand(-1, 3, -1, -1)
    missing = -len(images) % columns
    images = torch.cat((images, images.new_full((missing, *images.shape[1:]), -1.0)))
    rows = images.unflatten(0, (-1, columns)).permute(2, 0, 3, 1, 4)
    joined: Tensor = rows.reshape(3, -1, columns * images.shape[-1])
    return joined
