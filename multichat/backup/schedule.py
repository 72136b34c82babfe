"""O backup de cada dia em BACKUP_DIR, a conferência de cada semana, e o que se apaga.

`BackupRun.active` deixa correr um só em toda a instalação: quem corre renova o sinal de vida, e o que morreu no meio é
dado por perdido. Falhou, tenta-se de novo uma hora depois. O porquê fica na língua do terminal: é de quem opera."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import BackupKind, BackupRun, BackupState
from multichat.backup.errors import BackupError
from multichat.backup.make import Made, back_up
from multichat.backup.places import place_of
from multichat.backup.prune import drop_broken, prune
from multichat.backup.verify import verify
from multichat.terminal import _

logger = logging.getLogger("multichat.backup")

Tick = Callable[[], None]
Work = Callable[[BackupRun, Tick], object]
Due = Callable[[datetime, BackupRun | None], bool]

LOOK_S = 30.0
AGAIN = timedelta(hours=1)
VERIFY_EVERY = timedelta(days=7)
DEAD_AFTER = timedelta(minutes=10)
ALIVE_EVERY_S = 30.0
KEPT = timedelta(days=400)  # as linhas do histórico


def run() -> float:
    """Um turno. Devolve quanto dormir (s)."""
    if settings.BACKUP_DIR:
        now = timezone.now()
        if is_backup_due(now, None):
            attempt(BackupKind.BACKUP, make, is_backup_due)
        elif is_verify_due(now, None):
            attempt(BackupKind.VERIFY, check, is_verify_due)
    return LOOK_S


def last_slot(now: datetime) -> datetime:
    """A última BACKUP_AT que passou, no fuso da operação."""
    here = now.astimezone(settings.LOCAL_TIME_ZONE)
    slot = datetime.combine(here.date(), settings.BACKUP_AT, settings.LOCAL_TIME_ZONE)
    return slot if slot <= here else slot - timedelta(days=1)


def is_backup_due(now: datetime, mine: BackupRun | None) -> bool:
    """Se desde a última hora marcada nenhum ficou pronto, e o último que falhou já não é de agora."""
    good = BackupRun.objects.last_good_at()
    return (good is None or good < last_slot(now)) and not _tried_lately(BackupKind.BACKUP, now, mine)


def is_verify_due(now: datetime, mine: BackupRun | None) -> bool:
    """Se há backup por conferir: há uma semana que nenhum se confere, ou há um mais novo que o que não passou."""
    good = BackupRun.objects.last(BackupKind.BACKUP, BackupState.OK)
    if good is None or _tried_lately(BackupKind.VERIFY, now, mine):
        return False
    last = BackupRun.objects.last(BackupKind.VERIFY, BackupState.OK, BackupState.FAILED)
    if last is None:
        return True
    return last.name != good.name if last.state == BackupState.FAILED else last.started_at < now - VERIFY_EVERY


def _tried_lately(kind: str, now: datetime, mine: BackupRun | None) -> bool:
    others = BackupRun.objects.filter(kind=kind, started_at__gt=now - AGAIN)
    return (others.exclude(pk=mine.pk) if mine else others).exists()


def attempt(kind: str, work: Work, is_due: Due) -> None:
    """Faz, se ninguém mais faz, e anota o desfecho. Um defeito nosso é anotado e sobe."""
    mine = claim(kind, is_due)
    if mine is None:
        return
    try:
        _noted(mine, work)
    except (BackupError, OSError) as failed:
        logger.warning("action=backup_failed", extra={"fields": {"kind": kind, "error": type(failed).__name__}})
    else:
        logger.info("action=backup", extra={"fields": {"kind": kind, "name": mine.name, "rows": mine.n_rows}})


def by_hand() -> Made:
    """Um backup em BACKUP_DIR agora, como o de cada dia: enquanto corre, ninguém ali apaga. Levanta `BackupError`."""
    mine = claim(BackupKind.BACKUP, lambda now, run: True)
    if mine is None:
        raise BackupError(_("Outro backup, ou a conferência de um, corre agora: espere que acabe."))
    made: list[Made] = []
    _noted(mine, lambda run, tick: made.append(make(run, tick)))
    return made[0]


def _noted(mine: BackupRun, work: Work) -> None:
    """Faz e anota o desfecho na linha; a falha sobe."""
    error: str | None = _("Um defeito interrompeu o trabalho; o registro do worker diz qual.")
    try:
        work(mine, alive(mine))
        error = None
    except (BackupError, OSError) as failed:
        error = str(failed) or type(failed).__name__
        raise
    finally:
        mine.state, mine.active = BackupState.FAILED if error else BackupState.OK, None
        mine.error, mine.finished_at = error and error[:500], timezone.now()
        mine.save()


def claim(kind: str, is_due: Due) -> BackupRun | None:
    """A linha de quem vai correr; None se outro corre, ou acaba de fazê-lo."""
    now = timezone.now()
    BackupRun.objects.filter(active=True, alive_at__lt=now - DEAD_AFTER).update(
        state=BackupState.FAILED, active=None, finished_at=now, error=_("O processo que o fazia morreu no meio.")
    )
    try:
        with transaction.atomic():
            mine = BackupRun.objects.create(kind=kind, active=True, started_at=now, alive_at=now)
    except IntegrityError:
        return None
    if not is_due(now, mine):  # outro acaba de o fazer
        mine.delete()
        return None
    return mine


def alive(mine: BackupRun) -> Tick:
    """O sinal de vida, no máximo um a cada ALIVE_EVERY_S. Levanta `BackupError` se já o deram por morto."""
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        if time.monotonic() - last < ALIVE_EVERY_S:
            return
        last = time.monotonic()
        if not BackupRun.objects.filter(pk=mine.pk, active=True).update(alive_at=timezone.now()):
            raise BackupError(_("Demorou a dar sinal de vida, e foi dado por morto."))

    return tick


def make(mine: BackupRun, tick: Tick) -> Made:
    """O backup, e depois dele o que já se pode apagar."""
    place = place_of(settings.BACKUP_DIR)
    made = back_up(place, tick=tick)
    mine.name, mine.n_rows, mine.n_files, mine.new_bytes = made.name, made.n_rows, made.files.n, made.files.new_bytes
    verified = BackupRun.objects.last(BackupKind.VERIFY, BackupState.OK)
    always = {made.name, *([verified.name] if verified and verified.name else [])}
    named = BackupRun.objects.filter(kind=BackupKind.BACKUP, name__isnull=False).values_list("name", flat=True)
    prune(place, settings.BACKUP_KEEP, {made.name, *(str(name) for name in named)}, always, tick)
    BackupRun.objects.filter(started_at__lt=mine.started_at - KEPT).delete()
    return made


def check(mine: BackupRun, tick: Tick) -> None:
    """A conferência do último que ficou pronto. Um arquivo estragado sai, para que o próximo backup o copie de novo."""
    good = BackupRun.objects.last(BackupKind.BACKUP, BackupState.OK)
    mine.name = good.name if good else None
    name = mine.name or ""
    mine.save(update_fields=["name"])
    try:
        verify(name, tick=tick)
    except BackupError:
        drop_broken(place_of(settings.BACKUP_DIR), name, tick)
        raise
