import { Notice } from '@/components/ui/notice'

/** As palavras do servidor que não são de nenhum campo. */
export function ToldErrors({ errors }: { errors: string[] }) {
  return errors.length === 0 ? null : (
    <Notice tone="bad" role="alert">
      {errors.join(' ')}
    </Notice>
  )
}
