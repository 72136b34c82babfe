// O esquema pede token. Quem já entrou no MultiChat neste navegador usa a mesma sessão; os outros veem como entrar.
'use strict'
;(() => {
  const RENEW_MS = 10 * 60 * 1000 // o token de acesso vive 15 minutos
  const root = document.getElementById('swagger-ui')
  let access = ''
  let renewedAt = 0

  async function renew() {
    if (Date.now() - renewedAt < RENEW_MS) return
    const answer = await fetch('/api/auth/refresh/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    if (!answer.ok) throw new Error(String(answer.status))
    access = (await answer.json()).access
    renewedAt = Date.now()
  }

  async function withToken(request) {
    await renew()
    request.headers.Authorization = `Bearer ${access}`
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

  renew().then(() => {
    SwaggerUIBundle({
      url: '{{ schema_url|escapejs }}',
      dom_id: '#swagger-ui',
      presets: [SwaggerUIBundle.presets.apis],
      deepLinking: true,
      requestInterceptor: withToken,
    })
  }, askToSignIn)
})()
