"""Mensagens: ler, enviar, decidir."""
