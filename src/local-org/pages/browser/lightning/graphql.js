/**
 * Our stand-in for lightning/graphql; what it gives has a `refresh` function instead of a module function.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-graphql-intro.html
 */
export { gql, graphqlAdapter as graphql } from '../graphql-wire.js';
