/**
 * Our stand-in for lightning/uiGraphQLApi on the org's GraphQL API.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-graphql-intro.html
 */
import { refreshGiven } from '../wire-adapter.js';

export { gql, graphqlAdapter as graphql } from '../graphql-wire.js';
export const refreshGraphQL = refreshGiven;
