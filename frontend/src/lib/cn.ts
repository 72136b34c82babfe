import { clsx, type ClassValue } from 'clsx'

/** Junta classes. Sem tailwind-merge (8 KB): as variantes daqui não se contradizem. */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes)
}
