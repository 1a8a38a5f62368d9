import tseslint from 'typescript-eslint'

/** Time and chance are parameters: whoever needs them takes a Clock or a Random. */
const takeClock = 'Time is a parameter: take a Clock (src/lib/spec/clock.ts).'
const ambient = ['setTimeout', 'setInterval', 'setImmediate', 'performance'].map(name => ({name, message: takeClock}))

export default tseslint.config(
  {ignores: ['dist', 'node_modules', 'native', 'coverage', '.stryker-tmp', '**/*.cjs']},
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {projectService: {allowDefaultProject: ['*.js', 'scripts/*.mjs', 'action/*.mjs', 'bin/*.js']}},
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        {allowNumber: true, allowBoolean: true, allow: ['bigint']},
      ],
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
    ignores: ['src/lib/spec/clock.ts', 'src/lib/spec/virtual-clock.ts'],
    rules: {
      'no-restricted-globals': ['error', ...ambient],
      'no-restricted-imports': [
        'error',
        {paths: ['timers', 'node:timers', 'timers/promises', 'node:timers/promises', 'perf_hooks', 'node:perf_hooks']},
      ],
      'no-restricted-syntax': [
        'error',
        {selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: takeClock},
        {selector: 'CallExpression[callee.name="Date"]', message: takeClock},
      ],
      'no-restricted-properties': [
        'error',
        {object: 'Date', property: 'now', message: takeClock},
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
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unused-vars': ['error', {varsIgnorePattern: '^_$', argsIgnorePattern: '^_'}],
      // A suite is a list: it is read from the top and need not be cut in pieces.
      'max-lines': 'off',
    },
  },
  {
    files: ['bench/**', 'scripts/**', 'bin/**', 'action/**'],
    rules: {'no-console': 'off'},
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {'@typescript-eslint/explicit-module-boundary-types': 'off'},
  },
)
