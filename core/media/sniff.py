"""O tipo de um arquivo pelos seus primeiros bytes; o que quem enviou declara não vale."""

HEAD_BYTES = 64  # toda assinatura que se conhece cabe aqui

# O que o navegador abre; o resto vai como anexo.
INLINE_TYPES = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "video/mp4",
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
}


def sniff(head: bytes) -> str:
    """O tipo; fora da lista: application/octet-stream."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"WAVE"}:
        return "image/webp" if head[8:12] == b"WEBP" else "audio/wav"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith(b"#!AMR"):
        return "audio/amr"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return "application/octet-stream"


def _of_brand(brand: bytes) -> str:
    if brand[:3] == b"M4A":
        return "audio/mp4"
    if brand == b"qt  ":
        return "video/quicktime"
    if brand in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}:
        return "image/heic"
    return "image/avif" if brand in {b"avif", b"avis"} else "video/mp4"
