import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import { useLiveStatus } from '@/live/use-live-status'
import { connectionQuery } from '../instances-api'
import type { Connection, Instance } from '../model'

const POLL_MS = 3_000
/** Com o fluxo de pé, só uma rede de segurança. */
const CALM_MS = 10_000
const MOVING = new Set(['preparing', 'qr', 'confirming'])

/** A conexão em curso só recomeça sozinha se nada corre e ninguém parou por cansaço ou erro. */
export function shouldStart(connection: Connection, instance: { status: string }): boolean {
  if (MOVING.has(connection.status)) return false
  if (connection.status === 'connected') return instance.status !== 'connected'
  return connection.status === 'paused' && (connection.codes_shown ?? 0) === 0
}

/** Onde está a conexão desta instância, ao vivo; fechar a tela não cancela nada. */
export function useConnection(instance: Instance, canStart: boolean) {
  const client = useQueryClient()
  const { mode } = useLiveStatus()
  const options = connectionQuery(instance.id)
  const hasStarted = useRef(false)
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => {
      const status = state.data?.status
      if (!status || !MOVING.has(status)) return false
      return mode === 'live' ? CALM_MS : POLL_MS
    },
  })
  const start = useMutation({
    mutationFn: () => call('POST /api/instances/{id}/connect/', { path: { id: instance.id } }),
    onSuccess: (connection) => {
      client.setQueryData(options.queryKey, connection)
    },
  })
  const { data } = query
  const { mutate } = start

  useEffect(() => {
    if (!canStart || hasStarted.current || !data) return
    hasStarted.current = true
    if (shouldStart(data, instance)) mutate()
  }, [canStart, data, instance, mutate])

  // Conectou: o que a página de trás mandava fazer (conectar, corrigir os webhooks, o passo do painel) já está feito.
  const isDone = data?.status === 'connected'
  useEffect(() => {
    if (!isDone) return
    void client.invalidateQueries({
      queryKey: key('instances'),
      predicate: ({ queryKey: [, what] }) => what !== 'connection',
    })
    void client.invalidateQueries({ queryKey: key('stats') })
  }, [client, isDone])

  // O código venceu e ninguém avisou: pergunta.
  const expiresAt = data?.status === 'qr' ? data.expires_at : null
  const { refetch } = query
  useEffect(() => {
    if (!expiresAt) return
    const timer = setTimeout(
      () => void refetch(),
      Math.max(1_000, Date.parse(expiresAt) - Date.now() + 500),
    )
    return () => {
      clearTimeout(timer)
    }
  }, [expiresAt, refetch])

  const isConnected = instance.status === 'connected' && Boolean(instance.phone)
  const connection: Connection | undefined =
    data?.status === 'connected' && !isConnected
      ? { ...data, status: instance.status === 'connected' ? 'confirming' : 'preparing' }
      : data
  return { connection, query, start }
}
