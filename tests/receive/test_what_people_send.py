"""O que se manda de verdade, por tipo: mais grafias do mesmo que tests/cases, e o que só se prova em vários passos."""

import itertools
import json

import pytest
from django.core.management import call_command

from core.facts import MessageType
from core.models import Chat, Mensagem, MessageMedia, Reaction, WebhookEvent, WhatsappInstance
from simulator import rich_content
from tests.api.caller import Caller

OURS, OUR_LID, THEM = "5511900000001", "100000000000001@lid", "5511900000002"
FILE = {
    "url": "https://mmg.whatsapp.net/v/1.enc", "directPath": "/v/1.enc", "mimetype": "image/jpeg",
    "mediaKey": "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=", "fileLength": "10",
}  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True)


def body(content, message_id="3EB0A1", **extra):
    return {
        "event": "webhookReceived", "connectedPhone": OURS, "connectedLid": OUR_LID, "isGroup": False,
        "messageId": message_id, "fromMe": False, "chat": {"id": THEM}, "sender": {"id": THEM, "pushName": "Ana"},
        "moment": 1767225601, "msgContent": content, **extra,
    }  # fmt: skip


@pytest.fixture
def tell(loja, ana, receive):
    """Recebe os corpos e devolve a última mensagem como a API a mostra."""

    def told(*bodies):
        receive(loja, *bodies)
        return Caller(ana).get("/api/mensagens/?limit=1").json()["results"][0]

    return told


def preview(ana):
    return Caller(ana).get("/api/chats/").json()["results"][0]["last_message_preview"]


def test_a_reply_in_gos_oneofs_says_label_and_id(tell):
    flow = {"Name": "quick_reply", "ParamsJSON": json.dumps({"id": "b1", "display_text": "Quero"})}
    go = {"InteractiveResponseMessage": {"NativeFlowResponseMessage": flow}}

    said = tell(body({"interactiveResponseMessage": {"Body": {"Text": ""}, **go}}))

    assert (said["type"], said["text"], said["choice_id"]) == ("button_reply", "Quero", "b1")


def test_a_list_reply_without_title_shows_its_id(tell, ana):
    said = tell(body({"listResponseMessage": {"singleSelectReply": {"selectedRowID": "plano_anual"}}}))

    assert said["choice_id"] == "plano_anual"
    assert preview(ana) == "plano_anual"


def test_a_form_keeps_its_fields_as_they_were_called(tell, ana):
    inner = json.dumps({"flow_token": "x", "Nome": "Ana", "Dias": ["seg", "ter"], "Aceito": True})
    flow = {"name": "flow", "paramsJson": json.dumps({"response_json": inner})}
    said = tell(body({"interactiveResponseMessage": {"nativeFlowResponseMessage": flow}}))

    assert said["content"]["answers"] == [
        {"name": "Nome", "value": "Ana"}, {"name": "Dias", "value": "seg, ter"}, {"name": "Aceito", "value": "✓"},
    ]  # fmt: skip
    assert preview(ana) == "Ana · seg, ter · ✓"


def test_a_template_in_gos_oneofs_is_whole(tell):
    button = {"HydratedButton": {"UrlButton": {"DisplayText": "Ver", "URL": "https://exemplo.com.br"}}}
    four = {
        "Title": {"ImageMessage": FILE}, "HydratedContentText": "Chegou", "HydratedFooterText": "Loja",
        "HydratedButtons": [button],
    }  # fmt: skip
    said = tell(body({"templateMessage": {"Format": {"HydratedFourRowTemplate": four}}}))

    assert (said["type"], said["text"], said["media"]["kind"]) == ("buttons", "Chegou", "image")
    assert said["choices"]["buttons"] == [{"type": "url", "text": "Ver", "value": "https://exemplo.com.br"}]
    assert said["choices"]["footer"] == "Loja"


def test_a_buttons_message_with_a_video_header_is_whole(tell):
    node = {
        "contentText": "Confirma?", "footerText": "Loja", "videoMessage": {**FILE, "mimetype": "video/mp4"},
        "buttons": [{"buttonId": "1", "buttonText": {"displayText": "Sim"}}],
    }  # fmt: skip
    said = tell(body({"buttonsMessage": node}))

    assert (said["media"]["kind"], said["choices"]["buttons"][0]["value"]) == ("video", "1")


