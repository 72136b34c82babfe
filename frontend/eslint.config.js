import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import { readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'
import { importCircles } from './scripts/import-circles.js'

const features = readdirSync(new URL('./src/features', import.meta.url))

/** A mão única da casa: app -> features -> forms -> live/contexts -> api -> lib. */
const zones = [
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'Funcionalidades não se importam: quem as junta é app/.',
  })),
  { target: './src/features', from: './src/app' },
  { target: './src/forms', from: ['./src/app', './src/features'] },
  {
    target: ['./src/live', './src/contexts'],
    from: ['./src/app', './src/features', './src/forms'],
  },
  {
    target: './src/api',
    from: [
      './src/app',
      './src/features',
      './src/forms',
      './src/live',
      './src/contexts',
      './src/components',
      './src/hooks',
    ],
  },
  {
    target: ['./src/components', './src/hooks'],
    from: [
      './src/app',
      './src/features',
      './src/forms',
      './src/live',
      './src/contexts',
      './src/api',
    ],
    message: 'Componentes e hooks só conhecem lib e i18n.',
  },
  {
    target: ['cache', 'scope.ts', 'model.ts', 'chats-api.ts'].map(
      (name) => `./src/features/chats/${name}`,
    ),
    from: ['acts', 'bubbles', 'composer', 'details', 'list', 'thread'].map(
      (name) => `./src/features/chats/${name}`,
    ),
    message: 'O chão das conversas não conhece o que está em cima dele.',
  },
  {
    target: './src/lib',
    from: [
      './src/app',
      './src/features',
      './src/forms',
      './src/live',
      './src/contexts',
      './src/api',
      './src/components',
      './src/hooks',
    ],
  },
]

export default tseslint.config(
  { ignores: ['dist', 'src/api/generated', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX, circles: importCircles },
    languageOptions: { globals: globals.browser },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
    },
    rules: {
      // O nome de quem se escolhe está a três elementos do rótulo (role-picker).
      'jsx-a11y/label-has-associated-control': ['error', { depth: 4 }],
      'import-x/no-restricted-paths': ['error', { zones }],
      'circles/no-circle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "Property[key.name='queryKey'] > ArrayExpression, CallExpression[callee.property.name=/^(get|set)Quer(y|ies)(Data|State)$/] > ArrayExpression.arguments:first-child",
          message: 'A chave de uma consulta se faz com key(), de lib/key.ts.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/api/client'], message: 'Quem fala com a API é call(), de api/call.ts.' },
          ],
        },
      ],
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['public/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['*.config.{ts,js}', 'scripts/**', 'e2e/**'],
    languageOptions: { globals: globals.node },
    rules: { 'import-x/no-default-export': 'off' },
  },
)
