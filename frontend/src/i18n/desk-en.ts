export { texts } from './en.json?desk'
