/** Ícone e palavra de cada tipo de mensagem, para a prévia da lista, a citação e a frase falada. */
import {
  Banknote,
  BarChart3,
  CalendarDays,
  CircleHelp,
  FileText,
  GalleryHorizontal,
  Image,
  KeyRound,
  ListChecks,
  type LucideIcon,
  MapPin,
  Mic,
  MousePointerClick,
  Music,
  Navigation,
  Phone,
  QrCode,
  ShoppingBag,
  ShoppingCart,
  Sticker,
  UserRound,
  Users,
  Video,
} from 'lucide-react'
import type { MessageType } from './model'

type WordKey = Exclude<MessageType, 'text'>

export const TYPE_ICON: Record<WordKey, LucideIcon> = {
  image: Image,
  video: Video,
  video_note: Video,
  audio: Music,
  voice: Mic,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  live_location: Navigation,
  contact: UserRound,
  poll: BarChart3,
  button_reply: MousePointerClick,
  list_reply: ListChecks,
  list: ListChecks,
  buttons: MousePointerClick,
  order: ShoppingCart,
  product: ShoppingBag,
  event: CalendarDays,
  group_invite: Users,
  call: Phone,
  payment: Banknote,
  otp: KeyRound,
  pix: QrCode,
  carousel: GalleryHorizontal,
  unknown: CircleHelp,
}

/** Tipos que a API ganhar depois desta versão ainda aparecem, como não suportados. */
export function knownType(type: string): MessageType {
  return type === 'text' || type in TYPE_ICON ? (type as MessageType) : 'unknown'
}
