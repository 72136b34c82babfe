/** false: o navegador não deixou; fora de https (e de localhost) nem oferece a área de transferência. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
