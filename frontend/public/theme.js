// Antes da primeira pintura, para que o tema escuro não pisque claro. Fica fora do pacote por causa da CSP.
;(function () {
  var root = document.documentElement
  try {
    var theme = localStorage.getItem('multichat.theme') || 'system'
    var dark =
      theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    root.dataset.theme = dark ? 'dark' : 'light'
    root.dataset.density = localStorage.getItem('multichat.density') || 'comfortable'
    root.lang = localStorage.getItem('multichat.language') || 'pt-BR'
  } catch {
    root.dataset.theme = 'light'
  }
})()
