/** À parte do resto da mídia: o tocador, que vem já com a lista, só precisa disto. */
export function mediaFileUrl(mediaId: number): string {
  return `/api/media/${mediaId}/file/`
}
