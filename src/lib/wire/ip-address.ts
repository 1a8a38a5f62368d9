/** Addresses of 16 octets (IPv4 mapped into IPv6) and text. */

/** `192.0.2.1:443` or `[2001:db8::1]:443`; all zeroes give an empty string. */
export function formatAddress(view: DataView, at: number): string {
  const ip = formatIp(view, at)
  if (ip === '') return ''
  const port = view.getUint16(at + 16, true)
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}

export function formatIp(view: DataView, at: number): string {
  const words = Array.from({length: 8}, (_, index) => view.getUint16(at + index * 2))
  if (words.every(word => word === 0)) return ''
  const [a = 0, b = 0] = [words[6], words[7]]
  if (words.slice(0, 5).every(word => word === 0) && words[5] === 0xffff) {
    return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
  }
  return formatWords(words)
}

/** RFC 5952: the first longest run of two or more zero words becomes `::`. */
export function formatWords(words: readonly number[]): string {
  let [start, length] = [-1, 1]
  for (let from = 0; from < 8; from++) {
    let to = from
    while (to < 8 && words[to] === 0) to++
    if (to - from > length) [start, length] = [from, to - from]
  }
  const text = (part: readonly number[]): string => part.map(word => word.toString(16)).join(':')
  if (start < 0) return text(words)
  return `${text(words.slice(0, start))}::${text(words.slice(start + length))}`
}
