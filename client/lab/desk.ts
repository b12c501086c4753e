/** Asks the worker what needs the simulation's code but runs nothing. */
import type {
  Answer,
  Answered,
  Asked,
  Catalogue,
  CrewPlanned,
  Places,
  Planned,
  Question,
} from './worker/protocol.ts'

/** The one place that names the worker. */
export const startWorker = (): Worker =>
  new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' })

/** The worker's code did not arrive: the server is away. */
export class WorkerError extends Error {
  constructor() {
    super('The simulator could not be loaded: the server is away.')
    this.name = 'WorkerError'
  }
}

export class Desk {
  #worker: Worker | undefined
  /** By the question's number. */
  readonly #waiting = new Map<
    number,
    { resolve(answer: Answer): void; reject(error: Error): void }
  >()
  #lastId = 0

  catalogue(): Promise<Catalogue> {
    return this.#ask({ ask: 'catalogue' }) as Promise<Catalogue>
  }

  plan(document: string, places?: Places): Promise<Planned> {
    return this.#ask({ ask: 'plan', document, places }) as Promise<Planned>
  }

  crewPlan(document: string, places: number, dilation: number | undefined): Promise<CrewPlanned> {
    return this.#ask({ ask: 'crewPlan', document, places, dilation }) as Promise<CrewPlanned>
  }

  #ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      this.#worker ??= this.#start()
      this.#worker.postMessage({ id, question } satisfies Asked)
    })
  }

  #start(): Worker {
    const worker = startWorker()
    worker.onmessage = ({ data: { id, answer } }: MessageEvent<Answered>) => {
      this.#waiting.get(id)?.resolve(answer)
      this.#waiting.delete(id)
    }
    worker.onerror = () => {
      this.#worker = undefined
      for (const { reject } of this.#waiting.values()) reject(new WorkerError())
      this.#waiting.clear()
    }
    return worker
  }
}
