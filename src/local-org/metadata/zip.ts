import { unzipSync, zipSync } from 'fflate';

/** The package cannot be read at all: the whole deploy fails with this text. */
export class PackageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PackageError';
  }
}

/** Salesforce's own limits on one deploy: 39 MB zipped (Metadata API limits), 10,000 files. */
const maximumZipBytes = 39 * 1024 * 1024;
const maximumUnzippedBytes = 400 * 1024 * 1024;
const maximumFiles = 10_000;

/**
 * Unpacks a deploy package into path → bytes, directories left out. Sizes are read from the archive's directory before
 * anything is unpacked, so a bomb costs nothing. Throws `PackageError`.
 */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > maximumZipBytes) {
    throw new PackageError(
      'Maximum size of request reached. Maximum size of request is 39 MB zipped.',
    );
  }
  let total = 0;
  let count = 0;
  try {
    const files = unzipSync(bytes, {
      filter: (file) => {
        total += file.originalSize;
        count += 1;
        if (total > maximumUnzippedBytes || count > maximumFiles) {
          throw new PackageError(
            'The package is too large when unzipped: at most 10,000 files and 400 MB are allowed.',
          );
        }
        return !file.name.endsWith('/');
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError('Invalid zip file: the package could not be unzipped.');
  }
}

/** Packs files into a zip, as `checkRetrieveStatus` returns them. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 6 });
}
