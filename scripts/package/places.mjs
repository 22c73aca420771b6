// @ts-check
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where finished packages are put. */
export const OUT = fileURLToPath(new URL('../../out/', import.meta.url));
/** What is fetched once: runtimes, trees of packages, parts of the container. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/swic/package/', import.meta.url));
/** Where `npm run docs:site` puts the documents as pages. */
export const SITE = fileURLToPath(new URL('../../out/site/', import.meta.url));
