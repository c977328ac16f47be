import { userInfo } from 'node:os';
import { findTool } from './run.ts';

/** As whom the server runs. PostgreSQL refuses root, and `initdb` refuses a user without a name. */
export type Identity = {
  readonly prefix: readonly string[];
  /** For systems without `setpriv`: Node changes the user itself. */
  readonly spawnAs?: { readonly uid: number; readonly gid: number };
  /** Who must own the cluster's files; undefined means that they are ours already. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Whether the kernel ends the server with our process. */
  readonly endsWithUs: boolean;
};

const nobody = { uid: 65534, gid: 65534 };
const namespace = ['--user', '--map-user=65534', '--map-group=65534'];

/**
 * The identities worth trying on this machine, the least powerful first.
 * A root whose data folder lies below a closed folder (such as its home) gets a server that may also read what it does not own
 * (a capability many containers withhold) or one in a user namespace (which others withhold).
 */
export async function identitiesHere(): Promise<readonly Identity[]> {
  const setpriv = await findTool('setpriv');
  const unshare = await findTool('unshare');
  const ending = setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'INT'];
  const endsWithUs = setpriv !== undefined;
  const mapped: Identity[] = unshare === undefined ? [] : [{ prefix: [unshare, ...namespace, ...close(ending)], endsWithUs }];

  if (process.getuid?.() !== 0) {
    const plain: Identity = { prefix: close(ending), endsWithUs };
    return hasName() ? [plain] : [...mapped, plain];
  }
  if (setpriv === undefined) return [{ prefix: [], spawnAs: nobody, owner: nobody, endsWithUs }, ...mapped.map(ownedByRoot)];
  const dropped = [...ending, `--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups'];
  return [
    { prefix: close(dropped), owner: nobody, endsWithUs },
    ...['dac_read_search', 'dac_override'].map((capability) => ({
      prefix: close([...dropped, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`]),
      owner: nobody,
      endsWithUs,
    })),
    ...mapped.map(ownedByRoot),
  ];
}

function ownedByRoot(identity: Identity): Identity {
  return { ...identity, owner: { uid: 0, gid: 0 } };
}

function close(prefix: readonly string[]): readonly string[] {
  return prefix.length === 0 ? [] : [...prefix, '--'];
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}
