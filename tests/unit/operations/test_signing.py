from __future__ import annotations

import datetime
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from ganstudio.engine.device import Compute
from ganstudio.errors import InputError, SaveError
from ganstudio.operations.chain import single
from ganstudio.operations.recording import Recording
from ganstudio.operations.run import Result, read_record, save_result
from ganstudio.operations.signing import Signature
from tests.support.operations import PAINT, FakeModels, label_map

HERE = importlib.util.find_spec("c2pa") is not None
needs_c2pa = pytest.mark.skipif(not HERE, reason="needs ganstudio[c2pa]")


@pytest.fixture
def result() -> Result:
    chain = single(PAINT, PAINT.build({}))
    return chain.run({"label_map": label_map(1, 2)}, compute=Compute(), models=FakeModels())


@pytest.fixture
def signature(tmp_path: Path) -> Signature:
    """A certificate for signing, issued by an authority that was made for this test."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    now = datetime.datetime.now(datetime.UTC)

    def name(words: str) -> Any:
        organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests")
        return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, words)])

    def begun(subject: str, issuer: str, public: Any) -> Any:
        builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
        builder = builder.public_key(public).serial_number(x509.random_serial_number())
        day = datetime.timedelta(days=1)
        return builder.not_valid_before(now - day).not_valid_after(now + day)

    def usage(**on: bool) -> Any:
        names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
        names += ("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
        return x509.KeyUsage(**{item: on.get(item, False) for item in names})

    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = (
        begun("Authority", "Authority", root.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage(key_cert_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root.public_key()), critical=False)
        .sign(root, hashes.SHA256())
    )
    signer = (
        begun("Signer", "Authority", leaf.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
        .sign(root, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.write_bytes(signer.public_bytes(form) + authority.public_bytes(form))
    plain = serialization.NoEncryption()
    key.write_bytes(leaf.private_bytes(form, serialization.PrivateFormat.PKCS8, plain))
    return Signature(certificate, key)


@needs_c2pa
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
def test_a_signed_file_tells_who_made_it_and_still_how(
    result: Result, signature: Signature, tmp_path: Path, suffix: str
) -> None:
    import c2pa

    signature.check(suffix)
    path = tmp_path / f"out{suffix}"
    save_result(result, path, recording=Recording(signature=signature))
    assert read_record(path) == result.provenance
    with c2pa.Reader(path) as reader:
        told = json.loads(reader.json())
    manifest = told["manifests"][told["active_manifest"]]
    assert manifest["claim_generator_info"][0]["name"] == "GAN Studio"
    assert "trainedAlgorithmicMedia" in json.dumps(manifest["assertions"])
    problems = {item["code"] for item in told.get("validation_status", [])}
    assert problems <= {"signingCredential.untrusted"}, "nobody trusts the authority of this test"


@needs_c2pa
def test_a_signed_file_that_was_changed_is_found_out(
    result: Result, signature: Signature, tmp_path: Path
) -> None:
    import c2pa

    path = tmp_path / "out.png"
    save_result(result, path, recording=Recording(signature=signature))
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"seed": 0', b'"seed": 1'))
    with c2pa.Reader(path) as reader:
        codes = {item["code"] for item in json.loads(reader.json())["validation_status"]}
    assert "assertion.dataHash.mismatch" in codes


@needs_c2pa
def test_a_key_of_another_certificate_is_refused_before_the_work(
    signature: Signature, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519

    other = tmp_path / "other.pem"
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key = ed25519.Ed25519PrivateKey.generate()
    other.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    with pytest.raises(InputError, match="is not the key of"):
        Signature(signature.certificate, other).check(".png")
    with pytest.raises(InputError, match="is no PEM file"):
        Signature(signature.certificate, Path(__file__)).check(".png")


@pytest.mark.skipif(HERE, reason="the library is here")
def test_without_the_library_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"ganstudio\[c2pa\]"):
        Signature(tmp_path / "cert.pem", tmp_path / "key.pem").check(".png")


def test_what_cannot_be_signed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"“\.bmp” cannot be signed"):
        Signature(tmp_path / "cert.pem", tmp_path / "key.pem").check(".bmp")
