// Which files are likely to hold secrets, by their names alone.

const NAMES =
  /^(?:\.env(?:\..+)?|.*\.(?:pem|key|p12|pfx|keystore|jks)|id_(?:rsa|dsa|ecdsa|ed25519).*|\.netrc|\.npmrc|\.pypirc|\.git-credentials|credentials(?:\..*)?)$/iu;
/** Made to be read and committed. */
const EXAMPLES = /\.(?:example|sample|template|dist|pub)$/iu;
const FOLDERS = new Set(['.ssh', '.aws', '.gnupg', '.kube', '.docker']);

/** `path` with `/` between its parts, absolute or not. */
export function isSecretPath(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return (NAMES.test(name) && !EXAMPLES.test(name)) || parts.some((part) => FOLDERS.has(part));
}
