"""Mídia recebida: baixar com guarda, verificar, guardar, servir."""
