import js from '@eslint/js';
import babelParser from '@babel/eslint-parser';
import lwc from '@lwc/eslint-plugin-lwc';
import slds from '@salesforce-ux/eslint-plugin-slds';
import tseslint from 'typescript-eslint';

/** What holds for every file that people write: no noise on the console, files and functions that fit on a page. */
const house = {
  'no-console': 'error',
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
};

const bundles = 'force-app/**/lwc/**';

/** Every rule of the design system is an error, also those that its authors only warn about. */
function strictDesignSystem(part, files) {
  const [{ rules, ...rest }] = slds.configs[`flat/recommended-${part}`];
  const strict = Object.fromEntries(Object.keys(rules).map((name) => [name, 'error']));
  return { ...rest, files, rules: strict };
}

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', '.stryker/**', '**/*.generated.ts'] },
  {
    files: ['**/*.{js,ts}'],
    extends: [js.configs.recommended],
    rules: house,
  },
  {
    files: ['**/*.{js,ts}'],
    ignores: [`${bundles}/*.js`, 'test/lwc/**'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only src/config.ts reads the environment.',
        },
      ],
    },
  },
  {
    files: ['src/config.ts', 'scripts/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // What a person runs prints to the terminal; a test file is a list of cases, not one long function.
    files: ['scripts/**/*.ts', 'test/**/*.ts', 'src/cli/**/*.ts'],
    rules: { 'no-console': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  {
    // What the pages of the local org run in a browser, and the components that its tests show there.
    files: ['src/local-org/pages/browser/**', 'test/fixtures/**/lwc/**'],
    languageOptions: {
      globals: Object.fromEntries(
        'CustomEvent DOMParser Event Node URLSearchParams clearTimeout document fetch location queueMicrotask setTimeout window'
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    // Lightning web components run in the browser, and the platform's compiler knows decorators.
    files: [`${bundles}/*.js`],
    plugins: { '@lwc/lwc': lwc },
    languageOptions: {
      parser: babelParser,
      parserOptions: {
        requireConfigFile: false,
        babelOptions: {
          parserOpts: {
            plugins: ['classProperties', ['decorators', { decoratorsBeforeExport: false }]],
          },
        },
      },
      globals: { CustomEvent: 'readonly' },
    },
    rules: {
      '@lwc/lwc/consistent-component-name': 'error',
      '@lwc/lwc/no-api-reassignments': 'error',
      '@lwc/lwc/no-async-operation': 'error',
      '@lwc/lwc/no-attributes-during-construction': 'error',
      '@lwc/lwc/no-deprecated': 'error',
      '@lwc/lwc/no-disallowed-lwc-imports': 'error',
      '@lwc/lwc/no-document-query': 'error',
      '@lwc/lwc/no-dupe-class-members': 'error',
      '@lwc/lwc/no-inner-html': 'error',
      '@lwc/lwc/no-leading-uppercase-api-name': 'error',
      '@lwc/lwc/no-leaky-event-listeners': 'error',
      '@lwc/lwc/no-template-children': 'error',
      '@lwc/lwc/no-unexpected-wire-adapter-usages': [
        'error',
        {
          adapters: [
            { module: 'lightning/graphql', identifier: 'graphql' },
            { module: 'lightning/uiObjectInfoApi', identifier: '*' },
          ],
        },
      ],
      '@lwc/lwc/no-unknown-wire-adapters': [
        'error',
        {
          adapters: [
            { module: 'lightning/graphql', identifier: 'graphql' },
            { module: 'lightning/uiObjectInfoApi', identifier: '*' },
          ],
        },
      ],
      '@lwc/lwc/prefer-custom-event': 'error',
      '@lwc/lwc/valid-api': 'error',
      '@lwc/lwc/valid-graphql-wire-adapter-callback-parameters': 'error',
      '@lwc/lwc/valid-track': 'error',
      '@lwc/lwc/valid-wire': 'error',
    },
  },
  strictDesignSystem('css', [`${bundles}/*.css`]),
  strictDesignSystem('html', [`${bundles}/*.html`]),
  {
    files: ['test/lwc/**/*.js'],
    languageOptions: {
      globals: {
        __dirname: 'readonly',
        afterEach: 'readonly',
        beforeEach: 'readonly',
        CustomEvent: 'readonly',
        describe: 'readonly',
        document: 'readonly',
        expect: 'readonly',
        HTMLElement: 'readonly',
        it: 'readonly',
        jest: 'readonly',
        KeyboardEvent: 'readonly',
        Node: 'readonly',
        require: 'readonly',
      },
    },
    rules: { 'max-lines-per-function': 'off' },
  },
);
