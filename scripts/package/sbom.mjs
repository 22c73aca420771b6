// @ts-check
// The list of parts in CycloneDX, of exactly what the packages carry. `npm sbom` would list what only compiles: node-gyp and its
// hundred packages. Serial number and time are of the release, so that two runs give the same bytes.
import { createHash } from 'node:crypto';

/**
 * @param {import('./release.mjs').Release} release
 * @param {readonly import('./third-party.mjs').ThirdParty[]} parties
 * @returns {string}
 */
export function sbomText({ version, epochS }, parties) {
  const components = parties.map(componentOf);
  const serial = uuidOf(JSON.stringify([version, epochS, components]));
  const ref = `swic@${version}`;
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${serial}`,
    version: 1,
    metadata: {
      timestamp: new Date(epochS * 1_000).toISOString(),
      component: {
        'bom-ref': ref,
        type: 'application',
        name: 'swic',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((component) => component['bom-ref']) }],
  };
  return `${JSON.stringify(sbom, null, 1)}\n`;
}

/** @param {import('./third-party.mjs').ThirdParty} party */
function componentOf({ name, version, license, integrity }) {
  const [algorithm, digest = ''] = integrity.split('-');
  const hashes =
    algorithm === 'sha512' ? [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] : [];
  return {
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    ...(hashes.length === 0 ? {} : { hashes }),
  };
}

/** Of the form of a random UUID, made from what it names. @param {string} text */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
