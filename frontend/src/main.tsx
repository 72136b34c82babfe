/** Duas portas: o login entra sem roteador nem cache; a mesa de trabalho traz o resto. */
import './styles/index.css'
import { createRoot } from 'react-dom/client'

const element = document.getElementById('root')
if (!element) throw new Error('index.html sem #root')
const root = createRoot(element)

if (window.location.pathname.startsWith('/login')) {
  void import('./app/login-entry').then(({ openLogin }) => openLogin(root))
} else {
  void import('./app/desk-entry').then(({ openDesk }) => openDesk(root))
}
