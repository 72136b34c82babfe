export { texts } from './pt-BR.json?desk'
