"""Grupos. Em todas, `group_id` é o JID inteiro (`…@g.us`) e `phones` são dígitos.

Só `group-metadata` e `get-all-groups` foram vistas em uso; os corpos das outras vêm da coleção da W-APi.
"""

from collections.abc import Sequence
from typing import Any

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_
from core.gateway.results import Done, Group, Participant


def groups() -> Call[list[Group]]:
    """Os grupos da instância. Falha com NeedsRestart na sessão meio morta que ainda se diz conectada."""
    return Call("get-all-groups", "GET", "/group/get-all-groups", _read_groups)


def group(group_id: str) -> Call[Group]:
    """Um grupo, com os membros."""
    return Call("group-metadata", "GET", "/group/group-metadata", _read_group, query={"groupId": group_id})


def create(name: str, participants: Sequence[str], *, auto_invite: bool = True) -> Call[Group]:
    """Cria um grupo; `auto_invite` manda o convite a quem não aceita ser posto em grupos."""
    body = {"groupName": name, "participants": list(participants), "autoInvite": auto_invite}
    return Call("create-group", "POST", "/group/create-group", _read_created, body=body)


def add_participants(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Põe pessoas no grupo."""
    return _members("POST", "add-participant", group_id, phones)


def remove_participants(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Tira pessoas do grupo."""
    return _members("DELETE", "remove-participant", group_id, phones)


def add_admins(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Faz de membros administradores."""
    return _members("POST", "add-admin", group_id, phones)


def remove_admins(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Volta administradores a membros."""
    return _members("POST", "remove-admin", group_id, phones)


def rename(group_id: str, name: str) -> Call[Done]:
    """Troca o nome."""
    return _change("PUT", "update-group-name", {"groupId": group_id, "groupName": name})


def set_photo(group_id: str, photo: str) -> Call[Done]:
    """Troca a foto; `photo` é um endereço público ou um data URI."""
    return _change("PUT", "update-group-photo", {"groupId": group_id, "groupPhoto": photo})


def describe(group_id: str, description: str) -> Call[Done]:
    """Troca a descrição; vazia a tira."""
    return _change("PUT", "update-group-description", {"groupId": group_id, "groupDescription": description})


def set_rules(group_id: str, *, announce: bool, restrict: bool) -> Call[Done]:
    """`announce`: só administradores escrevem; `restrict`: só eles mudam os dados do grupo."""
    rules = {"adminOnlyMessage": announce, "adminOnlySettings": restrict}
    return _change("PUT", "update-group-settings", {"groupId": group_id, **rules})


def leave(group_id: str) -> Call[Done]:
    """Sai do grupo."""
    return _change("POST", "leave-group", {"groupId": group_id})


def revoke_invite(group_id: str) -> Call[str]:
    """Invalida o convite; devolve o novo ('' se a W-APi não o disse)."""
    return Call("revoke-invite", "POST", "/group/revoke-invite", _read_invite, body={"groupId": group_id})


def _members(method: str, name: str, group_id: str, phones: Sequence[str]) -> Call[Done]:
    return _change(method, name, {"groupId": group_id, "phones": list(phones)})


def _change(method: str, name: str, body: dict[str, Any]) -> Call[Done]:
    return Call(name, method, f"/group/{name}", read_done, body=body)


def _read_groups(answer: Answer) -> list[Group]:
    return [_group(group_id, item) for item in answer.items("groups", "data") if (group_id := item.text("id"))]


def _read_group(answer: Answer) -> Group:
    found = answer.nested("group")
    group_id = found.text("id")
    if group_id is None:
        raise ValueError(N_("resposta sem o grupo"))
    return _group(group_id, found)


def _read_created(answer: Answer) -> Group:
    found = answer.nested("group")
    group_id = found.text("id", "groupId") or answer.text("groupId", "id")
    if group_id is None:
        raise ValueError(N_("resposta sem o grupo criado"))
    return _group(group_id, found)


def _group(group_id: str, found: Answer) -> Group:
    participants = tuple(
        Participant(
            one.text("phone"),
            one.text("lid"),
            one.text("short", "name"),
            bool(one.flag("isAdmin")),
            bool(one.flag("isSuperAdmin")),
        )
        for one in found.items("participants")
    )
    return Group(
        group_id,
        found.text("subject", "name"),
        participants,
        owner=found.text("owner"),
        description=found.text("description", "desc"),
        announce=found.flag("announce"),
        restrict=found.flag("restrict"),
        size=found.number("size"),
        invite_link=found.text("inviteLink"),
        created_at=found.moment("creation"),
        picture_url=found.text("profilePictureUrl", "pictureUrl"),
    )


def _read_invite(answer: Answer) -> str:
    return answer.text("inviteLink", "link", "inviteCode") or answer.nested("group").text("inviteLink") or ""
