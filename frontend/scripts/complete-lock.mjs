// Completa o package-lock.json com os pacotes opcionais de outras plataformas que o `npm install` deixou de fora (o
// registro usado não os tinha); sem eles o `npm ci` recusa o arquivo. Rode depois de cada `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const CPUS = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
  wasm32: 'wasm32',
  arm: 'arm',
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
for (const [path, parent] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`
    if (lock.packages[nested] || lock.packages[`node_modules/${name}`]) continue
    const words = name.split('/').pop().split('-')
    const cpu = words.map((word) => CPUS[word]).find(Boolean)
    const os = words.find((word) => SYSTEMS.includes(word))
    if (!cpu) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
    }
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
)
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