def test_an_interactive_menu_and_a_carousel_say_what_they_offer(tell):
    menu = {"title": "Abrir", "sections": [{"title": "S", "rows": [{"id": "1", "title": "Financeiro"}]}]}
    card = {"header": {"title": "Bolo"}, "body": {"text": "R$ 45"}}
    node = {
        "body": {"text": "Escolha"}, "carouselMessage": {"cards": [card]},
        "nativeFlowMessage": {"buttons": [{"name": "single_select", "buttonParamsJson": json.dumps(menu)}]},
    }  # fmt: skip
    said = tell(body({"interactiveMessage": node}))["choices"]

    assert said["button_text"] == "Abrir"
    assert said["sections"][0]["rows"][0]["title"] == "Financeiro"
    assert said["cards"][0]["text"] == "Bolo\nR$ 45"


@pytest.mark.parametrize("kind", sorted(rich_content.MAKERS))
def test_everything_the_simulator_writes_is_read_and_named(kind, tell, ana):
    said = tell(body(rich_content.MAKERS[kind]("")))

    assert said["type"] != "unknown" or said["content"]["reason"]
    assert preview(ana) not in (None, "", "Mensagem", "Mensagem de um tipo ainda não suportado")


def test_a_pix_code_and_a_boleto_line_can_be_copied(tell):
    boleto = {"type": "boleto", "boleto": {"digitable_line": "34191.79001"}}
    params = {"currency": "BRL", "total_amount": {"value": "12345", "offset": "100"}, "payment_settings": [boleto]}
    button = {"name": "review_and_pay", "buttonParamsJSON": json.dumps(params)}
    said = tell(body({"interactiveMessage": {"nativeFlowMessage": {"buttons": [button]}}}))

    assert (said["type"], said["content"]["code"], said["content"]["amount"]) == ("payment", "34191.79001", "123.45")


@pytest.mark.parametrize("stub", [20, 27, 32, "GROUP_PARTICIPANT_ADD", "GROUP_CHANGE_ICON"])
def test_a_group_notice_is_nobodys_message(stub, loja, receive):
    receive(loja, body({}, isGroup=True, chat={"id": "120363000000000001@g.us"}, messageStubType=stub))

    assert not Mensagem.objects.exists()


def test_a_new_subject_by_name_renames_and_the_older_one_does_not(loja, receive):
    group = {"isGroup": True, "chat": {"id": "120363000000000001@g.us"}, "messageStubType": "GROUP_CHANGE_SUBJECT"}
    receive(
        loja,
        body({}, "A", **{**group, "moment": 1767225700}, messageStubParameters=["Novo"]),
        body({}, "B", **{**group, "moment": 1767225600}, messageStubParameters=["Velho"]),
    )

    chat = Chat.objects.get()
    assert (chat.name, chat.unread_count) == ("Novo", 0)


@pytest.mark.parametrize(("stub", "video"), [(40, False), ("CALL_MISSED_VIDEO", True)])
def test_a_missed_call_is_said(stub, video, tell):
    said = tell(body({}, messageStubType=stub))

    assert (said["type"], said["content"]["outcome"], said["content"]["is_video"]) == ("call", "missed", video)


@pytest.mark.parametrize(
    ("content", "extra", "reason"),
    [
        ({"viewOnceMessageV2": {"message": {}}}, {}, "view_once"),
        ({}, {"isViewOnce": True}, "view_once"),
        ({"messageContextInfo": {}}, {"unavailableType": "view_once"}, "view_once"),
        ({"placeholderMessage": {"type": 0}}, {}, "masked"),
        ({}, {"messageStubType": "CIPHERTEXT"}, "undecrypted"),
    ],
)
def test_what_only_the_phone_shows_says_so(content, extra, reason, tell, ana):
    said = tell(body(content, **extra))

    assert (said["type"], said["content"]) == ("unknown", {"reason": reason})
    assert "celular" in preview(ana)


