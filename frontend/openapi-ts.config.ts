import { defineConfig } from '@hey-api/openapi-ts'

interface Body {
  content: Record<string, { schema: object }>
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
        // Do que vai em JSON ou em multipart (com um arquivo dentro, `call` escolhe), o corpo é um ou outro.
        const { requestBody } = operation as { requestBody?: Body }
        const forms = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema)
        if (requestBody && forms.length > 1)
          requestBody.content = { 'application/json': { schema: { anyOf: forms } } }
      },
    },
    filters: { orphans: false },
  },
  plugins: [{ name: '@hey-api/typescript', includeInEntry: false }],
})
