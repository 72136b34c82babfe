import { OutgoingBubble } from './outgoing-bubble'
import { MessageRow } from './message-row'
import type { ThreadRow } from './rows'
import { DaySeparator, UnreadDivider } from './separators'

interface ThreadRowsProps {
  rows: ThreadRow[]
  /** -1: não se sabe quantas são. */
  total: number
  unreadCount: number
  tabStop: string | null
  highlighted: string | null
  onFocus: (key: string) => void
}

export function ThreadRows({
  rows,
  total,
  unreadCount,
  tabStop,
  highlighted,
  onFocus,
}: ThreadRowsProps) {
  const unreadAt = rows.findIndex(({ kind }) => kind === 'unread')
  const afterUnread =
    unreadAt === -1
      ? unreadCount
      : rows
          .slice(unreadAt)
          .filter((row) => row.kind === 'message' && row.message.direction === 'in').length
  let position = 0
  return rows.map((row) => {
    switch (row.kind) {
      case 'day':
        return <DaySeparator key={row.key} rowKey={row.key} iso={row.iso} />
      case 'unread':
        return (
          <UnreadDivider
            key={row.key}
            rowKey={row.key}
            count={Math.max(afterUnread, unreadCount)}
          />
        )
      case 'outgoing':
        return <OutgoingBubble key={row.key} rowKey={row.key} entry={row.entry} />
      case 'message':
        position += 1
        return (
          <MessageRow
            key={row.key}
            rowKey={row.key}
            message={row.message}
            startsGroup={row.startsGroup}
            endsGroup={row.endsGroup}
            isTabStop={row.key === tabStop}
            isHighlighted={row.key === highlighted}
            position={total === -1 ? -1 : position}
            total={total}
            onFocus={onFocus}
          />
        )
    }
  })
}
