"""Os vetores do contrato, em qualquer corte do fluxo."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gateway.whatsapp_crypto import MediaCorrupted, decrypt, encrypt

VECTORS = json.loads((Path(__file__).parent / "media_fixtures/encrypted_media_vectors.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
@pytest.mark.parametrize("step", [1, 7, 16, 64, 10_000])
def test_vector_decrypts_whatever_the_chunk_size(vector: dict[str, Any], step: int) -> None:
    encrypted = base64.b64decode(vector["encrypted_file_base64"])
    key = base64.b64decode(vector["mediaKey"])
    chunks = [encrypted[start : start + step] for start in range(0, len(encrypted), step)]

    plain = b"".join(decrypt(chunks, key, vector["kind"]))

    assert plain == base64.b64decode(vector["plaintext_base64"])
    assert hashlib.sha256(plain).digest() == base64.b64decode(vector["fileSha256"])
    assert encrypt(plain, key, vector["kind"]) == encrypted


@settings(deadline=None)
@given(plain=st.binary(max_size=300), key=st.binary(min_size=32, max_size=32), step=st.integers(1, 50))
def test_what_is_encrypted_decrypts_to_itself(plain: bytes, key: bytes, step: int) -> None:
    encrypted = encrypt(plain, key, "video")

    assert b"".join(decrypt((encrypted[i : i + step] for i in range(0, len(encrypted), step)), key, "video")) == plain


@settings(deadline=None)
@given(plain=st.binary(max_size=100), position=st.integers(0, 10_000), cut=st.booleans())
def test_a_changed_or_cut_file_is_refused(plain: bytes, position: int, cut: bool) -> None:
    encrypted = bytearray(encrypt(plain, b"k" * 32, "image"))
    position %= len(encrypted)
    damaged = bytes(encrypted[:position]) if cut else bytes(encrypted)
    if not cut:
        damaged = damaged[:position] + bytes([damaged[position] ^ 1]) + damaged[position + 1 :]

    with pytest.raises(MediaCorrupted):
        list(decrypt([damaged], b"k" * 32, "image"))
