import { type ContentSearch, searchContents } from '../catalog/surface/search-contents.ts';
import { TOKEN_KINDS_VERSION } from '../catalog/surface/secret-tokens.ts';
import { squash } from '../image/squash.ts';
import type { Image } from '../model/image.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';
import { questionOf } from './catalog-once.ts';

/**
 * The secrets in the contents of all files of all layers: as they were kept for these very layers, or by reading all of them once more.
 * Throws as analyseImage.
 */
export async function searchSecrets(image: Image, ports: AppPorts): Promise<ContentSearch> {
  const ask = () => questionOf(['secret-contents', TOKEN_KINDS_VERSION], image);
  const question = await ask();
  const kept = question === null ? null : await ports.answers.get(question);
  if (kept !== null) return JSON.parse(kept) as ContentSearch;
  const analyses = await analyseImage(image, [], ports);
  const task = ports.store.progress.start(`searching the files of ${image.reference ?? image.location} for secrets`, null);
  try {
    const found = await searchContents(squash(analyses), image.layers, analyses);
    // As in catalogOnce: nothing is kept of what was cut, or was written to meanwhile.
    if (question !== null && analyses.every(({ complete }) => complete) && question === (await ask()))
      await ports.answers.put(question, JSON.stringify(found));
    return found;
  } finally {
    task.done();
  }
}
