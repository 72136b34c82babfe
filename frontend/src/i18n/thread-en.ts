export { texts } from './en.json?thread'
