"""Senhas erradas contam como vêm; um estranho não tranca ninguém em toda parte; e quem muda o que abre a sua conta
prova que é ele."""

import json
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from authentication import accounts, failures, tokens
from authentication.models import LoginFailure, RefreshFamily, User
from tests.api.caller import Caller

PASSWORD = "senha-de-carla-1"
WRONG = "senha-errada-1"


@pytest.fixture(autouse=True)
def _proxied(settings: Any) -> None:
    """Atrás de um proxy, como em produção: o endereço de quem pede é o que ele diz."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}


def login(email: str, password: str, address: str = "198.51.100.1") -> int:
    answer = Client().post(
        "/api/auth/token/",
        json.dumps({"email": email, "password": password}),
        content_type="application/json",
        headers={"X-Forwarded-For": address},
    )
    return answer.status_code


@pytest.mark.django_db(transaction=True)
def test_in_one_burst_ten_wrong_passwords_are_tried_and_no_more(carla: User) -> None:
    found: list[int] = []

    def tries() -> None:
        found.append(login(carla.email, WRONG))
        connections.close_all()

    threads = [threading.Thread(target=tries) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(found) == {401: 10, 429: 14}
    assert not LoginFailure.objects.filter(is_checking=True).exists()


@pytest.mark.django_db(transaction=True)
def test_right_passwords_in_one_burst_all_enter(carla: User) -> None:
    found: list[int] = []

    def tries() -> None:
        found.append(login(carla.email, PASSWORD))
        connections.close_all()

    threads = [threading.Thread(target=tries) for _ in range(14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [200] * 14


@pytest.mark.django_db
def test_a_stranger_does_not_lock_an_account_for_its_owner(carla: User) -> None:
    tried = [login(carla.email, WRONG, "203.0.113.9") for _ in range(11)]

    assert tried == [401] * 10 + [429]
    assert login(carla.email, PASSWORD, "203.0.113.9") == 429
    assert login(carla.email, PASSWORD, "198.51.100.7") == 200


@pytest.mark.django_db
def test_who_changes_address_has_a_hundred_tries_a_day_and_a_new_password_lifts_it(carla: User, ana: User) -> None:
    account, now = failures._hash(carla.email), timezone.now() - timedelta(hours=2)
    LoginFailure.objects.bulk_create(
        [LoginFailure(account=account, address=f"203.0.113.{n}", at=now) for n in range(100)]
    )

    assert login(carla.email, PASSWORD) == 429
    Caller(ana).patch(f"/api/users/{carla.pk}/", {"password": "outra-senha-longa-7"})
    assert login(carla.email, "outra-senha-longa-7") == 200


@pytest.mark.django_db
def test_an_ipv6_house_is_one_address(carla: User) -> None:
    tried = [login(carla.email, WRONG, f"2001:db8:1:2::{n:x}") for n in range(1, 12)]

    assert tried == [401] * 10 + [429]
    assert login(carla.email, WRONG, "2001:db8:1:3::1") == 401
    assert login(carla.email, WRONG, "::ffff:198.51.100.1") == 401


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"password": "senha-nova-longa-7"}, {"email": "outra@padaria.com.br"}])
def test_ones_own_password_or_email_asks_for_the_current_one(bruno: User, changed: dict[str, str]) -> None:
    bruno.set_password(PASSWORD)
    bruno.save()
    caller = Caller(bruno)
    path = f"/api/users/{bruno.pk}/"

    missing = caller.patch(path, changed)
    wrong = caller.patch(path, {**changed, "current_password": WRONG})
    other_things = caller.patch(path, {"name": "Bruno Melo", "email": bruno.email})
    right = caller.patch(path, {**changed, "current_password": PASSWORD})

    assert (missing.status_code, missing.json()["errors"][0]["code"]) == (403, "current_password_required")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "wrong_password")
    assert (other_things.status_code, right.status_code) == (200, 200)
    assert "current_password" not in right.json()


@pytest.mark.django_db
def test_guessing_the_current_password_is_limited_like_a_login(bruno: User) -> None:
    caller = Caller(bruno)
    body = {"password": "senha-nova-longa-7", "current_password": WRONG}

    tried = [caller.patch(f"/api/users/{bruno.pk}/", body).status_code for _ in range(11)]

    assert tried == [400] * 10 + [429]


@pytest.mark.django_db
def test_an_integrator_ends_a_refresh_token(carla: User, client: Client) -> None:
    pair = tokens.open_family(carla)

    def revoke(refresh: str) -> int:
        body = json.dumps({"refresh": refresh})
        return client.post("/api/auth/token/revoke/", body, content_type="application/json").status_code

    assert [revoke(pair.refresh), revoke(pair.refresh), revoke("nada")] == [204] * 3
    assert RefreshFamily.objects.get().revoked_at is not None
    again = client.post(
        "/api/auth/token/refresh/", json.dumps({"refresh": pair.refresh}), content_type="application/json"
    )
    assert again.status_code == 401


@pytest.mark.django_db
def test_a_manager_learns_nothing_of_who_is_where_and_has_few_guesses(bruno: User, ana: User, other: Any) -> None:
    User.objects.create_user("dora@outra.com.br", PASSWORD, name="Dora", role="manager", cliente=other)
    caller = Caller(bruno)
    body = {"name": "X", "role": "operator", "password": "senha-bem-longa-7"}

    def create(email: str) -> Any:
        return caller.post("/api/users/", {**body, "email": email})

    foreign, own, admins = create("dora@outra.com.br"), create(bruno.email), create(ana.email)
    said = [
        (one.status_code, one.json()["errors"][0]["code"], one.json()["errors"][0]["detail"])
        for one in (foreign, own, admins)
    ]
    assert said == [said[0]] * 3
    assert said[0][:2] == (400, "not_available")
    assert [create("dora@outra.com.br").status_code for _ in range(8)] == [400] * 7 + [429]
    assert Caller(ana).post("/api/users/", {**body, "email": bruno.email}).json()["errors"][0]["code"] == "unique"


ODD: list[Any] = [None, "x", [], {}, -1, 2**70, 1.5, True, "\ud800", "1" * 5000, 10**400]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "claim", ["user", "family", "jti", "exp", "iat", "token_type", api_settings.REVOKE_TOKEN_CLAIM]
)
def test_claims_of_any_shape_are_401(carla: User, client: Client, claim: str) -> None:
    pair = tokens.open_family(carla)
    for odd in ODD:
        access, refresh = AccessToken(pair.access), RefreshToken(pair.refresh)  # type: ignore[arg-type]
        if access.payload.get(claim) == odd or (claim in {"iat"} and odd in (True, 1.5, -1)):
            continue
        access.payload[claim], refresh.payload[claim] = odd, odd
        me = client.get("/api/auth/me/", headers={"Authorization": f"Bearer {access}"})
        body = json.dumps({"refresh": str(refresh)})
        again = client.post("/api/auth/token/refresh/", body, content_type="application/json")
        ended = client.post("/api/auth/token/revoke/", body, content_type="application/json")
        assert me.status_code in ({200, 401} if claim in {"jti", "iat"} else {401}), odd
        assert again.status_code in ({200, 400, 401} if claim in {"iat", "user", "family"} else {400, 401}), odd
        assert ended.status_code in {204, 400}, odd


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["http://[::1", "http://[", "://", "\x00", "http://a:b:c", "file://", "x" * 9000])
def test_a_malformed_origin_is_403(client: Client, origin: str) -> None:
    answer = client.post("/api/auth/login/", "{}", content_type="application/json", headers={"Origin": origin})

    assert answer.status_code == 403


@pytest.mark.django_db
def test_a_password_set_by_command_lifts_the_limit(carla: User) -> None:
    for _ in range(10):
        login("raiz@multichat.com.br", WRONG)

    call_command("createadmin", email="raiz@multichat.com.br", password="senha-de-raiz-9")

    assert login("raiz@multichat.com.br", "senha-de-raiz-9") == 200


@pytest.mark.django_db
@pytest.mark.parametrize("lost", [{"is_active": False}, {"password": "outra"}])
def test_who_lost_the_account_meanwhile_does_not_write_it_back(bruno: User, lost: dict[str, Any]) -> None:
    stale = User.objects.get(pk=bruno.pk)
    User.objects.filter(pk=bruno.pk).update(**lost)

    with pytest.raises(accounts.AccessEnded):
        accounts.change_user(stale, stale, {"password": "do-intruso-77"})
    with pytest.raises(accounts.AccessEnded):
        accounts.change_own_password(stale, "do-intruso-77")

    bruno.refresh_from_db()
    assert {name: getattr(bruno, name) for name in lost} == lost


@pytest.mark.django_db
def test_a_change_writes_only_what_was_asked(ana: User, bruno: User) -> None:
    stale = User.objects.get(pk=bruno.pk)
    User.objects.filter(pk=bruno.pk).update(is_active=False, role="operator")

    accounts.change_user(ana, stale, {"name": "Bruno Melo"})

    bruno.refresh_from_db()
    assert (bruno.name, bruno.is_active, bruno.role) == ("Bruno Melo", False, "operator")
