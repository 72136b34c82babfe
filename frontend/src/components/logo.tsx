/** A marca: dois balões, um de cada lado da conversa. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" fill="#0C6E86" />
      <path
        d="M8 10.5A2.5 2.5 0 0 1 10.5 8h8A2.5 2.5 0 0 1 21 10.5v5a2.5 2.5 0 0 1-2.5 2.5H13l-3.6 2.9A.9.9 0 0 1 8 20.2z"
        fill="#fff"
      />
      <path
        d="M23 13.2a2.5 2.5 0 0 1 1.5 2.3v8.1a.9.9 0 0 1-1.4.7L19.6 22H15a2.5 2.5 0 0 1-2.2-1.4l.9-.8h5A4.3 4.3 0 0 0 23 15.5z"
        fill="#8FDCEA"
      />
    </svg>
  )
}
