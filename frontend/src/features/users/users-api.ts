import { queryOptions } from '@tanstack/react-query'
import { key } from '@/lib/key'
import { fetchAll } from '@/api/pages'

export const usersQuery = () =>
  queryOptions({
    queryKey: key('users', 'all'),
    queryFn: ({ signal }) => fetchAll('GET /api/users/', signal),
  })
