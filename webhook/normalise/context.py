"""O que o `contextInfo` diz em volta do conteúdo: de quem é a citada, de onde a conversa veio."""

from dataclasses import dataclass

from core.facts import LinkPreview, Source
from webhook.normalise import values
from webhook.normalise.values import Node, flag, identifier, lower, name, text
from webhook.normalise.words import fold

# O `type` de um `placeholderMessage` -> por que só o celular a mostra.
MASKED = {"masklinkeddevices": "masked", "0": "masked"}
# `entryPointConversionSource` -> de onde veio; o que não está aqui não o diz.
_ENTRIES = {
    "status": "story",
    "statusreply": "story",
    "ctwaad": "ad",
    "clicktochatlink": "link",
    "deeplink": "link",
    "customdeeplink": "link",
    "qrcode": "link",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Em que conversa, e quem somos nós nela."""

    chat: str
    from_me: bool
    us: tuple[str, ...]

    def is_ours(self, participant: str | None, *, is_story: bool) -> bool | None:
        """Se a citada é nossa; None se o corpo não diz. Sem autor, o story que se responde é o do outro lado."""
        if participant is not None:
            return participant in self.us if any(self.us) else None
        return not self.from_me if is_story else None


def is_story(remote: str) -> bool:
    """Se o endereço é o dos stories."""
    return remote == "status"


def read_source(context: Node) -> tuple[Source | None, LinkPreview | None]:
    """De onde a conversa veio; um cartão que não é anúncio é só a prévia de um link."""
    card = lower(context.get("externaladreply"))
    entry = _ENTRIES.get(fold(context.get("entrypointconversionsource")))
    url = values.url(card.get("sourceurl")) or values.url(card.get("mediaurl")) or values.url(card.get("ctaurl"))
    title, known = name(card.get("title")), identifier(card.get("sourceid") or card.get("adid"))
    is_ad = (
        fold(card.get("sourcetype")) in ("ad", "ads")
        or known is not None
        or any(text(node.get("ctwaclid")) for node in (card, context))
        or flag(card.get("showadattribution")) is True
        or entry == "ad"
        or (bool(card) and fold(context.get("conversionsource")) in ("fbads", "igads", "ads", "ad"))
    )
    if is_ad:
        return Source("ad", title, url, known), None
    link = LinkPreview(url, title, text(card.get("body"), 1_024)) if card and url and title else None
    return (Source(entry, title, url) if entry else None), link
