/** O microfone: grava, pausa, mede o volume. Solta tudo ao fechar. */
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']
/** De quanto em quanto o navegador entrega o gravado; o que já veio não se perde. */
const SLICE_MS = 250
const BITS_PER_SECOND = 32_000

export type RecorderProblem = 'insecure' | 'denied' | 'noMicrophone'

export class RecorderError extends Error {
  constructor(readonly problem: RecorderProblem) {
    super(problem)
  }
}

export class Recorder {
  private readonly chunks: Blob[] = []
  private readonly samples: Uint8Array<ArrayBuffer>
  private recordedMs = 0
  private startedAt: number | null = null
  private isClosed = false
  /** O microfone foi-se (puxado da tomada, tomado por outro): o gravado até ali já está todo aqui. */
  onLost: (() => void) | null = null

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly context: AudioContext,
    private readonly analyser: AnalyserNode,
  ) {
    this.samples = new Uint8Array(analyser.fftSize)
    recorder.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) this.chunks.push(data)
    })
    // Sem faixas o navegador para sozinho, depois de entregar o último pedaço.
    recorder.addEventListener('stop', () => {
      if (this.isClosed) return
      this.hold()
      this.onLost?.()
    })
  }

  static async open(): Promise<Recorder> {
    // Fora de https e de localhost o navegador nem oferece o microfone.
    if (!('mediaDevices' in navigator) || typeof MediaRecorder === 'undefined')
      throw new RecorderError('insecure')
    let stream: MediaStream
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    } catch (error) {
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError'
      throw new RecorderError(isDenied ? 'denied' : 'noMicrophone')
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
    const recorder = new MediaRecorder(stream, {
      ...(mimeType ? { mimeType } : {}),
      audioBitsPerSecond: BITS_PER_SECOND,
    })
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 512
    context.createMediaStreamSource(stream).connect(analyser)
    return new Recorder(stream, recorder, context, analyser)
  }

  start(): void {
    if (this.recorder.state === 'paused') this.recorder.resume()
    else this.recorder.start(SLICE_MS)
    this.startedAt = performance.now()
  }

  /** Para de gravar e espera o último pedaço, para que ouvir traga tudo. */
  async pause(): Promise<void> {
    if (this.recorder.state !== 'recording') return
    this.hold()
    const last = new Promise((resolve) => {
      this.recorder.addEventListener('dataavailable', resolve, { once: true })
    })
    this.recorder.pause()
    this.recorder.requestData()
    await last
  }

  private hold(): void {
    this.recordedMs = this.elapsedMs
    this.startedAt = null
  }

  get elapsedMs(): number {
    return this.recordedMs + (this.startedAt === null ? 0 : performance.now() - this.startedAt)
  }

  /** Volume de agora, de 0 a 1. */
  level(): number {
    this.analyser.getByteTimeDomainData(this.samples)
    let sum = 0
    for (const sample of this.samples) sum += (sample - 128) ** 2
    return Math.min(1, Math.sqrt(sum / this.samples.length) / 48)
  }

  /** O gravado até aqui. */
  blob(): Blob {
    return new Blob(this.chunks, { type: this.recorder.mimeType.split(';')[0] ?? '' })
  }

  close(): void {
    this.isClosed = true
    if (this.recorder.state !== 'inactive') this.recorder.stop()
    for (const track of this.stream.getTracks()) track.stop()
    void this.context.close()
  }
}
