import tseslint from 'typescript-eslint'

/** Time and chance are parameters: whoever needs them takes a Clock or a Random. */
const ambient = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'Date'].map(name => ({
    name,
    message: 'Time is a parameter: take a Clock (src/lib/spec/clock.ts).',
  })),
]

export default tseslint.config(
  {ignores: ['dist', 'node_modules', 'native', 'coverage', '**/*.cjs']},
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {parserOptions: {projectService: {allowDefaultProject: ['*.js', 'scripts/*.mjs', 'bin/*.js']}}},
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true, allow: ['bigint']}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', {max: 300, skipBlankLines: true, skipComments: true}],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/lib/spec/clock.ts'],
    rules: {
      'no-restricted-globals': ['error', ...ambient],
      'no-restricted-imports': [
        'error',
        {paths: ['timers', 'node:timers', 'timers/promises', 'node:timers/promises', 'perf_hooks', 'node:perf_hooks']},
      ],
      'no-restricted-properties': [
        'error',
        {object: 'Math', property: 'random', message: 'Chance is a parameter: take a Random.'},
        {object: 'AbortSignal', property: 'timeout', message: 'Time is a parameter: use deadline().'},
        {object: 'process', property: 'hrtime', message: 'Time is a parameter: take a Clock.'},
        {object: 'process', property: 'exit', message: 'It cuts pipes: set process.exitCode and return.'},
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['bench/**', 'scripts/**', 'bin/**'],
    rules: {'no-console': 'off'},
  },
  {files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked], rules: {'@typescript-eslint/explicit-module-boundary-types': 'off'}},
)