def pair(kind="HD_IMAGE_DUAL_UPLOAD"):
    key = {"id": "SD", "fromMe": False}
    inner = {
        "imageMessage": {**FILE, "width": 3840, "fileSha256": "D" * 43 + "="},
        "messageContextInfo": {"messageAssociation": {"associationType": kind, "parentMessageKey": key}},
    }
    plain = body({"imageMessage": {**FILE, "width": 1280, "caption": "defeito"}}, "SD")
    return plain, body({"associatedChildMessage": {"message": inner}}, "HD", moment=1767225602)


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
@pytest.mark.parametrize("kind", ["HD_IMAGE_DUAL_UPLOAD", 10])
def test_an_hd_pair_is_one_photo_in_any_order(order, kind, loja, receive):
    bodies = pair(kind)
    for at in order:
        receive(loja, bodies[at])

    message = Mensagem.objects.get()
    assert (message.message_id, message.text, message.media.width) == ("SD", "defeito", 3840)
    assert Chat.objects.get().unread_count == 1
    call_command("rebuild", "--check")


def test_an_hd_photo_whose_plain_one_was_lost_is_seen_all_the_same(loja, receive):
    receive(loja, pair()[1])

    assert (Mensagem.objects.get().message_id, MessageMedia.objects.get().width) == ("SD", 3840)


def test_the_video_of_a_live_photo_is_not_a_second_message(loja, receive):
    plain, child = pair("MOTION_PHOTO")
    receive(loja, plain, child)

    assert Mensagem.objects.get().media.width == 1280


def test_a_reaction_to_our_story_reaches_the_desk(loja, tell, ana):
    key = {"ID": "S1", "fromMe": False, "participant": OUR_LID, "remoteJID": "status@broadcast"}
    said = tell(
        body(
            {"reactionMessage": {"key": key, "text": "💚"}}, chat={"id": "status"},
            sender={"id": "100000000000044", "senderLid": "100000000000044@lid", "pushName": ""},
        )
    )  # fmt: skip

    assert (said["type"], said["text"], said["direction"]) == ("text", "💚", "in")
    assert (said["quoted"]["kind"], said["quoted"]["from_me"]) == ("story", True)
    assert Chat.objects.get().chat_id == "100000000000044@lid"


@pytest.mark.parametrize(
    ("participant", "emoji"), [("5511900000077@s.whatsapp.net", "💚"), ("100000000000001@lid", ""), (None, "💚")]
)
def test_a_reaction_to_anothers_story_and_one_taken_back_make_no_chat(participant, emoji, loja, receive):
    key = {"ID": "S1", "participant": participant, "remoteJID": "status@broadcast"}
    receive(loja, body({"reactionMessage": {"key": key, "text": emoji}}, chat={"id": "status"}))

    assert not Chat.objects.exists()


def test_an_answer_to_our_story_without_its_id_still_quotes_it(tell):
    context = {"remoteJID": "status@broadcast", "quotedMessage": {"conversation": "Promoção"}}
    said = tell(body({"extendedTextMessage": {"text": "quero", "contextInfo": context}}))

    quoted = said["quoted"]
    assert (quoted["kind"], quoted["from_me"], quoted["message_id"]) == ("story", True, None)
    assert quoted["text"] == "Promoção"


@pytest.mark.parametrize(("who", "ours"), [(f"{OURS}@s.whatsapp.net", True), (OUR_LID, True), (f"{THEM}@c.us", False)])
def test_a_quote_says_whose_it_is(who, ours, tell):
    context = {"stanzaId": "Q1", "participant": who, "quotedMessage": {"conversation": "oi"}}
    said = tell(body({"extendedTextMessage": {"text": "sim", "contextInfo": context}}))

    assert said["quoted"]["from_me"] is ours


