/** A file of a release: what a person downloads and installs. */
export interface ReleaseFile {
  /** As in `npm run package`: `setup`, `zip`, `deb`, `npm`, `container`; a list of a later version may have others. */
  readonly kind: string;
  readonly name: string;
  /** Lower case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A release of the list that a firm keeps of the versions it has approved. */
export interface Release {
  /** `X.Y.Z`. */
  readonly version: string;
  /** `yyyy-MM-dd`. */
  readonly date: string;
  readonly files: readonly ReleaseFile[];
}

/** What a signed list says of the version that is installed. */
export interface UpdateReport {
  readonly installed: string;
  /** Address or directory, as configured; never with a login. */
  readonly from: string;
  /** The latest of the list; null = it names none. */
  readonly latest: Release | null;
  /** Is `latest` later than what is installed? */
  readonly isNewer: boolean;
  /** False = the list does not have what is installed, e.g. since it was withdrawn. */
  readonly isInstalledListed: boolean;
}

/** A file of a person's, compared with a signed list. */
export interface UpdateFileReport {
  readonly file: string;
  readonly sha256: string;
  /** Of which release it is, byte by byte; null = of none. */
  readonly version: string | null;
}
