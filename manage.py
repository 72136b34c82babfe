#!/usr/bin/env python
"""Ponto de entrada dos comandos de administração."""

import os
import sys


def main() -> None:
    """Executa um comando; um ambiente errado vira uma linha clara, não um rastro de pilha."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multichat.settings")
    from django.core.management import execute_from_command_line

    from multichat.env import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as error:
        sys.exit(f"MultiChat: {error}")


if __name__ == "__main__":
    main()
