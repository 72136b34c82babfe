export { texts } from './pt-BR.json?pages'
