/** What a failure on the way to the proxy means, whose it is, and what to do next: names and UDP. */
import {constants} from 'node:os'
import type {PathError} from '../../http/h3/facts.js'
import type {Lookup, TcpAnswer} from '../../net/net.js'
import type {Diagnosis} from '../../report/document.js'

export function nameFailure(host: string, failure: Extract<Lookup, {failure: unknown}>): Diagnosis {
  const around = '--resolve HOST:PORT:ADDRESS goes around the resolver'
  switch (failure.failure) {
    case 'no-such-name':
      return {
        code: 'no-such-name',
        meaning: `the name ${host} has no address`,
        fault: 'you',
        next: `check the spelling; ${around}`,
      }
    case 'temporary':
      return {
        code: 'resolver-silent',
        meaning: `the resolver gave no answer for ${host}`,
        fault: 'network',
        next: `check that this host can resolve names at all; ${around}`,
      }
    case 'failed':
      return {
        code: 'resolver-failed',
        meaning: `the resolver failed for ${host} (${failure.detail})`,
        fault: 'network',
        next: `check the resolver of this host; ${around}`,
      }
  }
}

export function noAddressOfFamily(host: string, family: 4 | 6): Diagnosis {
  return {
    code: 'no-address-of-family',
    meaning: `${host} has no IPv${family} address`,
    fault: 'you',
    next: `leave out -${family}`,
  }
}

/** Nothing came back, not even an error. TCP to the same port helps to tell why. */
export function udpSilent(address: string, tcp: TcpAnswer, afterMs: number): Diagnosis {
  const within = `within ${afterMs / 1000} s`
  switch (tcp) {
    case 'open':
      return {
        code: 'udp-silent-tcp-open',
        meaning: `${address} answers over TCP, but not over UDP ${within}: UDP is blocked on the way, or the server has no HTTP/3`,
        fault: 'unknown',
        next: 'try from another network; ask the operator whether HTTP/3 is on and UDP let through',
      }
    case 'refused':
      return {
        code: 'udp-silent-tcp-refused',
        meaning: `${address} is there (it refuses TCP), but silent over UDP ${within}: a firewall drops UDP, the port is wrong, or the server hangs`,
        fault: 'unknown',
        next: 'check the port, and the firewalls on both sides for UDP',
      }
    case 'silent':
      return {
        code: 'silent',
        meaning: `${address} answers neither over UDP nor over TCP ${within}`,
        fault: 'unknown',
        next: 'check address and port, and whether the host can be reached at all',
      }
  }
}

type IcmpAnswer = Pick<PathError, 'origin' | 'type' | 'code' | 'info'>

export function icmpAnswer(address: string, error: IcmpAnswer): Diagnosis {
  switch (icmpKind(error)) {
    case 'port':
      return {
        code: 'port-unreachable',
        meaning: `nothing listens on UDP ${address}: the host says port unreachable`,
        fault: 'unknown',
        next: 'check the port, and that the proxy is running with HTTP/3 on it',
      }
    case 'prohibited':
      return {
        code: 'administratively-prohibited',
        meaning: `a firewall on the way to ${address} says that this traffic is prohibited`,
        fault: 'network',
        next: 'ask for UDP to be let through, or try from another network',
      }
    case 'too-big': {
      const [mtu, headers] = [error.info === 0 ? 'too small' : String(error.info), error.origin === 3 ? 48 : 28]
      return {
        code: 'path-mtu-too-small',
        meaning: `a router says that the path MTU to ${address} is ${mtu}; QUIC needs ${1200 + headers} (RFC 9000 section 14)`,
        fault: 'network',
        next: 'look for a tunnel or VPN on the way, and for its MTU; try from another network',
      }
    }
    case 'unreachable':
      return {
        code: 'host-unreachable',
        meaning: `a router says that ${address} cannot be reached (ICMP type ${error.type} code ${error.code})`,
        fault: 'network',
        next: 'check the address, and routing from here',
      }
  }
}

/** RFC 792, RFC 1812 section 5.2.7.1; RFC 4443 section 3. */
function icmpKind({origin, type, code}: IcmpAnswer): 'port' | 'prohibited' | 'too-big' | 'unreachable' {
  const ipv6 = origin === 3
  if (ipv6 ? type === 1 && code === 4 : type === 3 && code === 3) return 'port'
  if (ipv6 ? type === 1 && code === 1 : type === 3 && [9, 10, 13].includes(code)) return 'prohibited'
  return (ipv6 ? type === 2 : type === 3 && code === 4) ? 'too-big' : 'unreachable'
}

export function cannotSend(address: string, errno: number): Diagnosis {
  const name = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`
  const local = errno === constants.errno.EPERM || errno === constants.errno.EACCES
  return {
    code: 'cannot-send',
    meaning: `this host refuses to send UDP to ${address} (${name})`,
    fault: local ? 'you' : 'network',
    next: local ? 'check the firewall of this host' : 'check that there is a route, and the address family (-4, -6)',
  }
}

/** Nothing can be sent from one family of addresses to the other. */
export function bindOfOtherFamily(address: string, bind: string): Diagnosis {
  return {
    code: 'bind-family',
    meaning: `${bind} (--bind) and ${address} are of different address families`,
    fault: 'you',
    next: 'bind to an address of the family of the proxy, or choose the family with -4 or -6',
  }
}

/** Not even a socket for it. */
export function noSocket(address: string, code: string): Diagnosis {
  return {
    code: 'no-socket',
    meaning: `this host has no way to send UDP to ${address} (${code})`,
    fault: 'you',
    next:
      code === 'EMFILE'
        ? 'too many files are open: raise the limit (ulimit -n)'
        : 'the address family may be switched off here: try the other one (-4, -6)',
  }
}

/** QUIC is the engine's; TCP is Node's own. */
export function noEngine(): Diagnosis {
  return {
    code: 'no-engine',
    meaning: 'HTTP/3 needs the native engine, which is not there',
    fault: 'masque',
    next: 'masque doctor tells why; HTTP/2 and HTTP/1.1 work without it (--http 2, --http 1.1)',
  }
}
