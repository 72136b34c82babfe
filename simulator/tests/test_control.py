"""A API de controle, a página, e o carteiro."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from simulator.options import FAST, Options
from simulator.server import Simulator


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(delays=FAST) as simulator:
        yield simulator


@pytest.fixture
def slow_then_ok() -> Iterator[tuple[str, list[str]]]:
    """Receptor que recusa as duas primeiras postagens e demora no caminho /slow."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/slow":
                time.sleep(0.3)
            seen.append(self.path)
            self.send_response(503 if len(seen) <= 2 and self.path == "/flaky" else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def post(sim: Simulator, path: str, **body: Any) -> requests.Response:
    return requests.post(f"{sim.url}/control/{path}", json=body, timeout=5)


def test_an_instance_is_created_seen_and_deleted(sim: Simulator) -> None:
    made = post(sim, "instances", name="Loja", phone="5511900000001", state="connected", contacts=3).json()

    seen = requests.get(f"{sim.url}/control/instances/{made['instance_id']}", timeout=5).json()
    gone = requests.delete(f"{sim.url}/control/instances/{made['instance_id']}", timeout=5)

    assert seen == made
    assert (made["state"], len(made["contacts"]), len(made["groups"])) == ("connected", 3, 1)
    assert gone.ok
    assert requests.get(f"{sim.url}/control/instances", timeout=5).json() == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("instances", {"state": "voando"}, 400),
        ("faults", {"kind": "terremoto"}, 400),
        ("instances/NADA/scan", {}, 404),
        ("nada", {}, 404),
    ],
)
def test_a_wrong_control_request_is_told_why(sim: Simulator, path: str, body: dict[str, Any], status: int) -> None:
    reply = post(sim, path, **body)

    assert reply.status_code == status
    assert reply.json()["message"]


def test_a_contact_cannot_write_to_a_disconnected_instance_nor_an_unknown_kind(sim: Simulator) -> None:
    offline, online = sim.add_instance("OFF"), sim.add_instance("ON", state="connected")

    assert post(sim, f"instances/{offline.instance_id}/write", text="oi").status_code == 409
    assert post(sim, f"instances/{online.instance_id}/write", kind="holograma").status_code == 400


def test_page_and_qr_are_served(sim: Simulator) -> None:
    sim.add_instance("A", state="waiting")

    page = requests.get(sim.url, timeout=5)
    qr = requests.get(f"{sim.url}/control/instances/A/qr.png", timeout=5)

    assert "Escanear" in page.text
    assert "http" not in page.text.replace("http://", "", 0).split("<script>")[0]
    assert qr.content.startswith(b"\x89PNG")


def test_another_site_in_the_browser_cannot_use_the_control(sim: Simulator) -> None:
    reply = requests.post(f"{sim.url}/control/reset", headers={"Origin": "https://outro.test"}, timeout=5)

    assert reply.status_code == 403


def test_reset_forgets_everything(sim: Simulator) -> None:
    sim.add_instance("A", state="connected", webhook_url=f"{sim.url}/nada")
    sim.write("A", text="oi")
    sim.add_fault("hang")

    post(sim, "reset")

    state = requests.get(f"{sim.url}/control/state", timeout=5).json()
    assert (state["instances"], state["faults"], state["webhooks"]) == ([], [], [])


def test_a_fault_counts_down_and_can_be_cleared(sim: Simulator) -> None:
    sim.add_instance("A", token="t")
    made = post(sim, "faults", kind="http_500", calls=["status-instance"], times=1).json()
    endless = post(sim, "faults", kind="html").json()
    requests.delete(f"{sim.url}/control/faults/{endless['id']}", timeout=5)

    codes = [
        requests.get(
            f"{sim.base_url}/instance/status-instance?instanceId=A", headers={"Authorization": "Bearer t"}, timeout=5
        ).status_code
        for _ in range(2)
    ]

    assert made["times"] == 1
    assert codes == [500, 200]
    assert requests.get(f"{sim.url}/control/faults", timeout=5).json() == []


def test_unknown_instances_may_be_adopted() -> None:
    with Simulator(options=Options(delays=FAST, adopt_unknown=True)) as sim:
        reply = requests.get(
            f"{sim.base_url}/instance/status-instance?instanceId=NOVA", headers={"Authorization": "Bearer t"}, timeout=5
        )

        assert reply.json() == {"instanceId": "NOVA", "connected": False}


def test_webhooks_are_repeated_only_when_asked(slow_then_ok: tuple[str, list[str]]) -> None:
    url, seen = slow_then_ok
    with Simulator(options=Options(delays=FAST, webhook_attempts=3)) as sim:
        sim.add_instance("A", state="connected", webhook_url=f"{url}/flaky")
        sim.write("A", text="oi")
        assert sim.wait_until_quiet()

    assert seen == ["/flaky"] * 3


def test_a_slow_receiver_delays_only_its_own_instance(sim: Simulator, slow_then_ok: tuple[str, list[str]]) -> None:
    url, seen = slow_then_ok
    sim.add_instance("LENTA", state="connected", webhook_url=f"{url}/slow")
    sim.add_instance("OUTRA", state="connected", webhook_url=f"{url}/fast")

    sim.write("LENTA", text="oi")
    sim.write("OUTRA", text="oi")

    assert sim.wait_until_quiet()
    assert seen == ["/fast", "/slow"]


def test_webhooks_of_one_instance_keep_their_order(sim: Simulator) -> None:
    sim.add_instance("A", state="connected", webhook_url=f"{sim.url}/nada")
    written = [sim.write("A", text=str(n))["message_id"] for n in range(40)]

    assert sim.wait_until_quiet()
    logged = [one.payload["messageId"] for one in reversed(sim.simulation.postman.deliveries("A"))]
    assert logged == written
