// The layers of docs/architecture.md. An arrow may only point at what is named here.
const lib = name => `^src/lib/(${name})(/|\\.ts$)`
const clock = '^src/lib/spec/(clock|virtual-clock|random)\\.ts$'

/** What each folder under src/lib may import besides itself, the clock, and npm packages named below. */
const layers = {
  wire: [],
  native: ['wire'],
  spec: ['wire', 'http'],
  style: ['spec'],
  net: ['wire', 'native'],
  quic: ['wire', 'net', 'native'],
  http: ['wire', 'quic', 'net', 'native'],
  tunnel: ['wire', 'net', 'http'],
  payload: ['wire', 'net'],
  responder: ['wire', 'net', 'tunnel', 'http'],
  proxy: ['wire', 'native', 'net', 'http', 'tunnel', 'spec'],
  report: ['wire', 'style', 'spec'],
  config: [],
  doctor: ['wire', 'native', 'net', 'http', 'tunnel', 'reach', 'proxy', 'probe', 'spec', 'report', 'evidence'],
  redact: ['net'],
  bundle: ['wire', 'report'],
  evidence: ['wire', 'net', 'http', 'tunnel', 'spec', 'report'],
  reach: ['wire', 'native', 'net', 'http', 'tunnel', 'spec', 'report', 'evidence'],
  probe: [
    'wire',
    'native',
    'net',
    'http',
    'tunnel',
    'reach',
    'payload',
    'responder',
    'proxy',
    'spec',
    'report',
    'evidence',
  ],
  forward: ['wire', 'native', 'net', 'http', 'tunnel', 'reach', 'proxy', 'spec', 'report', 'evidence'],
  shell: ['wire', 'net', 'http', 'tunnel', 'reach', 'payload', 'spec', 'report', 'evidence', 'style'],
  cli: [
    'wire',
    'native',
    'net',
    'http',
    'tunnel',
    'payload',
    'responder',
    'proxy',
    'spec',
    'reach',
    'probe',
    'forward',
    'report',
    'evidence',
    'redact',
    'bundle',
    'style',
    'config',
    'doctor',
    'shell',
  ],
}

const layerRules = Object.entries(layers).map(([from, to]) => ({
  name: `layer-${from}`,
  severity: 'error',
  from: {path: lib(from)},
  to: {path: '^src/', pathNot: [lib(from), ...to.map(lib), clock]},
}))

/** Libraries and their homes: replacing one is a change there and nowhere else. */
const homes = {
  chalk: 'style',
  ora: 'style',
  'structured-headers': 'wire',
  'url-template': 'tunnel',
  'dns-packet': 'payload',
  '@peculiar/x509': 'proxy',
  zod: '(report|config)',
  'smol-toml': 'config',
  'fastest-levenshtein': 'config|cli|shell',
  'modern-tar': 'bundle',
}

module.exports = {
  forbidden: [
    ...layerRules,
    ...Object.entries(homes).map(([library, home]) => ({
      name: `home-of-${library}`,
      severity: 'error',
      from: {path: '^src/', pathNot: lib(home)},
      to: {path: `node_modules/${library}/`},
    })),
    {
      name: 'probes-know-only-types-of-reports',
      severity: 'error',
      from: {path: lib('reach|probe')},
      to: {path: lib('report'), dependencyTypesNot: ['type-only']},
    },
    {
      name: 'only-h3-sees-quic',
      severity: 'error',
      from: {path: '^src/', pathNot: ['^src/lib/http/h3/', lib('quic')]},
      to: {path: lib('quic')},
    },
    {
      name: 'wire-imports-nothing',
      severity: 'error',
      from: {path: lib('wire')},
      to: {pathNot: [lib('wire'), '^(node:)?crypto$', 'node_modules/structured-headers/']},
    },
    {
      name: 'one-loader',
      comment: 'Only binding.ts may load the native file.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/lib/native/binding\\.ts$'},
      to: {path: '^(node:)?module$'},
    },
    {name: 'lib-knows-no-commands', severity: 'error', from: {path: '^src/lib/'}, to: {path: '^src/commands/'}},
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}},
    },
    {name: 'no-orphans', severity: 'error', from: {orphan: true, path: '^src/', pathNot: '^src/commands/'}, to: {}},
    {name: 'no-unresolvable', severity: 'error', from: {}, to: {couldNotResolve: true}},
    {
      name: 'product-needs-no-dev-tools',
      severity: 'error',
      from: {path: '^src/'},
      to: {dependencyTypes: ['npm-dev']},
    },
  ],
  options: {
    tsConfig: {fileName: 'tsconfig.json'},
    tsPreCompilationDeps: true,
    doNotFollow: {path: 'node_modules'},
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types']},
  },
}
