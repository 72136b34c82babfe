"""Fotos que mudaram neste lote: marcadas para buscar."""

from urllib.parse import urlsplit

from core.apply.batch import Batch
from core.models import Picture
from core.models.bulk import insert_rows, save_changed


def picture_of(url: str | None) -> str | None:
    """O que identifica a foto num endereço: o resto é assinatura, que muda a cada poucos dias."""
    try:
        return urlsplit(url).path if url else None
    except ValueError:
        return url


def ask_pictures(batch: Batch) -> None:
    """Marca para buscar as fotos que mudaram neste lote."""
    if not batch.pictures:
        return
    known = {p.address: p for p in Picture.objects.filter(instance=batch.instance, address__in=batch.pictures)}
    fresh, again = [], []
    for address, url in sorted(batch.pictures.items()):
        picture = known.get(address)
        if picture is None:
            picture = Picture(cliente_id=batch.instance.cliente_id, instance=batch.instance, address=address)
            picture.url, picture.next_try_at = url, batch.now
            fresh.append(picture)
        elif picture_of(picture.url) != picture_of(url) or picture.storage_name is None:
            picture.url, picture.next_try_at, picture.failures = url, batch.now, 0
            picture.fetched_at = None
            again.append(picture)
    insert_rows(Picture, fresh)
    save_changed(Picture, again, ["url", "next_try_at", "failures", "fetched_at"])
