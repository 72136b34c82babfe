"""Entrar, continuar, sair: o que vale, o que deixa de valer, e quando."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client, override_settings
from django.utils import timezone

from authentication import tokens
from authentication.models import LoginFailure, RefreshFamily, RefreshUse, User
from core.models import Cliente

PASSWORD = "senha-de-carla-1"


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, json.dumps(body or {}), content_type="application/json", headers=given)


def login(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return post(client, "/api/auth/login/", {"email": user.email, "password": password, **more})


def me(client: Client, access: str) -> Any:
    return client.get("/api/auth/me/", headers={"Authorization": f"Bearer {access}"})


def pair_of(client: Client, user: User) -> dict[str, str]:
    answer = post(client, "/api/auth/token/", {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    pair: dict[str, str] = answer.json()
    return pair


def refresh(client: Client, raw: str) -> Any:
    return post(client, "/api/auth/token/refresh/", {"refresh": raw})


def test_login_answers_access_and_user_and_keeps_the_refresh_in_a_cookie(client: Client, carla: User) -> None:
    answer = login(client, carla)

    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "user"}
    assert answer.json()["user"]["email"] == carla.email
    cookie = answer.cookies["multichat_refresh"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/api/auth/"
    assert cookie["max-age"] == ""  # sem «lembrar», morre com o navegador
    media = answer.cookies["multichat_media"]
    assert (media["path"], media["samesite"], bool(media["httponly"])) == ("/api/media/", "Strict", True)
    assert me(client, answer.json()["access"]).json()["id"] == carla.pk


def test_remembering_keeps_the_cookie_for_thirty_days_and_through_refreshes(client: Client, carla: User) -> None:
    answer = login(client, carla, remember=True)
    again = post(client, "/api/auth/refresh/")

    assert answer.cookies["multichat_refresh"]["max-age"] == 30 * 86_400
    assert again.cookies["multichat_refresh"]["max-age"] == 30 * 86_400


def test_cookies_are_secure_where_the_public_address_is_https(client: Client, carla: User) -> None:
    with override_settings(IS_HTTPS=True):
        answer = login(client, carla)

    assert answer.cookies["multichat_refresh"]["secure"]
    assert answer.cookies["multichat_media"]["secure"]


def test_email_is_the_same_in_any_case(client: Client, carla: User) -> None:
    assert post(client, "/api/auth/login/", {"email": " CARLA@Acme.com.br ", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("reason", ["senha errada", "desconhecida", "desativada", "cliente desativado"])
def test_a_refused_login_does_not_say_why(client: Client, carla: User, acme: Cliente, reason: str) -> None:
    email, password = carla.email, PASSWORD
    if reason == "senha errada":
        password = "outra-senha-9"
    elif reason == "desconhecida":
        email = "ninguem@acme.com.br"
    elif reason == "desativada":
        User.objects.filter(pk=carla.pk).update(is_active=False)
    else:
        Cliente.objects.filter(pk=acme.pk).update(active=False)

    answer = post(client, "/api/auth/login/", {"email": email, "password": password})

    assert answer.status_code == 401
    assert answer.json() == {
        "type": "client_error",
        "errors": [{"code": "authentication_failed", "detail": "E-mail ou senha incorretos.", "attr": None}],
    }


def test_a_refresh_is_succeeded_and_the_same_one_at_once_gets_the_same_successor(client: Client, carla: User) -> None:
    first = pair_of(client, carla)

    one, two = refresh(client, first["refresh"]), refresh(client, first["refresh"])

    assert (one.status_code, two.status_code) == (200, 200)
    assert one.json()["refresh"] == two.json()["refresh"] != first["refresh"]
    assert RefreshUse.objects.count() == 2


def test_a_late_reuse_ends_the_whole_family_and_its_accesses(client: Client, carla: User) -> None:
    first = pair_of(client, carla)
    second = refresh(client, first["refresh"]).json()
    RefreshUse.objects.filter(used_at__isnull=False).update(used_at=timezone.now() - timedelta(seconds=11))

    late = refresh(client, first["refresh"])

    assert late.status_code == 401
    assert refresh(client, second["refresh"]).status_code == 401
    assert me(client, second["access"]).status_code == 401
    assert me(client, pair_of(client, carla)["access"]).status_code == 200  # um login novo é outra família


def test_an_access_token_is_no_refresh_and_the_other_way_round(client: Client, carla: User) -> None:
    pair = pair_of(client, carla)

    assert refresh(client, pair["access"]).status_code == 401
    assert me(client, pair["refresh"]).status_code == 401


def test_logout_ends_the_login_at_once(client: Client, carla: User) -> None:
    access = login(client, carla).json()["access"]

    answer = post(client, "/api/auth/logout/")

    assert answer.status_code == 204
    assert answer.cookies["multichat_refresh"]["max-age"] == 0
    assert me(client, access).status_code == 401
    assert post(client, "/api/auth/refresh/").status_code == 401
    assert post(client, "/api/auth/logout/").status_code == 204


@pytest.mark.parametrize("change", ["desativada", "cliente desativado", "senha nova"])
def test_losing_the_right_counts_at_once(client: Client, carla: User, acme: Cliente, change: str) -> None:
    pair = pair_of(client, carla)
    stamp, family = tokens.stamp_of(carla), RefreshFamily.objects.get().pk
    if change == "desativada":
        User.objects.filter(pk=carla.pk).update(is_active=False)
    elif change == "cliente desativado":
        Cliente.objects.filter(pk=acme.pk).update(active=False)
    else:
        carla.set_password("senha-nova-de-carla")
        carla.save()

    assert me(client, pair["access"]).status_code == 401
    assert refresh(client, pair["refresh"]).status_code == 401
    assert not tokens.still_valid(carla.pk, family, stamp)


def test_a_change_of_role_and_the_end_of_the_login_end_open_streams(carla: User) -> None:
    first, second = tokens.open_family(carla).family, tokens.open_family(carla).family
    stamp = tokens.stamp_of(carla)
    before = tokens.still_valid(carla.pk, first.pk, stamp)

    tokens.end_family(first.pk)
    after = tokens.still_valid(carla.pk, first.pk, stamp), tokens.still_valid(carla.pk, second.pk, stamp)
    User.objects.filter(pk=carla.pk).update(role="manager")

    assert (before, *after) == (True, False, True)
    assert not tokens.still_valid(carla.pk, second.pk, stamp)


def test_changing_the_password_asks_for_the_current_one_and_ends_every_other_login(client: Client, carla: User) -> None:
    elsewhere = pair_of(client, carla)
    access = login(client, carla).json()["access"]

    def change(**body: str) -> Any:
        return post(client, "/api/auth/password/", body, Authorization=f"Bearer {access}")

    wrong = change(current_password="nao-e-esta-1", new_password="senha-bem-nova-7")
    weak = change(current_password=PASSWORD, new_password="12345678")
    good = change(current_password=PASSWORD, new_password="senha-bem-nova-7")

    assert (wrong.status_code, wrong.json()["errors"][0]["attr"]) == (400, "current_password")
    assert (weak.status_code, weak.json()["errors"][0]["attr"]) == (400, "new_password")
    assert good.status_code == 200
    assert me(client, elsewhere["access"]).status_code == 401
    assert me(client, access).status_code == 401
    assert me(client, good.json()["access"]).status_code == 200
    carla.refresh_from_db()
    assert check_password("senha-bem-nova-7", carla.password)


def test_me_changes_only_name_language_and_theme(client: Client, carla: User) -> None:
    access = pair_of(client, carla)["access"]

    answer = client.patch(
        "/api/auth/me/",
        json.dumps({"name": "Carla Dias", "theme": "dark", "language": "en", "role": "admin", "cliente": None}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {access}"},
    )

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["theme"], answer.json()["language"]) == ("Carla Dias", "dark", "en")
    carla.refresh_from_db()
    assert (carla.role, carla.name) == ("operator", "Carla Dias")


@pytest.mark.parametrize("path", ["login", "refresh", "logout"])
@pytest.mark.parametrize("origin", ["https://mau.example", "null"])
def test_cookie_routes_refuse_other_origins(client: Client, carla: User, path: str, origin: str) -> None:
    login(client, carla)
    body = {"email": carla.email, "password": PASSWORD}

    assert post(client, f"/api/auth/{path}/", body, Origin=origin).status_code == 403
    assert post(client, f"/api/auth/{path}/", body, Sec_Fetch_Site="cross-site").status_code == 403
    assert post(client, f"/api/auth/{path}/", body, Origin="http://testserver").status_code in {200, 204}


def test_ten_failures_of_an_account_close_it_for_fifteen_minutes(client: Client, carla: User, ana: User) -> None:
    for _ in range(10):
        assert login(client, carla, "senha-errada-1").status_code == 401

    blocked = login(client, carla)
    other = login(client, ana, "senha-de-ana-1")

    assert blocked.status_code == 429
    assert 0 < int(blocked["Retry-After"]) <= 900
    assert other.status_code == 200  # outra conta, do mesmo endereço, entra
    LoginFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert login(client, carla).status_code == 200


def test_thirty_failures_from_an_address_close_it_and_a_forged_header_opens_nothing(
    client: Client, carla: User
) -> None:
    now = timezone.now()
    LoginFailure.objects.bulk_create(
        [LoginFailure(account=f"conta {i}", address="127.0.0.1", at=now) for i in range(30)]
    )

    body = {"email": carla.email, "password": PASSWORD}
    assert post(client, "/api/auth/login/", body).status_code == 429
    assert post(client, "/api/auth/login/", body, X_Forwarded_For="9.9.9.9").status_code == 429


def test_unknown_accounts_are_limited_and_take_a_password_hash_too(client: Client, db: None, monkeypatch: Any) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("authentication.views.make_password", lambda password: hashed.append(password))

    answers = [
        post(client, "/api/auth/login/", {"email": "x@y.z", "password": "qualquer-1"}).status_code for _ in range(11)
    ]

    assert answers == [401] * 10 + [429]
    assert len(hashed) == 10


def test_a_password_too_long_is_refused_before_it_is_hashed(client: Client, carla: User) -> None:
    answer = login(client, carla, "x" * 129)

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "password")


def test_expired_families_go_at_the_next_login(carla: User) -> None:
    tokens.open_family(carla)
    RefreshFamily.objects.update(expires_at=timezone.now() - timedelta(days=1))

    tokens.open_family(carla)

    assert RefreshFamily.objects.count() == 1
