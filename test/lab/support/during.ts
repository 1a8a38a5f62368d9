/** Things made before tests and disposed of after them, the last first; also when the making of a later one fails. */
import {afterAll, afterEach, beforeAll, beforeEach} from 'vitest'

/** One for all tests of the block that calls this. */
export function duringAll<T extends AsyncDisposable>(make: () => Promise<T> | T): () => T {
  const place = new Place<T>()
  beforeAll(async () => {
    place.value = await make()
  })
  afterAll(() => place.clear())
  return () => place.get()
}

/** A new one for each test. */
export function duringEach<T extends AsyncDisposable>(make: () => Promise<T> | T): () => T {
  const place = new Place<T>()
  beforeEach(async () => {
    place.value = await make()
  })
  afterEach(() => place.clear())
  return () => place.get()
}

class Place<T extends AsyncDisposable> {
  value: T | undefined

  get(): T {
    if (this.value === undefined) throw new Error('only tests and hooks may ask for it')
    return this.value
  }

  async clear(): Promise<void> {
    await this.value?.[Symbol.asyncDispose]()
    this.value = undefined
  }
}
