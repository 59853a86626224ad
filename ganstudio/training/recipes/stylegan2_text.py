"""StyleGAN2 that is told what to draw: pictures with sentences become a generator of pictures from sentences.

Conditioned on CLIP's features of a sentence, in the mapping network and by projection in the discriminator,
as in LAFITE (Zhou et al., CVPR 2022, arXiv:2111.13792) and StyleGAN-T (Sauer et al., ICML 2023,
arXiv:2301.09515); with the wrong sentences of GAN-CLS (Reed et al. 2016, arXiv:1605.05396, section 4.2).
Everything else is `stylegan2`, with whose networks it can begin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
from torch import Tensor

from ganstudio.checkpoints.save import save
from ganstudio.clip import Clip
from ganstudio.datasets.base import Batch
from ganstudio.datasets.captions import CaptionBatch, CaptionDataset
from ganstudio.errors import InputError
from ganstudio.params import Advanced, Group, Help, Label, Range
from ganstudio.training.clip_guidance import clip_loss
from ganstudio.training.pictures import sheet
from ganstudio.training.recipes.stylegan2 import StyleGan2Params, StyleGan2Recipe
from ganstudio.training.text_features import TextEncoder, text_encoder, with_text_features, words_read
from ganstudio.training.wrong_pairs import differing, mean_where, other_places

_SAMPLES = 16


class TextStyleGan2Params(StyleGan2Params):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    matching: Annotated[
        float,
        Label("Wrong sentences"),
        Range(0, 100),
        Help(
            "Weight of pictures with a wrong sentence; GAN-CLS: half of what generated ones weigh; ours: 0.5"
        ),
    ] = 0.5
    clip_loss: Annotated[
        float,
        Label("CLIP loss"),
        Range(0, 100),
        Help("Weight of CLIP finding each picture's sentence in the batch, as in LAFITE; ours: 0"),
    ] = 0.0
    clip_model: Annotated[
        str,
        Label("CLIP model"),
        Help("open_clip's name of the text encoder; LAFITE: ViT-B/32"),
        Group("Text encoder"),
        Advanced(),
    ] = "ViT-B-32"
    clip_weights: Annotated[
        str,
        Label("CLIP weights"),
        Help("File of its weights, or worlds-clip; without, sentences are told apart by their words; ours"),
        Group("Text encoder"),
        Advanced(),
    ] = ""


@dataclass(frozen=True)
class SentenceBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; text (N, D) of their sentences; other (N, D) of other pictures';
    differs (N,) where that is another sentence indeed."""

    images: Tensor
    text: Tensor
    other: Tensor
    differs: Tensor


class TextStyleGan2Recipe(StyleGan2Recipe):
    """The label of StyleGAN2's conditional networks is a sentence."""

    name = "stylegan2_text"
    accepts = ("captions",)
    kin = ("stylegan2",)
    sentences = True

    def __init__(
        self,
        params: TextStyleGan2Params,
        dataset: CaptionDataset,
        *,
        device: str = "cpu",
        encoder: TextEncoder | None = None,
        **extra: Any,
    ) -> None:
        if dataset.features is None:
            encoder = encoder or text_encoder(params.clip_model, params.clip_weights)
            dataset = with_text_features(dataset, encoder)
        assert dataset.features is not None
        if params.clip_loss and not isinstance(encoder, Clip):
            raise InputError(
                "The CLIP loss needs a CLIP model.", hint="Name one with --set clip_weights=NAME."
            )
        self._condition_width = int(dataset.features[0].shape[-1])
        super().__init__(params, dataset, device=device, **extra)
        self.params: TextStyleGan2Params = params
        self.captions = dataset
        self.clip = encoder.to(self.device) if params.clip_loss and isinstance(encoder, Clip) else None
        self.encoder_name = encoder.name if encoder is not None else "brought by the data"
        self.encoder_sha256 = encoder.sha256 if encoder is not None else ""

    @property
    def condition_width(self) -> int:
        return self._condition_width

    def fitted(self, name: str, tensors: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """Of networks without sentences: the sentence enters the mapping as a second latent that nothing was
        learned of, which leaves pictures as good as they were; what is judged by sentence begins anew."""
        own, kept = self.modules[name].state_dict(), dict(tensors)
        if "mapping.embed.weight" in kept:
            return kept
        if name == "generator":
            latent = kept["mapping.fc0.weight"]
            kept["mapping.fc0.weight"] = torch.cat(
                [latent, own["mapping.fc0.weight"][:, latent.shape[1] :]], dim=1
            )
        else:
            kept |= {key: own[key] for key in ("b4.out.weight", "b4.out.bias")}
        return kept

    def batch(self, indices: Any) -> SentenceBatch:
        """Each picture with its sentence and one of another picture."""
        own: CaptionBatch = super().batch(indices)
        places = other_places(indices, len(self.captions), self.random)
        other: CaptionBatch = self.captions.batch(places, self.params.size, self.random)
        assert own.features is not None and other.features is not None
        return SentenceBatch(own.images, own.features, other.features, differing(own, other))

    def _labels(self, batch: Any) -> Tensor | None:
        found: Tensor = batch.text
        return found

    def _more_to_draw(self, batch: Any, fake: Tensor) -> dict[str, Tensor]:
        if self.clip is None:
            return {}
        return {"clip": self.params.clip_loss * clip_loss(self.clip, fake, batch.text)}

    def _more_to_judge(self, batch: Any, looks: Sequence[Tensor], on_real: Tensor) -> dict[str, Tensor]:
        if not self.params.matching:
            return {}
        wrong = []
        for look in looks:
            scores = self.discriminator.judge(look, batch.other).float()
            wrong.append(
                mean_where(lambda each: self.objective.on_fake(each, on_real), scores, batch.differs)
            )
        return {"d_wrong": self.params.matching * torch.stack(wrong).sum()}

    @torch.no_grad()
    def sample(self, averages: Mapping[str, torch.nn.Module]) -> Tensor:
        """Rows of real pictures and of what their sentences give."""
        places = torch.linspace(0, len(self.captions) - 1, _SAMPLES).long().numpy()
        batch: CaptionBatch = self.captions.batch(places, self.params.size).to(self.device)
        random = torch.Generator().manual_seed(0)
        z = torch.randn(_SAMPLES, self.generator.config.z_dim, generator=random).to(self.device)
        return sheet([batch.images, averages["generator"](z, batch.features)])

    def export(
        self, folder: Path, averages: Mapping[str, torch.nn.Module], record: Mapping[str, Any]
    ) -> None:
        card = {
            "title": "StyleGAN2 with sentences",
            "summary": "Draws pictures from a sentence.",
            "text_features": self.encoder_name,
            "text_features_sha256": self.encoder_sha256,
            **words_read(self.dataset, record),
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["generator"], self.generator.config, folder / "model.safetensors", card=card, fp16=True)
