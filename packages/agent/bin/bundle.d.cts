/** Where the packages of this checkout are. */
export declare const PACKAGES: string;
/** Where the bundles are: one directory for each build. */
export declare function bundlesIn(packages: string): string;
/** A name for the build that is here. Throws where nothing is built. */
export declare function nameOfBuild(packages: string): string;
/** The directory of the bundle of this build; null where it was not bundled. */
export declare function findBundle(packages?: string): string | null;
