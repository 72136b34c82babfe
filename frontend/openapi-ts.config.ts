import { defineConfig } from '@hey-api/openapi-ts'

interface Body {
  content?: Record<string, { schema: object; examples?: unknown }>
}

/** Só os tipos: quem chama é api/call.ts, e nada do que se gera vai ao pacote. */
export default defineConfig({
  input: 'openapi.json',
  output: { path: 'src/api/generated' },
  parser: {
    patch: {
      operations: (_method, _path, operation) => {
        // As recusas têm uma forma só, que api/errors.ts lê: por rota, o tipo delas não diria nada.
        for (const status of Object.keys(operation.responses ?? {}))
          if (Number(status) >= 400) delete operation.responses?.[status]
        const { requestBody, responses } = operation as {
          requestBody?: Body
          responses?: Record<string, Body>
        }
        // Os exemplos são de quem lê o esquema: dos tipos não fazem parte, e o gerador reclama de cada um.
        for (const body of [requestBody, ...Object.values(responses ?? {})])
          for (const content of Object.values(body?.content ?? {})) delete content.examples
        // Do que vai em JSON ou em multipart (com um arquivo dentro, `call` escolhe), o corpo é um ou outro.
        const forms = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema)
        if (requestBody && forms.length > 1)
          requestBody.content = { 'application/json': { schema: { anyOf: forms } } }
      },
    },
    filters: { orphans: false },
  },
  plugins: [{ name: '@hey-api/typescript', includeInEntry: false }],
})
