/** O traço do Python em blocos: quadros nossos abertos, os de biblioteca dobrados. */
export interface StackBlock {
  kind: 'own' | 'library' | 'text'
  lines: string[]
  frames: number
}

const FRAME = /^\s*File "([^"]+)", line \d+/
const LIBRARY = /site-packages|dist-packages|\/lib\/python|<frozen/

export function foldStack(stack: string): StackBlock[] {
  const blocks: StackBlock[] = []
  let isInFrame = false
  for (const line of stack.replace(/\n+$/, '').split('\n')) {
    const file = FRAME.exec(line)?.[1]
    const last = blocks.at(-1)
    if (file !== undefined) {
      const kind = LIBRARY.test(file) ? 'library' : 'own'
      isInFrame = true
      if (last?.kind === kind) {
        last.lines.push(line)
        last.frames += 1
      } else {
        blocks.push({ kind, lines: [line], frames: 1 })
      }
    } else if (isInFrame && line.startsWith('    ') && last) {
      last.lines.push(line)
    } else {
      isInFrame = false
      if (last?.kind === 'text') last.lines.push(line)
      else blocks.push({ kind: 'text', lines: [line], frames: 0 })
    }
  }
  return blocks
}
