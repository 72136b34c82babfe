"""As peças de um simulador ligadas entre si; o que elas fazem está em pairing, sending, writing e autoplay."""

import time
from collections.abc import Callable
from typing import Any

from simulator.faults import Faults
from simulator.media_store import MediaStore
from simulator.options import Delays, Options
from simulator.postman import Postman
from simulator.scheduler import Scheduler
from simulator.world import Instance, World


class Simulation:
    """Um mundo, seu relógio, seu carteiro, suas falhas e suas mídias."""

    def __init__(self, base_url: str, options: Options) -> None:
        self.base_url = base_url
        self.options = options
        self.world = World(options.seed)
        self.faults = Faults()
        self.clock = Scheduler()
        self.postman = Postman(self.faults, options)
        self.media = MediaStore(base_url, options.delays.link_s)

    @property
    def delays(self) -> Delays:
        """Os tempos escolhidos."""
        return self.options.delays

    def post(self, instance: Instance, kind: str, payload: dict[str, Any]) -> None:
        """Posta no endereço que a instância guarda para este tipo; sem endereço, nada."""
        if url := instance.webhooks.get(kind):
            self.postman.post(instance.instance_id, kind, url, payload)

    def later(
        self, seconds: float, instance: Instance, action: Callable[[], None], *, background: bool = False
    ) -> None:
        """Faz `action` daqui a pouco, se a instância ainda for a mesma."""

        def act() -> None:
            with self.world.lock:
                if self.world.instances.get(instance.instance_id) is instance:
                    action()

        self.clock.after(seconds, act, background=background)

    def wait_until_quiet(self, timeout_s: float = 10.0) -> bool:
        """Espera até não haver nada marcado nem por postar; False se o tempo acabou antes."""
        ends_at = time.monotonic() + timeout_s
        quiet = 0
        while time.monotonic() < ends_at:
            # Duas vezes seguidas: entre o relógio e o carteiro uma ação muda de mão.
            quiet = quiet + 1 if self.clock.is_idle() and self.postman.is_idle() else 0
            if quiet == 2:
                return True
            time.sleep(0.005)
        return False

    def reset(self) -> None:
        """Volta ao começo: sem instâncias, falhas nem registro."""
        with self.world.lock:
            self.world.instances.clear()
        self.clock.clear()
        self.faults.clear()
        self.postman.clear()

    def stop(self) -> None:
        """Encerra as threads."""
        self.clock.stop()
        self.postman.stop()
