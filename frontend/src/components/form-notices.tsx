import { Notice } from './ui/notice'

interface FormNoticesProps {
  failure: string | null
  offline: string | null
}

/** O que impede de salvar e não é de campo nenhum, junto do botão. */
export function FormNotices({ failure, offline }: FormNoticesProps) {
  return (
    <>
      {failure ? (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      ) : null}
      {offline ? <Notice tone="warn">{offline}</Notice> : null}
    </>
  )
}
