import type { Environment, Files } from '../../ports/index.ts';
import type { EngineEndpoint, EnginePorts } from './endpoint.ts';
import { parseEngineHost, presentSockets, withoutUser } from './endpoint.ts';

/**
 * Where podman's service may be, in the order to ask: CONTAINER_HOST, else the usual sockets that are there (rootless, rootful, podman
 * machine). Empty: none. Throws `unsupported` (ssh), `usage`.
 */
export async function findPodmanEndpoints(ports: EnginePorts): Promise<readonly EngineEndpoint[]> {
  const { files, environment } = ports;
  const host = environment.get('CONTAINER_HOST');
  if (host) return [parseEngineHost(host, `CONTAINER_HOST (${withoutUser(host)})`, null)];
  return presentSockets(usualSockets(environment, files), files);
}

/** podman machine keeps its sockets in the folder for temporary files on macOS, older ones with its disk. */
function usualSockets({ get, home, runtimeFolder }: Environment, files: Files): readonly string[] {
  const machine = 'podman-machine-default-api.sock';
  const temporary = get('TMPDIR');
  const data = files.join(get('XDG_DATA_HOME') || files.join(home, '.local', 'share'), 'containers', 'podman', 'machine');
  return [
    ...(runtimeFolder === null ? [] : [files.join(runtimeFolder, 'podman', 'podman.sock')]),
    '/run/podman/podman.sock',
    ...(runtimeFolder === null ? [] : [files.join(runtimeFolder, 'podman', machine)]),
    ...(temporary ? [files.join(temporary, 'podman', machine)] : []),
    files.join(data, 'podman.sock'),
    files.join(data, 'qemu', 'podman.sock'),
  ];
}
