/** What diagnoses call things, by the kind of tunnel that was asked for: its names, its flag, and its RFC. */
export type TunnelKind = 'udp' | 'ip'

export interface TunnelWords {
  readonly proxy: string
  readonly method: string
  readonly service: string
  readonly token: string
  /** Where a user says what the tunnel is for. */
  readonly target: string
  /** Sections about errors, about responses over HTTP/1.1, and over later versions. */
  readonly errors: string
  readonly response11: string
  readonly response: string
}

export const tunnelWords: Readonly<Record<TunnelKind, TunnelWords>> = {
  udp: {
    proxy: 'UDP proxy',
    method: 'CONNECT-UDP',
    service: 'UDP proxying',
    token: 'connect-udp',
    target: '--target',
    errors: 'RFC 9298 section 3.1',
    response11: 'RFC 9298 section 3.3',
    response: 'RFC 9298 section 3.5',
  },
  ip: {
    proxy: 'IP proxy',
    method: 'CONNECT-IP',
    service: 'IP proxying',
    token: 'connect-ip',
    target: '--scope-target',
    errors: 'RFC 9484 section 4.1',
    response11: 'RFC 9484 section 4.3',
    response: 'RFC 9484 section 4.5',
  },
}
