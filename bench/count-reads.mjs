/** How many bytes `sbom` reads of an archive, counted at the Files port: `node bench/count-reads.mjs ARCHIVE`. */
import { makeSbom } from '../src/app/make-sbom.ts';
import { makePorts } from '../src/cli/make-ports.ts';

const target = process.argv[2];
const silent = { start: () => ({ advance: () => {}, done: () => {} }) };
const ports = makePorts(silent, false, process.env);
const { files } = ports.store;
let bytes = 0;

/** The same file, whose reads are counted. */
function counted(file) {
  const read = async (offset, into) => {
    const count = await file.read(offset, into);
    bytes += count;
    return count;
  };
  return { ...file, read };
}

const open = async (path) => (path === target ? counted(await files.open(path)) : files.open(path));
const settings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
const store = { ...ports.store, files: { ...files, open } };
const { packages } = await makeSbom({ target, dockerfile: null, settings }, { ...ports, store });
await ports.close();
console.log(JSON.stringify({ bytes, packages: packages.length }));
