/** What differs from run to run, as words: so that the rest can be compared to the letter. */

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // Before the next: over HTTP/1.1 nothing follows it on the line.
  [/min \d+\.\d+, median \d+\.\d+, p95 \d+\.\d+, max \d+\.\d+ ms/g, 'min <ms>, median <ms>, p95 <ms>, max <ms>'],
  // Tables: a time at the end of a line, and the padding before it.
  [/ +\d+(\.\d+)? m?s$/gm, ' <time>'],
  [/min \d+\.\d+, median \d+\.\d+, max \d+\.\d+ ms/g, 'min <ms>, median <ms>, max <ms>'],
  [/outer path \d+\.\d+ ms/g, 'outer path <ms>'],
  [/jitter \d+\.\d+ ms/g, 'jitter <ms>'],
  [/\d+\.\d+ ms/g, '<ms>'],
  [/until \d{4}-\d\d-\d\d/g, 'until <date>'],
  [/(127\.0\.0\.1|\[::1\]|localhost):\d{5}\b/g, '$1:<port>'],
  [/127\.0\.0\.1\/\d{5}\b/g, '127.0.0.1/<port>'],
  [/[A-Za-z0-9+/]{43}=/g, '<base64>'],
  // What Node 24 and later offer.
  [/X25519MLKEM768/g, 'X25519'],
  [/UDP payloads up to \d+ octets/g, 'UDP payloads up to <size> octets'],
  [/IP packets up to \d+ octets/g, 'IP packets up to <size> octets'],
  [/outer datagrams of \d+/g, 'outer datagrams of <size>'],
  // The largest payloads end where path MTU discovery was when they were asked for.
  [/\b((?:up {3}|down )(?:frame|capsule)) +\d+/g, '$1 <size>'],
  wrapped(
    'answers of <size> octets did not come back in <n> tries (the responder saw <n> of the questions), while <size> did:' +
      ' lost before the proxy, in it, or on the way to us',
  ),
  [/\+ \d+ payload$/gm, '+ <size> payload'],
  [/\d+ datagrams in \d+ tunnels/g, '<n> datagrams in <n> tunnels'],
  [/masque\/\d+\.\d+\.\d+ \S+ node-v\S+/g, 'masque/<version> <platform> node-<version>'],
  [/[^\s']*masque-golden-\w+\/case-\w+/g, '<folder>'],
  // A session: times, round trips and ports that are ours for one run.
  [/^(#\d+ +[-<>]) \d+\.\d{3} +[-+]\d+(\.\d+)?ms /gm, '$1 <time> '],
  [/ in \d+(\.\d+)?ms\b/g, ' in <ms>'],
  [/^(# masque) .*/gm, '$1 <run>'],
  // JSON.
  [
    /"(startMs|durationMs|tMs|atMs|limitMs|rttMs|afterMs|routesAfterMs|smoothed|lostPackets|min|median|p95|max|jitterMs|waitMs)": ?-?\d+(\.\d+)?(e-\d+)?/g,
    '"$1": <number>',
  ],
  [/"(seed|maxPayloadBytes|maxPacketBytes|mtu|udpSent|udpReceived)": ?\d+/g, '"$1": <number>'],
  [/"(startedAt|validFrom|validTo)": ?"[^"]+"/g, '"$1": "<date>"'],
  [/"(version|engine|node|platform)": ?"[^"]+"/g, '"$1": "<version>"'],
  [/"(pin|sha256|serial|fingerprint)": ?"[^"]+"/g, '"$1": "<bytes>"'],
  // SETTINGS and transport parameters that are there to be random (RFC 9114 section 7.2.4.1, RFC 9000 section 18.1).
  [/"value": ?"[0-9a-f]{16,}"/g, '"value": "<bytes>"'],
]

/** A sentence with numbers in it, whose lines end where those let them. */
function wrapped(sentence: string): readonly [RegExp, string] {
  const words = sentence.split(' ').map(word => word.replace(/[()]/g, '\\$&').replace(/<\w+>/, '\\d+'))
  return [new RegExp(words.join('\\s+'), 'g'), sentence]
}

export function normalise(text: string): string {
  let result = text
  for (const [pattern, replacement] of REPLACEMENTS) result = result.replace(pattern, replacement)
  return result
}
