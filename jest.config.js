import lwcJest from '@salesforce/sfdx-lwc-jest/config.js';

/** The service, its tools and the metadata: ES modules on Node.js. */
const service = {
  displayName: 'service',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stryker/'],
  setupFilesAfterEnv: ['<rootDir>/test/support/network-off.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

/** Lightning web components in jsdom. They are compiled to CommonJS, which the package.json of their folders says. */
const components = {
  ...lwcJest.jestConfig,
  displayName: 'components',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/test/lwc/**/*.test.js'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stryker/'],
  setupFilesAfterEnv: [
    ...lwcJest.jestConfig.setupFilesAfterEnv,
    '<rootDir>/test/lwc/support/set-up.js',
  ],
};

/** Patient, because a machine may be slow: starting the embedded database takes 3 s on a quiet one. */
export default { projects: [service, components], testTimeout: 90_000 };
