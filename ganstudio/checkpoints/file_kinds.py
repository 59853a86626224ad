"""What a file without weights is, by its first bytes or the names inside, for a sentence to a person."""

from __future__ import annotations

import re
from collections.abc import Collection

# The first bytes of a file and what it is, after the words "no weight file but".
_MAGIC = (
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file (Keras): export its weights as safetensors first"),
    (b"version https://git-lfs", "a Git LFS pointer, which stands for a file that was not downloaded"),
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"GGUF", "a GGUF file, which holds language models"),
    (b"\x04\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00\x00V 1", "a file of Torch for Lua (.t7)"),
    (b"model_checkpoint_path", "the list of a TensorFlow checkpoint's files"),
)
_WEIGHTS = (".pth", ".pt", ".ckpt", ".pkl", ".safetensors")
_HTML = re.compile(rb"\s*<(!doctype html|html|head|body|\?xml|error)", re.IGNORECASE)
_JSON = re.compile(rb'\s*[{\[]\s*["{\[]')
_LEVELDB_END = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"


def kind_of_file(head: bytes, tail: bytes = b"") -> str:
    """What a file is by its first bytes (300 or more) and its last eight; "" if that is not known."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "a web page: the download went wrong"
    if head[4:8] == b"TFL3":
        return "a TensorFlow Lite model, which is a program"
    if tail == _LEVELDB_END:
        return "the index of a TensorFlow checkpoint"
    if head[257:262] == b"ustar":
        return "a tar archive: unpack it first"
    return _protobuf(head) or ("a JSON text" if _JSON.match(head) else "")


def _protobuf(head: bytes) -> str:
    """ONNX and TensorFlow files are messages that begin with a small version and a text or a message."""
    if head[:1] == b"\x08" and head[1:2] < b"\x20" and head[2:3] == b"\x12":
        maker = head[4 : 4 + head[3]] if len(head) > 3 else b""
        if maker.isascii() and maker.decode("ascii").isprintable() and maker:
            return "an ONNX model, which is a program: look for the PyTorch weights it was made from"
        return "a TensorFlow SavedModel, which is a program"
    if head[:1] == b"\x0a" and b"\x12" in head[:100] and re.search(rb"\x12.?(Placeholder|Const)", head):
        return "a frozen TensorFlow graph, which is a program"
    return ""


def kind_of_zip(names: Collection[str]) -> str:
    """What a zip archive without an object of torch is, by the names of its members."""
    last = {name.rpartition("/")[2] for name in names}
    if any("/.data/extern_modules" in f"/{name}" for name in names):
        return "a package of torch.package, which is a program: save the state dict instead"
    if "constants.pkl" in last or "model.json" in last or any("/code/" in f"/{name}" for name in names):
        return "a TorchScript archive, which is a program: save the state dict instead"
    if "saved_model.pb" in last:
        return "a zipped TensorFlow SavedModel, which is a program"
    if "model.weights.h5" in last:
        return "a Keras model: export its weights as safetensors first"
    inside = next((name for name in names if name.endswith(_WEIGHTS) and name.isprintable()), "")
    return f"a zip archive{f' that holds {inside[-80:]}' if inside else ''}: unpack it first"
