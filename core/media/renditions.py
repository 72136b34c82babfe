"""Outras versões de um arquivo guardado, feitas quando se pedem e guardadas ao lado dele.

`aac`: o Safari não toca Ogg/Opus, que é como o WhatsApp manda a voz."""

from core.media import ffmpeg, stored_file
from core.media.turns import bench
from core.models import MediaStatus, MessageMedia

AAC_TYPE = "audio/mp4"
SUFFIX = ".m4a"


def renditions_of(media: MessageMedia) -> list[str]:
    """As versões que se podem pedir."""
    return ["aac"] if media.status == MediaStatus.READY and media.served_type == "audio/ogg" else []


def aac_of(media: MessageMedia) -> str:
    """O nome guardado da versão AAC; a primeira vez a faz. Levanta `BrokenMedia`, `BenchFull`, FileNotFoundError."""
    source = media.storage_name or ""
    name = source + SUFFIX
    if stored_file.exists(name):
        return name
    with bench(), stored_file.on_disk(source) as path, stored_file.workshop() as folder:
        ffmpeg.to_aac(path, media.served_type or "", folder / "aac")
        stored_file.put(name, folder / "aac")
    if not stored_file.exists(source):  # apagado entretanto: quem o apagou pode não ter visto esta versão
        stored_file.delete(name)
        raise FileNotFoundError(source)
    return name


def delete_with_renditions(name: str) -> None:
    """Apaga um arquivo e, depois dele, o que dele se fez."""
    stored_file.delete(name)
    stored_file.delete(name + SUFFIX)
