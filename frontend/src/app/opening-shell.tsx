import { Skeleton } from '@/components/ui/skeleton'

/** A geometria da casa enquanto a sessão se renova; sem roda girando. */
export function OpeningShell() {
  return (
    <div aria-busy="true" className="flex h-full phone:flex-col-reverse">
      <div className="w-14 shrink-0 border-r bg-surface phone:h-14 phone:w-full phone:border-t phone:border-r-0" />
      <div className="flex flex-1 flex-col gap-3 p-4 tablet:max-w-[21.25rem] tablet:border-r">
        {Array.from({ length: 8 }, (_, index) => (
          <span key={index} className="flex items-center gap-3">
            <Skeleton className="size-10 rounded-full" />
            <Skeleton className="h-8 flex-1" />
          </span>
        ))}
      </div>
    </div>
  )
}
