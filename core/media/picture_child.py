"""O processo em que as imagens se abrem (`picture_room`): lê um pedido por linha, responde uma linha, e sai quando
engordou, quando ninguém pede ou quando quem o fez se foi."""

import json
import resource
import select
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.conf import settings

MEMORY_BYTES = 1024 * 2**20  # o dobro do que a maior imagem aceita pede, contando o que só se reserva
FAT_KB = 200 * 1024  # daí em diante, sair devolve mais do que ficar poupa
IDLE_S = 60.0


def do(wanted: dict[str, Any]) -> dict[str, Any]:
    """Um pedido."""
    from core.media import images

    path, errand = Path(wanted["path"]), wanted["errand"]
    target = Path(wanted["target"]) if wanted["target"] else None
    try:
        moves = images.is_animated(path)
        image = images.open_image(path)
        size, kind = image.size, ""
        if errand == "previews":
            size = images.measure(path)
        elif errand == "photo" and target is not None:
            kind, size = images.write_clean(image, target), image.size
        elif errand == "sticker" and target is not None and not moves:
            images.write_sticker(image, target)
        small = {"thumbnail": images.thumbnail_of(image), "placeholder": images.placeholder_of(image)}
    except images.BrokenImage as error:
        return {"broken": error.words, "params": error.params}
    return {
        "width": size[0],
        "height": size[1],
        "is_animated": moves,
        "served_type": kind or None,
        **{name: b64encode(made).decode() for name, made in small.items()},
    }


def _main() -> None:
    settings.configure(USE_I18N=False)  # as palavras saem como estão: traduz-se do outro lado
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    while select.select([sys.stdin], [], [], IDLE_S)[0] and (line := sys.stdin.readline()):
        sys.stdout.write(json.dumps(do(json.loads(line))) + "\n")
        sys.stdout.flush()
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > FAT_KB:
            return


if __name__ == "__main__":
    _main()
