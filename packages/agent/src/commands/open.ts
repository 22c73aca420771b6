import { type BusinessPlaces, businessPlaces, type DocumentRecord, Fault, placeOf } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { oneOf } from '../cli/values.js';
import { openInFileManager } from './open-path.js';
import { askAnywhere } from './reach.js';

interface OpenOptions {
  readonly print: boolean;
}

const BOXES = {
  OutBox: 'outBox',
  SentBox: 'sentBox',
  FailBox: 'failBox',
  InBox: 'inBox',
  TempBox: 'tempBox',
} as const;

const BOX_NAMES = Object.keys(BOXES) as readonly (keyof typeof BOXES)[];

export function declareOpen({ program, t, act }: CommandHost): void {
  program
    .command('open <what> [box]')
    .description(t('open.about'))
    .option('--print', t('open.print'), false)
    .action(
      act(async (context, what: string, box: string | undefined, { print }: OpenOptions) => {
        const path = await pathOf(context, what, box);
        if (context.options.json) context.printJson({ path });
        else context.print(path);
        if (!print && !context.options.json) await openInFileManager(path);
        return 0;
      }),
    );
}

/** A business by its key, with or without a box; else a document by its id, its file name or a business key. */
async function pathOf(context: Context, what: string, box: string | undefined): Promise<string> {
  const places = businessPlaces(context.load());
  const business = places.find(({ key }) => key.toUpperCase() === what.toUpperCase());
  if (business !== undefined) return business.boxes[BOXES[boxNamed(box ?? 'OutBox')]];
  const [trace] = await askAnywhere(context, 'trace', { query: what });
  const found = trace === undefined ? null : fileOf(trace.document, places);
  if (found === null) throw new Fault('command.not-found', { document: what });
  return found;
}

/** Where its file is; while it is on its way, that is the TempBox. Null where its business is no longer in the configuration. */
function fileOf(document: DocumentRecord, places: readonly BusinessPlaces[]): string | null {
  const boxes = places.find(({ key }) => key === document.business)?.boxes;
  return boxes === undefined ? null : (placeOf(document, boxes) ?? boxes.tempBox);
}

/** In any casing, as the directories of the official client are written. */
function boxNamed(text: string): keyof typeof BOXES {
  const known = BOX_NAMES.find((name) => name.toUpperCase() === text.toUpperCase());
  return known ?? oneOf('box', text, BOX_NAMES);
}
