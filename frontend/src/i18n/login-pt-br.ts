export { auth, common } from './pt-BR.json?login'
