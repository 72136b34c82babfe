/** O mapa que «?» mostra. Só o que funciona hoje. */
import type { ParseKeys } from 'i18next'
import { readSendWith, SEND_KEYS } from './send-with'

interface MapSection {
  title: ParseKeys
  rows: { keys: string[]; text: ParseKeys }[]
}

export const shortcutMap = (): MapSection[] => [
  {
    title: 'keyboard.anywhere',
    rows: [
      { keys: ['Ctrl+K'], text: 'nav.palette' },
      { keys: ['?'], text: 'keyboard.map' },
      { keys: ['/'], text: 'keyboard.search' },
      { keys: ['C'], text: 'keyboard.newChat' },
      { keys: ['G C'], text: 'keyboard.goChats' },
      { keys: ['G D'], text: 'keyboard.goDashboard' },
      { keys: ['G I'], text: 'keyboard.goInstances' },
      { keys: ['G P'], text: 'keyboard.goContacts' },
      { keys: ['G E'], text: 'keyboard.goEvents' },
      { keys: ['G A'], text: 'keyboard.goAlerts' },
      { keys: ['G U'], text: 'keyboard.goUsers' },
      { keys: ['G L'], text: 'keyboard.goClientes' },
      { keys: ['G S'], text: 'keyboard.goSettings' },
      { keys: ['Ctrl+F6', 'Ctrl+Shift+F6'], text: 'keyboard.region' },
      { keys: ['['], text: 'keyboard.nav' },
      { keys: ['Esc'], text: 'keyboard.escape' },
    ],
  },
  {
    title: 'keyboard.chatList',
    rows: [
      { keys: ['↑', '↓', 'J', 'K'], text: 'keyboard.listMove' },
      { keys: ['Enter'], text: 'keyboard.open' },
      { keys: ['Ctrl+Enter'], text: 'keyboard.openTab' },
      { keys: ['Home', 'End'], text: 'keyboard.listEnds' },
      { keys: ['N'], text: 'keyboard.nextUnread' },
      { keys: ['Alt+↑', 'Alt+↓'], text: 'keyboard.neighbour' },
      { keys: ['R'], text: 'keyboard.focusReply' },
      { keys: [']'], text: 'keyboard.details' },
    ],
  },
  {
    title: 'keyboard.thread',
    rows: [
      { keys: ['↑', '↓'], text: 'keyboard.messageMove' },
      { keys: ['Enter'], text: 'keyboard.messageMenu' },
      { keys: ['Space'], text: 'keyboard.playOrOpen' },
      { keys: ['R'], text: 'keyboard.quote' },
      { keys: ['+'], text: 'keyboard.react' },
      { keys: ['Y'], text: 'keyboard.copy' },
      { keys: ['O'], text: 'keyboard.info' },
      { keys: ['B'], text: 'keyboard.firstUnread' },
      { keys: ['Shift+U'], text: 'keyboard.unreadFrom' },
      { keys: ['End'], text: 'keyboard.latest' },
    ],
  },
  {
    title: 'keyboard.composer',
    rows: [
      { keys: [SEND_KEYS[readSendWith()].send], text: 'keyboard.send' },
      { keys: [SEND_KEYS[readSendWith()].newLine], text: 'keyboard.newLine' },
      { keys: ['Esc'], text: 'keyboard.leaveComposer' },
      { keys: ['Ctrl+B', 'Ctrl+I'], text: 'keyboard.marks' },
      { keys: ['↑'], text: 'keyboard.editLast' },
    ],
  },
  {
    title: 'keyboard.tables',
    rows: [
      { keys: ['↑', '↓', 'J', 'K'], text: 'keyboard.listMove' },
      { keys: ['Home', 'End'], text: 'keyboard.rowEnds' },
      { keys: ['Enter'], text: 'keyboard.open' },
      { keys: ['X'], text: 'keyboard.select' },
      { keys: ['Shift+↑', 'Shift+↓'], text: 'keyboard.selectRange' },
      { keys: ['F'], text: 'keyboard.filter' },
      { keys: ['E'], text: 'keyboard.acknowledge' },
      { keys: ['1', '2', '3', '4'], text: 'keyboard.ranges' },
    ],
  },
  {
    title: 'keyboard.eventsAndInstances',
    rows: [
      { keys: ['R'], text: 'keyboard.replay' },
      { keys: ['Y'], text: 'keyboard.copyId' },
      { keys: ['W'], text: 'keyboard.wrap' },
      { keys: ['T'], text: 'keyboard.live' },
      { keys: ['Q'], text: 'keyboard.connect' },
      { keys: ['Shift+R'], text: 'keyboard.restart' },
    ],
  },
]
