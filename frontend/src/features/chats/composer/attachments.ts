/** O que se pode anexar: o tipo de envio de cada arquivo e os limites, conferidos antes de subir. Puro. */
export type FileKind = 'image' | 'gif' | 'video' | 'audio' | 'voice' | 'document'
export type FileProblem = 'empty' | 'tooBig'

export interface Attachment {
  /** A Idempotency-Key do envio: nasce com a bandeja. */
  key: string
  file: File
  kind: FileKind
  /** Prévia local (blob:), das que têm o que mostrar. */
  url: string | null
  caption: string
  /** A legenda desta é o que já estava escrito no campo: assim o rascunho continua guardado. */
  isDraft: boolean
}

const MIB = 2 ** 20

export const MAX_BYTES: Record<FileKind, number> = {
  image: 16 * MIB,
  gif: 16 * MIB,
  video: 64 * MIB,
  audio: 16 * MIB,
  voice: 16 * MIB,
  document: 100 * MIB,
}

const KINDS: Record<string, FileKind> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'image/heic': 'image',
  'image/heif': 'image',
  'image/avif': 'image',
  'image/gif': 'gif',
  'video/mp4': 'video',
  'video/quicktime': 'video',
  'video/3gpp': 'video',
  'video/webm': 'video',
  'audio/ogg': 'audio',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/aac': 'audio',
  'audio/amr': 'audio',
  'audio/wav': 'audio',
  'audio/x-wav': 'audio',
  'audio/flac': 'audio',
  'audio/webm': 'audio',
}

/** O que o servidor não converte vai como documento: chega inteiro, com o nome. */
export function kindOf(file: File): FileKind {
  return KINDS[file.type.split(';')[0]?.toLowerCase() ?? ''] ?? 'document'
}

export function problemOf({ file, kind }: Pick<Attachment, 'file' | 'kind'>): FileProblem | null {
  if (file.size === 0) return 'empty'
  return file.size > MAX_BYTES[kind] ? 'tooBig' : null
}

/** Grande demais para a conversa, mas não para um documento. */
export function fitsAsDocument({ file, kind }: Pick<Attachment, 'file' | 'kind'>): boolean {
  return kind !== 'document' && file.size > 0 && file.size <= MAX_BYTES.document
}

/** Áudio não leva legenda no WhatsApp. */
export function takesCaption(kind: FileKind): boolean {
  return kind !== 'audio' && kind !== 'voice'
}

/** Uma só fica com o texto do campo: a primeira que pode levá-lo. */
function withDraftOwner(items: Attachment[]): Attachment[] {
  if (items.some(({ isDraft }) => isDraft)) return items
  const owner = items.find(({ kind, caption }) => takesCaption(kind) && caption === '')
  return owner ? items.map((item) => (item === owner ? { ...item, isDraft: true } : item)) : items
}

export function addAttachments(
  items: Attachment[],
  added: Omit<Attachment, 'isDraft' | 'caption'>[],
): Attachment[] {
  return withDraftOwner([
    ...items,
    ...added.map((item) => ({ ...item, caption: '', isDraft: false })),
  ])
}

export function removeAttachment(items: Attachment[], key: string): Attachment[] {
  return withDraftOwner(items.filter((item) => item.key !== key))
}

export function moveAttachment(items: Attachment[], key: string, step: -1 | 1): Attachment[] {
  const from = items.findIndex((item) => item.key === key)
  const to = from + step
  const moved = items[from]
  if (!moved || to < 0 || to >= items.length) return items
  const rest = items.filter((item) => item !== moved)
  return [...rest.slice(0, to), moved, ...rest.slice(to)]
}

export function changeAttachment(
  items: Attachment[],
  key: string,
  changes: Partial<Pick<Attachment, 'kind' | 'caption'>>,
): Attachment[] {
  return items.map((item) => (item.key === key ? { ...item, ...changes } : item))
}
