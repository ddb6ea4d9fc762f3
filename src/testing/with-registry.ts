import type { InProcessRegistry, RegistryOptions } from './in-process-registry.ts';
import { startRegistry } from './in-process-registry.ts';

/** Starts registries, uses them, and ends them whatever happens. */
export async function withRegistries(
  options: readonly RegistryOptions[],
  use: (...registries: readonly InProcessRegistry[]) => Promise<void>,
): Promise<void> {
  const registries = await Promise.all(options.map((item) => startRegistry(item)));
  try {
    await use(...registries);
  } finally {
    await Promise.all(registries.map((registry) => registry.close()));
  }
}

/** One registry. */
export function withRegistry(options: RegistryOptions, use: (registry: InProcessRegistry) => Promise<void>): Promise<void> {
  return withRegistries([options], async (registry) => {
    if (registry !== undefined) await use(registry);
  });
}
