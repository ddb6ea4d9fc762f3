import type { JsonValue } from '../../model/layer-analysis.ts';
import type { Cataloger } from '../cataloger.ts';
import { apk } from './apk.ts';
import { cargoLock } from './cargo-lock.ts';
import { chisel } from './chisel.ts';
import { composer } from './composer.ts';
import { composerLock } from './composer-lock.ts';
import { conda } from './conda.ts';
import { dart } from './dart.ts';
import { dotnet } from './dotnet.ts';
import { dotnetLock } from './dotnet-lock.ts';
import { dpkg } from './dpkg.ts';
import { elfNote } from './elf-note.ts';
import { erlang } from './erlang.ts';
import { gem } from './gem.ts';
import { gemLock } from './gem-lock.ts';
import { goBinary } from './go-binary.ts';
import { goMod } from './go-mod.ts';
import { haskell } from './haskell.ts';
import { hexLock } from './hex-lock.ts';
import { javaArchive } from './java-archive.ts';
import { lua } from './lua.ts';
import { npm } from './npm.ts';
import { npmLock } from './npm-lock.ts';
import { python } from './python.ts';
import { pythonLock } from './python-lock.ts';
import { r } from './r.ts';
import { rpm } from './rpm.ts';
import { rustBinary } from './rust-binary.ts';
import { software } from './software.ts';
import { spdx } from './spdx.ts';
import { swift } from './swift.ts';
import { wordpress } from './wordpress.ts';

/** A cataloger whose facts are known to it alone. */
export type AnyCataloger = Cataloger<JsonValue>;

/** Every cataloger. Adding one: its file in this folder, and a line here. */
export const CATALOGERS: readonly AnyCataloger[] = [
  dpkg,
  apk,
  rpm,
  npm,
  npmLock,
  python,
  conda,
  pythonLock,
  goBinary,
  goMod,
  rustBinary,
  cargoLock,
  javaArchive,
  software,
  gem,
  gemLock,
  elfNote,
  composer,
  composerLock,
  dotnet,
  dotnetLock,
  dart,
  hexLock,
  erlang,
  swift,
  r,
  haskell,
  lua,
  wordpress,
  spdx,
  chisel,
].map((cataloger) => cataloger as unknown as AnyCataloger);
