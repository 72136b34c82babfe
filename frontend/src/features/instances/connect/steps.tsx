/** Os passos no celular, numerados. */
export function Steps({ steps, title }: { steps: string[]; title: string }) {
  return (
    <section className="min-w-0 flex-1">
      <h3 className="mb-2 text-sub text-text-3">{title}</h3>
      <ol className="flex flex-col gap-3">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-3 text-base">
            <span
              aria-hidden
              className="tabular grid size-6 shrink-0 place-items-center rounded-full bg-selected text-sub font-semibold text-accent-text"
            >
              {index + 1}
            </span>
            <span className="pt-0.5">{step}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
