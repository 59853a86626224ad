"""Content Credentials (C2PA, https://c2pa.org): who made a file, signed, by c2pa-python.

The extra `ganstudio[c2pa]` installs it. The person brings the certificate; whether others trust it is for
those who issued it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from ganstudio import __version__
from ganstudio.document.xmp import digital_source
from ganstudio.errors import InputError, SaveError

SIGNABLE = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
}
"""Suffixes of what can be signed."""

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Signature:
    """A certificate chain and its private key, both PEM files."""

    certificate: Path
    key: Path

    def check(self, suffix: str) -> None:
        """Refuse at once what `sign` would refuse when the work is done.

        SaveError when the library is missing or files of that suffix cannot be signed; InputError when
        certificate or key cannot be read or do not belong together.
        """
        if suffix.lower() not in SIGNABLE:
            kinds = ", ".join(SIGNABLE)
            raise SaveError(f"Files of the kind “{suffix}” cannot be signed.", hint=f"There are {kinds}.")
        self._signer(need()).close()

    def sign(self, source: Path, target: IO[bytes], text: Mapping[str, str]) -> None:
        """Write the file at `source` with its credentials to `target`, which can be read and sought in.

        `text` are the named texts that the file carries: they tell whether it was drawn or changed.
        """
        c2pa = need()
        form = SIGNABLE[source.suffix.lower()]
        try:
            with (
                source.open("rb") as file,
                self._signer(c2pa) as signer,
                c2pa.Builder(json.dumps(_manifest(source.name, form, text))) as builder,
            ):
                builder.sign(signer, form, file, target)
        except c2pa.C2paError as error:
            raise SaveError(f"{source.name} could not be signed.", detail=str(error)) from error

    def _signer(self, c2pa: Any) -> Any:
        chain, key = _read(self.certificate), _read(self.key)
        try:
            info = c2pa.C2paSignerInfo(self._algorithm(chain, key), chain, key, None)
            return c2pa.Signer.from_info(info)
        except c2pa.C2paError as error:
            raise InputError(
                f"{self.certificate.name} is no certificate for signing with Content Credentials.",
                detail=str(error),
            ) from error

    def _algorithm(self, chain: bytes, key: bytes) -> str:
        """What C2PA calls the signatures of the key, which must be that of the first certificate."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
        from cryptography.x509 import load_pem_x509_certificate

        try:
            found = load_pem_private_key(key, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            hint = "A key with a password must be stored without it first."
            raise InputError(f"{self.key.name} holds no private key that can be used.", hint=hint) from error
        try:
            certified = load_pem_x509_certificate(chain).public_key()
        except ValueError as error:
            raise InputError(f"{self.certificate.name} holds no certificate.") from error
        if found.public_key() != certified:
            raise InputError(f"{self.key.name} is not the key of {self.certificate.name}.")
        if isinstance(found, ec.EllipticCurvePrivateKey) and found.curve.name in _CURVES:
            return _CURVES[found.curve.name]
        if isinstance(found, ed25519.Ed25519PrivateKey):
            return "ed25519"
        if isinstance(found, rsa.RSAPrivateKey):
            return "ps256"
        raise InputError(f"{self.key.name} is a key of a kind that Content Credentials do not know.")


def need() -> Any:
    """The library; SaveError says how to come by it."""
    if find_spec("c2pa") is None:
        raise SaveError(
            "Signing needs the package c2pa-python, which is not installed.",
            hint="Install it with: pip install 'ganstudio[c2pa]'.",
        )
    import c2pa

    return c2pa


def _manifest(title: str, form: str, text: Mapping[str, str]) -> dict[str, Any]:
    action = {"action": "c2pa.created", "digitalSourceType": digital_source(text)}
    return {
        "claim_generator_info": [{"name": "GAN Studio", "version": __version__}],
        "title": title,
        "format": form,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }


def _read(path: Path) -> bytes:
    try:
        found = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read: {reason}.") from error
    if b"-----BEGIN" not in found:
        raise InputError(f"{path.name} is no PEM file.")
    return found
