/** The page has no part for other packages: it is built from main.tsx into files that the agent serves. */
export {};
