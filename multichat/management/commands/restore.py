"""`manage.py restore FILE [--verify]`: põe um backup num banco vazio e prova que é o mesmo; ou só o prova."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from multichat.backup.errors import BackupError
from multichat.backup.places import find
from multichat.backup.restore import restore
from multichat.backup.verify import verify
from multichat.orphans import die_with_parent
from multichat.terminal import _


class Command(BaseCommand):
    """Com tudo parado. O banco tem de estar vazio."""

    help = _("Restaura um backup num banco vazio, com todas as provas.")
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """O arquivo, --verify e --without-keys."""
        parser.add_argument("file", help=_("o arquivo .mcb, ou o nome de um que está em BACKUP_DIR"))
        parser.add_argument("--verify", action="store_true", help=_("num rascunho, sem mudar nada aqui"))
        parser.add_argument("--without-keys", action="store_true", help=_("deixa a SECRET_KEY daqui como está"))
        # De um processo nosso a outro (multichat/backup/verify.py e move.py).
        parser.add_argument("--media", choices=("put", "hash", "none"), default="put", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Uma linha por prova; a falha numa linha, e saída 1."""
        keys, media = not options["without_keys"], options["media"]
        if media != "put":
            die_with_parent()
        try:
            place, name = find(options["file"])
            if options["verify"]:
                verify(options["file"], keys=keys, say=self.stdout.write)
            else:
                restore(place, name, media=media, keys=keys, say=self.stdout.write)
        except FileNotFoundError as error:
            raise CommandError(_("Não acho o backup {name}.").format(name=options["file"])) from error
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Backup conferido.") if options["verify"] else _("Restaurado."))
