"""Um envio de cada tipo do contrato, para conferir o gateway. Os arquivos (`samples/`) vão dentro do pedido: não
dependem de endereço nenhum, e o WhatsApp toca cada um deles."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.gateway.calls import messages
from core.gateway.client import Call

SAMPLES = Path(__file__).parent / "samples"
_WORD = "Conferência"


def one_of_each(phone: str) -> Sequence[Call[Any]]:
    """Na ordem em que chegam ao celular. Áudio e voz são a mesma chamada: o formato os distingue."""
    button = [{"type": "REPLAY", "buttonText": "Conferir"}]
    row = {"title": "Item", "description": "", "rowId": "1"}
    picture, video = _sample("foto.png", "image/png"), _sample("video.mp4", "video/mp4")
    return [
        messages.send_text(phone, "Conferência do gateway."),
        messages.send_image(phone, picture, caption=_WORD),
        messages.send_video(phone, video, caption=_WORD),
        messages.send_gif(phone, video, caption=_WORD),
        messages.send_video_note(phone, video),
        messages.send_audio(phone, _sample("audio.mp3", "audio/mpeg")),
        messages.send_audio(phone, _sample("voz.ogg", "audio/ogg")),
        messages.send_sticker(phone, _sample("figurinha.webp", "image/webp")),
        messages.send_document(phone, picture, extension="png", file_name="conferencia.png"),
        messages.send_location(phone, latitude=-23.55, longitude=-46.63, name=_WORD),
        messages.send_contact(phone, name=_WORD, contact_phone=phone),
        messages.send_contacts(phone, [("Um", phone), ("Dois", phone)]),
        messages.send_link(phone, _WORD, url="https://exemplo.com.br", title=_WORD),
        messages.send_poll(phone, _WORD, ["Sim", "Não"], max_options=1),
        messages.send_list(
            phone, title=_WORD, description="Lista", button_text="Ver", sections=[{"title": "Seção", "rows": [row]}]
        ),
        messages.send_button_actions(phone, _WORD, button),
        messages.send_otp(phone, _WORD, button_text="Copiar", code="000000"),
        messages.send_pix(phone, merchant_name=_WORD, pix_key="conferencia@exemplo.com.br", key_type="EMAIL"),
        messages.send_carousel(phone, _WORD, [{"text": "Um", "image": picture, "buttonActions": button}]),
    ]


def _sample(name: str, mimetype: str) -> str:
    content = base64.b64encode((SAMPLES / name).read_bytes()).decode("ascii")
    return f"data:{mimetype};base64,{content}"
