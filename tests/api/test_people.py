"""Usuários e clientes: quem nomeia quem, e o que não se pode perder."""

from typing import Any

import pytest

from authentication.models import User
from core.models import Cliente, Mensagem

USERS = "/api/users/"
EVA = {"email": "Eva@Acme.com.br", "name": "Eva", "role": "operator", "password": "senha-de-eva-1"}


def test_a_manager_creates_people_of_its_cliente_and_no_administrators(
    as_user: Any, bruno: User, acme: Cliente, other: Cliente
) -> None:
    caller = as_user(bruno)

    made = caller.post(USERS, EVA)
    foreign = caller.post(USERS, {**EVA, "email": "f@x.com", "cliente": other.pk})
    admin = caller.post(USERS, {**EVA, "email": "g@x.com", "role": "admin"})
    raised = caller.patch(f"{USERS}{made.json()['id']}/", {"role": "admin"})

    assert (made.status_code, made.json()["email"], made.json()["cliente"]) == (201, "eva@acme.com.br", acme.pk)
    assert "password" not in made.json()
    assert (foreign.status_code, admin.status_code, raised.status_code) == (404, 403, 403)


def test_a_manager_does_not_see_administrators_nor_other_clientes(
    as_user: Any, ana: User, bruno: User, davi: User
) -> None:
    caller = as_user(bruno)

    assert [row["id"] for row in caller.get(USERS).json()["results"]] == [bruno.pk]
    assert caller.get(f"{USERS}{ana.pk}/").status_code == 404
    assert caller.patch(f"{USERS}{davi.pk}/", {"name": "x"}).status_code == 404
    assert caller.delete(f"{USERS}{ana.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"email": "nao-e-email"}, "email"),
        ({"email": "CARLA@acme.com.br"}, "email"),
        ({"password": "12345678"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"role": "dono"}, "role"),
        ({"name": ""}, "name"),
        ({"role": "operator", "cliente": None}, "cliente"),
        ({"role": "admin", "cliente": "ACME"}, "cliente"),
    ],
)
def test_a_bad_person_is_400_and_names_the_field(
    as_user: Any, ana: User, carla: User, acme: Cliente, body: dict[str, Any], attr: str
) -> None:
    given = {**EVA, "cliente": acme.pk, **body}
    if given["cliente"] == "ACME":
        given["cliente"] = acme.pk

    answer = as_user(ana).post(USERS, given)

    assert answer.status_code == 400
    assert attr in [error["attr"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("body", [{"role": "operator", "cliente": "ACME"}, {"active": False}, None])
def test_nobody_loses_itself(as_user: Any, ana: User, acme: Cliente, body: Any) -> None:
    User.objects.create_user("outra@x.com", "x", name="Outra", role="admin")
    path = f"{USERS}{ana.pk}/"
    if body and "cliente" in body:
        body = {**body, "cliente": acme.pk}

    answer = as_user(ana).patch(path, body) if body else as_user(ana).delete(path)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "self")


def test_the_last_administrator_stays(as_user: Any, ana: User) -> None:
    other = User.objects.create_user("outra@x.com", "x", name="Outra", role="admin")
    caller = as_user(other)
    User.objects.filter(pk=ana.pk).update(is_active=True)

    assert caller.patch(f"{USERS}{ana.pk}/", {"active": False}).status_code == 200
    assert caller.delete(f"{USERS}{ana.pk}/").status_code == 204  # inativa: não era a última
    assert caller.delete(f"{USERS}{other.pk}/").status_code == 400


def test_deactivating_and_a_new_password_end_the_logins_at_once(as_user: Any, ana: User, carla: User) -> None:
    theirs = as_user(carla)

    as_user(ana).patch(f"{USERS}{carla.pk}/", {"password": "senha-nova-de-carla"})
    assert theirs.get("/api/auth/me/").status_code == 401

    carla.refresh_from_db()
    again = as_user(carla)
    as_user(ana).patch(f"{USERS}{carla.pk}/", {"active": False})
    assert again.get("/api/auth/me/").status_code == 401


def test_a_person_leaves_and_what_they_wrote_stays(as_user: Any, bruno: User, carla: User, conversa: Any) -> None:
    pk = as_user(carla).post("/api/mensagens/", {"chat": conversa.pk, "text": "oi"}).json()["id"]

    assert as_user(bruno).delete(f"{USERS}{carla.pk}/").status_code == 204

    assert Mensagem.objects.filter(pk=pk).exists()
    assert as_user(bruno).get(f"/api/mensagens/{pk}/").json()["author"] is None


def test_a_manager_names_its_cliente_but_does_not_close_it(as_user: Any, bruno: User, acme: Cliente) -> None:
    caller = as_user(bruno)

    named = caller.patch(f"/api/clientes/{acme.pk}/", {"name": "Acme S.A."})
    closed = caller.patch(f"/api/clientes/{acme.pk}/", {"active": False})

    assert (named.status_code, named.json()["name"], named.json()["users_count"]) == (200, "Acme S.A.", 1)
    assert closed.status_code == 403


def test_an_administrator_makes_and_removes_clientes(as_user: Any, ana: User, acme: Cliente) -> None:
    caller = as_user(ana)

    made = caller.post("/api/clientes/", {"name": "Nova"})
    twice = caller.post("/api/clientes/", {"name": "Acme"})

    assert (made.status_code, made.json()["active"], made.json()["instances_count"]) == (201, True, 0)
    assert (twice.status_code, twice.json()["errors"][0]["attr"]) == (400, "name")
    assert caller.delete(f"/api/clientes/{made.json()['id']}/").status_code == 204
