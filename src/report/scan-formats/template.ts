import { FromageError } from '../../model/error.ts';
import { scanDocument } from '../scan-document.ts';
import type { ScanFormat } from '../scan-format.ts';
import { fillTemplate } from '../template.ts';

/** A template of the user's own, filled in from what `-o json` writes. */
export const template = {
  id: 'template',
  summary: 'a template of your own (--template)',
  write(scan, view) {
    if (view.template == null) throw new FromageError('usage', 'there is no template', { hint: 'Name its file: --template report.html' });
    return fillTemplate(view.template, scanDocument(scan));
  },
} as const satisfies ScanFormat;
