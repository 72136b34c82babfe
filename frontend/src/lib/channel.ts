/** BroadcastChannel com tipo; onde não existe, as abas só deixam de se avisar. */
export interface Channel<T> {
  post: (message: T) => void
  listen: (listener: (message: T) => void) => () => void
}

export function openChannel<T>(name: string): Channel<T> {
  if (typeof BroadcastChannel === 'undefined') {
    return { post: () => undefined, listen: () => () => undefined }
  }
  const channel = new BroadcastChannel(name)
  return {
    post: (message) => {
      channel.postMessage(message)
    },
    listen: (listener) => {
      const onMessage = (event: MessageEvent<T>) => {
        listener(event.data)
      }
      channel.addEventListener('message', onMessage)
      return () => {
        channel.removeEventListener('message', onMessage)
      }
    },
  }
}
