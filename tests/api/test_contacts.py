"""Contatos e grupos pela API: nomes em toda parte, uniões, planilhas, fotos, quem vê."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from authentication import tokens
from authentication.models import User
from core.contacts import groups, pictures
from core.media import stored_file
from core.models import Chat, Contact, Group, Mensagem, Picture, WebhookEvent, WhatsappInstance
from tests.api.caller import Caller, text_from

PHONE, LID, GROUP = "5511900000002", "100000000000002@lid", "120363000000000001@g.us"


def hidden(text: str = "oi") -> dict[str, Any]:
    return text_from(LID, text, sender={"id": LID, "pushName": "Bia Oculta"})


def both(text: str = "oi") -> dict[str, Any]:
    return text_from(PHONE, text, sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"})


@pytest.fixture
def bia(loja: WhatsappInstance, receive: Any) -> Contact:
    """Um contato conhecido pelo telefone e pelo LID."""
    receive(loja, both())
    return Contact.objects.get()


# Nomes


def test_a_saved_name_is_one_truth_for_contact_and_chat(as_user: Any, carla: User, bia: Contact) -> None:
    caller, chat = as_user(carla), Chat.objects.get()

    by_chat = caller.patch(f"/api/chats/{chat.pk}/", {"custom_name": "Dona Bia"}).json()
    contact = caller.get(f"/api/contacts/{bia.pk}/").json()
    by_contact = caller.patch(f"/api/contacts/{bia.pk}/", {"saved_name": "Bia da feira", "notes": "fiado"}).json()
    shown = caller.get(f"/api/chats/{chat.pk}/").json()
    bare = caller.patch(f"/api/chats/{chat.pk}/", {"custom_name": ""}).json()

    assert (by_chat["name"], by_chat["custom_name"], by_chat["contact"]) == ("Dona Bia", "Dona Bia", bia.pk)
    assert (contact["name"], contact["saved_name"], contact["push_name"]) == ("Dona Bia", "Dona Bia", "Bia")
    assert (by_contact["name"], by_contact["notes"], shown["name"]) == ("Bia da feira", "fiado", "Bia da feira")
    assert (bare["name"], bare["custom_name"]) == ("Bia", None)
    assert [row["id"] for row in caller.get("/api/chats/?search=feira").json()["results"]] == []


def test_a_chat_is_found_by_the_name_saved_in_its_contact(as_user: Any, carla: User, bia: Contact) -> None:
    as_user(carla).patch(f"/api/contacts/{bia.pk}/", {"saved_name": "Zulmira"})

    assert len(as_user(carla).get("/api/chats/?search=zulm").json()["results"]) == 1


def test_a_groups_own_name_stays_with_the_chat(as_user: Any, carla: User, loja: Any, receive: Any) -> None:
    receive(loja, text_from(GROUP, isGroup=True, groupName="Equipe", sender={"id": PHONE, "pushName": "Bia"}))
    chat = Chat.objects.get()

    named = as_user(carla).patch(f"/api/chats/{chat.pk}/", {"custom_name": "Time"}).json()

    assert (named["name"], named["contact"]) == ("Time", None)
    assert as_user(carla).get("/api/groups/").json()["results"][0]["name"] == "Time"
    assert set(Contact.objects.values_list("name", flat=True)) == {"Bia"}


def test_who_wrote_and_who_is_mentioned_have_names(
    as_user: Any, carla: User, bia: Contact, loja: Any, receive: Any
) -> None:
    mention = {"extendedTextMessage": {"text": "oi @100000000000002 e @5511900000099", "contextInfo": {
        "mentionedJid": [LID, "5511900000099@s.whatsapp.net"]}}}  # fmt: skip
    receive(loja, text_from(GROUP, isGroup=True, sender={"id": LID, "pushName": ""}, msgContent=mention))
    as_user(carla).patch(f"/api/contacts/{bia.pk}/", {"saved_name": "Dona Bia"})
    chat = Chat.objects.get(kind="group")

    row = as_user(carla).get(f"/api/mensagens/?chat={chat.pk}").json()["results"][0]
    listed = as_user(carla).get(f"/api/chats/{chat.pk}/").json()["last_message"]

    assert (row["sender_id"], row["sender_name"], listed["sender_name"]) == (PHONE, "Dona Bia", "Dona Bia")
    assert row["mentions"] == [{"address": LID, "name": "Dona Bia"}, {"address": "5511900000099", "name": None}]


def test_a_nameless_person_is_called_by_the_number_and_a_nameless_lid_by_nothing(
    as_user: Any, carla: User, loja: Any, receive: Any
) -> None:
    receive(
        loja,
        text_from(GROUP, "um", isGroup=True, sender={"id": PHONE, "pushName": ""}),
        text_from(GROUP, "dois", isGroup=True, sender={"id": LID, "pushName": ""}),
    )

    rows = as_user(carla).get(f"/api/mensagens/?chat={Chat.objects.get().pk}").json()["results"]

    assert {row["text"]: row["sender_name"] for row in rows} == {"um": PHONE, "dois": None}


# Contatos


def test_the_list_goes_by_name_and_filters(as_user: Any, carla: User, loja: Any, receive: Any) -> None:
    for phone, name in (("5511900000001", "Zé"), ("5511900000003", "Ana"), ("5511900000005", "Beto")):
        receive(loja, text_from(phone, sender={"id": phone, "pushName": name}))
    receive(loja, hidden())
    caller = as_user(carla)

    def names(query: str = "") -> list[str]:
        return [row["name"] for row in caller.get(f"/api/contacts/?{query}").json()["results"]]

    assert names() == ["Ana", "Beto", "Bia Oculta", "Zé"]
    assert names("kind=lid") == ["Bia Oculta"]
    assert names("kind=phone&search=0000-0003") == ["Ana"]
    assert names("search=bia") == ["Bia Oculta"]
    assert names("blocked=1") == []
    first = caller.get("/api/contacts/?limit=3").json()
    assert [row["name"] for row in caller.get(first["next"]).json()["results"]] == ["Zé"]


def test_an_admin_sees_the_people_of_one_cliente_and_no_one_sees_anothers(
    as_user: Any, ana: User, carla: User, bia: Contact, filial: Any, receive: Any
) -> None:
    receive(filial, hidden())
    theirs = Contact.objects.get(instance=filial)

    def ids(user: User, query: str) -> list[int]:
        return [row["id"] for row in as_user(user).get(f"/api/contacts/?{query}").json()["results"]]

    assert sorted(ids(ana, "")) == sorted([bia.pk, theirs.pk])
    assert ids(ana, f"cliente={theirs.cliente_id}") == [theirs.pk]
    assert ids(ana, f"cliente={bia.cliente_id}&search=bia") == [bia.pk]
    assert ids(carla, f"cliente={theirs.cliente_id}") == []


def test_the_detail_says_who_taught_each_address(as_user: Any, bruno: User, carla: User, bia: Contact) -> None:
    event = WebhookEvent.objects.get().pk

    manager = as_user(bruno).get(f"/api/contacts/{bia.pk}/").json()
    operator = as_user(carla).get(f"/api/contacts/{bia.pk}/").json()

    assert manager["aliases"] == [{"address": LID, "kind": "lid", "taught_by": "event", "event": event}]
    assert operator["aliases"][0]["event"] is None
    assert (manager["phone"], manager["lid"], manager["kind"]) == (PHONE, LID, "phone")
    assert [chat["name"] for chat in manager["chats"]] == ["Bia"]
    assert manager["n_media"] == 0


def test_davi_sees_no_contact_group_or_picture_of_acme(
    as_user: Any, davi: User, bia: Contact, loja: Any, filial: Any, receive: Any
) -> None:
    receive(loja, text_from(GROUP, isGroup=True))
    receive(filial, hidden())
    theirs = Contact.objects.get(instance=filial)
    picture = Picture.objects.create(cliente_id=loja.cliente_id, instance=loja, address="1", storage_name="1/aa/aa")
    caller = as_user(davi)

    assert [row["id"] for row in caller.get("/api/contacts/").json()["results"]] == [theirs.pk]
    assert caller.get(f"/api/contacts/?instance={loja.pk}").json()["results"] == []
    assert caller.get("/api/groups/").json()["results"] == []
    assert caller.get(f"/api/media/pictures/{picture.pk}/").status_code == 404
    assert caller.post(f"/api/contacts/{theirs.pk}/merge/", {"other": bia.pk}).status_code == 404
    assert caller.post("/api/contacts/", {"instance": loja.pk, "phone": PHONE}).status_code == 404


def test_a_merge_is_previewed_made_and_undone(as_user: Any, bruno: User, carla: User, loja: Any, receive: Any) -> None:
    receive(loja, hidden("pelo lid"), text_from(PHONE, "pelo telefone"))
    lid, phone = Contact.objects.get(address=LID), Contact.objects.get(address=PHONE)
    caller = as_user(carla)

    seen = caller.post(f"/api/contacts/{phone.pk}/merge/", {"other": lid.pk, "preview": True}).json()
    made = caller.post(f"/api/contacts/{lid.pk}/merge/", {"other": phone.pk}).json()
    gone = caller.get(f"/api/contacts/{lid.pk}/").status_code
    again = caller.post(f"/api/contacts/{phone.pk}/merge/", {"other": phone.pk})
    back = caller.post(f"/api/contacts/{phone.pk}/unmerge/", {"address": LID}).json()
    twice = caller.post(f"/api/contacts/{phone.pk}/unmerge/", {"address": LID})

    assert seen == {"messages": 1, "chats": 1, "contact": None}
    assert (made["messages"], made["contact"]["id"]) == (1, phone.pk)
    assert made["contact"]["aliases"] == [{"address": LID, "kind": "lid", "taught_by": "person", "event": None}]
    assert gone == 404
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "not_possible")
    assert (back["id"], back["kind"]) == (lid.pk, "lid")
    assert twice.status_code == 409
    assert Mensagem.objects.get(text="pelo lid").chat.chat_id == LID


def test_a_proved_pair_is_not_undone(as_user: Any, bruno: User, bia: Contact) -> None:
    answer = as_user(bruno).post(f"/api/contacts/{bia.pk}/unmerge/", {"address": LID})

    assert answer.status_code == 409
    assert "não se desfaz" in answer.json()["errors"][0]["detail"]


def test_a_spreadsheet_goes_out_and_in(as_user: Any, bruno: User, bia: Contact, loja: WhatsappInstance) -> None:
    caller: Caller = as_user(bruno)

    out = caller.get("/api/contacts/export/", Accept="text/html")
    file = SimpleUploadedFile("c.csv", "name,phone\nDona Bia,+55 11 90000-0002\nZé,123\n".encode(), "text/csv")
    answer = caller.http.post("/api/contacts/import/", {"instance": loja.pk, "file": file}, headers=caller.headers)
    bad = SimpleUploadedFile("c.csv", b"a,b\n1,2", "text/csv")
    refused = caller.http.post("/api/contacts/import/", {"instance": loja.pk, "file": bad}, headers=caller.headers)

    assert out["Content-Type"] == "text/csv; charset=utf-8"
    assert f"Bia,{PHONE}" in b"".join(out.streaming_content).decode()
    report = answer.json()
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 0)
    assert [line["line"] for line in report["refused"]] == [3]
    assert Contact.objects.get().name == "Dona Bia"
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "file")


# Com o gateway


def test_a_new_chat_takes_whatsapps_spelling_and_an_unknown_number_is_refused(
    as_user: Any, carla: User, connected: WhatsappInstance
) -> None:
    caller = as_user(carla)

    made = caller.post(
        "/api/contacts/", {"instance": connected.pk, "phone": "+55 (48) 98888-7777", "saved_name": "Nova"}
    )
    missing = caller.post("/api/contacts/", {"instance": connected.pk, "phone": "5548988880000"})

    body = made.json()
    assert (made.status_code, body["phone"], body["name"]) == (201, "554888887777", "Nova")
    assert [alias["kind"] for alias in body["aliases"]] == ["lid", "spelling"]
    assert body["chat"] == Chat.objects.get().pk
    assert (missing.status_code, missing.json()["errors"][0]["code"]) == (400, "not_on_whatsapp")


def test_block_presence_and_read_reach_the_gateway(
    as_user: Any, carla: User, bruno: User, connected: WhatsappInstance, wapi: Any, receive: Any
) -> None:
    receive(connected, text_from(PHONE))
    caller, chat, contact = as_user(carla), Chat.objects.get(), Contact.objects.get()
    world = wapi.simulation.world.instances[connected.instance_id]

    blocked = caller.post(f"/api/contacts/{contact.pk}/block/").json()["blocked"]
    typing = caller.post(f"/api/chats/{chat.pk}/presence/", {"presence": "composing"})
    read = caller.post(f"/api/chats/{chat.pk}/read/", {"tell_contact": True})
    wapi.simulation.faults.add("refused", times=1)
    refused = caller.post(f"/api/chats/{chat.pk}/presence/", {"presence": "recording"})
    known = as_user(bruno).get(f"/api/instances/{connected.pk}/gateway-chats/").json()

    assert blocked is True
    assert world.blocked == {PHONE}
    assert (typing.status_code, world.presences) == (204, [(PHONE, "composing")])
    assert (read.status_code, read.json()["unread_count"]) == (200, 0)
    assert refused.status_code == 502
    assert (known["page"], known["chats"]) == (1, [])


def test_the_gateways_chats_say_which_are_here(
    as_user: Any, bruno: User, connected: WhatsappInstance, wapi: Any, receive: Any
) -> None:
    wapi.write(connected.instance_id, text="oi", contact=PHONE)
    receive(connected, text_from(PHONE))

    page = as_user(bruno).get(f"/api/instances/{connected.pk}/gateway-chats/?per_page=5").json()

    assert [(row["jid"], row["chat"]) for row in page["chats"]] == [(f"{PHONE}@s.whatsapp.net", Chat.objects.get().pk)]


def test_a_group_is_made_shown_changed_and_left(
    as_user: Any, bruno: User, carla: User, connected: WhatsappInstance, wapi: Any
) -> None:
    people = list(wapi.simulation.world.instances[connected.instance_id].contacts)
    caller = as_user(bruno)

    made = caller.post("/api/groups/", {"instance": connected.pk, "subject": "Mutirão", "participants": people[:2]})
    url = f"/api/groups/{made.json()['id']}/"
    caller.post(f"{url}members/", {"phones": [people[2]]})
    caller.post(f"{url}admins/", {"phones": [people[0]]})
    caller.delete(f"{url}members/?phones={people[1]}")
    changed = caller.patch(url, {"subject": "Sábado", "description": "às 9h", "announce": True}).json()
    demoted = caller.delete(f"{url}admins/?phones={people[0]}").json()
    nobody = caller.delete(f"{url}members/")
    invite = caller.post(f"{url}revoke-invite/").json()["invite_link"]
    left = caller.post(f"{url}leave/").json()

    assert (made.status_code, made.json()["name"], made.json()["is_admin"]) == (201, "Mutirão", True)
    assert (changed["name"], changed["description"], changed["announce"]) == ("Sábado", "às 9h", True)
    members = {row["address"]: (row["is_admin"], row["is_me"]) for row in changed["members"]}
    assert members == {people[0]: (True, False), people[2]: (False, False), connected.phone: (True, True)}
    assert [row["address"] for row in demoted["members"] if row["is_admin"]] == [connected.phone]
    assert (nobody.status_code, nobody.json()["errors"][0]["attr"].partition(".")[0]) == (400, "phones")
    assert invite != made.json()["invite_link"]
    assert left["left_at"] is not None
    assert as_user(carla).get(f"/api/groups/?chat={made.json()['chat']}").json()["results"][0]["subject"] == "Sábado"


def test_a_group_that_refuses_says_so(as_user: Any, bruno: User, connected: Any, wapi: Any, receive: Any) -> None:
    world = wapi.simulation.world.instances[connected.instance_id]
    group = next(iter(world.groups.values()))
    group.admins.discard(connected.phone)
    receive(connected, text_from(group.group_id, isGroup=True))
    pk = Group.objects.get().pk
    groups.refresh(pk)

    answer = as_user(bruno).patch(f"/api/groups/{pk}/", {"subject": "Nosso"})

    assert answer.status_code == 502
    assert "administrador" in answer.json()["errors"][0]["detail"]
    assert as_user(bruno).get(f"/api/groups/{pk}/").json()["is_admin"] is False


def test_a_rule_that_would_touch_another_nobody_knows_is_409(
    as_user: Any, bruno: User, connected: Any, wapi: Any, receive: Any
) -> None:
    group = next(iter(wapi.simulation.world.instances[connected.instance_id].groups.values()))
    group.announce = None
    receive(connected, text_from(group.group_id, isGroup=True))

    answer = as_user(bruno).patch(f"/api/groups/{Group.objects.get().pk}/", {"restrict": True})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "rules_unknown")


def test_a_picture_is_served_by_us_with_the_cookie(
    as_user: Any, carla: User, davi: User, connected: WhatsappInstance, wapi: Any, receive: Any
) -> None:
    url = f"{wapi.url}/v1/pps/{PHONE}.jpg"
    receive(connected, text_from(PHONE, chat={"id": PHONE, "profilePicture": url}))
    before = as_user(carla).get("/api/chats/").json()["results"][0]["picture"]
    pictures.refresh(Picture.objects.get().pk)

    chat = as_user(carla).get("/api/chats/").json()["results"][0]["picture"]
    contact = as_user(carla).get("/api/contacts/").json()["results"][0]["picture"]
    browser = Client()
    browser.cookies["multichat_media"] = tokens.open_family(carla).access
    served = browser.get(chat, headers={"Accept": "image/*"})

    assert before is None
    assert chat == contact
    assert chat.startswith("/api/media/pictures/")
    assert (served.status_code, served["Content-Type"], served["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert b"".join(served.streaming_content).startswith(b"\xff\xd8\xff")
    assert stored_file.size_bytes(Picture.objects.get().storage_name) > 0
    assert as_user(davi).get(chat).status_code == 404
    assert Client().get(chat).status_code == 401
