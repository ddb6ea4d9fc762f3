/**
 * What every Node and every browser has and the pure folders use. Nothing else of the platform exists there:
 * no fs, process, Buffer, fetch, console or timers.
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class URL {
  constructor(url: string, base?: string | URL);
  href: string;
  protocol: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  origin: string;
  username: string;
  password: string;
  searchParams: { get(name: string): string | null; set(name: string, value: string): void; append(name: string, value: string): void };
}
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