@pytest.mark.parametrize(
    ("context", "source"),
    [
        ({"entryPointConversionSource": "click_to_chat_link"}, "link"),
        ({"entryPointConversionSource": "status"}, "story"),
        ({"externalAdReply": {"title": "Promo", "sourceUrl": "https://fb.me/x", "ctwaClid": "A"}}, "ad"),
        ({"externalAdReply": {"title": "Página", "sourceUrl": "https://exemplo.com.br"}}, None),
        ({"entryPointConversionSource": "global_search_new_chat"}, None),
    ],
)
def test_where_a_conversation_came_from(context, source, tell):
    said = tell(body({"extendedTextMessage": {"text": "oi", "contextInfo": context}}))

    assert (said["source"] or {}).get("kind") == source


@pytest.mark.parametrize("name", ["Ana\u202e", "\u2066Ana\u2069", "A\u200bna", "\ufeffAna", "Ana\u3164", "A\u200dna"])
def test_no_invisible_letter_stays_in_a_name(name, loja, receive):
    receive(loja, body({"conversation": "oi"}, sender={"id": THEM, "pushName": name}))

    assert Chat.objects.get().push_name == "Ana"


def test_an_emoji_made_of_several_keeps_its_joints(loja, receive):
    receive(loja, body({"conversation": "oi"}, sender={"id": THEM, "pushName": "Bia 👩\u200d💻"}))

    assert Chat.objects.get().push_name == "Bia 👩\u200d💻"


def reaction(author_is_us, number=OURS, moment=1767225700, **extra):
    key = {"id": "M1", "fromMe": False}
    return body(
        {"reactionMessage": {"key": key, "text": "👍"}}, f"R{moment}", fromMe=author_is_us, connectedPhone=number,
        moment=moment, **extra,
    )  # fmt: skip


def test_our_reaction_keeps_the_number_we_had(tell, loja, receive):
    WhatsappInstance.objects.update(phone=None)
    receive(loja, body({"conversation": "oi"}, "M1"))
    said = tell(reaction(True))
    assert said["reactions"] == [{"emoji": "👍", "sender_id": OURS, "sender_name": None, "from_me": True}]

    WhatsappInstance.objects.update(phone="5511977770000")
    assert Reaction.objects.get().our_number == OURS
    call_command("rebuild", "--check")


def test_a_reaction_alone_teaches_our_number(loja, receive):
    WhatsappInstance.objects.update(phone=None, status_moment=None)

    receive(loja, reaction(False))

    loja.refresh_from_db()
    assert loja.phone == OURS


def test_group_reactions_and_mentions_carry_names(ana, loja, receive):
    group = {"isGroup": True, "chat": {"id": "120363000000000001@g.us"}}
    bia = {"id": "5511900000003", "senderLid": "100000000000003@lid", "pushName": "Bia"}
    text = {"text": "oi @100000000000003", "contextInfo": {"mentionedJID": ["100000000000003@lid"]}}
    receive(
        loja,
        body({"conversation": "olá"}, "M0", **{**group, "sender": bia}),
        body({"extendedTextMessage": text}, "M1", **group, moment=1767225650),
        reaction(False, **{**group, "sender": bia}),
    )

    told = {one["message_id"]: one for one in Caller(ana).get("/api/mensagens/").json()["results"]}
    assert told["M1"]["reactions"][0]["sender_name"] == "Bia"
    assert preview(ana) == "oi @Bia"


def test_a_whatsmeow_alternative_address_joins_the_chats(loja, receive):
    info = {"ID": "W1", "Chat": "100000000000078@lid", "Sender": "100000000000078@lid", "IsFromMe": False}
    nested = {"Info": {**info, "SenderAlt": "5511900000078@s.whatsapp.net"}, "Message": {"conversation": "oi"}}
    receive(loja, {"event": "Message", "data": nested})

    assert Chat.objects.get().chat_id == "5511900000078"


def test_every_word_of_type_fits_its_column():
    assert max(map(len, MessageType)) <= Mensagem._meta.get_field("type").max_length


def test_a_text_above_the_limit_says_where_it_was_cut_and_the_event_has_it_whole(tell):
    whole = "a" * 70_000

    text = tell(body({"conversation": whole}))["text"]

    assert (len(text), text[-5:]) == (65_536, "a […]")
    assert whole in bytes(WebhookEvent.objects.get().payload).decode()
