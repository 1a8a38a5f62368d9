/** What a file given along is, told by how it begins: it decides how its secrets are taken out. */

export type Contents =
  /** A saved run. */
  | 'run'
  | 'pcapng'
  /** Of before pcapng: it has no place for secrets. */
  | 'pcap'
  | 'qlog'
  /** Key log, private key: nothing but secrets. */
  | 'secret'
  | 'text'
  | 'unknown'

/** Lines of the NSS key log format, in a file of their own or in the middle of a log. */
export const KEY_LOG_LINE =
  /^(?:CLIENT|SERVER|EXPORTER|EARLY_EXPORTER|RSA|ECH)[A-Z0-9_]* [0-9a-f]{16,} [0-9a-f]{32,}\s*$/im
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
const PCAP_MAGIC: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1])

/** @param head the first 64 kilobytes, or all there is */
export function contentsOf(head: Uint8Array): Contents {
  const magic = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0)
  if (magic === 0x0a0d0d0a) return 'pcapng'
  if (PCAP_MAGIC.has(magic)) return 'pcap'
  if (head[0] === 0x1e) return 'qlog'
  if (head.includes(0)) return 'unknown'
  const text = new TextDecoder().decode(head)
  if (PRIVATE_KEY.test(text) || KEY_LOG_LINE.test(text)) return 'secret'
  if (text.startsWith('{"kind":"run-begin"')) return 'run'
  return text.includes('\ufffd') && !isCutInTheMiddle(text) ? 'unknown' : 'text'
}

/** The head may end inside a character. */
function isCutInTheMiddle(text: string): boolean {
  return text.indexOf('\ufffd') >= text.length - 3
}
