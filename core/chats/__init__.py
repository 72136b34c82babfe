"""O que pessoas fazem a uma conversa: ler, mostrar que se digita ou que se leu."""
