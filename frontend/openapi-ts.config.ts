import { defineConfig } from '@hey-api/openapi-ts'

export default defineConfig({
  input: 'openapi.json',
  output: { path: 'src/api/generated' },
  plugins: [
    {
      name: '@hey-api/client-axios',
      throwOnError: true,
      // O cliente gerado usa o Axios da casa: token, renovação e ApiError num lugar só.
      runtimeConfigPath: './src/api/client-config.ts',
    },
    { name: '@hey-api/sdk' },
  ],
})
