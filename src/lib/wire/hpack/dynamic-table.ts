/**
 * The table both ends of a connection keep alike: RFC 7541 sections 2.3 and 4. Indices count through the static table
 * first; the newest entry has the lowest index after it.
 */
import {STATIC_TABLE, type TableField} from './static-table.js'

/** What an entry takes besides its octets (section 4.1). */
const OVERHEAD = 32

export class DynamicTable {
  /** The newest first. */
  readonly #entries: TableField[] = []
  #size = 0

  constructor(private capacity: number) {}

  get size(): number {
    return this.#size
  }

  get length(): number {
    return this.#entries.length
  }

  get(index: number): TableField | undefined {
    return index <= STATIC_TABLE.length ? STATIC_TABLE[index - 1] : this.#entries[index - STATIC_TABLE.length - 1]
  }

  /** What does not fit empties the table, and is no error (section 4.4). */
  insert(field: TableField): void {
    const size = sizeOf(field)
    this.#evict(this.capacity - size)
    if (size > this.capacity) return
    this.#entries.unshift(field)
    this.#size += size
  }

  resize(capacity: number): void {
    this.capacity = capacity
    this.#evict(capacity)
  }

  /** The index of this very field, or else of its name. */
  find(name: string, value: string): {readonly exact?: number; readonly name?: number} {
    const all = [...STATIC_TABLE, ...this.#entries]
    const exact = all.findIndex(entry => entry.name === name && entry.value === value)
    if (exact >= 0) return {exact: exact + 1}
    const named = all.findIndex(entry => entry.name === name)
    return named >= 0 ? {name: named + 1} : {}
  }

  #evict(size: number): void {
    while (this.#size > Math.max(0, size)) {
      const oldest = this.#entries.pop()
      if (!oldest) return
      this.#size -= sizeOf(oldest)
    }
  }
}

function sizeOf({name, value}: TableField): number {
  return name.length + value.length + OVERHEAD
}
