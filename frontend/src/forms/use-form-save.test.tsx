import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useRef } from 'react'
import { expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { renderScreen } from '@/test/screen'
import { useFormSave } from './use-form-save'

function Form({ refusal }: { refusal: ApiError }) {
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef, { fields: ['people'], say: (words) => `Não deu: ${words}` })
  return (
    <form ref={formRef}>
      <input name="subject" aria-label="Nome" />
      <p>nome: {form.errorOf('subject')}</p>
      <p>gente: {form.errorOf('people')}</p>
      <p role="alert">{form.failure}</p>
      <button type="button" onClick={() => void form.save(() => Promise.reject(refusal))}>
        salvar
      </button>
    </form>
  )
}

async function refuseWith(...errors: [attr: string | null, detail: string][]) {
  const items = errors.map(([attr, detail]) => ({ code: 'invalid', attr, detail }))
  renderScreen(<Form refusal={new ApiError(400, items)} />)
  await userEvent.click(screen.getByRole('button', { name: 'salvar' }))
}

it('sets what the server says of a field on the field, and the focus on the first', async () => {
  await refuseWith(['people.3', 'Não existe.'], ['subject', 'Muito longo.'])

  expect(screen.getByText('nome: Muito longo.')).toBeVisible()
  expect(screen.getByText('gente: Não existe.')).toBeVisible()
  expect(screen.getByRole('textbox')).toHaveFocus()
  expect(screen.getByRole('alert')).toBeEmptyDOMElement()
})

it('says in the form what is of no field, or of one that is not there', async () => {
  await refuseWith(['instance', 'Sem permissão nesta instância.'])

  expect(screen.getByRole('alert')).toHaveTextContent('Não deu: Sem permissão nesta instância.')
})
