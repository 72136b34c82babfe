"""O único cliente da W-APi: um endereço e um token, nunca uma linha do banco. Python puro, sem Django.

    gateway = Gateway("https://api.w-api.app/v1", instance_id, token)
    gateway.call(messages.send_text("5511900000002", "Olá!"))

Cada chamada é declarada uma vez em `calls/<área>.py`; `client.py` a faz; `errors.py` diz o que pode dar errado.
"""
