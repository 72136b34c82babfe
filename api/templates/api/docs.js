// Quem já entrou no MultiChat neste navegador experimenta as chamadas com a mesma sessão; os outros leem o esquema, e
// onde ele pede token (SCHEMA_OPEN=0) veem como entrar.
'use strict'
;(() => {
  const RENEW_MS = 10 * 60 * 1000 // o token de acesso vive 15 minutos
  const root = document.getElementById('swagger-ui')
  let access = ''
  let renewedAt = 0

  async function renew() {
    if (Date.now() - renewedAt < RENEW_MS) return
    renewedAt = Date.now()
    const answer = await fetch('/api/auth/refresh/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    access = answer.ok ? (await answer.json()).access : ''
  }

  async function withToken(request) {
    await renew()
    if (access) request.headers.Authorization ??= `Bearer ${access}`
    return request
  }

  function askToSignIn() {
    const text = document.createElement('p')
    const link = document.createElement('a')
    link.href = '/login'
    link.textContent = 'Entre no MultiChat'
    text.append(link, ' neste navegador e recarregue esta página: a documentação usa a sua sessão. ')
    text.append('Por programa: GET /api/schema/ com Authorization: Bearer.')
    text.style.cssText = 'font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem'
    root.replaceChildren(text)
  }

  async function open() {
    const asked = await withToken({ headers: {} })
    const answer = await fetch('{{ schema_url|escapejs }}', asked)
    if (!answer.ok) return askToSignIn()
    SwaggerUIBundle({
      spec: await answer.json(),
      dom_id: '#swagger-ui',
      presets: [SwaggerUIBundle.presets.apis],
      deepLinking: true,
      requestInterceptor: withToken,
    })
  }

  open()
})()
