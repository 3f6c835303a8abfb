/**
 * `@salesforce/apex` without Apex: `refreshApex` also refreshes what the wires of Lightning Data Service gave. Calling an Apex method is
 * refused when the page is built.
 */
import { refreshGiven } from './wire-adapter.js';

export const refreshApex = refreshGiven;
