"""Conteúdos com nome próprio: pedido, produto, evento, convite, ligação, pagamento."""

from dataclasses import replace

from core.contents import CallLog, Event, GroupInvite, Order, Product
from core.facts import Location, MessageType
from webhook.normalise import values
from webhook.normalise.addresses import group, person
from webhook.normalise.files import Fields, read_file
from webhook.normalise.payments import read_items, read_whatsapp_payment
from webhook.normalise.values import Node, flag, identifier, is_node, lower, money, name, text, whole

_MAX_LINE = 1_024
# Os números do proto e as palavras dele -> as nossas.
_OUTCOMES = {
    "0": "connected", "connected": "connected",
    "1": "missed", "missed": "missed",
    "2": "failed", "failed": "failed",
    "3": "rejected", "rejected": "rejected",
    "4": "elsewhere", "accepted_elsewhere": "elsewhere",
    "5": "ongoing", "ongoing": "ongoing",
    "6": "missed", "silenced_by_dnd": "missed", "7": "missed", "silenced_unknown_caller": "missed",
}  # fmt: skip
_INVITE_LINK = "https://chat.whatsapp.com/"


def read_order(node: Node) -> Fields:
    """Um carrinho mandado do catálogo."""
    order = Order(
        id=identifier(node.get("orderid")),
        title=name(node.get("ordertitle")),
        item_count=whole(node.get("itemcount")),
        items=read_items(node.get("items")),
        amount=money(node.get("totalamount1000"), 1000),
        currency=name(node.get("totalcurrencycode")),
        status=name(node.get("status")),
        seller=person(node.get("sellerjid")) or None,
    )
    return {"text": text(node.get("message")), "typed": order}


def read_product(node: Node) -> Fields:
    """Um produto do catálogo, com a foto e o que se perguntou dele."""
    inner = lower(node.get("product"))
    catalog = lower(node.get("catalog"))
    product = Product(
        id=identifier(inner.get("productid")),
        title=name(inner.get("title")) or name(catalog.get("title")),
        description=text(inner.get("description"), _MAX_LINE) or text(catalog.get("description"), _MAX_LINE),
        amount=money(inner.get("salepriceamount1000") or inner.get("priceamount1000"), 1000),
        currency=name(inner.get("currencycode")),
        url=values.url(inner.get("url")),
        seller=person(node.get("businessownerjid")) or None,
    )
    fields: Fields = {"text": text(node.get("body")), "typed": product}
    picture = inner.get("productimage") or catalog.get("catalogimage")
    if is_node(picture):
        media = read_file(lower(picture))["media"]
        fields["media"] = replace(media, kind=MessageType.IMAGE)
    return fields


def read_location(node: Node) -> Location | None:
    """O ponto, se os graus são possíveis."""
    latitude = values.degrees(node.get("degreeslatitude", node.get("latitude")), 90)
    longitude = values.degrees(node.get("degreeslongitude", node.get("longitude")), 180)
    if latitude is None or longitude is None:
        return None
    thumbnail = values.thumbnail(node.get("jpegthumbnail"))
    return Location(latitude, longitude, name(node.get("name")), text(node.get("address"), _MAX_LINE), thumbnail)


def read_event(node: Node) -> Fields:
    """Um evento marcado, ou o convite para ele."""
    event = Event(
        name=name(node.get("name")) or name(node.get("eventtitle")),
        description=text(node.get("description"), 4_096) or text(node.get("caption"), 4_096),
        starts_at=values.date(node.get("starttime")),
        ends_at=values.date(node.get("endtime")),
        join_link=values.url(node.get("joinlink")),
        is_canceled=flag(node.get("iscanceled", node.get("iscancelled"))) is True,
    )
    place = lower(node.get("location"))
    fields: Fields = {"text": event.name, "typed": event}
    location = read_location(place) if place else None
    # Um lugar só com nome não é ponto no mapa: fica no texto.
    if location is not None:
        fields["location"] = location
    elif said := name(place.get("name")) or text(place.get("address"), _MAX_LINE):
        fields["typed"] = replace(event, description="\n".join(filter(None, (event.description, said))))
    return fields


def read_group_invite(node: Node) -> Fields:
    """O convite para um grupo."""
    code = identifier(node.get("invitecode"))
    is_plain = code is not None and code.isalnum() and len(code) <= 64
    invite = GroupInvite(
        group=group(node.get("groupjid")) or None,
        name=name(node.get("groupname")),
        code=code,
        url=f"{_INVITE_LINK}{code}" if is_plain else None,
        expires_at=values.date(node.get("inviteexpiration")),
    )
    return {"text": text(node.get("caption")), "typed": invite}


def read_call(node: Node) -> Fields:
    """O registro de uma ligação, ou uma marcada."""
    starts_at = values.date(node.get("scheduledtimestampms"))
    said = node.get("calloutcome")
    outcome = _OUTCOMES.get(str(said).lower()[:32]) if said is not None else None
    kind = str(node.get("calltype", "")).lower()[:16]
    # `callType`: 0 é desconhecida, 1 voz, 2 vídeo nas marcadas.
    call = CallLog(
        is_video=flag(node.get("isvideo")) is True or (starts_at is not None and kind in ("2", "video")),
        outcome="scheduled" if starts_at is not None else outcome,
        seconds=whole(node.get("durationsecs"), values.MAX_SECONDS),
        title=name(node.get("title")),
        starts_at=starts_at,
    )
    return {"text": call.title, "typed": call}


def read_payment(key: str, node: Node) -> Fields:
    """Um pagamento do WhatsApp; a nota é uma mensagem dentro da mensagem."""
    note = lower(node.get("notemessage"))
    said = text(note.get("conversation")) or text(lower(note.get("extendedtextmessage")).get("text"))
    said = said or text(node.get("note")) or text(node.get("reason"))
    return {"text": said, "typed": read_whatsapp_payment(key, node)}
