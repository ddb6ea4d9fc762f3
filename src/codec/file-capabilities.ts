/** Of capabilities(7), by number. */
const NAMES: readonly string[] = [
  ...['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'linux_immutable'],
  ...['net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner', 'sys_module', 'sys_rawio', 'sys_chroot'],
  ...['sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice', 'sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease'],
  ...['audit_write', 'audit_control', 'setfcap', 'mac_override', 'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read'],
  ...['perfmon', 'bpf', 'checkpoint_restore'],
];

/** The attribute that file capabilities are kept in. */
export const CAPABILITY_XATTR = 'security.capability';

/**
 * File capabilities as getcap writes them: `cap_net_raw,cap_sys_admin=ep`; null where the value is none that Linux reads (struct
 * vfs_cap_data in linux/capability.h: revisions 1 to 3, little-endian). One that gives nothing is empty.
 */
export function formatCapabilities(value: Uint8Array): string | null {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  if (value.length < 4) return null;
  const magic = view.getUint32(0, true);
  const revision = magic >>> 24;
  const size = SIZES.get(revision);
  if (size === undefined || value.length !== size) return null;
  const isEffective = (magic & 1) === 1;
  const words = revision === 1 ? 1 : 2;
  const [permitted, inheritable] = [4, 8].map((from) => Array.from({ length: words }, (_, at) => view.getUint32(from + at * 8, true)));
  const root = revision === 3 ? view.getUint32(20, true) : 0;
  const groups = Map.groupBy(capabilitiesIn(permitted ?? [], inheritable ?? []), ({ flags }) => flags);
  const text = [...groups]
    .map(([flags, of], at) => `${of.map(({ name }) => name).join(',')}${at === 0 ? '=' : '+'}${isEffective ? 'e' : ''}${flags}`)
    .join(' ');
  return root === 0 || text === '' ? text : `${text} [rootid=${root}]`;
}

/** Bytes of each revision. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [1, 12],
  [2, 20],
  [3, 24],
]);

function capabilitiesIn(permitted: readonly number[], inheritable: readonly number[]): readonly { name: string; flags: string }[] {
  return Array.from({ length: permitted.length * 32 }, (_, number) => {
    const has = (words: readonly number[]): boolean => (((words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
    // getcap writes `eip`.
    const flags = `${has(inheritable) ? 'i' : ''}${has(permitted) ? 'p' : ''}`;
    return { name: NAMES[number] === undefined ? `cap_${number}` : `cap_${NAMES[number]}`, flags };
  }).filter(({ flags }) => flags !== '');
}
