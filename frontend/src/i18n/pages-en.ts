export { texts } from './en.json?pages'
