"""Quem está do outro lado: grupos, contatos, nomes, fotos, uniões."""
