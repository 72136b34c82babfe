"""Substituto da W-APi para desenvolver, demonstrar e testar: fala o contrato dela por HTTP e posta os webhooks dela.

Não importa nada nosso de fora desta pasta: é a outra ponta do contrato, e se usasse o nosso código concordaria com os
nossos erros. Em testes:

    with Simulator(delays=FAST) as sim:
        sim.add_instance("LITE-AAAAAA-BBBBBB", token="t", state="connected")
        Gateway(sim.base_url, "LITE-AAAAAA-BBBBBB", "t").call(...)
"""
