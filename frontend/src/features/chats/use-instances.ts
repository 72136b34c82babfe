import { useQuery } from '@tanstack/react-query'
import { instanceOptions } from '@/api/instance-options'
import type { InstanceRow } from './model'

/** As instâncias que a pessoa vê: nome na lista, filtro e faixa de «desconectada». */
export function useInstances(): InstanceRow[] {
  return useQuery(instanceOptions()).data ?? EMPTY
}

const EMPTY: InstanceRow[] = []
