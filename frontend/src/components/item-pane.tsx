import type { ReactNode } from 'react'
import { LoadError } from './load-error'
import { SidePane } from './side-pane'

interface ItemPaneProps<Item> {
  /** Zero: o endereço não diz um número, e não há o que buscar. */
  id: number
  query: {
    data: Item | undefined
    error: unknown
    isPending: boolean
    refetch: () => unknown
  }
  titleOf: (item: Item) => string
  page: string
  isPhone: boolean
  width: 'w-96' | 'w-[26rem]'
  /** Enquanto vem: os blocos do lugar que vão ocupar. */
  skeleton: ReactNode
  onClose: () => void
  children: (item: Item) => ReactNode
}

/** O escolhido de uma lista, que se busca: vindo, não achado, ou ele. */
export function ItemPane<Item>({
  id,
  query,
  titleOf,
  skeleton,
  children,
  ...pane
}: ItemPaneProps<Item>) {
  const { data } = query
  return (
    <SidePane {...pane} title={data ? titleOf(data) : pane.page}>
      {data ? (
        children(data)
      ) : query.isPending && id > 0 ? (
        <div aria-busy="true">{skeleton}</div>
      ) : (
        <LoadError
          error={id > 0 ? query.error : { status: 404 }}
          onRetry={() => void query.refetch()}
        />
      )}
    </SidePane>
  )
}
