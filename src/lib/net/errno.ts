/** Error numbers of this system by name: the native engine tells numbers, people read names. */
import {constants} from 'node:os'

const NAMES = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))

export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `errno ${errno}`
}
