"""O `msgContent` do que pessoas e lojas mandam além de texto e mídia: modelos, pedidos, cobranças, convites."""

import json
import time
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def _text_with(words: str, context: Json) -> Json:
    return {"extendedTextMessage": {"text": words, "contextInfo": context}}


def _flow(words: str, button: str, params: Json, title: str = "") -> Json:
    """Interativa com um botão, na grafia de 2026."""
    buttons = [{"name": button, "buttonParamsJSON": json.dumps(params)}]
    header = {"header": {"title": title}} if title else {}
    return {"interactiveMessage": {**header, "body": {"text": words}, "nativeFlowMessage": {"buttons": buttons}}}


def template(words: str) -> Json:
    """Modelo de loja: título, rodapé, endereço e telefone."""
    buttons = [
        {"index": 0, "urlButton": {"displayText": "Rastrear", "url": "https://exemplo.test/r/123"}},
        {"index": 1, "callButton": {"displayText": "Ligar", "phoneNumber": "+551133330000"}},
    ]
    told = {"hydratedTitleText": "Pedido 123", "hydratedContentText": words or "Saiu para entrega."}
    return {
        "templateMessage": {
            "hydratedTemplate": {**told, "hydratedFooterText": "Loja Exemplo", "hydratedButtons": buttons}
        }
    }


def offered_list(words: str) -> Json:
    """Lista de outra empresa."""
    rows = [{"title": "Financeiro", "rowID": "1"}, {"title": "Suporte", "rowID": "2", "description": "24 horas"}]
    told = {"title": "Atendimento", "description": words or "Escolha o setor", "buttonText": "Abrir"}
    return {"listMessage": {**told, "sections": [{"title": "Setores", "rows": rows}], "footerText": "Operadora"}}


def order(words: str) -> Json:
    """Carrinho do catálogo."""
    told = {"orderId": "998877", "itemCount": 3, "orderTitle": "Padaria Exemplo", "token": "AR1"}
    money = {"totalAmount1000": "45900", "totalCurrencyCode": "BRL"}
    return {"orderMessage": {**told, **money, "message": words or "Quero esses, por favor", "status": "INQUIRY"}}


def product(words: str) -> Json:
    """Pergunta sobre um produto."""
    told = {"productId": "555", "title": "Bolo de cenoura", "description": "Com cobertura"}
    money = {"currencyCode": "BRL", "priceAmount1000": "45000", "url": "https://exemplo.test/bolo"}
    return {"productMessage": {"product": {**told, **money}, "body": words or "Ainda tem?"}}


def event(words: str) -> Json:
    """Evento marcado para amanhã."""
    place = {"degreesLatitude": -23.5, "degreesLongitude": -46.6, "name": "Escola Exemplo"}
    told = {"name": words or "Reunião de pais", "description": "Trazer o boletim", "location": place}
    return {"eventMessage": {**told, "startTime": str(int(time.time()) + 86_400), "isCanceled": False}}


def group_invite(words: str) -> Json:
    """Convite para um grupo."""
    told = {"groupJid": "120363000000000009@g.us", "inviteCode": "abcDEF123", "groupName": "Turma 2026"}
    until = str(int(time.time()) + 3 * 86_400)
    return {"groupInviteMessage": {**told, "inviteExpiration": until, "caption": words or "Entra aqui"}}


def call_log(words: str) -> Json:
    """Ligação de vídeo perdida."""
    return {"callLogMesssage": {"isVideo": True, "callOutcome": "MISSED", "durationSecs": "0"}}


def payment_request(words: str) -> Json:
    """Pedido de dinheiro."""
    note = {"extendedTextMessage": {"text": words or "Aluguel"}}
    money = {"currencyCodeIso4217": "BRL", "amount1000": "1500000"}
    return {"requestPaymentMessage": {"noteMessage": note, **money}}


def pix_key(words: str) -> Json:
    """Chave Pix."""
    key = {"merchant_name": "Loja da Ana", "key": "ana@exemplo.com.br", "key_type": "EMAIL"}
    settings = [{"type": "pix_static_code", "pix_static_code": key}]
    params = {"currency": "BRL", "total_amount": {"value": 15000, "offset": 100}, "payment_settings": settings}
    return _flow(words, "payment_info", {**params, "reference_id": "R1"})


def charge(words: str) -> Json:
    """Cobrança com itens."""
    items = [{"name": "Camiseta", "quantity": 2, "amount": {"value": 4995, "offset": 100}}]
    params = {"currency": "BRL", "total_amount": {"value": 9990, "offset": 100}, "order": {"items": items}}
    return _flow(words, "review_and_pay", {**params, "reference_id": "R2"}, "Pedido 7")


def form(words: str) -> Json:
    """Formulário enviado."""
    filled = json.dumps({"flow_token": "t", "Nome": "Ana Souza", "Horário": "14h"})
    flow = {"name": "flow", "paramsJson": filled}
    return {"interactiveResponseMessage": {"body": {"text": words or "Enviado"}, "nativeFlowResponseMessage": flow}}


def masked(words: str) -> Json:
    """Código de banco: os aparelhos ligados não o veem."""
    return {"placeholderMessage": {"type": "MASK_LINKED_DEVICES"}}


def view_once_gone(words: str) -> Json:
    """Visualização única, que os aparelhos ligados recebem vazia."""
    return {"viewOnceMessageV2": {"message": {}}}


def from_ad(words: str) -> Json:
    """Quem veio de um anúncio."""
    ad = {"title": "Matrículas abertas", "sourceType": "ad", "sourceId": "120210000000000000"}
    context = {"conversionSource": "FB_Ads", "externalAdReply": {**ad, "sourceUrl": "https://exemplo.test/anuncio"}}
    return _text_with(words or "Oi, vi o anúncio.", context)


def story_reply(words: str, our_lid: str = "") -> Json:
    """Resposta a um story nosso."""
    told = {"stanzaID": "3EB0B9DFE142C20B69FC", "participant": our_lid, "remoteJID": "status@broadcast"}
    said = {"imageMessage": {"mimetype": "image/jpeg", "caption": "Vestido novo R$ 99"}}
    return _text_with(words or "Quanto custa?", {**told, "quotedMessage": said})


def story_reaction(emoji: str, our_lid: str) -> Json:
    """Reação a um story nosso; a conversa do corpo é `status`."""
    key = {"ID": "3EB0B9DFE142C20B69FC", "fromMe": False, "participant": our_lid, "remoteJID": "status@broadcast"}
    return {"reactionMessage": {"key": key, "text": emoji, "senderTimestampMS": str(int(time.time() * 1000))}}


# Os que só precisam das palavras.
MAKERS: dict[str, Callable[[str], Json]] = {
    "template": template,
    "list": offered_list,
    "order": order,
    "product": product,
    "event": event,
    "group_invite": group_invite,
    "call_log": call_log,
    "payment_request": payment_request,
    "pix_key": pix_key,
    "charge": charge,
    "form": form,
    "masked": masked,
    "view_once_gone": view_once_gone,
    "from_ad": from_ad,
}
