// What an input reached: a place in the code, and roughly how often (1, 2, 3, 4-7, 8-15, …), as AFL has it.

export class Coverage {
  #counts
  /** For each place a bit for each "how often" that was seen. */
  #seen
  #size = 0

  /** The counters of the loaded modules are put into one array: it is looked through after every input. */
  constructor() {
    const modules = Object.values(globalThis.__coverage__ ?? {})
    const groups = modules.flatMap(module => [
      [module, 's'],
      [module, 'f'],
      ...Object.keys(module.b).map(branch => [module.b, branch]),
    ])
    const sizes = groups.map(([holder, name]) => Object.keys(holder[name]).length)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    this.#counts = new Uint32Array(total)
    this.#seen = new Uint32Array(total)
    let at = 0
    for (const [index, [holder, name]] of groups.entries()) {
      holder[name] = this.#counts.subarray(at, at + sizes[index])
      at += sizes[index]
    }
  }

  /** Places and how often they were reached, counted once each. */
  get size() {
    return this.#size
  }

  /** True if the run since the last call reached something new. */
  isNew() {
    const [counts, seen] = [this.#counts, this.#seen]
    let found = false
    for (let place = 0; place < counts.length; place++) {
      const count = counts[place]
      if (count === 0) continue
      counts[place] = 0
      const often = count < 4 ? 1 << count : 1 << (33 - Math.clz32(count))
      if ((seen[place] & often) !== 0) continue
      seen[place] |= often
      this.#size++
      found = true
    }
    return found
  }
}
