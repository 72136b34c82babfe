"""Conferir o gateway, contra o simulador: como se conhece, de outra forma (mudada de propósito), recusada."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from core.gateway.calls import messages
from core.gateway.inspection import Verdict
from core.instances.check_gateway import Checked, check_gateway
from core.instances.check_sends import SAMPLES, one_of_each
from core.media import ffmpeg
from core.models import WhatsappInstance
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db(transaction=True)


def verdicts(checked: Checked) -> dict[str, Verdict]:
    return {one.name: one.verdict for one in checked.findings}


def finding(checked: Checked, name: str):
    return next(one for one in checked.findings if one.name == name)


@pytest.fixture
def spoken(wapi, connected) -> WhatsappInstance:
    """Conectada, com conversas, contatos, grupos e postagens à vista."""
    wapi.write(connected.instance_id, text="segredo do cliente")
    wapi.wait_until_quiet()
    return connected


def test_the_simulator_is_as_the_contract_knows_it(wapi, spoken):
    checked = check_gateway(None, spoken)

    differing = {one.name: (one.new, one.missing, one.retyped) for one in checked.findings
                 if one.verdict != Verdict.KNOWN}  # fmt: skip
    # Das entradas do registro só o id se conhece: as outras chaves do simulador são suposição dele.
    assert set(differing) <= {"fetch-webhook-logs"}
    assert len(checked.findings) == 10
    assert wapi.sent()["sent"] == []


def test_a_field_less_and_a_field_more_are_named_and_how_it_was_read(wapi, spoken):
    wapi.add_fault("other_shape", calls=("device",))

    found = finding(check_gateway(None, spoken), "device")

    assert found.verdict == Verdict.CHANGED
    assert found.missing == ("connectedPhone",)
    assert set(found.new) == {"campoNovo", "campoNovo.‹id›"}
    assert (found.read["phone"], found.read["name"]) == ("nulo", "texto")


def test_an_answer_a_level_below_is_another_shape_that_is_read_all_the_same(wapi, spoken):
    wapi.add_fault("nested_answer", calls=("status-instance",))

    found = finding(check_gateway(None, spoken), "status-instance")

    assert (found.verdict, found.read["connected"]) == (Verdict.CHANGED, "booleano")
    assert "data.connected" in found.new
    assert "connected" in found.missing


def test_an_answer_that_cannot_be_read_says_so(wapi, spoken):
    wapi.add_fault("other_shape", calls=("phone-exists",))

    found = finding(check_gateway(None, spoken), "phone-exists")

    assert found.verdict == Verdict.CHANGED
    assert found.read == {"": "resposta sem dizer se o número existe"}


def test_a_refusal_keeps_its_words_without_long_numbers(wapi, spoken):
    wapi.add_fault("refused", calls=("get-all-groups",))

    found = finding(check_gateway(None, spoken), "get-all-groups")

    assert (found.verdict, found.http_status) == (Verdict.REFUSED, 400)
    assert found.words == "O pedido não pôde ser atendido."


def test_one_that_does_not_answer_does_not_hold_the_others(wapi, spoken):
    wapi.add_fault("reset_before_answer", calls=("fetch-chats",))

    checked = check_gateway(None, spoken)

    assert verdicts(checked)["fetch-chats"] == Verdict.UNANSWERED
    assert verdicts(checked)["payment-status"] == Verdict.KNOWN


def test_a_gateway_that_is_away_is_asked_once(settings, connected):
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"

    checked = check_gateway(None, connected)

    assert verdicts(checked) == {"status-instance": Verdict.UNANSWERED}


def test_the_report_holds_no_value_of_anyone(wapi, spoken):
    wapi.add_fault("other_shape", calls=("device", "fetch-chats"))
    world = wapi.simulation.world.instances[spoken.instance_id]

    report = check_gateway(None, spoken).report

    assert json.loads(report)["calls"]
    names = [one.name for one in world.contacts.values()] + [one.subject for one in world.groups.values()]
    values = [spoken.instance_id, "TEST_INSTANCE_TOKEN", world.phone, world.lid, world.name, "segredo do cliente",
              "ninguém deve ver", "5511900000099", *world.contacts, *names]  # fmt: skip
    assert [value for value in values if value in report] == []


def test_it_sends_only_when_asked_one_of_each_type(wapi, spoken):
    checked = check_gateway(None, spoken, "5511900000077")

    calls = [one["call"] for one in wapi.sent()["sent"]]
    findings = [one for one in checked.findings if one.name.startswith("send-")]
    assert calls == [one.name for one in findings]
    assert {one.verdict for one in findings} == {Verdict.KNOWN}
    assert calls.count("send-audio") == 2  # áudio e voz são a mesma chamada
    assert len(calls) == len(set(calls)) + 1


def test_no_type_of_the_contract_is_left_out():
    every = {name for name in vars(messages) if name.startswith("send_")}

    assert every - set(one_of_each.__code__.co_names) == {"send_reaction"}  # pede uma mensagem a que reagir


def test_every_file_it_sends_is_small_and_plays(tmp_path):
    video = ffmpeg.look_at_video(SAMPLES / "video.mp4", "video/mp4", tmp_path / "poster.jpg")
    sounds = {
        name: ffmpeg.sound_codec(ffmpeg.listen(SAMPLES / name, kind, tmp_path / "pcm"))
        for name, kind in (("voz.ogg", "audio/ogg"), ("audio.mp3", "audio/mpeg"))
    }

    assert (video.plays_on_whatsapp, video.seconds) == (True, 1)
    assert sounds == {"voz.ogg": "opus", "audio.mp3": "mp3"}
    with Image.open(SAMPLES / "figurinha.webp") as sticker:
        assert (sticker.format, sticker.size) == ("WEBP", (512, 512))
    assert max(path.stat().st_size for path in SAMPLES.iterdir()) < 8_192


def test_the_command_prints_each_call_and_the_report(wapi, spoken):
    wapi.add_fault("other_shape", calls=("device",))
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("checkgateway", instance=spoken.pk, stdout=out)

    assert end.value.code == 1
    assert "GET /instance/status-instance: como se conhece" in out.getvalue()
    assert "GET /instance/device: outra forma\n    novo: campoNovo" in out.getvalue()
    with pytest.raises(CommandError, match="Não existe"):
        call_command("checkgateway", instance=999_999)


def test_managers_check_through_the_api(wapi, spoken, bruno, carla, davi):
    path = f"/api/instances/{spoken.pk}/check-gateway/"

    checked = Caller(bruno).post(path, {}).json()

    assert {one["name"]: one["verdict"] for one in checked["findings"]}["status-instance"] == "known"
    assert json.loads(checked["report"])["calls"][0]["name"] == "status-instance"
    assert Caller(carla).post(path, {}).status_code == 403
    assert Caller(davi).post(path, {}).status_code == 404
