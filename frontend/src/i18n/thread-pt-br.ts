export { texts } from './pt-BR.json?thread'
