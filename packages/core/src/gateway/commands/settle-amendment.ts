import path from 'node:path';
import type { CommandMap } from '../../contract/commands.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { hostUser } from '../../runtime/host/index.js';
import type { BusinessUnit } from '../units/business-unit.js';

type Command = CommandMap['settleAmendment'];

/** Of several businesses that hold a file of this name a path tells which is meant; else it is the first. */
export function settleAmendment(
  { units, emit }: { readonly units: () => readonly BusinessUnit[]; readonly emit: Emit },
  { file, as, by }: Command['params'],
): Command['result'] {
  const name = path.basename(file);
  for (const unit of units()) {
    const isMeant = name === file || path.resolve(path.dirname(file)) === path.resolve(unit.directories.outBox);
    if (!isMeant || !unit.amendments.say(name, as)) continue;
    const business = unit.definition.key;
    emit({ type: 'document.amendment-settled', business, name, as, who: by ?? hostUser().name });
    return { business, file: name };
  }
  throw new Fault('command.not-found', {
    file,
    zh: 'OutBox 中没有因“同一申报、内容不同”而留住的此文件；单据已送达用 sent，重发用 resend',
    en: 'no file of this name is held in an OutBox as an amendment; for a document that arrived say sent, to send one again resend',
  });
}
