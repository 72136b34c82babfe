export { auth, common } from './en.json?login'
