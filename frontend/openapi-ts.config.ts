import { defineConfig } from '@hey-api/openapi-ts'

/** Só os tipos: quem chama é api/call.ts, e nada do que se gera vai ao pacote. */
export default defineConfig({
  input: 'openapi.json',
  output: { path: 'src/api/generated' },
  parser: {
    // As recusas têm uma forma só, que api/errors.ts lê: por rota, o tipo delas não diria nada.
    patch: {
      operations: (_method, _path, { responses }) => {
        for (const status of Object.keys(responses ?? {}))
          if (Number(status) >= 400) delete responses?.[status]
      },
    },
    filters: { orphans: false },
  },
  plugins: [{ name: '@hey-api/typescript', includeInEntry: false }],
})
