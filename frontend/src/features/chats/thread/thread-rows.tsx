import { OutgoingBubble } from './outgoing-bubble'
import { MessageRow } from './message-row'
import type { ThreadRow } from './rows'
import { DaySeparator, GapMarker, UnreadDivider } from './separators'

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
  let position = 0
  return rows.map((row) => {
    switch (row.kind) {
      case 'day':
        return <DaySeparator key={row.key} rowKey={row.key} iso={row.iso} />
      case 'unread':
        return <UnreadDivider key={row.key} rowKey={row.key} count={unreadCount} />
      case 'gap':
        return <GapMarker key={row.key} rowKey={row.key} gap={row.gap} />
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
            position={total === -1 ? null : position}
            total={total}
            onFocus={onFocus}
          />
        )
    }
  })
}
